import { sql } from 'kysely';
import type { Actor } from '../../../platform/access.ts';
import type { Writing } from '../../../platform/context.ts';
import { refuse } from '../../../platform/refuse.ts';
import { noSuchBooking, notOver, wrongDeposit } from '../refusals.ts';
import { isTheirs } from '../slots/booker.ts';
import { readBooking, writeStep } from '../slots/write-booking.ts';

/** Held when it begins, given back or kept when it ends; each once, by one statement that sees what it was. */
const deposits = { hold: ['none', 'held'], giveBack: ['held', 'returned'], keep: ['held', 'kept'] } as const;

export async function moveDepositCommand(context: Writing<Actor>, { id, what, reason }: { id: string; what: keyof typeof deposits; reason?: string }) {
  const { tx, district } = context;
  const [before, after] = deposits[what];
  const row = await tx
    .updateTable('bookings.booking')
    .set({ deposit: after })
    .where('district', '=', district)
    .where('id', '=', id)
    .where('deposit', '=', before)
    .where('depositFen', '>', 0)
    .where('state', 'not in', what === 'hold' ? ['cancelled', 'refused', 'lapsed', 'offered'] : ['offered'])
    .returning('id')
    .executeTakeFirst();
  if (!row) refuse(wrongDeposit);
  await writeStep(context, id, 'deposit', { what, ...(reason !== undefined && { reason }) });
  context.note({ object: id, detail: { deposit: after, reason } });
  return readBooking(tx, district, id);
}

/** Who had a place says how it was, once; nobody else sees whose words they are. */
export async function rateBookingCommand(context: Writing<Actor>, { id, stars, comment }: { id: string; stars: number; comment?: string }) {
  const { tx, district, now, vault } = context;
  const booking = await tx
    .selectFrom('bookings.booking')
    .select(['state', 'accountId', 'personId', sql<Date>`upper(during)`.as('to')])
    .where('district', '=', district)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!booking || !(await isTheirs(context, booking))) refuse(noSuchBooking);
  if (booking.state !== 'finished') refuse(notOver, { state: booking.state });
  await tx
    .insertInto('bookings.rating')
    .values({ district, bookingId: id, stars, commentCipher: comment === undefined ? null : vault.seal('bookings.rating', comment), at: now })
    .execute();
  return readBooking(tx, district, id);
}
