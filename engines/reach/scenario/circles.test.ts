import fc from 'fast-check';
import { expect, test } from 'vitest';
import { binary, floatingCatchment, gaussian } from '../fca.ts';
import type { Links } from '../graph/place.ts';
import { buildHierarchy } from '../kernel/hierarchy.ts';
import { Kernel, packSources } from '../kernel/kernel.ts';
import { Circles, type Facility, type Reading, type Undo } from './circles.ts';

const side = 12;
const vertices = side * side;

/** A grid of streets of 100 m with one door 5 m beside every second crossing. */
const links = ((): Links => {
  const places = vertices / 2;
  const near: number[][] = Array.from({ length: vertices + places }, () => []);
  for (let v = 0; v < vertices; v++) {
    const join = (u: number) => {
      near[v]!.push(u, 2000);
      near[u]!.push(v, 2000);
    };
    if (v % side < side - 1) join(v + 1);
    if (v + side < vertices) join(v + side);
    if (v % 2 === 0) near[v]!.push(vertices + v / 2, 2 * 50 + 1);
  }
  const offsets = new Int32Array(vertices + places + 1);
  near.forEach((list, v) => {
    offsets[v + 1] = offsets[v]! + list.length;
  });
  return { vertices, places, offsets, adjacent: Int32Array.from(near.flat()) };
})();
const kernel = new Kernel(links, buildHierarchy(links, 6000));
const groups = [Float64Array.from({ length: links.places }, (_, i) => 5 + (i % 7)), Float64Array.from({ length: links.places }, (_, i) => i % 3)];
const demand = { groups, wantedBy: [0, 1, 0] };

const facility = fc
  .tuple(
    fc.nat(vertices - 1),
    fc.uniqueArray(fc.record({ function: fc.nat(2), capacity: fc.integer({ min: 1, max: 90 }) }), { maxLength: 3, selector: (o) => o.function }),
  )
  .map(([v, offers]): Facility => ({ seeds: [v, 30], offers }));
const readings = fc.record({ bound: fc.integer({ min: 100, max: 6000 }), decay: fc.constantFrom('binary' as const, 'gaussian' as const) });

/** All figures from nothing: a matrix of all open facilities, counted and sent through the floating catchment of fca.ts. */
function plainly(facilities: readonly Facility[], { bound, decay }: Reading) {
  const matrix = kernel.matrix(packSources(facilities.map(({ seeds }) => seeds)), bound);
  return [0, 1, 2].map((wanted) => {
    const offering = facilities.map(({ offers }) => offers.find((offer) => offer.function === wanted)?.capacity ?? -1);
    const start = [0];
    const place: number[] = [];
    const dm: number[] = [];
    offering.forEach((capacity, j) => {
      for (let k = matrix.offsets[j]!; capacity >= 0 && k < matrix.offsets[j + 1]!; k++) {
        place.push(matrix.place[k]!);
        dm.push(matrix.dm[k]!);
      }
      start.push(place.length);
    });
    const pairs = {
      supplies: facilities.length,
      demands: links.places,
      start: Int32Array.from(start),
      demand: Int32Array.from(place),
      distance: Float64Array.from(dm),
    };
    const people = groups[demand.wantedBy[wanted]!]!;
    const { access } = floatingCatchment(
      '2sfca',
      pairs,
      Float64Array.from(offering, (c) => Math.max(0, c)),
      people,
      decay === 'binary' ? binary(bound) : gaussian(bound),
    );
    const counts = new Array<number>(links.places).fill(0);
    for (const i of place) counts[i]!++;
    return { counts, access, covered: groups.map((group) => counts.reduce((sum, n, i) => sum + (n > 0 ? group[i]! : 0), 0)) };
  });
}

