import { sql } from 'kysely';
import { minuteOf } from '../../../engines/calendar/local-time.ts';
import { faultOfSlot } from '../../../engines/calendar/slots.ts';
import { addDays, weekdayOf } from '../../../engines/calendar/working-days.ts';
import type { Actor } from '../../../platform/access.ts';
import { dayHere } from '../../../platform/clock.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import type { Read } from '../../../platform/database.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { listFamily } from '../../people/index.ts';
import { findOffering, type OfferingRow } from '../offerings/offerings.ts';
import { slotRulesOf } from '../offerings/rules.ts';
import { noSuchApplication, roundNotOpen, wrongWish } from '../refusals.ts';
import { type Booker, type ForWhom, isTheirs, own, somebody, standingOf } from '../slots/booker.ts';
import { findResource, openGround } from '../slots/ground.ts';
import { lockRound, type RoundRow, stateOf } from './rounds.ts';

export type Wish = { offeringId: string; resourceId: string; weekday: number; fromMinute: number; minutes: number };
type Application = { title: string; people: number; wants: number; wishes: Wish[] };

/** The days of a season on a weekday. */
export function daysOn(weekday: number, from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = addDays(from, (weekday - weekdayOf(from) + 7) % 7); day <= to; day = addDays(day, 7)) days.push(day);
  return days;
}

/** Notice and horizon are for single bookings: a season is asked for long before. */
export const seasonRules = (offering: OfferingRow) => ({ ...slotRulesOf(offering.rules), noticeMinutes: 0, horizonDays: 1000 });

/** Why a weekly time can be had on no date of the season; null where it can on one. */
async function faultOfWish({ tx, district, now }: Writing<Actor>, round: RoundRow, offering: OfferingRow, wish: Wish): Promise<string | null> {
  const resource = await findResource(tx, district, wish.resourceId);
  if (!resource || !offering.resources.includes(resource.id)) return 'noResource';
  let why: string | null = 'noDate';
  for (const day of daysOn(wish.weekday, round.usesFrom, round.usesTo).slice(0, 8)) {
    const span = { from: minuteOf(day, wish.fromMinute), to: minuteOf(day, wish.fromMinute + wish.minutes) };
    const ground = await openGround(tx, district, { ...offering, held: [] }, resource, span);
    why = faultOfSlot(ground, seasonRules(offering), Math.floor(now.getTime() / 60_000) + 480, span)?.reason ?? null;
    if (why !== 'closed') return why;
  }
  return why;
}

async function apply(context: Writing<Actor>, roundId: string, { title, people, wants, wishes }: Application, booker: Booker) {
  const { tx, district, now } = context;
  const round = await lockRound(context, roundId);
  if (stateOf(round, now) !== 'open') refuse(roundNotOpen, { from: round.appliesFrom.toISOString(), to: round.appliesTo.toISOString() });
  const offerings = new Map<string, OfferingRow>();
  for (const id of round.offerings) offerings.set(id, (await findOffering(tx, district, id))!);
  const seen = new Set<string>();
  for (const [i, wish] of wishes.entries()) {
    const offering = offerings.get(wish.offeringId);
    const key = JSON.stringify([wish.resourceId, wish.weekday, wish.fromMinute, wish.minutes]);
    const why = seen.has(key) ? 'twice' : offering ? await faultOfWish(context, round, offering, wish) : 'noOffering';
    if (why) refuse(wrongWish, { field: `wishes.${i}`, wish: i + 1, reason: why });
    seen.add(key);
  }
  for (const id of new Set(wishes.map(({ offeringId }) => offeringId))) await standingOf(context, offerings.get(id)!.rules, booker);
  const id = newId(now.getTime());
  const { accountId, personId, guestCipher, channel, madeBy } = booker;
  await tx
    .insertInto('bookings.application')
    .values({ district, id, roundId, accountId, personId, guestCipher, title, people, wants, channel, madeBy, madeAt: now })
    .execute();
  await tx
    .insertInto('bookings.wish')
    .values(wishes.map((wish, i) => ({ district, applicationId: id, rank: i + 1, ...wish })))
    .execute();
  await countApplications(context, roundId, 1);
  return { id };
}

/** Whoever calls holds the round. */
const countApplications = ({ tx, district }: Writing<Actor>, roundId: string, change: number) =>
  tx
    .updateTable('bookings.round')
    .set((eb) => ({ applications: eb('applications', '+', change) }))
    .where('district', '=', district)
    .where('id', '=', roundId)
    .execute();

type Self = { id: string; forPerson?: string };
export async function applyForTimesCommand(context: Writing<Actor>, { id, forPerson, ...application }: Application & Self) {
  return apply(context, id, application, await own(context, forPerson));
}

