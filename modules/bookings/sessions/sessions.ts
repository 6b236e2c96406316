import { sql } from 'kysely';
import { minuteOf } from '../../../engines/calendar/local-time.ts';
import { faultOfRecurrence, type OnHoliday, occurrences, seriesDates } from '../../../engines/calendar/recurrence.ts';
import type { Actor } from '../../../platform/access.ts';
import { momentAt } from '../../../platform/clock.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import type { Read } from '../../../platform/database.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { getWorkingCalendar } from '../../calendar/index.ts';
import { placeWhereabouts } from '../../places/index.ts';
import { noSuchOffering, noSuchSession, notFree, placesTaken, tooLate, wrongResource, wrongRule } from '../refusals.ts';
import type { Resource } from '../slots/ground.ts';
import { release, take, writeStep } from '../slots/write-booking.ts';
import { closeWaiting, lockTimes, offerPlaces, offerTime } from '../waiting/offer.ts';

type Planned = { id: string; minutes: number; places: number; resourceId: string | null };
const mostDates = 400;

export const sessionInput = async (db: Read, district: string, { id }: { id: string }) => {
  const row = await db
    .selectFrom('bookings.session as s')
    .innerJoin('bookings.offering as o', (join) => join.onRef('o.district', '=', 's.district').onRef('o.id', '=', 's.offeringId'))
    .select('o.placeId')
    .where('s.district', '=', district)
    .where('s.id', '=', id)
    .executeTakeFirst();
  return row && placeWhereabouts(db, district, { id: row.placeId });
};

export async function listSessionsQuery({ db, district, now }: Reading, { id }: { id: string }) {
  const rows = await db
    .selectFrom('bookings.session')
    .select(['id', 'seriesId', 'resourceId', 'places', 'taken', 'state', 'reason'])
    .select([sql<Date>`lower(during)`.as('from'), sql<Date>`upper(during)`.as('to')])
    .where('district', '=', district)
    .where('offeringId', '=', id)
    .where(sql<boolean>`upper(during) > ${now}`)
    .orderBy(sql`lower(during)`)
    .limit(500)
    .execute();
  return rows.map(({ from, to, ...row }) => ({ ...row, state: row.state as 'planned', from: from.toISOString(), to: to.toISOString() }));
}

/** The offering as it is, published or not: dates are planned before it is. */
async function offeringAndRoom({ tx, district }: Writing<Actor>, { id, resourceId }: Planned): Promise<Resource | null> {
  const offering = await tx
    .selectFrom('bookings.offering')
    .select(['placeId', 'kind'])
    .where('district', '=', district)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!offering || offering.kind !== 'session') refuse(noSuchOffering);
  if (resourceId === null) return null;
  const resource = await tx
    .selectFrom('bookings.resource')
    .select(['id', 'kind', 'roomId', 'above', 'name', 'nameEn', 'skills', 'seats'])
    .where('district', '=', district)
    .where('placeId', '=', offering.placeId)
    .where('id', '=', resourceId)
    .where('retiredOn', 'is', null)
    .executeTakeFirst();
  return resource ?? refuse(wrongResource, { field: 'resourceId' });
}

async function plan(
  { tx, district, now }: Writing<Actor>,
  room: Resource | null,
  from: Date,
  { id: offeringId, minutes, places, resourceId }: Planned,
  seriesId: string | null,
): Promise<string | null> {
  const id = newId(now.getTime());
  const to = new Date(from.getTime() + minutes * 60_000);
  if (room && !(await take(tx, district, id, [room], { from, to }))) return null;
  await tx
    .insertInto('bookings.session')
    .values({ district, id, offeringId, seriesId, resourceId, during: sql`tstzrange(${from}, ${to})`, places })
    .execute();
  return id;
}

export async function addSessionCommand(context: Writing<Actor>, { from, ...planned }: Planned & { from: string }) {
  const room = await offeringAndRoom(context, planned);
  const id = (await plan(context, room, new Date(from), planned, null)) ?? refuse(notFree, { reason: 'taken', from });
  return { id };
}

