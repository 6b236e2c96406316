import { expect, test } from 'vitest';
import { walkBetween } from '../coverage.ts';
import { createJoiner } from '../join.ts';
import { metresPerDegree } from '../metric.ts';
import { buildNetwork, type Network } from '../network.ts';
import { Searcher } from '../search.ts';
import { streetsFromLines } from '../streets.ts';
import { blockAcross, leaveOut, openPath } from './edit-network.ts';

const scale = metresPerDegree(30);
const at = (x: number, y: number): [number, number] => [120 + x / scale.lon, 30 + y / scale.lat];
/** A ladder: two streets of 1 km, 200 m apart, joined at both ends only. */
const ladder = buildNetwork(
  streetsFromLines(
    [
      [at(0, 0), at(500, 0), at(1000, 0)],
      [at(0, 200), at(500, 200), at(1000, 200)],
      [at(0, 0), at(0, 200)],
      [at(1000, 0), at(1000, 200)],
    ].map((coordinates) => ({ tags: { highway: 'residential' }, coordinates })),
  ),
);
const joint = (network: Network, x: number, y: number) => createJoiner(network).join(...at(x, y))!;
const walk = (network: Network, a: [number, number], b: [number, number]) =>
  walkBetween(new Searcher(network), joint(network, ...a), joint(network, ...b))?.metres ?? null;

test('a barrier across one street sends people the other way round, and leaves the doors beside it on their street', () => {
  expect(walk(ladder, [300, 0], [700, 0])).toBeCloseTo(400, 0);
  const cut = blockAcross(ladder, [at(400, -50), at(400, 50)]);
  expect(walk(cut, [300, 0], [700, 0])).toBeCloseTo(300 + 200 + 1000 + 200 + 300, 0);
  expect(walk(cut, [300, 0], [399, 0])).toBeCloseTo(99, 0);
  expect(walk(cut, [300, 200], [700, 200])).toBeCloseTo(400, 0);
});

test('a barrier across both streets leaves two towns', () => {
  const cut = blockAcross(ladder, [at(400, -50), at(410, 300)]);
  expect(walk(cut, [300, 0], [700, 0])).toBeNull();
  expect(walk(cut, [300, 0], [300, 200])).toBeCloseTo(800, 0);
  expect(blockAcross(ladder, [at(400, 20), at(400, 150)]).from.length).toBe(ladder.from.length);
});

test('a new path between two streets is walked, also between two points of one street and at its ends', () => {
  const bridge = (a: [number, number], b: [number, number]) => openPath(ladder, joint(ladder, ...a), joint(ladder, ...b));
  expect(walk(ladder, [500, 0], [500, 200])).toBeCloseTo(1200, 0);
  expect(walk(bridge([450, 0], [450, 200]), [500, 0], [500, 200])).toBeCloseTo(300, 0);
  expect(walk(bridge([0, 0], [1000, 200]), [0, 0], [1000, 200])).toBeCloseTo(Math.hypot(1000, 200), 0);
  const cut = blockAcross(ladder, [at(250, -50), at(250, 50)]);
  const around = openPath(cut, joint(cut, 100, 0), joint(cut, 400, 0));
  expect(walk(around, [50, 0], [450, 0])).toBeCloseTo(400, 0);
  expect(bridge([500, 0], [500, 0]).from.length).toBe(ladder.from.length);
});

test('without steps the walk goes round them, and what only steps lead to falls away', () => {
  const line = (highway: string, ...coordinates: [number, number][]) => ({ tags: { highway }, coordinates });
  const town = buildNetwork(
    streetsFromLines([
      line('residential', at(0, 0), at(300, 0), at(300, 200), at(0, 200)),
      line('steps', at(0, 0), at(0, 200)),
      line('steps', at(300, 0), at(400, 0)),
      line('footway', at(400, 0), at(500, 0)),
    ]),
  );
  expect(walk(town, [0, 20], [0, 180])).toBeCloseTo(160, 0);
  const pram = leaveOut(town, ['steps']);
  expect(walk(pram, [0, 0], [0, 200])).toBeCloseTo(300 + 200 + 300, 0);
  expect(pram.lon).toHaveLength(4);
  expect(Math.max(...pram.lon)).toBeCloseTo(at(300, 0)[0], 9);
  for (const key of ['lat', 'from', 'to', 'length', 'way'] as const) expect([...leaveOut(town, [])[key]]).toEqual([...town[key]]);
});
