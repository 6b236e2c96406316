import { sql } from 'kysely';
import type { Actor } from '../../../platform/access.ts';
import type { Writing } from '../../../platform/context.ts';
import type { Read } from '../../../platform/database.ts';
import { refuse } from '../../../platform/refuse.ts';
import { withdrawPayment } from '../../ledger/index.ts';
import { placeWhereabouts } from '../../places/index.ts';
import { getOpen, type OfferingRow } from '../offerings/offerings.ts';
import { priceOf } from '../offerings/rules.ts';
import { noSuchBooking, tooLate } from '../refusals.ts';
import { giveBack, lockTimes, offerTime } from '../waiting/offer.ts';
import { blockedOf, takeTime } from './book-slot.ts';
import { isTheirs, noDoubts, standingOf } from './booker.ts';
import type { Resource } from './ground.ts';
import { keepLimits } from './limits.ts';
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
export async function lockBooking(context: Writing<Actor>, id: string) {
  const { tx, district, actor } = context;
  const row = await tx
    .selectFrom('bookings.booking')
    .select(['id', 'offeringId', 'resourceId', 'sessionId', 'state', 'places', 'accountId', 'personId', 'freeReason', 'priceFen'])
    .select([sql<Date>`lower(during)`.as('from'), sql<Date>`upper(during)`.as('to')])
    .where('district', '=', district)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row || (actor.kind === 'resident' && !(await isTheirs(context, row)))) refuse(noSuchBooking);
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
  if (booking.priceFen > 0) await withdrawPayment(context, 'booking', booking.id);
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

type Decision = { id: string; confirm: boolean; reason?: string; waive: boolean };
export async function decideBookingCommand(context: Writing<Actor>, { id, confirm, reason, waive }: Decision) {
  const { tx, district } = context;
  const booking = await lockBooking(context, id);
  if (booking.state !== 'requested') refuse(tooLate, { state: booking.state });
  context.note({ object: id, detail: { confirm, reason, waive } });
  if (!confirm) return end(context, booking, 'refused', reason!);
  await tx
    .updateTable('bookings.booking')
    .set({ state: 'confirmed', doubts: null })
    .$if(waive && booking.freeReason !== null, (q) => q.set({ priceFen: 0, price: sql`price || ${JSON.stringify([waived(booking.priceFen)])}::jsonb` }))
    .where('district', '=', district)
    .where('id', '=', id)
    .execute();
  await writeStep(context, id, 'confirmed', waive ? { waived: booking.priceFen } : {});
  return readBooking(tx, district, id);
}

/** The price stays beside what is paid, so that what free use is worth can be told. */
const waived = (fen: number) => ({ zh: '同意免费使用', en: 'Free use granted', fen: -fen });

type Move = { id: string; from: string; minutes: number; resourceId?: string };
async function move(context: Writing<Actor>, booking: Locked, offering: OfferingRow, wanted: Omit<Move, 'id'>) {
  const { tx, district } = context;
  const before = blockedOf(offering, booking.from, minutesOf(booking));
  const from = new Date(wanted.from);
  const to = new Date(from.getTime() + wanted.minutes * 60_000);
  await lockTimes(tx, offering.placeId);
  // The old time is given back first: it is no obstacle to the new one, and if that cannot be had all of this is undone.
  await release(tx, district, booking.id);
  const blocked = blockedOf(offering, from, wanted.minutes);
  const attempt = async (resources: Resource[]) => ((await take(tx, district, booking.id, resources, blocked)) ? resources[0]! : null);
  const resource = await takeTime(context, offering, wanted, attempt, booking.id);
  await tx
    .updateTable('bookings.booking')
    .set({
      resourceId: resource.id,
      during: sql`tstzrange(${from}, ${to})`,
      revision: offering.revision,
      ...(await newPrice(context, booking, offering, wanted)),
    })
    .where('district', '=', district)
    .where('id', '=', booking.id)
    .execute();
  await writeStep(context, booking.id, 'moved', { from: before.from.toISOString(), resource: booking.resourceId });
  await offerTime(context, offering.placeId, { from: booking.from, to: booking.to });
  return readBooking(tx, district, booking.id);
}

const minutesOf = ({ from, to }: Locked) => (to.getTime() - from.getTime()) / 60_000;

/** A booking of the same length keeps the price it was made at; another length is priced by the rules of today. */
async function newPrice(context: Writing<Actor>, booking: Locked, offering: OfferingRow, { minutes }: { minutes: number }) {
  if (minutes === minutesOf(booking)) return {};
  const { tx, district } = context;
  const row = await tx
    .selectFrom('bookings.booking')
    .select(['guestCipher', 'channel', 'madeBy'])
    .where('district', '=', district)
    .where('id', '=', booking.id)
    .executeTakeFirstOrThrow();
  const booker = {
    ...row,
    channel: row.channel as 'online',
    accountId: booking.accountId,
    personId: booking.personId,
    guardianAgrees: true,
    standing: noDoubts,
  };
  const { reduction } = await standingOf(context, { ...offering.rules, who: null }, booker);
  const price = priceOf(offering.rules, minutes, booking.places, reduction);
  return { priceFen: price.fen, price: JSON.stringify(price.lines) };
}

async function lockMovable(context: Writing<Actor>, id: string) {
  const booking = await lockBooking(context, id);
  if (!stands(booking) || booking.sessionId !== null || booking.from <= context.now) refuse(tooLate, { state: booking.state });
  return { booking, offering: await getOpen(context.tx, context.district, booking.offeringId, context.now) };
}

export async function moveBookingCommand(context: Writing<Actor>, { id, ...wanted }: Move) {
  const { booking, offering } = await lockMovable(context, id);
  context.note({ object: id });
  return move(context, booking, offering, wanted);
}

/** A resident moves as long as cancelling has no consequence, within the limits of the new day. */
export async function moveMyBookingCommand(context: Writing<Actor>, { id, ...wanted }: Move) {
  const { tx, district, now } = context;
  const { booking, offering } = await lockMovable(context, id);
  if (booking.from.getTime() - offering.rules.cancelMinutes * 60_000 < now.getTime()) refuse(tooLate);
  await keepLimits(tx, district, offering.id, offering.rules, booking, { from: new Date(wanted.from), minutes: wanted.minutes }, now, id);
  return move(context, booking, offering, wanted);
}
