import { z } from 'zod';
import { AreaCode, Day, Id, Moment } from '../../platform/endpoint.ts';

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
export const OpenState = z.object({
  isOpen: z.boolean(),
  closesAt: Minute.nullable(),
  opensNext: z.object({ day: Day, minute: Minute }).nullable(),
});
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
export const Room = RoomFields.extend({
  id: Id,
  name: z.string(),
  floor: z.string(),
  usableArea: z.number(),
  functions: z.array(z.string()),
  times: z.array(RoomTime),
});
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
export const SiteFields = z.object({
  name: z.string().trim().min(2).max(60),
  address: z.string().trim().max(200).nullable().default(null),
  lon: z.number().min(-180).max(180),
  lat: z.number().min(-90).max(90),
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
export const NewPlace = PlaceFields.partial().required({ kind: true, name: true, areaCode: true, lon: true, lat: true });
/** What is sent was checked when it came in; a stricter rule of today must not hide an old record. */
const Stored = {
  name: z.string(),
  buildingArea: z.number().nullable(),
  usableArea: z.number().nullable(),
  accessibility: z.array(PlaceFields.shape.accessibility.element),
};
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
  photos: z.array(z.object({ id: Id, caption: z.string(), width: z.int(), height: z.int(), small: z.string(), large: z.string() })),
  hours: OpeningHours,
  open: OpenState,
  week: z.array(DayHours),
  sites: z.array(z.object({ id: Id, name: z.string(), address: z.string().nullable(), lon: z.number(), lat: z.number() })),
  rooms: z.array(Room),
  ratios: Ratios.nullable(),
  closedOn: Day.nullable(),
  invented: z.boolean(),
  revision: z.int(),
  updatedAt: Moment,
  may: z.object({ edit: z.boolean(), close: z.boolean() }),
});
