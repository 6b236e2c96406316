import { readGraphFile } from '../../engines/reach/graph-file.ts';
import { createJoiner, type Joiner } from '../../engines/reach/join.ts';
import type { Network } from '../../engines/reach/network.ts';
import { leaveOut } from '../../engines/reach/scenario/edit-network.ts';
import { Searcher } from '../../engines/reach/search.ts';
import type { Read } from '../../platform/database.ts';

/** A network ready to be searched. Searches are synchronous, so requests never mix in the searcher's arrays. */
export type LoadedNetwork = { id: string; network: Network; joiner: Joiner; searcher: Searcher };

/** Networks read so far, the newest use last. A network never changes; an import makes a new one. */
const loaded = new Map<string, Promise<LoadedNetwork>>();
const keepAtMost = 8;

/**
 * The network of a district that is in use; null before streets were imported.
 * @param avoids kinds of ways that are left out, as steps are for who pushes a pram
 */
export async function findNetwork(db: Read, district: string, avoids: readonly string[] = []): Promise<LoadedNetwork | null> {
  const whole = await findWhole(db, district);
  return whole && avoids.length > 0 ? without(whole, avoids) : whole;
}

const parts = new WeakMap<LoadedNetwork, Map<string, LoadedNetwork>>();

function without(whole: LoadedNetwork, avoids: readonly string[]): LoadedNetwork {
  const known = parts.get(whole) ?? new Map<string, LoadedNetwork>();
  parts.set(whole, known);
  const key = avoids.toSorted().join();
  const part = known.get(key) ?? ready(`${whole.id} without ${key}`, leaveOut(whole.network, avoids));
  known.set(key, part);
  return part;
}

const ready = (id: string, network: Network): LoadedNetwork => ({ id, network, joiner: createJoiner(network), searcher: new Searcher(network) });

async function findWhole(db: Read, district: string): Promise<LoadedNetwork | null> {
  const current = await db.selectFrom('streets.network').select('id').where('district', '=', district).where('current', '=', true).executeTakeFirst();
  if (!current) return null;
  const key = `${district}/${current.id}`;
  const known = loaded.get(key);
  if (known) return known;
  const reading = readNetwork(db, district, current.id);
  loaded.set(key, reading);
  reading.catch(() => loaded.delete(key));
  for (const oldest of loaded.keys()) if (loaded.size > keepAtMost) loaded.delete(oldest);
  return reading;
}

async function readNetwork(db: Read, district: string, id: string): Promise<LoadedNetwork> {
  const row = await db.selectFrom('streets.network').select('graph').where('district', '=', district).where('id', '=', id).executeTakeFirstOrThrow();
  return ready(id, readGraphFile(row.graph));
}

/** West, south, east, north of all vertices. */
export function boundsOf({ lon, lat }: Network): [number, number, number, number] {
  const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let v = 0; v < lon.length; v++) {
    bounds[0] = Math.min(bounds[0], lon[v]!);
    bounds[1] = Math.min(bounds[1], lat[v]!);
    bounds[2] = Math.max(bounds[2], lon[v]!);
    bounds[3] = Math.max(bounds[3], lat[v]!);
  }
  return bounds;
}
