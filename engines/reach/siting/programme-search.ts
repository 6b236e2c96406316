import type { Draw } from './plan.ts';
import type { ProgrammeProblem } from './programme.ts';

/** Plans of a programme: which units are open, what they cost, which rooms they take, and how many of them cover each demand. */
export class ProgrammeSearch {
  private readonly problem: ProgrammeProblem;
  private readonly isOpen: Uint8Array;
  private readonly count: Int32Array;
  private readonly taken: Int32Array;
  private cost = 0;
  private sites = 0;
  open: number[] = [];
  value = 0;

  constructor(problem: ProgrammeProblem) {
    this.problem = problem;
    this.isOpen = new Uint8Array(problem.units.length);
    this.count = new Int32Array(problem.demands);
    this.taken = new Int32Array(problem.rooms);
  }

  private change(u: number, by: 1 | -1): void {
    const { units, weight } = this.problem;
    const { cost, sites, rooms, demands } = units[u]!;
    this.isOpen[u] = by === 1 ? 1 : 0;
    this.cost += by * cost;
    this.sites += by * sites.length;
    for (const g of rooms) this.taken[g]! += by;
    for (const i of demands) {
      if (by === 1 ? this.count[i]!++ === 0 : --this.count[i]! === 0) this.value += by * weight[i]!;
    }
  }

  private add(u: number): void {
    this.change(u, 1);
    this.open.push(u);
  }

  private remove(u: number): void {
    this.change(u, -1);
    this.open.splice(this.open.indexOf(u), 1);
  }

  /** Opens the fixed units and these. */
  start(open: readonly number[]): void {
    for (const u of this.open.slice()) this.remove(u);
    this.problem.units.forEach(({ role }, u) => {
      if (role === 2) this.add(u);
    });
    for (const u of open) if (this.isOpen[u] === 0) this.add(u);
  }

  /** Whether u can open, once `without` has closed. */
  private fits(u: number, without: number | null): boolean {
    const { units, budget, p } = this.problem;
    const unit = units[u]!;
    const left = without === null ? null : units[without]!;
    if (this.cost + unit.cost - (left?.cost ?? 0) > budget * (1 + 1e-12)) return false;
    if (this.sites + unit.sites.length - (left?.sites.length ?? 0) > p) return false;
    return unit.rooms.every((g) => this.taken[g]! - (left?.rooms.includes(g) ? 1 : 0) === 0);
  }

  private gain(u: number): number {
    let sum = 0;
    for (const i of this.problem.units[u]!.demands) if (this.count[i] === 0) sum += this.problem.weight[i]!;
    return sum;
  }

  /** What closing u loses; demands of `with` stay covered. */
  private loss(u: number, isCovered: Uint8Array): number {
    let sum = 0;
    for (const i of this.problem.units[u]!.demands) if (this.count[i] === 1 && isCovered[i] === 0) sum += this.problem.weight[i]!;
    return sum;
  }

  /** Opens what fits and gains most, by itself or per cost, until nothing gains. */
  fill(isPerCost: boolean): void {
    const { units } = this.problem;
    const gain = Float64Array.from(units, ({ role }, u) => (role === 1 && this.isOpen[u] === 0 ? Infinity : 0));
    const fresh = new Int32Array(units.length).fill(-1);
    for (let turn = 0; ; turn++) {
      let best = -1;
      for (;;) {
        best = 0;
        for (let u = 1; u < units.length; u++) if (gain[u]! > gain[best]!) best = u;
        if (gain[best]! <= 0 || fresh[best] === turn) break;
        fresh[best] = turn;
        // What does not fit now never will: units only open here.
        gain[best] = this.fits(best, null) ? this.gain(best) / (isPerCost ? Math.max(1e-9, units[best]!.cost) : 1) : 0;
      }
      if (gain[best]! <= 0) return;
      gain[best] = 0;
      this.add(best);
    }
  }

  /** Swaps an open unit for a closed one as long as that covers more, and fills what room is left. */
  descend(): void {
    const { units, demands } = this.problem;
    const isCovered = new Uint8Array(demands);
    for (let untouched = 0, u = 0; untouched < units.length; u = (u + 1) % units.length) {
      untouched++;
      if (units[u]!.role !== 1 || this.isOpen[u] === 1) continue;
      const gain = this.gain(u);
      if (gain <= 0) continue;
      if (this.fits(u, null)) {
        this.add(u);
        untouched = 0;
        continue;
      }
      for (const i of units[u]!.demands) isCovered[i] = 1;
      let best = -1;
      let least = gain - 1e-9 * Math.max(1, this.value);
      for (const v of this.open) {
        if (units[v]!.role === 2 || !this.fits(u, v)) continue;
        const loss = this.loss(v, isCovered);
        if (loss < least) {
          least = loss;
          best = v;
        }
      }
      for (const i of units[u]!.demands) isCovered[i] = 0;
      if (best < 0) continue;
      this.remove(best);
      this.add(u);
      untouched = 0;
    }
  }

  /** Closes some units, and opens any other one that fits then. */
  shake(times: number, draw: Draw): void {
    for (let n = 0; n < times; n++) {
      const movable = this.open.filter((u) => this.problem.units[u]!.role === 1);
      if (movable.length > 0) this.remove(movable[draw(movable.length)]!);
    }
    const { units } = this.problem;
    const other = draw(units.length);
    if (units[other]!.role === 1 && this.isOpen[other] === 0 && this.fits(other, null)) this.add(other);
  }
}
