import type { Cover } from './cover.ts';
import { type Constraints, createDraw, type Improving, type Plan, roles, standing } from './plan.ts';
import { type Program, ProgramBuilder, type Told } from './program.ts';
import { ProgrammeBound } from './programme-bound.ts';
import { ProgrammeSearch } from './programme-search.ts';

/**
 * What opens together, as one: a site, or sites that only make sense in company. `room` are the rooms it takes, where rooms hold one thing
 * each.
 */
export type Unit = { sites: number[]; cost: number; rooms: number[]; demands: Int32Array; role: number };

export type ProgrammeProblem = { units: Unit[]; demands: number; weight: Float64Array; budget: number; p: number; rooms: number; isInteger: boolean };

export type ProgrammeInput = {
  /** A site here is one use of one room: the same room with another function is another site. */
  cover: Cover;
  weight: Float64Array;
  /** What opening a site costs; 0 or more. */
  cost: Float64Array;
  /** What may be spent; Infinity where only the number counts. */
  budget: number;
  /** How many sites may open; Infinity where only money counts. */
  p?: number;
  /** The room of each site: a room opens one of its sites at most. */
  room?: Int32Array;
  /** Pairs of sites that open together or not at all. */
  pairs?: readonly (readonly [number, number])[];
  seed?: number;
} & Constraints;

/** Sites joined by pairs, one unit each. A unit with a forbidden site is forbidden, with a fixed one fixed. */
function unitsOf({ cover, cost, room, pairs = [], ...constraints }: ProgrammeInput): Unit[] {
  const role = roles(cover.sites, constraints);
  const first = Array.from(role.keys());
  const find = (j: number): number => (first[j] === j ? j : find(first[j]!));
  for (const [a, b] of pairs) first[Math.max(find(a), find(b))] = Math.min(find(a), find(b));
  const members = new Map<number, number[]>();
  for (const j of role.keys()) members.set(find(j), [...(members.get(find(j)) ?? []), j]);
  return Array.from(members.values(), (sites) => {
    const demands = new Set(sites.flatMap((j) => Array.from(cover.siteDemand.subarray(cover.siteStart[j], cover.siteStart[j + 1]))));
    const rooms = room ? sites.map((j) => room[j]!) : [];
    const isShut = sites.some((j) => role[j] === 0) || new Set(rooms).size < rooms.length;
    return {
      sites,
      cost: sites.reduce((sum, j) => sum + cost[j]!, 0),
      rooms,
      demands: Int32Array.from(demands).sort(),
      role: isShut ? 0 : Math.max(...sites.map((j) => role[j]!)),
    };
  });
}

/** What must open cannot: it costs more than there is, is more than may be, or wants one room twice. */
export class ImpossibleProgramme extends RangeError {}

function check({ units, budget, p, rooms }: ProgrammeProblem, { fixed = [] }: Constraints): void {
  const held = units.filter(({ role }) => role === 2);
  if (held.reduce((sum, { sites }) => sum + sites.length, 0) < new Set(fixed).size)
    throw new ImpossibleProgramme('a fixed site is paired with a forbidden one');
  const cost = held.reduce((sum, unit) => sum + unit.cost, 0);
  if (cost > budget) throw new ImpossibleProgramme(`the fixed sites cost ${cost}, the budget is ${budget}`);
  const count = held.reduce((sum, { sites }) => sum + sites.length, 0);
  if (count > p) throw new ImpossibleProgramme(`${count} sites must open, with their pairs, and at most ${p} may`);
  const taken = held.flatMap((unit) => unit.rooms);
  if (rooms > 0 && new Set(taken).size < taken.length) throw new ImpossibleProgramme('two fixed sites want the same room');
}

/**
 * Opens sites within a budget, a number, or both, so that the weight of the demands they cover is largest: maximal covering with opening
 * costs, rooms that several functions compete for, and sites that open in pairs (Khuller, Moss and Naor 1999 for the budget). Greedy by weight and by
 * weight per cost, swaps, iterated local search; a Lagrangian bound; the rest can be proven (`prove`).
 * @throws ImpossibleProgramme when what must open cannot
 */
