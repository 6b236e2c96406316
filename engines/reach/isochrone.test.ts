import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { outlineOf } from './isochrone.ts';
import { metresPerDegree } from './metric.ts';
import { isInside } from './ring.ts';

const scale = metresPerDegree(30);
const at = (x: number, y: number): [number, number] => [120 + x / scale.lon, 30 + y / scale.lat];
const covers = (polygons: [number, number][][][], [lon, lat]: [number, number]) => polygons.some((rings) => isInside(lon, lat, rings));
const squareMetres = (ring: readonly [number, number][]) =>
  ring.slice(1).reduce((sum, [x, y], k) => sum + ring[k]![0] * y - x * ring[k]![1], 0) * 0.5 * scale.lon * scale.lat;

describe('outlines of reached streets', () => {
  test('a straight street is a strip of twice the margin, closed and against the clock', () => {
    const polygons = outlineOf([[at(0, 0), at(600, 0)]]);
    expect(polygons).toHaveLength(1);
    const [outer] = polygons[0]!;
    expect(outer!.at(-1)).toEqual(outer![0]);
    expect(Math.abs(squareMetres(outer!) - (600 * 90 + Math.PI * 45 ** 2)) / 60_000).toBeLessThan(0.25);
    expect(squareMetres(outer!)).toBeGreaterThan(0);
  });
  test('a ring of streets keeps the land inside out, a small courtyard is filled, and what is apart stays apart', () => {
    const square = (side: number, x = 0): [number, number][] => [at(x, 0), at(x + side, 0), at(x + side, side), at(x, side), at(x, 0)];
    const wide = outlineOf([square(600)]);
    expect(wide.map((rings) => rings.length)).toEqual([2]);
    expect(covers(wide, at(300, 300))).toBe(false);
    expect(outlineOf([square(120)]).map((rings) => rings.length)).toEqual([1]);
    expect(outlineOf([square(120), square(120, 900)])).toHaveLength(2);
    expect(outlineOf([])).toEqual([]);
  });
  test('every reached point lies inside, and nothing farther than the margin and two cells does', () => {
    const coordinate = fc.integer({ min: 0, max: 1500 });
    const line = fc.array(fc.tuple(coordinate, coordinate), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 4 }), fc.array(fc.tuple(coordinate, coordinate), { maxLength: 30 }), (lines, others) => {
        const polygons = outlineOf(lines.map((points) => points.map(([x, y]) => at(x, y))));
        for (const points of lines) for (const [x, y] of points) expect(covers(polygons, at(x, y))).toBe(true);
        const apart = ([px, py]: [number, number]) =>
          Math.min(
            ...lines.flatMap((points) =>
              points.slice(1).map(([bx, by], k) => {
                const [ax, ay] = points[k]!;
                const long = (bx - ax) ** 2 + (by - ay) ** 2;
                const t = long === 0 ? 0 : Math.min(1, Math.max(0, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / long));
                return Math.hypot(px - ax - t * (bx - ax), py - ay - t * (by - ay));
              }),
            ),
          );
        // Land that streets close in within less than the smallest hole counts as reached; farther out than that none does.
        for (const point of others) if (apart(point) > 45 + 80) expect(covers(polygons, at(...point))).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});
