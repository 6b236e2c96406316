import { type Joined, joinAll } from '../../engines/reach/coverage.ts';
import type { Read } from '../../platform/database.ts';
import type { LoadedNetwork } from '../streets/index.ts';

/** The people of a district as points joined to its streets. */
export type Demand = {
  id: string;
  title: string;
  source: string;
  asOf: string;
  invented: boolean;
  cellIds: string[];
  names: (string | null)[];
  areaCodes: (string | null)[];
  people: Int32Array;
  joined: Joined;
};

const loaded = new Map<string, Promise<Demand>>();
const keepAtMost = 8;

/** The population in use, joined to a network; null before one was imported. Both are numbered anew when they change, so the result is kept. */
export async function findDemand(db: Read, district: string, network: LoadedNetwork): Promise<Demand | null> {
  const set = await db
    .selectFrom('planning.population')
    .select(['id', 'title', 'source', 'asOf', 'invented', 'revision'])
    .where('district', '=', district)
    .where('current', '=', true)
    .executeTakeFirst();
  if (!set) return null;
  const { revision, ...rest } = set;
  const key = `${district}/${set.id}/${revision}/${network.id}`;
  const known = loaded.get(key);
  if (known) return known;
  const reading = readDemand(db, district, rest, network);
  loaded.set(key, reading);
  reading.catch(() => loaded.delete(key));
  for (const oldest of loaded.keys()) if (loaded.size > keepAtMost) loaded.delete(oldest);
  return reading;
}

type PopulationSet = Pick<Demand, 'id' | 'title' | 'source' | 'asOf' | 'invented'>;

async function readDemand(db: Read, district: string, set: PopulationSet, { joiner }: LoadedNetwork): Promise<Demand> {
  const cells = await db
    .selectFrom('planning.populationCell')
    .select(['id', 'name', 'areaCode', 'lon', 'lat', 'people'])
    .where('district', '=', district)
    .where('populationId', '=', set.id)
    .orderBy('id')
    .execute();
  return {
    ...set,
    cellIds: cells.map((cell) => cell.id),
    names: cells.map((cell) => cell.name),
    areaCodes: cells.map((cell) => cell.areaCode),
    people: Int32Array.from(cells, (cell) => cell.people),
    joined: joinAll(joiner.join, { lon: cells.map((cell) => cell.lon), lat: cells.map((cell) => cell.lat) }),
  };
}
