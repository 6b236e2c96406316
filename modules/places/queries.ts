import { sql } from 'kysely';
import { hoursOn, type OpeningHours, openState } from '../../engines/calendar/opening-hours.ts';
import { addDays, type WorkingCalendar } from '../../engines/calendar/working-days.ts';
import { holdsAt, type Whereabouts } from '../../platform/access.ts';
import { dayHere, minuteHere } from '../../platform/clock.ts';
import type { Reading } from '../../platform/context.ts';
import type { Read } from '../../platform/database.ts';
import { refuse } from '../../platform/refuse.ts';
import { searchPattern } from '../../platform/search.ts';
import { codesBelow } from '../areas/index.ts';
import { getWorkingCalendar } from '../calendar/index.ts';
import { noSuchPlace } from './contract.ts';
import { listPhotos } from './ledger/photos.ts';
import { ledgerRatios } from './ledger/ratios.ts';
import { placeClosers, placeEditors } from './roles.ts';

export type PlaceRow = {
  id: string;
  kind: string;
  name: string;
  nameEn: string | null;
  areaCode: string;
  address: string | null;
  lon: number;
  lat: number;
  functions: string[];
  hours: unknown;
  invented: boolean;
};
export const summaryColumns = ['id', 'kind', 'name', 'nameEn', 'areaCode', 'address', 'lon', 'lat', 'functions', 'hours', 'invented'] as const;

/** A place as lists and maps show it, with whether it is open at the moment. */
export function summarise({ hours, kind, ...row }: PlaceRow, calendar: WorkingCalendar, now: Date) {
  return { ...row, kind: kind as 'complex', open: openState(hours as OpeningHours, dayHere(now), minuteHere(now), calendar) };
}

export async function placeWhereabouts(db: Read, district: string, input: { id: string }): Promise<Whereabouts | undefined> {
  const row = await db
    .selectFrom('places.place')
    .innerJoin('areas.area', 'code', 'areaCode')
    .select(['path', 'operatorId'])
    .where('district', '=', district)
    .where('id', '=', input.id)
    .executeTakeFirst();
  return row && { areaPath: row.path, organisationId: row.operatorId };
}

type Search = {
  find?: string;
  function?: string[];
  kind?: 'complex' | 'facility';
  within?: string;
  openNow?: boolean;
  limit: number;
};

export async function searchPlacesQuery({ db, district, now }: Reading, input: Search) {
  const calendar = await getWorkingCalendar(db);
  const rows = await db
    .selectFrom('places.place')
    .select(summaryColumns)
    .where('district', '=', district)
    .where('closedOn', 'is', null)
    .$if(Boolean(input.find), (q) => q.where('search', 'like', searchPattern(input.find!)))
    .$if(Boolean(input.function?.length), (q) => q.where(sql<boolean>`functions && ${input.function}`))
    .$if(Boolean(input.kind), (q) => q.where('kind', '=', input.kind!))
    .$if(Boolean(input.within), (q) => q.where('areaCode', 'in', codesBelow(input.within!)))
    .orderBy('kind')
    .orderBy('name')
    .limit(input.openNow ? 5000 : input.limit)
    .execute();
  const places = rows.map((row) => summarise(row, calendar, now));
  return (input.openNow ? places.filter((place) => place.open.isOpen) : places).slice(0, input.limit);
}

/** The rooms of places, each with its time template. */
export async function listRooms(db: Read, district: string, placeIds: string[]) {
  if (placeIds.length === 0) return [];
  const [rooms, times] = await Promise.all([
    db
      .selectFrom('places.room')
      .select(['id', 'placeId', 'name', 'floor', 'usableArea', 'zone', 'functions', 'operatorClass', 'useKind', 'allDay', 'openUse', 'siteId'])
      .where('district', '=', district)
      .where('placeId', 'in', placeIds)
      .orderBy('floor')
      .orderBy('name')
      .execute(),
    db
      .selectFrom('places.roomTime as t')
      .innerJoin('places.room as r', (join) => join.onRef('r.district', '=', 't.district').onRef('r.id', '=', 't.roomId'))
      .select(['t.roomId', 't.functionCode', 't.weekday', 't.fromMinute as from', 't.toMinute as to'])
      .where('t.district', '=', district)
      .where('r.placeId', 'in', placeIds)
      .orderBy('t.weekday')
      .orderBy('t.fromMinute')
      .execute(),
  ]);
  return rooms.map((room) => ({
    ...room,
    zone: room.zone as 'x' | null,
    operatorClass: room.operatorClass as 'public',
    useKind: room.useKind as 'service',
    times: times.filter((time) => time.roomId === room.id).map(({ roomId: _, ...time }) => time),
  }));
}

