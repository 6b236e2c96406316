import { dayOf, type Minute, minuteOf } from '../calendar/local-time.ts';
import { addDays } from '../calendar/working-days.ts';
import type { WorkingLine } from './working-line.ts';

/**
 * How long something may take. Hours run day and night. Whole working days and days leave out the day they begin on and end with the office,
 * or at midnight; the last of calendar days is never a day off (Civil Code, articles 201 to 203).
 */
export type Limit = { hours: number } | { workingHours: number } | { workingDays: number } | { days: number };

/** What happened to a clock, in order. */
export type ClockEvent =
  | { at: Minute; does: 'start'; limit: Limit }
  | { at: Minute; does: 'pause' }
  | { at: Minute; does: 'resume' }
  | { at: Minute; does: 'extend'; by: Limit }
  | { at: Minute; does: 'stop' };

export type ClockStanding = {
  limit: Limit;
  startedAt: Minute;
  /** When it is due, as far as is known; it moves on while the clock is paused. */
  dueAt: Minute;
  /** Since when it has been paused, or null. */
  pausedAt: Minute | null;
  stoppedAt: Minute | null;
  /** Time that did not count, in minutes of the clock's own kind. */
  pausedFor: number;
  extensions: Limit[];
  /** Whether it is due in a year whose holidays are not published yet. */
  provisional: boolean;
};

type Kind = 'hours' | 'workingHours' | 'workingDays' | 'days';
const kindOf = (limit: Limit) => Object.keys(limit)[0] as Kind;
const amountOf = (limit: Limit) => Object.values(limit)[0] as number;

/** Minutes of a limit on an axis of working time, or of the wall clock. */
function minutesOf(limit: Limit, line: WorkingLine): number {
  const amount = amountOf(limit);
  const unit = { hours: 60, workingHours: 60, workingDays: line.minutesADay, days: 1440 }[kindOf(limit)];
  return Math.round(amount * unit);
}

/** Where a minute lies on the axis on which a clock counts. The first day of whole days does not count: all of it is the beginning. */
function positionOf({ limit, startedAt }: Pick<ClockStanding, 'limit' | 'startedAt'>, at: Minute, line: WorkingLine): number {
  switch (kindOf(limit)) {
    case 'hours':
      return at;
    case 'workingHours':
      return line.before(at);
    case 'workingDays':
      return Math.max(line.before(at), line.beforeDayAfter(startedAt));
    case 'days':
      return Math.max(at, minuteOf(addDays(dayOf(startedAt), 1)));
  }
}

/** When a clock is due that began at a minute, was paused for so long, and was extended. */
function dueOf(standing: Pick<ClockStanding, 'limit' | 'startedAt' | 'pausedFor' | 'extensions'>, line: WorkingLine): Minute {
  const { limit, startedAt, pausedFor, extensions } = standing;
  const added = extensions.reduce((sum, extension) => sum + minutesOf(extension, line), 0);
  const minutes = minutesOf(limit, line) + added + pausedFor;
  const due = positionOf(standing, startedAt, line) + minutes;
  switch (kindOf(limit)) {
    case 'hours':
      return due;
    case 'workingHours':
    case 'workingDays':
      return line.at(due);
    case 'days':
      return line.endOfDayOrNextWorking(dayOf(due - 1));
  }
}

function withDue(standing: Omit<ClockStanding, 'dueAt' | 'provisional'>, line: WorkingLine): ClockStanding {
  const dueAt = dueOf(standing, line);
  return { ...standing, dueAt, provisional: kindOf(standing.limit) !== 'hours' && line.isProvisional(dueAt) };
}

/** How long the pause that is on has lasted, as it counts. */
function pausedUntil(clock: ClockStanding, until: Minute, line: WorkingLine): number {
  return clock.pausedAt === null ? 0 : positionOf(clock, until, line) - positionOf(clock, clock.pausedAt, line);
}

/**
 * A clock after one more event. What cannot happen to it as it stands leaves it as it is: a pause of a paused or a late clock, anything but a start after its stop.
 * @param standing null before the first start; a start begins anew
 */
export function advanceClock(standing: ClockStanding | null, event: ClockEvent, line: WorkingLine): ClockStanding | null {
  if (event.does === 'start') {
    return withDue({ limit: event.limit, startedAt: event.at, pausedAt: null, stoppedAt: null, pausedFor: 0, extensions: [] }, line);
  }
  if (standing === null || standing.stoppedAt !== null) return standing;
  const counted = (until: Minute) => standing.pausedFor + pausedUntil(standing, until, line);
  switch (event.does) {
    case 'pause':
      // What is late stays late: a pause that begins after the end gives no time back.
      return standing.pausedAt === null && event.at <= standing.dueAt ? { ...standing, pausedAt: event.at } : standing;
    case 'resume':
      return standing.pausedAt === null ? standing : withDue({ ...standing, pausedFor: counted(event.at), pausedAt: null }, line);
    case 'extend':
      return withDue({ ...standing, extensions: [...standing.extensions, event.by] }, line);
    case 'stop':
      return withDue({ ...standing, pausedFor: counted(event.at), pausedAt: null, stoppedAt: event.at }, line);
  }
}

/** A clock from all its events; null where none started it. */
export function readClock(events: readonly ClockEvent[], line: WorkingLine): ClockStanding | null {
  return events.reduce<ClockStanding | null>((standing, event) => advanceClock(standing, event, line), null);
}

/** When a clock would be due if it were resumed now; the same as `dueAt` where it is not paused. */
export function dueIfResumed(clock: ClockStanding, now: Minute, line: WorkingLine): Minute {
  if (clock.pausedAt === null || clock.stoppedAt !== null) return clock.dueAt;
  return dueOf({ ...clock, pausedFor: clock.pausedFor + pausedUntil(clock, now, line) }, line);
}

/** The share of its time that a clock has used: 1 is due, above 1 is late. Counted in the clock's own kind of time. */
export function shareUsed(clock: ClockStanding, now: Minute, line: WorkingLine): number {
  const until = clock.stoppedAt ?? clock.pausedAt ?? now;
  const since = (at: Minute) => positionOf(clock, at, line) - positionOf(clock, clock.startedAt, line) - clock.pausedFor;
  return since(clock.dueAt) <= 0 ? 1 : since(until) / since(clock.dueAt);
}

/** The minute at which a share of its time is used, if it is neither paused nor extended any more. */
export function whenUsed(clock: ClockStanding, share: number, line: WorkingLine): Minute {
  const begins = positionOf(clock, clock.startedAt, line) + clock.pausedFor;
  const at = Math.ceil(begins + share * (positionOf(clock, clock.dueAt, line) - begins));
  return kindOf(clock.limit) === 'hours' || kindOf(clock.limit) === 'days' ? at : line.at(at);
}

/** Whether a clock ran, or runs, past its due time. */
export const isLate = (clock: ClockStanding, now: Minute): boolean => (clock.stoppedAt ?? clock.pausedAt ?? now) > clock.dueAt;
