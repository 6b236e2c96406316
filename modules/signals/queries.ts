import { sql } from 'kysely';
import { addDays } from '../../engines/calendar/working-days.ts';
import { expectedOf } from '../../engines/stats/scan.ts';
import { type Actor, areaPatternsOf, holdsAt, type StaffRole } from '../../platform/access.ts';
import { dayHere } from '../../platform/clock.ts';
import type { Reading } from '../../platform/context.ts';
import type { Read } from '../../platform/database.ts';
import { refuse } from '../../platform/refuse.ts';
import { findEffectiveList } from '../requests/index.ts';
import { noSuchSignal } from './contract.ts';
import shipped from './data/signals.json' with { type: 'json' };
import { deciders } from './decide.ts';
import { daysBetween, readHistory } from './history.ts';

export const readers: StaffRole[] = ['cityOfficial', 'districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'communityWorker', 'auditor'];

const selectSignals = (db: Read, district: string) =>
  db
    .selectFrom('signals.signal as s')
    .leftJoin('cases.caseFile as c', (join) => join.onRef('c.district', '=', 's.district').onRef('c.id', '=', 's.caseId'))
    .selectAll('s')
    .select('c.number as caseNumber')
    .where('s.district', '=', district);
type Row = Awaited<ReturnType<ReturnType<typeof selectSignals>['execute']>>[number];

async function shapes(db: Read, district: string, rows: Row[]) {
  const list = await findEffectiveList(db, district);
  const matters = new Map((list?.content.matters ?? []).map(({ code, zh, en }) => [code, { zh, en }]));
  const codes = [...new Set(rows.flatMap((row) => row.areaCodes))];
  const areas = codes.length > 0 ? await db.selectFrom('areas.area').select(['code', 'name']).where('code', 'in', codes).execute() : [];
  const names = new Map(areas.map(({ code, name }) => [code, name]));
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as 'cluster',
    matter: { code: row.matter, ...(matters.get(row.matter) ?? { zh: row.matter, en: row.matter }) },
    areas: row.areaCodes.map((code) => ({ code, name: names.get(code) ?? code })),
    firstDay: String(row.firstDay),
    lastDay: String(row.lastDay),
    fromDay: String(row.fromDay),
    count: row.count,
    expected: row.expected,
    ratio: row.ratio,
    threshold: row.threshold,
    state: row.state as 'new',
    caseId: row.caseId,
    caseNumber: row.caseNumber,
    reason: row.reason,
  }));
}

/** Signals with an area of the reader's in them. One report of harm to a child is for those who decide; the others see clusters only. */
const isSeenBy = (actor: Actor) => sql<boolean>`exists (select from areas.area own where own.code = any(s.area_codes)
  and own.path like any(case when s.kind = 'sensitive' then ${areaPatternsOf(actor, deciders)}::text[] else ${areaPatternsOf(actor, readers)}::text[] end))`;

export async function listSignalsQuery({ db, district, actor, now }: Reading<Actor>) {
  const rows = await selectSignals(db, district)
    .where(isSeenBy(actor))
    .orderBy((eb) => eb('s.state', '=', 'new'), 'desc')
    .orderBy('s.lastDay', 'desc')
    .orderBy('s.ratio', 'desc')
    .limit(300)
    .execute();
  const last = await db.selectFrom('signals.calibration').selectAll().where('district', '=', district).orderBy('day', 'desc').limit(1).executeTakeFirst();
  const { mostAlarmsInAMonth } = shipped;
  return {
    signals: await shapes(db, district, rows),
    calibration: last
      ? { day: String(last.day), threshold: last.threshold, replays: last.replays, matters: last.matters, reports: last.reports, mostAlarmsInAMonth }
      : null,
    proactive: await shareOfProactive(db, district, now),
  };
}

