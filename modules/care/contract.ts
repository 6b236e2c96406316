import { z } from 'zod';
import { command, Day, Id, Moment, query, refusal, refuses } from '../../platform/endpoint.ts';
import { GroupRules, Span } from './rules.ts';

export const noSuchGroup = refusal(404, 'care/no-such-group', { zh: '没有这个班组', en: 'There is no such group' });
export const groupNameTaken = refusal(409, 'care/group-name-taken', { zh: '这里已有同名的班组', en: 'There is a group of this name here' }, 'care_group_name');
export const tooManyPlaces = refusal(422, 'care/too-many-places', {
  zh: '人数超过这一年龄段的班额标准',
  en: 'More places than the standard allows for this age',
});
export const wrongAgeClass = refusal(422, 'care/wrong-age-class', { zh: '年龄段与班组类型不符', en: 'The age class does not fit the kind of group' });
export const changedMeanwhile = refusal(409, 'care/changed-meanwhile', {
  zh: '别人刚刚改过，请刷新后再试',
  en: 'Somebody has just changed this; reload and try again',
});
export const noSuchPerson = refusal(404, 'care/no-such-person', { zh: '没有这个人的登记', en: 'There is no record of this person' });
export const contractThere = refusal(409, 'care/contract-there', { zh: '这段时间已有协议', en: 'There is a contract for this time' }, 'contract_once');
export const noSuchContract = refusal(404, 'care/no-such-contract', { zh: '没有这个协议', en: 'There is no such contract' });
export const notYours = refusal(403, 'care/not-yours', {
  zh: '只能为自己、子女或已同意由您代办的家人办理',
  en: 'You can act for yourself, your children, and family who agreed to it',
});
export const notPlanned = refusal(409, 'care/not-planned', { zh: '这些日子都排不上，请看每天的原因', en: 'None of these days can be had; see why for each' });
export const noSuchStay = refusal(404, 'care/no-such-stay', { zh: '没有这次照护', en: 'There is no such stay' });
export const wrongStep = refusal(409, 'care/wrong-step', { zh: '现在不能这样做', en: 'This cannot be done now' });
export const notAuthorised = refusal(403, 'care/not-authorised', {
  zh: '此人不在接送名单上，不能接走。请联系监护人',
  en: 'This person is not on the list of those who may fetch; ask the guardian',
});
export const noSuchPickup = refusal(404, 'care/no-such-pickup', { zh: '没有这个接送人', en: 'There is no such person to fetch' });
export const carersNeeded = refusal(409, 'care/carers-needed', {
  zh: '撤下后人手不够，请看从几点起缺人',
  en: 'Without this shift there are not enough carers; see from when',
});
export const shiftThere = refusal(409, 'care/shift-there', { zh: '这位照护人员这段时间已排班', en: 'This carer is on duty then already' }, 'shift_once');
export const noSuchShift = refusal(404, 'care/no-such-shift', { zh: '没有这个班次', en: 'There is no such shift' });

const Text = z.object({ zh: z.string(), en: z.string() });
const name = z.string().trim().min(2).max(40);
const Mode = z.enum(['fullDay', 'halfDay', 'hourly', 'temporary']);
const GroupFields = { ageClass: z.string(), name, nameEn: name, places: z.int().min(1).max(200), rules: GroupRules };
const Group = z.object({
  ...GroupFields,
  id: Id,
  placeId: Id,
  placeName: z.string(),
  kind: z.enum(['nursery', 'dayCare', 'afterSchool']),
  ageName: Text,
  perCarer: z.int(),
  basis: z.string(),
  revision: z.int(),
  closedOn: Day.nullable(),
});

export const listGroups = query('/care/groups', 'Groups that care for children and elders, with ratios, times and prices')
  .input(z.object({ placeId: Id.optional() }))
  .output(z.array(Group));
export const listAgeClasses = query('/care/age-classes', 'Classes by age, with the most places and how many to a carer, and where that is written').output(
  z.array(z.object({ code: z.string(), kind: z.string(), name: Text, places: z.int(), perCarer: z.int(), basis: z.string() })),
);
export const addGroup = command('POST', '/care/groups', 'Opens a group')
  .input(z.object({ placeId: Id, kind: Group.shape.kind, ...GroupFields }))
  .output(z.object({ id: Id, revision: z.int() }))
  .errors(refuses(groupNameTaken, tooManyPlaces, wrongAgeClass));
