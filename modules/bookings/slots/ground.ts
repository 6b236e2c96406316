import { sql } from 'kysely';
import { common, type Line, lineOf, minuteOf, type Span, spansOf } from '../../../engines/calendar/local-time.ts';
import { type OpeningHours, openLine } from '../../../engines/calendar/opening-hours.ts';
import type { Ground, Pool } from '../../../engines/calendar/slots.ts';
import { addDays } from '../../../engines/calendar/working-days.ts';
import { momentAt, wallMinute } from '../../../platform/clock.ts';
import type { Read } from '../../../platform/database.ts';
import { statement } from '../../../platform/statement.ts';
import { getWorkingCalendar } from '../../calendar/index.ts';
import type { OfferingRules } from '../offerings/rules.ts';

export const nobody = '00000000-0000-0000-0000-000000000000';

/** Days from one on until before another. */
type Days = { from: string; to: string };
/** What is offered where, with the days for which a seasonal round is not decided yet: as `findOffering` reads it. */
export type Offered = { placeId: string; functionCode: string; rules: OfferingRules; hours: OpeningHours; resources: readonly string[]; held: readonly Days[] };
export type Resource = {
  id: string;
  kind: string;
  roomId: string | null;
  above: string[];
  name: string;
  nameEn: string;
  skills: string[];
  seats: number | null;
};

/** The longest claim, which the database holds too (`claim_length`). */
const longestClaim = "interval '8 days'";

type Taken = { id: string; whole: Buffer | null; part: Buffer | null };

/** Minutes of the wall clock here at the moment from which PostgreSQL counts microseconds, 2000-01-01 in UTC. */
const pgEpoch = wallMinute(new Date('2000-01-01T00:00:00Z'));
const minuteAt = (bytes: Buffer, i: number) => pgEpoch + (bytes.readInt32BE(i) * 2 ** 32 + bytes.readUInt32BE(i + 4)) / 60_000_000;

/** Moments come as PostgreSQL holds them, 16 bytes to a claim: thousands of claims are read without thousands of objects or divisions. */
function lineFrom(bytes: Buffer | null): Span[] {
  const spans: Span[] = [];
  for (let i = 0; bytes && i < bytes.length; i += 16) spans.push({ from: minuteAt(bytes, i), to: minuteAt(bytes, i + 8) });
  return spans;
}

/** What is taken of each resource within a span, by somebody other than a holder: on itself or any part of it, and of all that it is a part of. */
async function takenOf(db: Read, district: string, resources: readonly Resource[], span: Span, except: string): Promise<Map<string, Line>> {
  const ids = [...new Set(resources.flatMap(({ id, above }) => [id, ...above]))];
  const pair = sql`timestamptz_send(lower(c.blocked)) || timestamptz_send(upper(c.blocked))`;
  const { rows } = await sql<Taken>`
    select c.resource_id as id, string_agg(${pair}, '') filter (where c.side <> ${nobody}) as whole, string_agg(${pair}, '') filter (where c.side = ${nobody}) as part
    from bookings.claim c where c.district = ${district} and c.resource_id = any(${ids}::uuid[]) and c.holder <> ${except}
      and lower(c.blocked) > ${momentAt(span.from)}::timestamptz - ${sql.raw(longestClaim)} and lower(c.blocked) < ${momentAt(span.to)}
    group by c.resource_id`.execute(db as never);
  const taken = new Map(rows.map((row) => [row.id, row]));
  const whole = (id: string) => lineFrom(taken.get(id)?.whole ?? null);
  return new Map(resources.map(({ id, above }) => [id, lineOf([...whole(id), ...lineFrom(taken.get(id)?.part ?? null), ...above.flatMap(whole)])]));
}

/** When the offering is there: while the place is open, in its own hours, and while the room has its function. */
async function openOf(db: Read, district: string, offered: Offered, resources: readonly Resource[], span: Span): Promise<(resource: Resource) => Line> {
  const calendar = await getWorkingCalendar(db);
  const firstDay = momentDay(span.from);
  const days = Math.ceil((span.to - minuteOf(firstDay)) / 1440) + 1;
  const place = openLine(offered.hours, firstDay, days, calendar);
  const weekly = (times: { days: number[]; from: number; to: number }[]) =>
    openLine({ ...offered.hours, allDay: false, weekly: times, exceptions: [] }, firstDay, days, calendar);
  const usual = offered.rules.hours.length === 0 ? place : common(place, weekly(offered.rules.hours));
  const open = offered.held.length === 0 ? usual : common(usual, outside(offered.held));
  const roomIds = resources.flatMap(({ roomId }) => roomId ?? []);
  const times = roomIds.length === 0 ? [] : await timesOf(db, district, roomIds);
  return ({ roomId }) => {
    const own = times.filter((time) => time.roomId === roomId);
    if (own.length === 0) return open;
    const ours = own.filter(({ functionCode }) => functionCode === offered.functionCode);
    return common(open, weekly(ours.map(({ weekday, fromMinute: from, toMinute: to }) => ({ days: [weekday], from, to }))));
  };
}

