import { sql } from 'kysely';
import type { Write } from '../../../platform/database.ts';
import { newId } from '../../../platform/id.ts';
import { Refused } from '../../../platform/refuse.ts';
import { findOffering, type OfferingRow } from '../offerings/offerings.ts';
import { blockedOf, listCandidates } from '../slots/book-slot.ts';
import type { Booker, Standing } from '../slots/booker.ts';
import type { Whose } from '../slots/limits.ts';
import { type Moving, release, writeBooking } from '../slots/write-booking.ts';

export type WaitingRow = {
  id: string;
  offeringId: string;
  sessionId: string | null;
  resourceId: string | null;
  from: Date;
  to: Date;
  places: number;
  accountId: string | null;
  personId: string | null;
  guestCipher: string | null;
  channel: string;
  madeBy: string;
  standing: unknown;
};

export async function waitingStep({ tx, district, now }: Moving, waitingId: string, kind: string, detail: object = {}): Promise<void> {
  await tx
    .insertInto('bookings.waitingStep')
    .values({ district, id: newId(now.getTime()), waitingId, kind, at: now, detail: JSON.stringify(detail) })
    .execute();
}

/** Those who wait for a session, in their order; held until the transaction ends. */
const listForSession = (tx: Write, district: string, offeringId: string, sessionId: string): Promise<WaitingRow[]> =>
  waitingOf(tx, district).where('w.offeringId', '=', offeringId).where('w.sessionId', '=', sessionId).execute();

/** Those who wait for a time at a place that touches a span, whatever the offering: rooms are part of one another. */
const listForTime = (tx: Write, district: string, placeId: string, { from, to }: { from: Date; to: Date }): Promise<WaitingRow[]> =>
  waitingOf(tx, district)
    .innerJoin('bookings.offering as o', (join) => join.onRef('o.district', '=', 'w.district').onRef('o.id', '=', 'w.offeringId'))
    .where('o.placeId', '=', placeId)
    .where('w.sessionId', 'is', null)
    .where(sql<boolean>`w.during && tstzrange(${from}, ${to})`)
    .execute();

const waitingOf = (tx: Write, district: string) =>
  tx
    .selectFrom('bookings.waiting as w')
    .select([
      'w.id',
      'w.offeringId',
      'w.sessionId',
      'w.resourceId',
      'w.places',
      'w.accountId',
      'w.personId',
      'w.guestCipher',
      'w.channel',
      'w.madeBy',
      'w.standing',
    ])
    .select([sql<Date>`lower(w.during)`.as('from'), sql<Date>`upper(w.during)`.as('to')])
    .where('w.district', '=', district)
    .where('w.state', '=', 'waiting')
    .orderBy('w.rank')
    .orderBy('w.id')
    .forUpdate('w');

/** When an offer made now runs out: after the minutes of the rules, and never later than booking closes. Null where it is too late for one. */
function offerUntil({ rules }: OfferingRow, from: Date, now: Date): Date | null {
  const closes = from.getTime() - rules.noticeMinutes * 60_000;
  const until = Math.min(now.getTime() + (rules.waiting?.offerMinutes ?? 0) * 60_000, closes);
  return until > now.getTime() ? new Date(until) : null;
}

const bookerOf = (row: WaitingRow): Booker => ({
  accountId: row.accountId,
  personId: row.personId,
  guestCipher: row.guestCipher,
  channel: row.channel as 'online',
  madeBy: row.madeBy,
  guardianAgrees: true,
  standing: row.standing as Standing,
});

async function markOffered(moving: Moving, row: WaitingRow, bookingId: string, until: Date): Promise<void> {
  const { tx, district } = moving;
  await tx.updateTable('bookings.waiting').set({ state: 'offered', bookingId }).where('district', '=', district).where('id', '=', row.id).execute();
  await waitingStep(moving, row.id, 'offered', { until: until.toISOString() });
}

/**
 * Places of a session have become free: they are offered to those who wait, in order. Whoever calls holds the session's row, so
 * that two who give back follow one another. A group for which there are not enough is passed over and keeps its turn, or everybody
 * behind it waits too, as the rules say; either way it is written down.
 */
export async function offerPlaces(moving: Moving, sessionId: string): Promise<void> {
  const { tx, district, now } = moving;
  const session = await tx
    .selectFrom('bookings.session')
    .select(['offeringId', 'state', 'places', 'taken'])
    .select([sql<Date>`lower(during)`.as('from'), sql<Date>`upper(during)`.as('to')])
    .where('district', '=', district)
    .where('id', '=', sessionId)
    .forUpdate()
    .executeTakeFirst();
  if (session?.state !== 'planned' || session.taken >= session.places) return;
  const offering = await findOffering(tx, district, session.offeringId);
  const until = offering && offerUntil(offering, session.from, now);
  if (!offering?.rules.waiting || !until) return;
  let free = session.places - session.taken;
  for (const row of await listForSession(tx, district, offering.id, sessionId)) {
    if (free === 0) break;
    if (row.places > free) {
      await waitingStep(moving, row.id, 'passedOver', { needs: row.places, free });
      if (offering.rules.waiting.passOver) continue;
      break;
    }
    const booking = {
      id: newId(now.getTime()),
      sessionId,
      from: session.from,
      minutes: (session.to.getTime() - session.from.getTime()) / 60_000,
      places: row.places,
    };
    await writeBooking(moving, offering, bookerOf(row), booking, null, until);
    await markOffered(moving, row, booking.id, until);
    free -= row.places;
  }
  const taken = session.places - free;
  if (taken !== session.taken) await tx.updateTable('bookings.session').set({ taken }).where('district', '=', district).where('id', '=', sessionId).execute();
}

/** The longest time before or after a booking, which the rules hold too. */
const longestBufferMs = 240 * 60_000;

