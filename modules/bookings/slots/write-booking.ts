import { randomInt } from 'node:crypto';
import { sql } from 'kysely';
import type { Actor } from '../../../platform/access.ts';
import type { Writing } from '../../../platform/context.ts';
import type { Write } from '../../../platform/database.ts';
import { newId } from '../../../platform/id.ts';
import type { OfferingRow } from '../offerings/offerings.ts';
import { priceOf } from '../offerings/rules.ts';
import type { Booker } from './booker.ts';
import { nobody, type Resource } from './ground.ts';
import { bookingsOf, bookingView, newView } from './view.ts';

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
/** What is shown at the door: eight letters and digits that are not mistaken for one another. */
const newCode = () => Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('');

/** What a change needs to know; the clock acts as nobody. */
export type Moving = Pick<Writing<Actor>, 'tx' | 'district' | 'now'> & { actor: { id: string } | null };

/** Who holds what: resources taken whole, and for each all that it is a part of. */
function sidesOf(holder: string, resources: readonly Resource[]): { resource: string; side: string }[] {
  const above = new Set(resources.flatMap((resource) => resource.above));
  return [...resources.map(({ id }) => ({ resource: id, side: holder })), ...[...above].map((id) => ({ resource: id, side: nobody }))].sort((a, b) =>
    a.resource < b.resource ? -1 : 1,
  );
}

/**
 * Takes resources for a time, or none of them: where somebody else has one, `claim_no_overlap` lets the row fall and false is
 * returned. Nobody waits longer than for the other's commit, and in one order, so that nobody waits in a circle.
 */
export async function take(tx: Write, district: string, holder: string, resources: readonly Resource[], blocked: { from: Date; to: Date }): Promise<boolean> {
  const sides = sidesOf(holder, resources);
  const { rows } = await sql<{ count: number }>`
    with held as (
      insert into bookings.claim (district, id, resource_id, holder, side, blocked)
      select ${district}, u.id, u.resource, ${holder}, u.side, tstzrange(${blocked.from}, ${blocked.to})
      from unnest(${sides.map(() => newId())}::uuid[], ${sides.map(({ resource }) => resource)}::uuid[], ${sides.map(({ side }) => side)}::uuid[]) u (id, resource, side)
      on conflict do nothing returning 1)
    select count(*)::int as count from held`.execute(tx);
  if (rows[0]!.count === sides.length) return true;
  if (rows[0]!.count > 0) await release(tx, district, holder, blocked);
  return false;
}

/** Gives back what a holder has taken; of one time where it is named, as when a booking moves. */
export async function release(tx: Write, district: string, holder: string, blocked?: { from: Date; to: Date }): Promise<void> {
  await sql`delete from bookings.claim where district = ${district} and holder = ${holder}
    and (${blocked === undefined} or blocked = tstzrange(${blocked?.from ?? null}, ${blocked?.to ?? null}))`.execute(tx);
}

export type NewBooking = { id: string; sessionId: string | null; from: Date; minutes: number; places: number; freeReason?: string | null; isDecided?: boolean };
/** What a booking takes: the first resource is the one that was booked, the others come with it. */
export type Taking = { resources: readonly Resource[]; blocked: { from: Date; to: Date } };

/**
 * Takes what a booking needs and writes it with its first step, in one statement; null where somebody else has some of it.
 * @param taking null for places in a session, which are taken already
 */
export async function writeBooking(
  moving: Moving,
  offering: OfferingRow,
  booker: Booker,
  booking: NewBooking,
  taking: Taking | null,
  until: Date | null = null,
) {
  const { tx, district, now, actor } = moving;
  const { id, from, minutes, sessionId, places } = booking;
  const { doubts, reduction } = booker.standing;
  const price = priceOf(offering.rules, minutes, places, reduction);
  const freeReason = booking.freeReason ?? null;
  const isChecked = booking.isDecided !== true && (offering.rules.approval || doubts.length > 0 || freeReason !== null);
  const state = until ? 'offered' : isChecked ? 'requested' : 'confirmed';
  const step = until ? 'offered' : isChecked ? 'asked' : 'made';
  const [code, to] = [newCode(), new Date(from.getTime() + minutes * 60_000)];
  const resource = taking?.resources[0] ?? null;
  const sides = taking ? sidesOf(id, taking.resources) : [];
  const { rows } = await sql<{ held: number; made: number }>`
    with held as (
      insert into bookings.claim (district, id, resource_id, holder, side, blocked)
      select ${district}, u.id, u.resource, ${id}, u.side, tstzrange(${taking?.blocked.from ?? null}, ${taking?.blocked.to ?? null})
      from unnest(${sides.map(() => newId())}::uuid[], ${sides.map((side) => side.resource)}::uuid[], ${sides.map(({ side }) => side)}::uuid[]) u (id, resource, side)
      on conflict do nothing returning 1),
    made as (
      insert into bookings.booking (district, id, offering_id, revision, resource_id, session_id, during, account_id, person_id, guest_cipher, places, state, channel, code, price_fen, price, made_by, made_at, offer_until, doubts, free_reason, deposit_fen)
      select ${district}, ${id}, ${offering.id}, ${offering.revision}::int, ${resource?.id ?? null}::uuid, ${sessionId}::uuid, tstzrange(${from}, ${to}), ${booker.accountId}::uuid, ${booker.personId}::uuid,
        ${booker.guestCipher}, ${places}::int, ${state}, ${booker.channel}, ${code}, ${price.fen}::int, ${JSON.stringify(price.lines)}::jsonb, ${booker.madeBy}::uuid, ${now}::timestamptz, ${until}::timestamptz,
        ${doubts.length > 0 ? JSON.stringify(doubts) : null}::jsonb, ${freeReason}, ${offering.rules.depositFen}::int
      where (select count(*) from held) = ${sides.length}::int returning 1),
    step as (
      insert into bookings.step (district, id, booking_id, kind, at, by_id)
      select ${district}, ${newId(now.getTime())}, ${id}, ${step}, ${now}, ${actor?.id ?? null}::uuid from made)
    select (select count(*) from held)::int as held, (select count(*) from made)::int as made`.execute(tx);
  if (rows[0]!.made === 0) {
    if (rows[0]!.held > 0) await release(tx, district, id);
    return null;
  }
  return newView(offering, booker, resource, {
    ...{ id, sessionId, places, state, code, from, to, offerUntil: until, freeReason },
    priceFen: price.fen,
    price: price.lines,
  });
}

export async function readBooking(tx: Write, district: string, id: string) {
  return bookingView(await bookingsOf(tx, district).where('b.id', '=', id).executeTakeFirstOrThrow());
}

export async function writeStep({ tx, district, now, actor }: Moving, bookingId: string, kind: string, detail: object = {}): Promise<void> {
  await tx
    .insertInto('bookings.step')
    .values({ district, id: newId(now.getTime()), bookingId, kind, at: now, byId: actor?.id ?? null, detail: JSON.stringify(detail) })
    .execute();
}