export const editGroup = command('PUT', '/care/groups/{id}', 'Changes a group, or closes it: what is planned stays, nothing more is')
  .input(z.object({ id: Id, revision: z.int(), closedOn: Day.nullable().default(null), ...GroupFields }))
  .output(z.object({ id: Id, revision: z.int() }))
  .errors(refuses(noSuchGroup, changedMeanwhile, groupNameTaken, tooManyPlaces, wrongAgeClass));

const Contract = z.object({
  id: Id,
  groupId: Id,
  group: Text,
  personId: Id,
  who: z.string(),
  mode: Mode,
  monthlyHours: z.int().nullable(),
  from: Day,
  to: Day.nullable(),
});
export const addContract = command('POST', '/care/groups/{id}/contracts', 'Enters a contract: who, by which mode, how many hours a month, from when')
  .input(
    z.object({ id: Id, personId: Id, mode: Mode, monthlyHours: z.int().min(1).max(400).nullable().default(null), from: Day, to: Day.nullable().default(null) }),
  )
  .output(z.object({ id: Id }))
  .errors(refuses(noSuchGroup, noSuchPerson, contractThere));
export const endContract = command('POST', '/care/contracts/{id}/end', 'Ends a contract after a day')
  .input(z.object({ id: Id, to: Day }))
  .output(z.object({ id: Id }))
  .errors(refuses(noSuchContract));
export const listContracts = query('/care/groups/{id}/contracts', 'Contracts of a group, names masked')
  .input(z.object({ id: Id }))
  .output(z.array(Contract));

const Pickup = z.object({ id: Id, name: z.string().describe('masked'), relation: z.string() });
const NewPickup = { name: z.string().trim().min(1).max(40), phone: z.string().trim().min(5).max(20), relation: z.string().trim().min(1).max(20) };
export const addPickup = command('POST', '/care/people/{personId}/pickups', 'Names somebody who may fetch one’s child')
  .input(z.object({ personId: Id, ...NewPickup }))
  .output(z.object({ id: Id }))
  .errors(refuses(notYours));
export const removePickup = command('DELETE', '/care/pickups/{id}', 'Takes somebody off the list of those who may fetch, at once')
  .input(z.object({ id: Id }))
  .output(z.object({ id: Id }))
  .errors(refuses(noSuchPickup));

const Stay = z.object({
  id: Id,
  groupId: Id,
  group: Text,
  placeName: z.string(),
  personId: Id,
  who: z.string(),
  mode: Mode,
  day: Day,
  from: z.int(),
  to: z.int(),
  state: z.enum(['planned', 'absent', 'present', 'gone']),
  absence: z.enum(['sick', 'planned', 'unannounced', 'closed']).nullable(),
  isCharged: z.boolean().nullable(),
  priceFen: z.int(),
  arrivedAt: Moment.nullable(),
  leftAt: Moment.nullable(),
  fetchedHow: z.string().nullable(),
  freeUntil: Moment.describe('Told off before this it costs nothing'),
});
const Planned = z.array(
  z.object({
    day: Day,
    stayId: Id.nullable(),
    why: z
      .enum([
        'age',
        'closed',
        'tooLate',
        'tooFar',
        'ratio',
        'places',
        'thereAlready',
        'noContract',
        'contractHours',
        'notOffered',
        'otherTimes',
        'tooShort',
        'tooLong',
      ])
      .nullable(),
    at: z.int().nullable().describe('The minute of the day from which it shows, where carers or places are short'),
  }),
);
const Days = { mode: Mode, days: z.array(Day).min(1).max(31), time: Span };
export const planStays = command('POST', '/care/groups/{id}/stays', 'Plans days for oneself, a child or a parent; each day with what became of it')
  .input(z.object({ id: Id, personId: Id, ...Days }))
  .output(Planned)
  .errors(refuses(noSuchGroup, notYours, notPlanned));
