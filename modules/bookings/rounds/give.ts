import { sql } from 'kysely';
import { minuteOf } from '../../../engines/calendar/local-time.ts';
import { faultOfSlot } from '../../../engines/calendar/slots.ts';
import { type Applicant, allocate, type Contest, fairnessOf, firstComeFirstServed, seedOf, type WishOutcome } from '../../../engines/stats/allocate.ts';
import type { Actor } from '../../../platform/access.ts';
import { dayHere, momentAt, wallMinute } from '../../../platform/clock.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { priorityGroups } from '../../people/index.ts';
import { findOffering, type OfferingRow } from '../offerings/offerings.ts';
import { noSuchRound, roundState } from '../refusals.ts';
import { blockedOf } from '../slots/book-slot.ts';
import { type Booker, noDoubts } from '../slots/booker.ts';
import { findResource, openGround } from '../slots/ground.ts';
import { writeBooking } from '../slots/write-booking.ts';
import { daysOn, seasonRules, type Wish, wishesOf } from './apply.ts';
import type { OpenApplication } from './contract.ts';
import { firstOf, lockRound, type Outcome, type RoundRow, roundsOf, roundViews, stateOf } from './rounds.ts';

const optionOf = ({ offeringId, resourceId, weekday, fromMinute, minutes }: Wish) => [offeringId, resourceId, weekday, fromMinute, minutes].join('/');

/** Who applied, in the order of coming; who waits is counted with those groups and past minutes that hold now. */
async function listApplicants({ tx, district, now }: Writing<Actor>, round: RoundRow) {
  const { rows } = await sql<{ id: string; personId: string | null; wants: number; past: number }>`
    select a.id, a.person_id as "personId", a.wants, coalesce((
      select sum(extract(epoch from upper(b.during) - lower(b.during)) / 60)::int
      from bookings.application p join bookings.season_date d on d.district = p.district and d.application_id = p.id
      join bookings.booking b on b.district = d.district and b.id = d.booking_id and b.state in ('confirmed', 'checkedIn', 'finished', 'missed')
      join bookings.round r on r.district = p.district and r.id = p.round_id and r.place_id = ${round.placeId}
      where p.district = a.district and (p.person_id = a.person_id or p.account_id = a.account_id) and p.id <> a.id
        and lower(b.during) >= ${`${round.usesFrom}T00:00:00+08:00`}::timestamptz - interval '1 year'), 0) as past
    from bookings.application a where a.district = ${district} and a.round_id = ${round.id} and a.withdrawn_at is null order by a.id`.execute(tx);
  const first = firstOf(round);
  const ranked = [];
  for (const row of rows) {
    const groups = row.personId === null ? new Set<string>() : await priorityGroups(tx, district, row.personId, dayHere(now));
    const found = first.findIndex((group) => groups.has(group));
    ranked.push({ ...row, rank: found < 0 ? first.length : found });
  }
  return ranked;
}

/** Two weekly times clash where they touch, with the time before and after, on the same room or on a part of it. */
async function clashOf({ tx, district }: Writing<Actor>, wishes: readonly Wish[]): Promise<Contest['clash']> {
  const rooms = await tx
    .selectFrom('bookings.resource')
    .select(['id', 'above'])
    .where('district', '=', district)
    .where('id', 'in', [...new Set(wishes.map(({ resourceId }) => resourceId))])
    .execute();
  const above = new Map(rooms.map((room) => [room.id, room.above]));
  const buffers = new Map<string, OfferingRow>();
  for (const id of new Set(wishes.map(({ offeringId }) => offeringId))) buffers.set(id, (await findOffering(tx, district, id))!);
  const byId = new Map(
    wishes.map((wish) => {
      const slot = buffers.get(wish.offeringId)!.rules.slot!;
      return [optionOf(wish), { ...wish, from: wish.fromMinute - slot.beforeMinutes, to: wish.fromMinute + wish.minutes + slot.afterMinutes }];
    }),
  );
  const isSameRoom = (a: string, b: string) => a === b || above.get(a)!.includes(b) || above.get(b)!.includes(a);
  return (a, b) => {
    const [one, other] = [byId.get(a)!, byId.get(b)!];
    return one.weekday === other.weekday && one.from < other.to && other.from < one.to && isSameRoom(one.resourceId, other.resourceId);
  };
}

export async function allocateRoundCommand(context: Writing<Actor>, { id }: { id: string }) {
  const { tx, district, now, vault } = context;
  const round = await lockRound(context, id);
  const state = stateOf(round, now);
  if (state !== 'closed' && state !== 'allocated') refuse(roundState, { state });
  const people = await listApplicants(context, round);
  const wishes = await wishesOf(
    tx,
    district,
    people.map((person) => person.id),
    false,
  );
  const options = [...new Map(wishes.map((wish) => [optionOf(wish), { id: optionOf(wish), weight: wish.minutes }])).values()];
  const applicants = people.map(
    (person): Applicant => ({
      id: person.id,
      group: person.rank,
      past: person.past,
      wants: person.wants,
      wishes: wishes.filter(({ applicationId }) => applicationId === person.id).map(optionOf),
    }),
  );
  const contest = { options, applicants, clash: wishes.length === 0 ? () => false : await clashOf(context, wishes) };
  const secret = vault.open('bookings.lottery', round.secretCipher);
  const seed = seedOf(
    secret,
    applicants.map((applicant) => applicant.id),
  );
  const { given, reasons } = allocate(contest, seed);
  for (const { id: applicationId, rank, past } of people) {
    await tx.updateTable('bookings.application').set({ rank, pastMinutes: past }).where('district', '=', district).where('id', '=', applicationId).execute();
    for (const [i, reason] of reasons.get(applicationId)!.entries()) await writeOutcome(context, applicationId, i + 1, reason);
  }
  const applications = await tableOf(context, people);
  const outcome: Outcome = { fair: fairnessOf(contest, given), firstCome: fairnessOf(contest, firstComeFirstServed(contest)), seed, applications };
  await tx
    .updateTable('bookings.round')
    .set({ state: 'allocated', secret, outcome: JSON.stringify(outcome) })
    .where('district', '=', district)
    .where('id', '=', id)
    .execute();
  context.note({ object: id, detail: { seed } });
  return { id, fair: outcome.fair, firstCome: outcome.firstCome };
}

