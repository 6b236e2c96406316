import type { Cover } from './cover.ts';
import type { Draw } from './plan.ts';

export type CoveringProblem = { cover: Cover; weight: Float64Array; p: number; role: Uint8Array; isInteger: boolean };

/**
 * Plans for maximal covering: open p sites so that the weight of the covered demands is largest. Keeps for every demand how many open sites
 * cover it and the sum of their slots, which is the slot itself where one does; so a swap is judged along one list. Keeps for every site
 * what it would cover anew, and judges it again only where that changed (judging more often finds no more in the same time: measured).
 */
export class CoveringSearch {
  private readonly problem: CoveringProblem;
  readonly open: Int32Array;
  private readonly slotOf: Int32Array;
  private readonly count: Int32Array;
  private readonly slotSum: Int32Array;
  private readonly loss: Float64Array;
  private readonly bonus: Float64Array;
  private readonly gain: Float64Array;
  private readonly isStale: Uint8Array;
  private readonly stale: number[] = [];
  private isCandidate: Uint8Array;
  private candidates: Int32Array;
  value = 0;

  constructor(problem: CoveringProblem) {
    const { cover, p, role } = problem;
    this.problem = problem;
    this.open = new Int32Array(p).fill(-1);
    this.slotOf = new Int32Array(cover.sites).fill(-1);
    this.count = new Int32Array(cover.demands);
    this.slotSum = new Int32Array(cover.demands);
    this.loss = new Float64Array(p);
    this.bonus = new Float64Array(p);
    this.gain = new Float64Array(cover.sites);
    for (let j = 0; j < cover.sites; j++)
      for (let k = cover.siteStart[j]!; k < cover.siteStart[j + 1]!; k++) this.gain[j]! += problem.weight[cover.siteDemand[k]!]!;
    this.isStale = new Uint8Array(cover.sites);
    this.isCandidate = role.map((entry) => (entry === 1 ? 1 : 0));
    this.candidates = Int32Array.from(role.keys()).filter((j) => role[j] === 1);
  }

  /** Leaves out sites that no better plan can open. */
  narrow(isUseful: (site: number) => boolean): void {
    this.candidates = this.candidates.filter(isUseful);
    this.isCandidate.fill(0);
    for (const j of this.candidates) this.isCandidate[j] = 1;
  }

  /** Demand i is covered by no site any more (by > 0), or by a first one (by < 0). */
  private touch(i: number, by: number): void {
    const { demandStart, demandSite } = this.problem.cover;
    for (let k = demandStart[i]!; k < demandStart[i + 1]!; k++) {
      const j = demandSite[k]!;
      this.gain[j]! += by;
      if (this.isStale[j] === 1 || this.isCandidate[j] === 0) continue;
      this.isStale[j] = 1;
      this.stale.push(j);
    }
  }

  private add(slot: number, j: number): void {
    const { cover, weight } = this.problem;
    this.open[slot] = j;
    this.slotOf[j] = slot;
    let loss = 0;
    for (let k = cover.siteStart[j]!; k < cover.siteStart[j + 1]!; k++) {
      const i = cover.siteDemand[k]!;
      const count = this.count[i]!++;
      if (count === 0) {
        loss += weight[i]!;
        this.touch(i, -weight[i]!);
      } else if (count === 1) {
        this.loss[this.slotSum[i]!]! -= weight[i]!;
      }
      this.slotSum[i]! += slot;
    }
    this.loss[slot] = loss;
    this.value += loss;
  }

  private remove(slot: number): void {
    const { cover, weight } = this.problem;
    const j = this.open[slot]!;
    this.value -= this.loss[slot]!;
    this.slotOf[j] = -1;
    this.open[slot] = -1;
    for (let k = cover.siteStart[j]!; k < cover.siteStart[j + 1]!; k++) {
      const i = cover.siteDemand[k]!;
      const count = --this.count[i]!;
      this.slotSum[i]! -= slot;
      if (count === 1) {
        this.loss[this.slotSum[i]!]! += weight[i]!;
      } else if (count === 0) this.touch(i, weight[i]!);
    }
    this.loss[slot] = 0;
  }

