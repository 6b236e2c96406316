import { sql } from 'kysely';
import { gramsOf } from '../../../engines/stats/grams.ts';
import type { Read, Write } from '../../../platform/database.ts';

/** Keeps what requests can be found by. */
export async function keepWords(tx: Write, kept: readonly { id: string; receivedAt: Date; text: string }[]): Promise<void> {
  const [ids, received, grams] = [kept.map(({ id }) => id), kept.map(({ receivedAt }) => receivedAt), kept.map(({ text }) => gramsOf(text).join(' '))];
  await sql`select requests.keep_words(${ids}::uuid[], ${received}::timestamptz[], ${grams}::text[])`.execute(tx);
}

export type FoundAt = { requestId: string; receivedAt: Date };
/**
 * The latest requests in which all pairs of characters of a text stand, latest first. Fewer than two characters find nothing.
 * @param before where the page before ended
 */
export async function findByWords(db: Read, text: string, before: FoundAt, most: number): Promise<FoundAt[]> {
  const grams = gramsOf(text);
  if (grams.length === 0) return [];
  const found = await sql<FoundAt>`
    select request_id, received_at from requests.find_words(${grams}::text[], ${before.receivedAt}, ${before.requestId}::uuid, ${most})`.execute(db as Write);
  return found.rows;
}

const cellsADegree = 400;
const cellsARound = 360 * cellsADegree;
const cellAt = (lon: number, lat: number) => Math.floor((lat + 90) * cellsADegree) * cellsARound + Math.floor((lon + 180) * cellsADegree);

/** The square of about 250 m in which a point lies, as one number. */
export const cellOf = (lon?: number | null, lat?: number | null): number | null => (lon == null || lat == null ? null : cellAt(lon, lat));

/** So many metres in degrees of longitude and latitude. Near a pole, where nobody lives, a degree of longitude is not let shrink to nothing. */
export const degreesOf = (lat: number, metres: number): { dLon: number; dLat: number } => ({
  dLat: metres / 111_000,
  dLon: metres / (111_000 * Math.max(0.1, Math.cos((lat * Math.PI) / 180))),
});

/** The squares in which everything lies that is at most so many metres away. */
export function cellsAround(lon: number, lat: number, metres: number): number[] {
  const { dLon, dLat } = degreesOf(lat, metres);
  const cells: number[] = [];
  for (let y = Math.floor((lat - dLat + 90) * cellsADegree); y <= Math.floor((lat + dLat + 90) * cellsADegree); y++) {
    for (let x = Math.floor((lon - dLon + 180) * cellsADegree); x <= Math.floor((lon + dLon + 180) * cellsADegree); x++) cells.push(y * cellsARound + x);
  }
  return cells;
}
