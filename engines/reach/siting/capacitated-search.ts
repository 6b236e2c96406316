import type { Draw } from './plan.ts';

/**
 * The capacitated p-median problem: open p sites and give every demand to one of them, so that no site gets more load than it holds and
 * the cost is smallest. `cost[j * demands + i]` is what demand i costs at site j.
 */
export type CapacitatedProblem = {
  demands: number;
  sites: number;
  p: number;
  cost: Float64Array;
  load: Float64Array;
  capacity: Float64Array;
  role: Uint8Array;
  isInteger: boolean;
};

/**
 * Plans for the capacitated p-median: demands by regret, then moves, exchanges and new centres until none helps. Load beyond a site's
 * capacity is allowed on the way and paid for, the dearer the longer it stays.
 */
export class CapacitatedSearch {
  private readonly problem: CapacitatedProblem;
  readonly open: Int32Array;
  private readonly slotOf: Int32Array;
  /** Slot of each demand, and what is left of each slot's capacity. */
  private readonly slot: Int32Array;
  private readonly left: Float64Array;
  /** What a unit of load too much costs, at the start of a descent and now. */
  private readonly usualPenalty: number;
  private penalty: number;
  private readonly candidates: Int32Array;
  private readonly nearSites: Int32Array[];

  constructor(problem: CapacitatedProblem) {
    const { demands, sites, p, cost, load, role } = problem;
    this.problem = problem;
    this.open = new Int32Array(p);
    this.slotOf = new Int32Array(sites).fill(-1);
    this.slot = new Int32Array(demands);
    this.left = new Float64Array(p);
    this.candidates = Int32Array.from({ length: sites }, (_, j) => j).filter((j) => role[j]! > 0);
    this.nearSites = Array.from({ length: demands }, (_, i) =>
      this.candidates.toSorted((a, b) => cost[a * demands + i]! - cost[b * demands + i]!).slice(0, 12),
    );
    const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    this.usualPenalty = mean(cost) / Math.max(1e-12, mean(load));
    this.penalty = this.usualPenalty;
  }

  /** Cost of the assignment without penalties. */
  get value(): number {
    const { cost, demands } = this.problem;
    let sum = 0;
    for (let i = 0; i < demands; i++) sum += cost[this.open[this.slot[i]!]! * demands + i]!;
    return sum;
  }

  get isPossible(): boolean {
    return this.left.every((left) => left >= -1e-9);
  }

  /** Site of each demand. */
  assignment(): Int32Array {
    return this.slot.map((s) => this.open[s]!);
  }

  /** Opens these sites and gives out the demands anew. */
  start(sites: ArrayLike<number>): void {
    this.slotOf.fill(-1);
    for (let s = 0; s < this.open.length; s++) {
      this.open[s] = sites[s]!;
      this.slotOf[sites[s]!] = s;
    }
    this.assign();
  }

  /** Goes back to a plan with its assignment. */
  restore(sites: Int32Array, assignment: Int32Array): void {
    this.slotOf.fill(-1);
    this.open.set(sites);
    sites.forEach((j, s) => {
      this.slotOf[j] = s;
      this.left[s] = this.problem.capacity[j]!;
    });
    assignment.forEach((j, i) => {
      this.slot[i] = this.slotOf[j]!;
      this.left[this.slot[i]!]! -= this.problem.load[i]!;
    });
  }

  /**
   * Demands that lose most by not getting their best site come first; whoever finds no room goes where most is left.
   * With `draw` the order is blurred, or by load as in packing, and some demands go anywhere: the same sites are filled differently.
   */
  private assign(draw: Draw | null = null): void {
    const { cost, demands, load, capacity } = this.problem;
    const { open, left, slot } = this;
    for (let s = 0; s < open.length; s++) left[s] = capacity[open[s]!]!;
    const byLoad = draw !== null && draw(2) === 0;
    const strays = draw === null ? 0 : [0, 8, 3][draw(3)]!;
    const regret = new Float64Array(demands);
    for (let i = 0; i < demands; i++) {
      let [best, second] = [Infinity, Infinity];
      for (const j of open) {
        const c = cost[j * demands + i]!;
        if (c < best) [best, second] = [c, best];
        else if (c < second) second = c;
      }
      regret[i] = byLoad ? load[i]! : open.length > 1 ? second - best : 0;
      if (draw) regret[i]! *= 0.5 + draw(1000) / 1000;
    }
    const order = Array.from(regret.keys()).sort((a, b) => regret[b]! - regret[a]! || load[b]! - load[a]! || a - b);
    for (const i of order) {
      let chosen = -1;
      const anywhere = draw !== null && strays > 0 && draw(strays) === 0;
      for (let s = 0; s < open.length; s++) {
        if (left[s]! < load[i]!) continue;
        if (anywhere && draw(open.length) > 0) continue;
        if (chosen < 0 || cost[open[s]! * demands + i]! < cost[open[chosen]! * demands + i]!) chosen = s;
      }
      if (chosen < 0) chosen = left.indexOf(Math.max(...left));
      slot[i] = chosen;
      left[chosen]! -= load[i]!;
    }
  }

