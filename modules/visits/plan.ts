import { sql } from 'kysely';
import { addDays } from '../../engines/calendar/working-days.ts';
import { type Actor, areaPatternsOf, holdsAt, type StaffRole } from '../../platform/access.ts';
import { dayHere } from '../../platform/clock.ts';
import type { Reading, Writing } from '../../platform/context.ts';
import type { Read } from '../../platform/database.ts';
import { refuse } from '../../platform/refuse.ts';
import { ageBandOn, maskName } from '../people/index.ts';
import { noSuchHousehold, noSuchVisit, type outcomes } from './contract.ts';
import shipped from './data/visits.json' with { type: 'json' };
import { visitors } from './upload.ts';

export const readers: StaffRole[] = [...visitors, 'cityOfficial', 'auditor'];

export const listTopicsQuery = async () => ({ everyDays: shipped.everyDays, topics: shipped.topics });

/** The last visit of a household `h` at which somebody was spoken with. */
const lastVisitOf = (db: Read) =>
  db
    .selectFrom('visits.visit as v')
    .select(['v.visitedAt', 'v.note'])
    .whereRef('v.district', '=', sql.ref('h.district'))
    .whereRef('v.householdId', '=', sql.ref('h.id'))
    .where('v.outcome', 'in', ['met', 'phone'])
    .orderBy('v.visitedAt', 'desc')
    .limit(1)
    .as('last');

export async function getPlanQuery({ db, district, actor, vault, now }: Reading<Actor>) {
  const rows = await db
    .selectFrom('visits.assignment as s')
    .innerJoin('people.household as h', (join) => join.onRef('h.district', '=', 's.district').onRef('h.id', '=', 's.householdId'))
    .leftJoinLateral(lastVisitOf(db), (join) => join.onTrue())
    .select(['s.householdId', 's.everyDays', 's.why', 's.since', 'h.areaCode', 'h.addressCipher', 'h.estate', 'h.lon', 'h.lat', 'last.visitedAt', 'last.note'])
    .where('s.district', '=', district)
    .where('s.accountId', '=', actor.id)
    .where('s.endedOn', 'is', null)
    // Who works elsewhere now has no households here any more.
    .innerJoin('areas.area as a', 'a.code', 'h.areaCode')
    .where(sql<boolean>`a.path like any(${areaPatternsOf(actor, visitors)}::text[])`)
    .orderBy(sql`coalesce(last.visited_at + make_interval(days => s.every_days), s.since)`)
    .limit(500)
    .execute();
  const ids = rows.map((row) => row.householdId);
  const people =
    ids.length === 0
      ? []
      : await db
          .selectFrom('people.person')
          .select(['householdId', 'nameCipher', 'bornOn'])
          .where('district', '=', district)
          .where('householdId', 'in', ids)
          .where('deceasedOn', 'is', null)
          .orderBy('bornOn')
          .execute();
  const today = dayHere(now);
  return rows
    .map((row) => {
      const lastVisit = row.visitedAt ? dayHere(row.visitedAt) : null;
      return {
        householdId: row.householdId,
        areaCode: row.areaCode,
        address: vault.open('household.address', row.addressCipher),
        estate: row.estate,
        lon: row.lon,
        lat: row.lat,
        people: people
          .filter((person) => person.householdId === row.householdId)
          .map((person) => ({ name: maskName(vault.open('person.name', person.nameCipher)), ageBand: ageBandOn(person.bornOn, today) })),
        why: row.why,
        everyDays: row.everyDays,
        lastVisit,
        dueOn: lastVisit ? addDays(lastVisit, row.everyDays) : String(row.since),
        lastNote: row.note,
      };
    })
    .toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0));
}

const pageSize = 50;

export async function listVisitsQuery({ db, district, actor, now }: Reading<Actor>, { householdId, before }: { householdId?: string; before?: string }) {
  const patterns = areaPatternsOf(actor, readers);
  let rows = db
    .selectFrom('visits.visit as v')
    .innerJoin('areas.area as a', 'a.code', 'v.areaCode')
    .innerJoin('identity.account as who', (join) => join.onRef('who.district', '=', 'v.district').onRef('who.id', '=', 'v.accountId'))
    .select(['v.id', 'v.accountId', 'v.householdId', 'v.areaCode', 'a.name as areaName', 'v.visitedAt', 'v.outcome', 'v.topics', 'v.note', 'v.sealedNote'])
    .select(['v.requestId', 'v.caseId', 'who.name as by', 'a.path'])
    .where('v.district', '=', district)
    .where('v.visitedAt', '<', before ? new Date(before) : new Date(now.getTime() + 86_400_000))
    .where((eb) => eb.or(patterns.map((pattern) => eb('a.path', 'like', pattern))));
  if (householdId) rows = rows.where('v.householdId', '=', householdId);
  const found = await rows
    .orderBy('v.visitedAt', 'desc')
    .limit(pageSize + 1)
    .execute();
  return {
    visits: found.slice(0, pageSize).map(({ accountId, sealedNote, visitedAt, outcome, path, ...row }) => ({
      ...row,
      outcome: outcome as (typeof outcomes)[number],
      isMine: accountId === actor.id,
      hasSealed: sealedNote !== null,
      mayOpenSealed: sealedNote !== null && mayOpen(actor, accountId, path),
      visitedAt: visitedAt.toISOString(),
    })),
    more: found.length > pageSize,
  };
}

