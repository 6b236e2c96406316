import { expect, test } from 'vitest';
import { alarmsOf, type Cluster, type Counted, expectedOf, nearestAreas, ratioOf, scanDays, shuffleDays, thresholdForAlarms } from './scan.ts';

let state = 99;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};
const poisson = (mean: number) => {
  const limit = Math.exp(-mean);
  let [count, product] = [0, random()];
  while (product > limit) [count, product] = [count + 1, product * random()];
  return count;
};
const side = 6;
const areas = side * side;
const at = Array.from({ length: areas }, (_, i) => [120 + (i % side) * 0.01, 30 + Math.floor(i / side) * 0.01] as const);
const near = nearestAreas(at, 9);
const days = 800;
const options = { mostDays: 14, mostAreas: 9, least: 3 };
const rate = (day: number) => 0.06 * (1 + 0.5 * Math.sin((2 * Math.PI * day) / 365)) * (day % 7 < 5 ? 1.2 : 0.5);
const past = (): Counted => {
  const counts = new Uint16Array(areas * days);
  for (let area = 0; area < areas; area++) for (let day = 0; day < days; day++) counts[area * days + day] = poisson(rate(day));
  return { areas, days, counts };
};
const best = (counted: Counted, expected: Float32Array, day: number) => {
  let found: Cluster | null = null;
  scanDays(counted, expected, near, options, { from: day, to: day }, (_, cluster) => {
    found = cluster;
  });
  return found as Cluster | null;
};

test('the best cluster is the one that trying every circle around a report and every time finds', () => {
  for (let round = 0; round < 12; round++) {
    const counted = past();
    const expected = expectedOf(counted, 400);
    const day = 420 + round * 11;
    let top = 0;
    for (let centre = 0; centre < areas; centre++) {
      for (let size = 1; size <= options.mostAreas; size++) {
        for (let length = 1; length <= options.mostDays; length++) {
          let [count, b, today] = [0, 0, 0];
          for (const area of near[centre]!.subarray(0, options.mostAreas)) today += counted.counts[area * days + day]!;
          for (const area of near[centre]!.subarray(0, size)) {
            for (let back = 0; back < length; back++) {
              count += counted.counts[area * days + day - back]!;
              b += expected[area * days + day - back]!;
            }
          }
          let own = 0;
          for (let back = 0; back < options.mostDays; back++) own += counted.counts[centre * days + day - back]!;
          if (today > 0 && own > 0 && count >= options.least) top = Math.max(top, ratioOf(count, b));
        }
      }
    }
    const found = best(counted, expected, day);
    expect(found?.ratio ?? 0).toBeCloseTo(top, 9);
    if (found) expect(ratioOf(found.count, found.expected)).toBeCloseTo(found.ratio, 9);
  }
});

test('what is expected follows season, weekday and area, and uses nothing of the day or of the two weeks before it', () => {
  const counted = past();
  const before = expectedOf(counted, 400);
  const changed = { ...counted, counts: counted.counts.slice() };
  for (let area = 0; area < areas; area++) for (let day = 600; day < days; day++) changed.counts[area * days + day] = 50;
  const after = expectedOf(changed, 400);
  for (let day = 400; day < 614; day++) for (let area = 0; area < areas; area++) expect(after[area * days + day]).toBe(before[area * days + day]);
  let [said, was] = [0, 0];
  for (let day = 450; day < days; day++) {
    for (let area = 0; area < areas; area++) {
      said += before[area * days + day]!;
      was += rate(day);
    }
  }
  expect(said / was).toBeGreaterThan(0.85);
  expect(said / was).toBeLessThan(1.15);
  const on = (wanted: (day: number) => boolean) => {
    let sum = 0;
    for (let day = 450; day < days; day++) if (wanted(day)) for (let area = 0; area < areas; area++) sum += before[area * days + day]!;
    return sum;
  };
  expect(on((day) => day % 7 === 0) / on((day) => day % 7 === 6)).toBeGreaterThan(1.6);
});

test('a planted outbreak in three neighbouring areas is found where and when it is', () => {
  const counted = past();
  const planted = [near[14]![0]!, near[14]![1]!, near[14]![2]!];
  for (const area of planted) for (const day of [700, 702, 703, 705]) counted.counts[area * days + day]! += 2;
  const found = best(counted, expectedOf(counted, 400), 705)!;
  expect(planted.filter((area) => found.areas.includes(area)).length).toBeGreaterThanOrEqual(2);
  expect(found.from).toBeGreaterThanOrEqual(698);
  expect(found.to).toBe(705);
});

test('a replay keeps the count of every area and the total of every day, and tears apart what belongs together', () => {
  const counted = past();
  const dealt = shuffleDays(counted, random);
  const sum = (of: Counted, key: (area: number, day: number) => number, size: number) => {
    const sums = new Array(size).fill(0);
    for (let area = 0; area < areas; area++) for (let day = 0; day < days; day++) sums[key(area, day)] += of.counts[area * days + day]!;
    return sums;
  };
  expect(sum(dealt, (area) => area, areas)).toEqual(sum(counted, (area) => area, areas));
  expect(sum(dealt, (_, day) => day, days)).toEqual(sum(counted, (_, day) => day, days));
  expect([...dealt.counts]).not.toEqual([...counted.counts]);
});

test('the threshold of replays is the lowest that keeps to the alarms allowed; one thing that goes on is one alarm', () => {
  const cluster = (day: number, ratio: number, area: number): Cluster => ({ areas: [area], from: day, to: day, count: 3, expected: 1, ratio });
  const going = [cluster(1, 9, 0), cluster(2, 9, 0), cluster(9, 9, 0), cluster(40, 9, 0), cluster(41, 9, 5)];
  expect(alarmsOf(going, 5, 14).map(({ to }) => to)).toEqual([1, 40, 41]);
  expect(alarmsOf(going, 10, 14)).toEqual([]);
  const replays = [Array.from({ length: 60 }, (_, i) => cluster(i * 20, i, i % 4))];
  const threshold = thresholdForAlarms(replays, 1200, 0.5, 14);
  const allowed = 0.5 * (1200 / 30.4375);
  expect(alarmsOf(replays[0]!, threshold, 14).length).toBeLessThanOrEqual(allowed);
  expect(alarmsOf(replays[0]!, threshold - 1, 14).length).toBeGreaterThan(allowed - 1);
  expect(thresholdForAlarms([[]], 100, 1, 14)).toBeGreaterThanOrEqual(0);
});
