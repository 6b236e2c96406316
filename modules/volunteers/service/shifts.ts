import { type RawBuilder, sql } from 'kysely';
import { joinAll, nearestWalks } from '../../../engines/reach/coverage.ts';
import { distanceMetres } from '../../../engines/reach/metric.ts';
import type { Actor } from '../../../platform/access.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import type { Read } from '../../../platform/database.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { findNetwork } from '../../streets/index.ts';
import { noSuchStation } from '../contract.ts';
import { findVolunteer } from '../register.ts';
import { rules } from '../rules.ts';

type NewShift = {
  id: string;
  kind: string;
  title: string;
  titleEn: string;
  from: string;
  minutes: number;
  lon: number;
  lat: number;
  skills: string[];
  trainings: string[];
  isRisky: boolean;
  insuredBy: string | null;
  places: number;
};
export async function addShiftCommand({ tx, district, now, actor, note }: Writing<Actor>, { id: stationId, from, minutes, ...fields }: NewShift) {
  const station = await tx.selectFrom('volunteers.station').select('id').where('district', '=', district).where('id', '=', stationId).executeTakeFirst();
  if (!station) refuse(noSuchStation);
  const id = newId(now.getTime());
  const until = new Date(Date.parse(from) + minutes * 60_000);
  await tx
    .insertInto('volunteers.shift')
    .values({ ...fields, district, id, stationId, during: sql`tstzrange(${new Date(from)}, ${until})` as never, madeBy: actor.id, madeAt: now })
    .execute();
  note({ object: id });
  return { id };
}

type Row = {
  id: string;
  stationId: string;
  kind: string;
  title: string;
  titleEn: string;
  from: Date;
  to: Date;
  lon: number;
  lat: number;
  skills: string[];
  trainings: string[];
  isRisky: boolean;
  places: number;
  left: number;
  isForOne: boolean;
  state: 'open';
};
const read = async (db: Read, condition: RawBuilder<unknown>) => {
  const { rows } = await sql<Row>`
    select id, station_id as "stationId", kind, title, title_en as "titleEn", lower(during) as "from", upper(during) as "to", lon, lat, skills, trainings, is_risky as "isRisky", places,
      places - taken as left, served_id is not null as "isForOne", state
    from volunteers.shift where ${condition} order by lower(during) limit 500`.execute(db as never);
  return rows.map(({ title, titleEn, from, to, ...row }) => ({ ...row, title: { zh: title, en: titleEn }, from: from.toISOString(), to: to.toISOString() }));
};

export const listStationShiftsQuery = ({ db, district, now }: Reading, { id }: { id: string }) =>
  read(db, sql`district = ${district} and station_id = ${id} and upper(during) > ${new Date(now.getTime() - 86_400_000)}`);

type At = { lon: number; lat: number };
/** How far it is on foot; in a straight line where no street is known that leads there. */
async function walksTo(db: Read, district: string, from: At, to: At[]): Promise<number[]> {
  const loaded = await findNetwork(db, district);
  const here = loaded?.joiner.join(from.lon, from.lat);
  const start = here && { lon: Float64Array.of(from.lon), lat: Float64Array.of(from.lat), joints: [here] };
  const places = loaded && joinAll(loaded.joiner.join, { lon: to.map(({ lon }) => lon), lat: to.map(({ lat }) => lat) });
  const walks = start && places && nearestWalks(loaded.searcher, places, start, rules.walkMostMetres).metres;
  return to.map(({ lon, lat }, i) => Math.round(walks && Number.isFinite(walks[i]) ? walks[i]! : distanceMetres(from.lon, from.lat, lon, lat)));
}

/** Coming shifts with a place left: whoever has the skills first, then the nearest, then the soonest. */
export async function listShiftsQuery({ db, district, now, actor }: Reading<Actor>, { lon, lat }: { lon?: number | undefined; lat?: number | undefined }) {
  const rows = await read(db, sql`district = ${district} and state = 'open' and lower(during) > ${now} and taken < places`);
  const own = actor.personId ? ((await findVolunteer(db, district, actor.personId))?.skills ?? []) : [];
  const metres = lon === undefined || lat === undefined ? null : await walksTo(db, district, { lon, lat }, rows);
  const found = rows.map((row, i) => ({
    ...row,
    metres: metres && metres[i]!,
    match: row.skills.filter((code) => own.includes(code)).length,
  }));
  return found.toSorted((a, b) => b.match - a.match || (a.metres ?? 0) - (b.metres ?? 0) || a.from.localeCompare(b.from)).slice(0, 100);
}
