import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bd09ToGcj02, gcj02ToBd09, gcj02ToWgs84, toWgs84, wgs84ToGcj02 } from './coordinates.ts';
import { coverageFigures, joinAll, nearestStraight, nearestWalks, reachedStreets, walkBetween } from './coverage.ts';
import { createJoiner } from './join.ts';
import { distanceMetres, metresPerDegree } from './metric.ts';
import { buildNetwork, EmptyNetwork, type Network } from './network.ts';
import { Searcher, unreached } from './search.ts';
import { streetsFromLines } from './streets.ts';

const lat0 = 30;
const scale = metresPerDegree(lat0);
const at = (x: number, y: number): [number, number] => [120 + x / scale.lon, lat0 + y / scale.lat];
const street = (...points: [number, number][]) => ({
  tags: { highway: 'residential' },
  coordinates: points.map(([x, y]) => at(x, y)),
});

/** A ladder: two streets of 1 km, 200 m apart, joined at both ends only. */
const ladder = () =>
  buildNetwork(
    streetsFromLines([
      street([0, 0], [500, 0], [1000, 0]),
      street([0, 200], [500, 200], [1000, 200]),
      street([0, 0], [0, 200]),
      street([1000, 0], [1000, 200]),
    ]),
  );

/** A random network of streets between points of a grid, some of them missing. */
const randomNetwork = fc
  .record({
    side: fc.integer({ min: 3, max: 7 }),
    missing: fc.array(fc.nat(200), { maxLength: 25 }),
    jitter: fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 98, maxLength: 98 }),
  })
  .map(({ side, missing, jitter }) => {
    const point = (i: number, j: number): [number, number] => [i * 100 + jitter[(i * side + j) * 2]!, j * 100 + jitter[(i * side + j) * 2 + 1]!];
    const lines = [];
    let number = 0;
    for (let i = 0; i < side; i++) {
      for (let j = 0; j < side; j++) {
        if (i + 1 < side && !missing.includes(number++)) lines.push(street(point(i, j), point(i + 1, j)));
        if (j + 1 < side && !missing.includes(number++)) lines.push(street(point(i, j), point(i, j + 1)));
      }
    }
    return lines;
  })
  .filter((lines) => lines.length > 0)
  .map((lines) => buildNetwork(streetsFromLines(lines)));

/** The textbook method, as slow and plain as can be: distances between all vertices (Floyd, Warshall). */
function allDistances({ lon, from, to, length }: Network): number[][] {
  const n = lon.length;
  const d = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, j) => (i === j ? 0 : Infinity)));
  from.forEach((a, s) => {
    const b = to[s]!;
    d[a]![b] = Math.min(d[a]![b]!, length[s]!);
    d[b]![a] = d[a]![b]!;
  });
  for (let k = 0; k < n; k++) for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) d[i]![j] = Math.min(d[i]![j]!, d[i]![k]! + d[k]![j]!);
  return d;
}

describe('lengths on the ellipsoid', () => {
  test('a degree of latitude and longitude has its published length', () => {
    // Table values of WGS-84: at 30° 110,852.4 m and 96,486.3 m; at the equator 110,574.3 m and 111,319.5 m.
    expect(metresPerDegree(30).lat).toBeCloseTo(110_852.4, 0);
    expect(metresPerDegree(30).lon).toBeCloseTo(96_486.3, 0);
    expect(metresPerDegree(0).lat).toBeCloseTo(110_574.3, 0);
    expect(metresPerDegree(0).lon).toBeCloseTo(111_319.5, 0);
  });
  test('the date line is no obstacle', () => {
    expect(distanceMetres(179.999, 10, -179.999, 10)).toBeCloseTo(distanceMetres(0, 10, 0.002, 10), 6);
  });
});

describe('network', () => {
  test('keeps the main component and says what was left out', () => {
    const network = buildNetwork(streetsFromLines([street([0, 0], [100, 0], [200, 0]), street([5000, 0], [5100, 0])]));
    expect(network.report).toMatchObject({ vertices: 3, segments: 2, components: 2, droppedVertices: 2 });
    expect(network.report.metres).toBeCloseTo(200, 0);
  });
  test('no streets are refused with a sentence', () => {
    expect(() => buildNetwork(streetsFromLines([]))).toThrow(EmptyNetwork);
  });
});

