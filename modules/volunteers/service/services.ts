import { type RawBuilder, sql } from 'kysely';
import { distanceMetres } from '../../../engines/reach/metric.ts';
import type { Actor } from '../../../platform/access.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import type { Read } from '../../../platform/database.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { maskName } from '../../people/index.ts';
import { lacksSkill, noRecord, noSuchService, noSuchShift, notVolunteer, shiftFull, shiftOver, tooFar, wrongStep } from '../contract.ts';
import { findVolunteer, stationInput } from '../register.ts';
import { type CountsAs, minutesServed, rules } from '../rules.ts';
import { count } from '../timebank/coins.ts';

type State = 'joined' | 'left' | 'in' | 'out' | 'confirmed' | 'refused' | 'appealed';
type Row = {
  id: string;
  shiftId: string;
  volunteerId: string;
  personId: string;
  nameCipher: string;
  title: string;
  titleEn: string;
  from: Date;
  to: Date;
  lon: number;
  lat: number;
  stationId: string;
  state: State;
  inAt: Date | null;
  outAt: Date | null;
  isSelfReported: boolean;
  minutes: number | null;
  refusal: string | null;
  appeal: string | null;
  countedAs: CountsAs | null;
  countsAs: CountsAs;
  confirmedBy: string | null;
};
type Own = Pick<Reading, 'district' | 'vault'> & { db: Read };