type Series = Planned & { start: string; rule: string; onHoliday: OnHoliday; except: string[]; onlyWhole: boolean };
export async function addSeriesCommand(context: Writing<Actor>, { start, rule, onHoliday, except, onlyWhole, ...planned }: Series) {
  const fault = faultOfRecurrence({ start, rule });
  if (fault) refuse(wrongRule, { field: 'rule', part: fault.part, why: context.language === 'zh' ? fault.zh : fault.en });
  const room = await offeringAndRoom(context, planned);
  const times = occurrences({ start, rule }, { most: mostDates });
  const seriesId = newId(context.now.getTime());
  const dates = [];
  for (const date of seriesDates(times, await getWorkingCalendar(context.tx), { onHoliday, except })) {
    if (date.state === 'leftOut') {
      dates.push({ ...date, sessionId: null });
      continue;
    }
    const from = momentAt(minuteOf(date.at.slice(0, 10), Number(date.at.slice(11, 13)) * 60 + Number(date.at.slice(14, 16))));
    const sessionId = await plan(context, room, from, planned, seriesId);
    if (sessionId === null && onlyWhole) refuse(notFree, { reason: 'taken', from: from.toISOString() });
    dates.push({ ...date, ...(sessionId === null && { state: 'clashes' as const, why: 'taken' }), sessionId });
  }
  context.note({ object: planned.id, detail: { seriesId, rule, planned: dates.filter(({ sessionId }) => sessionId !== null).length } });
  return { seriesId, dates };
}

export async function editSessionCommand(context: Writing<Actor>, { id, places }: { id: string; places: number }) {
  const { tx, district, now } = context;
  const { rows } = await sql<{ fits: boolean; isAhead: boolean }>`
    with changed as (update bookings.session set places = ${places} where district = ${district} and id = ${id} and taken <= ${places} and upper(during) > ${now} and state = 'planned' returning 1)
    select exists (select from changed) as fits, upper(during) > ${now} and state = 'planned' as "isAhead" from bookings.session where district = ${district} and id = ${id}`.execute(
    tx,
  );
  const [found] = rows;
  if (!found) refuse(noSuchSession);
  if (!found.isAhead) refuse(tooLate);
  if (!found.fits) refuse(placesTaken);
  await offerPlaces(context, id);
  return { id };
}

export async function cancelSessionCommand(context: Writing<Actor>, { id, reason }: { id: string; reason: string }) {
  const { tx, district, now } = context;
  const row = await tx
    .updateTable('bookings.session')
    .set({ state: 'cancelled', reason, taken: 0 })
    .where('district', '=', district)
    .where('id', '=', id)
    .where('state', '=', 'planned')
    .where(sql<boolean>`upper(during) > ${now}`)
    .returning([
      sql<string>`(select o.place_id from bookings.offering o where o.district = session.district and o.id = session.offering_id)`.as('placeId'),
      sql<Date>`lower(during)`.as('from'),
      sql<Date>`upper(during)`.as('to'),
    ])
    .executeTakeFirst();
  if (!row) {
    const known = await tx.selectFrom('bookings.session').select('id').where('district', '=', district).where('id', '=', id).executeTakeFirst();
    refuse(known ? tooLate : noSuchSession);
  }
  const { placeId, from, to } = row;
  await lockTimes(tx, placeId);
  await release(tx, district, id);
  const ended = await tx
    .updateTable('bookings.booking')
    .set({ state: 'cancelled', reason, offerUntil: null })
    .where('district', '=', district)
    .where('sessionId', '=', id)
    .where('state', 'in', ['requested', 'offered', 'confirmed'])
    .returning('id')
    .execute();
  await closeWaiting(context, id);
  await offerTime(context, placeId, { from, to });
  for (const booking of ended) await writeStep(context, booking.id, 'cancelled', { reason, session: id });
  context.note({ object: id, detail: { reason, bookings: ended.length } });
  return { id, bookings: ended.length };
}
