import type { Actor } from '../../platform/access.ts';
import type { Reading, Writing } from '../../platform/context.ts';
import type { Read } from '../../platform/database.ts';
import { refuse } from '../../platform/refuse.ts';
import { getCaseQuery } from '../cases/index.ts';
import { noSuchRequest } from './contract.ts';
import { findDuty, findEffectiveList, findMatter } from './duty/duty-list.ts';
import { namesOfMatters } from './receipt.ts';

async function findRequest(db: Read, district: string, id: string) {
  return db.selectFrom('requests.request').selectAll().where('district', '=', district).where('id', '=', id).executeTakeFirst();
}

/** A request, for whoever may see its case. */
async function getSeen(context: Reading<Actor>, id: string) {
  const seen = await getCaseQuery(context, { id });
  return { seen, request: (await findRequest(context.db, context.district, id)) ?? refuse(noSuchRequest) };
}

export async function getRequestQuery(context: Reading<Actor>, { id }: { id: string }) {
  const { db, district } = context;
  const { request } = await getSeen(context, id);
  const names = await namesOfMatters(db, district, [request.listVersion]);
  const followers = await db
    .selectFrom('requests.follower')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('district', '=', district)
    .where('requestId', '=', id)
    .executeTakeFirstOrThrow();
  return {
    id,
    number: request.number,
    matter: { ...names(request.listVersion, request.matter), code: request.matter },
    channel: request.channel,
    placeText: request.placeText ?? '',
    lon: request.lon,
    lat: request.lat,
    words: request.words,
    hasReporter: request.reporterSealed !== null || request.personId !== null,
    followers: followers.n,
  };
}

/** Who works on a case reads who reported it; who only looks on does not. */
export async function openRequestCommand(context: Writing<Actor>, { id, purpose }: { id: string; purpose: string }) {
  const { tx, vault, note } = context;
  const { seen, request } = await getSeen({ ...context, db: tx }, id);
  if (seen.parts.length === 0) refuse(noSuchRequest);
  const reporter: { name?: string; phone?: string } = request.reporterSealed ? JSON.parse(vault.open('requests.request.reporter', request.reporterSealed)) : {};
  note({ object: id, areaCode: request.areaCode, purpose, detail: { opened: ['words', 'name', 'phone'] } });
  return {
    words: request.words ?? vault.open('requests.request.words', request.wordsSealed!),
    name: reporter.name ?? null,
    phone: reporter.phone ?? null,
  };
}

export async function proposeUnitsQuery(context: Reading<Actor>, { id }: { id: string }) {
  const { db, district } = context;
  const { request } = await getSeen(context, id);
  const list = await findEffectiveList(db, district);
  const duty = list && findDuty(list, request.matter, request.areaCode);
  if (!list || !duty) return [];
  const units = await db
    .selectFrom('cases.unit')
    .select(['id', 'name', 'nameEn'])
    .where('district', '=', district)
    .where('endedOn', 'is', null)
    .where('id', 'in', [duty.lead, ...duty.co])
    .execute();
  const named = (unit: string) => units.filter((one) => one.id === unit).map(({ id: of, name, nameEn }) => ({ id: of, name: { zh: name, en: nameEn } }));
  const area = await db.selectFrom('areas.area').select('name').where('code', '=', duty.area).executeTakeFirst();
  const matter = findMatter(list, duty.matter)!;
  return named(duty.lead).map((unit) => ({
    unit,
    source: 'duty' as const,
    clause: duty.clause,
    matter: { zh: matter.zh, en: matter.en },
    areaName: area?.name ?? duty.area,
    co: duty.co.flatMap(named),
  }));
}
