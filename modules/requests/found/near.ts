import { sql } from 'kysely';
import { distanceMetres } from '../../../engines/reach/metric.ts';
import { gramsOf, likeness } from '../../../engines/stats/grams.ts';
import type { Read } from '../../../platform/database.ts';
import shipped from '../data/matters.json' with { type: 'json' };
import { roughly } from './public-map.ts';
import { cellsAround, degreesOf } from './words.ts';

export const near = shipped.near;
/** `isForAll`: only what is public and open, as anybody may see it. */
export type Spot = { lon: number; lat: number; at: Date; text: string; matter: string | null; isForAll: boolean };

/** The latest requests of some weeks around a point. */
function selectAround(db: Read, district: string, { lon, lat, at, matter, isForAll }: Spot) {
  const span = near.days * 86_400_000;
  // What lies a little outside may lie inside once its place is made rough.
  const metres = near.metres + (isForAll ? 100 : 0);
  const { dLon, dLat } = degreesOf(lat, metres);
  const rows = db
    .selectFrom('requests.request as r')
    .selectAll()
    .where('r.district', '=', district)
    .where(sql<boolean>`r.cell = any(${cellsAround(lon, lat, metres)}::bigint[])`)
    .where('r.receivedAt', '>', new Date(at.getTime() - span))
    .where('r.receivedAt', '<', new Date(at.getTime() + span))
    .where(sql<boolean>`r.lon between ${lon - dLon} and ${lon + dLon} and r.lat between ${lat - dLat} and ${lat + dLat}`)
    .orderBy('r.receivedAt', 'desc');
  return matter === null ? rows : rows.where('r.matter', '=', matter);
}

/** Those that can be compared, with where each stands. Cases are looked up for so many only; of what is for all, most are closed and drop out first. */
async function listAround(db: Read, district: string, spot: Spot) {
  const around = selectAround(db, district, spot);
  let rows = db
    .selectFrom((spot.isForAll ? around.where('r.isPublic', '=', true) : around.limit(near.compared)).as('r'))
    .innerJoin('cases.caseFile as c', (join) => join.onRef('c.district', '=', 'r.district').onRef('c.id', '=', 'r.id'))
    .select(['r.id', 'r.number', 'r.matter', 'r.listVersion', 'r.lon', 'r.lat', 'r.words', 'r.receivedAt'])
    .innerJoin('areas.area as a', 'a.code', 'r.areaCode')
    .select(['c.openedAt', 'c.closedAt', 'c.state', 'c.leadUnit', 'a.path'])
    .where('c.state', '!=', 'joined');
  if (spot.isForAll) rows = rows.where('c.closedAt', 'is', null);
  return rows.orderBy('r.receivedAt', 'desc').limit(near.compared).execute();
}
type Around = Awaited<ReturnType<typeof listAround>>[number];
export type Neighbour = Around & { metres: number; likeness: number; days: number };

/** What is near in place and time, with how alike the words are; the most alike first, then the nearest. */
export async function listNeighbours(db: Read, district: string, spot: Spot): Promise<Neighbour[]> {
  const grams = gramsOf(spot.text);
  // For everybody a place is what the public map shows of it, so that no asking from many sides finds a door.
  const place = (degrees: number) => (spot.isForAll ? roughly(degrees) : degrees);
  const rows = (await listAround(db, district, spot)).map((row) => ({
    ...row,
    metres: Math.round(distanceMetres(spot.lon, spot.lat, place(row.lon!), place(row.lat!))),
    likeness: likeness(grams, new Set(gramsOf(row.words ?? ''))),
    days: Math.round((spot.at.getTime() - row.receivedAt.getTime()) / 86_400_000),
  }));
  return rows
    .filter((row) => row.metres <= near.metres)
    .toSorted((a, b) => Number(b.likeness >= near.alike) - Number(a.likeness >= near.alike) || b.likeness - a.likeness || a.metres - b.metres);
}
