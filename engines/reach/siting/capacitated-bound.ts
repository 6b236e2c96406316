import type { CapacitatedProblem } from './capacitated-search.ts';

/** Loads in whole numbers up to this many are packed exactly; beyond, the bound lets a demand be cut in two. */
const mostCells = 4_000_000;

/**
 * A bound from below for the capacitated p-median: that every demand is served once is relaxed with prices λ (Lagrange), what remains is a
 * knapsack per site and the p best of them: L(λ) = Σ λi + Σ over the p least of minₓ Σ (cij − λi) x, Σ load x ≤ capacity. Heavy-ball steps.
 */
export class CapacitatedBound {
  private readonly problem: CapacitatedProblem;
  private readonly price: Float64Array;
  private readonly velocity: Float64Array;
  private readonly isExact: boolean;
  private readonly best: Float64Array;
  private readonly order: Int32Array;
  private step = 1;
  private since = 0;
  value = -Infinity;
  /** The p sites that the best prices would open. */
  opened: Int32Array = new Int32Array(0);

  constructor(problem: CapacitatedProblem) {
    const { demands, sites, cost, load, capacity } = problem;
    this.problem = problem;
    this.velocity = new Float64Array(demands);
    const top = Math.max(...capacity);
    this.isExact = load.every(Number.isInteger) && capacity.every(Number.isInteger) && demands * top <= mostCells;
    this.best = new Float64Array(this.isExact ? top + 1 : 0);
    this.order = new Int32Array(demands);
    // Prices begin at what a demand pays at its second best site: near enough to the truth for the first bound to be useful.
    this.price = Float64Array.from({ length: demands }, (_, i) => {
      let [least, second] = [Infinity, Infinity];
      for (let j = 0; j < sites; j++) {
        const c = cost[j * demands + i]!;
        if (c < least) [least, second] = [c, least];
        else if (c < second) second = c;
      }
      return second < Infinity ? second : least;
    });
  }

  /** The most that site j can save at the prices, and by whom (marked in `taken` when given). */
  private pack(j: number, taken: Float64Array | null): number {
    const { demands, cost, load, capacity } = this.problem;
    let count = 0;
    for (let i = 0; i < demands; i++) if (this.price[i]! > cost[j * demands + i]! && load[i]! <= capacity[j]!) this.order[count++] = i;
    const saving = (i: number) => this.price[i]! - cost[j * demands + i]!;
    if (this.isExact) return this.packExactly(count, capacity[j]!, saving, taken);
    const items = this.order.subarray(0, count).sort((a, b) => saving(b) * Math.max(1e-12, load[a]!) - saving(a) * Math.max(1e-12, load[b]!));
    let left = capacity[j]!;
    let sum = 0;
    for (const i of items) {
      const share = load[i]! <= left ? 1 : left / load[i]!;
      sum += share * saving(i);
      if (taken) taken[i]! += share;
      left -= share * load[i]!;
      if (left <= 0) break;
    }
    return sum;
  }

  private packExactly(count: number, room: number, saving: (i: number) => number, taken: Float64Array | null): number {
    const { load } = this.problem;
    const best = this.best.fill(0, 0, room + 1);
    const kept: Uint8Array[] = [];
    for (let k = 0; k < count; k++) {
      const i = this.order[k]!;
      const [w, gain] = [load[i]!, saving(i)];
      const choice = taken ? new Uint8Array(room + 1) : null;
      for (let c = room; c >= w; c--) {
        const value = best[c - w]! + gain;
        if (value <= best[c]!) continue;
        best[c] = value;
        if (choice) choice[c] = 1;
      }
      if (choice) kept.push(choice);
    }
    if (taken) {
      for (let k = count - 1, c = room; k >= 0; k--) {
        if (!kept[k]![c]) continue;
        taken[this.order[k]!]! += 1;
        c -= load[this.order[k]!]!;
      }
    }
    return best[room]!;
  }

  /** Takes some steps up. @param target the value of a known plan */
  rise(steps: number, target: number): void {
    const { demands, sites, p, role } = this.problem;
    for (let k = 0; k < steps; k++) {
      const savings = Float64Array.from({ length: sites }, (_, j) => (role[j] === 0 ? -1 : this.pack(j, null)));
      const order = Array.from(savings.keys())
        .filter((j) => role[j]! > 0)
        .sort((a, b) => role[b]! - role[a]! || savings[b]! - savings[a]! || a - b)
        .slice(0, p);
      const taken = new Float64Array(demands);
      let value = this.price.reduce((sum, price) => sum + price, 0);
      for (const j of order) value -= this.pack(j, taken);
      if (value > this.value + 1e-9 * Math.abs(value)) {
        this.value = value;
        this.opened = Int32Array.from(order);
        this.since = 0;
      } else if (++this.since >= 12) {
        this.step = Math.max(0.005, this.step * 0.7);
        this.since = 0;
      }
      let norm = 0;
      for (let i = 0; i < demands; i++) norm += (1 - taken[i]!) ** 2;
      if (norm === 0) return;
      const size = (this.step * Math.max(1e-9, 1.02 * target - value)) / norm;
      for (let i = 0; i < demands; i++) {
        this.velocity[i] = 0.7 * this.velocity[i]! + size * (1 - taken[i]!);
        this.price[i] = this.price[i]! + this.velocity[i]!;
      }
    }
  }
}
