import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binary, type Decay, floatingCatchment, gaussian, inverse, type Method, methods, type Pairs, steps } from './fca.ts';

/** Every place with every demand; distance[j][i]. */
function allPairs(distance: number[][]): Pairs {
  const demands = distance[0]!.length;
  return {
    supplies: distance.length,
    demands,
    start: Int32Array.from({ length: distance.length + 1 }, (_, j) => j * demands),
    demand: Int32Array.from({ length: distance.length * demands }, (_, at) => at % demands),
    distance: Float64Array.from(distance.flat()),
  };
}

/** PySAL's three tracts: people 100, 50, 10; doctors 15, 20, 100; 1 to themselves, 40 and 80 between them. */
const tracts = allPairs([
  [1, 80, 40],
  [80, 1, 40],
  [40, 40, 1],
]);
const people = Float64Array.of(100, 50, 10);
const doctors = Float64Array.of(15, 20, 100);
const zones = steps([
  [20, 1],
  [40, 0.68],
  [60, 0.22],
]);

describe('floating catchments', () => {
  test.each<[string, Method, Decay, number[], Decay?]>([
    ['2SFCA', '2sfca', binary(60), [0.7613636, 0.9583333, 1.094697]],
    ['E2SFCA by 1/d', '2sfca', inverse(60), [0.3314441, 0.5798281, 7.2864182]],
    ['E2SFCA by zones', '2sfca', zones, [0.7475923, 0.9592555, 1.2277994]],
    ['3SFCA by 1/d', '3sfca', inverse(60), [0.1562566, 0.4062165, 9.9063519], inverse(Infinity)],
    ['3SFCA by zones', '3sfca', zones, [0.7498331, 0.9799065, 1.1021368]],
    ['BFCA', 'bfca', binary(60), [0.5661569, 0.7784731, 0.9190981]],
  ])('%s of PySAL’s three tracts to 1e-7', (_, method, decay, expected, wish) => {
    const { access } = floatingCatchment(method, tracts, doctors, people, decay, wish);
    expected.forEach((value, i) => {
      expect(Math.abs(access[i]! - value)).toBeLessThan(1e-7);
    });
  });
  test('MH3SFCA of the R package’s example to 1e-6', () => {
    const weight = Array.from({ length: 6 }, (_, j) => Array.from({ length: 4 }, (__, i) => i * 6 + j + 1));
    const { access } = floatingCatchment('mh3sfca', allPairs(weight), Float64Array.of(1, 2, 3, 4, 5, 6), Float64Array.of(1, 2, 3, 4), (d) => d);
    [9.617634, 21.717421, 34.325798, 47.032856].forEach((value, i) => {
      expect(Math.abs(access[i]! - value)).toBeLessThan(1e-6);
    });
  });
  const city = fc.record({ supplies: fc.integer({ min: 1, max: 6 }), demands: fc.integer({ min: 1, max: 9 }) }).chain(({ supplies, demands }) =>
    fc.record({
      distance: fc.array(fc.array(fc.integer({ min: 0, max: 1500 }), { minLength: demands, maxLength: demands }), {
        minLength: supplies,
        maxLength: supplies,
      }),
      supply: fc.array(fc.integer({ min: 0, max: 500 }), { minLength: supplies, maxLength: supplies }).map((list) => Float64Array.from(list)),
      people: fc.array(fc.integer({ min: 1, max: 900 }), { minLength: demands, maxLength: demands }).map((list) => Float64Array.from(list)),
    }),
  );
  test('what people have together is what the places in reach supply', () => {
    fc.assert(
      fc.property(city, fc.constantFrom('2sfca' as const, '3sfca' as const, 'mh3sfca' as const), (given, method) => {
        const pairs = allPairs(given.distance);
        const { access, ratio } = floatingCatchment(method, pairs, given.supply, given.people, binary(1000));
        const had = access.reduce((sum, a, i) => sum + a * given.people[i]!, 0);
        const supplied = given.supply.reduce((sum, s, j) => sum + (ratio[j]! > 0 ? s : 0), 0);
        expect(Math.abs(had - supplied)).toBeLessThan(1e-6 * Math.max(1, supplied));
      }),
    );
  });
  test('in balanced catchments the shares of people add up to the ratios', () => {
    fc.assert(
      fc.property(city, (given) => {
        const { access, ratio } = floatingCatchment('bfca', allPairs(given.distance), given.supply, given.people, gaussian(1200));
        const [a, r] = [access, ratio].map((list) => list.reduce((sum, value) => sum + value, 0));
        expect(Math.abs(a! - r!)).toBeLessThan(1e-6 * Math.max(1, r!));
      }),
    );
  });
  test('more supply never takes access from anybody, and who is out of reach has none', () => {
    fc.assert(
      fc.property(city, (given) => {
        const pairs = allPairs(given.distance);
        const before = floatingCatchment('2sfca', pairs, given.supply, given.people, gaussian(1000)).access;
        const after = floatingCatchment(
          '2sfca',
          pairs,
          given.supply.map((s, j) => (j === 0 ? s + 10 : s)),
          given.people,
          gaussian(1000),
        ).access;
        after.forEach((value, i) => {
          expect(value).toBeGreaterThanOrEqual(before[i]! - 1e-12);
        });
        given.people.forEach((_, i) => {
          if (given.distance.every((row) => row[i]! > 1000)) expect(before[i]).toBe(0);
        });
      }),
    );
  });
  test('the Gaussian decay is 1 at the door, falls, and is 0 at the bound and beyond', () => {
    const decay = gaussian(1080);
    expect([decay(0), decay(1080), decay(1081)]).toEqual([1, 0, 0]);
    expect(decay(300)).toBeGreaterThan(decay(600));
    expect(methods).toHaveLength(4);
  });
});
