import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contractNetwork, type WalkGraph } from '../graph/contract-network.ts';
import { groupByEdge, linkGraph, type Placed, placeOnGraph, seedsOf } from '../graph/place.ts';
import { createJoiner } from '../join.ts';
import { metresPerDegree } from '../metric.ts';
import { buildNetwork, type Network } from '../network.ts';
import { streetsFromLines } from '../streets.ts';
import { buildHierarchy } from './hierarchy.ts';
import { Kernel, packSources, type ReachMatrix } from './kernel.ts';
import { reachWasm } from './reach-wasm.ts';
import { Threads } from './threads.ts';

const scale = metresPerDegree(30);
const at = (x: number, y: number): [number, number] => [120 + x / scale.lon, 30 + y / scale.lat];
const network = (...lines: [number, number][][]): Network =>
  buildNetwork(streetsFromLines(lines.map((line) => ({ tags: { highway: 'residential' }, coordinates: line.map(([x, y]) => at(x, y)) }))));

/** A town of crooked streets: a grid with bends, gaps, dead ends and loops. */
function town(side: number, draw: () => number): Network {
  const lines: [number, number][][] = [];
  const corner = (i: number, j: number): [number, number] => [120 * i + ((i * 37 + j * 61) % 50), 120 * j + ((i * 53 + j * 29) % 50)];
  for (let i = 0; i < side; i++) {
    for (let j = 0; j < side; j++) {
      const [x, y] = corner(i, j);
      const bend = (to: [number, number]): [number, number] => [(x + to[0]) / 2 + 20 * draw(), (y + to[1]) / 2 + 20 * draw()];
      if (i + 1 < side && draw() < 0.8) lines.push([[x, y], bend(corner(i + 1, j)), corner(i + 1, j)]);
      if (j + 1 < side && draw() < 0.8) lines.push([[x, y], bend(corner(i, j + 1)), corner(i, j + 1)]);
      if (draw() < 0.2)
        lines.push([
          [x, y],
          [x + 30, y + 12],
          [x + 45, y + 40],
        ]);
      if (draw() < 0.1)
        lines.push([
          [x, y],
          [x + 20, y - 5],
          [x + 20, y - 25],
          [x, y],
        ]);
    }
  }
  return network(...lines);
}

const towns = fc
  .tuple(fc.integer({ min: 3, max: 9 }), fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })))
  .map(([side, stream]) => town(side, () => stream.next().value as number));

/** Places all over a town, some of them on the same street. */
function placesIn(net: Network, graph: WalkGraph, count: number): Placed {
  const { join } = createJoiner(net);
  const points = Array.from({ length: count }, (_, i) => at((i * 97) % 1100, (i * 57 + 13) % 1000));
  return placeOnGraph(
    net,
    graph,
    points.map(([lon, lat]) => join(lon, lat)),
  );
}

/** Walks by the textbook: from every seed, over edges in any order until nothing shortens, then to each door. */
function plainWalks(graph: WalkGraph, from: Placed, i: number, to: Placed): number[] {
  const dist = new Array<number>(graph.vertex.length).fill(Infinity);
  const e = from.edge[i]!;
  dist[graph.from[e]!] = from.access[i]! + from.offset[i]!;
  dist[graph.to[e]!] = Math.min(dist[graph.to[e]!]!, from.access[i]! + graph.dm[e]! - from.offset[i]!);
  for (let changed = true; changed; ) {
    changed = false;
    graph.dm.forEach((dm, k) => {
      const [a, b] = [graph.from[k]!, graph.to[k]!];
      if (dist[a]! + dm < dist[b]!) [dist[b], changed] = [dist[a]! + dm, true];
      if (dist[b]! + dm < dist[a]!) [dist[a], changed] = [dist[b]! + dm, true];
    });
  }
  return Array.from(to.edge, (f, j) => {
    const [offset, access] = [to.offset[j]!, to.access[j]!];
    const around = Math.min(dist[graph.from[f]!]! + offset, dist[graph.to[f]!]! + graph.dm[f]! - offset) + access;
    return f === e ? Math.min(around, from.access[i]! + Math.abs(offset - from.offset[i]!) + access) : around;
  });
}

