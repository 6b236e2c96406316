import { type Line, lineOf, minuteOf } from './local-time.ts';
import { addDays, type WorkingCalendar, weekdayOf } from './working-days.ts';

/** `from` and `to` are minutes after midnight in local time; `to` may be 1440 (midnight) but not past it. */
export type Interval = { from: number; to: number };

/** Weekdays 1 (Monday) to 7. A rule with `season` holds only between two month-days, `term` only in school term or vacation. */
export type WeeklyRule = {
  days: number[];
  from: number;
  to: number;
  season?: { from: string; to: string };
  term?: 'term' | 'vacation';
};

export type OpeningHours = {
  /** Open all day, every day; the rest is then ignored but for exceptions. */
  allDay: boolean;
  weekly: WeeklyRule[];
  /** What holds on a legal holiday: closed, the Sunday's hours, or as on any such weekday. */
  onHoliday: 'closed' | 'asSunday' | 'asUsual';
  /** What holds on a weekend day that is worked to make up: that weekday's hours, or a Monday's. */
  onMakeUpDay: 'asUsual' | 'asMonday';
  /** Dated exceptions; they win over everything. No intervals: closed. */
  exceptions: { from: string; to: string; intervals: Interval[]; note: string }[];
  /** School vacations, `YYYY-MM-DD`, for rules with `term`. */
  vacations: { from: string; to: string }[];
};

export type DayHours = {
  day: string;
  intervals: Interval[];
  why: 'usual' | 'exception' | 'holiday' | 'makeUp' | 'allDay';
  note: string | null;
  provisional: boolean;
};

const within = (day: string, { from, to }: { from: string; to: string }) => from <= day && day <= to;

/** A season may run over New Year: from 11-01 to 03-31. */
function inSeason(day: string, season: { from: string; to: string }): boolean {
  const monthDay = day.slice(5);
  return season.from <= season.to ? within(monthDay, season) : monthDay >= season.from || monthDay <= season.to;
}

/** Joins intervals that touch or overlap, in order. */
export function mergeIntervals(intervals: readonly Interval[]): Interval[] {
  const merged: Interval[] = [];
  for (const next of [...intervals].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && next.from <= last.to) last.to = Math.max(last.to, next.to);
    else merged.push({ ...next });
  }
  return merged;
}

function weeklyOn(hours: OpeningHours, day: string, weekday: number): Interval[] {
  const onVacation = hours.vacations.some((vacation) => within(day, vacation));
  const rules = hours.weekly.filter(
    (rule) => rule.days.includes(weekday) && (!rule.season || inSeason(day, rule.season)) && (!rule.term || (rule.term === 'vacation') === onVacation),
  );
  return mergeIntervals(rules.map(({ from, to }) => ({ from, to })));
}

/**
 * The hours of one day: the one evaluator for lists, for "open now" and for writes.
 * Order of precedence: dated exception, all-day, legal holiday, make-up day, weekly rules.
 */
export function hoursOn(hours: OpeningHours, day: string, calendar: WorkingCalendar): DayHours {
  const kind = calendar.kindOf(day);
  const exception = hours.exceptions.findLast((entry) => within(day, entry));
  if (exception) {
    return { day, intervals: mergeIntervals(exception.intervals), why: 'exception', note: exception.note, provisional: false };
  }
  if (hours.allDay) return { day, intervals: [{ from: 0, to: 1440 }], why: 'allDay', note: null, provisional: false };
  const { provisional } = kind;
  if (kind.holiday && hours.onHoliday !== 'asUsual') {
    const intervals = hours.onHoliday === 'closed' ? [] : weeklyOn(hours, day, 7);
    return { day, intervals, why: 'holiday', note: kind.holiday, provisional };
  }
  if (kind.isMakeUp && hours.onMakeUpDay === 'asMonday') {
    return { day, intervals: weeklyOn(hours, day, 1), why: 'makeUp', note: null, provisional };
  }
  return { day, intervals: weeklyOn(hours, day, weekdayOf(day)), why: 'usual', note: null, provisional };
}

/** The hours of some days as one line of minutes; open past midnight is one span. @param from `YYYY-MM-DD` */
export function openLine(hours: OpeningHours, from: string, days: number, calendar: WorkingCalendar): Line {
  const spans = [];
  for (let i = 0, day = from; i < days; i++, day = addDays(day, 1)) {
    const midnight = minuteOf(day);
    for (const interval of hoursOn(hours, day, calendar).intervals) spans.push({ from: midnight + interval.from, to: midnight + interval.to });
  }
  return lineOf(spans);
}

export type OpenState = {
  isOpen: boolean;
  /** Minutes after midnight at which it closes (when open), or null. */
  closesAt: number | null;
  /** When it opens next (when closed): a day and a minute, looking a fortnight ahead. */
  opensNext: { day: string; minute: number } | null;
};

/** Whether it is open at a minute of a day, and what comes next. */
export function openState(hours: OpeningHours, day: string, minute: number, calendar: WorkingCalendar): OpenState {
  const today = hoursOn(hours, day, calendar);
  const current = today.intervals.find((interval) => interval.from <= minute && minute < interval.to);
  if (current) return { isOpen: true, closesAt: current.to, opensNext: null };
  const later = today.intervals.find((interval) => interval.from > minute);
  if (later) return { isOpen: false, closesAt: null, opensNext: { day, minute: later.from } };
  for (let ahead = 1; ahead <= 14; ahead++) {
    const next = addDays(day, ahead);
    const first = hoursOn(hours, next, calendar).intervals[0];
    if (first) return { isOpen: false, closesAt: null, opensNext: { day: next, minute: first.from } };
  }
  return { isOpen: false, closesAt: null, opensNext: null };
}

/** The first thing wrong with hours as entered, or null. */
export function faultOf(hours: OpeningHours): string | null {
  for (const rule of hours.weekly) {
    if (rule.from >= rule.to) return 'a time of the week ends before it begins; split hours past midnight into two days';
    if (rule.days.length === 0) return 'a time of the week names no weekday';
  }
  for (const entry of hours.exceptions) {
    if (entry.from > entry.to) return `the exception from ${entry.from} ends before it begins`;
    if (entry.intervals.some((interval) => interval.from >= interval.to)) return `the exception from ${entry.from} has a time that ends before it begins`;
  }
  return null;
}
