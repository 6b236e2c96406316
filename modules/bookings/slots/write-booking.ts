import { randomInt } from 'node:crypto';
import { sql } from 'kysely';
import type { Actor } from '../../../platform/access.ts';
import type { Writing } from '../../../platform/context.ts';
import type { Write } from '../../../platform/database.ts';
import { newId } from '../../../platform/id.ts';
import type { OfferingRow } from '../offerings/offerings.ts';
import { priceOf } from '../offerings/rules.ts';
import { nobody, type Resource } from './ground.ts';
import type { Whose } from './limits.ts';
import { bookingsOf, bookingView } from './view.ts';

export type Booker = Whose & { guestCipher: string | null; channel: 'online' | 'counter' | 'phone' | 'paper' };

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
/** What is shown at the door: eight letters and digits that are not mistaken for one another. */
const newCode = () => Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('');

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

type NewBooking = { id: string; resourceId: string | null; sessionId: string | null; from: Date; minutes: number; places: number };

/** Writes a booking whose time or places are taken already, and its first step. */
export async function writeBooking(
  { tx, district, now, actor }: Writing<Actor>,
  offering: OfferingRow,
  booker: Booker,
  { id, from, minutes, ...booking }: NewBooking,
) {
  const { rules, revision } = offering;
  const price = priceOf(rules, minutes, booking.places);
  const state = rules.approval ? 'requested' : 'confirmed';
  const [during, made] = [sql<string>`tstzrange(${from}, ${new Date(from.getTime() + minutes * 60_000)})`, { by: actor.id, at: now }];
  await tx
    .with('made', (q) =>
      q.insertInto('bookings.booking').values({
        ...booking,
        district,
        id,
        offeringId: offering.id,
        revision,
        during,
        accountId: booker.accountId,
        personId: booker.personId,
        guestCipher: booker.guestCipher,
        state,
        channel: booker.channel,
        code: newCode(),
        priceFen: price.fen,
        price: JSON.stringify(price.lines),
        madeBy: made.by,
        madeAt: made.at,
      }),
    )
    .insertInto('bookings.step')
    .values({ district, id: newId(now.getTime()), bookingId: id, kind: state === 'requested' ? 'asked' : 'made', at: now, byId: actor.id, detail: '{}' })
    .execute();
  return readBooking(tx, district, id);
}

export async function readBooking(tx: Write, district: string, id: string) {
  return bookingView(await bookingsOf(tx, district).where('b.id', '=', id).executeTakeFirstOrThrow());
}

export async function writeStep({ tx, district, now, actor }: Writing<Actor>, bookingId: string, kind: string, detail: object = {}): Promise<void> {
  await tx
    .insertInto('bookings.step')
    .values({ district, id: newId(now.getTime()), bookingId, kind, at: now, byId: actor.id, detail: JSON.stringify(detail) })
    .execute();
}
