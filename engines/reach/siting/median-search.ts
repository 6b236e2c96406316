import type { Draw } from './plan.ts';

/**
 * The p-median problem: open p sites so that the demand-weighted distance to the nearest open one is smallest.
 * `cost[j * demands + i]` is weight times distance of demand i from site j; all finite. `opening[j]` is what opening site j costs.
 */
export type MedianProblem = { demands: number; sites: number; p: number; cost: Float64Array; opening: Float64Array; role: Uint8Array; isInteger: boolean };

/** Plans for the p-median: lazy greedy, then swaps until none helps (Schubert and Rousseeuw 2021, eager), from any start. */
export class MedianSearch {
  private readonly problem: MedianProblem;
  /** Open sites by slot. */
  readonly open: Int32Array;
  private readonly slotOf: Int32Array;
  private readonly nearest: Int32Array;
  private readonly second: Int32Array;
  private readonly nearestCost: Float64Array;
  private readonly secondCost: Float64Array;
  private readonly loss: Float64Array;
  private readonly delta: Float64Array;
  /** The cost of each demand from its worst site: what it pays while nothing is open. */
  private readonly worst: Float64Array;
  private candidates: Int32Array;
  value = Infinity;

  constructor(problem: MedianProblem) {
    const { demands, sites, p } = problem;
    this.problem = problem;
    this.open = new Int32Array(p);
    this.slotOf = new Int32Array(sites).fill(-1);
    this.nearest = new Int32Array(demands);
    this.second = new Int32Array(demands);
    this.nearestCost = new Float64Array(demands);
    this.secondCost = new Float64Array(demands);
    this.loss = new Float64Array(p);
    this.worst = new Float64Array(demands);
    for (let j = 0, at = 0; j < sites; j++) for (let i = 0; i < demands; i++, at++) if (problem.cost[at]! > this.worst[i]!) this.worst[i] = problem.cost[at]!;
    this.delta = new Float64Array(p);
    this.candidates = Int32Array.from({ length: sites }, (_, j) => j).filter((j) => problem.role[j] === 1);
  }

  /** Leaves out sites that no better plan can open. */
  narrow(isUseful: (site: number) => boolean): void {
    this.candidates = this.candidates.filter(isUseful);
  }

  /** Opens the fixed sites, then always the one that lowers the cost most. Gains only shrink, so old ones bound new ones from above. */
  greedy(): void {
    const { demands, sites, p, cost, role } = this.problem;
    const best = this.worst.slice();
    let opened = 0;
    const take = (j: number) => {
      this.open[opened++] = j;
      for (let i = 0, at = j * demands; i < demands; i++, at++) if (cost[at]! < best[i]!) best[i] = cost[at]!;
    };
    for (let j = 0; j < sites; j++) if (role[j] === 2) take(j);
    const gain = new Float64Array(sites).fill(-Infinity);
    for (const j of this.candidates) gain[j] = Infinity;
    const fresh = new Int32Array(sites).fill(-1);
    while (opened < p) {
      let chosen = -1;
      for (;;) {
        chosen = 0;
        for (let j = 1; j < sites; j++) if (gain[j]! > gain[chosen]!) chosen = j;
        if (fresh[chosen] === opened) break;
        fresh[chosen] = opened;
        gain[chosen] = this.gainOf(chosen, best);
      }
      gain[chosen] = -Infinity;
      take(chosen);
    }
    this.assign();
  }

  /** What opening the open sites costs. */
  private opening(): number {
    let sum = 0;
    for (const j of this.open) sum += this.problem.opening[j]!;
    return sum;
  }

  private gainOf(j: number, best: Float64Array): number {
    const { demands, cost } = this.problem;
    let gain = -this.problem.opening[j]!;
    for (let i = 0, at = j * demands; i < demands; i++, at++) if (cost[at]! < best[i]!) gain += best[i]! - cost[at]!;
    return gain;
  }

  /** Takes over a plan. */
  start(sites: Int32Array): void {
    this.open.set(sites);
    this.assign();
  }

  /** What each demand pays in the plan. */
  costsNow(): Float64Array {
    return this.nearestCost.slice();
  }

  /** Nearest and second nearest open site of every demand, anew. */
  private assign(): void {
    const { demands } = this.problem;
    this.slotOf.fill(-1);
    this.open.forEach((j, slot) => {
      this.slotOf[j] = slot;
    });
    this.value = this.opening();
    for (let i = 0; i < demands; i++) {
      this.assignOne(i);
      this.value += this.nearestCost[i]!;
    }
  }