async function readWhere(db: Read, district: string, condition: RawBuilder<unknown>): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select s.id, s.shift_id as "shiftId", s.volunteer_id as "volunteerId", v.person_id as "personId", p.name_cipher as "nameCipher", h.title, h.title_en as "titleEn",
      lower(h.during) as "from", upper(h.during) as "to", h.lon, h.lat, h.station_id as "stationId", s.state, s.in_at as "inAt", s.out_at as "outAt", s.is_self_reported as "isSelfReported",
      s.minutes, s.refusal, s.appeal, s.counted_as as "countedAs", v.counts_as as "countsAs", s.confirmed_by as "confirmedBy"
    from volunteers.service s join volunteers.shift h on h.district = s.district and h.id = s.shift_id join volunteers.volunteer v on v.district = s.district and v.id = s.volunteer_id
    join people.person p on p.district = v.district and p.id = v.person_id
    where s.district = ${district} and ${condition} order by lower(h.during) desc limit 200`.execute(db as never);
  return rows;
}

const view = ({ vault }: Pick<Own, 'vault'>, row: Row) => ({
  id: row.id,
  shiftId: row.shiftId,
  title: { zh: row.title, en: row.titleEn },
  from: row.from.toISOString(),
  to: row.to.toISOString(),
  volunteer: maskName(vault.open('person.name', row.nameCipher)),
  state: row.state,
  inAt: row.inAt?.toISOString() ?? null,
  outAt: row.outAt?.toISOString() ?? null,
  minutes: row.minutes,
  refusal: row.refusal,
  appeal: row.appeal,
  countedAs: row.countedAs,
});
export const listServicesWhere = async (own: Own, condition: RawBuilder<unknown>) =>
  (await readWhere(own.db, own.district, condition)).map((row) => view(own, row));

export async function serviceInput(db: Read, district: string, { id }: { id: string }) {
  const [row] = await readWhere(db, district, sql`s.id = ${id}`);
  return row && stationInput(db, district, { id: row.stationId });
}

type Ask = Writing<Actor>;
const getService = async ({ tx, district }: Pick<Ask, 'tx' | 'district'>, id: string): Promise<Row> =>
  (await readWhere(tx, district, sql`s.id = ${id}`))[0] ?? refuse(noSuchService);
/** One's own service; that of anybody else is answered as one that is not there. */
async function getOwn(context: Ask, id: string): Promise<Row> {
  const row = await getService(context, id);
  return row.personId === context.actor.personId ? row : refuse(noSuchService);
}

/** Moves a service on from one of some states; of two who do so at once, one is told that it cannot be done now. */
async function move(context: Ask, row: Row, from: State[], to: State, more: object = {}) {
  const { tx, district, vault, note } = context;
  const moved = await tx
    .updateTable('volunteers.service')
    .set({ state: to, ...more })
    .where('district', '=', district)
    .where('id', '=', row.id)
    .where('state', 'in', from)
    .returning('id')
    .executeTakeFirst();
  if (!moved) refuse(wrongStep);
  note({ object: row.id });
  return view({ vault }, await getService(context, row.id));
}

export async function joinShiftCommand(context: Ask, { id: shiftId }: { id: string }) {
  const { tx, district, now, actor, vault, note } = context;
  const volunteer = await findVolunteer(tx, district, actor.personId ?? refuse(noRecord));
  if (volunteer?.state !== 'active') refuse(notVolunteer);
  const shift = await tx
    .selectFrom('volunteers.shift')
    .select(['skills', 'trainings', 'state', sql<Date>`lower(during)`.as('begins'), 'during'])
    .where('district', '=', district)
    .where('id', '=', shiftId)
    .executeTakeFirst();
  if (!shift) refuse(noSuchShift);
  if (shift.state !== 'open' || shift.begins <= now) refuse(shiftOver);
  const missing = [
    ...shift.skills.filter((code) => !volunteer.skills.includes(code)),
    ...shift.trainings.filter((code) => !volunteer.trainings.includes(code)),
  ];
  if (missing.length > 0) refuse(lacksSkill, { missing });
  const taken = await tx
    .updateTable('volunteers.shift')
    .set((eb) => ({ taken: eb('taken', '+', 1) }))
    .where('district', '=', district)
    .where('id', '=', shiftId)
    .whereRef('taken', '<', 'places')
    .returning('id')
    .executeTakeFirst();
  if (!taken) refuse(shiftFull);
  const id = newId(now.getTime());
  await sql`insert into volunteers.service (district, id, shift_id, volunteer_id, during, joined_at)
    select ${district}, ${id}, ${shiftId}, ${volunteer.id}, during, ${now} from volunteers.shift where district = ${district} and id = ${shiftId}`.execute(tx);
  note({ object: id });
  return view({ vault }, await getService(context, id));
}

export async function leaveShiftCommand(context: Ask, { id }: { id: string }) {
  const row = await getOwn(context, id);
  if (row.from <= context.now) refuse(wrongStep);
  const answer = await move(context, row, ['joined'], 'left');
  await context.tx
    .updateTable('volunteers.shift')
    .set((eb) => ({ taken: eb('taken', '-', 1) }))
    .where('district', '=', context.district)
    .where('id', '=', row.shiftId)
    .execute();
  return answer;
}

/** Only how far away they were is kept, never where. */
export async function checkInCommand(context: Ask, { id, lon, lat }: { id: string; lon: number; lat: number }) {
  const row = await getOwn(context, id);
  const metres = Math.round(distanceMetres(lon, lat, row.lon, row.lat));
  if (metres > rules.checkInMetres) refuse(tooFar, { metres, within: rules.checkInMetres });
  return move(context, row, ['joined'], 'in', { inAt: context.now, inMetres: metres });
}

export const checkOutCommand = async (context: Ask, { id }: { id: string }) => move(context, await getOwn(context, id), ['in'], 'out', { outAt: context.now });

export const listStationServicesQuery = ({ db, district, vault }: Reading, { id }: { id: string }) =>
  listServicesWhere({ db, district, vault }, sql`h.station_id = ${id} and s.state in ('joined', 'in', 'out', 'appealed')`);

/** Minutes of the same day that are confirmed already: nobody serves more than a day allows. */
async function confirmedBefore({ tx, district }: Ask, row: Row): Promise<number> {
  const { rows } = await sql<{ minutes: number }>`select coalesce(sum(minutes), 0)::int as minutes from volunteers.service
    where district = ${district} and volunteer_id = ${row.volunteerId} and state = 'confirmed' and (in_at at time zone 'Asia/Shanghai')::date = (${row.inAt ?? row.from} at time zone 'Asia/Shanghai')::date`.execute(
    tx,
  );
  return rows[0]!.minutes;
}

async function confirm(context: Ask, row: Row, from: State[], rating?: number) {
  // One at a time for a volunteer, or two confirmations could each find the day still empty.
  await sql`select 1 from volunteers.volunteer where district = ${context.district} and id = ${row.volunteerId} for no key update`.execute(context.tx);
  const [inAt, outAt] = [row.inAt ?? row.from, row.outAt ?? row.to];
  const minutes = minutesServed(inAt, new Date(Math.min(outAt.getTime(), row.to.getTime())), row.isSelfReported, await confirmedBefore(context, row));
  const more = { minutes, confirmedBy: context.actor.id, confirmedAt: context.now, countedAs: row.countsAs, inAt, outAt, ...(rating && { rating }) };
  const answer = await move(context, row, from, 'confirmed', more);
  await count(context, { serviceId: row.id, shiftId: row.shiftId, personId: row.personId, minutes, countsAs: row.countsAs, at: inAt });
  return answer;
}

type Decision = { id: string; confirm: boolean; reason?: string | undefined; rating?: number | undefined };
/** What the organiser says of hours. Counted once: as a record, as time coins or as points. */
export async function confirmServiceCommand(context: Ask, { id, confirm: yes, reason, rating }: Decision) {
  const row = await getService(context, id);
  if (yes) return confirm(context, row, ['out', 'in'], rating);
  return move(context, row, ['out', 'in', 'joined'], 'refused', {
    refusal: reason ?? refuse(wrongStep),
    confirmedBy: context.actor.id,
    confirmedAt: context.now,
  });
}

export async function appealServiceCommand(context: Ask, { id, appeal }: { id: string; appeal: string }) {
  return move(context, await getOwn(context, id), ['refused'], 'appealed', { appeal, appealedAt: context.now });
}

export { confirm as confirmRow, getService, move as moveService, type Row as ServiceRow };
