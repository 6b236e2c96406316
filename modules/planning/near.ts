import { sql } from 'kysely';
import { joinAll, nearestWalks, reachedStreets, walkBetween } from '../../engines/reach/coverage.ts';
import { distanceMetres, metresPerDegree } from '../../engines/reach/metric.ts';
import type { Reading } from '../../platform/context.ts';
import type { Read } from '../../platform/database.ts';
import { refuse } from '../../platform/refuse.ts';
import { getWorkingCalendar } from '../calendar/index.ts';
import { summarise, summaryColumns } from '../places/index.ts';
import { findNetwork } from '../streets/index.ts';
import { noSuchPlace, nothingReached, offStreets } from './contract.ts';
import paces from './data/paces.json' with { type: 'json' };
import { findDemand } from './demand.ts';
import { avoidsOf, type PaceCode, speedOf } from './paces.ts';
import { noStreets } from './refusals.ts';

const round = (value: number, digits: number) => Math.round(value * 10 ** digits) / 10 ** digits;

/** Open places in the rectangle that no walk of so many metres can leave. */
export function placesAround(db: Read, district: string, lon: number, lat: number, metres: number, functions: string[] | undefined) {
  const scale = metresPerDegree(lat);
  return db
    .selectFrom('places.place')
    .select(summaryColumns)
    .where('district', '=', district)
    .where('closedOn', 'is', null)
    .where('lon', '>=', lon - metres / scale.lon)
    .where('lon', '<=', lon + metres / scale.lon)
    .where('lat', '>=', lat - metres / scale.lat)
    .where('lat', '<=', lat + metres / scale.lat)
    .$if(Boolean(functions?.length), (q) => q.where(sql<boolean>`functions && ${functions}`))
    .execute();
}

type Near = { lon: number; lat: number; minutes: number; pace: PaceCode; function?: string[]; openNow?: boolean; limit: number };

export async function nearQuery({ db, district, now }: Reading, input: Near) {
  const loaded = (await findNetwork(db, district, avoidsOf(input.pace))) ?? refuse(noStreets);
  const here = loaded.joiner.join(input.lon, input.lat);
  const reach = speedOf(input.pace) * input.minutes * 60;
  const [rows, calendar] = await Promise.all([placesAround(db, district, input.lon, input.lat, reach, input.function), getWorkingCalendar(db)]);
  if (!here) return { isJoined: false, places: [] };
  const places = joinAll(loaded.joiner.join, { lon: rows.map((row) => row.lon), lat: rows.map((row) => row.lat) });
  const from = { lon: Float64Array.of(input.lon), lat: Float64Array.of(input.lat), joints: [here] };
  const { metres } = nearestWalks(loaded.searcher, places, from, reach);
  const reached = rows
    .map((row, i) => ({
      ...summarise(row, calendar, now),
      walkMetres: Math.round(metres[i]!),
      walkMinutes: round(metres[i]! / speedOf(input.pace) / 60, 1),
    }))
    .filter((place) => Number.isFinite(place.walkMetres) && (!input.openNow || place.open.isOpen))
    .sort((a, b) => a.walkMetres - b.walkMetres || a.name.localeCompare(b.name));
  return { isJoined: true, places: reached.slice(0, input.limit) };
}

export async function getCircleQuery({ db, district }: Reading, { placeId, minutes, pace }: { placeId: string; minutes: number; pace: PaceCode }) {
  const loaded = (await findNetwork(db, district, avoidsOf(pace))) ?? refuse(noStreets);
  const place = await db
    .selectFrom('places.place')
    .select(['lon', 'lat', 'functions'])
    .where('district', '=', district)
    .where('id', '=', placeId)
    .executeTakeFirst();
  if (!place) refuse(noSuchPlace);
  const joint = loaded.joiner.join(place.lon, place.lat) ?? refuse(offStreets);
  const metres = speedOf(pace) * minutes * 60;
  const demand = await findDemand(db, district, loaded);
  const around = await placesAround(db, district, place.lon, place.lat, metres, undefined);
  const joined = joinAll(loaded.joiner.join, { lon: around.map((row) => row.lon), lat: around.map((row) => row.lat) });
  const here = { lon: Float64Array.of(place.lon), lat: Float64Array.of(place.lat), joints: [joint] };
  const toPlaces = nearestWalks(loaded.searcher, joined, here, metres).metres;
  const functions = new Set(around.flatMap((row, i) => (toPlaces[i]! <= metres ? row.functions : [])));
  let people = 0;
  let peopleStraight = 0;
  if (demand) {
    const walks = nearestWalks(loaded.searcher, demand.joined, here, metres).metres;
    demand.people.forEach((n, i) => {
      if (walks[i]! <= metres) people += n;
      if (distanceMetres(place.lon, place.lat, demand.joined.lon[i]!, demand.joined.lat[i]!) <= metres) peopleStraight += n;
    });
  }
  const lines = reachedStreets(loaded.searcher, joint, Math.round(metres * 100)).map((line) =>
    line.map(([x, y]): [number, number] => [round(x, 6), round(y, 6)]),
  );
  return { minutes, metres: Math.round(metres), lines, people, peopleStraight, functions: [...functions].toSorted() };
}

export async function findWalkQuery({ db, district }: Reading, input: { lon: number; lat: number; function: string; pace: PaceCode }) {
  const loaded = (await findNetwork(db, district, avoidsOf(input.pace))) ?? refuse(noStreets);
  const here = loaded.joiner.join(input.lon, input.lat) ?? refuse(offStreets);
  const rows = await facilitiesWith(db, district, input.function);
  const facilities = joinAll(loaded.joiner.join, { lon: rows.map((row) => row.lon), lat: rows.map((row) => row.lat) });
  const { nearest } = nearestWalks(loaded.searcher, { lon: Float64Array.of(input.lon), lat: Float64Array.of(input.lat), joints: [here] }, facilities);
  const place = rows[nearest[0]!] ?? refuse(nothingReached);
  const walk = walkBetween(loaded.searcher, here, facilities.joints[nearest[0]!]!) ?? refuse(nothingReached);
  return {
    place,
    metres: Math.round(walk.metres),
    minutes: round(walk.metres / speedOf(input.pace) / 60, 1),
    straightMetres: Math.round(distanceMetres(input.lon, input.lat, place.lon, place.lat)),
    line: [[input.lon, input.lat] as [number, number], ...walk.line, [place.lon, place.lat] as [number, number]],
  };
}

/** Open places that provide a function. */
export function facilitiesWith(db: Read, district: string, code: string) {
  return db
    .selectFrom('places.place')
    .select(['id', 'name', 'lon', 'lat'])
    .where('district', '=', district)
    .where('closedOn', 'is', null)
    .where(sql<boolean>`${code} = any(functions)`)
    .orderBy('id')
    .execute();
}

export async function listPacesQuery() {
  return {
    source: paces.source,
    minutes: paces.minutes,
    paces: paces.paces.map(({ code, name, nameEn, metresPerSecond }) => ({ code: code as PaceCode, name, nameEn, metresPerSecond })),
  };
}
