import { z } from 'zod';
import { AreaCode, command, Day, Id, Moment, query, refusal, refuses } from '../../../platform/endpoint.ts';

export const noSuchPolicy = refusal(404, 'benefits/no-such-policy', { zh: '今天没有这项政策', en: 'There is no such policy today' });
export const noSuchFinding = refusal(404, 'benefits/no-such-finding', { zh: '没有这条线索', en: 'There is no such finding' });
export const findingMoved = refusal(409, 'benefits/finding-moved', {
  zh: '这条线索已被别人处理，或还不能这样处理；请刷新后再看',
  en: 'Somebody else has dealt with it meanwhile, or this cannot be done yet; reload to see how it stands',
});
export const samePerson = refusal(403, 'benefits/same-person', {
  zh: '异议要由另一位负责人决定',
  en: 'Somebody other than who proposed the end must decide on the objection',
});
export const tooLate = refusal(422, 'benefits/too-late', {
  zh: '异议期已过，请到社区服务窗口说明情况',
  en: 'The time to object is over; the counter of your community can help',
});
export const stillOpen = refusal(422, 'benefits/still-open', {
  zh: '异议期未满，居民还可以提出异议',
  en: 'The time to object is not over yet',
});
export const noSuchAuthorisation = refusal(404, 'benefits/no-such-authorisation', {
  zh: '没有这项授权，或已失效',
  en: 'There is no such authorisation, or it has ended',
});
export const noRecordYet = refusal(404, 'benefits/no-record', { zh: '您的账号还没有关联居民记录', en: 'Your account is not tied to a record yet' });
export const appliedAlready = refusal(
  409,
  'benefits/applied-already',
  { zh: '已经申请过，正在办理', en: 'There is an application already' },
  'application_once',
);
export const enrolledAlready = refusal(
  409,
  'benefits/enrolled-already',
  { zh: '这段时间已在享受', en: 'It is received already at that time' },
  'enrolment_once',
);
export const noSuchApplication = refusal(404, 'benefits/no-such-application', {
  zh: '没有这份申请，或已办结',
  en: 'There is no such application, or it has been decided',
});
export const wrongAnswer = refusal(422, 'benefits/wrong-answer', { zh: '有一项填写得不对', en: 'One of the answers is not what the fact takes' });

const Text = z.object({ zh: z.string(), en: z.string() });
const Kind = z.enum(['missed', 'possible', 'doubtful', 'unclear']);
const State = z.enum(['open', 'contacted', 'proposed', 'objected', 'closed']);
const Note = z.string().trim().min(4).max(500);
const Answers = z.record(z.string().max(60), z.union([z.number(), z.string().max(60), z.boolean()]));
const ById = z.object({ id: Id });
const Fact = z.object({
  fact: z.string(),
  name: Text,
  value: z.union([z.number(), z.string(), z.boolean()]).nullable(),
  shown: Text.nullable(),
  source: z.string().nullable(),
  statedOn: Day.nullable(),
  isStale: z.boolean(),
});
const Clause = z.object({ label: Text, verdict: z.int(), facts: z.array(z.string()) });
const Outcome = z.object({
  policyId: z.string(),
  title: Text,
  verdict: z.int(),
  isReceived: z.boolean(),
  clauses: z.array(Clause),
  asks: z.array(z.string()),
  lowFen: z.number().nullable(),
  highFen: z.number().nullable(),
  per: z.string().nullable(),
});
const Finding = z.object({
  id: Id,
  kind: Kind,
  state: State,
  policyId: z.string(),
  title: Text,
  personId: Id,
  name: z.string().describe('masked'),
  ageBand: z.string(),
  areaCode: AreaCode,
  asks: z.array(Text),
  lowFen: z.number().nullable(),
  highFen: z.number().nullable(),
  per: z.string().nullable(),
  confidence: z.enum(['high', 'medium', 'low']).nullable(),
  objectUntil: Day.nullable(),
  openedAt: Moment,
});
const Application = z.object({
  id: Id,
  policyId: z.string(),
  title: Text,
  state: z.enum(['submitted', 'granted', 'refused', 'withdrawn']),
  madeAt: Moment,
  decisionReason: z.string().nullable(),
});
const Run = z.object({
  id: Id,
  startedAt: Moment,
  finishedAt: Moment.nullable(),
  people: z.int().nullable(),
  opened: z.int().nullable(),
  closed: z.int().nullable(),
  failure: z.string().nullable(),
});

