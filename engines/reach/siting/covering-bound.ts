import type { CoveringProblem } from './covering-search.ts';
import { largest } from './plan.ts';

/** Measured on clustered cities of 5,000 points: of 0.7 to 0.97 and 15 to 60 these came closest in the first seconds. */
const momentum = 0.95;
const patience = 60;

/**
 * An upper bound of maximal covering by Lagrangian relaxation of "who counts as covered is covered" (Galvão and ReVelle 1996):
 * L(u) = Σ max(0, wi − ui) + the p largest of Σ ui over what site j covers, 0 ≤ ui ≤ wi. u moves by subgradients with momentum.
 */
export class CoveringBound {
  private readonly problem: CoveringProblem;
  private readonly price: Float64Array;
  private readonly best: Float64Array;
  private readonly velocity: Float64Array;
  private readonly worth: Float64Array;
  private readonly fixed: number[];
  private step = 4;
  private sinceBetter = 0;
  value = Infinity;
  /** The sites that the relaxation opened last: a start for the search. */
  opened: Int32Array = new Int32Array(0);

  constructor(problem: CoveringProblem) {
    const { cover, weight, role } = problem;
    this.problem = problem;
    // Half of its weight: between "covered anyway" and "covered by one site only".
    this.price = weight.map((w) => w / 2);
    this.best = this.price.slice();
    this.velocity = new Float64Array(cover.demands);
    this.worth = new Float64Array(cover.sites);
    this.fixed = Array.from(role.keys()).filter((j) => role[j] === 2);
    let all = 0;
    for (let i = 0; i < cover.demands; i++) if (cover.demandStart[i + 1]! > cover.demandStart[i]!) all += weight[i]!;
    this.value = all;
  }

  private relax(price: Float64Array): number {
    const { cover, weight, p, role } = this.problem;
    const { worth } = this;
    let total = 0;
    for (let i = 0; i < cover.demands; i++) total += Math.max(0, weight[i]! - price[i]!);
    for (let j = 0; j < cover.sites; j++) {
      let sum = 0;
      for (let k = cover.siteStart[j]!; k < cover.siteStart[j + 1]!; k++) sum += price[cover.siteDemand[k]!]!;
      worth[j] = sum;
    }
    this.opened = Int32Array.from([...this.fixed, ...largest(worth, p - this.fixed.length, (j) => role[j] === 1)]);
    for (const j of this.opened) total += worth[j]!;
    return total;
  }

  /** Moves the prices a number of steps, towards the best known plan. */
  sink(steps: number, lower: number): void {
    const { cover, weight } = this.problem;
    const { price, velocity } = this;
    const excess = new Float64Array(cover.demands);
    for (let n = 0; n < steps; n++) {
      const value = this.relax(price);
      if (value < this.value - 1e-6 * value) {
        this.sinceBetter = 0;
        this.best.set(price);
      } else if (++this.sinceBetter >= patience) {
        this.step = Math.max(1e-3, this.step / 2);
        this.sinceBetter = 0;
        price.set(this.best);
      }
      this.value = Math.min(this.value, value);
      for (let i = 0; i < cover.demands; i++) excess[i] = price[i]! < weight[i]! ? -1 : 0;
      for (const j of this.opened) for (let k = cover.siteStart[j]!; k < cover.siteStart[j + 1]!; k++) excess[cover.siteDemand[k]!]!++;
      let norm = 0;
      for (let i = 0; i < cover.demands; i++) norm += excess[i]! * excess[i]!;
      if (norm === 0) return;
      const length = (this.step * Math.max(value - lower, 1e-6 * value)) / norm;
      for (let i = 0; i < cover.demands; i++) {
        velocity[i] = momentum * velocity[i]! - (1 - momentum) * length * excess[i]!;
        price[i] = Math.min(weight[i]!, Math.max(0, price[i]! + velocity[i]!));
      }
    }
  }

  /** Which sites a plan that covers at least `lower` can still open, by what the relaxation loses when it must open them. */
  useful(lower: number): (site: number) => boolean {
    const value = this.relax(this.best);
    const opened = new Set(this.opened);
    let last = Infinity;
    for (const j of this.opened) if (this.problem.role[j] === 1) last = Math.min(last, this.worth[j]!);
    const worth = this.worth.slice();
    return (j) => opened.has(j) || value - last + worth[j]! >= lower;
  }
}
