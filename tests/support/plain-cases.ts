import holidays from '../../modules/calendar/data/holidays.json' with { type: 'json' };
import request from '../../modules/cases/data/request.json' with { type: 'json' };

/**
 * Cases kept as plainly as possible, to be compared with the house: the table of moves is the only thing they share. Working time is an array
 * with one entry for every minute of two and a half years.
 */
type Rule = {
  from: string[];
  to?: string;
  by: string[];
  needs?: string[];
  guards?: string[];
  codes?: string[];
  asks?: string;
  answers?: string;
  effect?: string;
  counts?: string;
};
export const moves = request.moves as unknown as Record<string, Rule>;
const states = request.states as Record<string, { isFinal?: boolean }>;
const clockRules = request.clocks as unknown as Record<
  string,
  Record<'starts' | 'stops' | 'pauses' | 'resumes' | 'extends', string[]> & { limitIsSaid?: boolean }
>;
const classes = request.classes as unknown as Record<
  string,
  { limits: Record<string, Record<string, number>>; extensions: { most: number; longest: Record<string, number> | null } }
>;

const zero = Date.UTC(2025, 11, 1) / 60_000;
const span = 900 * 1440;
const day = (minute: number) => new Date(minute * 60_000).toISOString().slice(0, 10);
const off = new Set<string>();
const worked = new Set<string>();
for (const year of holidays) {
  for (const [, from, to] of year.off as [string, string, string][])
    for (let t = Date.parse(from); t <= Date.parse(to); t += 86_400_000) off.add(day(t / 60_000));
  for (const one of year.worked) worked.add(one);
}
const isWorked = (date: string) => worked.has(date) || (!off.has(date) && new Date(date).getUTCDay() % 6 !== 0);
/** Office minutes before each minute. */
const before = new Int32Array(span + 1);
for (let i = 0, open = false; i < span; i++) {
  if (i % 1440 === 0) open = isWorked(day(zero + i));
  const time = i % 1440;
  before[i + 1] = before[i]! + (open && ((time >= 510 && time < 720) || (time >= 810 && time < 1050)) ? 1 : 0);
}
const nextMidnight = (minute: number) => Math.floor(minute / 1440) * 1440 + 1440;

type PlainClock = { at: number; kind: string; minutes: number; added: number; lost: number; pausedAt: number | null; stoppedAt: number | null };
/** Minutes that have counted between the start and a minute, pauses not taken off. */
function counted(clock: PlainClock, until: number): number {
  const from = clock.kind === 'workingDays' || clock.kind === 'days' ? nextMidnight(clock.at) : clock.at;
  if (until <= from) return 0;
  return clock.kind.startsWith('working') ? before[until - zero]! - before[from - zero]! : until - from;
}
export function dueOf(clock: PlainClock): number {
  const wanted = clock.minutes + clock.added + clock.lost;
  let low = clock.at;
  for (let high = zero + span - 1; low < high; ) {
    const middle = (low + high) >> 1;
    if (counted(clock, middle) >= wanted) high = middle;
    else low = middle + 1;
  }
  if (clock.kind !== 'days') return low;
  let midnight = nextMidnight(low - 1);
  while (!isWorked(day(midnight - 1))) midnight += 1440;
  return midnight;
}
const minutesOf = (limit: Record<string, number>) => {
  const [kind, amount] = Object.entries(limit)[0]!;
  return { kind, minutes: Math.round(amount * { hours: 60, workingHours: 60, workingDays: 450, days: 1440 }[kind]!) };
};
const over = (limit: Record<string, number>, since: number, now: number) => now > dueOf({ ...startOf(limit, since) });
const startOf = (limit: Record<string, number>, at: number): PlainClock => ({ at, ...minutesOf(limit), added: 0, lost: 0, pausedAt: null, stoppedAt: null });

export type PlainCase = {
  state: string;
  previous: string;
  class: string;
  at: number;
  closedAt: number | null;
  lead: string | null;
  handler: string | null;
  helpers: Map<string, boolean>;
  asked: { what: string; by: string | null; limit?: Record<string, number>; until?: number } | null;
  until: number | null;
  ruled: boolean;
  counts: Record<string, number>;
  clocks: Map<string, PlainClock>;
};
export type Said = { limit?: Record<string, number>; until?: number; unit?: string; handler?: string; code?: string } & Record<string, unknown>;

