/** A year of holidays as the State Council's notice gives it. Days are `YYYY-MM-DD`. */
export type HolidayYear = { year: number; papers: string[]; days: { date: string; name: string; isOffDay: boolean }[] };

export type DayKind = {
  isWorkingDay: boolean;
  /** A legal holiday or its adjusted rest day. */
  holiday: string | null;
  /** A weekend day that is worked to make up. */
  isMakeUp: boolean;
  /** True where the year's notice is not known yet: weekends only, to be checked again when it is published each November. */
  provisional: boolean;
};

export type WorkingCalendar = {
  kindOf(day: string): DayKind;
  addWorkingDays(day: string, count: number): { day: string; provisional: boolean };
};

const dayMs = 86_400_000;
const dateOf = (day: string) => new Date(`${day}T00:00:00Z`);

/** Monday is 1, Sunday is 7 (ISO 8601). */
export function weekdayOf(day: string): number {
  return dateOf(day).getUTCDay() || 7;
}

/** The day `count` days later (or earlier, when negative). */
export function addDays(day: string, count: number): string {
  return new Date(dateOf(day).getTime() + count * dayMs).toISOString().slice(0, 10);
}

/**
 * Working days: a day is worked when it is a make-up day, or Monday to Friday and not off (standards.md §16).
 * @param years the notices known; other years answer with `provisional: true`
 */
export function createWorkingCalendar(years: readonly HolidayYear[]): WorkingCalendar {
  const known = new Set(years.map((year) => year.year));
  const special = new Map(years.flatMap((year) => year.days.map((day) => [day.date, day] as const)));
  const kindOf = (day: string): DayKind => {
    const entry = special.get(day);
    const isWeekend = weekdayOf(day) > 5;
    const provisional = !known.has(Number(day.slice(0, 4)));
    return {
      isWorkingDay: entry ? !entry.isOffDay : !isWeekend,
      holiday: entry?.isOffDay ? entry.name : null,
      isMakeUp: entry !== undefined && !entry.isOffDay,
      provisional,
    };
  };
  return {
    kindOf,
    addWorkingDays: (day, count) => {
      let at = day;
      let provisional = false;
      for (let left = count; left > 0; ) {
        at = addDays(at, 1);
        const kind = kindOf(at);
        provisional ||= kind.provisional;
        if (kind.isWorkingDay) left--;
      }
      return { day: at, provisional };
    },
  };
}
