import type { Cover } from './cover.ts';

/** A search through all plans: always the uncovered demand with the fewest sites left. */
class AllPlans {
  private readonly cover: Cover;
  private readonly count: Int32Array;
  private readonly banned: Uint8Array;
  private readonly touched: Int32Array;
  private stamp = 0;
  left: number;
  readonly open: number[] = [];

  constructor(cover: Cover, nodes: number) {
    this.cover = cover;
    this.left = nodes;
    this.count = new Int32Array(cover.demands);
    this.banned = new Uint8Array(cover.sites);
    this.touched = new Int32Array(cover.sites).fill(-1);
  }

  private mark(j: number, by: number): void {
    const { siteStart, siteDemand } = this.cover;
    for (let k = siteStart[j]!; k < siteStart[j + 1]!; k++) this.count[siteDemand[k]!]! += by;
  }

  private enter(j: number): void {
    this.open.push(j);
    this.mark(j, 1);
  }

  private leave(): void {
    this.mark(this.open.pop()!, -1);
  }

  private sitesOf(i: number): Int32Array {
    return this.cover.demandSite.subarray(this.cover.demandStart[i]!, this.cover.demandStart[i + 1]!);
  }

  /** The hardest uncovered demand, and whether more demands share no site than sites are left to open. */
  private look(budget: number): { row: number; isHopeless: boolean } {
    let row = -1;
    let fewest = Infinity;
    let apart = 0;
    this.stamp++;
    for (let i = 0; i < this.cover.demands; i++) {
      if (this.count[i]! > 0) continue;
      let usable = 0;
      let isApart = true;
      for (const j of this.sitesOf(i)) {
        if (this.banned[j] === 1) continue;
        usable++;
        if (this.touched[j] === this.stamp) isApart = false;
      }
      if (isApart) {
        apart++;
        for (const j of this.sitesOf(i)) if (this.banned[j] === 0) this.touched[j] = this.stamp;
      }
      if (usable < fewest) {
        fewest = usable;
        row = i;
      }
    }
    return { row, isHopeless: fewest === 0 || apart > budget };
  }

  /** The sites that may cover a demand, those that cover most anew first. */
  private choicesOf(row: number): number[] {
    const { siteStart, siteDemand } = this.cover;
    const gain = (j: number) => {
      let sum = 0;
      for (let k = siteStart[j]!; k < siteStart[j + 1]!; k++) if (this.count[siteDemand[k]!] === 0) sum++;
      return sum;
    };
    return Array.from(this.sitesOf(row))
      .filter((j) => this.banned[j] === 0)
      .map((j) => ({ j, gain: gain(j) }))
      .sort((a, b) => b.gain - a.gain)
      .map(({ j }) => j);
  }

  search(budget: number): 'found' | 'none' | 'unknown' {
    if (--this.left < 0) return 'unknown';
    const { row, isHopeless } = this.look(budget);
    if (row < 0) return 'found';
    if (isHopeless || budget === 0) return 'none';
    const choices = this.choicesOf(row);
    let outcome: 'none' | 'unknown' = 'none';
    for (const j of choices) {
      this.enter(j);
      const below = this.search(budget - 1);
      if (below === 'found') return 'found';
      this.leave();
      if (below === 'unknown') outcome = 'unknown';
      // What follows need not open this site any more: plans with it were searched.
      this.banned[j] = 1;
      if (this.left < 0) break;
    }
    for (const j of choices) this.banned[j] = 0;
    return this.left < 0 ? 'unknown' : outcome;
  }
}

/**
 * Whether `p` sites can cover every demand.
 * @param nodes how many steps at most
 * @returns the sites, 'none' when no plan exists, 'unknown' when the steps ran out
 */
export function coverWith(cover: Cover, p: number, nodes: number): number[] | 'none' | 'unknown' {
  const plans = new AllPlans(cover, nodes);
  const outcome = plans.search(p);
  return outcome === 'found' ? plans.open.slice() : outcome;
}
