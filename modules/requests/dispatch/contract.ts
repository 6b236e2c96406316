import { z } from 'zod';
import { command, Id, Moment, query, refusal, refuses } from '../../../platform/endpoint.ts';
import { cases } from '../../cases/contract.ts';
import { noSuchRequest } from '../refusals.ts';

export const tooLittleHistory = refusal(409, 'requests/too-little-history', {
  zh: '办结的诉求还太少，学不出来；先按职责清单分拨',
  en: 'Too few requests are closed to learn from; go by the duty list for now',
});
const Words = z.object({ zh: z.string(), en: z.string() });
const Unit = z.object({ id: Id, name: Words });
export const Proposal = z.object({
  unit: Unit,
  source: z.enum(['duty', 'ruling', 'history']),
  clause: z.string().nullable().describe('The place in the duty list'),
  matter: Words.nullable(),
  areaName: z.string().nullable(),
  co: z.array(Unit),
  reason: z.string().nullable().describe('Why the arbiter ruled so'),
  probability: z.number().nullable().describe('How sure what was learned is'),
  because: z.array(z.string()).describe('What in the request speaks for the unit'),
});
export const proposeUnits = query('/requests/{id}/proposals', 'Which unit the request could go to, and why; none where nothing is sure enough')
  .input(z.object({ id: Id }))
  .output(z.array(Proposal))
  .errors({ ...cases.getCase['~orpc'].errorMap, ...refuses(noSuchRequest) });
const Model = z.object({
  version: z.int(),
  trainedAt: Moment,
  examples: z.int(),
  tried: z.int().describe('Held back to try it on: the latest'),
  aim: z.number(),
  threshold: z.number().describe('Below this probability it says nothing'),
  accuracy: z.number().describe('Of those above the threshold, how many were right'),
  coverage: z.number().describe('How many of all were above it'),
  rulesAccuracy: z.number().describe('How many of the same the duty list alone would have sent right'),
});
export const getDispatchModel = query('/requests/dispatch-model', 'What was learned from decided requests, and how it did').output(Model.nullable());
export const trainDispatch = command('POST', '/requests/dispatch-model', 'Learns from decided requests anew')
  .output(z.object({ version: z.int() }))
  .errors(refuses(tooLittleHistory));
export const dispatchEndpoints = { proposeUnits, getDispatchModel, trainDispatch };
