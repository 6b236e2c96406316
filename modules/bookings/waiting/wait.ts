import { sql } from 'kysely';
import type { Actor } from '../../../platform/access.ts';
import { dayHere } from '../../../platform/clock.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import { newId } from '../../../platform/id.ts';
import { Refused, refuse } from '../../../platform/refuse.ts';
import { priorityGroups } from '../../people/index.ts';
import { getOpen, type OfferingRow } from '../offerings/offerings.ts';
import { bookedAlready, noSuchBooking, noSuchOffering, noSuchWaiting, notFree, noWaiting, offerOver, stillFree, wrongPlaces } from '../refusals.ts';
import { getJoinable } from '../sessions/join-session.ts';
import { listCandidates } from '../slots/book-slot.ts';
import { type Booker, type ForWhom, isTheirs, own, somebody, standingOf } from '../slots/booker.ts';
import { keepLimits } from '../slots/limits.ts';
import { readBooking, writeStep } from '../slots/write-booking.ts';
import { endWaiting, giveBack, lockTimes, offerPlaces, waitingStep } from './offer.ts';

/** Whose turn comes first: the first of the groups of the rules that a person belongs to, by what is on record. */
async function rankOf({ tx, district, now }: Writing<Actor>, { rules }: OfferingRow, { personId }: Booker): Promise<number> {
  const first = rules.waiting?.first ?? [];
  if (first.length === 0 || personId === null) return first.length;
  const groups = await priorityGroups(tx, district, personId, dayHere(now));
  const found = first.findIndex((group) => groups.has(group));
  return found < 0 ? first.length : found;
}

type Place = { sessionId: string | null; resourceId: string | null; from: Date; to: Date; places: number };

async function enter(context: Writing<Actor>, offering: OfferingRow, booker: Booker, { from, to, ...place }: Place) {
  const { tx, district, now } = context;
  const [rank, standing] = [await rankOf(context, offering, booker), await standingOf(context, offering.rules, booker)];
  const id = newId(now.getTime());
  const { madeBy, accountId, personId, guestCipher, channel } = booker;
  await tx
    .insertInto('bookings.waiting')
    .values({
      ...place,
      district,
      id,
      offeringId: offering.id,
      during: sql`tstzrange(${from}, ${to})`,
      rank,
      madeBy,
      madeAt: now,
      accountId,
      personId,
      guestCipher,
      channel,
      standing: JSON.stringify(standing),
    })
    .execute();
  await waitingStep(context, id, 'joined');
  const { rows } = await sql<{ ahead: number }>`
    select count(*)::int as ahead from bookings.waiting w where district = ${district} and offering_id = ${offering.id} and state = 'waiting'
      and during = tstzrange(${from}, ${to}) and session_id is not distinct from ${place.sessionId} and (rank, id) < (${rank}, ${id})`.execute(tx);
  return { id, ahead: rows[0]!.ahead };
}

/** Held from here on, so that nobody gives a place back unseen while somebody begins to wait. */
const lockSession = async ({ tx, district }: Writing<Actor>, id: string) =>
  tx.selectFrom('bookings.session').select(['places', 'taken']).where('district', '=', district).where('id', '=', id).forUpdate().executeTakeFirstOrThrow();

/** As `booking_once` counts. */
async function hasPlaces({ tx, district }: Writing<Actor>, sessionId: string, { personId, accountId }: Booker): Promise<boolean> {
  const row = await tx
    .selectFrom('bookings.booking')
    .select('id')
    .where('district', '=', district)
    .where('sessionId', '=', sessionId)
    .where('state', 'in', ['requested', 'offered', 'confirmed', 'checkedIn'])
    .where(sql<boolean>`coalesce(person_id, account_id) = ${personId ?? accountId}`)
    .executeTakeFirst();
  return row !== undefined;
}

