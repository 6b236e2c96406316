import type { Limit } from './clock.ts';
import type { OfficeHours } from './working-line.ts';

export type Words = { zh: string; en: string };

/** What somebody is to a case. Who holds which part is for the caller to find out. */
export const parts = ['reporter', 'clerk', 'dispatcher', 'lead', 'head', 'coHandler', 'supervisor', 'arbiter', 'system'] as const;
export type Part = (typeof parts)[number];

/** What a move must say. `limit` is a length of time, `code` one of the listed reasons, `case` another case. */
export const needs = ['reason', 'text', 'code', 'limit', 'until', 'unit', 'case', 'handler', 'resolved', 'channel'] as const;
export type Need = (typeof needs)[number];

/**
 * What must hold besides the state.
 * `withinReturn`: the time in which a case can be given back has not run out; `notRuled`: no ruling binds the unit; `extensionsLeft`,
 * `reopensLeft`; `withinReopen`: it was closed a short time ago; `childrenDone`, `coHandlersDone`; `triesDone`: called back so often in vain.
 */
export type Guard = 'withinReturn' | 'notRuled' | 'extensionsLeft' | 'reopensLeft' | 'withinReopen' | 'childrenDone' | 'coHandlersDone' | 'triesDone' | 'due';

export type Move = Words & {
  from: string[];
  /** The state after it; the same as before where there is none, the one before the last where it is `back`. */
  to?: string;
  by: Part[];
  needs?: Need[];
  guards?: Guard[];
  /** Listed reasons for `code`. */
  codes?: string[];
  /** Asks for what another person must grant; `answers` is the grant or the refusal of it. */
  asks?: string;
  answers?: string;
  /** Whether the reporter sees it in the time line, in these words. */
  told?: Words;
  /** What it does to who works on the case. `setsLead` names the unit that leads; `binds` does so for good. */
  effect?: 'setsLead' | 'binds' | 'addsCoHandler' | 'coHandlerDone' | 'dropsCoHandler';
  /** Made only together with a case that begins below this one; the module that begins it makes the move. */
  opensChild?: true;
  counts?: 'extension' | 'reopen' | 'dispatch' | 'try' | 'level' | 'slip' | 'return';
};

/** What starts, stops, pauses, resumes and extends a clock; each by names of moves. A final state stops every clock. */
export type ClockRule = Words & {
  starts: string[];
  stops: string[];
  pauses: string[];
  resumes: string[];
  extends: string[];
  /** Whether the move that starts it says how long it gives; a limit of the class then only says that the clock runs at all. */
  limitIsSaid?: true;
};

export type CaseClass = Words & {
  /** How long each clock gives. A clock without a limit does not run in this class. */
  limits: Record<string, Limit>;
  extensions: { most: number; longest: Limit | null };
};

/** A kind of case: states, moves, clocks, classes; data with a version and a source. */
export type CaseType = {
  kind: string;
  version: string;
  source: string;
  name: Words;
  office: OfficeHours;
  first: { state: string; by: Part[] };
  states: Record<string, Words & { isFinal?: boolean }>;
  moves: Record<string, Move>;
  clocks: Record<string, ClockRule>;
  /** The clock that is promised to the reporter, and the one in which a unit takes a case or gives it back. */
  clockRoles: { main: string; sign?: string };
  classes: Record<string, CaseClass>;
  /** Time in which a unit can give a case back, and in which a closed one can be opened again. */
  returnWithin: Limit;
  reopenWithin: Limit;
  mostReopens: number;
  mostTries: number;
  /** What happens by itself when a clock is due, where the state allows it; `until` is the day named when the case was put aside. */
  timers: { clock: string | 'until'; move: string }[];
  /** At which share of the main clock a case goes up to which level. */
  ladder: { share: number; level: number }[];
  /** Which roles on the area of the case hold a part. The other parts follow from units and from who reported. */
  whoIs: Partial<Record<Part, string[]>>;
};

/** The first thing wrong with a case type, or null: every state can be reached and, unless final, left; every name exists. */
export function faultOfType(type: CaseType): string | null {
  const states = Object.keys(type.states);
  if (!type.states[type.first.state]) return `the first state ${type.first.state} does not exist`;
  for (const [name, move] of Object.entries(type.moves)) {
    const unknown = [...move.from, ...(move.to && move.to !== 'back' ? [move.to] : [])].find((state) => !type.states[state]);
    if (unknown) return `the move ${name} names the state ${unknown}, which does not exist`;
    if (move.needs?.includes('code') && !move.codes?.length) return `the move ${name} needs a code but lists none`;
    if (move.answers && !Object.values(type.moves).some((other) => other.asks === move.answers))
      return `the move ${name} answers what nobody asks: ${move.answers}`;
  }
  for (const [name, clock] of Object.entries(type.clocks)) {
    const unknown = [...clock.starts, ...clock.stops, ...clock.pauses, ...clock.resumes, ...clock.extends].find((move) => move !== 'open' && !type.moves[move]);
    if (unknown) return `the clock ${name} names the move ${unknown}, which does not exist`;
  }
  const timer = type.timers.find(({ clock, move }) => !type.moves[move]?.by.includes('system') || (clock !== 'until' && !type.clocks[clock]));
  if (timer) return `the timer ${timer.clock} makes the move ${timer.move}, which the system cannot make`;
  const missing = Object.values(type.clockRoles).find((clock) => !type.clocks[clock]);
  if (missing) return `the clock ${missing} has a role but does not exist`;
  for (const [name, one] of Object.entries(type.classes)) {
    const unknown = Object.keys(one.limits).find((clock) => !type.clocks[clock]);
    if (unknown) return `the class ${name} limits the clock ${unknown}, which does not exist`;
  }
  return faultOfPaths(type, states);
}

function faultOfPaths(type: CaseType, states: string[]): string | null {
  const reached = new Set([type.first.state]);
  for (let before = 0; before < reached.size; ) {
    before = reached.size;
    for (const move of Object.values(type.moves)) if (move.to && move.to !== 'back' && move.from.some((state) => reached.has(state))) reached.add(move.to);
  }
  const never = states.find((state) => !reached.has(state));
  if (never) return `the state ${never} is never reached`;
  const stuck = states.find(
    (state) => !type.states[state]!.isFinal && !Object.values(type.moves).some((move) => move.from.includes(state) && move.to && move.to !== state),
  );
  return stuck ? `nothing leads out of the state ${stuck}, and it is not final` : null;
}
