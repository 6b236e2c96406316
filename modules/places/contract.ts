import { z } from 'zod';
import { AreaCode, command, Day, Flag, Id, listOf, Moment, query, refusal, refuses } from '../../platform/endpoint.ts';

export const noSuchPlace = refusal(404, 'places/no-such-place', { zh: '没有这个地点', en: 'There is no such place' });
export const noSuchRoom = refusal(404, 'places/no-such-room', { zh: '没有这个房间', en: 'There is no such room' });
export const noSuchFunction = refusal(422, 'places/no-such-function', { zh: '功能清单里没有这一项', en: 'The catalogue has no such function' });
export const changedMeanwhile = refusal(409, 'places/changed-meanwhile', { zh: '别人刚刚改过，请刷新后再改', en: 'Somebody changed this meanwhile; reload and try again' });
export const usableTooLarge = refusal(422, 'places/usable-too-large', { zh: '可用面积不能大于建筑面积', en: 'The usable area cannot exceed the building area' }, 'place_usable_within_building');
export const roomNamed = refusal(409, 'places/room-named', { zh: '这里已有同名房间', en: 'There is a room of this name here' }, 'room_name');
export const timesOverlap = refusal(409, 'places/times-overlap', { zh: '同一房间的两个时段重叠了', en: 'Two times of this room overlap' }, 'room_time_no_overlap');
export const wrongHours = refusal(422, 'places/wrong-hours', { zh: '开放时间填写有误', en: 'The opening hours are wrong' });
export const censusTitled = refusal(409, 'places/census-titled', { zh: '已有同名普查', en: 'There is a census of this title' }, 'census_title');
export const notYours = refusal(403, 'places/not-yours', { zh: '综合体的归属、运营方和类型由管理员登记', en: 'Where a place belongs, who runs it and of which kind it is are recorded by officials there' });
export const closesLater = refusal(422, 'places/closes-later', { zh: '请在关闭当天或之后登记', en: 'Record it on the day it closes or later' });
export const noSuchCensus = refusal(404, 'places/no-such-census', { zh: '没有这次普查', en: 'There is no such census' });

const Minute = z.int().min(0).max(1440);
const MonthDay = z.string().regex(/^(0[1-9]|1[0-2])-([0-2]\d|3[01])$/, 'a month and day such as 07-01');
export const OpeningHours = z.object({
  allDay: z.boolean(),
  weekly: z
    .array(
      z.object({
        days: z.array(z.int().min(1).max(7)),
        from: Minute,
        to: Minute,
        season: z.object({ from: MonthDay, to: MonthDay }).optional(),
        term: z.enum(['term', 'vacation']).optional(),
      }),
    )
    .max(40),
  onHoliday: z.enum(['closed', 'asSunday', 'asUsual']),
  onMakeUpDay: z.enum(['asUsual', 'asMonday']),
  exceptions: z.array(z.object({ from: Day, to: Day, intervals: z.array(z.object({ from: Minute, to: Minute })), note: z.string().max(120) })).max(200),
  vacations: z.array(z.object({ from: Day, to: Day })).max(40),
});
export const OpenState = z.object({ isOpen: z.boolean(), closesAt: Minute.nullable(), opensNext: z.object({ day: Day, minute: Minute }).nullable() });
export const Kind = z.enum(['complex', 'facility']);
export const OperatorClass = z.enum(['public', 'market', 'social', 'resident']);

