import { sql } from 'kysely';
import type { Actor } from '../../../platform/access.ts';
import type { Writing } from '../../../platform/context.ts';
import type { Read } from '../../../platform/database.ts';
import { refuse } from '../../../platform/refuse.ts';
import { placeWhereabouts } from '../../places/index.ts';
import { getOpen } from '../offerings/offerings.ts';
import { priceOf } from '../offerings/rules.ts';
import { noSuchBooking, tooLate } from '../refusals.ts';
import { giveBack, lockTimes, offerTime } from '../waiting/offer.ts';
import { blockedOf, takeTime } from './book-slot.ts';
import type { Resource } from './ground.ts';
import { readBooking, release, take, writeStep } from './write-booking.ts';

export const bookingInput = async (db: Read, district: string, { id }: { id: string }) => {
  const row = await db
    .selectFrom('bookings.booking as b')
    .innerJoin('bookings.offering as o', (join) => join.onRef('o.district', '=', 'b.district').onRef('o.id', '=', 'b.offeringId'))
    .select('o.placeId')
    .where('b.district', '=', district)
    .where('b.id', '=', id)
    .executeTakeFirst();
  return row && placeWhereabouts(db, district, { id: row.placeId });
};

/** A booking for a change; held until the transaction ends, so that two changes follow one another. */
async function lockBooking({ tx, district, actor }: Writing<Actor>, id: string) {
  const row = await tx
    .selectFrom('bookings.booking')
    .select(['id', 'offeringId', 'resourceId', 'sessionId', 'state', 'places', 'accountId', 'personId'])
    .select([sql<Date>`lower(during)`.as('from'), sql<Date>`upper(during)`.as('to')])
    .where('district', '=', district)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  const isOwn = row && (row.accountId === actor.id || (row.personId !== null && row.personId === actor.personId));
  if (!row || (actor.kind === 'resident' && !isOwn)) refuse(noSuchBooking);
  return row;
}
type Locked = Awaited<ReturnType<typeof lockBooking>>;

const stands = ({ state }: Locked) => state === 'requested' || state === 'confirmed';

async function end(context: Writing<Actor>, booking: Locked, state: 'cancelled' | 'refused', reason: string) {
  const { tx, district, now } = context;
  if (!stands(booking)) refuse(tooLate, { state: booking.state });
  if (booking.from <= now) refuse(tooLate);
  await tx.updateTable('bookings.booking').set({ state, reason }).where('district', '=', district).where('id', '=', booking.id).execute();
  await writeStep(context, booking.id, state, { reason });
  await giveBack(context, booking);
  return readBooking(tx, district, booking.id);
}

export async function cancelBookingCommand(context: Writing<Actor>, { id, reason = '-' }: { id: string; reason?: string }) {
  return end(context, await lockBooking(context, id), 'cancelled', reason);
}

export async function cancelForResidentCommand(context: Writing<Actor>, { id, reason }: { id: string; reason: string }) {
  context.note({ object: id, detail: { reason } });
  return end(context, await lockBooking(context, id), 'cancelled', reason);
}

export async function decideBookingCommand(context: Writing<Actor>, { id, confirm, reason }: { id: string; confirm: boolean; reason?: string }) {
  const { tx, district } = context;
  const booking = await lockBooking(context, id);
  if (booking.state !== 'requested') refuse(tooLate, { state: booking.state });
  context.note({ object: id, detail: { confirm, reason } });
  if (!confirm) return end(context, booking, 'refused', reason!);
  await tx.updateTable('bookings.booking').set({ state: 'confirmed' }).where('district', '=', district).where('id', '=', id).execute();
  await writeStep(context, id, 'confirmed');
  return readBooking(tx, district, id);
}

type Move = { id: string; from: string; minutes: number; resourceId?: string };
export async function moveBookingCommand(context: Writing<Actor>, { id, ...wanted }: Move) {
  const { tx, district, now } = context;
  const booking = await lockBooking(context, id);
  if (!stands(booking) || booking.sessionId !== null || booking.from <= now) refuse(tooLate, { state: booking.state });
  const offering = await getOpen(tx, district, booking.offeringId, now);
  const before = blockedOf(offering, booking.from, (booking.to.getTime() - booking.from.getTime()) / 60_000);
  const from = new Date(wanted.from);
  const to = new Date(from.getTime() + wanted.minutes * 60_000);
  await lockTimes(tx, offering.id);
  // The old time is given back first: it is no obstacle to the new one, and if that cannot be had all of this is undone.
  await release(tx, district, id);
  const blocked = blockedOf(offering, from, wanted.minutes);
  const attempt = async (resources: Resource[]) => ((await take(tx, district, id, resources, blocked)) ? resources[0]! : null);
  const resource = await takeTime(context, offering, wanted, attempt, id);
  const price = priceOf(offering.rules, wanted.minutes, booking.places);
  await tx
    .updateTable('bookings.booking')
    .set({
      resourceId: resource.id,
      during: sql`tstzrange(${from}, ${to})`,
      revision: offering.revision,
      priceFen: price.fen,
      price: JSON.stringify(price.lines),
    })
    .where('district', '=', district)
    .where('id', '=', id)
    .execute();
  await writeStep(context, id, 'moved', { from: before.from.toISOString(), resource: booking.resourceId });
  await offerTime(context, offering.id, { from: booking.from, to: booking.to });
  if (context.actor.kind === 'staff') context.note({ object: id });
  return readBooking(tx, district, id);
}
