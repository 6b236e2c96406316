import { contractNetwork, type WalkGraph } from '../../../../engines/reach/graph/contract-network.ts';
import { groupByEdge, linkGraph, placeOnGraph, seedsOf } from '../../../../engines/reach/graph/place.ts';
import { createJoiner, type Joiner } from '../../../../engines/reach/join.ts';
import { buildHierarchy } from '../../../../engines/reach/kernel/hierarchy.ts';
import { Kernel, packSources } from '../../../../engines/reach/kernel/kernel.ts';
import { distanceMetres } from '../../../../engines/reach/metric.ts';
import type { Network } from '../../../../engines/reach/network.ts';
import { Circles, type Demand, type Reading } from '../../../../engines/reach/scenario/circles.ts';
import { blockAcross, leaveOut, openPath } from '../../../../engines/reach/scenario/edit-network.ts';
import { createCover } from '../../../../engines/reach/siting/cover.ts';
import { improveCovering } from '../../../../engines/reach/siting/covering.ts';
import { gapOf } from '../../../../engines/reach/siting/plan.ts';
import type { Edit, Proposal, Settings, Stand, TableData } from './shape.ts';

/** The longest walk that sliders offer: 30 minutes at 1.333 m/s, and some more. */
const rowBound = 26_000;
export const dmOf = ({ minutes, speed }: Settings) => Math.min(rowBound, Math.round(minutes * 60 * speed * 10));

/** Streets with the people on them, and the circles of what stands there. */
export type Ground = { network: Network; graph: WalkGraph; joiner: Joiner; kernel: Kernel; circles: Circles; seedsAt(lon: number, lat: number): number[] };

/** Joins the people to the streets and prepares searches from anywhere. */
export function layGround(network: Network, cells: { lon: readonly number[]; lat: readonly number[] }, demand: Demand, reading: Reading): Ground {
  const joiner = createJoiner(network);
  const graph = contractNetwork(network);
  const doors = placeOnGraph(
    network,
    graph,
    cells.lon.map((lon, i) => joiner.join(lon, cells.lat[i]!)),
  );
  const links = linkGraph(graph, doors);
  const kernel = new Kernel(links, buildHierarchy(links, 12_000));
  const circles = new Circles(kernel, demand, reading, rowBound);
  const onEdge = groupByEdge(doors);
  const seedsAt = (lon: number, lat: number) => seedsOf(graph, links, placeOnGraph(network, graph, [joiner.join(lon, lat)]), 0, doors, onEdge);
  return { network, graph, joiner, kernel, circles, seedsAt };
}

/** The streets with some kinds left out and cuts made: blocked across a line, or a path opened along one. */
export function edited(network: Network, avoids: readonly string[], edits: readonly Edit[]): Network {
  let now = avoids.length === 0 ? network : leaveOut(network, avoids);
  for (const edit of edits) {
    if (edit.kind === 'block') now = blockAcross(now, edit.line as never);
    if (edit.kind !== 'street') continue;
    const joiner = createJoiner(now);
    const [start, end] = edit.line.map(([lon, lat]) => joiner.join(lon, lat));
    if (start && end) now = openPath(now, start, end);
  }
  return now;
}

/** Where a new facility could stand. */
export type Candidate = { lon: number; lat: number; name: string | null; floorArea: number | null };

/** Any crossing or street end. */
const crossings = ({ graph, network }: Ground): Candidate[] =>
  Array.from(graph.vertex, (vertex) => ({ lon: network.lon[vertex]!, lat: network.lat[vertex]!, name: null, floorArea: null }));

/**
 * Where so many new facilities would bring a function first to the most of the `missing` people per cell. Candidates are the idle spaces
 * given, else any crossing or street end. Yields better plans until none can be better; stop asking to stop it.
 * @param bound how far people walk, dm
 */
export function* proposeSites(ground: Ground, missing: Float64Array, bound: number, sites: number, spaces: readonly Candidate[] | null): Generator<Proposal> {
  const { kernel, circles } = ground;
  const candidates = spaces ?? crossings(ground);
  const all = packSources(candidates.map(({ lon, lat }, v) => (spaces ? ground.seedsAt(lon, lat) : [v, 0])));
  const rows = kernel.matrix(all, bound, { sweep: bound <= kernel.sweepBound });
  const lists: Int32Array[] = [];
  const useful: Candidate[] = [];
  candidates.forEach((candidate, v) => {
    const list = rows.place.subarray(rows.offsets[v], rows.offsets[v + 1]).filter((i) => missing[i]! > 0);
    if (list.length === 0) return;
    lists.push(list);
    useful.push(candidate);
  });
  if (useful.length === 0) return;
  for (const plan of improveCovering({ cover: createCover(circles.places, lists), weight: missing, p: Math.min(sites, useful.length) })) {
    yield {
      sites: plan.sites.map((j) => useful[j]!),
      value: plan.value,
      bound: plan.bound,
      gap: gapOf(plan),
      isProven: plan.isProven,
      candidates: useful.length,
    };
  }
}

/** Which cells lie within the same distance as the crow flies, as service radii of planning standards are read. */
export function withinStraight({ cells }: TableData, stands: readonly Stand[], settings: Settings): Uint8Array {
  const metres = dmOf(settings) / 10;
  const open = stands.filter((it) => it.isOpen && it.offers.some((offer) => offer.function === settings.function));
  return Uint8Array.from(cells.lon, (lon, i) => {
    const lat = cells.lat[i]!;
    return open.some((it) => Math.abs(it.lat - lat) * 110_000 <= metres && distanceMetres(lon, lat, it.lon, it.lat) <= metres) ? 1 : 0;
  });
}

/** The community of the nearest cell. */
export function areaNear({ cells }: TableData, lon: number, lat: number): string | null {
  let best = Infinity;
  let code: string | null = null;
  cells.lon.forEach((x, i) => {
    const d = (x - lon) ** 2 * 0.75 + (cells.lat[i]! - lat) ** 2;
    if (d < best) [best, code] = [d, cells.areaCode[i]!];
  });
  return code;
}
