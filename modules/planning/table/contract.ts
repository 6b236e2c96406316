import { z } from 'zod';
import { AreaCode, command, Id, Latitude, Longitude, Moment, query, refusal, refuses } from '../../../platform/endpoint.ts';
import { noPopulation, noStreets } from '../refusals.ts';

export const noSuchScenario = refusal(404, 'planning/no-such-scenario', { zh: '没有这个方案', en: 'There is no such scenario' });
export const scenarioChanged = refusal(409, 'planning/scenario-changed', {
  zh: '别人刚改过这个方案，请重新打开，或另存为新方案',
  en: 'Somebody has just changed this scenario; open it again or save yours under another name',
});
export const scenarioNameTaken = refusal(
  409,
  'planning/scenario-name-taken',
  { zh: '已经有同名的方案', en: 'There is already a scenario of this name' },
  'scenario_name',
);

const Unit = z.enum(['count', 'area', 'capacity']);
export const Norm = z.object({
  code: z.string(),
  name: z.string(),
  nameEn: z.string(),
  functions: z.array(z.string()),
  kinds: z.array(z.string()),
  unit: Unit,
  per: z.enum(['community', 'subdistrict', 'district']),
  need: z.object({
    perHundredHouseholds: z.number().optional(),
    perThousandPeople: z.number().optional(),
    least: z.number().optional(),
    whenPeopleAbove: z.number().optional(),
  }),
  radiusMetres: z.number().optional(),
  source: z.string(),
  mark: z.string(),
});
export const Need = z.object({
  version: z.string(),
  source: z.string(),
  groups: z.array(z.object({ code: z.string(), name: z.string(), nameEn: z.string(), bands: z.array(z.number()) })),
  /** Group that each function is for, by function code. */
  wantedBy: z.record(z.string(), z.string()),
  advice: z.object({ busy: z.number(), quiet: z.number(), leastPeople: z.number(), leastFacilities: z.number() }),
  /** How sites are compared: what counts, and how much. */
  siteScore: z.object({
    source: z.string(),
    criteria: z.array(z.object({ code: z.enum(['density', 'elders', 'centre', 'scarcity']), name: z.string(), nameEn: z.string(), weight: z.number() })),
  }),
  norms: z.array(Norm),
});

const TableOffer = z.object({ function: z.string(), count: z.number(), area: z.number(), capacity: z.number() });
export const TableFacility = z.object({
  id: z.string(),
  kind: z.string(),
  name: z.string(),
  areaCode: AreaCode,
  lon: Longitude,
  lat: Latitude,
  area: z.number(),
  offers: z.array(TableOffer),
});

export const Settings = z.object({
  function: z.string().max(40),
  minutes: z.number().min(1).max(60),
  speed: z.number().min(0.3).max(3),
  /** Kinds of ways that are not walked, as steps with a pram. */
  avoids: z.array(z.string().max(40)).max(20).optional(),
  decay: z.enum(['binary', 'gaussian']),
});

export const getTable = query('/planning/table', 'All that a planning table works on: people, facilities, areas and norms; the streets come as a file')
  .errors(refuses(noStreets, noPopulation))
  .output(
    z.object({
      streets: z.string(),
      population: z.object({ id: z.string(), title: z.string(), source: z.string(), asOf: z.string(), invented: z.boolean() }),
      areas: z.array(z.object({ code: AreaCode, name: z.string(), level: z.string(), parentCode: z.string().nullable() })),
      cells: z.object({
        id: z.array(z.string()),
        name: z.array(z.string().nullable()),
        lon: z.array(z.number()),
        lat: z.array(z.number()),
        areaCode: z.array(z.string().nullable()),
        people: z.array(z.int()),
        households: z.array(z.int()),
        bands: z.array(z.array(z.int())),
      }),
      facilities: z.array(TableFacility),
      spaces: z.array(
        z.object({ id: z.string(), name: z.string(), areaCode: AreaCode, lon: z.number(), lat: z.number(), floorArea: z.number(), rentFen: z.number() }),
      ),
      functions: z.array(z.object({ code: z.string(), name: z.string(), nameEn: z.string() })),
      need: Need,
      paces: z.array(z.object({ code: z.string(), name: z.string(), nameEn: z.string(), metresPerSecond: z.number(), avoids: z.array(z.string()).optional() })),
      /** Where a table begins. */
      start: Settings,
    }),
  );

export const getTableStreets = query('/planning/table/streets/{id}', 'The walking network in use, as the engine reads it')
  .errors(refuses(noStreets))
  .input(z.object({ id: Id }))
  .output(z.file());

const Position = { lon: Longitude, lat: Latitude };
const Offers = z.array(z.object({ function: z.string().max(40), count: z.number().min(0), area: z.number().min(0), capacity: z.number().min(0) })).max(60);
export const Edit = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('add'), id: z.string().max(60), name: z.string().max(120), ...Position, offers: Offers }),
  z.object({ kind: z.literal('move'), id: z.string().max(60), ...Position }),
  z.object({ kind: z.literal('close'), id: z.string().max(60) }),
  z.object({ kind: z.literal('reopen'), id: z.string().max(60) }),
  z.object({ kind: z.literal('offer'), id: z.string().max(60), offers: Offers }),
  z.object({ kind: z.literal('block'), line: z.array(z.tuple([z.number(), z.number()])).length(2) }),
  z.object({ kind: z.literal('street'), line: z.array(z.tuple([z.number(), z.number()])).length(2) }),
]);
const Content = z.object({ name: z.string().trim().min(2).max(80), settings: Settings, edits: z.array(Edit).max(500) });
export const Scenario = Content.extend({
  id: Id,
  revision: z.int(),
  createdBy: z.string().nullable(),
  isMine: z.boolean(),
  updatedAt: Moment,
  streets: z.string(),
  population: z.string(),
});

export const listScenarios = query('/planning/scenarios', 'Scenarios of this district, the last changed first').output(
  z.array(Scenario.omit({ edits: true, settings: true }).extend({ edits: z.int() })),
);
export const getScenario = query('/planning/scenarios/{id}', 'A scenario with its edits')
  .errors(refuses(noSuchScenario))
  .input(z.object({ id: Id }))
  .output(Scenario);
export const createScenario = command('POST', '/planning/scenarios', 'Keep the table’s edits under a name')
  .errors(refuses(scenarioNameTaken, noStreets, noPopulation))
  .input(Content)
  .output(Scenario);
export const updateScenario = command('PUT', '/planning/scenarios/{id}', 'Keep further edits of a scenario; its maker only')
  .errors(refuses(noSuchScenario, scenarioChanged, scenarioNameTaken))
  .input(Content.extend({ id: Id, revision: z.int() }))
  .output(Scenario);
export const removeScenario = command('DELETE', '/planning/scenarios/{id}', 'Put a scenario away; its maker only')
  .errors(refuses(noSuchScenario))
  .input(z.object({ id: Id }))
  .output(z.object({ id: Id }));

export const table = { getTable, getTableStreets, listScenarios, getScenario, createScenario, updateScenario, removeScenario };
