import { sql } from 'kysely';
import { minuteOf, spansOf } from '../../../engines/calendar/local-time.ts';
import { type OpeningHours, openLine } from '../../../engines/calendar/opening-hours.ts';
import { addDays } from '../../../engines/calendar/working-days.ts';
import { momentAt } from '../../../platform/clock.ts';
import type { Reading } from '../../../platform/context.ts';
import { refuse } from '../../../platform/refuse.ts';
import { getWorkingCalendar } from '../../calendar/index.ts';
import { inOrder } from '../offerings/resources.ts';
import type { OfferingRules } from '../offerings/rules.ts';
import { noSuchOffering } from '../refusals.ts';

/** The ground of a day board: rooms and equipment with what they are part of, when the place is open, activities, and the grid times snap to. */
export async function getBoardQuery({ db, district }: Reading, { id, day }: { id: string; day: string }) {
  const place = await db.selectFrom('places.place').select('hours').where('district', '=', district).where('id', '=', id).executeTakeFirst();
  if (!place) refuse(noSuchOffering);
  const start = minuteOf(day);
  const [from, to] = [momentAt(start), momentAt(minuteOf(addDays(day, 1)))];
  const [resources, offerings, sessions] = await Promise.all([
    db
      .selectFrom('bookings.resource')
      .select(['id', 'name', 'nameEn', 'above', 'kind'])
      .where('district', '=', district)
      .where('placeId', '=', id)
      .where('kind', 'in', ['room', 'equipment'])
      .where((eb) => eb.or([eb('retiredOn', 'is', null), eb('retiredOn', '>', day)]))
      .execute(),
    db.selectFrom('bookings.offering').select(['id', 'resources', 'rules']).where('district', '=', district).where('placeId', '=', id).execute(),
    db
      .selectFrom('bookings.session as s')
      .innerJoin('bookings.offering as o', (join) => join.onRef('o.district', '=', 's.district').onRef('o.id', '=', 's.offeringId'))
      .select(['s.id', 'o.name', 'o.nameEn', 's.resourceId', 's.places', 's.taken'])
      .select([sql<Date>`lower(s.during)`.as('from'), sql<Date>`upper(s.during)`.as('to')])
      .where('s.district', '=', district)
      .where('o.placeId', '=', id)
      .where('s.state', '=', 'planned')
      .where(sql<boolean>`s.during && tstzrange(${from}, ${to})`)
      .execute(),
  ]);
  const open = spansOf(openLine(place.hours as unknown as OpeningHours, day, 1, await getWorkingCalendar(db)));
  return {
    open: [...open].map((span) => ({ from: span.from - start, to: span.to - start })),
    resources: inOrder(resources).map(({ id: own, name, nameEn, above }) => ({ id: own, name: { zh: name, en: nameEn }, above })),
    offerings: offerings.map(({ id: own, resources: on, rules }) => ({
      id: own,
      resources: on,
      gridMinutes: (rules as unknown as OfferingRules).slot?.gridMinutes ?? null,
    })),
    sessions: sessions.map(({ id: own, name, nameEn, resourceId, places, taken, from: begins, to: ends }) => ({
      id: own,
      title: { zh: name, en: nameEn },
      ...{ resourceId, places, taken, from: begins.toISOString(), to: ends.toISOString() },
    })),
  };
}
