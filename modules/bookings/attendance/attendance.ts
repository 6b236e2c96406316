import { sql } from 'kysely';
import type { Actor } from '../../../platform/access.ts';
import type { Writing } from '../../../platform/context.ts';
import type { Write } from '../../../platform/database.ts';
import { refuse } from '../../../platform/refuse.ts';
import type { OfferingRules } from '../offerings/rules.ts';
import { noSuchBooking, notNow, paused, tooLate } from '../refusals.ts';
import type { Whose } from '../slots/limits.ts';
import { type Moving, readBooking, writeStep } from '../slots/write-booking.ts';
import { giveBack } from '../waiting/offer.ts';

const minuteMs = 60_000;

async function lock({ tx, district }: Writing<Actor>, by: { id: string } | { code: string; placeId: string }) {
  const row = await tx
    .selectFrom('bookings.booking as b')
    .innerJoin('bookings.offering as o', (join) => join.onRef('o.district', '=', 'b.district').onRef('o.id', '=', 'b.offeringId'))
    .select(['b.id', 'b.state', 'b.offeringId', 'b.sessionId', 'b.places', 'o.rules'])
    .select([sql<Date>`lower(b.during)`.as('from'), sql<Date>`upper(b.during)`.as('to')])
    .where('b.district', '=', district)
    .$if('id' in by, (q) => q.where('b.id', '=', (by as { id: string }).id))
    .$if('code' in by, (q) => q.where('b.code', '=', (by as { code: string }).code).where('o.placeId', '=', (by as { placeId: string }).placeId))
    .forUpdate('b')
    .executeTakeFirst();
  return row ?? refuse(noSuchBooking);
}

type Locked = Awaited<ReturnType<typeof lock>>;

async function arrive(context: Writing<Actor>, booking: Locked) {
  const { tx, district, now } = context;
  const opensMinutes = (booking.rules as unknown as OfferingRules).checkIn?.opensMinutes ?? 30;
  const opens = new Date(booking.from.getTime() - opensMinutes * minuteMs);
  // Pressed twice, it is the same arrival.
  if (booking.state === 'checkedIn') return readBooking(tx, district, booking.id);
  if (booking.state !== 'confirmed' || now < opens || now >= booking.to)
    refuse(notNow, { state: booking.state, opens: opens.toISOString(), closes: booking.to.toISOString() });
  await tx.updateTable('bookings.booking').set({ state: 'checkedIn', arrivedAt: now }).where('district', '=', district).where('id', '=', booking.id).execute();
  await writeStep(context, booking.id, 'checkedIn');
  context.note({ object: booking.id });
  return readBooking(tx, district, booking.id);
}

export const checkInCommand = async (context: Writing<Actor>, { id }: { id: string }) => arrive(context, await lock(context, { id }));
export const checkInByCodeCommand = async (context: Writing<Actor>, { id, code }: { id: string; code: string }) =>
  arrive(context, await lock(context, { code, placeId: id }));

export async function checkOutCommand(context: Writing<Actor>, { id }: { id: string }) {
  const { tx, district, now } = context;
  const booking = await lock(context, { id });
  if (booking.state === 'finished') return readBooking(tx, district, id);
  if (booking.state !== 'checkedIn') refuse(notNow, { state: booking.state });
  await tx.updateTable('bookings.booking').set({ state: 'finished', leftAt: now }).where('district', '=', district).where('id', '=', id).execute();
  await writeStep(context, id, 'finished');
  if (booking.sessionId === null && now < booking.to) await giveBack(context, booking);
  return readBooking(tx, district, id);
}

export async function excuseAbsenceCommand(context: Writing<Actor>, { id, reason }: { id: string; reason: string }) {
  const { tx, district } = context;
  const booking = await lock(context, { id });
  if (booking.state !== 'missed') refuse(tooLate, { state: booking.state });
  await tx.updateTable('bookings.booking').set({ excused: reason }).where('district', '=', district).where('id', '=', id).execute();
  await writeStep(context, id, 'excused', { reason });
  context.note({ object: id, detail: { reason } });
  return readBooking(tx, district, id);
}

/** Refuses while booking is paused for somebody who missed too often; worked out from what happened, so that an excuse ends it at once. */
export async function keepPause(
  tx: Write,
  district: string,
  offeringId: string,
  { absence }: OfferingRules,
  { accountId, personId }: Whose,
  now: Date,
): Promise<void> {
  if (absence.length === 0 || (accountId ?? personId) === null) return;
  const since = new Date(now.getTime() - Math.max(...absence.map(({ withinDays, pauseDays }) => withinDays + pauseDays)) * 1440 * minuteMs);
  const { rows } = await sql<{ at: Date }>`
    select lower(during) as at from bookings.booking where district = ${district} and offering_id = ${offeringId} and (person_id = ${personId} or account_id = ${accountId})
      and state = 'missed' and excused is null and lower(during) >= ${since} order by 1`.execute(tx);
  let until = 0;
  for (const { times, withinDays, pauseDays } of absence) {
    for (let i = times - 1; i < rows.length; i++) {
      const [first, last] = [rows[i - times + 1]!.at.getTime(), rows[i]!.at.getTime()];
      if (last - first <= withinDays * 1440 * minuteMs) until = Math.max(until, last + pauseDays * 1440 * minuteMs);
    }
  }
  if (until > now.getTime()) refuse(paused, { until: new Date(until).toISOString(), missed: rows.length });
}

type Due = { id: string; offeringId: string; sessionId: string | null; places: number; from: Date; to: Date; state: string; tracks: boolean };

/**
 * What the clock does: what nobody decided before it began lapses; whoever did not come by the time of the rules has missed it, and the rest of the time goes to whoever is
 * next; what is over is finished, or missed where arrivals are recorded and there was none.
 */
export async function settleBookings(moving: Moving): Promise<number> {
  const { tx, district, now } = moving;
  const { rows } = await sql<Due>`
    select b.id, b.offering_id as "offeringId", b.session_id as "sessionId", b.places, lower(b.during) as from, upper(b.during) as to, b.state,
      jsonb_typeof(o.rules -> 'checkIn') = 'object' as tracks
    from bookings.booking b join bookings.offering o on o.district = b.district and o.id = b.offering_id
    where b.district = ${district} and b.state in ('requested', 'confirmed', 'checkedIn') and lower(b.during) <= ${now}
      and (b.state = 'requested' or upper(b.during) <= ${now} or (b.state = 'confirmed' and lower(b.during) + make_interval(mins => (o.rules #>> '{checkIn,releaseMinutes}')::int) <= ${now}))
    order by b.id limit 500 for update of b skip locked`.execute(tx);
  for (const booking of rows) {
    const state = booking.state === 'requested' ? 'lapsed' : booking.state === 'confirmed' && booking.tracks ? 'missed' : 'finished';
    await tx.updateTable('bookings.booking').set({ state }).where('district', '=', district).where('id', '=', booking.id).execute();
    await writeStep(moving, booking.id, state);
    if (state !== 'finished' && booking.to > now) await giveBack(moving, booking);
  }
  return rows.length;
}