  /** Opens the fixed sites, then always the one that covers most anew. */
  greedy(): void {
    const { cover, p, role } = this.problem;
    let opened = 0;
    for (let j = 0; j < cover.sites; j++) if (role[j] === 2) this.add(opened++, j);
    for (; opened < p; opened++) {
      let chosen = -1;
      for (const j of this.candidates) if (this.slotOf[j]! < 0 && (chosen < 0 || this.gain[j]! > this.gain[chosen]!)) chosen = j;
      this.add(opened, chosen);
    }
  }

  /** Takes over a plan: what both open stays. */
  start(sites: Int32Array): void {
    const wanted = new Set(sites);
    const free: number[] = [];
    for (let slot = 0; slot < this.open.length; slot++) {
      const j = this.open[slot]!;
      if (j >= 0 && wanted.delete(j)) continue;
      if (j >= 0) this.remove(slot);
      free.push(slot);
    }
    for (const j of wanted) this.add(free.pop()!, j);
  }

  /** Swaps an open site for a closed one as long as that covers more: sites about which anything changed, and those that gain most. */
  descend(from: number): void {
    const { stale } = this;
    for (let turn = from; ; turn++) {
      if (stale.length > 0) {
        const at = turn % stale.length;
        const j = stale[at]!;
        stale[at] = stale.at(-1)!;
        stale.pop();
        this.isStale[j] = 0;
        if (this.isCandidate[j] === 1 && this.slotOf[j]! < 0) this.exchange(j);
        continue;
      }
      let least = Infinity;
      for (let slot = 0; slot < this.open.length; slot++) if (this.problem.role[this.open[slot]!] === 1) least = Math.min(least, this.loss[slot]!);
      const better = this.candidates.find((j) => this.slotOf[j]! < 0 && this.gain[j]! > least + 1e-9 * Math.max(1, this.value));
      if (better === undefined || !this.exchange(better)) return;
    }
  }

  private exchange(j: number): boolean {
    const slot = this.bestExchange(j);
    if (slot < 0) return false;
    this.remove(slot);
    this.add(slot, j);
    return true;
  }

  private bestExchange(j: number): number {
    const { cover, weight, role } = this.problem;
    const { count, slotSum, bonus, loss, open } = this;
    let gain = 0;
    bonus.fill(0);
    for (let k = cover.siteStart[j]!; k < cover.siteStart[j + 1]!; k++) {
      const i = cover.siteDemand[k]!;
      if (count[i] === 0) gain += weight[i]!;
      else if (count[i] === 1) bonus[slotSum[i]!]! += weight[i]!;
    }
    let best = -1;
    let least = Infinity;
    for (let slot = 0; slot < open.length; slot++) {
      const cost = loss[slot]! - bonus[slot]!;
      if (cost < least && role[open[slot]!] === 1) {
        least = cost;
        best = slot;
      }
    }
    return gain - least > 1e-9 * Math.max(1, this.value) ? best : -1;
  }

  /** Exchanges some open sites for any closed ones. */
  shake(times: number, draw: Draw): void {
    const { candidates, open } = this;
    const { role } = this.problem;
    const movable = open.filter((j) => role[j] === 1).length;
    if (movable === 0 || candidates.length <= movable) return;
    for (let n = 0; n < times; n++) {
      let slot = draw(open.length);
      while (role[open[slot]!] === 2) slot = draw(open.length);
      let j = candidates[draw(candidates.length)]!;
      for (let tries = 0; this.slotOf[j]! >= 0 && tries < 1000; tries++) j = candidates[draw(candidates.length)]!;
      if (this.slotOf[j]! >= 0) continue;
      this.remove(slot);
      this.add(slot, j);
    }
  }
}
