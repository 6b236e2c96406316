import { type Cover, mergeDemands } from './cover.ts';
import { CoveringBound } from './covering-bound.ts';
import { type CoveringProblem, CoveringSearch } from './covering-search.ts';
import { type Constraints, checkCount, createDraw, type Improving, type Plan, roles } from './plan.ts';

/** The search may wander from plans this much worse than the best; measured: none, 0.2, 0.5 and 1 %. */
const drift = 0.005;

export type CoveringInput = { cover: Cover; weight: Float64Array; p: number; seed?: number } & Constraints;

/**
 * Opens p sites so that the weight of the demands they cover is largest (Church and ReVelle 1974): lazy greedy, swaps, then iterated local
 * search, while a Lagrangian bound sinks beside it. Whole weights are proven as soon as the bound comes within one.
 * @throws RangeError when p is larger than the sites that may be open, or smaller than those that must
 */
export function* improveCovering(input: CoveringInput): Improving {
  const role = roles(input.cover.sites, input);
  checkCount(input.p, role);
  const merged = mergeDemands(input.cover, input.weight);
  const problem: CoveringProblem = { ...merged, p: input.p, role, isInteger: merged.weight.every(Number.isInteger) };
  yield* new CoveringRun(problem, input.seed ?? 1).plans();
}

class CoveringRun {
  private readonly problem: CoveringProblem;
  private readonly search: CoveringSearch;
  private readonly bound: CoveringBound;
  private readonly draw: (n: number) => number;
  private best = -1;
  private chosen = new Int32Array(0);

  constructor(problem: CoveringProblem, seed: number) {
    this.problem = problem;
    this.draw = createDraw(seed);
    this.search = new CoveringSearch(problem);
    this.search.greedy();
    this.keep();
    this.bound = new CoveringBound(problem);
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
    const value = this.problem.isInteger ? Math.round(this.best) : this.best;
    const bound = this.problem.isInteger ? Math.floor(this.bound.value + 1e-6) : this.bound.value;
    const isProven = bound <= value + 1e-9 * Math.max(1, value);
    return { sites: Array.from(this.chosen).sort((a, b) => a - b), value, bound: isProven ? value : bound, isProven };
  }

  *plans(): Improving {
    yield this.plan();
    this.search.descend(0);
    this.keep();
    yield this.plan();
    for (let round = 0; ; round++) {
      if (round % 8 === 0) {
        this.bound.sink(round === 0 ? 100 : 30, this.best);
        this.search.narrow(this.bound.useful(this.best + (this.problem.isInteger ? 1 - 1e-6 : 0)));
        this.search.start(this.bound.opened);
        this.search.descend(this.draw(this.problem.cover.sites));
        if (!this.keep()) this.search.start(this.chosen);
      } else {
        this.search.shake(1 + this.draw(4), this.draw);
        this.search.descend(this.draw(this.problem.cover.sites));
        if (!this.keep() && this.search.value < this.best * (1 - drift)) this.search.start(this.chosen);
      }
      const plan = this.plan();
      yield plan;
      if (plan.isProven) return;
    }
  }
}
