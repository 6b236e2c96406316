import { MedianBound } from './median-bound.ts';
import { type MedianProblem, MedianSearch } from './median-search.ts';
import { type Constraints, checkCount, createDraw, type Improving, type Plan, roles } from './plan.ts';

export type MedianInput = {
  /** distance[j * weight.length + i] from site j to demand i; Infinity where there is no way. */
  distance: Float64Array;
  weight: Float64Array;
  sites: number;
  p: number;
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
 * Opens p sites so that Σ weight × distance to the nearest open site is smallest: lazy greedy, swaps, then iterated local search, while a
 * Lagrangian bound climbs beside it. Costs that are whole numbers are proven as soon as the bound comes within one.
 * @throws RangeError when p is larger than the sites that may be open, or smaller than those that must
 */
export function* improveMedian(input: MedianInput): Improving {
  const role = roles(input.sites, input);
  checkCount(input.p, role);
  const cost = costs(input);
  const problem: MedianProblem = { demands: input.weight.length, sites: input.sites, p: input.p, cost, role, isInteger: cost.every(Number.isInteger) };
  yield* new MedianRun(problem, input.seed ?? 1).plans();
}

class MedianRun {
  private readonly problem: MedianProblem;
  private readonly search: MedianSearch;
  private readonly bound: MedianBound;
  private readonly draw: (n: number) => number;
  private best = Infinity;
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
    const { value } = this.bound;
    const bound = this.problem.isInteger ? Math.ceil(value - 1e-6) : value;
    const isProven = bound >= this.best - 1e-9 * Math.max(1, Math.abs(this.best));
    return { sites: Array.from(this.chosen).sort((a, b) => a - b), value: this.best, bound: isProven ? this.best : bound, isProven };
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
      yield plan;
      if (plan.isProven) return;
    }
  }
}
