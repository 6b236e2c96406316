import { z } from 'zod';
import { AreaCode, command, Id, Moment, query, refusal, refuses } from '../../platform/endpoint.ts';
import { requests } from '../requests/contract.ts';

export const noSuchNeed = refusal(404, 'needs/no-such-need', { zh: '没有这条需求，或不在您的辖区', en: 'There is no such need, or it is not in your area' });
export const noSuchProject = refusal(404, 'needs/no-such-project', {
  zh: '没有这个项目，或不在您的辖区',
  en: 'There is no such project, or it is not in your area',
});
export const voiceTaken = refusal(
  409,
  'needs/voice-taken',
  { zh: '其中有诉求已经归入别的需求', en: 'One of the requests belongs to another need already' },
  'voice_pkey',
);
export const noSuchVoice = refusal(
  422,
  'needs/no-such-voice',
  { zh: '其中有诉求不存在', en: 'One of the requests does not exist' },
  'voice_district_request_id_fkey',
);
export const notNow = refusal(409, 'needs/not-now', { zh: '项目现在不能这样办', en: 'The project does not stand where this can be done' });
export const notYetDone = refusal(409, 'needs/not-yet-done', { zh: '项目办完以后再评', en: 'This can be answered when the project is done' });
export const needTaken = refusal(409, 'needs/need-taken', {
  zh: '其中有需求已经列入项目，或已结束',
  en: 'One of the needs is in a project already, or has ended',
});

const states = ['proposed', 'handedOver', 'decided', 'building', 'done', 'dropped'] as const;
const Code = z.string().max(20);
const Need = z.object({
  id: Id,
  title: z.string(),
  areaCode: AreaCode,
  areaName: z.string(),
  functionCode: Code.nullable(),
  segment: z.string().nullable(),
  voices: z.int().describe('Requests, and people who follow them'),
  state: z.enum(['open', 'inProject', 'met', 'dropped']),
  projectId: Id.nullable(),
  because: z.string().nullable(),
  openedAt: Moment,
});
const Project = z.object({
  id: Id,
  title: z.string(),
  summary: z.string(),
  areaCode: AreaCode,
  areaName: z.string(),
  budgetFen: z.int().nullable(),
  state: z.enum(states),
  needs: z.array(z.object({ id: Id, title: z.string(), voices: z.int() })),
  handedOverAt: Moment.nullable(),
  outcome: z.string().nullable(),
  asked: z.object({ voices: z.int(), answered: z.int(), met: z.int() }).describe('Of those who asked first, who said whether they got it'),
});
const ById = z.object({ id: Id });
const title = z.string().trim().min(4).max(80);

export const suggestNeeds = query('/needs/suggestions', 'Requests that ask for the same and belong to no need yet').output(
  z.array(
    z.object({ areaCode: AreaCode, areaName: z.string(), title: z.string(), requests: z.array(z.object({ id: Id, number: z.string(), words: z.string() })) }),
  ),
);
export const listNeeds = query('/needs', 'Needs of my areas, those that most ask for first').output(
  z.object({
    needs: z.array(Need),
    conversion: z.object({ is: z.int(), of: z.int(), value: z.number().nullable() }).describe('Needs that became a project or were met, of all'),
  }),
);
export const openNeed = command('POST', '/needs', 'Writes a need into the register, made of requests that ask for it')
  .input(
    z.object({
      title,
      areaCode: AreaCode,
      functionCode: Code.nullable().default(null),
      segment: z.string().trim().max(40).nullable().default(null),
      requestIds: z.array(Id).min(1).max(200),
    }),
  )
  .output(ById)
  .errors(refuses(voiceTaken, noSuchVoice));
export const matchNeed = query('/needs/{id}/match', 'What there is already for a need: services of its function near those who ask')
  .input(ById)
  .output(
    z.object({
      resources: z.array(z.object({ serviceId: Id, name: z.string(), nameEn: z.string(), placeId: Id, placeName: z.string(), metres: z.int().nullable() })),
      voices: z.array(z.object({ id: Id, number: z.string(), words: z.string() })),
    }),
  )
  .errors(refuses(noSuchNeed));
export const endNeed = command('POST', '/needs/{id}/end', 'Ends a need: met by something that is there, or dropped, with the reason')
  .input(ById.extend({ isMet: z.boolean(), because: z.string().trim().min(2).max(300) }))
  .output(ById)
  .errors(refuses(noSuchNeed, needTaken));
export const proposeProject = command('POST', '/needs/projects', 'Makes a project of needs')
  .input(
    z.object({
      title,
      summary: z.string().trim().min(10).max(2000),
      areaCode: AreaCode,
      budgetFen: z.int().min(0).max(100_000_000_000).nullable().default(null),
      needIds: z.array(Id).min(1).max(50),
    }),
  )
  .output(ById)
  .errors(refuses(needTaken));
export const moveProject = command('POST', '/needs/projects/{id}/moves', 'Hands a project over to be voted on, says what was decided, builds, ends or drops it')
  .input(ById.extend({ to: z.enum(['handedOver', 'decided', 'building', 'done', 'dropped']), outcome: z.string().trim().min(4).max(1000).optional() }))
  .output(ById.extend({ state: z.enum(states) }))
  .errors(refuses(noSuchProject, notNow));
export const listProjects = query('/needs/projects', 'Projects that came of what residents asked for, for everybody').output(z.array(Project));
const ByNumber = z.object({ number: z.string().trim().max(20), code: z.string().trim().max(20).optional() });
const followErrors = requests.followRequest['~orpc'].errorMap;
export const getOfReceipt = query('/needs/receipts/{number}', 'What became of a wish: the need and the project it is part of')
  .input(ByNumber)
  .output(
    z
      .object({
        need: z.object({ title: z.string(), voices: z.int(), state: z.enum(['open', 'inProject', 'met', 'dropped']), because: z.string().nullable() }),
        project: z.object({ id: Id, title: z.string(), state: z.enum(states), outcome: z.string().nullable(), mayAnswer: z.boolean() }).nullable(),
      })
      .nullable(),
  )
  .errors(followErrors);
export const answerProject = command('POST', '/needs/receipts/{number}/answer', 'Whether I got what I asked for')
  .input(ByNumber.extend({ isMet: z.boolean() }))
  .output(z.object({ number: z.string() }))
  .errors({ ...followErrors, ...refuses(notYetDone) });
export const needs = { suggestNeeds, listNeeds, openNeed, matchNeed, endNeed, proposeProject, moveProject, listProjects, getOfReceipt, answerProject };
