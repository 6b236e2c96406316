import { coverWithin } from './cover.ts';
import { coverWith } from './cover-exactly.ts';
import { type Constraints, checkCount, createDraw, type Improving, type Plan, roles } from './plan.ts';
import { reduceCover } from './reduce-cover.ts';
import { SetCoverBound } from './set-cover-bound.ts';
import { SetCoverSearch } from './set-cover-search.ts';

export type CenterInput = { distance: Float64Array; demands: number; sites: number; p: number; seed?: number } & Constraints;

/**
 * Opens p sites so that the longest distance of any demand to its nearest open site is smallest. The answer is one of the distances: they
 * are bisected, and for each one a cover of p sites is looked for, or shown not to exist.
 * @throws RangeError when p is out of range or a demand has no way to any site that may be open
 */
export function* improveCenter(input: CenterInput): Improving {
  const { distance, demands, sites, p, seed = 1 } = input;
  const role = roles(sites, input);
  checkCount(p, role);
  const radii = Float64Array.from(new Set(distance.filter((d, at) => d < Infinity && role[Math.floor(at / demands)]! > 0))).sort();
  const fixed = Array.from(role.keys()).filter((j) => role[j] === 2);
  const draw = createDraw(seed);
  let chosen: number[] = [];
  /** Radii below `low` are shown to be too small; at `high` there is a plan. */
  let low = 0;
  let high = radii.length;
  const attempt = (index: number, effort: number): 'yes' | 'no' | 'unknown' => {
    const cover = coverWithin(distance, demands, radii[index]!);
    for (let i = 0; i < demands; i++) {
      if (!cover.demandSite.subarray(cover.demandStart[i]!, cover.demandStart[i + 1]!).some((j) => role[j]! > 0)) return 'no';
    }
    const rest = reduceCover(cover, role);
    const wanted = p - fixed.length;
    const settle = (sites: number[]) => {
      chosen = [...fixed, ...sites.map((j) => rest.site[j]!)];
      return 'yes' as const;
    };
    const search = new SetCoverSearch(rest.cover, draw);
    search.improve(300_000 * effort, wanted);
    if (search.best.length <= wanted) return settle(search.best);
    const bound = new SetCoverBound(rest.cover);
    bound.climb(50 * effort, search.best.length);
    if (Math.ceil(bound.value - 1e-6) > wanted) return 'no';
    const exact = coverWith(rest.cover, wanted, Math.ceil((4_000_000 * effort) / Math.max(1, rest.cover.siteDemand.length)));
    return Array.isArray(exact) ? settle(exact) : exact === 'none' ? 'no' : 'unknown';
  };
  /** A plan is often better than the radius it was found for. */
  const keep = () => {
    chosen = completed(chosen, p, role);
    const longest = longestOf(distance, demands, chosen);
    high = radii.findIndex((radius) => radius >= longest);
  };
  const plan = (): Plan => ({ sites: chosen.slice(), value: radii[high]!, bound: radii[Math.min(low, high)]!, isProven: low >= high });
  if (radii.length === 0 || attempt(radii.length - 1, 1) !== 'yes') throw new RangeError('p sites cannot reach every demand');
  keep();
  yield plan();
  for (let effort = 1; low < high; effort = Math.min(4096, effort * 2)) {
    // Undecided radii are passed over to the larger side for now, and tried again with more effort.
    let from = low;
    while (from < high) {
      const middle = (from + high) >> 1;
      const answer = attempt(middle, effort);
      if (answer === 'yes') keep();
      else from = middle + 1;
      if (answer === 'no') low = Math.max(low, middle + 1);
      yield plan();
    }
  }
}

/** The longest distance of any demand to its nearest open site. */
function longestOf(distance: Float64Array, demands: number, open: readonly number[]): number {
  let longest = 0;
  for (let i = 0; i < demands; i++) {
    let nearest = Infinity;
    for (const j of open) nearest = Math.min(nearest, distance[j * demands + i]!);
    longest = Math.max(longest, nearest);
  }
  return longest;
}

/** A cover may need fewer sites than p: others that may be open are added, so that a plan always has p. */
function completed(sites: number[], p: number, role: Uint8Array): number[] {
  const all = new Set(sites);
  for (let j = 0; j < role.length && all.size < p; j++) if (role[j]! > 0) all.add(j);
  return [...all].sort((a, b) => a - b);
}
