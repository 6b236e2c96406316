import data from './data/rules.json' with { type: 'json' };

export type CountsAs = 'record' | 'coins' | 'points';
/** Numbers of volunteering and of the time bank, versioned with their source. */
export const rules = { ...data, countsAs: data.countsAs as CountsAs };

/**
 * Minutes of service that count: begun and ended ones rounded down to the step, no more than the shift, no more than a person may serve
 * in a day (standards.md §6.2).
 * @param isSelfReported where nobody else saw them come and go
 * @param earlier minutes that are confirmed for the same day already
 */
export function minutesServed(inAt: Date, outAt: Date, isSelfReported: boolean, earlier = 0): number {
  const minutes = Math.max(0, Math.floor((outAt.getTime() - inAt.getTime()) / 60_000));
  const rounded = Math.floor(minutes / rules.roundMinutes) * rules.roundMinutes;
  const most = isSelfReported ? rules.dayMostSelfReportedMinutes : rules.dayMostMinutes;
  return Math.max(0, Math.min(rounded, most - earlier));
}

/** The highest star that so many minutes reach; 0 for none. */
export const starOf = (minutes: number): number => rules.stars.findLast(({ hours }) => minutes >= hours * 60)?.star ?? 0;
