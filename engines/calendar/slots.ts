import { dayOf, type Line, type Minute, minuteOf, minutesADay, pairAfter, type Span, timeOf } from './local-time.ts';
import { addDays } from './working-days.ts';

/** What an offering asks of a time. Starts lie on a grid counted from midnight; a length is the shortest plus whole steps. */
export type SlotRules = {
  gridMinutes: number;
  shortestMinutes: number;
  longestMinutes: number;
  stepMinutes: number;
  /** Kept free before and after, as for putting up and cleaning; may lie outside the opening hours. */
  beforeMinutes: number;
  afterMinutes: number;
  /** Booked at least so long ahead. */
  noticeMinutes: number;
  /** Booked at most so many days ahead: 0 is today only. */
  horizonDays: number;
  /** Whether a booking may run past midnight where the place is open then. */
  mayPassMidnight: boolean;
};

/** `need` of the lines must be free throughout, whichever: people with a skill, units of equipment. */
export type Pool = { code: string; need: number; lines: readonly Line[] };

/** What a booking would stand on. */
export type Ground = {
  /** Open to this offering. */
  open: Line;
  /** What others hold of each part that is needed, with their time before and after. */
  parts: readonly Line[];
  pools: readonly Pool[];
};

export type SlotReason =
  | 'offGrid'
  | 'tooShort'
  | 'tooLong'
  | 'oddLength'
  | 'past'
  | 'tooSoon'
  | 'tooFar'
  | 'pastMidnight'
  | 'closed'
  | 'taken'
  | 'buffer'
  | 'short';
/** Why a time cannot be had: the reason, the minute from which it shows, and of what there is not enough. */
export type SlotFault = { reason: SlotReason; at: Minute; pool?: string };

/** The first minute too far ahead. */
export const horizonEnd = (rules: SlotRules, now: Minute): Minute => minuteOf(addDays(dayOf(now), rules.horizonDays + 1));

/** A fault of the time itself, whoever else has booked. */
function faultOfForm(rules: SlotRules, now: Minute, end: Minute, { from, to }: Span): SlotReason | null {
  const length = to - from;
  if (timeOf(from) % rules.gridMinutes !== 0) return 'offGrid';
  if (length < rules.shortestMinutes) return 'tooShort';
  if (length > rules.longestMinutes) return 'tooLong';
  if ((length - rules.shortestMinutes) % rules.stepMinutes !== 0) return 'oddLength';
  if (from < now) return 'past';
  if (from < now + rules.noticeMinutes) return 'tooSoon';
  if (from >= end) return 'tooFar';
  if (!rules.mayPassMidnight && to > from - timeOf(from) + minutesADay) return 'pastMidnight';
  return null;
}

/** The first minute of a line within a span, or null. */
function firstWithin(line: Line, { from, to }: Span): Minute | null {
  const i = pairAfter(line, from);
  return i < line.length && line[i]! < to ? Math.max(from, line[i]!) : null;
}

/**
 * Why a time cannot be had, or null: what the list of free times and the write both go by.
 * @param now the minute it is, local time
 */
export const faultOfSlot = (ground: Ground, rules: SlotRules, now: Minute, span: Span): SlotFault | null =>
  faultBefore(ground, rules, now, horizonEnd(rules, now), span);

function faultBefore(ground: Ground, rules: SlotRules, now: Minute, end: Minute, span: Span): SlotFault | null {
  const form = faultOfForm(rules, now, end, span);
  if (form) return { reason: form, at: span.from };
  const i = pairAfter(ground.open, span.from);
  if (i === ground.open.length || ground.open[i]! > span.from) return { reason: 'closed', at: span.from };
  if (ground.open[i + 1]! < span.to) return { reason: 'closed', at: ground.open[i + 1]! };
  const whole = { from: span.from - rules.beforeMinutes, to: span.to + rules.afterMinutes };
  for (const part of ground.parts) {
    const inner = firstWithin(part, span);
    if (inner !== null) return { reason: 'taken', at: inner };
  }
  for (const part of ground.parts) {
    const outer = firstWithin(part, whole);
    if (outer !== null) return { reason: 'buffer', at: outer };
  }
  for (const { code, need, lines } of ground.pools) {
    if (lines.filter((line) => firstWithin(line, whole) === null).length < need) return { reason: 'short', at: span.from, pool: code };
  }
  return null;
}