/** What is published: who applied, by number, with what the order hung on and what came of each wish. */
async function tableOf({ tx, district }: Writing<Actor>, people: Awaited<ReturnType<typeof listApplicants>>): Promise<OpenApplication[]> {
  const wishes = await wishesOf(
    tx,
    district,
    people.map(({ id }) => id),
    true,
  );
  const mine = (id: string) => wishes.filter(({ applicationId }) => applicationId === id).map(({ applicationId: _, ...wish }) => wish);
  return people.map(({ id, rank, past, wants }) => ({ id, rank, pastMinutes: past, wants, wishes: mine(id) }));
}

async function writeOutcome({ tx, district }: Writing<Actor>, applicationId: string, rank: number, { outcome, ...detail }: WishOutcome): Promise<void> {
  await tx
    .updateTable('bookings.wish')
    .set({ outcome, detail: JSON.stringify(detail) })
    .where('district', '=', district)
    .where('applicationId', '=', applicationId)
    .where('rank', '=', rank)
    .execute();
}

type Given = Wish & { applicationId: string; rank: number };

/** Books one weekly time on all its dates; what cannot be had on a date is kept with the reason. */
async function bookSeason(context: Writing<Actor>, round: RoundRow, wish: Given, booker: Booker, people: number) {
  const { tx, district, now } = context;
  const offering = { ...(await findOffering(tx, district, wish.offeringId))!, held: [] };
  const resource = await findResource(tx, district, wish.resourceId);
  const isThere = resource !== undefined && offering.resources.includes(resource.id);
  const dates: { day: string; bookingId: string | null; why: string | null }[] = [];
  for (const day of daysOn(wish.weekday, round.usesFrom, round.usesTo)) {
    const span = { from: minuteOf(day, wish.fromMinute), to: minuteOf(day, wish.fromMinute + wish.minutes) };
    const ground = isThere ? await openGround(tx, district, offering, resource, span) : null;
    const why = ground ? (faultOfSlot(ground, seasonRules(offering), wallMinute(now), span)?.reason ?? null) : 'noResource';
    if (!isThere || why) {
      dates.push({ day, bookingId: null, why });
      continue;
    }
    const from = momentAt(span.from);
    const booking = { id: newId(now.getTime()), sessionId: null, from, minutes: wish.minutes, places: people, isDecided: true };
    const made = await writeBooking(context, offering, booker, booking, { resources: [resource], blocked: blockedOf(offering, from, wish.minutes) });
    dates.push({ day, bookingId: made?.id ?? null, why: made ? null : 'taken' });
  }
  if (dates.length === 0) return dates;
  await tx
    .insertInto('bookings.seasonDate')
    .values(dates.map((date) => ({ district, applicationId: wish.applicationId, rank: wish.rank, ...date })))
    .execute();
  return dates;
}

export async function publishRoundCommand(context: Writing<Actor>, { id }: { id: string }) {
  const { tx, district } = context;
  const round = await lockRound(context, id);
  if (round.state !== 'allocated') refuse(roundState, { state: round.state });
  const given = await tx
    .selectFrom('bookings.wish as w')
    .innerJoin('bookings.application as a', (join) => join.onRef('a.district', '=', 'w.district').onRef('a.id', '=', 'w.applicationId'))
    .select(['w.applicationId', 'w.rank', 'w.offeringId', 'w.resourceId', 'w.weekday', 'w.fromMinute', 'w.minutes'])
    .select(['a.accountId', 'a.personId', 'a.guestCipher', 'a.channel', 'a.madeBy', 'a.people'])
    .where('w.district', '=', district)
    .where('a.roundId', '=', id)
    .where('a.withdrawnAt', 'is', null)
    .where('w.outcome', '=', 'given')
    .orderBy('w.applicationId')
    .orderBy('w.rank')
    .execute();
  let [booked, notBooked] = [0, 0];
  for (const { people, accountId, personId, guestCipher, channel, madeBy, ...wish } of given) {
    const booker: Booker = { accountId, personId, guestCipher, channel: channel as 'online', madeBy, guardianAgrees: true, standing: noDoubts };
    for (const { bookingId } of await bookSeason(context, round, wish, booker, people)) {
      if (bookingId) booked++;
      else notBooked++;
    }
  }
  await tx.updateTable('bookings.round').set({ state: 'published' }).where('district', '=', district).where('id', '=', id).execute();
  context.note({ object: id, detail: { booked, notBooked } });
  return { id, booked, notBooked };
}

export async function getRoundTableQuery({ db, district, now }: Reading, { id }: { id: string }) {
  const row = (await roundsOf(db, district).where('r.id', '=', id).executeTakeFirst()) ?? refuse(noSuchRound);
  if (row.state !== 'published') refuse(roundState, { state: stateOf(row, now) });
  return {
    round: (await roundViews(db, district, [row], now))[0]!,
    secret: row.secret!,
    ...(row.outcome as unknown as Outcome),
  };
}
