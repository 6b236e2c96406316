import { z } from 'zod';
import { AreaCode, command, Day, Id, Latitude, Longitude, Moment, query, refusal, refuses } from '../../platform/endpoint.ts';

export const noSuchVisit = refusal(404, 'visits/no-such-visit', {
  zh: '没有这条走访记录，或不在您的辖区',
  en: 'There is no such visit, or it is not in your area',
});
export const noSuchHousehold = refusal(404, 'visits/no-such-household', {
  zh: '没有这一户，或不在您的辖区',
  en: 'There is no such household, or it is not in your area',
});
export const noSuchWorker = refusal(
  422,
  'visits/no-such-worker',
  { zh: '没有这个工作人员', en: 'There is no such member of staff' },
  'assignment_district_account_id_fkey',
);

const Words = z.object({ zh: z.string(), en: z.string() });
export const outcomes = ['met', 'notHome', 'phone', 'patrol'] as const;
const Reported = z
  .object({
    kind: z.enum(['request', 'event', 'help']).describe('A request of theirs, a grid event, or somebody who may need help'),
    matter: z.string().max(10).describe('For a request: a matter of the duty list; otherwise how pressing it is, a class of the kind'),
    words: z.string().trim().min(4).max(2000),
    placeText: z.string().trim().max(120).default(''),
    lon: Longitude.optional(),
    lat: Latitude.optional(),
  })
  .refine(({ lon, lat }) => (lon === undefined) === (lat === undefined), { path: ['lat'], error: 'lon and lat come together' });
export const Upload = z.object({
  id: Id.describe('Made on the phone'),
  revision: z.int().min(1).max(1_000_000).describe('Goes up with every change on the phone; an older one that comes later changes nothing'),
  householdId: Id.nullable(),
  areaCode: AreaCode,
  visitedAt: Moment,
  outcome: z.enum(outcomes),
  topics: z.array(z.string().max(20)).max(12).default([]),
  note: z.string().max(2000).default('').describe('Those who work in the area read it'),
  sealedNote: z.string().max(2000).default('').describe('Only who wrote it, and others for a purpose that is kept'),
  report: Reported.nullable().default(null),
});
export type Upload = z.infer<typeof Upload>;
/** As a phone writes it down. */
export type Written = z.input<typeof Upload>;

export const listTopics = query('/visits/topics', 'What a visit can be about, and how often by default').output(
  z.object({ everyDays: z.int(), topics: z.array(Words.extend({ code: z.string() })) }),
);
export const getPlan = query('/visits/plan', 'The households I keep in touch with, those due first; what a phone takes along').output(
  z.array(
    z.object({
      householdId: Id,
      areaCode: AreaCode,
      address: z.string(),
      estate: z.string().nullable(),
      lon: z.number().nullable(),
      lat: z.number().nullable(),
      people: z.array(z.object({ name: z.string().describe('Masked'), ageBand: z.string() })),
      why: z.string(),
      everyDays: z.int(),
      lastVisit: Day.nullable(),
      dueOn: Day,
      lastNote: z.string().nullable(),
    }),
  ),
);
export const uploadVisits = command('POST', '/visits/uploads', 'Brings visits that a phone wrote down; sent again or in another order they are the same visits')
  .input(
    z.object({
      visits: z
        .array(z.union([Upload, z.looseObject({ id: Id }).describe('Refused, with the field that is wrong')]))
        .min(1)
        .max(50),
    }),
  )
  .output(
    z.array(
      z.object({
        id: Id,
        state: z.enum(['kept', 'known', 'refused']),
        why: Words.nullable().describe('Why it was refused; it stays on the phone to be mended'),
        number: z.string().nullable().describe('The receipt number of what was reported'),
      }),
    ),
  );
const Visit = z.object({
  id: Id,
  by: z.string(),
  isMine: z.boolean(),
  householdId: Id.nullable(),
  areaCode: AreaCode,
  areaName: z.string(),
  visitedAt: Moment,
  outcome: z.enum(outcomes),
  topics: z.array(z.string()),
  note: z.string(),
  hasSealed: z.boolean(),
  mayOpenSealed: z.boolean().describe('Whether the reader may open the sealed note'),
  requestId: Id.nullable(),
  caseId: Id.nullable(),
});
export const listVisits = query('/visits', 'Visits in my areas, latest first')
  .input(z.object({ householdId: Id.optional(), before: Moment.optional() }))
  .output(z.object({ visits: z.array(Visit), more: z.boolean() }));
export const openReport = command('POST', '/visits/cases/{id}/openings', 'Reads what was met on a visit, for those who work on the case that came of it')
  .input(z.object({ id: Id, purpose: z.string().trim().min(2).max(200) }))
  .output(
    z.object({
      words: z.string(),
      placeText: z.string(),
      lon: z.number().nullable(),
      lat: z.number().nullable(),
      address: z.string().nullable().describe('Of the household that was visited'),
      visitedAt: Moment,
    }),
  )
  .errors(refuses(noSuchVisit));
export const openSealedNote = command('POST', '/visits/{id}/openings', 'Reads the sealed note of a visit for a purpose that is kept')
  .input(z.object({ id: Id, purpose: z.string().trim().min(2).max(200) }))
  .output(z.object({ note: z.string() }))
  .errors(refuses(noSuchVisit));
export const assignHousehold = command(
  'PUT',
  '/visits/assignments/{accountId}/{householdId}',
  'Gives a household to somebody to keep in touch with, or ends it',
)
  .input(
    z.object({
      accountId: Id,
      householdId: Id,
      everyDays: z.int().min(1).max(366).nullable().describe('Null ends it'),
      why: z.string().trim().max(100).default(''),
    }),
  )
  .output(z.object({ householdId: Id }))
  .errors(refuses(noSuchHousehold, noSuchWorker));
export const getTimeliness = query('/visits/timeliness', 'How many households were visited in time, by who keeps in touch with them').output(
  z.array(
    z.object({
      accountId: Id,
      name: z.string(),
      households: z.int(),
      inTime: z.int(),
      late: z.int(),
      visits: z.int().describe('Of the last ninety days'),
      reports: z.int(),
    }),
  ),
);
export const visits = { listTopics, getPlan, uploadVisits, listVisits, openReport, openSealedNote, assignHousehold, getTimeliness };