export const giveAuthorisation = command(
  'POST',
  '/benefits/authorisations',
  'Allow facts of the people of an area to be matched with policies, for a purpose and a time',
)
  .errors(refuses(noSuchPolicy))
  .input(
    z.object({
      areaCode: AreaCode,
      policies: z.array(z.string()).min(1).max(500),
      purpose: z.string().trim().min(4).max(200),
      legalBasis: z.string().trim().min(4).max(300),
      validTo: Day,
    }),
  )
  .output(ById);
export const listAuthorisations = query('/benefits/authorisations', 'Who allowed what to be matched, and the runs under it').output(
  z.array(
    z.object({
      id: Id,
      areaCode: AreaCode,
      areaName: z.string(),
      policies: z.array(z.string()),
      purpose: z.string(),
      legalBasis: z.string(),
      validFrom: Day,
      validTo: Day,
      givenByName: z.string(),
      endedAt: Moment.nullable(),
      runs: z.array(Run),
    }),
  ),
);
export const endAuthorisation = command('POST', '/benefits/authorisations/{id}/end', 'End an authorisation; what was found under it is closed')
  .errors(refuses(noSuchAuthorisation))
  .input(ById)
  .output(ById);
export const startRun = command('POST', '/benefits/authorisations/{id}/runs', 'Match everybody of the area now')
  .errors(refuses(noSuchAuthorisation))
  .input(ById)
  .output(ById);

export const listFindings = query('/benefits/findings', 'Who may be missing a benefit, most urgent first; or benefits to be verified')
  .input(z.object({ areaCode: AreaCode, list: z.enum(['outreach', 'verify']), policyId: z.string().optional(), after: Id.optional() }))
  .output(
    z.object({
      findings: z.array(Finding),
      total: z.int(),
      byPolicy: z.array(z.object({ policyId: z.string(), title: Text, count: z.int() })),
      next: Id.nullable(),
    }),
  );
export const openFinding = command('POST', '/benefits/findings/{id}/open', 'One finding with reasons, facts and their sources; the person sees who looked')
  .errors(refuses(noSuchFinding))
  .input(ById)
  .output(
    z.object({
      finding: Finding,
      outcome: Outcome.nullable(),
      facts: z.array(Fact),
      basis: z.array(z.string()),
      materials: z.array(Text),
      steps: z.array(z.object({ kind: z.string(), note: z.string().nullable(), byName: z.string(), at: Moment })),
      may: z.object({ contact: z.boolean(), decide: z.boolean(), object: z.boolean(), decideObjection: z.boolean(), end: z.boolean() }),
    }),
  );
const moved = z.object({ id: Id, state: State });
export const contactFinding = command(
  'POST',
  '/benefits/findings/{id}/contact',
  'Record that the person was reached, was not, declined, or what a check has shown',
)
  .errors(refuses(noSuchFinding, findingMoved))
  .input(ById.extend({ outcome: z.enum(['reached', 'notReached', 'declined', 'checked']), note: Note }))
  .output(moved);
export const decideFinding = command(
  'POST',
  '/benefits/findings/{id}/decision',
  'Decide that a benefit is kept, or propose that it ends; nothing ends by this yet',
)
  .errors(refuses(noSuchFinding, findingMoved))
  .input(ById.extend({ decision: z.enum(['keep', 'proposeEnd']), reason: Note }))
  .output(moved);
export const objectToEnd = command('POST', '/benefits/mine/findings/{id}/objection', 'Object to the proposed end of a benefit of mine')
  .errors(refuses(noSuchFinding, findingMoved, tooLate))
  .input(ById.extend({ reason: Note }))
  .output(moved);
