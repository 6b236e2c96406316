import type { ProgrammeProblem } from './programme.ts';

const momentum = 0.95;
const patience = 60;

/**
 * An upper bound of a programme: who counts as covered is priced as for maximal covering, a room that two want has a rent, and what is left
 * is a knapsack that may cut its last piece (Dantzig 1957), by money or by number, whichever is lower.
 */
export class ProgrammeBound {
  private readonly problem: ProgrammeProblem;
  private readonly price: Float64Array;
  private readonly rent: Float64Array;
  private readonly drift: { price: Float64Array; rent: Float64Array };
  private step = 4;
  private sinceBetter = 0;
  value: number;

  constructor(problem: ProgrammeProblem) {
    this.problem = problem;
    this.price = problem.weight.map((w) => w / 2);
    this.rent = new Float64Array(problem.rooms);
    this.drift = { price: new Float64Array(problem.demands), rent: new Float64Array(problem.rooms) };
    const reachable = new Set(problem.units.filter(({ role }) => role > 0).flatMap(({ demands }) => Array.from(demands)));
    this.value = Array.from(reachable).reduce((sum, i) => sum + problem.weight[i]!, 0);
  }

  /** The most that units are worth at these prices under one limit, and how much of each is taken. */
  private knapsack(worth: Float64Array, size: (u: number) => number, limit: number): { total: number; share: Float64Array } {
    const { units } = this.problem;
    const share = new Float64Array(units.length);
    let left = limit;
    let total = 0;
    const take = (u: number, part: number) => {
      share[u] = part;
      total += part * worth[u]!;
      left -= part * size(u);
    };
    units.forEach(({ role }, u) => {
      if (role === 2) take(u, 1);
    });
    const free = Array.from(units.keys()).filter((u) => units[u]!.role === 1 && worth[u]! > 0);
    free.sort((a, b) => worth[b]! * size(a) - worth[a]! * size(b) || a - b);
    for (const u of free) {
      if (left <= 0 && size(u) > 0) break;
      take(u, size(u) <= left ? 1 : left / size(u));
    }
    return { total, share };
  }

  private relax(): { total: number; share: Float64Array } {
    const { units, weight, budget, p } = this.problem;
    let rest = 0;
    for (let i = 0; i < weight.length; i++) rest += weight[i]! - this.price[i]!;
    for (const rent of this.rent) rest += rent;
    const worth = Float64Array.from(units, ({ demands, rooms }) => {
      let sum = 0;
      for (const i of demands) sum += this.price[i]!;
      for (const g of rooms) sum -= this.rent[g]!;
      return sum;
    });
    const byMoney = this.knapsack(worth, (u) => units[u]!.cost, budget);
    const byNumber = this.knapsack(worth, (u) => units[u]!.sites.length, p);
    const { total, share } = byMoney.total <= byNumber.total ? byMoney : byNumber;
    return { total: total + rest, share };
  }

  /** Moves prices and rents a number of steps, towards the best known plan. */
  sink(steps: number, lower: number): void {
    const { units, weight, rooms } = this.problem;
    const { price, rent, drift } = this;
    for (let n = 0; n < steps; n++) {
      const { total, share } = this.relax();
      if (total < this.value - 1e-6 * total) this.sinceBetter = 0;
      else if (++this.sinceBetter >= patience) {
        this.step = Math.max(1e-3, this.step / 2);
        this.sinceBetter = 0;
      }
      this.value = Math.min(this.value, total);
      const excess = Float64Array.from(price, (u, i) => (u < weight[i]! ? -1 : 0));
      const crowd = new Float64Array(rooms).fill(-1);
      units.forEach((unit, u) => {
        if (share[u] === 0) return;
        for (const i of unit.demands) excess[i]! += share[u]!;
        for (const g of unit.rooms) crowd[g]! += share[u]!;
      });
      let norm = 0;
      for (const by of excess) norm += by * by;
      for (const by of crowd) norm += by * by;
      if (norm === 0) return;
      const length = (this.step * Math.max(total - lower, 1e-6 * total)) / norm;
      for (let i = 0; i < price.length; i++) {
        drift.price[i] = momentum * drift.price[i]! - (1 - momentum) * length * excess[i]!;
        price[i] = Math.min(weight[i]!, Math.max(0, price[i]! + drift.price[i]!));
      }
      for (let g = 0; g < rooms; g++) {
        drift.rent[g] = momentum * drift.rent[g]! + (1 - momentum) * length * crowd[g]!;
        rent[g] = Math.max(0, rent[g]! + drift.rent[g]!);
      }
    }
  }
}