async function waitFor(context: Writing<Actor>, sessionId: string, places: number, booker: Booker) {
  const { tx, district } = context;
  const { session, offering } = await getJoinable(context, sessionId, places);
  if (!offering.rules.waiting) refuse(noWaiting);
  const { places: all, taken } = await lockSession(context, sessionId);
  if (await hasPlaces(context, sessionId, booker)) refuse(bookedAlready);
  const others = await tx
    .selectFrom('bookings.waiting')
    .select('id')
    .where('district', '=', district)
    .where('offeringId', '=', offering.id)
    .where('sessionId', '=', sessionId)
    .where('state', '=', 'waiting')
    .limit(1)
    .executeTakeFirst();
  if (taken + places <= all && (offering.rules.waiting.passOver || !others)) refuse(stillFree);
  return enter(context, offering, booker, { sessionId, resourceId: null, from: session.from, to: session.to, places });
}

export async function waitForPlacesCommand(context: Writing<Actor>, { id, places, forPerson }: { id: string; places: number; forPerson?: string }) {
  return waitFor(context, id, places, await own(context, forPerson));
}

export async function waitForResidentCommand(context: Writing<Actor>, { id, places, ...whom }: ForWhom & { id: string; places: number }) {
  const made = await waitFor(context, id, places, somebody(context, whom));
  context.note({ object: made.id, detail: { session: id, channel: whom.channel } });
  return made;
}

type Time = { id: string; from: string; minutes: number; resourceId?: string; places: number; forPerson?: string };
export async function waitForTimeCommand(context: Writing<Actor>, { id, places, forPerson, ...wanted }: Time) {
  const { tx, district, now } = context;
  const offering = await getOpen(tx, district, id, now);
  if (offering.kind === 'session') refuse(noSuchOffering);
  if (!offering.rules.waiting) refuse(noWaiting);
  const { least, most } = offering.rules.places;
  if (places < least || places > most) refuse(wrongPlaces, { least, most });
  await lockTimes(tx, offering.placeId);
  const isFree = await listCandidates(context, offering, wanted).then(
    (candidates) => candidates.length > 0,
    (error: unknown) => {
      if (error instanceof Refused && error.refusal === notFree) return false;
      throw error;
    },
  );
  if (isFree) refuse(stillFree);
  const from = new Date(wanted.from);
  const to = new Date(from.getTime() + wanted.minutes * 60_000);
  return enter(context, offering, await own(context, forPerson), { sessionId: null, resourceId: wanted.resourceId ?? null, from, to, places });
}

async function lockOffer(context: Writing<Actor>, id: string) {
  const { tx, district, now } = context;
  const row = await tx
    .selectFrom('bookings.booking')
    .select(['id', 'offeringId', 'sessionId', 'places', 'state', 'offerUntil', 'accountId', 'personId', 'doubts'])
    .select([sql<Date>`lower(during)`.as('from'), sql<Date>`upper(during)`.as('to')])
    .where('district', '=', district)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row || !(await isTheirs(context, row))) refuse(noSuchBooking);
  if (row.state !== 'offered' || row.offerUntil! <= now) refuse(offerOver);
  return row;
}

export async function acceptOfferCommand(context: Writing<Actor>, { id }: { id: string }) {
  const { tx, district, now } = context;
  const booking = await lockOffer(context, id);
  const offering = await getOpen(tx, district, booking.offeringId, now);
  const minutes = (booking.to.getTime() - booking.from.getTime()) / 60_000;
  await keepLimits(tx, district, offering.id, offering.rules, booking, { from: booking.from, minutes }, now, id);
  const state = offering.rules.approval || booking.doubts !== null ? 'requested' : 'confirmed';
  await tx.updateTable('bookings.booking').set({ state, offerUntil: null }).where('district', '=', district).where('id', '=', id).execute();
  await writeStep(context, id, 'accepted');
  await endWaiting(context, id, 'accepted');
  return readBooking(tx, district, id);
}

export async function declineOfferCommand(context: Writing<Actor>, { id }: { id: string }) {
  const { tx, district } = context;
  const booking = await lockOffer(context, id);
  await tx.updateTable('bookings.booking').set({ state: 'lapsed', offerUntil: null }).where('district', '=', district).where('id', '=', id).execute();
  await writeStep(context, id, 'lapsed', { declined: true });
  await endWaiting(context, id, 'declined');
  await giveBack(context, booking);
  return { id };
}

