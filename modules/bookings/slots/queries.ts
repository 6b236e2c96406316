import { sql } from 'kysely';
import { dayLines } from '../../../engines/calendar/day-line.ts';
import { minuteOf } from '../../../engines/calendar/local-time.ts';
import { addDays } from '../../../engines/calendar/working-days.ts';
import type { Actor } from '../../../platform/access.ts';
import { dayHere, momentAt, wallMinute } from '../../../platform/clock.ts';
import type { Reading } from '../../../platform/context.ts';
import { refuse } from '../../../platform/refuse.ts';
import { listFamily, maskName } from '../../people/index.ts';
import { getOpen } from '../offerings/offerings.ts';
import { slotRulesOf } from '../offerings/rules.ts';
import { noSuchOffering, wrongResource } from '../refusals.ts';
import { daysFrom, listStandings } from './ground.ts';
import { bookingsOf, bookingView } from './view.ts';

export async function listStartsQuery(
  { db, district, now }: Reading,
  { id, from = dayHere(now), days, resourceId }: { id: string; from?: string; days: number; resourceId?: string },
) {
  const offering = await getOpen(db, district, id, now);
  if (offering.kind === 'session') refuse(noSuchOffering);
  const span = daysFrom(from, days);
  const rules = slotRulesOf(offering.rules);
  const standings = await listStandings(db, district, offering, { from: span.from, to: span.to + rules.longestMinutes }, { only: resourceId });
  if (standings.length === 0) refuse(wrongResource, { field: 'resourceId' });
  const resources = standings.map(({ resource, ground }) => ({
    id: resource.id,
    name: { zh: resource.name, en: resource.nameEn },
    seats: resource.seats,
    days: dayLines(ground, rules, wallMinute(now), from, days),
  }));
  const { gridMinutes, shortestMinutes, stepMinutes } = rules;
  return { from, gridMinutes, shortestMinutes, stepMinutes, resources };
}

const standing = new Set(['requested', 'offered', 'confirmed', 'checkedIn']);

export async function listMyBookingsQuery({ db, district, now, actor, vault }: Reading<Actor>) {
  const family = actor.personId === null ? [] : await listFamily(db, vault, district, actor.personId, dayHere(now));
  const people = actor.personId === null ? [] : [actor.personId, ...family.map(({ id }) => id)];
  const rows = await bookingsOf(db, district)
    .where((eb) => eb.or([eb('b.accountId', '=', actor.id), ...(people.length === 0 ? [] : [eb('b.personId', 'in', people)])]))
    .orderBy(sql`lower(b.during)`, 'desc')
    .limit(200)
    .execute();
  const views = rows.map((row) => ({
    view: { ...bookingView(row), forName: family.find(({ id }) => id === row.personId)?.name ?? null },
    isAhead: row.to > now && standing.has(row.state),
  }));
  return {
    ahead: views
      .filter(({ isAhead }) => isAhead)
      .map(({ view }) => view)
      .reverse(),
    past: views.filter(({ isAhead }) => !isAhead).map(({ view }) => view),
  };
}

export async function listDayQuery({ db, district, vault }: Reading, { id, day }: { id: string; day: string }) {
  const [from, to] = [momentAt(minuteOf(day)), momentAt(minuteOf(addDays(day, 1)))];
  const rows = await bookingsOf(db, district)
    .leftJoin('people.person as person', (join) => join.onRef('person.district', '=', 'b.district').onRef('person.id', '=', 'b.personId'))
    .leftJoin('identity.account as account', (join) => join.onRef('account.district', '=', 'b.district').onRef('account.id', '=', 'b.accountId'))
    .select(['person.nameCipher', 'account.name as accountName'])
    .where('o.placeId', '=', id)
    .where(sql<boolean>`lower(b.during) >= ${from} and lower(b.during) < ${to}`)
    .orderBy('r.name')
    .orderBy(sql`lower(b.during)`)
    .limit(2000)
    .execute();
  return rows.map(({ nameCipher, accountName, ...row }) => {
    const guest = row.guestCipher === null ? null : (JSON.parse(vault.open('bookings.guest', row.guestCipher)) as { name: string }).name;
    const name = nameCipher === null ? (guest ?? accountName) : vault.open('person.name', nameCipher);
    return { ...bookingView(row), who: name === null ? null : maskName(name) };
  });
}