function expectSame(circles: Circles, facilities: readonly Facility[], reading: Reading) {
  const expected = plainly(facilities, reading);
  expect([...circles.counts]).toEqual(expected.flatMap(({ counts }) => counts));
  expect([...circles.covered]).toEqual(expected.flatMap(({ covered }) => covered));
  expect([...circles.reached]).toEqual(Array.from({ length: links.places }, (_, i) => expected.filter(({ counts }) => counts[i]! > 0).length));
  const access = expected.flatMap(({ access: values }) => [...values]);
  circles.access.forEach((value, at) => {
    expect(Math.abs(value - access[at]!)).toBeLessThan(1e-9 * Math.max(1, access[at]!));
  });
}

test('after any edits the figures are those of a district made so from the start, and undo brings every bit back', () => {
  const edit = fc.oneof(
    facility.map((it) => ({ kind: 'add' as const, it, at: 0 })),
    fc.tuple(fc.nat(40), facility).map(([at, it]) => ({ kind: 'replace' as const, it, at })),
    fc.nat(40).map((at) => ({ kind: 'toggle' as const, it: null, at })),
  );
  fc.assert(
    fc.property(fc.array(facility, { minLength: 1, maxLength: 12 }), fc.array(edit, { maxLength: 12 }), readings, readings, (start, edits, reading, other) => {
      const circles = new Circles(kernel, demand, reading, 6000);
      circles.addAll(start);
      const now = start.map((it) => ({ it, isOpen: true }));
      const snapshot = () => [circles.counts, circles.covered, circles.reached, circles.access].map((array) => [...array]);
      const steps: { undo: Undo; before: number[][] }[] = [];
      for (const { kind, it, at } of edits) {
        const before = snapshot();
        const number = at % now.length;
        if (kind === 'add') {
          steps.push({ undo: circles.add(it), before });
          now.push({ it, isOpen: true });
        } else if (kind === 'replace') {
          steps.push({ undo: circles.replace(number, it), before });
          now[number] = { it, isOpen: now[number]!.isOpen };
        } else {
          now[number]!.isOpen = !now[number]!.isOpen;
          steps.push({ undo: circles.setOpen(number, now[number]!.isOpen), before });
        }
      }
      const open = now.filter(({ isOpen }) => isOpen).map(({ it }) => it);
      expectSame(circles, open, reading);
      for (const { undo, before } of steps.reverse()) {
        undo();
        expect(snapshot()).toEqual(before);
      }
      circles.read(other);
      expectSame(circles, start, other);
    }),
    { numRuns: 80 },
  );
});

test('who would be reached first by a new facility, one site or all at once', () => {
  const circles = new Circles(kernel, demand, { bound: 2500, decay: 'binary' }, 6000);
  circles.addAll([{ seeds: [5, 0], offers: [{ function: 0, capacity: 10 }] }]);
  const sites = Array.from({ length: vertices }, (_, v) => [v, 0]);
  const all = circles.gains(packSources(sites), 0, 0);
  for (const v of [0, 5, 60, 143]) {
    const before = circles.covered[0]!;
    const undo = circles.add({ seeds: sites[v]!, offers: [{ function: 0, capacity: 1 }] });
    expect([circles.gain(sites[v]!, 0, 0), all[v]]).toEqual([0, circles.covered[0]! - before]);
    undo();
    expect(circles.gain(sites[v]!, 0, 0)).toBe(all[v]);
  }
});

test('the nearest walk and what is around a place follow what is open', () => {
  const circles = new Circles(kernel, demand, { bound: 3000, decay: 'binary' }, 6000);
  circles.addAll([
    { seeds: [0, 0], offers: [{ function: 1, capacity: 1 }] },
    { seeds: [4, 0], offers: [{ function: 1, capacity: 1 }] },
  ]);
  expect(circles.nearest(1)[1]).toBe(2050);
  expect(circles.around(0)).toEqual([{ facility: 0, dm: 50 }]);
  circles.setOpen(0, false);
  expect([circles.nearest(1)[0], circles.nearest(0)[0]]).toEqual([4050, 0xffff]);
  expect(circles.around(0)).toEqual([]);
  expect(() => circles.read({ bound: 6001, decay: 'binary' })).toThrow('6000');
});
