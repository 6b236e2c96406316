import { sql } from 'kysely';
import { joinAll, nearestWalks } from '../../../engines/reach/coverage.ts';
import type { Actor } from '../../../platform/access.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import type { Read } from '../../../platform/database.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { listCommunities, locator } from '../../areas/index.ts';
import { listKnownFunctions } from '../../places/index.ts';
import { findNetwork } from '../../streets/index.ts';
import { placesAround } from '../near.ts';
import { avoidsOf, type PaceCode, speedOf } from '../paces.ts';
import { noStreets } from '../refusals.ts';
import { noSuchFunction } from './contract.ts';

const communityAt = async (db: Read, district: string, lon: number, lat: number) => locator(await listCommunities(db, district))(lon, lat);

export async function getMyCircleQuery({ db, district }: Reading, { lon, lat, minutes, pace }: { lon: number; lat: number; minutes: number; pace: PaceCode }) {
  const loaded = (await findNetwork(db, district, avoidsOf(pace))) ?? refuse(noStreets);
  const here = loaded.joiner.join(lon, lat);
  const metres = speedOf(pace) * minutes * 60;
  const [rows, known, areaCode] = await Promise.all([
    placesAround(db, district, lon, lat, metres, undefined),
    listKnownFunctions(db, district),
    communityAt(db, district, lon, lat),
  ]);
  const functions = known.filter((entry) => !entry.retired).map((entry) => entry.code);
  if (!here) return { isJoined: false, areaCode, reached: [], missing: functions };
  const joined = joinAll(loaded.joiner.join, { lon: rows.map((row) => row.lon), lat: rows.map((row) => row.lat) });
  const walks = nearestWalks(loaded.searcher, joined, { lon: Float64Array.of(lon), lat: Float64Array.of(lat), joints: [here] }, metres).metres;
  const order = Array.from(rows.keys())
    .filter((i) => walks[i]! <= metres)
    .sort((a, b) => walks[a]! - walks[b]! || (rows[a]!.id < rows[b]!.id ? -1 : 1));
  const reached = functions.flatMap((code) => {
    const own = order.filter((i) => rows[i]!.functions.includes(code));
    const place = rows[own[0]!];
    const walkMinutes = Math.round((10 * walks[own[0]!]!) / speedOf(pace) / 60) / 10;
    return place ? [{ function: code, placeId: place.id, name: place.name, nameEn: place.nameEn, walkMinutes, choices: own.length }] : [];
  });
  const has = new Set(reached.map((entry) => entry.function));
  return { isJoined: true, areaCode, reached, missing: functions.filter((code) => !has.has(code)) };
}

export async function listMyWishesQuery({ db, district, actor }: Reading<Actor>) {
  const rows = await db
    .selectFrom('planning.wish')
    .select('functionCode')
    .where('district', '=', district)
    .where('accountId', '=', actor.id)
    .orderBy('functionCode')
    .execute();
  return rows.map((row) => row.functionCode);
}

/** Keeps the community only; where exactly somebody lives is not asked. */
export async function wishForCommand({ tx, district, actor, now }: Writing<Actor>, input: { function: string; lon: number; lat: number }) {
  const known = await listKnownFunctions(tx, district);
  if (!known.some((entry) => entry.code === input.function && !entry.retired)) refuse(noSuchFunction);
  const areaCode = await communityAt(tx, district, input.lon, input.lat);
  await tx
    .insertInto('planning.wish')
    .values({ district, id: newId(now.getTime()), accountId: actor.id, functionCode: input.function, areaCode, wishedAt: now })
    .onConflict((conflict) => conflict.constraint('wish_once').doUpdateSet({ areaCode }))
    .execute();
  return { function: input.function };
}

export async function unwishCommand({ tx, district, actor }: Writing<Actor>, input: { function: string }) {
  await tx.deleteFrom('planning.wish').where('district', '=', district).where('accountId', '=', actor.id).where('functionCode', '=', input.function).execute();
  return input;
}

export async function countWishesQuery({ db, district }: Reading) {
  const rows = await db
    .selectFrom('planning.wish')
    .select(['functionCode', 'areaCode', sql<number>`count(*)::int`.as('wishes')])
    .where('district', '=', district)
    .groupBy(['functionCode', 'areaCode'])
    .orderBy('wishes', 'desc')
    .orderBy('functionCode')
    .orderBy('areaCode')
    .execute();
  return rows.map(({ functionCode, areaCode, wishes }) => ({ function: functionCode, areaCode, wishes }));
}
