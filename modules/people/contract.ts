import { z } from 'zod';
import { AreaCode, command, Day, Id, Moment, query, refusal, refuses } from '../../platform/endpoint.ts';

export const noSuchPerson = refusal(404, 'people/no-such-person', {
  zh: '没有这位居民的记录',
  en: 'There is no record of this person',
});
export const wrongIdentityNumber = refusal(422, 'people/wrong-identity-number', {
  zh: '身份证号有误，请核对',
  en: 'The identity number is wrong; please check it',
});
export const personKnown = refusal(409, 'people/known', { zh: '这个证件号已登记', en: 'A person with this number is registered already' }, 'person_identity');
export const factHeld = refusal(409, 'people/fact-held', { zh: '这段时间已有同样的记录', en: 'The same fact is recorded for that time already' }, 'fact_once');
export const noSuchSegment = refusal(404, 'people/no-such-segment', { zh: '没有这个人群分类', en: 'There is no such segment' });
export const guardianKnown = refusal(409, 'people/guardian-known', { zh: '监护关系已登记', en: 'This guardianship is recorded already' }, 'guardianship_once');
export const guardsSelf = refusal(422, 'people/guards-self', { zh: '监护人不能是本人', en: 'Nobody is their own guardian' }, 'guardianship_of_another');
export const consentGiven = refusal(409, 'people/consent-given', { zh: '已经同意过了', en: 'This was agreed to already' }, 'consent_once');
export const noConsent = refusal(404, 'people/no-consent', { zh: '没有这项同意', en: 'There is no such consent' });
export const noRecord = refusal(404, 'people/no-record', {
  zh: '您的账号还没有关联居民记录',
  en: 'Your account is not tied to a record yet',
});
export const claimFailed = refusal(422, 'people/claim-failed', {
  zh: '姓名、身份证号与登记的手机号对不上，请到社区服务窗口办理',
  en: 'The name, number and your phone do not match a record; the counter of your community can help',
});

export const noSuchFact = refusal(404, 'people/no-such-fact', { zh: '没有这条记录，或已经终止', en: 'There is no such fact, or it has ended' });
export const noSuchGuardian = refusal(404, 'people/no-such-guardian', { zh: '没有这个监护关系', en: 'There is no such guardianship' });
export const endsBeforeItBegan = refusal(
  422,
  'people/ends-before-it-began',
  { zh: '终止日期要晚于开始日期', en: 'It must end after it began' },
  'fact_period',
  'guardianship_period',
  'statement_period',
);
export const notYourArea = refusal(403, 'people/not-your-area', {
  zh: '您不能把人迁到您不管的社区',
  en: 'You may not move people to an area that is not yours',
});
export const noSuchFactKind = refusal(422, 'people/no-such-fact-kind', {
  zh: '事实字典里没有这一项，或由户籍登记维护',
  en: 'The dictionary of facts has no such fact, or the register keeps it',
});
export const notAValue = refusal(422, 'people/not-a-value', { zh: '这一项不能填这个值', en: 'This fact does not take this value' });
export const notYet = refusal(422, 'people/not-yet', { zh: '日期不能晚于今天', en: 'The day must not lie ahead' });

export const purposes = ['service', 'verification', 'emergency', 'request', 'audit'] as const;
export const protectedFields = ['name', 'identityNumber', 'phone', 'address'] as const;
const Sex = z.enum(['female', 'male', 'unknown']);
const Purpose = z.string().trim().min(2).max(60);
const AgeBand = z.enum(['0-6', '7-17', '18-34', '35-59', '60-79', '80+']);

