// Catchments: from every cell that holds a facility, all vertices within 15 minutes; beside geojson-path-finder's way of searching
// (objects and a Map) on the same network.
import { readFileSync } from 'node:fs';
import { joinAll } from '../engines/reach/coverage.ts';
import { createJoiner } from '../engines/reach/join.ts';
import { buildNetwork } from '../engines/reach/network.ts';
import { readOsmPbf } from '../engines/reach/osm-pbf.ts';
import { Searcher } from '../engines/reach/search.ts';
import { median, row } from './print.ts';

const folder = process.argv[2] ?? '../shared/data/porto-alegre';
const network = buildNetwork(await readOsmPbf(readFileSync(`${folder}/poa_osm.pbf`)));
const rows = readFileSync(`${folder}/poa_hexgrid.csv`, 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','));
const sites = rows.filter((cells) => Number(cells[4]) > 0 || Number(cells[6]) > 0);
const joints = joinAll(createJoiner(network).join, {
  lon: sites.map((cells) => Number(cells[1])),
  lat: sites.map((cells) => Number(cells[2])),
}).joints.filter((joint) => joint !== null);
const bound = 120_000;
const searcher = new Searcher(network);

/** The usual way in JavaScript: objects, a Map of distances and a binary heap in an array. */
function plainSearch(start: number[]): number {
  const distance = new Map<number, number>();
  const heap: { vertex: number; cm: number }[] = [];
  const push = (vertex: number, cm: number) => {
    if (cm > bound || cm >= (distance.get(vertex) ?? Number.POSITIVE_INFINITY)) return;
    distance.set(vertex, cm);
    let i = heap.push({ vertex, cm }) - 1;
    while (i > 0 && heap[(i - 1) >> 1]!.cm > heap[i]!.cm) {
      [heap[i], heap[(i - 1) >> 1]] = [heap[(i - 1) >> 1]!, heap[i]!];
      i = (i - 1) >> 1;
    }
  };
  push(start[0]!, start[1]!);
  push(start[2]!, start[3]!);
  while (heap.length > 0) {
    const top = heap[0]!;
    const last = heap.pop()!;
    if (heap.length > 0) {
      heap[0] = last;
      for (let i = 0; ; ) {
        let least = i;
        for (const child of [2 * i + 1, 2 * i + 2]) if (child < heap.length && heap[child]!.cm < heap[least]!.cm) least = child;
        if (least === i) break;
        [heap[i], heap[least]] = [heap[least]!, heap[i]!];
        i = least;
      }
    }
    if (top.cm > distance.get(top.vertex)!) continue;
    for (let i = 2 * network.offsets[top.vertex]!; i < 2 * network.offsets[top.vertex + 1]!; i += 2) push(network.links[i]!, top.cm + network.links[i + 1]!);
  }
  return distance.size;
}

const ours: number[] = [];
const plain: number[] = [];
let settled = 0;
let check = 0;
for (let run = 0; run < 9; run++) {
  settled = 0;
  check = 0;
  let start = performance.now();
  for (const joint of joints) {
    searcher.run([joint], bound);
    settled += searcher.reachedCount;
  }
  ours.push(performance.now() - start);
  start = performance.now();
  for (const joint of joints) {
    const length = network.length[joint.segment]!;
    check += plainSearch([network.from[joint.segment]!, joint.access + joint.offset, network.to[joint.segment]!, joint.access + length - joint.offset]);
  }
  plain.push(performance.now() - start);
}
if (check !== settled) throw new Error(`the two searches disagree: ${settled} and ${check} vertices`);
row('cells that hold a facility', String(joints.length));
row('vertices within 15 minutes', (settled / joints.length).toFixed(1), 'each');
row('ours: catchments per second', ((1000 * joints.length) / median(ours)).toFixed(0), `${((1e6 * median(ours)) / settled).toFixed(1)} ns per settled vertex`);
row(
  'objects, Map and heap: catchments per second',
  ((1000 * joints.length) / median(plain)).toFixed(0),
  `${((1e6 * median(plain)) / settled).toFixed(1)} ns per settled vertex`,
);
row('ratio', (median(plain) / median(ours)).toFixed(1));
