import { readDayLine } from '../../../engines/calendar/day-line.ts';
import type { api } from '../../../platform/client.ts';
import type { bookings } from '../contract.ts';

export type Starts = Awaited<ReturnType<ReturnType<typeof api<typeof bookings>>['listStarts']>>;

export type Lines = { from: string; gridMinutes: number; shortestMinutes: number; stepMinutes: number; resources: { id: string; days: string[] }[] };

/** When something could begin on a day, with the longest length: on one resource, or on whichever has it longest. */
export function freeTimes(lines: Lines, day: number, resourceId: string | null): Map<number, number> {
  const free = new Map<number, number>();
  for (const { id, days } of lines.resources) {
    if (resourceId !== null && id !== resourceId) continue;
    for (const { minute, longestMinutes } of readDayLine(days[day]!, lines)) if (longestMinutes > (free.get(minute) ?? 0)) free.set(minute, longestMinutes);
  }
  return new Map([...free].sort(([a], [b]) => a - b));
}

/** Lengths from the shortest to the longest by whole steps. */
export function lengthsUpTo(longest: number, { shortestMinutes, stepMinutes }: Lines): number[] {
  const lengths = [];
  for (let minutes = shortestMinutes; minutes <= longest; minutes += stepMinutes) lengths.push(minutes);
  return lengths;
}

export const dayAfter = (day: string, days: number) => new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
