import type { Joint } from '../join.ts';
import type { Network } from '../network.ts';
import type { WalkGraph } from './contract-network.ts';

/** Places on a graph: place i stands `offset` dm along edge `edge` and `access` dm beside it; edge -1 is beyond every street. */
export type Placed = { edge: Int32Array; offset: Int32Array; access: Int32Array };

/** Carries joints of a network over to its graph; each length is rounded once, from cm to dm. */
export function placeOnGraph(network: Network, graph: WalkGraph, joints: readonly (Joint | null)[]): Placed {
  const edge = new Int32Array(joints.length).fill(-1);
  const offset = new Int32Array(joints.length);
  const access = new Int32Array(joints.length);
  joints.forEach((joint, i) => {
    if (!joint) return;
    const s = joint.segment;
    const along = graph.segmentStart[s]! + (graph.segmentTurned[s] ? network.length[s]! - joint.offset : joint.offset);
    edge[i] = graph.segmentEdge[s]!;
    offset[i] = Math.min(graph.dm[edge[i]!]!, Math.round(along / 10));
    access[i] = Math.round(joint.access / 10);
  });
  return { edge, offset, access };
}

/**
 * What searches run on: the graph's vertices 0 … vertices-1, then one end per demand place. Streets lead to a place, nothing leads out
 * of it, so every kernel finds walks to places as it finds walks to crossings.
 * Neighbours of v: adjacent[offsets[v] … offsets[v+1]-1], pairs of (to, dm * 2 + 1 where nothing goes on from there).
 */
export type Links = { vertices: number; places: number; offsets: Int32Array; adjacent: Int32Array };

/** Joins a graph and its demand places. `open` tells which edges may be walked; all when absent. */
export function linkGraph(graph: WalkGraph, demand: Placed | null, open: (edge: number) => boolean = () => true): Links {
  const vertices = graph.vertex.length;
  const places = demand ? demand.edge.length : 0;
  const degree = new Int32Array(vertices + places + 1);
  const out = new Int32Array(vertices + 1);
  const isStreet = (e: number) => graph.from[e] !== graph.to[e] && open(e);
  const ends = (visit: (v: number, to: number, dm: number) => void) => {
    for (let e = 0; e < graph.dm.length; e++) {
      if (!isStreet(e)) continue;
      visit(graph.from[e]!, graph.to[e]!, graph.dm[e]!);
      visit(graph.to[e]!, graph.from[e]!, graph.dm[e]!);
    }
  };
  const doors = (visit: (v: number, to: number, dm: number) => void) => {
    if (!demand) return;
    for (let i = 0; i < places; i++) {
      const e = demand.edge[i]!;
      if (e < 0 || !open(e)) continue;
      const access = demand.access[i]!;
      visit(graph.from[e]!, vertices + i, demand.offset[i]! + access);
      visit(graph.to[e]!, vertices + i, graph.dm[e]! - demand.offset[i]! + access);
    }
  };
  ends((v) => out[v]!++);
  ends((v) => degree[v + 1]!++);
  doors((v) => {
    degree[v + 1]!++;
    out[v]!++;
  });
  for (let v = 0; v < vertices + places; v++) degree[v + 1]! += degree[v]!;
  const offsets = degree.map((n) => 2 * n);
  const next = offsets.slice();
  const adjacent = new Int32Array(offsets[vertices + places]!);
  const put = (v: number, to: number, dm: number, isEnd: boolean) => {
    const at = next[v]!;
    adjacent[at] = to;
    adjacent[at + 1] = dm * 2 + (isEnd ? 1 : 0);
    next[v] = at + 2;
  };
  // From a crossing where nothing else meets, a walk could only come back.
  ends((v, to, dm) => put(v, to, dm, out[to] === 1));
  doors((v, to, dm) => put(v, to, dm, true));
  return { vertices, places, offsets, adjacent };
}

/**
 * Where walks from a place begin: pairs of (vertex, dm), and demand places on the same edge by the direct way.
 * @param onEdge demand places by edge, from `groupByEdge`
 */
export function seedsOf(
  graph: WalkGraph,
  links: Links,
  places: Placed,
  i: number,
  demand: Placed | null,
  onEdge: ReadonlyMap<number, readonly number[]>,
): number[] {
  const e = places.edge[i]!;
  if (e < 0) return [];
  const [offset, access] = [places.offset[i]!, places.access[i]!];
  const seeds = [graph.from[e]!, access + offset, graph.to[e]!, access + graph.dm[e]! - offset];
  for (const other of onEdge.get(e) ?? []) seeds.push(links.vertices + other, access + Math.abs(offset - demand!.offset[other]!) + demand!.access[other]!);
  return seeds;
}

/** Places by the edge they stand on. */
export function groupByEdge(places: Placed): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  places.edge.forEach((e, i) => {
    if (e < 0) return;
    const group = groups.get(e);
    if (group) group.push(i);
    else groups.set(e, [i]);
  });
  return groups;
}
