import type { Cover } from './cover.ts';
import type { Draw } from './plan.ts';

/**
 * Covers by local search with weights of rows (Gao, Weise and Li 2015): take out the site that is missed least, put in one that covers a
 * demand drawn from the uncovered ones, and let what stays uncovered weigh more each time. Every demand has a site.
 */
export class SetCoverSearch {
  private readonly cover: Cover;
  private readonly draw: Draw;
  /** How many open sites cover a demand, and the sum of their numbers, which is the site itself where one does. */
  private readonly count: Int32Array;
  private readonly siteSum: Float64Array;
  private readonly rowWeight: Float64Array;
  /** Of a closed site what it would cover anew, of an open one what it alone covers, by the weights of rows. */
  private readonly score: Float64Array;
  private readonly isOpen: Uint8Array;
  private readonly openSites: Int32Array;
  private readonly openAt: Int32Array;
  private readonly changed: Float64Array;
  private readonly uncovered: Int32Array;
  private readonly at: Int32Array;
  private missing = 0;
  private openCount = 0;
  private turn = 0;
  private work = 0;
  /** The smallest cover found. */
  best: number[] = [];

  constructor(cover: Cover, draw: Draw) {
    this.cover = cover;
    this.draw = draw;
    this.count = new Int32Array(cover.demands);
    this.siteSum = new Float64Array(cover.demands);
    this.rowWeight = new Float64Array(cover.demands).fill(1);
    this.score = new Float64Array(cover.sites);
    this.isOpen = new Uint8Array(cover.sites);
    this.openSites = new Int32Array(cover.sites);
    this.openAt = new Int32Array(cover.sites);
    this.changed = new Float64Array(cover.sites).fill(-1);
    this.uncovered = Int32Array.from({ length: cover.demands }, (_, i) => i);
    this.at = this.uncovered.slice();
    this.missing = cover.demands;
    for (let j = 0; j < cover.sites; j++) this.score[j] = cover.siteStart[j + 1]! - cover.siteStart[j]!;
    while (this.missing > 0) this.add(this.bestClosed());
    this.keep();
  }

  private bestClosed(): number {
    let best = -1;
    for (let j = 0; j < this.cover.sites; j++) {
      if (this.isOpen[j] === 0 && (best < 0 || this.score[j]! > this.score[best]!)) best = j;
    }
    return best;
  }

  private keep(): void {
    this.best = Array.from(this.openSites.subarray(0, this.openCount)).sort((a, b) => a - b);
  }

  private shift(i: number, by: number): void {
    const { demandStart, demandSite } = this.cover;
    this.work += demandStart[i + 1]! - demandStart[i]!;
    for (let k = demandStart[i]!; k < demandStart[i + 1]!; k++) if (this.isOpen[demandSite[k]!] === 0) this.score[demandSite[k]!]! += by;
  }

  private add(j: number): void {
    const { siteStart, siteDemand } = this.cover;
    this.isOpen[j] = 1;
    this.openAt[j] = this.openCount;
    this.openSites[this.openCount++] = j;
    for (let k = siteStart[j]!; k < siteStart[j + 1]!; k++) {
      const i = siteDemand[k]!;
      if (this.count[i] === 0) {
        this.shift(i, -this.rowWeight[i]!);
        const last = this.uncovered[--this.missing]!;
        this.uncovered[this.at[i]!] = last;
        this.at[last] = this.at[i]!;
      } else if (this.count[i] === 1) this.score[this.siteSum[i]!]! -= this.rowWeight[i]!;
      this.count[i]!++;
      this.siteSum[i]! += j;
    }
  }

  private remove(j: number): void {
    const { siteStart, siteDemand } = this.cover;
    const last = this.openSites[--this.openCount]!;
    this.openSites[this.openAt[j]!] = last;
    this.openAt[last] = this.openAt[j]!;
    for (let k = siteStart[j]!; k < siteStart[j + 1]!; k++) {
      const i = siteDemand[k]!;
      this.count[i]!--;
      this.siteSum[i]! -= j;
      if (this.count[i] === 0) {
        this.shift(i, this.rowWeight[i]!);
        this.at[i] = this.missing;
        this.uncovered[this.missing++] = i;
      } else if (this.count[i] === 1) this.score[this.siteSum[i]!]! += this.rowWeight[i]!;
    }
    this.isOpen[j] = 0;
  }

  /** The open site that is missed least, the one longest unchanged among equals; -1 when none may close. */
  private leastMissed(except: number): number {
    let best = -1;
    for (let at = 0; at < this.openCount; at++) {
      const j = this.openSites[at]!;
      if (j === except) continue;
      if (best < 0 || this.score[j]! < this.score[best]! || (this.score[j] === this.score[best] && this.changed[j]! < this.changed[best]!)) best = j;
    }
    return best;
  }

  /** Some turns of the search, until it touched so many pairs of demand and site; ends early when a cover of `enough` sites is found. */
  improve(pairs: number, enough: number): void {
    const { demandStart, demandSite } = this.cover;
    let added = -1;
    const end = this.work + pairs;
    while (this.work < end && this.best.length > enough) {
      this.work += this.openCount;
      while (this.missing === 0) {
        if (this.openCount < this.best.length) this.keep();
        const out = this.leastMissed(-1);
        if (this.best.length <= enough || out < 0) return;
        this.remove(out);
      }
      const out = this.leastMissed(added);
      if (out < 0) return;
      this.remove(out);
      this.changed[out] = this.turn++;
      const row = this.uncovered[this.draw(this.missing)]!;
      added = -1;
      for (let k = demandStart[row]!; k < demandStart[row + 1]!; k++) {
        const j = demandSite[k]!;
        if (this.isOpen[j] === 1 || j === out) continue;
        if (added < 0 || this.score[j]! > this.score[added]! || (this.score[j] === this.score[added] && this.changed[j]! < this.changed[added]!)) added = j;
      }
      if (added < 0) added = out;
      this.add(added);
      this.changed[added] = this.turn++;
      for (let k = 0; k < this.missing; k++) {
        const i = this.uncovered[k]!;
        this.rowWeight[i]!++;
        this.shift(i, 1);
      }
    }
    if (this.missing === 0 && this.openCount < this.best.length) this.keep();
  }
}
