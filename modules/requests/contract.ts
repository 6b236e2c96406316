import { z } from 'zod';
import { AreaCode, command, Id, Latitude, Longitude, Moment, query, refuses } from '../../platform/endpoint.ts';
import { cases } from '../cases/contract.ts';
import { dispatchEndpoints } from './dispatch/contract.ts';
import { dutyEndpoints } from './duty/contract.ts';
import { foundEndpoints } from './found/contract.ts';
import { outsideEndpoints } from './outside/contract.ts';
import { Photo, photoEndpoints } from './photos/contract.ts';
import { rateEndpoints } from './rates/contract.ts';
import { noSuchMatter, noSuchRequest, notPublic, notTheirMove, partOfPart, placeUnknown } from './refusals.ts';

export * from './refusals.ts';

const Words = z.object({ zh: z.string(), en: z.string() });
const words = z.string().trim().min(4).max(2000);
const Receipt = z.object({
  number: z.string().describe('The receipt number'),
  code: z.string().describe('With the number it shows the request to whoever has both; told once'),
  dueAt: Moment.nullable(),
  stop: Words.nullable(),
});
const where = {
  areaCode: AreaCode.optional().describe('A community; found from the point where it is left out'),
  lon: Longitude.optional(),
  lat: Latitude.optional(),
  placeText: z.string().trim().max(120).default(''),
};
const ByNumber = z.object({ number: z.string().trim().max(20), code: z.string().trim().max(20).optional() });
const Part = z.object({ number: z.string(), matter: Words, state: z.string() });
const Mine = z.object({
  number: z.string(),
  matter: Words,
  placeText: z.string(),
  state: Words.extend({ code: z.string() }),
  isFinal: z.boolean(),
  openedAt: Moment,
  dueAt: Moment.nullable(),
  isPaused: z.boolean(),
  isOwn: z.boolean(),
});

export const tellUs = command('POST', '/requests', 'Tells what is wrong or wanted, with or without a name')
  .input(
    z.object({
      matter: z.string().max(10),
      words,
      ...where,
      isAnonymous: z.boolean().default(false).describe('Nothing of the account is kept; only number and code show the request'),
      phone: z
        .string()
        .trim()
        .regex(/^1[3-9]\d{9}$/, 'a mobile number has 11 digits')
        .optional(),
    }),
  )
  .output(Receipt)
  .errors(refuses(noSuchMatter, placeUnknown));
export const takeRequest = command('POST', '/requests/taken', 'Takes a request for somebody: at the counter, by phone, on paper or on a visit')
  .input(
    z.object({
      channel: z.enum(['counter', 'phone', 'paper', 'visit']),
      matter: z.string().max(10),
      words,
      ...where,
      areaCode: AreaCode,
      reporter: z
        .object({ name: z.string().trim().min(1).max(40).optional(), phone: z.string().trim().min(5).max(20).optional(), personId: Id.optional() })
        .default({}),
    }),
  )
  .output(Receipt.extend({ id: Id }))
  .errors(refuses(noSuchMatter, placeUnknown));
export const listMine = query('/requests/mine', 'What I told and what I follow').output(z.array(Mine));
export const followRequest = query('/requests/receipts/{number}', 'Follows a request like a parcel: by number and code, or as who sent it')
  .input(ByNumber)
  .output(
    Mine.omit({ isOwn: true }).extend({
      words: z.string().nullable(),
      unit: Words.nullable(),
      closedAt: Moment.nullable(),
      steps: z.array(z.object({ at: Moment, words: Words, state: z.string(), text: z.string().nullable() })),
      photos: z.array(Photo),
      moves: z.array(z.object({ name: z.string(), needs: z.array(z.string()), words: Words })),
      parts: z.array(Part.extend({ state: Words.extend({ code: z.string() }) })).describe('What was split off and goes its own way, with the same code'),
    }),
  )
  .errors(refuses(noSuchRequest));
export const moveOwn = command('POST', '/requests/receipts/{number}/moves/{move}', 'Answers a question, rates, opens again or withdraws my own request')
  .input(
    ByNumber.extend({
      move: z.enum(['supply', 'rate', 'reopen', 'withdraw']),
      text: z.string().trim().min(1).max(2000).optional(),
      reason: z.string().trim().min(1).max(500).optional(),
      resolved: z.boolean().optional(),
      grade: z.int().min(1).max(5).optional(),
    }),
  )
  .output(z.object({ number: z.string(), state: z.string() }))
  .errors(refuses(noSuchRequest, notTheirMove));
export const listPublicMap = query(
  '/requests/map',
  'Public matters of the last months on a map: no words, no persons, the place to about a hundred metres',
).output(z.array(z.object({ matter: Words, lon: z.number(), lat: z.number(), receivedAt: Moment, isClosed: z.boolean() })));
export const follow = command('POST', '/requests/receipts/{number}/followers', 'Follows a public request that somebody else told')
  .input(z.object({ number: z.string().trim().max(20) }))
  .output(z.object({ number: z.string() }))
  .errors(refuses(noSuchRequest, notPublic));
const getCaseErrors = cases.getCase['~orpc'].errorMap;
export const getRequest = query('/requests/{id}', 'A request for those who work on it')
  .input(z.object({ id: Id }))
  .output(
    z.object({
      id: Id,
      number: z.string(),
      matter: Words.extend({ code: z.string() }),
      channel: z.string(),
      placeText: z.string(),
      lon: z.number().nullable(),
      lat: z.number().nullable(),
      words: z.string().nullable().describe('Null where it is confidential: open it with a purpose'),
      hasReporter: z.boolean(),
      mayOpen: z.boolean().describe('Whether the reader may open who reported it and confidential words'),
      followers: z.int(),
      parts: z.array(Part.extend({ id: Id })).describe('What was split off'),
      whole: Part.extend({ id: Id }).nullable().describe('The request of which this is a part'),
    }),
  )
  .errors({ ...getCaseErrors, ...refuses(noSuchRequest) });
export const openRequest = command('POST', '/requests/{id}/openings', 'Reads the reporter’s name and phone, and confidential words, for a purpose that is kept')
  .input(z.object({ id: Id, purpose: z.string().trim().min(2).max(200) }))
  .output(z.object({ words: z.string(), name: z.string().nullable(), phone: z.string().nullable(), mail: z.string().nullable() }))
  .errors({ ...getCaseErrors, ...refuses(noSuchRequest) });
export const splitRequest = command('POST', '/requests/{id}/parts', 'Splits off a part that is about another matter, as a request of its own')
  .input(
    z.object({ id: Id, matter: z.string().max(10), words, expects: z.int().optional().describe('As with a move: refused where the case has more events') }),
  )
  .output(z.object({ id: Id, number: z.string() }))
  .errors({ ...cases.makeMove['~orpc'].errorMap, ...refuses(noSuchRequest, noSuchMatter, partOfPart, placeUnknown) });
export const requests = {
  ...dutyEndpoints,
  ...dispatchEndpoints,
  ...outsideEndpoints,
  ...photoEndpoints,
  ...rateEndpoints,
  ...foundEndpoints,
  tellUs,
  takeRequest,
  listMine,
  followRequest,
  moveOwn,
  follow,
  listPublicMap,
  getRequest,
  openRequest,
  splitRequest,
};