function tick(one: PlainCase, move: string, at: number, said: Said, ended: boolean) {
  for (const [name, rule] of Object.entries(clockRules)) {
    let clock = one.clocks.get(name);
    const running = () => clock && clock.stoppedAt === null;
    const unpause = () => {
      if (clock!.pausedAt !== null) clock!.lost += counted(clock!, at) - counted(clock!, clock!.pausedAt);
      clock!.pausedAt = null;
    };
    const stop = () => {
      unpause();
      clock!.stoppedAt = at;
    };
    if (rule.stops.includes(move) && running()) stop();
    const limit = classes[one.class]!.limits[name];
    if (rule.starts.includes(move) && limit) one.clocks.set(name, (clock = startOf((rule.limitIsSaid && said.limit) || limit, at)));
    if (rule.pauses.includes(move) && running() && clock!.pausedAt === null && at <= dueOf(clock!)) clock!.pausedAt = at;
    if (rule.resumes.includes(move) && running()) unpause();
    if (rule.extends.includes(move) && running() && one.asked?.limit) clock!.added += minutesOf(one.asked.limit).minutes;
    if (ended && running()) stop();
  }
}

export function plainOpen(kind: string, at: number): PlainCase {
  const one: PlainCase = {
    state: 'received',
    previous: 'received',
    class: kind,
    at,
    closedAt: null,
    lead: null,
    handler: null,
    helpers: new Map(),
    asked: null,
    until: null,
    ruled: false,
    counts: { extension: 0, reopen: 0, dispatch: 0, try: 0, level: 0, slip: 0, return: 0 },
    clocks: new Map(),
  };
  tick(one, 'open', at, {}, false);
  return one;
}

const strikes: Record<string, string> = { signBySilence: 'sign', waitOver: 'wait', closeSilent: 'wait' };
function guardFails(one: PlainCase, move: string, guard: string, now: number): boolean {
  const main = one.clocks.get('close')!;
  switch (guard) {
    case 'withinReturn':
      return over({ workingDays: 1 }, one.clocks.get('sign')!.at, now);
    case 'notRuled':
      return one.ruled;
    case 'extensionsLeft':
      return one.counts['extension']! >= classes[one.class]!.extensions.most || (main.stoppedAt ?? main.pausedAt ?? now) > dueOf(main);
    case 'reopensLeft':
      return one.counts['reopen']! >= 5;
    case 'withinReopen':
      return one.closedAt !== null && over({ days: 15 }, one.closedAt, now);
    case 'childrenDone':
      return false;
    case 'coHandlersDone':
      return [...one.helpers.values()].includes(false);
    case 'triesDone':
      return one.counts['try']! < 3;
    case 'due':
      return dueOf(one.clocks.get(strikes[move]!)!) >= now;
    default:
      throw new Error(`a guard that the plain cases do not know: ${guard}`);
  }
}

/** Whether somebody with these parts may make a move now, saying this. */
export function plainMay(one: PlainCase, move: string, held: string[], who: string | null, now: number, said: Said): boolean {
  const rule = moves[move]!;
  if (!rule.from.includes(one.state) || !rule.by.some((part) => held.includes(part))) return false;
  if (rule.guards?.some((guard) => guardFails(one, move, guard, now))) return false;
  if (rule.needs?.some((need) => said[need] === undefined)) return false;
  if (rule.codes && said.code !== undefined && !rule.codes.includes(said.code)) return false;
  if (rule.asks && one.asked) return false;
  if (rule.answers && (one.asked?.what !== rule.answers || (one.asked.by !== null && one.asked.by === who))) return false;
  if (said.until !== undefined && said.until <= now) return false;
  const { longest } = classes[one.class]!.extensions;
  if (rule.asks === 'extension')
    return longest !== null && Object.keys(longest)[0] === Object.keys(said.limit!)[0] && Object.values(said.limit!)[0]! <= Object.values(longest)[0]!;
  return true;
}

/** Makes it. */
export function plainMove(one: PlainCase, move: string, who: string | null, now: number, said: Said): void {
  const rule = moves[move]!;
  const from = one.state;
  const to = rule.to ?? from;
  const ended = states[to]!.isFinal === true;
  tick(one, move, now, said, ended);
  if (rule.counts) one.counts[rule.counts]!++;
  if (rule.counts === 'reopen') one.counts['try'] = 0;
  if (rule.effect === 'setsLead' || rule.effect === 'binds') [one.lead, one.handler] = [said.unit!, null];
  else if (said.handler) one.handler = said.handler;
  if (rule.effect === 'binds') one.ruled = true;
  if (rule.effect === 'addsCoHandler') one.helpers.set(said.unit!, false);
  if (rule.effect === 'coHandlerDone' && one.helpers.has(said.unit!)) one.helpers.set(said.unit!, true);
  if (rule.effect === 'dropsCoHandler') one.helpers.delete(said.unit!);
  if (to !== from) one.until = rule.answers ? (one.asked?.until ?? null) : null;
  if (rule.asks) one.asked = { what: rule.asks, by: who, limit: said.limit, until: said.until };
  else if (rule.answers || to !== from) one.asked = null;
  one.closedAt = ended ? now : states[from]!.isFinal ? null : one.closedAt;
  one.state = to;
  one.at = now;
}
