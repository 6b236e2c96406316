import { z } from 'zod';
import { AreaCode, command, Flag, Id, Latitude, Longitude, listOf, Moment, query, refusal, refuses } from '../../platform/endpoint.ts';
import { PlaceSummary } from '../places/contract.ts';
import { circle } from './circle/contract.ts';
import need from './data/need.json' with { type: 'json' };
import paces from './data/paces.json' with { type: 'json' };
import { programme } from './programme/contract.ts';
import { noPopulation, noStreets } from './refusals.ts';
import { table } from './table/contract.ts';

export const noSuchPlace = refusal(404, 'planning/no-such-place', { zh: '没有这个地点', en: 'There is no such place' });
export const noSuchStudy = refusal(404, 'planning/no-such-study', { zh: '没有这项研究', en: 'There is no such study' });
export const offStreets = refusal(422, 'planning/off-streets', {
  zh: '这个位置离街道太远，算不出步行时间',
  en: 'This position is too far from any street to say how long a walk takes',
});
export const nothingReached = refusal(404, 'planning/nothing-reached', {
  zh: '走路到不了这类设施',
  en: 'No facility of this kind can be reached on foot',
});

const usualWalk = { minutes: paces.minutes, speed: paces.paces.find(({ code }) => code === 'adult')!.metresPerSecond };
const Pace = z.enum(['adult', 'elder', 'pram']);
const Minutes = z.coerce.number().min(1).max(60);
const Line = z.array(z.tuple([z.number(), z.number()]));
export const Figures = z.object({
  people: z.number(),
  peopleWithin: z.number(),
  share: z.number(),
  peopleWithinStraight: z.number(),
  shareStraight: z.number(),
  meanMinutes: z.number().nullable(),
  p90Minutes: z.number().nullable(),
  peopleUnreached: z.number(),
});

export const near = query('/planning/near', 'What can be reached on foot from a position, nearest first')
  .errors(refuses(noStreets))
  .input(
    z.object({
      lon: Longitude,
      lat: Latitude,
      minutes: Minutes.default(usualWalk.minutes),
      pace: Pace.default('adult'),
      function: listOf(z.string()).optional(),
      openNow: Flag.optional(),
      limit: z.coerce.number().int().min(1).max(200).default(30),
    }),
  )
  .output(
    z.object({
      isJoined: z.boolean(),
      places: z.array(PlaceSummary.extend({ walkMetres: z.number(), walkMinutes: z.number() })),
    }),
  );

export const getCircle = query(
  '/planning/circles/{placeId}',
  'The circle of a place as people walk it: streets within the time, people living there, functions to be found',
)
  .errors(refuses(noStreets, noSuchPlace, offStreets))
  .input(z.object({ placeId: Id, minutes: Minutes.default(usualWalk.minutes), pace: Pace.default('adult') }))
  .output(
    z.object({
      minutes: z.number(),
      metres: z.number(),
      lines: z.array(Line),
      people: z.number(),
      peopleStraight: z.number(),
      functions: z.array(z.string()),
    }),
  );

export const findWalk = query('/planning/walk', 'The walk from a position to the nearest place with a function')
  .errors(refuses(noStreets, offStreets, nothingReached))
  .input(z.object({ lon: Longitude, lat: Latitude, function: z.string(), pace: Pace.default('adult') }))
  .output(
    z.object({
      place: z.object({ id: Id, name: z.string(), lon: z.number(), lat: z.number() }),
      metres: z.number(),
      minutes: z.number(),
      straightMetres: z.number(),
      line: Line,
    }),
  );

