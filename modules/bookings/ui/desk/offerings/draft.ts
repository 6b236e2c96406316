import type { api } from '../../../../../platform/client.ts';
import { clockTime, minuteOf } from '../../../../../ui/format.ts';
import type { bookings } from '../../../contract.ts';

export type Calls = ReturnType<typeof api<typeof bookings>>;
export type Offering = Awaited<ReturnType<Calls['listAllOfferings']>>[number];
type Rules = Offering['rules'];
type Kind = Offering['kind'];
type AgePart = { age: 'birth'; op: '>=' | '<='; value: number };

/** The rules of an offering as the form has them: clock times as written, yuan, and switches before what they open. */
export type Draft = {
  kind: Kind;
  name: string;
  nameEn: string;
  about: string;
  aboutEn: string;
  functionCode: string | undefined;
  resources: string[];
  slot: NonNullable<Rules['slot']>;
  hours: { days: number[]; from: string; to: string }[];
  noticeMinutes: number;
  horizonDays: number;
  cancelMinutes: number;
  approval: boolean;
  places: Rules['places'];
  limits: Rules['limits'];
  price: { class: 'free' | 'lowFee' | 'market'; per: 'hour' | 'halfDay' | 'day' | 'booking' | 'place'; yuan: number; halfDayMinutes: number };
  freeOnRequest: boolean;
  depositYuan: number;
  waits: boolean;
  waiting: NonNullable<Rules['waiting']>;
  checksIn: boolean;
  checkIn: NonNullable<Rules['checkIn']>;
  absence: Rules['absence'];
  needs: Rules['needs'];
  ageFrom: number | null;
  ageTo: number | null;
  guardianBelow: number | null;
};

const usualSlot = { gridMinutes: 30, shortestMinutes: 60, longestMinutes: 120, stepMinutes: 30, beforeMinutes: 0, afterMinutes: 0, mayPassMidnight: false };
const usualWaiting: Draft['waiting'] = { offerMinutes: 120, passOver: true, first: ['elder', 'minor', 'disabled'] };
const usualCheckIn = { opensMinutes: 30, releaseMinutes: 20 };

/** What a new offering begins with: proposals that can all be changed. */
export const usual = (kind: Kind): Draft => ({
  ...{ kind, name: '', nameEn: '', about: '', aboutEn: '', functionCode: undefined, resources: [], slot: usualSlot, hours: [] },
  ...{ noticeMinutes: 30, horizonDays: 14, cancelMinutes: 120, approval: false, places: { least: 1, most: kind === 'session' ? 2 : 10 } },
  limits: [{ what: 'bookings', most: 3, per: 'ahead' }],
  price: { class: 'free', per: kind === 'session' ? 'place' : 'hour', yuan: 10, halfDayMinutes: 240 },
  ...{ freeOnRequest: false, depositYuan: 0, waits: true, waiting: usualWaiting, checksIn: true, checkIn: usualCheckIn },
  absence: [{ times: 2, withinDays: 30, pauseDays: 7 }],
  ...{ needs: [], ageFrom: null, ageTo: null, guardianBelow: null },
});

const isAge = (part: unknown): part is AgePart => {
  const { age, op, value } = (part ?? {}) as Partial<AgePart>;
  return age === 'birth' && (op === '>=' || op === '<=') && typeof value === 'number';
};
const partsOf = (condition: unknown): unknown[] => (condition === null ? [] : ((condition as { all?: unknown[] }).all ?? [condition]));
/** Whether the form can show who may book; where it cannot, what is written stays as it is. */
export const isPlainWho = ({ who }: Rules) => who === null || partsOf(who.condition).every(isAge);

export function draftOf({ rules, ...offering }: Offering): Draft {
  const ages = isPlainWho(rules) && rules.who ? (partsOf(rules.who.condition) as AgePart[]) : [];
  const { price } = rules;
  return {
    ...usual(offering.kind),
    ...{ name: offering.name, nameEn: offering.nameEn, about: offering.about, aboutEn: offering.aboutEn },
    ...{ functionCode: offering.functionCode, resources: offering.resources },
    ...rules,
    slot: rules.slot ?? usualSlot,
    hours: rules.hours.map(({ days, from, to }) => ({ days, from: clockTime(from), to: clockTime(to) })),
    price: price.class === 'free' ? usual(offering.kind).price : { ...price, yuan: price.fen / 100 },
    depositYuan: rules.depositFen / 100,
    ...{ waits: rules.waiting !== null, waiting: rules.waiting ?? usualWaiting, checksIn: rules.checkIn !== null, checkIn: rules.checkIn ?? usualCheckIn },
    ageFrom: ages.find(({ op }) => op === '>=')?.value ?? null,
    ageTo: ages.find(({ op }) => op === '<=')?.value ?? null,
    guardianBelow: rules.who?.guardianBelow ?? null,
  };
}

function whoOf({ ageFrom, ageTo, guardianBelow }: Draft, before: Rules | null): Rules['who'] {
  if (before && !isPlainWho(before)) return { condition: before.who!.condition, guardianBelow };
  const parts: AgePart[] = [];
  if (ageFrom !== null) parts.push({ age: 'birth', op: '>=', value: ageFrom });
  if (ageTo !== null) parts.push({ age: 'birth', op: '<=', value: ageTo });
  if (parts.length === 0 && guardianBelow === null) return null;
  return { condition: parts.length === 0 ? null : ((parts.length === 1 ? parts[0]! : { all: parts }) as never), guardianBelow };
}

/** The fields that the house takes; what the form does not show stays as it was. */
export function fieldsOf(draft: Draft, before: Offering | null) {
  const { name, nameEn, about, aboutEn, functionCode, resources, price } = draft;
  const fen = Math.round(price.yuan * 100);
  const rules: Rules = {
    slot: draft.kind === 'session' ? null : draft.slot,
    hours: draft.hours.map(({ days, from, to }) => ({ days, from: minuteOf(from), to: minuteOf(to) || 1440 })),
    ...{ noticeMinutes: draft.noticeMinutes, horizonDays: draft.horizonDays, cancelMinutes: draft.cancelMinutes, approval: draft.approval },
    ...{ places: draft.places, limits: draft.limits, needs: draft.needs, absence: draft.absence, freeOnRequest: draft.freeOnRequest },
    price: price.class === 'free' ? { class: 'free' } : { class: price.class, per: price.per, halfDayMinutes: price.halfDayMinutes, fen },
    reductions: before?.rules.reductions ?? [],
    depositFen: Math.round(draft.depositYuan * 100),
    waiting: draft.waits ? draft.waiting : null,
    checkIn: draft.checksIn ? draft.checkIn : null,
    who: whoOf(draft, before?.rules ?? null),
  };
  return {
    name,
    nameEn,
    about,
    aboutEn,
    functionCode: functionCode!,
    resources,
    shownFrom: before?.shownFrom ?? null,
    shownTo: before?.shownTo ?? null,
    rules,
  };
}
