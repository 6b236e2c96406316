import { z } from 'zod';
import { parts } from '../../engines/cases/case-type.ts';
import { AreaCode, command, Id, Moment, query, refusal, refuses } from '../../platform/endpoint.ts';

export const noSuchCase = refusal(404, 'cases/no-such-case', { zh: '没有这个工单，或不归您看', en: 'There is no such case, or it is not yours to see' });
export const notHere = refusal(409, 'cases/not-here', { zh: '工单现在的状态不能这样办', en: 'The case does not stand where this can be done' });
export const notYours = refusal(403, 'cases/not-yours', { zh: '这一步应由别的岗位来办', en: 'Somebody else has to do this' });
export const somethingMissing = refusal(422, 'cases/something-missing', { zh: '还有必填的内容没有写', en: 'Something that it needs was not said' });
export const unknownCode = refusal(422, 'cases/unknown-code', { zh: '请从列出的理由中选择', en: 'Choose one of the listed reasons' });
export const secondPerson = refusal(409, 'cases/second-person', { zh: '申请人不能自己批准，请换一位', en: 'Who asked cannot grant it; another person must' });
export const notNow = refusal(409, 'cases/not-now', {
  zh: '现在不能这样办：时限、次数或条件不符合',
  en: 'Not now: a time, a count or a condition stands against it',
});
export const notAlone = refusal(409, 'cases/not-alone', {
  zh: '这一步要和新立的一件一起办，请用“拆出一件”',
  en: 'This is done together with the case that it begins: split off a part',
});
export const changedMeanwhile = refusal(
  409,
  'cases/changed-meanwhile',
  { zh: '刚才有别人办了一步，请刷新后再看', en: 'Somebody made a move meanwhile; look again' },
  'event_pkey',
);
export const noSuchUnit = refusal(404, 'cases/no-such-unit', { zh: '没有这个承办单位，或已停用', en: 'There is no such unit, or it has ended' });
export const notInUnit = refusal(422, 'cases/not-in-unit', { zh: '这个人不在承办单位里', en: 'This person does not work in the unit' });
export const unitNameTaken = refusal(409, 'cases/unit-name-taken', { zh: '已有同名的承办单位', en: 'There is a unit of this name' }, 'unit_name');
export const noSuchAccount = refusal(
  422,
  'cases/no-such-account',
  { zh: '没有这个工作人员账号', en: 'There is no such staff account' },
  'member_district_account_id_fkey',
);

const Words = { zh: z.string(), en: z.string() };
const Limit = z.union([
  z.strictObject({ hours: z.number().positive().max(10_000) }),
  z.strictObject({ workingHours: z.number().positive().max(2000) }),
  z.strictObject({ workingDays: z.number().positive().max(400) }),
  z.strictObject({ days: z.number().positive().max(1000) }),
]);
const Part = z.enum(parts);
const UnitClass = z.enum(['bureau', 'subdistrict', 'community', 'operator', 'utility']);
const Post = z.enum(['head', 'a', 'b']);
const ById = z.object({ id: Id });
const words = z.string().trim().min(2).max(2000);

const CaseRow = z.object({
  id: Id,
  number: z.string(),
  kind: z.string(),
  class: z.string(),
  title: z.string(),
  areaCode: AreaCode,
  areaName: z.string(),
  state: z.string(),
  level: z.int(),
  leadUnit: z.object({ id: Id, name: z.object(Words) }).nullable(),
  handler: z.string().nullable(),
  pending: z.string().nullable(),
  openedAt: Moment,
  closedAt: Moment.nullable(),
  dueAt: Moment.nullable(),
  isPaused: z.boolean(),
  isResting: z.boolean().describe('Answered or put right: nothing runs against those who work on it, though it is not closed'),
});

const Clock = z.object({
  name: z.string(),
  startedAt: Moment,
  dueAt: Moment.describe('When it is due; where it is paused, when it would be due if it went on now'),
  pausedAt: Moment.nullable(),
  stoppedAt: Moment.nullable(),
  share: z.number().describe('Part of its time that is used: 1 is due, above it is late'),
  isLate: z.boolean(),
  provisional: z.boolean(),
});

const CaseEvent = z.object({
  seq: z.int(),
  move: z.string(),
  words: z.object(Words),
  told: z.object(Words).nullable().describe('What the reporter reads; null where it is not for them'),
  from: z.string().nullable(),
  to: z.string(),
  at: Moment,
  by: z.string().nullable(),
  part: Part,
  detail: z.record(z.string(), z.unknown()),
});