const rowsOf = ({ offsets, place, dm }: ReachMatrix) =>
  Array.from({ length: offsets.length - 1 }, (_, i) =>
    Array.from({ length: offsets[i + 1]! - offsets[i]! }, (__, k) => [place[offsets[i]! + k]!, dm[offsets[i]! + k]!] as const).sort((a, b) => a[0] - b[0]),
  );

describe('a contracted network', () => {
  test('keeps every metre and every bend, and only crossings and ends as vertices', () => {
    fc.assert(
      fc.property(towns, (net) => {
        const graph = contractNetwork(net);
        graph.dm.forEach((dm, e) => {
          const segments = Array.from(graph.segments.subarray(graph.starts[e], graph.starts[e + 1]));
          const cm = segments.reduce((sum, s) => sum + net.length[s]!, 0);
          expect(Math.abs(10 * dm - cm)).toBeLessThanOrEqual(5);
          let v = graph.vertex[graph.from[e]!]!;
          let walked = 0;
          for (const s of segments) {
            expect([graph.segmentEdge[s], graph.segmentStart[s]]).toEqual([e, walked]);
            expect(graph.segmentTurned[s] ? net.to[s] : net.from[s]).toBe(v);
            v = graph.segmentTurned[s] ? net.from[s]! : net.to[s]!;
            walked += net.length[s]!;
          }
          expect(v).toBe(graph.vertex[graph.to[e]!]);
        });
        expect([...graph.segments].sort((a, b) => a - b)).toEqual([...net.length.keys()]);
        const degree = new Map<number, number>();
        for (const v of [...net.from, ...net.to]) degree.set(v, (degree.get(v) ?? 0) + 1);
        expect([...graph.vertex]).toEqual([...net.lon.keys()].filter((v) => degree.get(v) !== 2));
      }),
      { numRuns: 40 },
    );
  });
  test('a single ring keeps one vertex, and places on it reach each other the short way round', () => {
    const net = network([
      [0, 0],
      [300, 0],
      [300, 300],
      [0, 300],
      [0, 0],
    ]);
    const graph = contractNetwork(net);
    expect([graph.vertex.length, graph.dm.length]).toEqual([1, 1]);
    const { join } = createJoiner(net);
    const places = placeOnGraph(net, graph, [join(...at(100, 0)), join(...at(0, 100)), join(...at(300, 200))]);
    const links = linkGraph(graph, places);
    const seeds = [0, 1, 2].map((i) => seedsOf(graph, links, places, i, places, groupByEdge(places)));
    const walks = rowsOf(new Kernel(links).matrix(packSources(seeds), 20_000));
    const expected = [
      [0, 2000, 4000],
      [2000, 0, 6000],
      [4000, 6000, 0],
    ];
    walks.forEach((row, i) => {
      for (const [j, dm] of row) expect(Math.abs(dm - expected[i]![j]!)).toBeLessThanOrEqual(6);
    });
  });
});

