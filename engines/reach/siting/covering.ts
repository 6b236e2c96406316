import { type Cover, mergeDemands, pairsOf, restrictSites } from './cover.ts';
import { CoveringBound } from './covering-bound.ts';
import { type CoveringProblem, CoveringSearch } from './covering-search.ts';
import { type Constraints, checkCount, createDraw, type Improving, type Plan, roles, standing } from './plan.ts';
import { type Program, ProgramBuilder, type Told } from './program.ts';
import { needlessSites } from './reduce-cover.ts';

/** The search may wander from plans this much worse than the best; measured: none, 0.2, 0.5 and 1 %. */
const drift = 0.005;

export type CoveringInput = { cover: Cover; weight: Float64Array; p: number; seed?: number } & Constraints;

/**
 * Opens p sites so that the weight of the demands they cover is largest (Church and ReVelle 1974): lazy greedy, swaps, then iterated local
 * search, while a Lagrangian bound sinks beside it. Whole weights are proven as soon as the bound comes within one.
 * @throws RangeError when p is larger than the sites that may be open, or smaller than those that must
 */
export function* improveCovering(input: CoveringInput): Improving {
  const role = roles(input.cover.sites, input);
  checkCount(input.p, role);
  const { site, cover, weight } = needed(input, role);
  const problem: CoveringProblem = { cover, weight, p: input.p, role: Uint8Array.from(site, (j) => role[j]!), isInteger: weight.every(Number.isInteger) };
  yield* new CoveringRun(problem, site, input.seed ?? 1).plans();
}

/**
 * Demands that the same sites cover made one, and sites left out that must not open or that no plan needs because another covers all that
 * they do, as long as p others are left.
 */
function needed({ cover, weight, p }: CoveringInput, role: Uint8Array) {
  const usable = Int32Array.from(role.keys()).filter((j) => role[j]! > 0);
  const all = restrictSites(cover, usable);
  const needless = needlessSites(all);
  const kept = Int32Array.from(usable.keys()).filter((k) => needless[k] === 0 || role[usable[k]!] === 2);
  if (kept.length < p || kept.length === usable.length) return { ...mergeDemands(all, weight), site: usable };
  return { ...mergeDemands(restrictSites(all, kept), weight), site: kept.map((k) => usable[k]!) };
}

class CoveringRun {
  private readonly problem: CoveringProblem;
  /** The number that each site has for the caller. */
  private readonly site: Int32Array;
  private readonly search: CoveringSearch;
  private readonly bound: CoveringBound;
  private readonly draw: (n: number) => number;
  private best = -1;
  /** What a prover found that no plan can beat. */
  private proven = Infinity;
  private chosen = new Int32Array(0);

  constructor(problem: CoveringProblem, site: Int32Array, seed: number) {
    this.problem = problem;
    this.site = site;
    this.draw = createDraw(seed);
    this.search = new CoveringSearch(problem);
    this.search.greedy();
    this.keep();
    this.bound = new CoveringBound(problem);
  }

  private keep(): boolean {
    const isNoWorse = this.search.value >= this.best * (1 - 1e-12);
    if (isNoWorse) {
      this.best = this.search.value;
      this.chosen = this.search.open.slice();
    }
    return isNoWorse;
  }

  private plan(): Plan {
    return {
      sites: Array.from(this.chosen, (j) => this.site[j]!).sort((a, b) => a - b),
      ...standing('most', this.best, Math.min(this.bound.value, this.proven), this.problem.isInteger),
      rest: (most) => this.rest(most),
    };
  }

  /** Sites that a plan as good as the known one can open, and what they cover (Church and ReVelle 1974). */
  private rest(most: number): Program | null {
    const { problem } = this;
    const isUseful = this.bound.useful(this.best * (1 - 1e-9));
    const sites = Int32Array.from(problem.role.keys()).filter((j) => problem.role[j] === 2 || (problem.role[j] === 1 && isUseful(j)));
    // What remains may become fewer pairs once demands merge, hardly less than half.
    if (pairsOf(problem.cover, sites) > 2 * most) return null;
    const { cover, weight } = mergeDemands(restrictSites(problem.cover, sites), problem.weight);
    if (cover.siteDemand.length > most) return null;
    const program = new ProgramBuilder();
    const opens = Array.from(sites, (j) => program.site(this.site[j]!, problem.role[j] === 2));
    program.row(problem.p, problem.p, opens);
    for (let i = 0; i < cover.demands; i++) {
      const by = Array.from(cover.demandSite.subarray(cover.demandStart[i]!, cover.demandStart[i + 1]!), (j) => opens[j]!);
      if (by.length > 0 && weight[i]! > 0) program.row(0, Infinity, by, [program.share(weight[i]!)]);
    }
    return program.build(
      'most',
      Array.from(this.chosen, (j) => this.site[j]!),
    );
  }

  private take({ bound = Infinity, chosen: sites }: Told): void {
    this.proven = Math.min(this.proven, Math.max(bound, this.best));
    if (!sites) return;
    this.search.start(Int32Array.from(sites, (j) => this.site.indexOf(j)));
    this.keep();
  }

  *plans(): Improving {
    yield this.plan();
    this.bound.sink(30, this.best);
    yield this.plan();
    this.search.descend(0);
    this.keep();
    yield this.plan();
    for (let round = 0; ; round++) {
      if (round % 8 === 0) {
        this.bound.sink(round === 0 ? 100 : 30, this.best);
        this.search.narrow(this.bound.useful(this.best + (this.problem.isInteger ? 1 - 1e-6 : 0)));
        this.search.start(this.bound.opened);
        this.search.descend(this.draw(this.problem.cover.sites));
        if (!this.keep()) this.search.start(this.chosen);
      } else {
        this.search.shake(1 + this.draw(4), this.draw);
        this.search.descend(this.draw(this.problem.cover.sites));
        if (!this.keep() && this.search.value < this.best * (1 - drift)) this.search.start(this.chosen);
      }
      const plan = this.plan();
      const told = yield plan;
      if (plan.isProven) return;
      if (told) this.take(told);
    }
  }
}