/** Who wrote a sealed note, and officials of the area. */
const mayOpen = (actor: Actor, accountId: string, areaPath: string) =>
  accountId === actor.id || holdsAt(actor, ['communityOfficial', 'subdistrictOfficial', 'districtOfficial'], { areaPath });

/** Who wrote a sealed note reads it; others of the area do so for a purpose, and both are kept in the audit. */
export async function openSealedNoteCommand({ tx, district, actor, vault, note }: Writing<Actor>, { id, purpose }: { id: string; purpose: string }) {
  const row = await tx
    .selectFrom('visits.visit as v')
    .innerJoin('areas.area as a', 'a.code', 'v.areaCode')
    .select(['v.sealedNote', 'v.accountId', 'v.areaCode', 'a.path'])
    .where('v.district', '=', district)
    .where('v.id', '=', id)
    .executeTakeFirst();
  if (!row || !mayOpen(actor, row.accountId, row.path) || row.sealedNote === null) refuse(noSuchVisit);
  note({ object: id, areaCode: row.areaCode, purpose, detail: { opened: ['sealedNote'] } });
  return { note: vault.open('visits.visit.note', row.sealedNote) };
}

type Assigning = { accountId: string; householdId: string; everyDays: number | null; why: string };
export async function assignHouseholdCommand({ tx, district, actor, now, note }: Writing<Actor>, { accountId, householdId, everyDays, why }: Assigning) {
  const home = await tx
    .selectFrom('people.household as h')
    .innerJoin('areas.area as a', 'a.code', 'h.areaCode')
    .select(['h.areaCode', 'a.path'])
    .where('h.district', '=', district)
    .where('h.id', '=', householdId)
    .executeTakeFirst();
  if (!home || !holdsAt(actor, ['communityOfficial', 'subdistrictOfficial', 'districtOfficial'], { areaPath: home.path })) refuse(noSuchHousehold);
  const day = dayHere(now);
  if (everyDays === null) {
    await tx
      .updateTable('visits.assignment')
      .set({ endedOn: day })
      .where('district', '=', district)
      .where('accountId', '=', accountId)
      .where('householdId', '=', householdId)
      .execute();
  } else {
    const row = { everyDays, why, since: day, endedOn: null, madeBy: actor.id };
    await tx
      .insertInto('visits.assignment')
      .values({ ...row, district, accountId, householdId })
      .onConflict((conflict) => conflict.columns(['district', 'accountId', 'householdId']).doUpdateSet(row))
      .execute();
  }
  note({ object: householdId, areaCode: home.areaCode, detail: { accountId, everyDays } });
  return { householdId };
}

const shownDays = 90;
export async function getTimelinessQuery({ db, district, actor, now }: Reading<Actor>) {
  const patterns = areaPatternsOf(actor, readers);
  const today = dayHere(now);
  const assigned = await db
    .selectFrom('visits.assignment as s')
    .innerJoin('people.household as h', (join) => join.onRef('h.district', '=', 's.district').onRef('h.id', '=', 's.householdId'))
    .innerJoin('areas.area as a', 'a.code', 'h.areaCode')
    .innerJoin('identity.account as who', (join) => join.onRef('who.district', '=', 's.district').onRef('who.id', '=', 's.accountId'))
    .leftJoinLateral(lastVisitOf(db), (join) => join.onTrue())
    .select(['s.accountId', 'who.name', 's.everyDays', 's.since', 'last.visitedAt'])
    .where('s.district', '=', district)
    .where('s.endedOn', 'is', null)
    .where((eb) => eb.or(patterns.map((pattern) => eb('a.path', 'like', pattern))))
    .execute();
  const written = await db
    .selectFrom('visits.visit')
    .select(['accountId', (eb) => eb.fn.countAll<number>().as('visits')])
    .select((eb) => eb.fn.count<number>('requestId').as('requests'))
    .select((eb) => eb.fn.count<number>('caseId').as('cases'))
    .where('district', '=', district)
    .where('visitedAt', '>', new Date(now.getTime() - shownDays * 86_400_000))
    .groupBy('accountId')
    .execute();
  return [...new Set(assigned.map(({ accountId }) => accountId))].map((accountId) => {
    const rows = assigned.filter((row) => row.accountId === accountId);
    const inTime = rows.filter((row) => today <= addDays(row.visitedAt ? dayHere(row.visitedAt) : String(row.since), row.everyDays)).length;
    const own = written.find((one) => one.accountId === accountId);
    return {
      accountId,
      name: rows[0]!.name,
      households: rows.length,
      inTime,
      late: rows.length - inTime,
      visits: own?.visits ?? 0,
      reports: (own?.requests ?? 0) + (own?.cases ?? 0),
    };
  });
}
