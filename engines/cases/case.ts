import type { Minute } from '../calendar/local-time.ts';
import type { CaseType, Guard, Move, Need, Part } from './case-type.ts';
import { advanceClock, type ClockEvent, type ClockStanding, isLate, type Limit, readClock, whenUsed } from './clock.ts';
import type { WorkingLine } from './working-line.ts';

/** What a move says. Times are minutes of the wall clock, units, people and cases are ids. */
export type MoveDetail = Partial<Record<Exclude<Need, 'limit' | 'until' | 'resolved'>, string>> & {
  limit?: Limit;
  until?: Minute;
  resolved?: boolean;
  grade?: number;
};

/** What has happened: by whom, in which part, when. The first is `open`, and names the class. */
export type CaseEvent = { move: string; at: Minute; by: { id: string | null; part: Part }; detail: MoveDetail & { class?: string } };

/** A case as its events leave it. */
export type CaseStanding = {
  state: string;
  class: string;
  /** Events so far. */
  seq: number;
  lastAt: Minute;
  openedAt: Minute;
  closedAt: Minute | null;
  leadUnit: string | null;
  handler: string | null;
  coHandlers: { unit: string; isDone: boolean }[];
  /** What was asked for and waits for another person's answer. */
  pending: { what: string; by: string | null; detail: MoveDetail; move: string } | null;
  /** The moment up to which it was put aside, or null. */
  until: Minute | null;
  /** A ruling of the arbiter binds the unit. */
  isRuled: boolean;
  /** The state that `back` leads to. */
  stateBefore: string;
  counts: { extension: number; reopen: number; dispatch: number; try: number; level: number; slip: number; return: number };
  clocks: Record<string, ClockStanding>;
};

/** What is known of a case besides its events. */
export type Surroundings = { openChildren: number };

export type MoveFault =
  | { fault: 'unknownMove' }
  | { fault: 'wrongState'; state: string }
  | { fault: 'wrongPart'; allowed: Part[] }
  | { fault: 'needs'; fields: Need[] }
  | { fault: 'unknownCode'; codes: string[] }
  | { fault: 'pendingAlready' | 'nothingPending' | 'secondPerson' | 'tooLong' | 'untilPast' | 'earlier' }
  | { fault: 'guard'; guard: Guard };

const noCounts = { extension: 0, reopen: 0, dispatch: 0, try: 0, level: 0, slip: 0, return: 0 };

/** What an event does to the clocks of a case: the one place where moves become clock events. */
function clockEventsOf(type: CaseType, standing: CaseStanding, event: CaseEvent, isFinal: boolean): Record<string, ClockEvent[]> {
  const limits = type.classes[standing.class]!.limits;
  const events: Record<string, ClockEvent[]> = {};
  for (const [name, rule] of Object.entries(type.clocks)) {
    const { at, move } = event;
    const own: ClockEvent[] = [];
    const limit = limits[name];
    if (rule.stops.includes(move)) own.push({ at, does: 'stop' });
    if (rule.starts.includes(move) && limit) own.push({ at, does: 'start', limit: (rule.limitIsSaid && event.detail.limit) || limit });
    if (rule.pauses.includes(move)) own.push({ at, does: 'pause' });
    if (rule.resumes.includes(move)) own.push({ at, does: 'resume' });
    if (rule.extends.includes(move) && standing.pending?.detail.limit) own.push({ at, does: 'extend', by: standing.pending.detail.limit });
    if (isFinal) own.push({ at, does: 'stop' });
    if (own.length > 0) events[name] = own;
  }
  return events;
}

function advance(type: CaseType, standing: CaseStanding, event: CaseEvent, isFinal: boolean, line: WorkingLine): Record<string, ClockStanding> {
  const clocks = { ...standing.clocks };
  for (const [name, events] of Object.entries(clockEventsOf(type, standing, event, isFinal))) {
    for (const clockEvent of events) {
      const next = advanceClock(clocks[name] ?? null, clockEvent, line);
      if (next) clocks[name] = next;
    }
  }
  return clocks;
}

