import { type Classifier, guess, unpackClassifier } from '../../../engines/stats/classify.ts';
import type { Actor } from '../../../platform/access.ts';
import type { Reading } from '../../../platform/context.ts';
import type { Read } from '../../../platform/database.ts';
import { findDuty, findEffectiveList, findMatter } from '../duty/duty-list.ts';
import { getSeen } from '../work.ts';
import { featuresOf, type Known, latestModel } from './learn.ts';

type Found = {
  lead: string;
  source: 'duty' | 'ruling' | 'history';
  clause?: string;
  matter?: { zh: string; en: string };
  area?: string;
  co?: string[];
  reason?: string;
  probability?: number;
  because?: string[];
};

/** What the duty list says. */
async function byDuty(db: Read, district: string, { matter, areaCode }: Known): Promise<Found[]> {
  const list = await findEffectiveList(db, district);
  const duty = list && findDuty(list, matter, areaCode);
  if (!list || !duty) return [];
  const { zh, en } = findMatter(list, duty.matter)!;
  return [{ lead: duty.lead, source: 'duty', clause: duty.clause, matter: { zh, en }, area: duty.area, co: duty.co }];
}

/** How the arbiter ruled about the same matter at the same place, the latest ruling first: it goes before the duty list, because it was made about it. */
async function byRuling(db: Read, district: string, { matter, areaCode }: Known): Promise<Found[]> {
  const row = await db
    .selectFrom('cases.event as e')
    .innerJoin('requests.request as r', (join) => join.onRef('r.district', '=', 'e.district').onRef('r.id', '=', 'e.caseId'))
    .innerJoin('cases.caseFile as c', (join) => join.onRef('c.district', '=', 'e.district').onRef('c.id', '=', 'e.caseId'))
    .select(['e.detail', 'c.isConfidential'])
    .where('e.district', '=', district)
    .where('e.move', '=', 'rule')
    .where('r.matter', '=', matter)
    .where('r.areaCode', '=', areaCode)
    .orderBy('e.at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const { unit, reason } = (row?.detail ?? {}) as { unit?: string; reason?: string };
  return unit ? [{ lead: unit, source: 'ruling', ...(reason && !row?.isConfidential && { reason }) }] : [];
}

const opened = new Map<string, Classifier>();

/** What decided cases teach, where it is sure enough; otherwise nothing. */
async function byHistory(db: Read, district: string, known: Known): Promise<Found[]> {
  const kept = await latestModel(db, district).select(['version', 'threshold']).executeTakeFirst();
  if (!kept) return [];
  const key = `${district} ${kept.version}`;
  if (!opened.has(key)) {
    const { packed } = await latestModel(db, district).select('packed').executeTakeFirstOrThrow();
    opened.clear();
    opened.set(key, unpackClassifier(packed));
  }
  const [first] = guess(opened.get(key)!, featuresOf(known), 1);
  if (!first || first.probability < kept.threshold) return [];
  return [{ lead: first.label, source: 'history', probability: first.probability, because: first.because.filter((name) => !/^[ma]:/.test(name)) }];
}

export async function proposeUnitsQuery(context: Reading<Actor>, { id }: { id: string }) {
  const { db, district } = context;
  const { request } = await getSeen(context, id);
  const all = [...(await byRuling(db, district, request)), ...(await byDuty(db, district, request)), ...(await byHistory(db, district, request))];
  // The same unit is proposed once, for the first reason.
  const found = all.filter((one, i) => all.findIndex((other) => other.lead === one.lead) === i);
  if (found.length === 0) return [];
  const units = await db
    .selectFrom('cases.unit')
    .select(['id', 'name', 'nameEn'])
    .where('district', '=', district)
    .where('endedOn', 'is', null)
    .where('id', 'in', [...new Set(found.flatMap(({ lead, co = [] }) => [lead, ...co]))])
    .execute();
  const named = (unit: string) => units.filter((one) => one.id === unit).map(({ id: of, name, nameEn }) => ({ id: of, name: { zh: name, en: nameEn } }));
  const areas = found.flatMap(({ area }) => area ?? []);
  const names = areas.length > 0 ? await db.selectFrom('areas.area').select(['code', 'name']).where('code', 'in', areas).execute() : [];
  return found.flatMap(({ lead, co = [], area, ...one }) =>
    named(lead).map((unit) => ({
      unit,
      source: one.source,
      clause: one.clause ?? null,
      matter: one.matter ?? null,
      areaName: names.find(({ code }) => code === area)?.name ?? null,
      co: co.flatMap(named),
      reason: one.reason ?? null,
      probability: one.probability ?? null,
      because: one.because ?? [],
    })),
  );
}
