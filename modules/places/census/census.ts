import { sql } from 'kysely';
import type { Actor } from '../../../platform/access.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import type { Read } from '../../../platform/database.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { noSuchCensus } from '../contract.ts';

/** What a survey records of a place: the fields of PLN-05. */
const surveyed = sql`jsonb_build_object('name', name, 'kind', kind, 'address', address, 'owner', owner, 'acquisition', acquisition,
  'buildingArea', building_area, 'usableArea', usable_area, 'functions', to_jsonb(functions), 'condition', condition,
  'utilisation', utilisation, 'capacity', capacity, 'lon', round(lon::numeric, 6), 'lat', round(lat::numeric, 6))`;

type Survey = Record<string, unknown> & { name: string };

export async function takeCensusCommand({ tx, district, now, actor, note }: Writing<Actor>, { title, asOf }: { title: string; asOf: string }) {
  const id = newId(now.getTime());
  await tx.insertInto('places.census').values({ district, id, title, asOf, takenAt: now, takenBy: actor.id }).execute();
  const result = await sql`
    insert into places.census_record (district, census_id, place_id, area_code, record)
    select district, ${id}::uuid, id, area_code, ${surveyed} from places.place where district = ${district} and closed_on is null`.execute(tx);
  note({ object: id, detail: { title } });
  return { id, places: Number(result.numAffectedRows) };
}

export async function listCensusesQuery({ db, district }: Reading) {
  const rows = await db
    .selectFrom('places.census as census')
    .select(['id', 'title', 'asOf', 'takenAt'])
    .select((eb) =>
      eb
        .selectFrom('places.censusRecord as record')
        .select((x) => x.fn.countAll<number>().as('n'))
        .whereRef('record.district', '=', 'census.district')
        .whereRef('record.censusId', '=', 'census.id')
        .as('places'),
    )
    .where('district', '=', district)
    .orderBy('takenAt', 'desc')
    .limit(200)
    .execute();
  return rows.map((row) => ({ ...row, takenAt: row.takenAt.toISOString(), places: row.places ?? 0 }));
}

async function recordsOf(db: Read, district: string, censusId: string): Promise<Map<string, Survey>> {
  const census = await db.selectFrom('places.census').select('id').where('district', '=', district).where('id', '=', censusId).executeTakeFirst();
  if (!census) refuse(noSuchCensus);
  const rows = await db
    .selectFrom('places.censusRecord')
    .select(['placeId', 'record'])
    .where('district', '=', district)
    .where('censusId', '=', censusId)
    .execute();
  return new Map(rows.map((row) => [row.placeId, row.record as Survey]));
}

async function recordsNow(db: Read, district: string): Promise<Map<string, Survey>> {
  const rows = await db
    .selectFrom('places.place')
    .select(['id', surveyed.$castTo<Survey>().as('record')])
    .where('district', '=', district)
    .where('closedOn', 'is', null)
    .execute();
  return new Map(rows.map((row) => [row.id, row.record]));
}

const shown = (value: unknown) => (value === null || value === undefined ? '–' : Array.isArray(value) ? value.join(', ') : String(value));

export async function compareCensusQuery({ db, district }: Reading, { id, to }: { id: string; to?: string }) {
  const before = await recordsOf(db, district, id);
  const after = to ? await recordsOf(db, district, to) : await recordsNow(db, district);
  const named = (entries: [string, Survey][]) => entries.map(([placeId, record]) => ({ id: placeId, name: record.name }));
  const changed = [...before].flatMap(([placeId, old]) => {
    const now = after.get(placeId);
    if (!now) return [];
    const fields = Object.keys({ ...old, ...now })
      .filter((field) => shown(old[field]) !== shown(now[field]))
      .map((field) => ({ field, before: shown(old[field]), after: shown(now[field]) }));
    return fields.length > 0 ? [{ id: placeId, name: now.name, fields }] : [];
  });
  const added = named([...after].filter(([placeId]) => !before.has(placeId)));
  const removed = named([...before].filter(([placeId]) => !after.has(placeId)));
  return { added, removed, changed, unchanged: after.size - added.length - changed.length };
}
