// Bounded walks from every vertex: searches in JavaScript and compiled, the sweep, two threads; beside scipy, pandana and pgRouting on the
// same graph and pairs (bench/walks.py; peers that this machine lacks are skipped by name).
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { contractNetwork } from '../engines/reach/graph/contract-network.ts';
import { linkGraph } from '../engines/reach/graph/place.ts';
import { buildHierarchy } from '../engines/reach/kernel/hierarchy.ts';
import { Kernel, packSources } from '../engines/reach/kernel/kernel.ts';
import { Threads } from '../engines/reach/kernel/threads.ts';
import { buildNetwork, type Network } from '../engines/reach/network.ts';
import { readOsmPbf } from '../engines/reach/osm-pbf.ts';
import { gothenburg } from './cities.ts';
import { row } from './print.ts';

const bound = 10_800; // 15 minutes at 1.2 m/s, in dm
const rounds = 7;

const timed = async <T>(work: () => T | Promise<T>): Promise<[number, T]> => {
  const start = performance.now();
  const result = await work();
  return [performance.now() - start, result];
};

/** What one way of searching gives: the best of several rounds in ms, pairs and the sum of their dm. */
type Figure = { name: string; ms: number; pairs: number; dm: number };

async function measure(network: Network): Promise<Figure[]> {
  const graph = contractNetwork(network);
  const links = linkGraph(graph, null);
  const [msHierarchy, hierarchy] = await timed(() => buildHierarchy(links, bound));
  row('graph', `${links.vertices} vertices`, `${graph.dm.length} edges`, `hierarchy ${(msHierarchy / 1000).toFixed(2)} s, ${hierarchy.shortcuts} shortcuts`);
  const sources = packSources(Array.from(graph.vertex, (_, v) => [v, 0]));
  const compiled = new Kernel(links, hierarchy);
  const plain = new Kernel(links, hierarchy, 'javascript');
  const threads = new Threads(compiled, 2);
  for (const kernel of [compiled, plain]) kernel.weigh(new Float64Array(links.vertices).fill(1));
  const wish = (sweep: boolean) => ({ bound, first: 0, give: 'totals', sweep }) as const;
  const ways = [
    { name: 'search, JavaScript', run: () => plain.answer(sources, wish(false)) },
    { name: 'search, compiled', run: () => compiled.answer(sources, wish(false)) },
    { name: 'sweep, JavaScript', run: () => plain.answer(sources, wish(true)) },
    { name: 'sweep, compiled', run: () => compiled.answer(sources, wish(true)) },
    { name: 'search, compiled, 2 threads', run: () => threads.answer(sources, wish(false)) },
    { name: 'sweep, compiled, 2 threads', run: () => threads.answer(sources, wish(true)) },
  ];
  const best = ways.map(({ name }): Figure => ({ name, ms: Infinity, pairs: 0, dm: 0 }));
  for (let round = 0; round < rounds; round++) {
    for (const [i, { run }] of ways.entries()) {
      const [ms, { totals }] = await timed(run);
      let [pairs, dm] = [0, 0];
      for (let k = 0; k < totals.length; k += 2) {
        pairs += totals[k]!;
        dm += totals[k + 1]!;
      }
      best[i] = { ...best[i]!, ms: Math.min(best[i]!.ms, ms), pairs, dm };
    }
  }
  await threads.close();
  for (const { name, ms, pairs, dm } of best)
    row(name, `${((1000 * ms) / links.vertices).toFixed(2)} µs/search`, `${((1e6 * ms) / pairs).toFixed(1)} ns/pair`, `${pairs} pairs, ${dm} dm`);
  const isEqual = best.every(({ pairs, dm }) => pairs === best[0]!.pairs && dm === best[0]!.dm);
  row('all sums', isEqual ? 'equal' : 'NOT EQUAL');
  const of = (name: string) => best.find((figure) => figure.name === name)!.ms;
  row(
    'two threads',
    `search ${(of('search, compiled') / of('search, compiled, 2 threads')).toFixed(2)}x`,
    `sweep ${(of('sweep, compiled') / of('sweep, compiled, 2 threads')).toFixed(2)}x`,
  );
  peers(graph, network, best);
  return best;
}

/** Runs the peers on the same edges and says how many times slower each is than ours. */
function peers(graph: ReturnType<typeof contractNetwork>, network: Network, ours: readonly Figure[]): void {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'linli-walks-'));
  const at = (values: ArrayLike<number>) => Array.from(values).join(',');
  const keep = Array.from(graph.dm.keys()).filter((e) => graph.from[e] !== graph.to[e]);
  const content = `{"bound":${bound},"from":[${keep.map((e) => graph.from[e])}],"to":[${keep.map((e) => graph.to[e])}],"dm":[${keep.map((e) => graph.dm[e])}],"x":[${at(graph.vertex.map((v) => Math.round(1e6 * network.lon[v]!)))}],"y":[${at(graph.vertex.map((v) => Math.round(1e6 * network.lat[v]!)))}]}`;
  writeFileSync(path.join(folder, 'graph.json'), content);
  const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
  const { stdout, stderr, status } = spawnSync(python, [path.join(import.meta.dirname, 'walks.py'), path.join(folder, 'graph.json')], {
    encoding: 'utf8',
    env: { ...process.env, OMP_NUM_THREADS: '1' },
    maxBuffer: 1e8,
  });
  rmSync(folder, { recursive: true });
  if (status !== 0) {
    row('peers', `did not run: ${stderr.trim().split('\n').at(-1)}`);
    return;
  }
  const vertices = graph.vertex.length;
  const usOf = (name: string) => (1000 * ours.find((figure) => figure.name === name)!.ms) / vertices;
  for (const line of stdout.trim().split('\n')) {
    const peer = JSON.parse(line) as { name: string; us?: number; pairs?: number; sources?: number; skipped?: string };
    if (peer.us === undefined) row(peer.name, `skipped: ${peer.skipped}`);
    else
      row(
        peer.name,
        `${peer.us.toFixed(2)} µs/search`,
        `JS ${(peer.us / usOf('search, JavaScript')).toFixed(2)}x`,
        `sweep ${(peer.us / usOf('sweep, compiled')).toFixed(2)}x; ${peer.pairs} pairs from ${peer.sources} sources`,
      );
  }
}

row('Porto Alegre');
await measure(buildNetwork(await readOsmPbf(readFileSync(`${process.argv[2] ?? '../shared/data/porto-alegre'}/poa_osm.pbf`))));
row('Gothenburg (npm geojson-path-finder)');
await measure(gothenburg());