describe('all kernels', () => {
  test('find the walks of the textbook to every place, by search and by sweep, compiled and not', () => {
    fc.assert(
      fc.property(towns, fc.integer({ min: 300, max: 12_000 }), (net, bound) => {
        const graph = contractNetwork(net);
        const [facilities, demand] = [placesIn(net, graph, 23), placesIn(net, graph, 60)];
        const links = linkGraph(graph, demand);
        const onEdge = groupByEdge(demand);
        const near = Array.from(facilities.edge.keys()).filter((i) => facilities.edge[i]! >= 0);
        const sources = packSources(near.map((i) => seedsOf(graph, links, facilities, i, demand, onEdge)));
        const hierarchy = buildHierarchy(links, 12_000);
        const expected = near.map((i) =>
          plainWalks(graph, facilities, i, demand)
            .map((dm, j) => [j, dm] as const)
            .filter(([j, dm]) => demand.edge[j]! >= 0 && dm <= bound),
        );
        for (const kind of ['fastest', 'javascript'] as const) {
          const kernel = new Kernel(links, hierarchy, kind);
          expect(kernel.kind).toBe(kind === 'fastest' ? 'webassembly' : 'javascript');
          for (const sweep of [false, true]) expect(rowsOf(kernel.matrix(sources, bound, { sweep }))).toEqual(expected);
        }
      }),
      { numRuns: 60 },
    );
  });
  test('agree bit for bit and in the same order, alone and in threads, rows and totals', async () => {
    let seed = 7;
    const draw = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
    const net = town(40, draw);
    const graph = contractNetwork(net);
    const links = linkGraph(graph, null);
    const hierarchy = buildHierarchy(links, 9000);
    const sources = packSources(Array.from(graph.vertex, (_, v) => [v, 0]));
    const weights = Float64Array.from(graph.vertex, () => 10 * draw());
    const kernels = [new Kernel(links, hierarchy), new Kernel(links, hierarchy, 'javascript')];
    for (const kernel of kernels) kernel.weigh(weights);
    const threads = new Threads(kernels[0]!, 2);
    for (const sweep of [false, true]) {
      for (const give of ['rows', 'totals'] as const) {
        const wish = { bound: 9000, first: 0, give, sweep };
        const [one, two] = kernels.map((kernel) => kernel.answer(sources, wish));
        expect(one!.counts.length + one!.totals.length).toBeGreaterThan(1500);
        expect(two).toEqual(one);
        expect(await threads.answer(sources, wish)).toEqual(one);
      }
    }
    await threads.close();
  });
  test('stay right when distances have been counted down to nothing and begin anew', () => {
    const net = network(
      [
        [0, 0],
        [400, 0],
        [400, 400],
      ],
      [
        [400, 0],
        [900, 0],
      ],
      [
        [400, 0],
        [400, -300],
      ],
    );
    const links = linkGraph(contractNetwork(net), null);
    for (const kind of ['fastest', 'javascript'] as const) {
      const kernel = new Kernel(links, null, kind);
      const sources = packSources([[0, 0]]);
      const first = rowsOf(kernel.matrix(sources, 65_534, { first: 0 }));
      expect(first[0]!.length).toBe(links.vertices);
      for (let i = 0; i < 33_000; i++) kernel.matrix(sources, 65_534, { first: 0 });
      expect(rowsOf(kernel.matrix(sources, 65_534, { first: 0 }))).toEqual(first);
    }
  });
  test('refuse a bound that they or the hierarchy cannot hold', () => {
    const links = linkGraph(
      contractNetwork(
        network([
          [0, 0],
          [400, 0],
        ]),
      ),
      null,
    );
    const kernel = new Kernel(links, buildHierarchy(links, 5000));
    expect(() => kernel.matrix(packSources([[0, 0]]), 65_535)).toThrow(RangeError);
    expect(() => kernel.matrix(packSources([[0, 0]]), 5001, { sweep: true })).toThrow('5000');
    expect(() => new Threads(new Kernel(links, null, 'javascript'), 2)).toThrow('compiled');
  });
});

const clang = (() => {
  try {
    return execFileSync('clang-14', ['--version'], { encoding: 'utf8' }).includes('14.0') && execFileSync('wasm-ld-14', ['--version']).length > 0;
  } catch {
    return false;
  }
})();

test.skipIf(!clang)('the committed bytes are those that clang makes of reach.c', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'linli-wasm-'));
  const made = path.join(folder, 'reach-wasm.ts');
  execFileSync('sh', [new URL('./build.sh', import.meta.url).pathname, made]);
  expect(readFileSync(made, 'utf8')).toContain(reachWasm);
  rmSync(folder, { recursive: true });
});