export function* improveProgramme(input: ProgrammeInput): Improving {
  const units = unitsOf(input);
  const problem: ProgrammeProblem = {
    units,
    demands: input.cover.demands,
    weight: input.weight,
    budget: input.budget,
    p: input.p ?? Infinity,
    rooms: input.room ? Math.max(-1, ...input.room) + 1 : 0,
    isInteger: input.weight.every(Number.isInteger),
  };
  check(problem, input);
  yield* new ProgrammeRun(problem, input.seed ?? 1).plans();
}

class ProgrammeRun {
  private readonly problem: ProgrammeProblem;
  private readonly search: ProgrammeSearch;
  private readonly bound: ProgrammeBound;
  private readonly draw: (n: number) => number;
  private best = -1;
  private chosen: number[] = [];
  private proven = Infinity;

  constructor(problem: ProgrammeProblem, seed: number) {
    this.problem = problem;
    this.draw = createDraw(seed);
    this.search = new ProgrammeSearch(problem);
    this.bound = new ProgrammeBound(problem);
  }

  private keep(): boolean {
    const isNoWorse = this.search.value >= this.best * (1 - 1e-12);
    if (isNoWorse) {
      this.best = this.search.value;
      this.chosen = this.search.open.slice();
    }
    return isNoWorse;
  }

  private plan(): Plan {
    const { isInteger, units } = this.problem;
    return {
      sites: this.chosen.flatMap((u) => units[u]!.sites).sort((a, b) => a - b),
      ...standing('most', this.best, Math.min(this.bound.value, this.proven), isInteger),
      rest: (most) => this.rest(most),
    };
  }

  private rest(most: number): Program | null {
    const { units, demands, weight, budget, p, rooms } = this.problem;
    if (units.reduce((sum, unit) => sum + (unit.role === 0 ? 0 : unit.demands.length), 0) > most) return null;
    const program = new ProgramBuilder();
    const by: number[][] = Array.from({ length: demands }, () => []);
    const inRoom: number[][] = Array.from({ length: rooms }, () => []);
    const columns: number[] = [];
    const costs: number[] = [];
    for (const unit of units) {
      if (unit.role === 0) continue;
      const own = unit.sites.map((j) => program.site(j, unit.role === 2));
      for (const other of own.slice(1)) program.row(0, 0, [own[0]!], [other]);
      for (const i of unit.demands) by[i]!.push(own[0]!);
      for (const g of unit.rooms) inRoom[g]!.push(own[0]!);
      columns.push(...own);
      costs.push(unit.cost, ...own.slice(1).map(() => 0));
    }
    if (p < Infinity) program.row(0, p, columns);
    if (budget < Infinity) program.weighted(0, budget, columns, costs);
    for (const list of inRoom) if (list.length > 1) program.row(0, 1, list);
    by.forEach((list, i) => {
      if (list.length > 0 && weight[i]! > 0) program.row(0, Infinity, list, [program.share(weight[i]!)]);
    });
    return program.build(
      'most',
      this.chosen.flatMap((u) => units[u]!.sites),
    );
  }

  private take({ bound = Infinity, chosen: sites }: Told): void {
    this.proven = Math.min(this.proven, Math.max(bound, this.best));
    if (!sites) return;
    const open = new Set(sites);
    this.search.start(Array.from(this.problem.units.keys()).filter((u) => open.has(this.problem.units[u]!.sites[0]!)));
    this.keep();
  }

  *plans(): Improving {
    for (const isPerCost of [false, true]) {
      this.search.start([]);
      this.search.fill(isPerCost);
      this.search.descend();
      this.keep();
    }
    yield this.plan();
    for (let round = 0; ; round++) {
      if (round % 8 === 0) this.bound.sink(round === 0 ? 100 : 30, this.best);
      this.search.start(this.chosen);
      this.search.shake(1 + this.draw(3), this.draw);
      this.search.fill(this.draw(2) === 1);
      this.search.descend();
      this.keep();
      const plan = this.plan();
      const told = yield plan;
      if (plan.isProven) return;
      if (told) this.take(told);
    }
  }
}