  /**
   * Improves until nothing helps; dearer penalties when load is still too much somewhere.
   * @param isStrict too much load costs more than anything from the start, so that a plan that fits keeps fitting
   */
  descend(isStrict: boolean): void {
    this.penalty = this.usualPenalty * (isStrict ? 1000 : 1);
    for (let round = 0; round < 8; round++) {
      for (let helped = true, passes = 0; helped && passes < 200; passes++) {
        helped = this.moveAll();
        helped = this.exchangeAll() || helped;
        helped = this.recentreAll() || helped;
      }
      if (this.isPossible) return;
      this.penalty *= 2;
    }
  }

  private readonly over = (left: number) => (left < 0 ? -left : 0);

  private moveAll(): boolean {
    const { cost, demands, load } = this.problem;
    const { open, slot, left, over, penalty } = this;
    let helped = false;
    for (let i = 0; i < demands; i++) {
      const from = slot[i]!;
      const base = cost[open[from]! * demands + i]!;
      const freed = penalty * (over(left[from]! + load[i]!) - over(left[from]!));
      for (let s = 0; s < open.length; s++) {
        if (s === slot[i] || slot[i] !== from) continue;
        const change = cost[open[s]! * demands + i]! - base + freed + penalty * (over(left[s]! - load[i]!) - over(left[s]!));
        if (change >= -1e-9 * (1 + penalty)) continue;
        left[from]! += load[i]!;
        left[s]! -= load[i]!;
        slot[i] = s;
        helped = true;
      }
    }
    return helped;
  }

  private exchangeAll(): boolean {
    const { cost, demands, load } = this.problem;
    const { open, slot, left, over, penalty } = this;
    let helped = false;
    for (let i = 0; i < demands; i++) {
      for (let k = i + 1; k < demands; k++) {
        const [a, b] = [slot[i]!, slot[k]!];
        if (a === b) continue;
        const difference = load[i]! - load[k]!;
        let change = cost[open[b]! * demands + i]! + cost[open[a]! * demands + k]! - cost[open[a]! * demands + i]! - cost[open[b]! * demands + k]!;
        if (change > 0 && left[a]! >= 0 && left[b]! >= 0) continue;
        change += penalty * (over(left[a]! + difference) - over(left[a]!) + over(left[b]! - difference) - over(left[b]!));
        if (change >= -1e-9 * (1 + penalty)) continue;
        slot[i] = b;
        slot[k] = a;
        left[a]! += difference;
        left[b]! -= difference;
        helped = true;
      }
    }
    return helped;
  }

  /** Each slot's demands get the site that serves just them best. */
  private recentreAll(): boolean {
    const { cost, demands, capacity, role } = this.problem;
    const { open, slot, left, over, penalty, slotOf } = this;
    const members: number[][] = Array.from(open, () => []);
    for (let i = 0; i < demands; i++) members[slot[i]!]!.push(i);
    let helped = false;
    for (let s = 0; s < open.length; s++) {
      const now = open[s]!;
      if (role[now] === 2) continue;
      const used = capacity[now]! - left[s]!;
      const costAt = (j: number) => members[s]!.reduce((sum, i) => sum + cost[j * demands + i]!, penalty * over(capacity[j]! - used));
      let best = costAt(now) - 1e-9;
      let chosen = now;
      for (const j of this.candidates) {
        if (slotOf[j]! >= 0) continue;
        const value = costAt(j);
        if (value < best) [best, chosen] = [value, j];
      }
      if (chosen === now) continue;
      slotOf[now] = -1;
      slotOf[chosen] = s;
      open[s] = chosen;
      left[s] = capacity[chosen]! - used;
      helped = true;
    }
    return helped;
  }

  /** Opens a site near a demand drawn at random in the stead of one that is open near it or anywhere, and gives out all demands anew. */
  shake(times: number, draw: Draw): void {
    const { cost, demands, role } = this.problem;
    for (let k = 0; k < times; k++) {
      const i = draw(demands);
      const near = this.nearSites[i]!;
      const site = near[draw(near.length)]!;
      if (this.slotOf[site]! >= 0) continue;
      const closable = Array.from(this.open.keys()).filter((s) => role[this.open[s]!] !== 2);
      if (closable.length === 0) return;
      const apart = (s: number) => cost[this.open[s]! * demands + i]!;
      const nearby = closable.toSorted((a, b) => apart(a) - apart(b)).slice(0, 3);
      const s = draw(3) > 0 ? nearby[draw(nearby.length)]! : closable[draw(closable.length)]!;
      this.slotOf[this.open[s]!] = -1;
      this.open[s] = site;
      this.slotOf[site] = s;
    }
    this.assign(draw);
  }
}
