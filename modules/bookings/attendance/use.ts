import { sql } from 'kysely';
import { common, type Line, lineOf, minuteOf } from '../../../engines/calendar/local-time.ts';
import { type OpeningHours, openLine } from '../../../engines/calendar/opening-hours.ts';
import { addDays } from '../../../engines/calendar/working-days.ts';
import { momentAt, wallMinute } from '../../../platform/clock.ts';
import type { Reading } from '../../../platform/context.ts';
import { refuse } from '../../../platform/refuse.ts';
import { getWorkingCalendar } from '../../calendar/index.ts';
import { noSuchOffering } from '../refusals.ts';

type Room = { id: string; name: string; nameEn: string; above: string[]; area: number | null };
type Held = { resourceId: string; from: Date; to: Date };

const lengthOf = (line: Line) => {
  let minutes = 0;
  for (let i = 0; i < line.length; i += 2) minutes += line[i + 1]! - line[i]!;
  return minutes;
};

/**
 * How much rooms were in use and activities attended (EVL-04; formulas of standards.md §2, B1 and C2): occupied time x area over open
 * time x area, over the parts that are not divided further; attended over places, at most all of them, in the mean over activities.
 * Where the area of a room is not known it counts as one square metre, and says so.
 */
export async function getUseQuery({ db, district, now }: Reading, { id, from, to }: { id: string; from: string; to: string }) {
  const place = await db.selectFrom('places.place').select('hours').where('district', '=', district).where('id', '=', id).executeTakeFirst();
  if (!place) refuse(noSuchOffering);
  const span = { from: momentAt(minuteOf(from)), to: momentAt(minuteOf(addDays(to, 1))) };
  const days = Math.round((minuteOf(addDays(to, 1)) - minuteOf(from)) / 1440);
  const open = openLine(place.hours as unknown as OpeningHours, from, days, await getWorkingCalendar(db));
  const [rooms, held, activities] = await Promise.all([
    listRooms(db, district, id),
    listHeld(db, district, id, span),
    listActivities(db, district, id, span, now),
  ]);
  const leaves = rooms.filter((room) => !rooms.some(({ above }) => above.includes(room.id)));
  const used = leaves.map((room) => {
    const own = held.filter(({ resourceId }) => resourceId === room.id || room.above.includes(resourceId));
    const line = lineOf(own.map((it) => ({ from: wallMinute(it.from), to: wallMinute(it.to) })));
    const [openMinutes, occupiedMinutes] = [lengthOf(open), lengthOf(common(open, line))];
    return { id: room.id, name: { zh: room.name, en: room.nameEn }, area: room.area, openMinutes, occupiedMinutes };
  });
  const weigh = (of: (it: (typeof used)[number]) => number) => used.reduce((sum, it) => sum + of(it) * (it.area ?? 1), 0);
  const openTotal = weigh(({ openMinutes }) => openMinutes);
  const rates = activities.map(({ attended, places }) => Math.min(1, attended / places));
  return {
    rooms: used,
    utilisation: openTotal === 0 ? null : weigh(({ occupiedMinutes }) => occupiedMinutes) / openTotal,
    isByArea: used.every(({ area }) => area !== null),
    activities: activities.length,
    participation: rates.length === 0 ? null : rates.reduce((sum, rate) => sum + rate, 0) / rates.length,
  };
}

const listRooms = async (db: Reading['db'], district: string, placeId: string): Promise<Room[]> =>
  db
    .selectFrom('bookings.resource as s')
    .leftJoin('places.room as r', (join) => join.onRef('r.district', '=', 's.district').onRef('r.id', '=', 's.roomId'))
    .select(['s.id', 's.name', 's.nameEn', 's.above', 'r.usableArea as area'])
    .where('s.district', '=', district)
    .where('s.placeId', '=', placeId)
    .where('s.kind', '=', 'room')
    .where('s.retiredOn', 'is', null)
    .orderBy('s.name')
    .execute();

type Between = { from: Date; to: Date };
/** What was used: bookings that were not missed, without the time before and after, and activities that took place. */
const listHeld = async (db: Reading['db'], district: string, placeId: string, { from, to }: Between): Promise<Held[]> => {
  const { rows } = await sql<Held>`
    select b.resource_id as "resourceId", lower(b.during) as from, upper(b.during) as to from bookings.booking b
    join bookings.offering o on o.district = b.district and o.id = b.offering_id
    where b.district = ${district} and o.place_id = ${placeId} and b.resource_id is not null and b.state in ('confirmed', 'checkedIn', 'finished') and b.during && tstzrange(${from}, ${to})
    union all
    select s.resource_id, lower(s.during), upper(s.during) from bookings.session s join bookings.offering o on o.district = s.district and o.id = s.offering_id
    where s.district = ${district} and o.place_id = ${placeId} and s.resource_id is not null and s.state = 'planned' and s.during && tstzrange(${from}, ${to})`.execute(
    db as never,
  );
  return rows;
};

/** Activities that are over, with who came; where arrivals are not recorded, who had a place. */
const listActivities = async (
  db: Reading['db'],
  district: string,
  placeId: string,
  { from, to }: Between,
  now: Date,
): Promise<{ places: number; attended: number }[]> => {
  const { rows } = await sql<{ places: number; attended: number }>`
    select s.places, coalesce((select sum(b.places) from bookings.booking b where b.district = s.district and b.session_id = s.id and b.state in ('checkedIn', 'finished')), 0)::int as attended
    from bookings.session s join bookings.offering o on o.district = s.district and o.id = s.offering_id
    where s.district = ${district} and o.place_id = ${placeId} and s.state = 'planned' and lower(s.during) >= ${from} and upper(s.during) <= ${to} and upper(s.during) <= ${now}`.execute(
    db as never,
  );
  return rows;
};