describe('joining places to streets', () => {
  test('a place joins the nearest point of the nearest segment, not a vertex', () => {
    const joint = createJoiner(ladder()).join(...at(250, 30))!;
    expect(joint.access / 100).toBeCloseTo(30, 1);
    const [lon, lat] = at(250, 0);
    expect(distanceMetres(joint.lon, joint.lat, lon, lat)).toBeLessThan(0.1);
  });
  test('a place far from every street is not joined', () => {
    expect(createJoiner(ladder(), 500).join(...at(500, 800))).toBeNull();
    expect(createJoiner(ladder(), 700).join(...at(500, 800))).not.toBeNull();
  });
  test('the grid finds what a search through all segments finds', () => {
    fc.assert(
      fc.property(randomNetwork, fc.integer({ min: -300, max: 900 }), fc.integer({ min: -300, max: 900 }), (network, x, y) => {
        const [lon, lat] = at(x, y);
        const joint = createJoiner(network).join(lon, lat);
        const s = metresPerDegree(lat);
        let best = Infinity;
        for (let i = 0; i < network.length.length; i++) {
          const [a, b] = [network.from[i]!, network.to[i]!];
          const [ax, ay] = [(network.lon[a]! - lon) * s.lon, (network.lat[a]! - lat) * s.lat];
          const [dx, dy] = [(network.lon[b]! - lon) * s.lon - ax, (network.lat[b]! - lat) * s.lat - ay];
          const t = Math.min(1, Math.max(0, -(ax * dx + ay * dy) / (dx * dx + dy * dy)));
          best = Math.min(best, Math.hypot(ax + t * dx, ay + t * dy));
        }
        if (best > 500) expect(joint).toBeNull();
        else expect(joint!.access).toBe(Math.round(best * 100));
      }),
      { numRuns: 200 },
    );
  });
});

describe('shortest walks', () => {
  test('equal the textbook method for every pair of vertices', () => {
    fc.assert(
      fc.property(randomNetwork, (network) => {
        const expected = allDistances(network);
        const searcher = new Searcher(network);
        for (let v = 0; v < network.lon.length; v++) {
          const segment = network.from.indexOf(v) >= 0 ? network.from.indexOf(v) : network.to.indexOf(v);
          const offset = network.from[segment] === v ? 0 : network.length[segment]!;
          searcher.run([{ segment, offset, access: 0, lon: 0, lat: 0 }], unreached - 1);
          expect([...searcher.distance]).toEqual(expected[v]);
        }
      }),
      { numRuns: 60 },
    );
  });
  test('a bound cuts exactly: what lies at the bound is reached, a centimetre more is not', () => {
    const network = ladder();
    const searcher = new Searcher(network);
    const joint = createJoiner(network).join(...at(0, 0))!;
    searcher.run([joint], 20_000);
    const reached = [...searcher.distance].filter((d) => d !== unreached).sort((a, b) => a - b);
    expect(reached).toEqual([0, 20_000]);
    searcher.run([joint], 19_999);
    expect([...searcher.distance].filter((d) => d !== unreached)).toEqual([0]);
  });
  test('a walk along one segment does not go round by its ends', () => {
    const network = ladder();
    const { join } = createJoiner(network);
    const searcher = new Searcher(network);
    const demand = joinAll(join, { lon: [at(700, 0)[0]], lat: [at(700, 0)[1]] });
    const facility = joinAll(join, { lon: [at(650, 0)[0]], lat: [at(650, 0)[1]] });
    expect(nearestWalks(searcher, demand, facility).metres[0]).toBeCloseTo(50, 1);
  });
  test('the ladder makes people go round: 200 m straight, 1,200 m on foot', () => {
    const network = ladder();
    const { join } = createJoiner(network);
    const demand = joinAll(join, { lon: [at(500, 0)[0]], lat: [at(500, 0)[1]] });
    const facility = joinAll(join, { lon: [at(500, 200)[0]], lat: [at(500, 200)[1]] });
    expect(nearestWalks(new Searcher(network), demand, facility).metres[0]).toBeCloseTo(1200, 0);
    expect(nearestStraight(demand, facility)[0]).toBeCloseTo(200, 1);
  });
  test('the line of a walk is as long as the walk says', () => {
    fc.assert(
      fc.property(randomNetwork, fc.integer({ min: 0, max: 600 }), fc.integer({ min: 0, max: 600 }), (network, x, y) => {
        const { join } = createJoiner(network);
        const [start, end] = [join(...at(x, y)), join(...at(600 - x, y / 2))];
        fc.pre(start !== null && end !== null);
        const walk = walkBetween(new Searcher(network), start!, end!)!;
        let metres = (start!.access + end!.access) / 100;
        for (let i = 1; i < walk.line.length; i++) metres += distanceMetres(...walk.line[i - 1]!, ...walk.line[i]!);
        expect(Math.abs(metres - walk.metres)).toBeLessThan(0.3);
      }),
      { numRuns: 100 },
    );
  });
  test('a search after another one starts afresh', () => {
    const network = ladder();
    const searcher = new Searcher(network);
    const { join } = createJoiner(network);
    searcher.run([join(...at(0, 0))!], unreached - 1);
    searcher.run([join(...at(1000, 200))!], 1000);
    expect(searcher.reachedCount).toBe(1);
  });
  test('the streets reached add up to the walk in each direction', () => {
    const network = ladder();
    const lines = reachedStreets(new Searcher(network), createJoiner(network).join(...at(500, 0))!, 30_000);
    const metres = lines.reduce((sum, [a, b]) => sum + distanceMetres(...a!, ...b!), 0);
    expect(metres).toBeCloseTo(600, 0);
  });
});

