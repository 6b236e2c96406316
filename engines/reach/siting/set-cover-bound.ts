import type { Cover } from './cover.ts';

/** A lower bound of the number of sites: L(λ) = Σ λi + Σj min(0, 1 − Σ λi over what site j covers), λ ≥ 0 (Beasley 1990); heavy ball.
 * Every site may open or stay closed, every demand has one. */
export class SetCoverBound {
  private readonly cover: Cover;
  private readonly lambda: Float64Array;
  private readonly best: Float64Array;
  private readonly velocity: Float64Array;
  private step = 2;
  private sinceBetter = 0;
  value = 1;

  constructor(cover: Cover) {
    this.cover = cover;
    this.velocity = new Float64Array(cover.demands);
    // Shares of the largest site that covers it: already feasible for the dual, so the bound starts above nothing.
    this.lambda = Float64Array.from({ length: cover.demands }, (_, i) => {
      let most = 1;
      for (let k = cover.demandStart[i]!; k < cover.demandStart[i + 1]!; k++) {
        const j = cover.demandSite[k]!;
        most = Math.max(most, cover.siteStart[j + 1]! - cover.siteStart[j]!);
      }
      return 1 / most;
    });
    this.best = this.lambda.slice();
  }

  climb(steps: number, upper: number): void {
    const { cover, lambda, velocity } = this;
    const slack = new Float64Array(cover.demands);
    for (let n = 0; n < steps; n++) {
      let value = 0;
      for (let i = 0; i < cover.demands; i++) value += lambda[i]!;
      slack.fill(1);
      for (let j = 0; j < cover.sites; j++) {
        let reduced = 1;
        for (let k = cover.siteStart[j]!; k < cover.siteStart[j + 1]!; k++) reduced -= lambda[cover.siteDemand[k]!]!;
        if (reduced >= 0) continue;
        value += reduced;
        for (let k = cover.siteStart[j]!; k < cover.siteStart[j + 1]!; k++) slack[cover.siteDemand[k]!]!--;
      }
      if (value > this.value + 1e-6) {
        this.sinceBetter = 0;
        this.best.set(lambda);
      } else if (++this.sinceBetter >= 40) {
        this.step = Math.max(1e-3, this.step / 2);
        this.sinceBetter = 0;
        lambda.set(this.best);
      }
      this.value = Math.max(this.value, value);
      let norm = 0;
      for (let i = 0; i < cover.demands; i++) norm += slack[i]! * slack[i]!;
      if (norm === 0) return;
      const length = (this.step * Math.max(upper - value, 0.01)) / norm;
      for (let i = 0; i < cover.demands; i++) {
        velocity[i] = 0.9 * velocity[i]! + 0.1 * length * slack[i]!;
        lambda[i] = Math.max(0, lambda[i]! + velocity[i]!);
      }
    }
  }

  /** Which sites a cover of at most `upper` sites can open, by what the relaxation loses when it must open them. */
  useful(upper: number): (site: number) => boolean {
    const { cover, best } = this;
    const reduced = new Float64Array(cover.sites).fill(1);
    let value = 0;
    for (let i = 0; i < cover.demands; i++) value += best[i]!;
    for (let j = 0; j < cover.sites; j++) {
      for (let k = cover.siteStart[j]!; k < cover.siteStart[j + 1]!; k++) reduced[j]! -= best[cover.siteDemand[k]!]!;
      value += Math.min(0, reduced[j]!);
    }
    return (j) => value + Math.max(0, reduced[j]!) <= upper + 1e-6;
  }
}