export async function stopWaitingCommand(context: Writing<Actor>, { id }: { id: string }) {
  const { tx, district } = context;
  const waiting = await tx
    .selectFrom('bookings.waiting')
    .select(['accountId', 'personId'])
    .where('district', '=', district)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!waiting || !(await isTheirs(context, waiting))) refuse(noSuchWaiting);
  const row = await tx
    .updateTable('bookings.waiting')
    .set({ state: 'left' })
    .where('district', '=', district)
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .returning(['id', 'sessionId'])
    .executeTakeFirst();
  if (!row) refuse(noSuchWaiting);
  await waitingStep(context, id, 'left');
  // Whoever stood behind may now have enough places.
  if (row.sessionId) await offerPlaces(context, row.sessionId);
  return { id };
}

type StepRow = { waitingId: string; kind: string; at: Date };
const stepsOf = async ({ db, district }: Reading, ids: string[]): Promise<(id: string) => { kind: 'joined'; at: string }[]> => {
  const rows: StepRow[] =
    ids.length === 0
      ? []
      : await db
          .selectFrom('bookings.waitingStep')
          .select(['waitingId', 'kind', 'at'])
          .where('district', '=', district)
          .where('waitingId', 'in', ids)
          .orderBy('id')
          .execute();
  return (id) => rows.filter(({ waitingId }) => waitingId === id).map(({ kind, at }) => ({ kind: kind as 'joined', at: at.toISOString() }));
};

export async function listMyWaitingQuery(context: Reading<Actor>) {
  const { db, district, actor } = context;
  const rows = await db
    .selectFrom('bookings.waiting as w')
    .innerJoin('bookings.offering as o', (join) => join.onRef('o.district', '=', 'w.district').onRef('o.id', '=', 'w.offeringId'))
    .leftJoin('bookings.booking as b', (join) => join.onRef('b.district', '=', 'w.district').onRef('b.id', '=', 'w.bookingId'))
    .select(['w.id', 'w.offeringId', 'w.sessionId', 'o.name', 'o.nameEn', 'w.places', 'w.state', 'w.bookingId', 'b.offerUntil'])
    .select([sql<Date>`lower(w.during)`.as('from'), sql<Date>`upper(w.during)`.as('to')])
    .select(
      sql<number>`(select count(*)::int from bookings.waiting x where x.district = w.district and x.offering_id = w.offering_id and x.state = 'waiting' and w.state = 'waiting'
        and x.during = w.during and x.session_id is not distinct from w.session_id and (x.rank, x.id) < (w.rank, w.id))`.as('ahead'),
    )
    .where('w.district', '=', district)
    .where((eb) => eb.or([eb('w.accountId', '=', actor.id), ...(actor.personId === null ? [] : [eb('w.personId', '=', actor.personId)])]))
    .orderBy('w.id', 'desc')
    .limit(100)
    .execute();
  const steps = await stepsOf(
    context,
    rows.map(({ id }) => id),
  );
  return rows.map(({ name, nameEn, from, to, offerUntil, ...row }) => ({
    ...row,
    title: { zh: name, en: nameEn },
    state: row.state as 'waiting',
    from: from.toISOString(),
    to: to.toISOString(),
    offerUntil: offerUntil?.toISOString() ?? null,
    steps: steps(row.id),
  }));
}

export async function listWaitingQuery(context: Reading, { id }: { id: string }) {
  const { db, district } = context;
  const rows = await db
    .selectFrom('bookings.waiting')
    .select(['id', 'places', 'rank', 'madeAt as at', 'state'])
    .where('district', '=', district)
    .where('sessionId', '=', id)
    .orderBy('rank')
    .orderBy('id')
    .limit(1000)
    .execute();
  const steps = await stepsOf(
    context,
    rows.map((row) => row.id),
  );
  return rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString(), state: row.state as 'waiting', steps: steps(row.id) }));
}