export const Person = z.object({
  id: Id,
  areaCode: AreaCode,
  name: z.string().describe('masked'),
  sex: Sex,
  ageBand: AgeBand,
  identityNumber: z.string().nullable().describe('masked'),
  phone: z.string().nullable().describe('masked'),
  householdId: Id.nullable(),
  segments: z.array(z.string()),
  invented: z.boolean(),
});
export const Fact = z.object({
  id: Id,
  segment: z.string(),
  sourceDepartment: z.string(),
  sourceReference: z.string().nullable(),
  validFrom: Day,
  validTo: Day.nullable(),
  recordedAt: Moment,
});
export const Consent = z.object({
  id: Id,
  purpose: z.string(),
  textVersion: z.string(),
  channel: z.enum(['online', 'counter', 'paper', 'phone']),
  givenAt: Moment,
  withdrawnAt: Moment.nullable(),
});
export const Reveal = z.object({
  id: Id,
  at: Moment,
  accountName: z.string(),
  organisation: z.string(),
  fields: z.array(z.string()),
  purpose: z.enum(purposes),
  reason: z.string(),
});
export const PersonDetail = Person.extend({
  bornOn: Day.nullable().describe('null for minors'),
  deceasedOn: Day.nullable(),
  address: z.string().nullable().describe('masked'),
  facts: z.array(Fact),
  guardians: z.array(z.object({ id: Id, name: z.string(), relation: z.string(), validFrom: Day, validTo: Day.nullable() })),
  consents: z.array(Consent),
  reveals: z.array(Reveal),
});
const ById = z.object({ id: Id });
const Phone = z.string().regex(/^1[3-9]\d{9}$/, 'a mobile number of 11 digits');
const Address = z.string().trim().min(3).max(200);

export const listSegments = query('/people/segments', 'Groups of people that services are made for').output(
  z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      nameEn: z.string(),
      kind: z.enum(['age', 'household', 'specialNeed']),
      dataLevel: z.string(),
      priority: z.int().nullable(),
    }),
  ),
);
export const listPeople = query('/people', 'Residents of an area, masked')
  .input(z.object({ areaCode: AreaCode, segment: z.string().optional(), after: Id.optional() }))
  .output(z.object({ people: z.array(Person), total: z.int(), next: Id.nullable() }));
export const findPeople = command('POST', '/people/find', 'Find residents of an area by whole name, identity number or phone; logged')
  .input(
    z.object({
      areaCode: AreaCode,
      name: z.string().trim().max(60).optional(),
      identityNumber: z.string().trim().max(30).optional(),
      phone: z.string().trim().max(20).optional(),
    }),
  )
  .output(z.array(Person));
export const getPerson = query('/people/{id}', 'One resident, masked, with facts, guardians, consents and who looked')
  .errors(refuses(noSuchPerson))
  .input(ById)
  .output(PersonDetail);
export const registerPerson = command('POST', '/people', 'Register a resident')
  .errors(refuses(wrongIdentityNumber, personKnown))
  .input(
    z.object({
      areaCode: AreaCode,
      name: z.string().trim().min(1).max(60),
      identityKind: z.enum(['residentId', 'hkMacauResidence', 'taiwanResidence', 'foreignPermanent', 'passport']).default('residentId'),
      identityNumber: z.string().trim().min(5).max(30),
      bornOn: Day.optional().describe('read from a resident identity number'),
      sex: Sex.optional(),
      phone: Phone.optional(),
      address: Address.optional(),
    }),
  )
  .output(Person);
export const recordFact = command('POST', '/people/{id}/facts', 'Record a dated fact with its source')
  .errors(refuses(noSuchPerson, noSuchSegment, factHeld, endsBeforeItBegan))
  .input(
    ById.extend({
      segment: z.string(),
      sourceDepartment: z.string().trim().min(2).max(60),
      sourceReference: z.string().trim().max(120).optional(),
      validFrom: Day,
      validTo: Day.optional(),
    }),
  )
  .output(Fact);
const Value = z.union([z.number(), z.string().max(60), z.boolean()]);
export const recordStatement = command('POST', '/people/{id}/statements', 'Record what a department states about a person; what it replaces stays known')
  .errors(refuses(noSuchPerson, noSuchFactKind, notAValue, notYet, endsBeforeItBegan))
  .input(
    ById.extend({
      fact: z.string().max(60),
      value: Value,
      sourceDepartment: z.string().trim().min(2).max(60),
      sourceReference: z.string().trim().max(120).optional(),
      statedOn: Day,
      validFrom: Day.optional().describe('the day it was stated, if nothing is said'),
      validTo: Day.optional(),
    }),
  )
  .output(z.object({ id: Id }));