/** Of everything that was dealt with at these places in a year, how much was begun before anybody complained. */
async function shareOfProactive(db: Read, district: string, now: Date) {
  const opened = await db
    .selectFrom('signals.signal')
    .select(['matter', 'areaCodes'])
    .where('district', '=', district)
    .where('state', '=', 'opened')
    .where('decidedAt', '>', new Date(now.getTime() - 365 * 86_400_000))
    .execute();
  if (opened.length === 0) return { is: 0, of: 0, value: null };
  const complaints = await db
    .selectFrom('requests.request')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('district', '=', district)
    .where('receivedAt', '>', new Date(now.getTime() - 365 * 86_400_000))
    .where((eb) => eb.or(opened.map(({ matter, areaCodes }) => eb.and([eb('matter', '=', matter), eb('areaCode', 'in', areaCodes)]))))
    .executeTakeFirstOrThrow();
  const of = opened.length + complaints.n;
  return { is: opened.length, of, value: opened.length / of };
}

const shownDays = 60;

export async function getSignalQuery({ db, district, actor, now }: Reading<Actor>, { id }: { id: string }) {
  const row = await selectSignals(db, district).where('s.id', '=', id).where(isSeenBy(actor)).executeTakeFirst();
  if (!row) refuse(noSuchSignal);
  const [shape] = await shapes(db, district, [row]);
  const centre = await db.selectFrom('areas.area').select('path').where('code', '=', row.areaCode).executeTakeFirstOrThrow();
  const found = await db
    .selectFrom('requests.request as r')
    .innerJoin('areas.area as a', 'a.code', 'r.areaCode')
    .select(['r.id', 'r.number', 'r.words', 'r.lon', 'r.lat', 'r.receivedAt', 'a.name as areaName'])
    .where('r.district', '=', district)
    .where('r.matter', '=', row.matter)
    .where('r.areaCode', 'in', row.areaCodes)
    // What was told elsewhere in the circle is counted above; its words are for those there.
    .where(sql<boolean>`a.path like any(${areaPatternsOf(actor, readers)}::text[])`)
    .where('r.receivedAt', '>=', new Date(`${row.fromDay}T00:00:00+08:00`))
    .where('r.receivedAt', '<', new Date(`${addDays(String(row.lastDay), 1)}T00:00:00+08:00`))
    .orderBy('r.receivedAt')
    .limit(200)
    .execute();
  return {
    ...shape!,
    mayDecide: row.state === 'new' && holdsAt(actor, deciders, { areaPath: centre.path }),
    // Where the words are sealed, the place is not shown either.
    reports: found.map(({ receivedAt, lon, lat, ...report }) => ({
      ...report,
      lon: report.words === null ? null : lon,
      lat: report.words === null ? null : lat,
      receivedAt: receivedAt.toISOString(),
    })),
    ...(await evidence(db, district, row, now)),
  };
}

/** Day by day what came and what was expected, and both before and after the case was opened. */
async function evidence(db: Read, district: string, row: Row, now: Date) {
  const history = await readHistory(db, district, now, row.matter);
  const counted = history.matters.get(row.matter) ?? {
    areas: history.areas.length,
    days: history.days,
    counts: new Uint16Array(history.areas.length * history.days),
  };
  const own = row.areaCodes.flatMap((code) => {
    const at = history.areas.indexOf(code);
    return at < 0 ? [] : [at];
  });
  const { decidedAt } = row;
  const opened = row.state === 'opened' && decidedAt ? dayHere(decidedAt) : null;
  const since = opened ? daysBetween(history.firstDay, addDays(opened, -shipped.effectDays)) : history.days;
  const first = Math.max(1, Math.min(history.days - shownDays, since));
  const expected = expectedOf(counted, first);
  const sum = (values: ArrayLike<number>, day: number) => own.reduce((all, area) => all + (values[area * history.days + day] ?? 0), 0);
  const all = Array.from({ length: history.days - first }, (_, i) => ({
    day: addDays(history.firstDay, first + i),
    count: sum(counted.counts, first + i),
    expected: sum(expected, first + i),
  }));
  const within = (from: string, to: string) => all.filter(({ day }) => day >= from && day < to);
  const before = opened ? within(addDays(opened, -shipped.effectDays), opened) : [];
  const after = opened ? within(opened, addDays(opened, shipped.effectDays)) : [];
  const add = (days: typeof all, key: 'count' | 'expected') => days.reduce((total, one) => total + one[key], 0);
  return {
    days: all.slice(-shownDays),
    effect: opened
      ? {
          days: after.length,
          before: add(before.slice(-after.length || before.length), 'count'),
          after: add(after, 'count'),
          expectedAfter: add(after, 'expected'),
        }
      : null,
  };
}
