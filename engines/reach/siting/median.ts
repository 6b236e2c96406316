import { MedianBound } from './median-bound.ts';
import { type MedianProblem, MedianSearch } from './median-search.ts';
import { type Constraints, checkCount, createDraw, type Improving, type Plan, roles, standing } from './plan.ts';
import { type Program, ProgramBuilder, type Told } from './program.ts';

export type MedianInput = {
  /** distance[j * weight.length + i] from site j to demand i; Infinity where there is no way. */
  distance: Float64Array;
  weight: Float64Array;
  sites: number;
  p: number;
  /** What opening each site costs, in the unit of weight × distance; nothing when absent. */
  opening?: Float64Array;
  seed?: number;
} & Constraints;

/** No way is as if it were longer than all others together, so that a plan that reaches everybody always wins. */
function costs({ distance, weight, sites }: MedianInput): Float64Array {
  const demands = weight.length;
  let longest = 0;
  for (const d of distance) if (d !== Infinity && d > longest) longest = d;
  const noWay = (longest + 1) * 10;
  const cost = new Float64Array(distance.length);
  for (let j = 0, at = 0; j < sites; j++) for (let i = 0; i < demands; i++, at++) cost[at] = weight[i]! * Math.min(distance[at]!, noWay);
  return cost;
}

/**
 * Opens p sites so that Σ weight × distance to the nearest open site, with what opening costs, is smallest: lazy greedy, swaps, then iterated local search, while a
 * Lagrangian bound climbs beside it. Costs that are whole numbers are proven as soon as the bound comes within one.
 * @throws RangeError when p is larger than the sites that may be open, or smaller than those that must
 */
export function* improveMedian(input: MedianInput): Improving {
  const role = roles(input.sites, input);
  checkCount(input.p, role);
  const cost = costs(input);
  const opening = input.opening ?? new Float64Array(input.sites);
  const problem: MedianProblem = {
    demands: input.weight.length,
    sites: input.sites,
    p: input.p,
    cost,
    opening,
    role,
    isInteger: cost.every(Number.isInteger) && opening.every(Number.isInteger),
  };
  yield* new MedianRun(problem, input.seed ?? 1).plans();
}

class MedianRun {
  private readonly problem: MedianProblem;
  private readonly search: MedianSearch;
  private readonly bound: MedianBound;
  private readonly draw: (n: number) => number;
  private best = Infinity;
  /** What a prover found that no plan can beat. */
  private proven = -Infinity;
  private chosen = new Int32Array(0);

  constructor(problem: MedianProblem, seed: number) {
    this.problem = problem;
    this.draw = createDraw(seed);
    this.search = new MedianSearch(problem);
    this.search.greedy();
    this.keep();
    this.bound = new MedianBound(problem, this.search.costsNow());
  }

  /** Keeps the plan of the search when it is no worse than the best. */
  private keep(): boolean {
    const isNoWorse = this.search.value <= this.best * (1 + 1e-12);
    if (isNoWorse) {
      this.best = this.search.value;
      this.chosen = this.search.open.slice();
    }
    return isNoWorse;
  }

  private plan(): Plan {
    return {
      sites: Array.from(this.chosen).sort((a, b) => a - b),
      ...standing('least', this.best, Math.max(this.bound.value, this.proven), this.problem.isInteger),
      rest: (most) => this.rest(most),
    };
  }

  /**
   * Sites and ways that a plan as cheap as the known one can use. Costs of a demand rise in levels; what it pays above the first level are
   * the steps to the levels within which nothing is open (Cornuéjols and others 1980), chained from level to level (García and others 2011).
   */
  private rest(most: number): Program | null {
    const { demands, p, cost, opening, role } = this.problem;
    const ceiling = this.best * (1 + 1e-9);
    const isUseful = this.bound.useful(ceiling);
    const sites = Array.from(role.keys()).filter((j) => role[j] === 2 || (role[j] === 1 && isUseful(j)));
    const program = new ProgramBuilder();
    const opens = new Map(sites.map((j) => [j, program.site(j, role[j] === 2, opening[j]!)]));
    program.row(p, p, [...opens.values()]);
    let offset = 0;
    let factors = 0;
    for (let i = 0; i < demands; i++) {
      const costOf = (j: number) => cost[j * demands + i]!;
      const dearest = this.bound.mostOf(i, ceiling);
      const near = sites.filter((j) => costOf(j) <= dearest).sort((a, b) => costOf(a) - costOf(b));
      factors += 3 * near.length;
      if (factors > most) return null;
      offset += costOf(near[0]!);
      let below: number[] = [];
      for (let k = 0, next = 0; k < near.length; k = next) {
        const level = costOf(near[k]!);
        while (next < near.length && costOf(near[next]!) === level) next++;
        const within = near.slice(k, next).map((j) => opens.get(j)!);
        const none = next < near.length ? [program.share(costOf(near[next]!) - level)] : [];
        program.row(k === 0 ? 1 : 0, Infinity, [...within, ...none], below);
        below = none;
      }
    }
    return program.build('least', Array.from(this.chosen), { offset });
  }

  private take({ bound = -Infinity, chosen: sites }: Told): void {
    this.proven = Math.max(this.proven, Math.min(bound, this.best));
    if (!sites) return;
    this.search.start(Int32Array.from(sites));
    this.keep();
  }

  *plans(): Improving {
    yield this.plan();
    this.search.descend(0);
    this.keep();
    yield this.plan();
    for (let round = 0; ; round++) {
      if (round % 8 === 0) {
        this.bound.climb(20, this.best);
        this.search.narrow(this.bound.useful(this.best + (this.problem.isInteger ? -1 + 1e-6 : 0)));
        this.search.start(this.bound.opened);
      } else this.search.shake(1 + this.draw(4), this.draw);
      this.search.descend(this.draw(this.problem.sites));
      if (!this.keep()) this.search.start(this.chosen);
      const plan = this.plan();
      const told = yield plan;
      if (plan.isProven) return;
      if (told) this.take(told);
    }
  }
}