/** A case that begins. @param event `open`, with the class in its detail; one the type does not know throws */
export function openCase(type: CaseType, event: CaseEvent, line: WorkingLine): CaseStanding {
  const name = event.detail.class ?? '';
  if (!type.classes[name]) throw new RangeError(`a case of kind ${type.kind} has no class ${name}`);
  const standing: CaseStanding = {
    state: type.first.state,
    class: name,
    seq: 1,
    lastAt: event.at,
    openedAt: event.at,
    closedAt: null,
    leadUnit: event.detail.unit ?? null,
    handler: null,
    coHandlers: [],
    pending: null,
    until: null,
    isRuled: false,
    stateBefore: type.first.state,
    counts: { ...noCounts },
    clocks: {},
  };
  return { ...standing, clocks: advance(type, standing, event, false, line) };
}

/** Whether a window of time that began at a minute is still open. */
function isWithin(limit: Limit, since: Minute, now: Minute, line: WorkingLine): boolean {
  return now <= readClock([{ at: since, does: 'start', limit }], line)!.dueAt;
}

/** When a timer of a case strikes, or null where it does not run. */
function timerAt({ clocks, until }: CaseStanding, clock: string): Minute | null {
  if (clock === 'until') return until;
  const running = clocks[clock];
  return running && running.stoppedAt === null && running.pausedAt === null ? running.dueAt : null;
}

type Moment = { now: Minute; line: WorkingLine; around: Surroundings };

function holdsGuard(type: CaseType, standing: CaseStanding, move: string, guard: Guard, { now, line, around }: Moment): boolean {
  const { counts, clocks } = standing;
  switch (guard) {
    case 'withinReturn':
      return isWithin(type.returnWithin, clocks[type.clockRoles.sign ?? '']?.startedAt ?? standing.openedAt, now, line);
    case 'notRuled':
      return !standing.isRuled;
    case 'extensionsLeft':
      return counts.extension < type.classes[standing.class]!.extensions.most && !isLate(clocks[type.clockRoles.main]!, now);
    case 'reopensLeft':
      return counts.reopen < type.mostReopens;
    case 'withinReopen':
      return standing.closedAt === null || isWithin(type.reopenWithin, standing.closedAt, now, line);
    case 'childrenDone':
      return around.openChildren === 0;
    case 'coHandlersDone':
      return standing.coHandlers.every((one) => one.isDone);
    case 'triesDone':
      return counts.try >= type.mostTries;
    case 'due':
      return type.timers.some((timer) => timer.move === move && (timerAt(standing, timer.clock) ?? now) < now);
  }
}

const amount = (limit: Limit) => Object.values(limit)[0] as number;
const isLonger = (limit: Limit, longest: Limit) => Object.keys(limit)[0] !== Object.keys(longest)[0] || amount(limit) > amount(longest) || amount(limit) <= 0;

function faultOfWords(type: CaseType, standing: CaseStanding, move: Move, { at, by, detail }: CaseEvent): MoveFault | null {
  const missing = (move.needs ?? []).filter((need) => detail[need] === undefined || detail[need] === '');
  if (missing.length > 0) return { fault: 'needs', fields: missing };
  if (move.codes && detail.code !== undefined && !move.codes.includes(detail.code)) return { fault: 'unknownCode', codes: move.codes };
  if (move.asks && standing.pending) return { fault: 'pendingAlready' };
  if (move.answers) {
    if (standing.pending?.what !== move.answers) return { fault: 'nothingPending' };
    if (standing.pending.by !== null && standing.pending.by === by.id) return { fault: 'secondPerson' };
  }
  if (detail.until !== undefined && detail.until <= at) return { fault: 'untilPast' };
  const { longest } = type.classes[standing.class]!.extensions;
  if (move.asks === 'extension' && (!longest || isLonger(detail.limit!, longest))) return { fault: 'tooLong' };
  return null;
}

/** What stands against a move now, or null. The order is: whether there is such a move here, who may, what holds, what was said. */
export function faultOfMove(type: CaseType, standing: CaseStanding, event: CaseEvent, line: WorkingLine, around: Surroundings): MoveFault | null {
  const move = type.moves[event.move];
  if (!move) return { fault: 'unknownMove' };
  if (!move.from.includes(standing.state)) return { fault: 'wrongState', state: standing.state };
  if (!move.by.includes(event.by.part)) return { fault: 'wrongPart', allowed: move.by };
  if (event.at < standing.lastAt) return { fault: 'earlier' };
  const guard = move.guards?.find((one) => !holdsGuard(type, standing, event.move, one, { now: event.at, line, around }));
  if (guard) return { fault: 'guard', guard };
  return faultOfWords(type, standing, move, event);
}