/** A time has become free at a place: whoever waits for a time that touches it is offered it, in order, where it can now be had. */
export async function offerTime(moving: Moving, placeId: string, freed: { from: Date; to: Date }): Promise<void> {
  const { tx, district, now } = moving;
  const around = { from: new Date(freed.from.getTime() - 2 * longestBufferMs), to: new Date(freed.to.getTime() + 2 * longestBufferMs) };
  for (const row of await listForTime(tx, district, placeId, around)) {
    const offering = await findOffering(tx, district, row.offeringId);
    const until = offering?.rules.waiting && offerUntil(offering, row.from, now);
    if (!until) continue;
    const minutes = (row.to.getTime() - row.from.getTime()) / 60_000;
    const booking = { id: newId(now.getTime()), sessionId: null, from: row.from, minutes, places: row.places };
    const wanted = { from: row.from.toISOString(), minutes, ...(row.resourceId && { resourceId: row.resourceId }) };
    const candidates = await listCandidates(moving, offering, wanted).catch((error: unknown) => {
      if (error instanceof Refused) return [];
      throw error;
    });
    for (const { resource, units } of candidates) {
      const blocked = blockedOf(offering, row.from, minutes);
      if ((await writeBooking(moving, offering, bookerOf(row), booking, { resources: [resource, ...units], blocked }, until)) === null) continue;
      await markOffered(moving, row, booking.id, until);
      break;
    }
  }
}

/** Whoever begins to wait for a time and whoever gives one back follow one another, so that nobody waits for what is free. */
export const lockTimes = (tx: Write, placeId: string) => sql`select pg_advisory_xact_lock(hashtextextended(${placeId}, 2))`.execute(tx);

type Ended = { id: string; offeringId: string; sessionId: string | null; places: number; from: Date; to: Date };

/** Gives back what a booking had, and offers it to whoever is next. */
export async function giveBack(moving: Moving, { id, offeringId, sessionId, places, from, to }: Ended): Promise<void> {
  const { tx, district } = moving;
  if (sessionId === null) {
    const { placeId } = (await findOffering(tx, district, offeringId))!;
    await lockTimes(tx, placeId);
    await release(tx, district, id);
    await offerTime(moving, placeId, { from, to });
    return;
  }
  await tx
    .updateTable('bookings.session')
    .set((eb) => ({ taken: eb('taken', '-', places) }))
    .where('district', '=', district)
    .where('id', '=', sessionId)
    .where('state', '=', 'planned')
    .execute();
  await offerPlaces(moving, sessionId);
}

/** Offers that have run out go to the next in line; those to whom they were made are not asked again. */
export async function lapseOffers(moving: Moving): Promise<number> {
  const { tx, district, now } = moving;
  const over = await tx
    .updateTable('bookings.booking')
    .set({ state: 'lapsed', offerUntil: null })
    .where('district', '=', district)
    .where('state', '=', 'offered')
    .where('offerUntil', '<=', now)
    .returning(['id', 'offeringId', 'sessionId', 'places', sql<Date>`lower(during)`.as('from'), sql<Date>`upper(during)`.as('to')])
    .execute();
  for (const booking of over.sort((a, b) => (a.id < b.id ? -1 : 1))) {
    await endWaiting(moving, booking.id, 'lapsed');
    await giveBack(moving, booking);
  }
  return over.length;
}

/** What came of an offer, for the entry in the waiting list that it was made to. */
export async function endWaiting(moving: Moving, bookingId: string, kind: 'accepted' | 'declined' | 'lapsed'): Promise<void> {
  const { tx, district } = moving;
  const row = await tx
    .updateTable('bookings.waiting')
    .set({ state: kind === 'accepted' ? 'taken' : kind === 'declined' ? 'left' : 'lapsed' })
    .where('district', '=', district)
    .where('bookingId', '=', bookingId)
    .where('state', '=', 'offered')
    .returning('id')
    .executeTakeFirst();
  if (row) await waitingStep(moving, row.id, kind);
}

/** Nobody waits any more for what has begun. */
export async function closeBegun(moving: Moving): Promise<number> {
  const { tx, district, now } = moving;
  const begun = await tx
    .updateTable('bookings.waiting')
    .set({ state: 'closed' })
    .where('district', '=', district)
    .where('state', '=', 'waiting')
    .where(sql<boolean>`lower(during) <= ${now}`)
    .returning('id')
    .execute();
  for (const { id } of begun) await waitingStep(moving, id, 'closed');
  return begun.length;
}

/** Whoever has got places in a session waits for no more of them. */
export async function stopWaitingFor(moving: Moving, sessionId: string, { accountId, personId }: Whose): Promise<void> {
  const { tx, district } = moving;
  if ((personId ?? accountId) === null) return;
  const row = await tx
    .updateTable('bookings.waiting')
    .set({ state: 'left' })
    .where('district', '=', district)
    .where('sessionId', '=', sessionId)
    .where('state', '=', 'waiting')
    .where(sql<boolean>`coalesce(person_id, account_id) = ${personId ?? accountId}`)
    .returning('id')
    .executeTakeFirst();
  if (!row) return;
  await waitingStep(moving, row.id, 'left');
  await offerPlaces(moving, sessionId);
}

/** Nobody waits any more for a session that is cancelled. */
export async function closeWaiting(moving: Moving, sessionId: string): Promise<void> {
  const { tx, district } = moving;
  const closed = await tx
    .updateTable('bookings.waiting')
    .set({ state: 'closed' })
    .where('district', '=', district)
    .where('sessionId', '=', sessionId)
    .where('state', 'in', ['waiting', 'offered'])
    .returning('id')
    .execute();
  for (const { id } of closed) await waitingStep(moving, id, 'closed');
}
