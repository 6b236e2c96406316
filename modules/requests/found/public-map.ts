import type { Reading } from '../../../platform/context.ts';
import shipped from '../data/retention.json' with { type: 'json' };
import { namesOfMatters } from '../names.ts';

/** A longitude or latitude as everybody may see it, to about a hundred metres: the map, Open311 and what is near show the same. */
export const roughly = (degrees: number): number => Math.round(degrees * 1000) / 1000;

/** What anybody may see on a map: public matters of the last months, no words, no persons, the place to about a hundred metres. */
export async function listPublicMapQuery({ db, district, now }: Reading) {
  const rows = await db
    .selectFrom('requests.request as r')
    .innerJoin('cases.caseFile as c', (join) => join.onRef('c.district', '=', 'r.district').onRef('c.id', '=', 'r.id'))
    .select(['r.matter', 'r.listVersion', 'r.lon', 'r.lat', 'r.receivedAt', 'c.state', 'c.closedAt'])
    .where('r.district', '=', district)
    .where('r.isPublic', '=', true)
    .where('r.lon', 'is not', null)
    .where('c.state', 'not in', ['joined', 'withdrawn', 'refused'])
    .where('r.receivedAt', '>', new Date(now.getTime() - shipped.mapDays * 86_400_000))
    .orderBy('r.receivedAt', 'desc')
    .limit(3000)
    .execute();
  const names = await namesOfMatters(
    db,
    district,
    rows.map((row) => row.listVersion),
  );
  return rows.map((row) => ({
    matter: names(row.listVersion, row.matter),
    lon: roughly(row.lon!),
    lat: roughly(row.lat!),
    receivedAt: row.receivedAt.toISOString(),
    isClosed: row.closedAt !== null,
  }));
}
