import { RRuleTemporal } from 'rrule-temporal';
import { lunarDays, type Skip } from './lunar.ts';
import { addDays, type WorkingCalendar, weekdayOf } from './working-days.ts';

/** What recurs: a first time on the wall clock (`YYYY-MM-DD`, or with `THH:MM` or `THH:MM:SS`) and a rule of RFC 5545, lunar ones by RFC 7529 (`RSCALE=CHINESE`). */
export type Recurrence = { start: string; rule: string };

/** Why a rule is refused: it is not a rule, or it is one that no library works out rightly (engines/calendar/README.md lists the kinds). */
export type RuleFault = { code: 'notARule' | 'unsupported'; part: string; zh: string; en: string };

const parts = new Set(['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'WKST', 'RSCALE', 'SKIP']);
const lists = ['BYSETPOS', 'BYMONTH', 'BYMONTHDAY', 'BYYEARDAY', 'BYWEEKNO', 'BYDAY', 'BYHOUR', 'BYMINUTE', 'BYSECOND'];
const clock = ['BYHOUR', 'BYMINUTE', 'BYSECOND'];
for (const part of lists) parts.add(part);
const lunarParts = new Set(['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'WKST', 'RSCALE', 'SKIP', 'BYMONTH', 'BYMONTHDAY']);
const forms: Record<string, RegExp> = {
  FREQ: /^(YEARLY|MONTHLY|WEEKLY|DAILY|HOURLY|MINUTELY|SECONDLY)$/,
  INTERVAL: /^[1-9]\d{0,3}$/,
  COUNT: /^\d{1,4}$/,
  UNTIL: /^\d{8}(T\d{6}Z?)?$/,
  WKST: /^(MO|TU|WE|TH|FR|SA|SU)$/,
  RSCALE: /^[A-Z-]+$/,
  SKIP: /^(OMIT|FORWARD|BACKWARD)$/,
  BYDAY: /^[+-]?\d{0,2}(MO|TU|WE|TH|FR|SA|SU)(,[+-]?\d{0,2}(MO|TU|WE|TH|FR|SA|SU))*$/,
  BYMONTH: /^\d{1,2}L?(,\d{1,2}L?)*$/,
};
const numbers = /^[+-]?\d{1,3}(,[+-]?\d{1,3})*$/;

type Parts = ReadonlyMap<string, string>;

function partsOf(rule: string): Parts | RuleFault {
  const found = new Map<string, string>();
  for (const piece of rule.trim().replace(/;$/, '').toUpperCase().split(';')) {
    const [name = '', value = '', ...more] = piece.split('=');
    const isKnown = parts.has(name) && more.length === 0 && !found.has(name) && (forms[name] ?? numbers).test(value);
    if (!isKnown) return { code: 'notARule', part: piece, zh: `看不懂“${piece}”`, en: `“${piece}” is not a part of a rule` };
    found.set(name, value);
  }
  if (!found.has('FREQ')) return { code: 'notARule', part: 'FREQ', zh: '没有写多久一次（FREQ）', en: 'how often (FREQ) is missing' };
  return found;
}

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** A week belongs to the year that has at least four of its days (ISO 8601, whatever day it starts on). */
function isInWeekOfAnotherYear(start: string, firstDay: string): boolean {
  const day = start.slice(0, 10);
  const weekStart = addDays(day, -((weekdayOf(day) - 1 - weekdays.indexOf(firstDay) + 7) % 7));
  return addDays(weekStart, 3).slice(0, 4) !== day.slice(0, 4);
}

/** Kinds of rules that the library answers wrongly on libical's table, each by the part that gives it away. */
const unsupported: { part: string; is: (parts: Parts, start: string) => boolean; zh: string; en: string }[] = [
  {
    part: 'RSCALE',
    is: (it) => !['GREGORIAN', 'CHINESE'].includes(it.get('RSCALE') ?? 'GREGORIAN'),
    zh: '历法只支持公历和农历',
    en: 'only the Gregorian and the Chinese calendar are supported',
  },
  {
    part: 'FREQ',
    is: (it) => it.get('RSCALE') === 'CHINESE' && [...it.keys()].some((part) => !lunarParts.has(part)),
    zh: '农历只支持每年、每月的某月某日',
    en: 'in the Chinese calendar only days of months, yearly or monthly, are supported',
  },
  {
    part: 'FREQ',
    is: (it) => it.get('RSCALE') === 'CHINESE' && !['YEARLY', 'MONTHLY'].includes(it.get('FREQ')!),
    zh: '农历只支持每年、每月的某月某日',
    en: 'in the Chinese calendar only days of months, yearly or monthly, are supported',
  },
  {
    part: 'SKIP',
    is: (it) => (it.get('SKIP') ?? 'OMIT') !== 'OMIT' && it.get('RSCALE') !== 'CHINESE',
    zh: '公历里没有的日子只能略过，不能前移或后移',
    en: 'days that a Gregorian month does not have can only be left out (SKIP=OMIT)',
  },
  {
    part: 'BYYEARDAY',
    is: (it) => it.has('BYYEARDAY') && it.has('BYDAY'),
    zh: '“一年中的第几天”不能和“星期几”一起用',
    en: 'BYYEARDAY together with BYDAY is not supported',
  },
  {
    part: 'BYMONTHDAY',
    is: (it) => it.get('FREQ') === 'YEARLY' && it.has('BYMONTHDAY') && !it.has('BYMONTH'),
    zh: '每年的第几日，请写明是哪个月（BYMONTH）',
    en: 'a yearly rule with BYMONTHDAY must name its months (BYMONTH)',
  },
  {
    part: 'BYWEEKNO',
    is: (it, start) => it.has('BYWEEKNO') && (it.has('BYMONTHDAY') || isInWeekOfAnotherYear(start, it.get('WKST') ?? 'MO')),
    zh: '“第几周”的首次日期不能落在属于另一年的那一周',
    en: 'with BYWEEKNO the first day must not lie in a week that belongs to another year',
  },
];

/** What is wrong with a recurrence, or null. */
export function faultOfRecurrence({ start, rule }: Recurrence): RuleFault | null {
  const found = partsOf(rule);
  if ('code' in found) return found;
  const kind = unsupported.find(({ is }) => is(found, start));
  if (kind) return { code: 'unsupported', part: kind.part, zh: kind.zh, en: kind.en };
  try {
    libraryOf({ start, rule });
    return null;
  } catch (error) {
    const why = (error as Error).message;
    return { code: 'notARule', part: rule, zh: `规则有误：${why}`, en: why };
  }
}

const isDay = (start: string) => start.length === 10;
const secondsOf = (start: string) => {
  const ms = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?)?$/.test(start) ? Date.parse(`${start}${isDay(start) ? 'T00:00' : ''}Z`) : Number.NaN;
  if (Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(start)) throw new RangeError(`${start} is not a day or a time such as 2026-11-23T09:00`);
  return ms / 1000;
};
const written = (seconds: number, start: string) => {
  const text = new Date(seconds * 1000).toISOString();
  return isDay(start) ? text.slice(0, 10) : seconds % 60 === 0 ? text.slice(0, 16) : text.slice(0, 19);
};
const daySeconds = 86_400;
/** The last second up to which it may recur; a day counts whole. */
const untilSeconds = (value: string) => {
  const [, y, m, d, time = 'T235959'] = /^(\d{4})(\d\d)(\d\d)(T\d{6})?/.exec(value)!;
  return Date.parse(`${y}-${m}-${d}T${time.slice(1, 3)}:${time.slice(3, 5)}:${time.slice(5, 7)}Z`) / 1000;
};
const untilOf = (value: string, start: string) => (isDay(start) ? value.slice(0, 8) : `${value.length === 8 ? `${value}T235959` : value.replace('Z', '')}Z`);

/** The wall clock is given to the library as UTC, which no summer time shifts. */
function libraryOf({ start, rule }: Recurrence): RRuleTemporal {
  const found = partsOf(rule);
  if ('code' in found) throw new RangeError(found.en);
  const first = new Date(secondsOf(start) * 1000).toISOString().replaceAll(/[-:]|\.000/g, '');
  const kept = [...found].filter(([name]) => !(isDay(start) && clock.includes(name)));
  const text = kept.map(([name, value]) => `${name}=${name === 'UNTIL' ? untilOf(value, start) : value}`).join(';');
  return new RRuleTemporal({ rruleString: `${isDay(start) ? `DTSTART;VALUE=DATE:${first.slice(0, 8)}` : `DTSTART:${first}`}\nRRULE:${text}`, tzid: 'UTC' });
}

/**
 * The times at which something recurs, in order, written as its start is.
 * @param from, to days or times: from the first, before the second
 * @param most at most so many: a rule without an end never runs away
 * @throws RangeError where `faultOfRecurrence` has something to say, or nothing is found in ten thousand periods
 */
export function occurrences(recurrence: Recurrence, { from, to, most }: { from?: string; to?: string; most: number }): string[] {
  const fault = faultOfRecurrence(recurrence);
  if (fault) throw new RangeError(fault.en);
  const found: string[] = [];
  const take = (seconds: number) => {
    const at = written(seconds, recurrence.start);
    if (to !== undefined && at >= to) return false;
    if (from === undefined || at >= from) found.push(at);
    return found.length < most;
  };
  const parts = partsOf(recurrence.rule) as Parts;
  if (parts.get('RSCALE') === 'CHINESE') takeLunar(recurrence.start, parts, take);
  else libraryOf(recurrence).all((moment) => take(moment.epochMilliseconds / 1000));
  return found.slice(0, most);
}

function takeLunar(start: string, parts: Parts, take: (seconds: number) => boolean): void {
  const first = secondsOf(start);
  const startDay = Math.floor(first / daySeconds);
  const until = parts.has('UNTIL') ? untilSeconds(parts.get('UNTIL')!) : Number.POSITIVE_INFINITY;
  let left = Number(parts.get('COUNT') ?? Number.POSITIVE_INFINITY);
  const rule = {
    isYearly: parts.get('FREQ') === 'YEARLY',
    interval: Number(parts.get('INTERVAL') ?? 1),
    months: (parts.get('BYMONTH')?.split(',') ?? []).map((month) => ({ number: Number.parseInt(month, 10), isLeap: month.endsWith('L') })),
    monthDays: (parts.get('BYMONTHDAY')?.split(',') ?? []).map(Number),
    skip: (parts.get('SKIP') ?? 'OMIT') as Skip,
  };
  for (const day of lunarDays(startDay, rule)) {
    const at = first + (day - startDay) * daySeconds;
    if (at > until || left-- <= 0 || !take(at)) return;
  }
}

/** What a series does on a legal holiday: takes place, is left out, or moves to the next working day that the series does not have anyway. */
export type OnHoliday = 'keep' | 'leaveOut' | 'nextWorkingDay';

/** `at` is where it takes place, `planned` where the rule puts it; `why` is the holiday, or `excepted`. */
export type SeriesDate = { at: string; planned: string; state: 'planned' | 'leftOut' | 'moved'; why: string | null };

/** The dates of a series with what becomes of each: nothing disappears without a word. @param times as `occurrences` gives them */
export function seriesDates(
  times: readonly string[],
  calendar: WorkingCalendar,
  { onHoliday, except = [] }: { onHoliday: OnHoliday; except?: readonly string[] },
): SeriesDate[] {
  const taken = new Set(times.map((at) => at.slice(0, 10)));
  return times.map((planned) => {
    const day = planned.slice(0, 10);
    const { holiday } = calendar.kindOf(day);
    if (except.includes(day)) return { at: planned, planned, state: 'leftOut', why: 'excepted' };
    if (holiday === null || onHoliday === 'keep') return { at: planned, planned, state: 'planned', why: holiday };
    if (onHoliday === 'leaveOut') return { at: planned, planned, state: 'leftOut', why: holiday };
    let next = day;
    do next = addDays(next, 1);
    while (!calendar.kindOf(next).isWorkingDay || taken.has(next));
    taken.add(next);
    return { at: `${next}${planned.slice(10)}`, planned, state: 'moved', why: holiday };
  });
}
