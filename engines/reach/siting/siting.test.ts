import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { improveCenter } from './center.ts';
import { coverWithin, createCover, mergeDemands } from './cover.ts';
import { coverWith } from './cover-exactly.ts';
import { improveCovering } from './covering.ts';
import { CoveringBound } from './covering-bound.ts';
import { improveMedian } from './median.ts';
import { MedianBound } from './median-bound.ts';
import { readOrGraph } from './or-graph.ts';
import { createDraw, gapOf, type Improving, type Plan, roles } from './plan.ts';
import { improveSetCover, Uncoverable } from './set-cover.ts';
import { SetCoverBound } from './set-cover-bound.ts';

/** Every choice of p sites that holds the fixed ones and none of the forbidden. */
function* choices(sites: number, p: number, fixed: number[], forbidden: number[], from = 0, open: number[] = []): Generator<number[]> {
  if (open.length === p) {
    if (fixed.every((j) => open.includes(j))) yield open;
    return;
  }
  for (let j = from; j < sites; j++) if (!forbidden.includes(j)) yield* choices(sites, p, fixed, forbidden, j + 1, [...open, j]);
}

/** The plan after so many rounds; every plan on the way must keep its promises. */
function settle(plans: Improving, rounds: number, check: (plan: Plan) => void): Plan {
  let last: Plan | null = null;
  for (let n = 0; n < rounds; n++) {
    const next = plans.next();
    if (next.done) break;
    last = next.value;
    check(last);
    if (last.isProven) break;
  }
  return last!;
}

const small = fc
  .record({ sites: fc.integer({ min: 2, max: 8 }), demands: fc.integer({ min: 1, max: 12 }), seed: fc.integer({ min: 1, max: 1e6 }) })
  .map(({ sites, demands, seed }) => {
    const draw = createDraw(seed);
    const distance = Float64Array.from({ length: sites * demands }, () => draw(60));
    const weight = Float64Array.from({ length: demands }, () => 1 + draw(9));
    const opening = Float64Array.from({ length: sites }, () => draw(150));
    const p = 1 + draw(Math.max(1, sites - 2));
    const fixed = draw(3) === 0 ? [draw(sites)] : [];
    const forbidden = draw(3) === 0 ? [draw(sites)].filter((j) => !fixed.includes(j)) : [];
    return { sites, demands, distance, weight, opening, p: Math.min(p, sites - forbidden.length), fixed, forbidden };
  });
type Small = typeof small extends fc.Arbitrary<infer T> ? T : never;
const nearest = ({ distance, demands }: Small, open: number[], i: number) => Math.min(...open.map((j) => distance[j * demands + i]!));
const demandsOf = ({ demands }: Small) => Array.from({ length: demands }, (_, i) => i);
const measure = {
  median: (s: Small, open: number[]) =>
    demandsOf(s).reduce((sum, i) => sum + s.weight[i]! * nearest(s, open, i), 0) + open.reduce((sum, j) => sum + s.opening[j]!, 0),
  center: (s: Small, open: number[]) => Math.max(...demandsOf(s).map((i) => nearest(s, open, i))),
  covering: (s: Small, open: number[]) => demandsOf(s).reduce((sum, i) => sum + (nearest(s, open, i) <= 20 ? s.weight[i]! : 0), 0),
};
const keeps = (s: Small, sites: number[]) => s.fixed.every((j) => sites.includes(j)) && !s.forbidden.some((j) => sites.includes(j));

describe('small instances, beside every possible plan', () => {
  const compare = (name: keyof typeof measure, solve: (s: Small) => Improving, better: (...values: number[]) => number) =>
    test(`${name}: the best plan is found, and no bound promises less than it`, () => {
      fc.assert(
        fc.property(small, (s) => {
          const values = [...choices(s.sites, s.p, s.fixed, s.forbidden)].map((open) => measure[name](s, open));
          const best = better(...values);
          const plan = settle(solve(s), 400, ({ sites, value, bound, isProven }) => {
            expect(sites).toHaveLength(s.p);
            expect(keeps(s, sites)).toBe(true);
            expect(measure[name](s, sites)).toBeCloseTo(value, 6);
            expect(better(best, bound)).toBeCloseTo(bound, 6);
            if (isProven) expect(value).toBeCloseTo(best, 6);
          });
          expect(plan.value).toBeCloseTo(best, 6);
        }),
        { numRuns: 120 },
      );
    });
  compare('median', (s) => improveMedian(s), Math.min);
  compare('center', (s) => improveCenter(s), Math.min);
  compare('covering', (s) => improveCovering({ ...s, cover: coverWithin(s.distance, s.demands, 20) }), Math.max);

  test('set cover: as few sites as any plan needs, and proven', () => {
    fc.assert(
      fc.property(small, (s) => {
        const cover = coverWithin(s.distance, s.demands, 35);
        const covers = (open: number[]) => demandsOf(s).every((i) => nearest(s, open, i) <= 35);
        let fewest = Infinity;
        for (let k = s.sites; k >= Math.max(1, s.fixed.length); k--) {
          for (const open of choices(s.sites, k, s.fixed, s.forbidden)) if (covers(open)) fewest = Math.min(fewest, k);
        }
        if (fewest === Infinity) {
          expect(() => improveSetCover({ ...s, cover }).next()).toThrow(Uncoverable);
          return;
        }
        const plan = settle(improveSetCover({ ...s, cover }), 200, ({ sites, value, bound }) => {
          expect([covers(sites), keeps(s, sites), sites.length]).toEqual([true, true, value]);
          expect(bound).toBeLessThanOrEqual(fewest);
        });
        expect([plan.value, plan.isProven]).toEqual([fewest, true]);
      }),
      { numRuns: 120 },
    );
  });
});

