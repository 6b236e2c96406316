import type { MedianProblem } from './median-search.ts';
import { largest } from './plan.ts';

/**
 * A lower bound of the p-median by Lagrangian relaxation of "each demand is served once" (Cornuejols, Fisher and Nemhauser 1977):
 * L(λ) = Σ λi + the p smallest of ρj = fj + Σi min(0, cij − λi); fixed sites count always. λ climbs by subgradients with momentum (heavy ball).
 */
export class MedianBound {
  private readonly problem: MedianProblem;
  private readonly lambda: Float64Array;
  private readonly best: Float64Array;
  private readonly velocity: Float64Array;
  private readonly rho: Float64Array;
  private readonly fixed: number[];
  private step = 1;
  private sinceBetter = 0;
  value = -Infinity;
  /** The sites that the relaxation opened last: a start for the search. */
  opened: Int32Array = new Int32Array(0);

  constructor(problem: MedianProblem, start: Float64Array) {
    this.problem = problem;
    this.lambda = start.slice();
    this.best = start.slice();
    this.velocity = new Float64Array(problem.demands);
    this.rho = new Float64Array(problem.sites);
    this.fixed = Array.from(problem.role.keys()).filter((j) => problem.role[j] === 2);
  }

  private relax(lambda: Float64Array): number {
    const { demands, sites, p, cost, opening, role } = this.problem;
    const { rho } = this;
    let total = 0;
    for (let i = 0; i < demands; i++) total += lambda[i]!;
    for (let j = 0, at = 0; j < sites; j++) {
      let sum = opening[j]!;
      for (let i = 0; i < demands; i++, at++) {
        const reduced = cost[at]! - lambda[i]!;
        if (reduced < 0) sum += reduced;
      }
      rho[j] = -sum;
    }
    const free = largest(rho, p - this.fixed.length, (j) => role[j] === 1);
    this.opened = Int32Array.from([...this.fixed, ...free]);
    for (const j of this.opened) total -= rho[j]!;
    return total;
  }

  /** Climbs a number of steps towards the best known cost. */
  climb(steps: number, upper: number): void {
    const { demands, cost } = this.problem;
    const { lambda, velocity } = this;
    const slack = new Float64Array(demands);
    for (let n = 0; n < steps; n++) {
      const value = this.relax(lambda);
      if (value > this.value + 1e-9 * Math.abs(value)) {
        this.sinceBetter = 0;
        this.best.set(lambda);
      } else if (++this.sinceBetter >= 15) {
        this.step = Math.max(1e-4, this.step / 2);
        this.sinceBetter = 0;
        lambda.set(this.best);
        velocity.fill(0);
      }
      this.value = Math.max(this.value, value);
      slack.fill(1);
      for (const j of this.opened) for (let i = 0, at = j * demands; i < demands; i++, at++) if (cost[at]! < lambda[i]!) slack[i]!--;
      let norm = 0;
      for (let i = 0; i < demands; i++) norm += slack[i]! * slack[i]!;
      if (norm === 0) return;
      const length = (this.step * Math.max(upper - value, 1e-6 * Math.abs(upper))) / norm;
      for (let i = 0; i < demands; i++) {
        velocity[i] = 0.7 * velocity[i]! + length * slack[i]!;
        lambda[i]! += velocity[i]!;
      }
    }
  }

  /**
   * Which sites a plan cheaper than `upper` can still open, by their reduced cost: opening one that the relaxation leaves closed costs at
   * least the difference to the last one it opens.
   */
  useful(upper: number): (site: number) => boolean {
    const value = this.relax(this.best);
    const opened = new Set(this.opened);
    let last = Infinity;
    for (const j of this.opened) if (this.problem.role[j] === 1) last = Math.min(last, this.rho[j]!);
    const rho = this.rho.slice();
    return (j) => opened.has(j) || value + last - rho[j]! < upper;
  }

  /** The most that demand i can cost in a plan of at most `upper`: one that is served dearer than its price loses the difference. */
  mostOf(i: number, upper: number): number {
    return this.best[i]! + Math.max(0, upper - this.value + 1e-8 * Math.abs(this.value));
  }
}