/** A time at which one can begin: `longestMinutes` is how long at most, 0 where not even the shortest fits, and then why. */
export type Start = { at: Minute; longestMinutes: number; why: SlotReason | null };

/** How many minutes from a start a line leaves free, the time after counted; negative where it does not. */
class Reader {
  readonly #line: Line;
  #i = 0;
  constructor(line: Line, from: Minute) {
    this.#line = line;
    this.#i = pairAfter(line, from);
  }
  /** The minute from which it is taken, at or after the minute last asked for; the time before counted. */
  get next(): Minute {
    return this.#i === this.#line.length ? Number.MAX_SAFE_INTEGER : this.#line[this.#i]!;
  }
  /** Asked with ascending minutes only. */
  room(at: Minute, before: number, after: number): number {
    const line = this.#line;
    while (this.#i < line.length && line[this.#i + 1]! <= at - before) this.#i += 2;
    return this.#i === line.length ? Number.MAX_SAFE_INTEGER : line[this.#i]! - after - at;
  }
}

/**
 * All times on the grid within a span, while it is open, at which the offering could begin, in order, with the longest length each.
 * Whoever takes one of them for a length of the rules up to the longest is not refused by `faultOfSlot`; the reason is its reason for the shortest.
 */
export function starts(ground: Ground, rules: SlotRules, now: Minute, span: Span): Start[] {
  const found: Start[] = [];
  eachStart(ground, rules, now, span, (at, longestMinutes, why) => found.push({ at, longestMinutes, why }));
  return found;
}

/** As `starts`, one after another, for lists of many rooms. */
export function eachStart(
  ground: Ground,
  rules: SlotRules,
  now: Minute,
  { from, to }: Span,
  visit: (at: Minute, longestMinutes: number, why: SlotReason | null) => void,
): void {
  const { gridMinutes: grid, shortestMinutes: shortest, longestMinutes: longest, stepMinutes: step, beforeMinutes: before, afterMinutes: after } = rules;
  const parts = ground.parts.map((line) => new Reader(line, from - before));
  const pools = ground.pools.filter(({ need }) => need > 0).map(({ need, lines }) => ({ need, readers: lines.map((line) => new Reader(line, from - before)) }));
  const { open } = ground;
  const end = horizonEnd(rules, now);
  for (let i = pairAfter(open, from); i < open.length && open[i]! < to; i += 2) {
    const closes = open[i + 1]!;
    let at = onGrid(Math.max(open[i]!, from), grid);
    while (at < closes && at < to) {
      const nextDay = at - timeOf(at) + minutesADay;
      let free = Math.min(longest, closes - at, rules.mayPassMidnight ? longest : nextDay - at);
      for (const part of parts) free = Math.min(free, part.room(at, before, after));
      for (const { need, readers } of pools)
        free = Math.min(free, readers.map((reader) => reader.room(at, before, after)).sort((a, b) => b - a)[need - 1] ?? -1);
      const isInTime = at >= now + rules.noticeMinutes && at >= now && at < end;
      const closesAt = rules.mayPassMidnight ? closes : Math.min(closes, nextDay);
      if (isInTime && free >= shortest) visit(at, shortest + Math.floor((free - shortest) / step) * step, null);
      // The usual reason, without looking for the others that come before it.
      else if (isInTime && before === 0 && at + shortest <= closesAt && parts.some(({ next }) => next < at + shortest)) visit(at, 0, 'taken');
      else visit(at, 0, faultBefore(ground, rules, now, end, { from: at, to: at + shortest })!.reason);
      at = onGrid(Math.min(at + grid, nextDay), grid);
    }
  }
}

/** The first minute of the grid from a minute on; each day's grid begins at its midnight. */
function onGrid(at: Minute, grid: number): Minute {
  const time = Math.ceil(timeOf(at) / grid) * grid;
  return at - timeOf(at) + Math.min(time, minutesADay);
}
