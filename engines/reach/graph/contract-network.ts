import type { Network } from '../network.ts';

/**
 * A network without the vertices that only bend a street. Vertices are crossings and ends, numbered as in the network (along the
 * Hilbert curve); an edge is a street between two of them. Lengths are whole decimetres, so that sums are exact in every kernel.
 */
export type WalkGraph = {
  /** Network vertex of each graph vertex. */
  vertex: Int32Array;
  from: Int32Array;
  to: Int32Array;
  /** Length of each edge in dm, at least 1. */
  dm: Int32Array;
  /** Which edge a network segment is part of, how many cm of it lie before the segment, and whether the segment runs against it. */
  segmentEdge: Int32Array;
  segmentStart: Int32Array;
  segmentTurned: Uint8Array;
  /** Segments of edge e in walking order: segments[starts[e] … starts[e+1]-1]. */
  starts: Int32Array;
  segments: Int32Array;
};

/** Segments at each network vertex: items[offsets[v] … offsets[v+1]-1]. */
function incidence({ lon, from, to }: Network): { offsets: Int32Array; items: Int32Array } {
  const offsets = new Int32Array(lon.length + 1);
  for (let s = 0; s < from.length; s++) {
    offsets[from[s]! + 1]!++;
    offsets[to[s]! + 1]!++;
  }
  for (let v = 0; v < lon.length; v++) offsets[v + 1]! += offsets[v]!;
  const next = offsets.slice();
  const items = new Int32Array(2 * from.length);
  for (let s = 0; s < from.length; s++) {
    items[next[from[s]!]!++] = s;
    items[next[to[s]!]!++] = s;
  }
  return { offsets, items };
}

/**
 * Contracts all vertices where exactly two segments meet, keeping the geometry of each edge as its segments.
 * A ring that no other street meets keeps one vertex.
 * @returns edges in the order of their first vertex; lengths rounded once per edge, from cm to dm
 */
export function contractNetwork(network: Network): WalkGraph {
  const { lon, from, to, length } = network;
  const { offsets, items } = incidence(network);
  const number = new Int32Array(lon.length).fill(-1);
  const vertex: number[] = [];
  for (let v = 0; v < lon.length; v++) {
    if (offsets[v + 1]! - offsets[v]! === 2) continue;
    number[v] = vertex.length;
    vertex.push(v);
  }
  const segmentEdge = new Int32Array(from.length).fill(-1);
  const segmentStart = new Int32Array(from.length);
  const segmentTurned = new Uint8Array(from.length);
  const edges = { from: [] as number[], to: [] as number[], dm: [] as number[] };
  const starts = [0];
  const segments = new Int32Array(from.length);
  let at = 0;
  const follow = (start: number, first: number) => {
    let cm = 0;
    let v = start;
    for (let s = first; ; ) {
      segmentEdge[s] = edges.from.length;
      segmentStart[s] = cm;
      const isTurned = from[s] !== v;
      segmentTurned[s] = isTurned ? 1 : 0;
      segments[at++] = s;
      cm += length[s]!;
      v = isTurned ? from[s]! : to[s]!;
      if (number[v]! >= 0) break;
      const other = items[offsets[v]!]!;
      s = other === s ? items[offsets[v]! + 1]! : other;
    }
    edges.from.push(number[start]!);
    edges.to.push(number[v]!);
    edges.dm.push(Math.max(1, Math.round(cm / 10)));
    starts.push(at);
  };
  for (const v of vertex) {
    for (let i = offsets[v]!; i < offsets[v + 1]!; i++) if (segmentEdge[items[i]!]! < 0) follow(v, items[i]!);
  }
  for (let s = 0; s < from.length; s++) {
    if (segmentEdge[s]! >= 0) continue;
    number[from[s]!] = vertex.push(from[s]!) - 1;
    follow(from[s]!, s);
  }
  return {
    vertex: Int32Array.from(vertex),
    from: Int32Array.from(edges.from),
    to: Int32Array.from(edges.to),
    dm: Int32Array.from(edges.dm),
    segmentEdge,
    segmentStart,
    segmentTurned,
    starts: Int32Array.from(starts),
    segments,
  };
}
