import type { Actor } from '../../../platform/access.ts';
import type { Writing } from '../../../platform/context.ts';
import { refuse } from '../../../platform/refuse.ts';
import { askPayment } from '../../ledger/index.ts';
import { nothingToPay } from '../refusals.ts';
import { lockBooking } from './change-booking.ts';

/** A booking is paid outside, to its place, before it begins; what comes after that is given back. */
export async function payBookingCommand(context: Writing<Actor>, { id }: { id: string }) {
  const { tx, district, now, note } = context;
  const { state, priceFen, from, offeringId } = await lockBooking(context, id);
  if (priceFen === 0 || state !== 'confirmed' || from <= now) refuse(nothingToPay);
  const { placeId, name } = await tx
    .selectFrom('bookings.offering')
    .select(['placeId', 'name'])
    .where('district', '=', district)
    .where('id', '=', offeringId)
    .executeTakeFirstOrThrow();
  note({ object: id });
  const payee = { kind: 'place' as const, id: placeId };
  return askPayment(context, { purpose: 'booking', reference: id, title: name, amountFen: priceFen, payee, lapsesAt: from });
}