export const getCoverage = query('/planning/coverage', 'Who reaches a function on foot: shares by area, cells for the map, the worst cells')
  .errors(refuses(noStreets, noPopulation))
  .input(
    z.object({
      function: z.string().default(need.start.function),
      minutes: Minutes.default(usualWalk.minutes),
      speed: z.coerce.number().min(0.3).max(3).default(usualWalk.speed),
      avoids: listOf(z.string().max(40)).optional(),
      within: AreaCode.optional(),
    }),
  )
  .output(
    z.object({
      function: z.string(),
      facilities: z.int(),
      facilitiesOffStreets: z.int(),
      reachMetres: z.number(),
      population: z.object({ title: z.string(), source: z.string(), asOf: z.string(), invented: z.boolean() }),
      total: Figures,
      areas: z.array(z.object({ code: AreaCode, name: z.string(), level: z.string(), parentCode: z.string().nullable(), figures: Figures })),
      cells: z.object({
        id: z.array(z.string()),
        lon: z.array(z.number()),
        lat: z.array(z.number()),
        people: z.array(z.number()),
        minutes: z.array(z.number().nullable()),
      }),
      worst: z.array(
        z.object({
          id: z.string(),
          name: z.string().nullable(),
          lon: z.number(),
          lat: z.number(),
          people: z.number(),
          minutes: z.number().nullable(),
        }),
      ),
    }),
  );

export const listPaces = query('/planning/paces', 'Walking speeds by group, with their source').output(
  z.object({
    source: z.string(),
    minutes: z.number(),
    paces: z.array(z.object({ code: Pace, name: z.string(), nameEn: z.string(), metresPerSecond: z.number(), avoids: z.array(z.string()).optional() })),
  }),
);

export const StudyKind = z.object({
  kind: z.string(),
  name: z.string(),
  nameEn: z.string(),
  facilities: z.number(),
  places: z.number(),
  figures: Figures,
  worst: z.array(z.object({ id: z.string(), lon: z.number(), lat: z.number(), people: z.number(), minutes: z.number().nullable() })),
});
export const StudyResult = z.object({
  title: z.string(),
  speed: z.number(),
  minutes: z.number(),
  reachMetres: z.number(),
  network: z.object({ vertices: z.int(), segments: z.int(), kilometres: z.number(), components: z.int() }),
  cells: z.int(),
  cellsOffStreets: z.int(),
  people: z.number(),
  kinds: z.array(StudyKind),
  notes: z.array(z.object({ zh: z.string(), en: z.string() })),
});
export const Study = z.object({
  id: Id,
  title: z.string(),
  status: z.enum(['waiting', 'running', 'done', 'failed']),
  progress: z.string(),
  error: z.string().nullable(),
  files: z.array(z.string()),
  createdAt: Moment,
  finishedAt: Moment.nullable(),
  result: StudyResult.nullable(),
});
const ById = z.object({ id: Id });

export const startStudy = command('POST', '/planning/studies', 'Run a coverage study: on the district as loaded, or on files of your own')
  .errors(refuses(noStreets, noPopulation))
  .input(
    z.object({
      title: z.string().trim().min(2).max(120),
      minutes: Minutes.default(usualWalk.minutes),
      speed: z.coerce.number().min(0.3).max(3).default(usualWalk.speed),
      crs: z.enum(['WGS-84', 'CGCS2000', 'GCJ-02', 'BD-09']).optional(),
      files: listOf(z.file().max(64_000_000)).optional(),
    }),
  )
  .output(ById);
export const listStudies = query('/planning/studies', 'Studies of this district').output(z.array(Study.omit({ result: true })));
export const getStudy = query('/planning/studies/{id}', 'A study with its table').errors(refuses(noSuchStudy)).input(ById).output(Study);
export const getStudyReport = query('/planning/studies/{id}/report', 'The report of a study as a file')
  .errors(refuses(noSuchStudy))
  .input(ById.extend({ as: z.enum(['html', 'csv', 'json']) }))
  .output(z.file());

export const planning = {
  near,
  getCircle,
  findWalk,
  getCoverage,
  listPaces,
  startStudy,
  listStudies,
  getStudy,
  getStudyReport,
  ...table,
  ...circle,
  ...programme,
};