export const PlaceSummary = z.object({
  id: Id,
  kind: Kind,
  name: z.string(),
  nameEn: z.string().nullable(),
  areaCode: AreaCode,
  address: z.string().nullable(),
  lon: z.number(),
  lat: z.number(),
  functions: z.array(z.string()),
  open: OpenState,
  invented: z.boolean(),
});
export const RoomTime = z.object({ functionCode: z.string(), weekday: z.int().min(1).max(7), from: Minute, to: Minute });
export const RoomFields = z.object({
  name: z.string().trim().min(1).max(60),
  floor: z.string().trim().min(1).max(10).default('1'),
  usableArea: z.number().min(0.1).max(100_000),
  zone: z.enum(['party', 'counter', 'deliberation', 'elderAndChild', 'living', 'x']).nullable().default(null),
  functions: z.array(z.string()).max(33).default([]),
  operatorClass: OperatorClass,
  useKind: z.enum(['service', 'office', 'display']).default('service'),
  allDay: z.boolean().default(false),
  openUse: z.boolean().default(false),
  siteId: Id.nullable().default(null),
});
export const Room = RoomFields.extend({ id: Id, name: z.string(), floor: z.string(), usableArea: z.number(), functions: z.array(z.string()), times: z.array(RoomTime) });
const Ratio = z.object({ area: z.number(), share: z.number() });
export const Ratios = z.object({
  usableArea: z.number(),
  multiFunction: Ratio,
  market: Ratio,
  social: Ratio,
  allDay: Ratio,
  office: Ratio,
  functionAreas: z.array(z.object({ functionCode: z.string(), area: z.number() })),
  missingZones: z.array(z.string()),
});
export const DayHours = z.object({
  day: Day,
  intervals: z.array(z.object({ from: Minute, to: Minute })),
  why: z.enum(['usual', 'exception', 'holiday', 'makeUp', 'allDay']),
  note: z.string().nullable(),
  provisional: z.boolean(),
});
export const PlaceFields = z.object({
  kind: Kind,
  name: z.string().trim().min(2).max(80),
  nameEn: z.string().trim().max(120).nullable(),
  areaCode: AreaCode,
  serviceAreaId: Id.nullable(),
  address: z.string().trim().max(200).nullable(),
  phone: z.string().trim().max(40).nullable(),
  lon: z.number().min(-180).max(180),
  lat: z.number().min(-90).max(90),
  functions: z.array(z.string()).max(33),
  modeS0: z.enum(['clustered', 'dispersed', 'embedded']).nullable(),
  buildType: z.enum(['integrated', 'area', 'street']).nullable(),
  tier: z.enum(['demonstration', 'inclusive']).nullable(),
  acquisition: z.enum(['newBuild', 'rebuild', 'swap', 'lease', 'purchase', 'coBuild', 'transfer', 'provision']).nullable(),
  owner: z.string().trim().max(120).nullable(),
  operatorId: Id.nullable(),
  buildingArea: z.number().min(0.1).max(1_000_000).nullable(),
  usableArea: z.number().min(0.1).max(1_000_000).nullable(),
  capacity: z.int().min(0).nullable(),
  condition: z.enum(['good', 'fair', 'poor']).nullable(),
  utilisation: z.int().min(0).max(100).nullable(),
  accessibility: z.array(z.enum(['ramp', 'lift', 'toilet', 'tactile', 'hearing', 'parking'])),
  openedOn: Day.nullable(),
});
const NewPlace = PlaceFields.partial().required({ kind: true, name: true, areaCode: true, lon: true, lat: true });
/** What is sent was checked when it came in; a stricter rule of today must not hide an old record. */
const Stored = { name: z.string(), buildingArea: z.number().nullable(), usableArea: z.number().nullable(), accessibility: z.array(PlaceFields.shape.accessibility.element) };
export const Place = PlaceFields.extend({
  ...Stored,
  lon: z.number(),
  lat: z.number(),
  nameEn: z.string().nullable(),
  address: z.string().nullable(),
  phone: z.string().nullable(),
  owner: z.string().nullable(),
  functions: z.array(z.string()),
  id: Id,
  areaName: z.string(),
  operatorName: z.string().nullable(),
  photos: z.array(z.string()),
  hours: OpeningHours,
  open: OpenState,
  week: z.array(DayHours),
  sites: z.array(z.object({ id: Id, name: z.string(), address: z.string().nullable(), lon: z.number(), lat: z.number() })),
  rooms: z.array(Room),
  ratios: Ratios.nullable(),
  invented: z.boolean(),
  revision: z.int(),
  updatedAt: Moment,
  may: z.object({ edit: z.boolean() }),
});
const ById = z.object({ id: Id });

export const listFunctions = query('/places/functions', 'The catalogue of functions and its groupings').output(
  z.object({
    version: z.string(),
    status: z.string(),
    source: z.string(),
    functions: z.array(z.object({ code: z.string(), number: z.int(), class: z.string(), name: z.string(), nameEn: z.string(), serves: z.enum(['elder', 'child', 'all']), basic: z.boolean() })),
    groups: z.array(z.object({ grouping: z.string(), code: z.string(), name: z.string(), nameEn: z.string(), functions: z.array(z.string()) })),
  }),
);
export const searchPlaces = query('/places', 'Places by name (Chinese, pinyin or initials), function, kind and area')
  .input(z.object({ find: z.string().trim().max(60).optional(), function: listOf(z.string()).optional(), kind: Kind.optional(), within: AreaCode.optional(), openNow: Flag.optional(), limit: z.coerce.number().int().min(1).max(1000).default(100) }))
  .output(z.array(PlaceSummary));
