import { CapacitatedBound } from './capacitated-bound.ts';
import { type CapacitatedProblem, CapacitatedSearch } from './capacitated-search.ts';
import { type Constraints, checkCount, createDraw, type Plan, roles, standing } from './plan.ts';
import { type Program, ProgramBuilder, type Told } from './program.ts';

/** A plan with the site of every demand. */
export type AssignedPlan = Plan & { assignment: number[] };
export type CapacitatedInput = {
  cost: Float64Array;
  demands: number;
  sites: number;
  load: Float64Array;
  capacity: Float64Array;
  p: number;
  seed?: number;
} & Constraints;

/** No choice of p sites holds the whole load. */
export class TooLittleCapacity extends Error {
  readonly load: number;
  readonly capacity: number;
  constructor(load: number, capacity: number) {
    super(`The demands load ${load}, and no choice of sites holds more than ${capacity}.`);
    this.load = load;
    this.capacity = capacity;
  }
}

/**
 * Opens p sites and gives every demand, undivided, to one of them within its capacity at the smallest cost: moves, exchanges and new
 * centres from the sites that the bound's prices open, then iterated local search, while the bound rises beside it.
 * Yields nothing until a plan that fits is found.
 * @throws RangeError when p is larger than the sites that may be open, or smaller than those that must
 * @throws TooLittleCapacity when the load cannot fit
 */
export function* improveCapacitated(input: CapacitatedInput): Generator<AssignedPlan | null, void, Told | undefined> {
  const role = roles(input.sites, input);
  checkCount(input.p, role);
  const sum = (values: ArrayLike<number>) => Array.from(values).reduce((all, value) => all + value, 0);
  const held = Array.from(input.capacity.keys())
    .filter((j) => role[j]! > 0)
    .sort((a, b) => role[b]! - role[a]! || input.capacity[b]! - input.capacity[a]!)
    .slice(0, input.p);
  const most = sum(held.map((j) => input.capacity[j]!));
  if (sum(input.load) > most) throw new TooLittleCapacity(sum(input.load), most);
  const problem: CapacitatedProblem = { ...input, role, isInteger: input.cost.every(Number.isInteger) };
  yield* new CapacitatedRun(problem, input.seed ?? 1, held).plans();
}

class CapacitatedRun {
  private readonly problem: CapacitatedProblem;
  private readonly search: CapacitatedSearch;
  private readonly bound: CapacitatedBound;
  private readonly draw: (n: number) => number;
  private readonly roomiest: number[];
  private best = Infinity;
  /** What a prover found that no plan can beat. */
  private proven = -Infinity;
  private sites: Int32Array = new Int32Array(0);
  private assignment: Int32Array = new Int32Array(0);

  constructor(problem: CapacitatedProblem, seed: number, roomiest: number[]) {
    this.problem = problem;
    this.roomiest = roomiest;
    this.draw = createDraw(seed);
    this.search = new CapacitatedSearch(problem);
    this.bound = new CapacitatedBound(problem);
  }

  private keep(): void {
    if (!this.search.isPossible) return;
    const { value } = this.search;
    if (value > this.best - 1e-9 * Math.max(1, this.best)) return;
    this.best = value;
    this.sites = this.search.open.slice();
    this.assignment = this.search.assignment();
  }

  private descend(isStrict: boolean): void {
    this.keep();
    this.search.descend(isStrict);
    this.keep();
  }

  private plan(): AssignedPlan | null {
    if (this.best === Infinity) return null;
    const limit = Math.min(Math.max(this.bound.value, this.proven), this.best);
    return {
      sites: Array.from(this.sites).sort((a, b) => a - b),
      ...standing('least', this.best, limit, this.problem.isInteger),
      assignment: Array.from(this.assignment),
      rest: (most) => this.rest(most),
    };
  }

  /** The whole problem: who goes where, and which sites are open for it. Labels from `sites` on are sites + demand * sites + site. */
  private rest(most: number): Program | null {
    const { demands, sites, p, cost, load, capacity, role } = this.problem;
    if (4 * demands * sites > most) return null;
    const program = new ProgramBuilder();
    const usable = Array.from(role.keys()).filter((j) => role[j]! > 0);
    const opens = usable.map((j) => program.site(j, role[j] === 2));
    program.row(p, p, opens);
    const goes = Array.from({ length: demands }, (_, i) => usable.map((j) => program.choice(sites + i * sites + j, cost[j * demands + i]!)));
    for (const ways of goes) program.row(1, 1, ways);
    usable.forEach((j, k) => {
      program.weighted(-Infinity, 0, [...goes.map((ways) => ways[k]!), opens[k]!], [...load, -capacity[j]!]);
      for (const ways of goes) program.row(-Infinity, 0, [ways[k]!], [opens[k]!]);
    });
    return program.build(
      'least',
      [...this.sites, ...this.assignment].map((j, n) => (n < p ? j : sites + (n - p) * sites + j)),
    );
  }

  private take({ bound = -Infinity, chosen }: Told): void {
    this.proven = Math.max(this.proven, Math.min(bound, this.best));
    if (!chosen) return;
    const { sites, demands } = this.problem;
    const assignment = new Int32Array(demands);
    for (const label of chosen) if (label >= sites) assignment[Math.floor(label / sites) - 1] = label % sites;
    this.search.restore(Int32Array.from(chosen.filter((label) => label < sites)), assignment);
    this.keep();
  }

  *plans(): Generator<AssignedPlan | null, void, Told | undefined> {
    this.search.start(this.roomiest);
    this.descend(true);
    for (let round = 0; ; round++) {
      if (round % 10 === 0) {
        this.bound.rise(round === 0 ? 60 : 10, this.best < Infinity ? this.best : 2 * Math.abs(this.bound.value) || 1);
        this.search.start(this.bound.opened);
      } else {
        if (this.sites.length > 0) this.search.restore(this.sites, this.assignment);
        this.search.shake(this.draw(4), this.draw);
      }
      this.descend(round % 2 === 0);
      const plan = this.plan();
      const told = yield plan;
      if (plan?.isProven) return;
      if (told) this.take(told);
    }
  }
}
