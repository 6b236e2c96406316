import { z } from 'zod';
import { AreaCode, command, Id, Latitude, Longitude, Moment, query, refusal, refuses } from '../../platform/endpoint.ts';
import { cases } from '../cases/contract.ts';
import { dutyEndpoints } from './duty/contract.ts';

export const noSuchRequest = refusal(404, 'requests/no-such-request', {
  zh: '没有这个受理编号，或查询码不对',
  en: 'There is no request with this number and code',
});
export const noSuchMatter = refusal(422, 'requests/no-such-matter', { zh: '请从列出的事项中选择', en: 'Choose one of the listed matters' });
export const placeUnknown = refusal(422, 'requests/place-unknown', {
  zh: '看不出是哪个社区，请在地图上点一下，或选择社区',
  en: 'We cannot tell which community this is; point at the map or choose it',
});
export const notTheirMove = refusal(409, 'requests/not-now', { zh: '现在不能这样做', en: 'This cannot be done now' });
export const notPublic = refusal(409, 'requests/not-public', { zh: '这件诉求不公开，不能关注', en: 'This request is not public and cannot be followed' });

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
      moves: z.array(z.object({ name: z.string(), needs: z.array(z.string()), words: Words })),
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
export const listNear = query('/requests/near', 'What was told near a point and is open: only public matters, nothing of persons')
  .input(z.object({ lon: Longitude, lat: Latitude, matter: z.string().max(10).optional() }))
  .output(
    z.array(z.object({ number: z.string(), matter: Words, matterCode: z.string(), metres: z.int(), openedAt: Moment, state: z.string(), followers: z.int() })),
  );
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
      followers: z.int(),
    }),
  )
  .errors({ ...getCaseErrors, ...refuses(noSuchRequest) });
export const openRequest = command('POST', '/requests/{id}/openings', 'Reads the reporter’s name and phone, and confidential words, for a purpose that is kept')
  .input(z.object({ id: Id, purpose: z.string().trim().min(2).max(200) }))
  .output(z.object({ words: z.string(), name: z.string().nullable(), phone: z.string().nullable() }))
  .errors({ ...getCaseErrors, ...refuses(noSuchRequest) });
export const proposeUnits = query('/requests/{id}/proposals', 'Which unit the request could go to, and why')
  .input(z.object({ id: Id }))
  .output(
    z.array(
      z.object({
        unit: z.object({ id: Id, name: Words }),
        source: z.enum(['duty']),
        clause: z.string(),
        matter: Words,
        areaName: z.string(),
        co: z.array(z.object({ id: Id, name: Words })),
      }),
    ),
  )
  .errors({ ...getCaseErrors, ...refuses(noSuchRequest) });

export const requests = {
  ...dutyEndpoints,
  tellUs,
  takeRequest,
  listMine,
  followRequest,
  moveOwn,
  listNear,
  follow,
  getRequest,
  openRequest,
  proposeUnits,
};
