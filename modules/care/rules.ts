import { z } from 'zod';
import data from './data/age-classes.json' with { type: 'json' };

/** How long a step of the day is, in which needs and carers are counted. */
export const stepMinutes = 15;
/** What a carer is worth: divisible by every ratio of the list, so that shares add up without rest. */
export const wholeCarer = 420;

export type AgeClass = (typeof data.classes)[number];
export const ageClasses: readonly AgeClass[] = data.classes;
export const findAgeClass = (code: string): AgeClass | undefined => ageClasses.find((it) => it.code === code);
/** Which part of a carer one person of a class takes. */
export const shareOf = ({ perCarer }: Pick<AgeClass, 'perCarer'>): number => Math.ceil(wholeCarer / perCarer);

/** Completed months on a day. */
export function monthsOn(bornOn: string, day: string): number {
  const [bornYear, bornMonth, bornDay] = bornOn.split('-').map(Number) as [number, number, number];
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  return (year - bornYear) * 12 + month - bornMonth - (date < bornDay ? 1 : 0);
}

export const isOfAge = ({ fromMonths, toMonths }: AgeClass, bornOn: string, day: string): boolean => {
  const months = monthsOn(bornOn, day);
  return months >= fromMonths && (toMonths === null || months < toMonths);
};

const quarter = z.int().min(0).max(1440).multipleOf(stepMinutes);
export const Span = z.object({ from: quarter, to: quarter }).refine(({ from, to }) => from < to, 'a time ends after it begins');
const fen = z.int().min(0).max(10_000_000);

/** The four modes of care (S2:85/86), each with its times and price; a mode that is null is not offered. */
export const GroupRules = z.object({
  fullDay: z.object({ time: Span, fen }).nullable(),
  halfDay: z.object({ times: z.array(Span).min(1).max(3), fen }).nullable(),
  hourly: z.object({ shortestMinutes: quarter.min(15), longestMinutes: quarter, fenAnHour: fen }).nullable(),
  temporary: z.object({ shortestMinutes: quarter.min(15), longestMinutes: quarter, fenAnHour: fen }).nullable(),
  /** So long before it begins a stay is planned, or told off without cost. */
  planMinutes: z.int().min(0).max(20_160),
  absenceMinutes: z.int().min(0).max(20_160),
  horizonDays: z.int().min(0).max(366),
});
export type GroupRules = z.infer<typeof GroupRules>;
export type Mode = 'fullDay' | 'halfDay' | 'hourly' | 'temporary';

/** Why a time does not fit a mode, or null. */
export function faultOfTime(
  rules: GroupRules,
  mode: Mode,
  { from, to }: { from: number; to: number },
): 'notOffered' | 'otherTimes' | 'tooShort' | 'tooLong' | null {
  const isSame = (time: { from: number; to: number }) => time.from === from && time.to === to;
  if (mode === 'fullDay') return rules.fullDay === null ? 'notOffered' : isSame(rules.fullDay.time) ? null : 'otherTimes';
  if (mode === 'halfDay') return rules.halfDay === null ? 'notOffered' : rules.halfDay.times.some(isSame) ? null : 'otherTimes';
  const own = rules[mode];
  if (own === null) return 'notOffered';
  return to - from < own.shortestMinutes ? 'tooShort' : to - from > own.longestMinutes ? 'tooLong' : null;
}

/** Begun hours count whole. */
export function priceOfStay(rules: GroupRules, mode: Mode, { from, to }: { from: number; to: number }): number {
  if (mode === 'fullDay' || mode === 'halfDay') return rules[mode]?.fen ?? 0;
  return Math.ceil((to - from) / 60) * (rules[mode]?.fenAnHour ?? 0);
}