export const getPlace = query('/places/{id}', 'One place: rooms, hours of the week, live ratios').errors(refuses(noSuchPlace)).input(ById).output(Place);
export const listRegister = query('/places/register', 'The register of complexes below an area, with their ratios')
  .input(z.object({ within: AreaCode }))
  .output(z.array(z.object({ ...PlaceSummary.shape, areaName: z.string(), tier: z.string().nullable(), buildType: z.string().nullable(), buildingArea: z.number().nullable(), rooms: z.int(), ratios: Ratios })));
export const countFacilities = query('/places/totals', 'How many places provide each function, to reconcile with published totals')
  .input(z.object({ within: AreaCode }))
  .output(z.array(z.object({ functionCode: z.string(), complexes: z.int(), facilities: z.int() })));

export const createPlace = command('POST', '/places', 'Register a complex or facility')
  .errors(refuses(noSuchFunction, usableTooLarge))
  .input(NewPlace)
  .output(ById);
export const updatePlace = command('PUT', '/places/{id}', 'Change what is recorded of a place; needs the revision that was read')
  .errors(refuses(noSuchPlace, noSuchFunction, changedMeanwhile, usableTooLarge, notYours))
  .input(PlaceFields.partial().extend({ id: Id, revision: z.int() }))
  .output(z.object({ id: Id, revision: z.int() }));
export const closePlace = command('POST', '/places/{id}/close', 'Record that a place closed')
  .errors(refuses(noSuchPlace, closesLater))
  .input(ById.extend({ closedOn: Day }))
  .output(ById);
export const setHours = command('PUT', '/places/{id}/hours', 'Set the opening hours, with exceptions, holidays and school terms')
  .errors(refuses(noSuchPlace, wrongHours, changedMeanwhile))
  .input(ById.extend({ revision: z.int(), hours: OpeningHours }))
  .output(z.object({ id: Id, revision: z.int() }));
export const addRoom = command('POST', '/places/{placeId}/rooms', 'Add a room to the ledger')
  .errors(refuses(noSuchPlace, noSuchFunction, roomNamed))
  .input(RoomFields.extend({ placeId: Id }))
  .output(ById);
export const updateRoom = command('PUT', '/places/{placeId}/rooms/{id}', 'Change a room of the ledger')
  .errors(refuses(noSuchRoom, noSuchFunction, roomNamed))
  .input(RoomFields.extend({ placeId: Id, id: Id }))
  .output(ById);
export const removeRoom = command('DELETE', '/places/{placeId}/rooms/{id}', 'Take a room out of the ledger')
  .errors(refuses(noSuchRoom))
  .input(z.object({ placeId: Id, id: Id }))
  .output(ById);
export const setRoomTimes = command('PUT', '/places/{placeId}/rooms/{id}/times', 'Say which function a room has by weekday and hour')
  .errors(refuses(noSuchRoom, noSuchFunction, timesOverlap))
  .input(z.object({ placeId: Id, id: Id, times: z.array(RoomTime).max(200) }))
  .output(ById);

export const takeCensus = command('POST', '/places/censuses', 'Freeze the register as a census at a date')
  .errors(refuses(censusTitled))
  .input(z.object({ title: z.string().trim().min(2).max(80), asOf: Day }))
  .output(z.object({ id: Id, places: z.int() }));
export const listCensuses = query('/places/censuses', 'Censuses taken').output(z.array(z.object({ id: Id, title: z.string(), asOf: Day, takenAt: Moment, places: z.int() })));
export const compareCensus = query('/places/censuses/{id}/difference', 'What changed since a census: to now, or to a later census')
  .errors(refuses(noSuchCensus))
  .input(ById.extend({ to: Id.optional() }))
  .output(
    z.object({
      added: z.array(z.object({ id: Id, name: z.string() })),
      removed: z.array(z.object({ id: Id, name: z.string() })),
      changed: z.array(z.object({ id: Id, name: z.string(), fields: z.array(z.object({ field: z.string(), before: z.string(), after: z.string() })) })),
      unchanged: z.int(),
    }),
  );

export const places = {
  listFunctions,
  listRegister,
  countFacilities,
  listCensuses,
  searchPlaces,
  getPlace,
  createPlace,
  updatePlace,
  closePlace,
  setHours,
  addRoom,
  updateRoom,
  removeRoom,
  setRoomTimes,
  takeCensus,
  compareCensus,
};
