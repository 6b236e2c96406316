import type { Joint } from '../join.ts';
import { distanceMetres } from '../metric.ts';
import { components, linksOf, type Network } from '../network.ts';

type Point = readonly [lon: number, lat: number];
type Ends = { from: number[]; to: number[]; length: number[]; way: number[] };

const withLinks = (network: Network, lon: Float64Array, lat: Float64Array, { from, to, length, way }: Ends): Network => ({
  ...network,
  lon,
  lat,
  from: Int32Array.from(from),
  to: Int32Array.from(to),
  length: Int32Array.from(length),
  way: Int32Array.from(way),
  ...linksOf(lon.length, Int32Array.from(from), Int32Array.from(to), Int32Array.from(length)),
});

/** The network with every street cut where a line crosses it. Both stumps stay, so that doors on them keep their way to the street. */
export function blockAcross(network: Network, [[ax, ay], [bx, by]]: readonly [Point, Point]): Network {
  const [lon, lat] = [Array.from(network.lon), Array.from(network.lat)];
  const ends: Ends = { from: Array.from(network.from), to: Array.from(network.to), length: Array.from(network.length), way: Array.from(network.way) };
  for (let s = 0; s < network.from.length; s++) {
    const [a, b] = [ends.from[s]!, ends.to[s]!];
    const [dx, dy] = [lon[b]! - lon[a]!, lat[b]! - lat[a]!];
    const across = (bx - ax) * dy - (by - ay) * dx;
    if (across === 0) continue;
    // Shares of the way along the line and along the segment at which they meet.
    const onLine = ((lon[a]! - ax) * dy - (lat[a]! - ay) * dx) / across;
    const t = ((lon[a]! - ax) * (by - ay) - (lat[a]! - ay) * (bx - ax)) / across;
    if (onLine < 0 || onLine > 1 || t < 0 || t > 1) continue;
    const cut = Math.min(network.length[s]! - 1, Math.max(1, Math.round(t * network.length[s]!)));
    const [near, far] = [0, 1].map(() => {
      lat.push(lat[a]! + t * dy);
      return lon.push(lon[a]! + t * dx) - 1;
    }) as [number, number];
    ends.to[s] = near;
    ends.length[s] = Math.max(1, cut);
    ends.from.push(far);
    ends.to.push(b);
    ends.length.push(Math.max(1, network.length[s]! - cut));
    ends.way.push(ends.way[s]!);
  }
  return withLinks(network, Float64Array.from(lon), Float64Array.from(lat), ends);
}

/** The network with a straight new path between two points of it. Both points become vertices; their segments are cut in two there. */
export function openPath(network: Network, start: Joint, end: Joint): Network {
  const [lon, lat] = [Array.from(network.lon), Array.from(network.lat)];
  const ends: Ends = { from: Array.from(network.from), to: Array.from(network.to), length: Array.from(network.length), way: Array.from(network.way) };
  const joined = [start, end]
    .map((joint, number) => ({ joint, number }))
    // Two points on one segment: the farther cut first, so that the nearer one's offset stays true.
    .sort((a, b) => b.joint.offset - a.joint.offset)
    .map(({ joint, number }) => {
      const { segment: s, offset } = joint;
      if (offset <= 0) return { vertex: ends.from[s]!, number };
      if (offset >= ends.length[s]!) return { vertex: ends.to[s]!, number };
      const vertex = lon.push(joint.lon) - 1;
      lat.push(joint.lat);
      ends.from.push(vertex);
      ends.to.push(ends.to[s]!);
      ends.length.push(ends.length[s]! - offset);
      ends.way.push(ends.way[s]!);
      ends.to[s] = vertex;
      ends.length[s] = offset;
      return { vertex, number };
    });
  const [a, b] = [0, 1].map((number) => joined.find((cut) => cut.number === number)!.vertex) as [number, number];
  if (a !== b) {
    ends.from.push(a);
    ends.to.push(b);
    ends.length.push(Math.max(1, Math.round(100 * distanceMetres(lon[a]!, lat[a]!, lon[b]!, lat[b]!))));
    ends.way.push(ends.way[start.segment]!);
  }
  return withLinks(network, Float64Array.from(lon), Float64Array.from(lat), ends);
}

/**
 * The network without ways of some kinds, as who pushes a pram walks without steps. What hangs on them alone falls away with them: only the
 * main component stays, its vertices in their order.
 */
export function leaveOut(network: Network, kinds: readonly string[]): Network {
  const isOut = network.ways.map(({ kind }) => kinds.includes(kind));
  const open = network.from.map((_, s) => (isOut[network.way[s]!] ? 0 : 1));
  const walked = (ends: Int32Array) => ends.filter((_, s) => open[s] === 1);
  const { root, main } = components(network.lon.length, [walked(network.from), walked(network.to)]);
  const place = new Int32Array(root.length).fill(-1);
  let count = 0;
  for (let v = 0; v < root.length; v++) if (root[v] === main) place[v] = count++;
  const isKept = (s: number) => open[s] === 1 && place[network.from[s]!]! >= 0;
  const kept = (values: Int32Array) => values.filter((_, s) => isKept(s));
  const [from, to] = [kept(network.from).map((v) => place[v]!), kept(network.to).map((v) => place[v]!)];
  const [lon, lat] = [network.lon, network.lat].map((values) => values.filter((_, v) => place[v]! >= 0)) as [Float64Array, Float64Array];
  const length = kept(network.length);
  return { ...network, lon, lat, from, to, length, way: kept(network.way), ...linksOf(count, from, to, length) };
}
