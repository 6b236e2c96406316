import { z } from 'zod';
import { command, Day, Id, Moment, query, refusal, refuses } from '../../../platform/endpoint.ts';

export const listFaulty = refusal(422, 'requests/list-faulty', { zh: '职责清单有误', en: 'Something is wrong with the duty list' });
export const noDraft = refusal(409, 'requests/no-draft', { zh: '没有草稿，或别人已改过，请刷新', en: 'There is no draft, or somebody changed it; look again' });
export const draftThere = refusal(409, 'requests/draft-there', { zh: '已有一份草稿', en: 'There is a draft already' }, 'duty_list_one_draft');
export const ownDraft = refusal(
  409,
  'requests/own-draft',
  { zh: '起草人不能自己发布，请另一位审核', en: 'Who drafted it cannot publish it; another person must' },
  'duty_list_second_person',
);

const Words = z.object({ zh: z.string().trim().min(1).max(200), en: z.string().trim().min(1).max(300) });
export const Matter = z.object({
  code: z.string().regex(/^(\d{2}){1,5}$/, 'a matter’s code has two digits for each level'),
  zh: z.string().trim().min(1).max(60),
  en: z.string().trim().min(1).max(90),
  class: z.string().min(1).max(30).describe('How long it gives: a class of requests'),
  isPublic: z.boolean().describe('Whether it is shown on the map, without persons'),
  isConfidential: z.boolean().default(false).describe('What is said is sealed; only those who work on it read it'),
  goesAtOnce: z.string().max(100).nullable().default(null).describe('The law by which it is sent to its unit without waiting for a person'),
  keywords: z.array(z.string().min(1).max(20)).max(40).default([]),
  stop: Words.nullable().default(null).describe('What the reporter is told before they go on'),
});
export type Matter = z.infer<typeof Matter>;
const Duty = z.object({
  matter: z.string(),
  area: z.string().regex(/^\d{6}(\d{3}(\d{3})?)?$/, 'a division code has 6, 9 or 12 digits'),
  lead: Id,
  co: z.array(Id).max(10).default([]),
  supervising: Id.nullable().default(null),
  clause: z.string().trim().min(1).max(100).describe('The place in the published list'),
});
export const DutyContent = z.object({ matters: z.array(Matter).min(1).max(10_000), duties: z.array(Duty).max(50_000) });
export type DutyContent = z.infer<typeof DutyContent>;

export const listMatters = query('/requests/matters', 'What can be told, in the words of the list that holds').output(
  z.object({
    version: z.int(),
    mostPhotos: z.int().describe('How many photos a request may have'),
    matters: z.array(Matter.pick({ code: true, zh: true, en: true, class: true, isPublic: true, isConfidential: true, keywords: true, stop: true })),
  }),
);
export const getDutyLists = query('/requests/duty-lists', 'The versions of the duty list, and the draft').output(
  z.array(
    z.object({
      version: z.int(),
      status: z.enum(['draft', 'effective', 'expired']),
      effectiveFrom: Day.nullable(),
      basis: z.string(),
      revision: z.int(),
      draftedBy: z.string().nullable(),
      publishedAt: Moment.nullable(),
      matters: z.int(),
      duties: z.int(),
    }),
  ),
);
export const getDutyList = query('/requests/duty-lists/{version}', 'A version of the duty list')
  .input(z.object({ version: z.coerce.number().int() }))
  .output(z.object({ version: z.int(), status: z.string(), revision: z.int(), basis: z.string(), content: DutyContent }))
  .errors(refuses(noDraft));
export const draftDutyList = command('POST', '/requests/duty-lists', 'A draft that begins as the list that holds')
  .input(z.object({ basis: z.string().trim().min(2).max(300) }))
  .output(z.object({ version: z.int(), revision: z.int() }))
  .errors(refuses(draftThere));
export const saveDutyList = command('PUT', '/requests/duty-lists/{version}', 'Saves the draft')
  .input(z.object({ version: z.coerce.number().int(), revision: z.int(), content: DutyContent }))
  .output(z.object({ version: z.int(), revision: z.int() }))
  .errors(refuses(noDraft, listFaulty));
export const publishDutyList = command('POST', '/requests/duty-lists/{version}/publication', 'Makes the draft the list that holds from now on')
  .input(z.object({ version: z.coerce.number().int(), revision: z.int() }))
  .output(z.object({ version: z.int() }))
  .errors(refuses(noDraft, listFaulty, ownDraft));

export const noSuchChange = refusal(404, 'requests/no-such-change', { zh: '没有这个变更申请，或已经处理', en: 'There is no such change, or it was decided' });
export const ownChange = refusal(
  409,
  'requests/own-change',
  { zh: '申请人不能自己批准，请换一位', en: 'Who asked cannot decide; another person must' },
  'duty_change_second_person',
);
export const noUnit = refusal(422, 'requests/no-unit', { zh: '没有这个承办单位', en: 'There is no such unit' }, 'duty_change_district_lead_fkey');
export const askDutyChange = command('POST', '/requests/duty-changes', 'Asks for a change of the duty list, with the reason')
  .input(
    z.object({
      matter: z.string().max(10),
      area: z.string().regex(/^\d{6}(\d{3}(\d{3})?)?$/, 'a division code has 6, 9 or 12 digits'),
      lead: Id,
      reason: z.string().trim().min(4).max(500),
      requestId: Id.optional(),
    }),
  )
  .output(z.object({ id: Id }))
  .errors(refuses(listFaulty, noUnit));
export const listDutyChanges = query('/requests/duty-changes', 'Changes that were asked of the duty list, open ones first').output(
  z.array(
    z.object({
      id: Id,
      matter: Words.extend({ code: z.string() }),
      area: z.string(),
      lead: Words,
      reason: z.string(),
      state: z.enum(['asked', 'accepted', 'declined']),
      answer: z.string().nullable(),
      askedAt: Moment,
      askedBy: z.string(),
    }),
  ),
);
export const decideDutyChange = command('POST', '/requests/duty-changes/{id}/decision', 'Grants a change, which writes it into the draft, or declines it')
  .input(z.object({ id: Id, isAccepted: z.boolean(), answer: z.string().trim().min(2).max(500) }))
  .output(z.object({ id: Id }))
  .errors(refuses(noSuchChange, ownChange, noDraft, listFaulty));

export const dutyEndpoints = {
  listMatters,
  getDutyLists,
  getDutyList,
  draftDutyList,
  saveDutyList,
  publishDutyList,
  askDutyChange,
  listDutyChanges,
  decideDutyChange,
};