export const addGuardian = command('POST', '/people/{id}/guardians', 'Record who speaks for a person')
  .errors(refuses(noSuchPerson, guardianKnown, guardsSelf))
  .input(ById.extend({ guardianId: Id, relation: z.string().trim().min(1).max(30), validFrom: Day }))
  .output(z.object({ id: Id }));
export const updatePerson = command('PUT', '/people/{id}', 'Change phone or dwelling, move to another community, or record a death')
  .errors(refuses(noSuchPerson, notYourArea, notYet))
  .input(ById.extend({ areaCode: AreaCode.optional(), phone: Phone.nullable().optional(), address: Address.optional(), deceasedOn: Day.nullable().optional() }))
  .output(ById);
export const endFact = command('POST', '/people/{id}/facts/{factId}/end', 'Record since when a fact no longer holds')
  .errors(refuses(noSuchFact, endsBeforeItBegan))
  .input(ById.extend({ factId: Id, validTo: Day }))
  .output(Fact);
export const endGuardian = command('POST', '/people/{id}/guardians/{guardianId}/end', 'Record since when somebody no longer speaks for a person')
  .errors(refuses(noSuchGuardian, endsBeforeItBegan))
  .input(ById.extend({ guardianId: Id, validTo: Day }))
  .output(ById);
export const revealFields = command('POST', '/people/{id}/reveal', 'Read protected fields, for a purpose; the person sees who looked')
  .errors(refuses(noSuchPerson))
  .input(
    ById.extend({
      fields: z.array(z.enum(protectedFields)).min(1),
      purpose: z.enum(purposes),
      reason: z.string().trim().min(4).max(200),
    }),
  )
  .output(
    z.object({
      id: Id,
      name: z.string().optional(),
      identityNumber: z.string().nullable().optional(),
      phone: z.string().nullable().optional(),
      address: z.string().nullable().optional(),
    }),
  );
export const recordConsent = command('POST', '/people/{id}/consents', 'Record a consent given at the counter, on paper or by phone')
  .errors(refuses(noSuchPerson, consentGiven))
  .input(ById.extend({ purpose: Purpose, textVersion: z.string().max(40), channel: z.enum(['counter', 'paper', 'phone']) }))
  .output(Consent);
export const recordWithdrawal = command('POST', '/people/{id}/consents/{consentId}/withdraw', 'Record a consent withdrawn at the counter, on paper or by phone')
  .errors(refuses(noConsent))
  .input(ById.extend({ consentId: Id }))
  .output(Consent);

export const myRecord = query('/people/me', 'What is recorded about me').errors(refuses(noRecord)).output(PersonDetail);
export const listMyFamily = query('/people/me/family', 'Whom I may act for: children, and adults who agreed to it').output(
  z.array(z.object({ id: Id, name: z.string().describe('masked'), relation: z.string(), isMinor: z.boolean() })),
);
export const claimRecord = command('POST', '/people/me/claim', 'Tie my account to my record by name, identity number and the phone I signed in with')
  .errors(refuses(claimFailed))
  .input(z.object({ name: z.string().trim().min(1).max(60), identityNumber: z.string().trim().min(5).max(30) }))
  .output(z.object({ id: Id }));
export const giveConsent = command('POST', '/people/me/consents', 'Agree to a use of my data')
  .errors(refuses(noRecord, consentGiven))
  .input(z.object({ purpose: Purpose, textVersion: z.string().max(40) }))
  .output(Consent);
export const withdrawConsent = command('POST', '/people/me/consents/{id}/withdraw', 'Withdraw a consent of mine')
  .errors(refuses(noRecord, noConsent))
  .input(ById)
  .output(Consent);

export const people = {
  listSegments,
  listPeople,
  findPeople,
  myRecord,
  listMyFamily,
  claimRecord,
  giveConsent,
  withdrawConsent,
  getPerson,
  registerPerson,
  recordFact,
  recordStatement,
  addGuardian,
  updatePerson,
  endFact,
  endGuardian,
  revealFields,
  recordConsent,
  recordWithdrawal,
};