function coHandlersAfter({ coHandlers }: CaseStanding, effect: Move['effect'], unit: string | undefined): CaseStanding['coHandlers'] {
  if (effect === 'addsCoHandler') return [...coHandlers.filter((one) => one.unit !== unit), { unit: unit!, isDone: false }];
  if (effect === 'coHandlerDone') return coHandlers.map((one) => (one.unit === unit ? { ...one, isDone: true } : one));
  return effect === 'dropsCoHandler' ? coHandlers.filter((one) => one.unit !== unit) : coHandlers;
}

/** The case after a move that nothing stands against. Only names of the move's own rule matter, so that replaying events needs no look at the faults. */
export function applyMove(type: CaseType, standing: CaseStanding, event: CaseEvent, line: WorkingLine): CaseStanding {
  const move = type.moves[event.move]!;
  const { detail, at } = event;
  const state = move.to === 'back' ? standing.stateBefore : (move.to ?? standing.state);
  const isFinal = type.states[state]!.isFinal === true;
  const counts = { ...standing.counts };
  if (move.counts) counts[move.counts]++;
  if (move.counts === 'reopen') counts.try = 0;
  const setsLead = move.effect === 'setsLead' || move.effect === 'binds';
  return {
    ...standing,
    state,
    seq: standing.seq + 1,
    lastAt: at,
    closedAt: isFinal ? at : type.states[standing.state]!.isFinal ? null : standing.closedAt,
    leadUnit: setsLead ? detail.unit! : standing.leadUnit,
    handler: setsLead ? null : (detail.handler ?? standing.handler),
    coHandlers: coHandlersAfter(standing, move.effect, detail.unit),
    pending: move.asks ? { what: move.asks, by: event.by.id, detail, move: event.move } : move.answers || state !== standing.state ? null : standing.pending,
    until: state === standing.state ? standing.until : move.answers ? (standing.pending?.detail.until ?? null) : null,
    isRuled: standing.isRuled || move.effect === 'binds',
    stateBefore: state === standing.state ? standing.stateBefore : standing.state,
    counts,
    clocks: advance(type, standing, event, isFinal, line),
  };
}

/** A case from all its events, the first of which is `open`. */
export function readCase(type: CaseType, [first, ...rest]: readonly CaseEvent[], line: WorkingLine): CaseStanding {
  return rest.reduce((standing, event) => applyMove(type, standing, event, line), openCase(type, first!, line));
}

/** The moves that somebody in some parts could make now, with what each must say; the screens show these and no others. */
export function movesOpenTo(type: CaseType, standing: CaseStanding, held: readonly Part[], by: string | null, moment: Moment) {
  return Object.entries(type.moves).flatMap(([name, move]) => {
    const part = move.by.find((one) => held.includes(one));
    if (!part || !move.from.includes(standing.state)) return [];
    if (move.guards?.some((guard) => !holdsGuard(type, standing, name, guard, moment))) return [];
    if (move.asks && (standing.pending || (move.asks === 'extension' && !type.classes[standing.class]!.extensions.longest))) return [];
    if (move.answers && (standing.pending?.what !== move.answers || (standing.pending.by !== null && standing.pending.by === by))) return [];
    return [{ name, part, needs: move.needs ?? [], codes: move.codes ?? [], opensChild: move.opensChild === true }];
  });
}

/** What comes next by itself: the earliest timer that strikes, or the next rung of the ladder; null where nothing does. */
export function nextOf(type: CaseType, standing: CaseStanding, line: WorkingLine): { at: Minute; move: string; level?: number } | null {
  if (type.states[standing.state]!.isFinal) return null;
  const steps: { at: Minute; move: string; level?: number }[] = type.timers.flatMap(({ clock, move }) => {
    const at = type.moves[move]!.from.includes(standing.state) ? timerAt(standing, clock) : null;
    return at === null ? [] : [{ at: at + 1, move }];
  });
  const main = standing.clocks[type.clockRoles.main];
  const rung = type.ladder.find(({ level }) => level > standing.counts.level);
  if (rung && main && main.stoppedAt === null && main.pausedAt === null && type.moves['escalate']?.from.includes(standing.state)) {
    steps.push({ at: whenUsed(main, rung.share, line), move: 'escalate', level: rung.level });
  }
  return steps.sort((a, b) => a.at - b.at)[0] ?? null;
}
