// Growth: 1, 4 and 16 copies of Gothenburg in one network. Time and memory of every stage, and the slope of time over size on a log scale.
import { contractNetwork } from '../engines/reach/graph/contract-network.ts';
import { linkGraph } from '../engines/reach/graph/place.ts';
import { createJoiner } from '../engines/reach/join.ts';
import { buildHierarchy } from '../engines/reach/kernel/hierarchy.ts';
import { Kernel, packSources } from '../engines/reach/kernel/kernel.ts';
import { buildNetwork } from '../engines/reach/network.ts';
import { copies } from './cities.ts';
import { row } from './print.ts';

const bound = 10_800;
const sizes = [1, 4, 16];
const stages = new Map<string, number[]>();
/** The best of three runs, for the machine is shared. */
const timed = <T>(stage: string, work: () => T): T => {
  let best = Infinity;
  let result: T | undefined;
  for (let round = 0; round < 3; round++) {
    const start = performance.now();
    result = work();
    best = Math.min(best, performance.now() - start);
  }
  stages.set(stage, [...(stages.get(stage) ?? []), best]);
  return result!;
};
const megabytes = () => Math.round(process.memoryUsage().rss / 1e6);

for (const size of sizes) {
  const raw = copies(size);
  const network = timed('network', () => buildNetwork(raw));
  timed('grid to join', () => createJoiner(network));
  const graph = timed('contract', () => contractNetwork(network));
  const links = timed('link', () => linkGraph(graph, null));
  const hierarchy = timed('hierarchy', () => buildHierarchy(links, bound));
  const kernel = timed('into memory', () => new Kernel(links, hierarchy));
  kernel.weigh(new Float64Array(links.vertices).fill(1));
  const sources = packSources(Array.from(graph.vertex, (_, v) => [v, 0]));
  timed('search from all', () => kernel.answer(sources, { bound, first: 0, give: 'totals', sweep: false }));
  timed('sweep from all', () => kernel.answer(sources, { bound, first: 0, give: 'totals', sweep: true }));
  row(`${size}x`, `${network.lon.length} nodes`, `${links.vertices} crossings`, `${graph.dm.length} edges`, `${megabytes()} MB resident`);
}
for (const [stage, ms] of stages) {
  const slope = Math.log(ms.at(-1)! / ms[0]!) / Math.log(sizes.at(-1)! / sizes[0]!);
  row(stage, ...ms.map((value) => `${value.toFixed(1)} ms`), `slope ${slope.toFixed(2)}`);
}
