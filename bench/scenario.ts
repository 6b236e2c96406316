// What-if on a city: 5,000 facilities with 33 functions on Gothenburg's streets, people at every crossing. How long until the shares and
// the supply of all functions stand again after one facility is added, moved, closed; and from nothing.
import { contractNetwork } from '../engines/reach/graph/contract-network.ts';
import { groupByEdge, linkGraph, type Placed, seedsOf } from '../engines/reach/graph/place.ts';
import { buildHierarchy } from '../engines/reach/kernel/hierarchy.ts';
import { Kernel, packSources } from '../engines/reach/kernel/kernel.ts';
import { Circles, type Facility } from '../engines/reach/scenario/circles.ts';
import { createDraw } from '../engines/reach/siting/plan.ts';
import { gothenburg } from './cities.ts';
import { median, quantile, row } from './print.ts';

const bound = 10_800;
const functions = 33;
const network = gothenburg();
const graph = contractNetwork(network);
const draw = createDraw(7);
const people = graph.vertex.length;
/** A door beside every crossing, on one of its streets. */
const doors: Placed = { edge: new Int32Array(people).fill(-1), offset: new Int32Array(people), access: new Int32Array(people).fill(30) };
graph.dm.forEach((dm, e) => {
  doors.edge[graph.from[e]!] = e;
  doors.offset[graph.from[e]!] = Math.min(dm, 50);
});
const links = linkGraph(graph, doors);
const onEdge = groupByEdge(doors);
const facilityAt = (wanted: number): Facility => {
  const place: Placed = { edge: Int32Array.of(draw(graph.dm.length)), offset: Int32Array.of(0), access: Int32Array.of(50) };
  return { seeds: seedsOf(graph, links, place, 0, doors, onEdge), offers: [{ function: wanted, capacity: 10 + draw(90) }] };
};
const facilities = Array.from({ length: 5000 }, (_, i) => facilityAt(i % functions));
const weight = Float64Array.from({ length: people }, () => draw(40));

const timed = <T>(work: () => T): [number, T] => {
  const start = performance.now();
  const result = work();
  return [performance.now() - start, result];
};
row('Gothenburg', `${graph.vertex.length} crossings`, `${people} doors`, `${facilities.length} facilities`);
for (const kind of ['fastest', 'javascript'] as const) {
  const [prepare, kernel] = timed(() => new Kernel(links, buildHierarchy(links, bound), kind));
  const make = () => new Circles(kernel, { groups: [weight], wantedBy: new Array<number>(functions).fill(0) }, { bound, decay: 'gaussian' });
  const sources = packSources(facilities.map(({ seeds }) => seeds));
  for (let warm = 0; warm < 3; warm++) kernel.matrix(sources, bound);
  const [search, matrix] = timed(() => kernel.matrix(sources, bound));
  const circles = make();
  const [all] = timed(() => circles.addAll(facilities));
  const [reread] = timed(() => circles.read({ bound, decay: 'gaussian' }));
  row(
    kernel.kind,
    `prepare ${prepare.toFixed(0)} ms`,
    `matrix ${search.toFixed(0)} ms`,
    `${matrix.place.length} pairs`,
    `all anew ${all.toFixed(0)} ms`,
    `33 functions counted and supplied ${reread.toFixed(0)} ms`,
  );
  const times: Record<string, number[]> = { add: [], move: [], close: [] };
  for (let round = 0; round < 2000; round++) {
    const number = draw(facilities.length);
    const other = facilityAt(number % functions);
    const edits = { add: () => circles.add(other), move: () => circles.replace(number, other), close: () => circles.setOpen(number, false) };
    for (const [name, edit] of Object.entries(edits)) {
      const [ms, undo] = timed(edit);
      times[name]!.push(ms);
      undo();
    }
  }
  for (const [name, list] of Object.entries(times))
    row(
      `  ${name} one`,
      `p50 ${(1000 * median(list)).toFixed(0)} µs`,
      `p99 ${(1000 * quantile(list, 0.99)).toFixed(0)} µs`,
      `worst ${Math.max(...list).toFixed(2)} ms`,
    );
  const vertices = packSources(Array.from(graph.vertex, (_, v) => [v, 0]));
  circles.gains(vertices, 0, 0);
  const [gains] = timed(() => circles.gains(vertices, 0, 0));
  row('  every crossing tried as a new site', `${gains.toFixed(0)} ms`, `${((1000 * gains) / graph.vertex.length).toFixed(1)} µs each`);
}
