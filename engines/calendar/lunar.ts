import { LunarYear } from 'lunar-typescript';

/** A month of the Chinese calendar: its number, whether it is the leap month of that number, its first day as days since 1970-01-01, and 29 or 30 days. */
export type LunarMonth = { number: number; isLeap: boolean; first: number; days: number };

/** Noon of 1970-01-01 as a Julian day. */
const julianEpoch = 2_440_588;
const known = new Map<number, LunarMonth[]>();

/** The months of a lunar year in order, as GB/T 33661-2017 works them out. The calendar of ICU, which `Intl` uses, is a day off in 2027 and 2030. */
export function lunarMonths(year: number): LunarMonth[] {
  let months = known.get(year);
  if (!months) {
    months = LunarYear.fromYear(year)
      .getMonthsInYear()
      .map((month) => ({
        number: Math.abs(month.getMonth()),
        isLeap: month.isLeap(),
        first: Math.round(month.getFirstJulianDay()) - julianEpoch,
        days: month.getDayCount(),
      }));
    known.set(year, months);
  }
  return months;
}

/** The lunar date of a day, given as days since 1970-01-01. */
export function lunarDate(epochDay: number): { year: number; month: LunarMonth; day: number } {
  const about = 1970 + Math.floor(epochDay / 365.2425);
  for (const year of [about - 1, about, about + 1]) {
    const month = lunarMonths(year).find(({ first, days }) => first <= epochDay && epochDay < first + days);
    if (month) return { year, month, day: epochDay - month.first + 1 };
  }
  throw new RangeError(`day ${epochDay} has no lunar date`);
}

export type Skip = 'OMIT' | 'FORWARD' | 'BACKWARD';
type Named = { number: number; isLeap: boolean };

/** The months of a year that a rule names; a leap month that the year does not have is left out, or stands for its neighbour (RFC 7529). */
function monthsNamed(year: number, named: readonly Named[], skip: Skip): LunarMonth[] {
  const months = lunarMonths(year);
  const found = named.flatMap(({ number, isLeap }) => {
    const same = months.find((month) => month.number === number && month.isLeap === isLeap);
    if (same || skip === 'OMIT') return same ?? [];
    return (
      months.find((month) => month.number === (skip === 'FORWARD' ? number + 1 : number) && !month.isLeap) ??
      (skip === 'FORWARD' ? lunarMonths(year + 1)[0]! : [])
    );
  });
  return found;
}

/** A day of a month by its number, from the end where negative; null where the month does not have it and it is left out. */
function dayIn({ first, days }: LunarMonth, wanted: number, skip: Skip): number | null {
  const day = wanted < 0 ? days + 1 + wanted : wanted;
  if (1 <= day && day <= days) return first + day - 1;
  if (skip === 'OMIT') return null;
  if (day > days) return skip === 'FORWARD' ? first + days : first + days - 1;
  return skip === 'FORWARD' ? first : first - 1;
}

export type LunarRule = { isYearly: boolean; interval: number; months: readonly Named[]; monthDays: readonly number[]; skip: Skip };

/** The days of a rule from its first day on, without end, as days since 1970-01-01. Months and days not named are those of the first day. */
export function* lunarDays(start: number, rule: LunarRule): Generator<number> {
  const from = lunarDate(start);
  const days = rule.monthDays.length > 0 ? rule.monthDays : [from.day];
  const inYear = rule.months.length > 0 ? rule.months : [from.month];
  let count = 0;
  for (let year = from.year; ; year++) {
    const chosen = rule.isYearly ? ((year - from.year) % rule.interval === 0 ? monthsNamed(year, inYear, rule.skip) : []) : [];
    if (!rule.isYearly) {
      for (const month of lunarMonths(year)) {
        const isIn = rule.months.length === 0 || rule.months.some(({ number, isLeap }) => number === month.number && isLeap === month.isLeap);
        if (month.first + month.days > start && count++ % rule.interval === 0 && isIn) chosen.push(month);
      }
    }
    const found = chosen.flatMap((month) => days.map((day) => dayIn(month, day, rule.skip))).filter((day) => day !== null);
    yield* [...new Set(found)].filter((day) => day >= start).sort((a, b) => a - b);
    if (year > from.year + 400) return;
  }
}