export const listCaseTypes = query('/cases/types', 'Kinds of cases: their states, moves, clocks and how long each class gives').output(
  z.array(
    z.object({
      kind: z.string(),
      version: z.string(),
      source: z.string(),
      name: z.object(Words),
      states: z.array(z.object({ code: z.string(), ...Words, isFinal: z.boolean() })),
      moves: z.array(z.object({ code: z.string(), ...Words, from: z.array(z.string()), to: z.string().nullable(), by: z.array(Part) })),
      clocks: z.array(z.object({ code: z.string(), ...Words })),
      classes: z.array(
        z.object({
          code: z.string(),
          ...Words,
          limits: z.array(z.object({ clock: z.string(), limit: Limit })),
          extensions: z.object({ most: z.int(), longest: Limit.nullable() }),
        }),
      ),
    }),
  ),
);
export const listUnits = query('/cases/units', 'Who can be given cases').output(
  z.array(z.object({ id: Id, name: z.object(Words), class: UnitClass, areaCode: AreaCode, organisationId: Id.nullable(), isMine: z.boolean() })),
);
export const addUnit = command('POST', '/cases/units', 'A unit that can be given cases from now on')
  .input(
    z.object({
      name: z.string().trim().min(2).max(40),
      nameEn: z.string().trim().min(2).max(60),
      class: UnitClass,
      areaCode: AreaCode,
      organisationId: Id.nullable().default(null),
      supervisedBy: Id.nullable().default(null),
    }),
  )
  .output(ById)
  .errors(refuses(unitNameTaken, noSuchUnit));
export const listMembers = query('/cases/units/{id}/members', 'Who works in a unit')
  .input(ById)
  .output(z.array(z.object({ accountId: Id, name: z.string(), post: Post })))
  .errors(refuses(noSuchUnit));
export const setMember = command('PUT', '/cases/units/{id}/members/{accountId}', 'Puts somebody on a post of a unit, or takes them off')
  .input(ById.extend({ accountId: Id, post: Post.nullable() }))
  .output(ById)
  .errors(refuses(noSuchUnit, noSuchAccount));
export const boxes = ['unit', 'helping', 'dispatch', 'approve', 'disputed', 'late', 'all'] as const;
export const listQueue = query('/cases/queue', 'Cases that wait for me, soonest due first')
  .input(
    z.object({
      box: z
        .enum(boxes)
        .default('unit')
        .describe('Those of my units, those we help with, to dispatch, to approve, in arbitration, late, or all of my areas and units'),
      kind: z.string().max(30).optional(),
      number: z.string().trim().max(20).optional(),
      after: Id.optional().describe('The last case of the page before'),
    }),
  )
  .output(z.object({ cases: z.array(CaseRow), more: z.boolean() }))
  .errors(refuses(noSuchCase));
export const countQueue = query('/cases/queue/counts', 'How many cases wait in each box, and how many of them are late').output(
  z.array(z.object({ box: z.enum(boxes), open: z.int(), late: z.int() })),
);
export const getCase = query('/cases/{id}', 'A case: where it stands, its clocks, its time line, and what I can do')
  .input(ById)
  .output(
    CaseRow.extend({
      seq: z.int(),
      parts: z.array(Part),
      asked: z.object({ what: z.string(), detail: z.record(z.string(), z.unknown()) }).nullable(),
      helpers: z.array(z.object({ id: Id, name: z.object(Words), isDone: z.boolean() })),
      parentId: Id.nullable(),
      clocks: z.array(Clock),
      events: z.array(CaseEvent),
      moves: z.array(
        z.object({ name: z.string(), words: z.object(Words), part: Part, needs: z.array(z.string()), codes: z.array(z.string()), opensChild: z.boolean() }),
      ),
    }),
  )
  .errors(refuses(noSuchCase));
const MoveInput = ById.extend({
  move: z.string().max(40),
  expects: z.int().optional().describe('How many events the case had when I looked; refused where it has more'),
  reason: words.optional().describe('Kept inside'),
  text: words.optional().describe('Told to the reporter'),
  code: z.string().max(40).optional(),
  limit: Limit.optional(),
  until: Moment.optional(),
  unit: Id.optional(),
  case: Id.optional(),
  handler: Id.optional(),
  channel: z.enum(['phone', 'visit', 'counter', 'message']).optional(),
  resolved: z.boolean().optional(),
  grade: z.int().min(1).max(5).optional(),
});
export type MoveInput = z.infer<typeof MoveInput>;
export const makeMove = command('POST', '/cases/{id}/moves/{move}', 'Makes a move in a case')
  .input(MoveInput)
  .output(ById.extend({ state: z.string(), seq: z.int() }))
  .errors(refuses(noSuchCase, notHere, notYours, somethingMissing, unknownCode, secondPerson, notNow, notAlone, changedMeanwhile, noSuchUnit, notInUnit));

export const cases = { listCaseTypes, listUnits, addUnit, listMembers, setMember, listQueue, countQueue, getCase, makeMove };
