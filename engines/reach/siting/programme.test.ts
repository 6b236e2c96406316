import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCover } from './cover.ts';
import { createDraw, type Plan } from './plan.ts';
import { ImpossibleProgramme, improveProgramme, type ProgrammeInput } from './programme.ts';
import { prove } from './prove.ts';

type Instance = Omit<ProgrammeInput, 'p' | 'room' | 'pairs' | 'fixed' | 'forbidden'> & {
  p: number;
  room: Int32Array;
  pairs: [number, number][];
  fixed: number[];
  forbidden: number[];
};

/** Random small programmes: up to 9 sites in fewer rooms, some of them paired, fixed or forbidden. */
const small = fc
  .record({ sites: fc.integer({ min: 2, max: 9 }), demands: fc.integer({ min: 1, max: 12 }), seed: fc.integer({ min: 1, max: 1e6 }) })
  .map(({ sites, demands, seed }): Instance => {
    const draw = createDraw(seed);
    const lists = Array.from({ length: sites }, () => Array.from({ length: demands }, (_, i) => i).filter(() => draw(3) === 0));
    const fixed = draw(4) === 0 ? [draw(sites)] : [];
    return {
      cover: createCover(demands, lists),
      weight: Float64Array.from({ length: demands }, () => 1 + draw(9)),
      cost: Float64Array.from({ length: sites }, () => draw(10)),
      budget: draw(3) === 0 ? Infinity : 8 + draw(20),
      p: draw(2) === 0 ? Infinity : 1 + draw(sites),
      room: Int32Array.from({ length: sites }, () => draw(sites)),
      pairs: draw(2) === 0 && sites > 3 ? [[0, 1]] : [],
      fixed,
      forbidden: draw(4) === 0 ? [draw(sites)].filter((j) => !fixed.includes(j)) : [],
    };
  });

const covered = ({ cover, weight }: Instance, open: readonly number[]) => {
  const all = new Set(open.flatMap((j) => Array.from(cover.siteDemand.subarray(cover.siteStart[j], cover.siteStart[j + 1]))));
  return Array.from(all).reduce((sum, i) => sum + weight[i]!, 0);
};
const keeps = ({ cost, budget, p, room, pairs, fixed, forbidden }: Instance, open: readonly number[]) =>
  open.length <= p &&
  open.reduce((sum, j) => sum + cost[j]!, 0) <= budget &&
  new Set(open.map((j) => room[j])).size === open.length &&
  pairs.every(([a, b]) => open.includes(a) === open.includes(b)) &&
  fixed.every((j) => open.includes(j)) &&
  !forbidden.some((j) => open.includes(j));
const subsets = (sites: number) => Array.from({ length: 2 ** sites }, (_, bits) => Array.from({ length: sites }, (__, j) => j).filter((j) => (bits >> j) & 1));

describe('a programme of sites with costs, rooms and pairs', () => {
  test('beside every possible plan: it keeps its limits, and no bound promises less than the best', () => {
    fc.assert(
      fc.property(small, (instance) => {
        const possible = subsets(instance.cost.length).filter((open) => keeps(instance, open));
        if (possible.length === 0) {
          expect(() => improveProgramme(instance).next()).toThrow(ImpossibleProgramme);
          return;
        }
        const best = Math.max(...possible.map((open) => covered(instance, open)));
        let rounds = 0;
        let last: Plan | undefined;
        for (const plan of improveProgramme(instance)) {
          expect(keeps(instance, plan.sites)).toBe(true);
          expect(covered(instance, plan.sites)).toBe(plan.value);
          expect(plan.bound).toBeGreaterThanOrEqual(best);
          last = plan;
          if (++rounds > 60) break;
        }
        expect(last!.value).toBe(best);
      }),
      { numRuns: 300, seed: 8 },
    );
  });

  test('what stays open between the plan and its bound is proven in a second thread', async () => {
    const draw = createDraw(4);
    const lists = Array.from({ length: 60 }, () => Array.from({ length: 120 }, (_, i) => i).filter(() => draw(12) === 0));
    const instance = {
      cover: createCover(120, lists),
      weight: Float64Array.from({ length: 120 }, () => 1 + draw(99)),
      cost: Float64Array.from({ length: 60 }, () => 5 + draw(20)),
      budget: 70,
      room: Int32Array.from({ length: 60 }, (_, j) => j % 25),
      pairs: [
        [0, 26],
        [3, 40],
      ] as const,
    };
    let last: Plan | undefined;
    for await (const { plan } of prove(improveProgramme(instance), 30)) last = plan;
    expect(last!.isProven).toBe(true);
    expect(last!.sites.reduce((sum, j) => sum + instance.cost[j]!, 0)).toBeLessThanOrEqual(70);
  });

  test('what must open but cannot is refused with the reason', () => {
    const cover = createCover(2, [[0], [1]]);
    const input = { cover, weight: Float64Array.of(1, 1), cost: Float64Array.of(3, 4), budget: 5 };
    expect(() => improveProgramme({ ...input, fixed: [0, 1] }).next()).toThrow('the fixed sites cost 7, the budget is 5');
    expect(() => improveProgramme({ ...input, budget: 9, p: 1, fixed: [0, 1] }).next()).toThrow('2 sites must open');
    expect(() => improveProgramme({ ...input, budget: 9, room: Int32Array.of(0, 0), fixed: [0, 1] }).next()).toThrow('the same room');
    expect(() => improveProgramme({ ...input, budget: 9, pairs: [[0, 1]], fixed: [0], forbidden: [1] }).next()).toThrow('paired with a forbidden one');
  });
});
