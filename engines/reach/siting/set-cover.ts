import { type Cover, restrictSites } from './cover.ts';
import { coverWith } from './cover-exactly.ts';
import { type Constraints, createDraw, type Draw, type Improving, type Plan, roles } from './plan.ts';
import { type Program, ProgramBuilder } from './program.ts';
import { reduceCover, separate } from './reduce-cover.ts';
import { SetCoverBound } from './set-cover-bound.ts';
import { SetCoverSearch } from './set-cover-search.ts';

/** A demand that no site covers: there is no plan. */
export class Uncoverable extends RangeError {
  readonly demand: number;
  constructor(demand: number) {
    super(`demand ${demand} lies within the radius of no site`);
    this.demand = demand;
  }
}

export type SetCoverInput = { cover: Cover; seed?: number } & Constraints;

/** A part that shares no demand with the others, and how far it is settled. */
class Part {
  private readonly cover: Cover;
  private readonly search: SetCoverSearch;
  private readonly bound: SetCoverBound;
  private least = 1;
  private share = 1;

  constructor(cover: Cover, draw: Draw) {
    this.cover = cover;
    this.search = new SetCoverSearch(cover, draw);
    this.bound = new SetCoverBound(cover);
  }

  get sites(): readonly number[] {
    return this.search.best;
  }

  /** No cover of this part is smaller. */
  get lower(): number {
    return Math.min(this.search.best.length, this.least);
  }

  get pairs(): number {
    return this.cover.siteDemand.length;
  }

  get isSettled(): boolean {
    return this.least >= this.search.best.length;
  }

  /** Adds this part to a program; `site` are its sites' numbers there. */
  state(program: ProgramBuilder, site: Int32Array): void {
    const { best } = this.search;
    const isUseful = this.bound.useful(best.length);
    const left = Int32Array.from(site.keys()).filter((j) => isUseful(j) || best.includes(j));
    const cover = restrictSites(this.cover, left);
    const opens = Array.from(left, (j) => program.site(site[j]!, false, 1));
    for (let i = 0; i < cover.demands; i++) {
      program.row(
        1,
        Infinity,
        Array.from(cover.demandSite.subarray(cover.demandStart[i]!, cover.demandStart[i + 1]!), (j) => opens[j]!),
      );
    }
  }

  /** A round touches some millions of pairs, tens of milliseconds, whatever the size; the search through all plans gets more each time. */
  work(): void {
    const { cover, search, bound } = this;
    const pairs = Math.max(1, this.pairs);
    search.improve(4_000_000, this.least);
    bound.climb(Math.ceil(2_000_000 / pairs), search.best.length);
    this.least = Math.max(this.least, Math.ceil(bound.value - 1e-6));
    const nodes = Math.floor((this.share * 1_000_000) / pairs);
    this.share = Math.min(64, this.share * 2);
    if (nodes >= 50 && !this.isSettled && coverWith(cover, search.best.length - 1, nodes) === 'none') this.least = search.best.length;
  }
}

type Parts = readonly { site: Int32Array; run: Part }[];

/** What the parts left undecided: each demand wants a site. */
function restOf(parts: Parts, fixed: readonly number[], most: number): Program | null {
  if (parts.reduce((sum, { run }) => sum + (run.isSettled ? 0 : run.pairs), 0) > most) return null;
  const program = new ProgramBuilder();
  const settled = [...fixed];
  const known: number[] = [];
  for (const { site, run } of parts) {
    if (run.isSettled) settled.push(...run.sites.map((j) => site[j]!));
    else {
      run.state(program, site);
      known.push(...run.sites.map((j) => site[j]!));
    }
  }
  return program.build('least', known, { offset: settled.length, settled });
}

/**
 * Opens as few sites as cover every demand (Toregas and others 1971). What never matters is left out, what is not connected is settled
 * apart; for each part weighted local search, a Lagrangian bound, and a search through all plans where that is small.
 * @throws Uncoverable when a demand has no site that may be open
 */
export function* improveSetCover({ cover, seed = 1, ...constraints }: SetCoverInput): Improving {
  const role = roles(cover.sites, constraints);
  for (let i = 0; i < cover.demands; i++) {
    if (!cover.demandSite.subarray(cover.demandStart[i]!, cover.demandStart[i + 1]!).some((j) => role[j]! > 0)) throw new Uncoverable(i);
  }
  const fixed = Array.from(role.keys()).filter((j) => role[j] === 2);
  const draw = createDraw(seed);
  const parts: Parts = separate(reduceCover(cover, role)).map((part) => ({ site: part.site, run: new Part(part.cover, draw) }));
  let proven = 0;
  let told: readonly number[] | null = null;
  const plan = (): Plan => {
    const found = [...fixed, ...parts.flatMap(({ site, run }) => run.sites.map((j) => site[j]!))];
    const sites = [...(told && told.length < found.length ? told : found)].sort((a, b) => a - b);
    const lower = parts.reduce((sum, { run }) => sum + run.lower, fixed.length);
    const bound = Math.min(sites.length, Math.max(lower, Math.ceil(proven - 1e-6)));
    return { sites, value: sites.length, bound, isProven: bound >= sites.length, rest: (most) => restOf(parts, fixed, most) };
  };
  let now = plan();
  yield now;
  while (!now.isProven) {
    for (const { run } of parts) {
      if (run.isSettled) continue;
      run.work();
      now = plan();
      const news = yield now;
      if (now.isProven) return;
      proven = Math.max(proven, news?.bound ?? 0);
      told = news?.chosen ?? told;
    }
  }
}