export async function getPlaceQuery({ db, district, now, actor }: Reading, { id }: { id: string }) {
  const row = await db
    .selectFrom('places.place as place')
    .innerJoin('areas.area as area', 'area.code', 'place.areaCode')
    .leftJoin('partners.organisation as operator', (join) =>
      join.onRef('operator.district', '=', 'place.district').onRef('operator.id', '=', 'place.operatorId'),
    )
    .selectAll('place')
    .select(['area.name as areaName', 'area.path as areaPath', 'operator.name as operatorName'])
    .where('place.district', '=', district)
    .where('place.id', '=', id)
    .executeTakeFirst();
  if (!row) refuse(noSuchPlace);
  const [calendar, rooms, photos, sites] = await Promise.all([
    getWorkingCalendar(db),
    listRooms(db, district, [id]),
    listPhotos(db, district, id),
    db
      .selectFrom('places.site')
      .select(['id', 'name', 'address', 'lon', 'lat'])
      .where('district', '=', district)
      .where('placeId', '=', id)
      .orderBy('name')
      .execute(),
  ]);
  const hours = row.hours as unknown as OpeningHours;
  const today = dayHere(now);
  const { district: _d, search: _s, externalId: _e, sourceCrs: _crs, areaPath, updatedAt, ...shown } = row;
  return {
    ...shown,
    kind: row.kind as 'complex',
    modeS0: row.modeS0 as 'clustered' | null,
    buildType: row.buildType as 'integrated' | null,
    tier: row.tier as 'inclusive' | null,
    acquisition: row.acquisition as 'lease' | null,
    condition: row.condition as 'good' | null,
    accessibility: row.accessibility as 'ramp'[],
    hours,
    open: openState(hours, today, minuteHere(now), calendar),
    week: Array.from({ length: 7 }, (_, i) => hoursOn(hours, addDays(today, i), calendar)),
    photos,
    sites,
    rooms: rooms.map(({ placeId: _p, ...room }) => room),
    ratios: rooms.length > 0 ? ledgerRatios(rooms) : null,
    updatedAt: updatedAt.toISOString(),
    may: {
      edit: row.closedOn === null && holdsAt(actor, placeEditors, { areaPath, organisationId: row.operatorId }),
      close: row.closedOn === null && holdsAt(actor, placeClosers, { areaPath }),
    },
  };
}

export async function listRegisterQuery({ db, district, now }: Reading, { within }: { within: string }) {
  const calendar = await getWorkingCalendar(db);
  const rows = await db
    .selectFrom('places.place')
    .innerJoin('areas.area as area', 'area.code', 'areaCode')
    .select(summaryColumns.map((column) => `places.place.${column}` as const))
    .select(['area.name as areaName', 'tier', 'buildType', 'buildingArea'])
    .where('district', '=', district)
    .where('kind', '=', 'complex')
    .where('closedOn', 'is', null)
    .where('areaCode', 'in', codesBelow(within))
    .orderBy('areaCode')
    .orderBy('places.place.name')
    .limit(2000)
    .execute();
  const rooms = await listRooms(
    db,
    district,
    rows.map((row) => row.id),
  );
  return rows.map(({ areaName, tier, buildType, buildingArea, ...row }) => {
    const own = rooms.filter((room) => room.placeId === row.id);
    return {
      ...summarise(row, calendar, now),
      areaName,
      tier,
      buildType,
      buildingArea,
      rooms: own.length,
      ratios: ledgerRatios(own),
    };
  });
}

export async function countFacilitiesQuery({ db, district }: Reading, { within }: { within: string }) {
  return db
    .selectFrom('places.place')
    .innerJoin(sql<{ code: string }>`unnest(functions)`.as<'f'>(sql`f(code)`), (join) => join.onTrue())
    .select((eb) => [
      'f.code as functionCode',
      eb.fn.countAll<number>().filterWhere('kind', '=', 'complex').as('complexes'),
      eb.fn.countAll<number>().filterWhere('kind', '=', 'facility').as('facilities'),
    ])
    .where('district', '=', district)
    .where('closedOn', 'is', null)
    .where('areaCode', 'in', codesBelow(within))
    .groupBy('f.code')
    .orderBy('f.code')
    .execute();
}