/** All time but some days. */
function outside(held: readonly Days[]): Line {
  const taken = lineOf(held.map(({ from, to }) => ({ from: minuteOf(from), to: minuteOf(to) })));
  const free: Span[] = [];
  let at = minuteOf('2000-01-01');
  for (const { from, to } of spansOf(taken)) {
    if (from > at) free.push({ from: at, to: from });
    at = Math.max(at, to);
  }
  return lineOf([...free, { from: at, to: minuteOf('2200-01-01') }]);
}

const momentDay = (minute: number) => new Date(Math.floor(minute / 1440) * 86_400_000).toISOString().slice(0, 10);

const timesOf = (db: Read, district: string, roomIds: string[]) =>
  db
    .selectFrom('places.roomTime')
    .select(['roomId', 'functionCode', 'weekday', 'fromMinute', 'toMinute'])
    .where('district', '=', district)
    .where('roomId', 'in', roomIds)
    .execute();

export const resourceColumns = ['id', 'kind', 'roomId', 'above', 'name', 'nameEn', 'skills', 'seats'] as const;

/** Resources of a place that are in use: those of the offering, and whatever has one of the skills it needs. */
async function listGround(
  db: Read,
  district: string,
  { placeId, resources, rules }: Offered,
  only: string | undefined,
): Promise<{ bookable: Resource[]; pools: { skill: string; count: number; of: Resource[] }[] }> {
  const skills = rules.needs.map(({ skill }) => skill);
  const wanted = only === undefined ? resources : resources.filter((id) => id === only);
  const rows: Resource[] = await db
    .selectFrom('bookings.resource')
    .select(resourceColumns)
    .where('district', '=', district)
    .where('placeId', '=', placeId)
    .where('retiredOn', 'is', null)
    .where(sql<boolean>`(id = any(${wanted}::uuid[]) or skills && ${skills}::text[])`)
    .orderBy('name')
    .execute();
  const order = new Map(wanted.map((id, i) => [id, i]));
  return {
    bookable: rows.filter(({ id }) => order.has(id)).sort((a, b) => order.get(a.id)! - order.get(b.id)!),
    pools: rules.needs.map(({ skill, count }) => ({ skill, count, of: rows.filter((row) => row.skills.includes(skill) && !resources.includes(row.id)) })),
  };
}

export type Standing = { resource: Resource; ground: Ground; pools: { skill: string; count: number; of: { resource: Resource; line: Line }[] }[] };

/**
 * What a booking of each resource of an offering would stand on, between two minutes of the wall clock.
 * @param only of one resource
 * @param except a booking that is being moved: its own time is no obstacle
 */
export async function listStandings(
  db: Read,
  district: string,
  offered: Offered,
  span: Span,
  { only, except = nobody }: { only?: string | undefined; except?: string } = {},
): Promise<Standing[]> {
  const { bookable: wanted, pools } = await listGround(db, district, offered, only);
  const around = { from: span.from - 240, to: span.to + 240 };
  const everything = [...new Map([...wanted, ...pools.flatMap(({ of }) => of)].map((resource) => [resource.id, resource])).values()];
  const [taken, open] = await Promise.all([takenOf(db, district, everything, around, except), openOf(db, district, offered, wanted, span)]);
  const withLines = pools.map(({ skill, count, of }) => ({ skill, count, of: of.map((resource) => ({ resource, line: taken.get(resource.id)! })) }));
  const asPools: Pool[] = withLines.map(({ skill, count, of }) => ({ code: skill, need: count, lines: of.map(({ line }) => line) }));
  return wanted.map((resource) => ({ resource, ground: { open: open(resource), parts: [taken.get(resource.id)!], pools: asPools }, pools: withLines }));
}

/** Units of each pool that are free throughout, those least used first; null where there are not enough. */
export function chooseUnits({ pools }: Standing, span: Span): Resource[] | null {
  const chosen: Resource[] = [];
  for (const { count, of } of pools) {
    const free = of.filter(
      ({ resource, line }) => !chosen.includes(resource) && [...spansOf(line)].every(({ from, to }) => to <= span.from || span.to <= from),
    );
    if (free.length < count) return null;
    const inUse = ({ line }: { line: Line }) => line.length;
    chosen.push(
      ...free
        .sort((a, b) => inUse(a) - inUse(b))
        .slice(0, count)
        .map(({ resource }) => resource),
    );
  }
  return chosen;
}

/** The days from a day on as a span of minutes. */
export const daysFrom = (day: string, days: number): Span => ({ from: minuteOf(day), to: minuteOf(addDays(day, days)) });

export const spanOf = (from: Date, minutes: number): Span => ({ from: wallMinute(from), to: wallMinute(from) + minutes });

const inUse = statement<{ district: string; id: string }, Resource>((db, { district, id }) =>
  db.selectFrom('bookings.resource').select(resourceColumns).where('district', '=', district).where('id', '=', id).where('retiredOn', 'is', null),
);
/** A resource in use; it can be asked for before it is known whether the offering has it. */
export const findResource = async (db: Read, district: string, id: string): Promise<Resource | undefined> => (await inUse(db, { district, id }))[0];

/** When a resource of an offering is open, without what others hold of it: enough to try, where the database decides. */
export async function openGround(db: Read, district: string, offered: Offered, resource: Resource, span: Span): Promise<Ground> {
  const open = await openOf(db, district, offered, [resource], span);
  return { open: open(resource), parts: [], pools: [] };
}