describe('coverage', () => {
  const walk = Float64Array.of(100, 1199.7, 1200.3, Infinity);
  const straight = Float64Array.of(90, 800, 1000, 1100);
  test('counts people, not cells, and keeps the straight-line figure apart', () => {
    const figures = coverageFigures([10, 20, 30, 40], walk, straight, { speed: 1.3333333, minutes: 15 });
    expect(figures).toMatchObject({ people: 100, peopleWithin: 30, share: 0.3, peopleWithinStraight: 100, peopleUnreached: 40 });
    expect(figures.meanMinutes).toBeCloseTo((10 * 100 + 20 * 1199.7 + 30 * 1200.3) / 60 / 80, 4);
    expect(figures.p90Minutes).toBeCloseTo(1200.3 / 80, 4);
  });
  test('nobody there is 0 %, not a division by nothing', () => {
    expect(coverageFigures([], new Float64Array(), new Float64Array(), { speed: 1, minutes: 15 })).toMatchObject({
      share: 0,
      meanMinutes: null,
      p90Minutes: null,
    });
  });
  test('the nearest by straight line equals a search through all', () => {
    const place = fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 5000 }));
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 30 }), fc.array(place, { minLength: 1, maxLength: 10 }), (facilities, people) => {
        const points = (list: [number, number][]) => joinAll(() => null, { lon: list.map(([x, y]) => at(x, y)[0]), lat: list.map(([x, y]) => at(x, y)[1]) });
        const [f, d] = [points(facilities), points(people)];
        const found = nearestStraight(d, f);
        for (let i = 0; i < people.length; i++) {
          const expected = Math.min(...facilities.map((_, j) => distanceMetres(d.lon[i]!, d.lat[i]!, f.lon[j]!, f.lat[j]!)));
          expect(found[i]).toBeCloseTo(expected, 6);
        }
      }),
    );
  });
});

describe('coordinates', () => {
  test('GCJ-02 and BD-09 shift by the known amounts and come back to 0.1 mm', () => {
    // 天安门: WGS-84 116.391305, 39.905936; the shift to GCJ-02 is about 0.0062 east and 0.0014 north.
    const [gx, gy] = wgs84ToGcj02(116.391305, 39.905936);
    expect(gx - 116.391305).toBeCloseTo(0.00624, 4);
    expect(gy - 39.905936).toBeCloseTo(0.0014, 4);
    fc.assert(
      fc.property(fc.double({ min: 75, max: 134, noNaN: true }), fc.double({ min: 18, max: 53, noNaN: true }), (lon, lat) => {
        const gcj = wgs84ToGcj02(lon, lat);
        const [x, y] = gcj02ToWgs84(...gcj);
        expect(Math.max(Math.abs(x - lon), Math.abs(y - lat))).toBeLessThan(2e-9);
        const [bx, by] = bd09ToGcj02(...gcj02ToBd09(...gcj));
        expect(Math.max(Math.abs(bx - gcj[0]), Math.abs(by - gcj[1]))).toBeLessThan(2e-9);
        const [tx, ty] = toWgs84(...gcj02ToBd09(...gcj), 'BD-09');
        expect(Math.max(Math.abs(tx - lon), Math.abs(ty - lat))).toBeLessThan(5e-9);
      }),
    );
  });
  test('nothing shifts outside China, and CGCS2000 is kept as it is', () => {
    expect(wgs84ToGcj02(-51.2, -30)).toEqual([-51.2, -30]);
    expect(toWgs84(120.1, 30.3, 'CGCS2000')).toEqual([120.1, 30.3]);
  });
});