export async function applyForResidentCommand(context: Writing<Actor>, { id, title, people, wants, wishes, ...whom }: Application & ForWhom & { id: string }) {
  const made = await apply(context, id, { title, people, wants, wishes }, somebody(context, whom));
  context.note({ object: made.id, detail: { round: id, channel: whom.channel } });
  return made;
}

export async function withdrawApplicationCommand(context: Writing<Actor>, { id }: { id: string }) {
  const { tx, district, now } = context;
  const row = await tx
    .selectFrom('bookings.application')
    .select(['accountId', 'personId', 'roundId', 'withdrawnAt'])
    .where('district', '=', district)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row || row.withdrawnAt !== null || !(await isTheirs(context, row))) refuse(noSuchApplication);
  if (stateOf(await lockRound(context, row.roundId), now) !== 'open') refuse(roundNotOpen);
  await tx.updateTable('bookings.application').set({ withdrawnAt: now }).where('district', '=', district).where('id', '=', id).execute();
  await countApplications(context, row.roundId, -1);
  return { id };
}

/** The wishes of applications, with what became of them; nothing of that before it is published. */
export async function wishesOf(db: Read, district: string, ids: readonly string[], isPublished: boolean) {
  const rows =
    ids.length === 0
      ? []
      : await db
          .selectFrom('bookings.wish as w')
          .innerJoin('bookings.resource as s', (join) => join.onRef('s.district', '=', 'w.district').onRef('s.id', '=', 'w.resourceId'))
          .select(['w.applicationId', 'w.rank', 'w.offeringId', 'w.resourceId', 'w.weekday', 'w.fromMinute', 'w.minutes', 'w.outcome', 'w.detail'])
          .select(['s.name', 's.nameEn'])
          .where('w.district', '=', district)
          .where('w.applicationId', 'in', ids)
          .orderBy('w.rank')
          .execute();
  return rows.map(({ name, nameEn, outcome, detail, ...wish }) => {
    const at = detail as { pass?: number; turn?: number } | null;
    return {
      ...wish,
      resource: { zh: name, en: nameEn },
      outcome: (isPublished ? outcome : null) as 'given' | null,
      pass: (isPublished && at?.pass) || null,
      turn: (isPublished && at?.turn) || null,
    };
  });
}

export async function listMyApplicationsQuery({ db, district, vault, now, actor }: Reading<Actor>) {
  const family = actor.personId === null ? [] : await listFamily(db, vault, district, actor.personId, dayHere(now));
  const people = actor.personId === null ? [] : [actor.personId, ...family.map(({ id }) => id)];
  const rows = await db
    .selectFrom('bookings.application as a')
    .innerJoin('bookings.round as r', (join) => join.onRef('r.district', '=', 'a.district').onRef('r.id', '=', 'a.roundId'))
    .select(['a.id', 'a.roundId', 'r.name', 'r.nameEn', 'r.state', 'a.title', 'a.people', 'a.wants', 'a.withdrawnAt'])
    .select([sql<Date>`lower(r.applies)`.as('appliesFrom'), sql<Date>`upper(r.applies)`.as('appliesTo')])
    .where('a.district', '=', district)
    .where((eb) => eb.or([eb('a.accountId', '=', actor.id), ...(people.length === 0 ? [] : [eb('a.personId', 'in', people)])]))
    .orderBy('a.id', 'desc')
    .limit(50)
    .execute();
  const published = rows.filter(({ state }) => state === 'published').map(({ id }) => id);
  const others = rows.filter(({ state }) => state !== 'published').map(({ id }) => id);
  const wishes = [...(await wishesOf(db, district, published, true)), ...(await wishesOf(db, district, others, false))];
  const dates =
    published.length === 0
      ? []
      : await db
          .selectFrom('bookings.seasonDate')
          .select(['applicationId', 'rank', 'day', 'bookingId', 'why'])
          .where('district', '=', district)
          .where('applicationId', 'in', published)
          .orderBy('day')
          .execute();
  return rows.map(({ name, nameEn, withdrawnAt, appliesFrom, appliesTo, ...row }) => ({
    ...row,
    round: { zh: name, en: nameEn },
    state: stateOf({ state: row.state, appliesFrom, appliesTo }, now),
    withdrawn: withdrawnAt !== null,
    wishes: wishes
      .filter(({ applicationId }) => applicationId === row.id)
      .map((wish) => ({
        ...wish,
        dates: dates
          .filter(({ applicationId, rank }) => applicationId === row.id && rank === wish.rank)
          .map(({ day, bookingId, why }) => ({ day, bookingId, why })),
      })),
  }));
}