  private assignOne(i: number): void {
    const { demands, cost } = this.problem;
    const worst = this.worst[i]!;
    let [c1, c2, s1, s2] = [Infinity, worst, -1, -1];
    for (let slot = 0; slot < this.open.length; slot++) {
      const c = cost[this.open[slot]! * demands + i]!;
      if (c < c1) {
        if (c1 < Infinity) {
          c2 = c1;
          s2 = s1;
        }
        c1 = c;
        s1 = slot;
      } else if (c < c2) {
        c2 = c;
        s2 = slot;
      }
    }
    this.nearest[i] = s1;
    this.second[i] = s2;
    this.nearestCost[i] = c1;
    this.secondCost[i] = c2;
  }

  /** What closing each open site would cost; sites that must stand cost everything. */
  private measureLosses(): void {
    this.loss.fill(0);
    for (let i = 0; i < this.problem.demands; i++) this.loss[this.nearest[i]!]! += this.secondCost[i]! - this.nearestCost[i]!;
    this.open.forEach((j, slot) => {
      this.loss[slot] = this.problem.role[j] === 2 ? Infinity : this.loss[slot]! - this.problem.opening[j]!;
    });
  }

  /** Swaps an open site for a closed one as long as that lowers the cost; every candidate is tried once more after the last swap. */
  descend(from: number): void {
    const { candidates } = this;
    if (candidates.length === 0) return;
    this.measureLosses();
    let untouched = 0;
    for (let at = from % candidates.length; untouched < candidates.length; at = (at + 1) % candidates.length) {
      const j = candidates[at]!;
      untouched++;
      if (this.slotOf[j]! >= 0) continue;
      const slot = this.bestExchange(j);
      if (slot < 0) continue;
      this.exchange(slot, j);
      this.measureLosses();
      untouched = 0;
    }
  }

  /** Which open site the candidate should replace; -1 when no exchange helps. */
  private bestExchange(j: number): number {
    const { demands, cost } = this.problem;
    const { delta, nearest, nearestCost, secondCost } = this;
    delta.set(this.loss);
    let gain = this.problem.opening[j]!;
    for (let i = 0, at = j * demands; i < demands; i++, at++) {
      const c = cost[at]!;
      const c1 = nearestCost[i]!;
      if (c < c1) {
        gain += c - c1;
        delta[nearest[i]!]! += c1 - secondCost[i]!;
      } else if (c < secondCost[i]!) delta[nearest[i]!]! += c - secondCost[i]!;
    }
    let best = 0;
    for (let slot = 1; slot < delta.length; slot++) if (delta[slot]! < delta[best]!) best = slot;
    return delta[best]! + gain < -1e-9 * Math.max(1, this.value) ? best : -1;
  }

  private exchange(slot: number, j: number): void {
    const { demands, cost } = this.problem;
    this.slotOf[this.open[slot]!] = -1;
    this.open[slot] = j;
    this.slotOf[j] = slot;
    this.value = this.opening();
    for (let i = 0, at = j * demands; i < demands; i++, at++) {
      const c = cost[at]!;
      if (this.nearest[i] === slot || this.second[i] === slot) this.assignOne(i);
      else if (c < this.nearestCost[i]!) {
        this.secondCost[i] = this.nearestCost[i]!;
        this.second[i] = this.nearest[i]!;
        this.nearestCost[i] = c;
        this.nearest[i] = slot;
      } else if (c < this.secondCost[i]!) {
        this.secondCost[i] = c;
        this.second[i] = slot;
      }
      this.value += this.nearestCost[i]!;
    }
  }

  /** Exchanges some open sites for any closed ones. */
  shake(times: number, draw: Draw): void {
    const { candidates } = this;
    const movable = this.open.length - this.problem.role.filter((role) => role === 2).length;
    if (movable === 0 || candidates.length <= movable) return;
    for (let k = 0; k < times; k++) {
      let slot = draw(this.open.length);
      while (this.problem.role[this.open[slot]!] === 2) slot = draw(this.open.length);
      let j = candidates[draw(candidates.length)]!;
      for (let tries = 0; this.slotOf[j]! >= 0 && tries < 1000; tries++) j = candidates[draw(candidates.length)]!;
      if (this.slotOf[j]! < 0) this.exchange(slot, j);
    }
  }
}