describe('bounds alone, wherever their prices wander', () => {
  const climbs = [1, 3, 10, 30];
  test('of the median and the set cover never rise above the best, of covering never sink below it', () => {
    fc.assert(
      fc.property(small, (s) => {
        const role = roles(s.sites, s);
        const open = [...choices(s.sites, s.p, s.fixed, s.forbidden)];
        const cost = s.distance.map((d, at) => d * s.weight[at % s.demands]!);
        const median = new MedianBound({ ...s, cost, role, isInteger: true }, new Float64Array(s.demands).fill(30));
        const cover = coverWithin(s.distance, s.demands, 20);
        const covering = new CoveringBound({ cover, weight: s.weight, p: s.p, role, isInteger: true });
        for (const steps of climbs) {
          median.climb(steps, 10_000);
          covering.sink(steps, 0);
          expect(median.value).toBeLessThanOrEqual(Math.min(...open.map((sites) => measure.median(s, sites))) + 1e-6);
          expect(covering.value).toBeGreaterThanOrEqual(Math.max(...open.map((sites) => measure.covering(s, sites))) - 1e-6);
        }
        const all = createCover(
          s.demands,
          Array.from({ length: s.sites }, (_, j) => demandsOf(s).filter((i) => s.distance[j * s.demands + i]! <= 20 || i % s.sites === j)),
        );
        const fewest = settle(improveSetCover({ cover: all }), 100, () => {});
        expect(fewest.isProven).toBe(true);
        const least = new SetCoverBound(all);
        for (const steps of climbs) {
          least.climb(steps, 50);
          expect(least.value).toBeLessThanOrEqual(fewest.value + 1e-6);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('the parts', () => {
  test('demands that the same sites cover become one, and no weight is lost', () => {
    const merged = mergeDemands(createCover(4, [[0, 1, 3], [0, 1], [2]]), Float64Array.of(1, 2, 4, 8));
    expect([merged.cover.demands, Array.from(merged.weight).sort((a, b) => a - b)]).toEqual([3, [3, 4, 8]]);
  });
  test('the search through all plans says when its steps ran out, and never “none” where there is one', () => {
    const cover = createCover(
      12,
      Array.from({ length: 12 }, (_, j) => [j, (j + 1) % 12, (j + 5) % 12]),
    );
    expect(coverWith(cover, 3, 1e6)).toBe('none');
    expect(coverWith(cover, 4, 2)).toBe('unknown');
    const found = coverWith(cover, 6, 1e6) as number[];
    expect(new Set(found.flatMap((j) => [j, (j + 1) % 12, (j + 5) % 12])).size).toBe(12);
  });
  test('the same seed gives the same plans, and impossible numbers of sites are refused', () => {
    const input = { distance: Float64Array.from({ length: 400 }, (_, at) => (at * 7919) % 101), weight: new Float64Array(20).fill(1), sites: 20, p: 4 };
    const values = () => settle(improveMedian({ ...input, seed: 5 }), 30, () => {}).sites;
    expect(values()).toEqual(values());
    expect(() => improveMedian({ ...input, p: 21 }).next()).toThrow('p must lie between 1 and 20');
    expect(() => improveMedian({ ...input, p: 1, fixed: [1, 2] }).next()).toThrow('between 2 and 20');
  });
  test('the gap is a share of the larger of value and bound, and 0 when proven', () => {
    expect(gapOf({ sites: [], value: 100, bound: 90, isProven: false })).toBeCloseTo(0.1);
    expect(gapOf({ sites: [], value: 90, bound: 100, isProven: false })).toBeCloseTo(0.1);
    expect(gapOf({ sites: [], value: 90, bound: 91, isProven: true })).toBe(0);
  });
});

const data = path.resolve(import.meta.dirname, '../../../../shared/data');
const has = existsSync(path.join(data, 'pmed'));
if (!has) process.stdout.write('The public instances are not here: tests on them are skipped.\n');

describe.skipIf(!has)('public instances', () => {
  const known = has ? JSON.parse(readFileSync(path.join(data, 'known-optima.json'), 'utf8')) : { pmed: [] };
  const graph = (name: string) => {
    const { vertices, distance } = readOrGraph(readFileSync(path.join(data, `pmed/${name}.txt`), 'utf8'));
    return { distance, sites: vertices, weight: new Float64Array(vertices).fill(1) };
  };
  const reach = (plans: Improving, value: number, rounds: number) => {
    let last = 0;
    for (let n = 0; n < rounds; n++) {
      const next = plans.next();
      if (next.done) break;
      last = next.value.value;
      if (Math.abs(last - value) < 1e-6) break;
    }
    return last;
  };
  test('every optimum of pmed 1 to 10 is reached, for the median and the centre', { timeout: 60_000 }, () => {
    for (const { name, p, pmedian_opt_published: median, pcenter_opt_published: center } of known.pmed.slice(0, 10)) {
      const instance = graph(name);
      expect([name, reach(improveMedian({ ...instance, p }), median, 2000)]).toEqual([name, median]);
      expect([name, reach(improveCenter({ ...instance, demands: instance.sites, p }), center, 60)]).toEqual([name, center]);
    }
  });
});