export const planForResident = command('POST', '/care/groups/{id}/stays-at-counter', 'The same at the counter; up to the beginning')
  .input(z.object({ id: Id, personId: Id, ...Days, channel: z.enum(['counter', 'phone', 'paper']).default('counter') }))
  .output(Planned)
  .errors(refuses(noSuchGroup, noSuchPerson, notPlanned));
const AbsenceKind = z.enum(['sick', 'planned']);
export const reportAbsence = command('POST', '/care/stays/{id}/absence', 'Tells that somebody will not come: the place is free at once')
  .input(z.object({ id: Id, kind: AbsenceKind }))
  .output(Stay)
  .errors(refuses(noSuchStay, wrongStep));
export const recordAbsence = command('POST', '/care/stays/{id}/absence-at-counter', 'The same at the counter, or that somebody did not come')
  .input(z.object({ id: Id, kind: z.enum(['sick', 'planned', 'unannounced']) }))
  .output(Stay)
  .errors(refuses(noSuchStay, wrongStep));
export const arrive = command('POST', '/care/stays/{id}/arrival', 'Somebody has come')
  .input(z.object({ id: Id }))
  .output(Stay)
  .errors(refuses(noSuchStay, wrongStep));
export const leave = command('POST', '/care/stays/{id}/departure', 'Somebody leaves: a child only with who is on its list, or a guardian')
  .input(
    z
      .object({ id: Id, pickupId: Id.optional(), guardianId: Id.optional() })
      .refine(({ pickupId, guardianId }) => pickupId === undefined || guardianId === undefined, 'name one who fetches'),
  )
  .output(Stay)
  .errors(refuses(noSuchStay, wrongStep, notAuthorised));

export const listMyCare = query('/care/mine', 'Whom one may act for in care: contracts, hours this month, days planned, who may fetch').output(
  z.object({
    people: z.array(z.object({ id: Id, name: z.string(), isMinor: z.boolean(), pickups: z.array(Pickup) })),
    contracts: z.array(Contract.extend({ usedMinutes: z.int().describe('Planned and used in this month') })),
    stays: z.array(Stay),
  }),
);

export const addShift = command('POST', '/care/groups/{id}/shifts', 'Puts a carer on duty')
  .input(z.object({ id: Id, carer: z.string().trim().min(1).max(40), day: Day, time: Span }))
  .output(z.object({ id: Id }))
  .errors(refuses(noSuchGroup, shiftThere));
export const dropShift = command(
  'POST',
  '/care/shifts/{id}/drop',
  'Takes a carer off duty; where too few would be left it must be said why it cannot be helped',
)
  .input(z.object({ id: Id, reason: z.string().trim().min(2).max(200), evenIfShort: z.boolean().default(false) }))
  .output(z.object({ id: Id, shortFrom: z.int().nullable() }))
  .errors(refuses(noSuchShift, carersNeeded));

export const getCareDay = query('/care/groups/{id}/day', 'A day of a group: who comes, who is there, carers on duty, needs and carers by quarters of an hour')
  .input(z.object({ id: Id, day: Day }))
  .output(
    z.object({
      group: Group,
      stays: z.array(
        Stay.extend({ isMinor: z.boolean(), pickups: z.array(Pickup), guardians: z.array(z.object({ id: Id, name: z.string(), relation: z.string() })) }),
      ),
      shifts: z.array(z.object({ id: Id, carer: z.string(), from: z.int(), to: z.int() })),
      steps: z.array(z.object({ at: z.int(), heads: z.int(), needed: z.int().describe('Whole carers'), carers: z.int() })),
      now: z.object({ present: z.int(), needed: z.int(), carers: z.int(), isShort: z.boolean() }).nullable(),
    }),
  )
  .errors(refuses(noSuchGroup));

export const care = {
  listGroups,
  listAgeClasses,
  addGroup,
  editGroup,
  addContract,
  endContract,
  listContracts,
  addPickup,
  removePickup,
  planStays,
  planForResident,
  reportAbsence,
  recordAbsence,
  arrive,
  leave,
  listMyCare,
  addShift,
  dropShift,
  getCareDay,
};
