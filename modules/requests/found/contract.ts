import { z } from 'zod';
import { Id, Latitude, Longitude, Moment, query, refuses } from '../../../platform/endpoint.ts';
import { cases } from '../../cases/contract.ts';
import { noSuchRequest } from '../refusals.ts';

const Words = z.object({ zh: z.string(), en: z.string() });
export const listNear = query('/requests/near', 'What was told near a point and is open: only public matters, nothing of persons')
  .input(z.object({ lon: Longitude, lat: Latitude, matter: z.string().max(10).optional(), words: z.string().max(300).optional() }))
  .output(
    z.array(
      z.object({
        number: z.string(),
        matter: Words,
        matterCode: z.string(),
        metres: z.int(),
        openedAt: Moment,
        state: z.string(),
        followers: z.int(),
        isAlike: z.boolean().describe('The words are alike, so it may be the same'),
      }),
    ),
  );
export const listSimilar = query('/requests/{id}/similar', 'What could be the same, and others like it nearby')
  .input(z.object({ id: Id }))
  .output(
    z.array(
      z.object({
        id: Id,
        number: z.string(),
        matter: Words,
        words: z.string().nullable(),
        state: z.string(),
        metres: z.int(),
        days: z.int(),
        likeness: z.number(),
        isSame: z.boolean(),
      }),
    ),
  )
  .errors({ ...cases.getCase['~orpc'].errorMap, ...refuses(noSuchRequest) });
export const searchRequests = query('/requests/search', 'Requests by the words in them, at least two characters')
  .input(z.object({ text: z.string().trim().min(2).max(60), before: Moment.optional() }))
  .output(
    z.object({
      found: z.array(
        z.object({ id: Id, number: z.string(), title: z.string(), words: z.string(), state: z.string(), areaName: z.string(), receivedAt: Moment }),
      ),
      more: z.boolean(),
    }),
  );
export const foundEndpoints = { listNear, listSimilar, searchRequests };
