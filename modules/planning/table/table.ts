import { writeGraphFile } from '../../../engines/reach/graph-file.ts';
import type { Reading } from '../../../platform/context.ts';
import type { Read } from '../../../platform/database.ts';
import { refuse } from '../../../platform/refuse.ts';
import { codesBelow } from '../../areas/index.ts';
import { listKnownFunctions } from '../../places/index.ts';
import { findNetwork } from '../../streets/index.ts';
import need from '../data/need.json' with { type: 'json' };
import paces from '../data/paces.json' with { type: 'json' };
import { noPopulation, noStreets } from '../refusals.ts';

type OfferRow = { count: number; area: number; capacity: number };

/** What a place offers of each function: one of it, the rooms that have it, and its places where it has one function only. */
function offersOf(place: { functions: string[]; area: number; capacity: number | null }, rooms: readonly { functions: string[]; usableArea: number }[]) {
  return place.functions.map((code) => {
    const area = rooms.filter((room) => room.functions.includes(code)).reduce((sum, room) => sum + room.usableArea, 0);
    const isOnly = place.functions.length === 1;
    return {
      function: code,
      count: 1,
      area: isOnly && rooms.length === 0 ? place.area : area,
      capacity: isOnly ? (place.capacity ?? 0) : 0,
    } satisfies OfferRow & {
      function: string;
    };
  });
}

async function listFacilities(db: Read, district: string) {
  const [places, rooms] = await Promise.all([
    db
      .selectFrom('places.place')
      .select(['id', 'kind', 'name', 'areaCode', 'lon', 'lat', 'functions', 'usableArea', 'buildingArea', 'capacity'])
      .where('district', '=', district)
      .where('closedOn', 'is', null)
      .orderBy('id')
      .execute(),
    db
      .selectFrom('places.room')
      .select(['placeId', 'functions', 'usableArea'])
      .where('district', '=', district)
      .where('useKind', '=', 'service')
      .orderBy('id')
      .execute(),
  ]);
  const own = new Map<string, { functions: string[]; usableArea: number }[]>();
  for (const { placeId, functions, usableArea } of rooms) {
    const room = { functions, usableArea: Number(usableArea) };
    const list = own.get(placeId);
    if (list) list.push(room);
    else own.set(placeId, [room]);
  }
  return places.map(({ functions, usableArea, buildingArea, capacity, ...place }) => {
    const area = Number(usableArea ?? buildingArea ?? 0);
    return { ...place, area, offers: offersOf({ functions, area, capacity }, own.get(place.id) ?? []) };
  });
}

/** Idle spaces that no facility stands in yet: candidates for new sites. */
async function listFreeSpaces(db: Read, district: string) {
  const rows = await db
    .selectFrom('planning.space')
    .select(['id', 'name', 'areaCode', 'lon', 'lat', 'floorArea', 'rentFen'])
    .where('district', '=', district)
    .where('status', 'in', ['offered', 'surveyed', 'agreed'])
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...row, floorArea: Number(row.floorArea), rentFen: Number(row.rentFen) }));
}

async function listCells(db: Read, district: string) {
  const population = await db
    .selectFrom('planning.population')
    .select(['id', 'title', 'source', 'asOf', 'invented'])
    .where('district', '=', district)
    .where('current', '=', true)
    .executeTakeFirst();
  if (!population) return null;
  const rows = await db
    .selectFrom('planning.populationCell')
    .select(['id', 'name', 'areaCode', 'lon', 'lat', 'people', 'households', 'bands'])
    .where('district', '=', district)
    .where('populationId', '=', population.id)
    .orderBy('id')
    .execute();
  const noBands = [0, 0, 0, 0, 0, 0];
  return {
    population,
    cells: {
      id: rows.map((row) => row.id),
      name: rows.map((row) => row.name),
      lon: rows.map((row) => row.lon),
      lat: rows.map((row) => row.lat),
      areaCode: rows.map((row) => row.areaCode),
      people: rows.map((row) => row.people),
      households: rows.map((row) => row.households ?? 0),
      bands: rows.map((row) => row.bands ?? noBands),
    },
  };
}

/** Where a table begins that nobody has set otherwise. */
function startOf(known: readonly { code: string }[]) {
  const { pace, decay, function: code } = need.start;
  const { metresPerSecond: speed, avoids } = paces.paces.find((entry) => entry.code === pace)!;
  return {
    function: known.some((entry) => entry.code === code) ? code : (known[0]?.code ?? code),
    minutes: paces.minutes,
    speed,
    avoids,
    decay: decay as 'gaussian',
  };
}

/** Everything the planning table computes with, in one answer. The streets come apart, for they never change and are kept by browsers. */
export async function getTableQuery({ db, district }: Reading) {
  const network = (await findNetwork(db, district)) ?? refuse(noStreets);
  const { population, cells } = (await listCells(db, district)) ?? refuse(noPopulation);
  const [facilities, spaces, all, areas] = await Promise.all([
    listFacilities(db, district),
    listFreeSpaces(db, district),
    listKnownFunctions(db, district),
    db
      .selectFrom('areas.area')
      .select(['code', 'name', 'level', 'parentCode'])
      .where('code', 'in', codesBelow(district))
      .where('level', 'in', ['subdistrict', 'community'])
      .where('validTo', 'is', null)
      .orderBy('code')
      .execute(),
  ]);
  const known = all.filter((entry) => !entry.retired);
  const serves: Record<string, string> = need.serves;
  const own: Record<string, string> = need.wantedBy;
  return {
    streets: network.id,
    population,
    areas,
    cells,
    facilities,
    spaces,
    functions: known.map(({ code, name, nameEn }) => ({ code, name, nameEn: nameEn ?? name })),
    need: {
      version: need.version,
      source: need.source,
      groups: need.groups,
      advice: need.advice,
      siteScore: need.siteScore as never,
      wantedBy: Object.fromEntries(known.map(({ code, serves: whom }) => [code, own[code] ?? serves[whom] ?? 'all'])),
      norms: need.norms as never,
    },
    paces: paces.paces,
    start: startOf(known),
  };
}

export async function getTableStreetsQuery({ db, district }: Reading, { id }: { id: string }) {
  const loaded = await findNetwork(db, district);
  if (loaded?.id !== id) refuse(noStreets);
  return new File([writeGraphFile(loaded.network)], 'streets.bin', { type: 'application/octet-stream' });
}
