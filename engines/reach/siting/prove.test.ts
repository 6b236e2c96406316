import { describe, expect, test } from 'vitest';
import { coverWithin } from './cover.ts';
import { improveCovering } from './covering.ts';
import { improveMedian } from './median.ts';
import { createDraw, type Improving, type Plan } from './plan.ts';
import type { Told } from './program.ts';
import { prove } from './prove.ts';
import { improveSetCover } from './set-cover.ts';

/** A search that stops improving at its first plan: what else comes to be known, the prover found. */
function* lazy(plans: Improving, heard: Told[]): Improving {
  const { value } = plans.next() as { value: Plan };
  for (;;) {
    const told = yield value;
    if (told) heard.push(told);
    if (told?.bound !== undefined && told.chosen) return;
  }
}

/** The best value by a search that is left to itself until it is proven. */
function best(plans: Improving): Plan {
  for (const plan of plans) if (plan.isProven) return plan;
  throw new Error('the search ended without a proof');
}

const draw = createDraw(3);
const demands = 160;
const sites = 160;
const points = Array.from({ length: demands }, () => [draw(1000), draw(1000)] as const);
const distance = Float64Array.from({ length: demands * sites }, (_, at) => {
  const [a, b] = [points[Math.floor(at / demands)]!, points[at % demands]!];
  return Math.round(Math.hypot(a[0] - b[0], a[1] - b[1]));
});
const weight = Float64Array.from({ length: demands }, () => 1 + draw(50));
const nearest = (open: readonly number[], i: number) => Math.min(...open.map((j) => distance[j * demands + i]!));
const all = Array.from(weight.keys());

describe('what a search leaves undecided, proven in a second thread', () => {
  const problems = {
    covering: {
      plans: () => improveCovering({ cover: coverWithin(distance, demands, 150), weight, p: 5, fixed: [2] }),
      value: (open: readonly number[]) => all.reduce((sum, i) => sum + (nearest(open, i) <= 150 ? weight[i]! : 0), 0),
    },
    median: {
      plans: () => improveMedian({ distance, weight, sites, p: 4, fixed: [2] }),
      value: (open: readonly number[]) => all.reduce((sum, i) => sum + weight[i]! * nearest(open, i), 0),
    },
    'set cover': {
      plans: () => improveSetCover({ cover: coverWithin(distance, demands, 130), fixed: [2] }),
      value: (open: readonly number[]) => (all.every((i) => nearest(open, i) <= 130) ? open.length : Infinity),
    },
  };
  for (const [name, { plans, value }] of Object.entries(problems)) {
    test(`${name}: the proof ends at the value that the search proves by itself`, async () => {
      const heard: Told[] = [];
      for await (const { seconds } of prove(lazy(plans(), heard), 20)) if (seconds >= 20) throw new Error('no proof in 20 s');
      const { bound, chosen: open } = heard.at(-1)!;
      const { value: proven } = best(plans());
      expect([bound!, value(open!)].map((figure) => Math.round(figure))).toEqual([proven, proven]);
      expect(open).toContain(2);
    });
  }
});
