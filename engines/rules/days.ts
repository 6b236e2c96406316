const msPerDay = 86_400_000;

/** Days since 1970-01-01 of a day written YYYY-MM-DD. @throws RangeError for a day that does not exist */
export function dayNumber(day: string): number {
  const ms = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== day) throw new RangeError(`${day} is not a day (YYYY-MM-DD)`);
  return ms / msPerDay;
}
export const dayName = (day: number): string => new Date(day * msPerDay).toISOString().slice(0, 10);

/** So many months later; the last day of the month where it has no such day (Civil Code of China, article 202). */
export function addMonths(day: number, months: number): number {
  const date = new Date(day * msPerDay);
  const month = date.getUTCMonth() + months;
  const last = new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0)).getUTCDate();
  return Date.UTC(date.getUTCFullYear(), month, Math.min(date.getUTCDate(), last)) / msPerDay;
}

/** The last day from which so many months have passed by `today`. */
export function lastDayBefore(today: number, months: number): number {
  let day = addMonths(today, -months);
  while (addMonths(day + 1, months) <= today) day++;
  return day;
}

/** The first day from which no more than so many months have passed by `today`. */
export function firstDayWithin(today: number, months: number): number {
  let day = addMonths(today, -months);
  while (addMonths(day - 1, months) >= today) day--;
  return day;
}