export const objectForResident = command('POST', '/benefits/findings/{id}/objection', 'Record an objection at the counter')
  .errors(refuses(noSuchFinding, findingMoved, tooLate))
  .input(ById.extend({ reason: Note }))
  .output(moved);
export const decideObjection = command('POST', '/benefits/findings/{id}/objection/decision', 'Decide on an objection; never the one who proposed the end')
  .errors(refuses(noSuchFinding, findingMoved, samePerson))
  .input(ById.extend({ uphold: z.boolean(), reason: Note }))
  .output(moved);
export const endBenefit = command(
  'POST',
  '/benefits/findings/{id}/end',
  'End a benefit after the notice, when the time to object is over or the objection was rejected',
)
  .errors(refuses(noSuchFinding, findingMoved, stillOpen))
  .input(ById.extend({ reason: Note, validTo: Day }))
  .output(moved);

export const recordEnrolment = command('POST', '/benefits/people/{id}/enrolments', 'Record what a person receives since when')
  .errors(refuses(noSuchPolicy, enrolledAlready))
  .input(
    ById.extend({
      policyId: z.string(),
      validFrom: Day,
      validTo: Day.optional(),
      sourceDepartment: z.string().trim().min(2).max(60),
      sourceReference: z.string().trim().max(120).optional(),
    }),
  )
  .output(ById);
export const judgePerson = command('POST', '/benefits/people/{id}/outcomes', 'What one resident is entitled to, with reasons; the person sees who looked')
  .input(ById.extend({ on: Day.optional().describe('the day it is asked for'), knownAt: Moment.optional().describe('as it was known at that moment') }))
  .output(z.object({ asOf: Day, outcomes: z.array(Outcome), facts: z.array(Fact) }));
export const myBenefits = query('/benefits/mine', 'What is known of me, what I receive, what is open, and notices to me').output(
  z.object({
    hasRecord: z.boolean(),
    facts: z.array(Fact),
    outcomes: z.array(Outcome),
    suggested: z.array(z.string()),
    pushRefused: z.boolean(),
    applications: z.array(Application),
    notices: z.array(z.object({ id: Id, title: Text, state: State, reason: z.string(), objectUntil: Day, steps: z.array(z.string()) })),
  }),
);
export const applyFor = command('POST', '/benefits/mine/applications', 'Apply, filled in with what is known and what I answered')
  .errors(refuses(noRecordYet, noSuchPolicy, appliedAlready, enrolledAlready, wrongAnswer))
  .input(z.object({ policyId: z.string(), answers: Answers }))
  .output(Application);
export const applyForResident = command('POST', '/benefits/people/{id}/applications', 'Apply for a resident at the counter')
  .errors(refuses(noSuchPolicy, appliedAlready, enrolledAlready, wrongAnswer))
  .input(ById.extend({ policyId: z.string(), answers: Answers }))
  .output(Application);
export const listApplications = query('/benefits/applications', 'Applications of an area that wait for a decision, the oldest first')
  .input(z.object({ areaCode: AreaCode }))
  .output(
    z.array(
      Application.extend({ personId: Id, name: z.string().describe('masked'), areaCode: AreaCode, channel: z.enum(['online', 'counter']), verdict: z.int() }),
    ),
  );
export const decideApplication = command('POST', '/benefits/applications/{id}/decision', 'Grant an application or refuse it with a reason')
  .errors(refuses(noSuchApplication, enrolledAlready))
  .input(ById.extend({ grant: z.boolean(), reason: Note }))
  .output(Application);
export const setPush = command('PUT', '/benefits/mine/push', 'Be told of benefits unasked, or not')
  .errors(refuses(noRecordYet))
  .input(z.object({ refuse: z.boolean() }))
  .output(z.object({ refuse: z.boolean() }));

export const matching = {
  giveAuthorisation,
  listAuthorisations,
  endAuthorisation,
  startRun,
  listFindings,
  openFinding,
  contactFinding,
  decideFinding,
  objectToEnd,
  objectForResident,
  decideObjection,
  endBenefit,
  recordEnrolment,
  judgePerson,
  myBenefits,
  applyFor,
  applyForResident,
  listApplications,
  decideApplication,
  setPush,
};
