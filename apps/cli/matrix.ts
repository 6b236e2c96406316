import fs from 'node:fs';
import path from 'node:path';
import { type CoordinateSystem, toWgs84 } from '../../engines/reach/coordinates.ts';
import { joinAll } from '../../engines/reach/coverage.ts';
import { contractNetwork } from '../../engines/reach/graph/contract-network.ts';
import { groupByEdge, linkGraph, placeOnGraph, seedsOf } from '../../engines/reach/graph/place.ts';
import { createJoiner } from '../../engines/reach/join.ts';
import { buildHierarchy } from '../../engines/reach/kernel/hierarchy.ts';
import { Kernel, packSources } from '../../engines/reach/kernel/kernel.ts';
import { mostDm } from '../../engines/reach/kernel/space.ts';
import { buildNetwork } from '../../engines/reach/network.ts';
import { readStreets } from '../../modules/streets/index.ts';
import type { Options } from './main.ts';
import { type Points, readPoints } from './site-instance.ts';
import { statedCrs } from './study.ts';

/** More sources than this are worth a hierarchy: it costs about as much as a thousand searches. */
const worthSweeping = 2000;

async function degrees(file: string, values: Options['values'], crs: CoordinateSystem): Promise<Points> {
  const points = await readPoints(file, values);
  if (!points.isDegrees) throw new Error(`${path.basename(file)} has no columns lon and lat: walks need positions on the Earth.`);
  points.ids.forEach((_, i) => {
    [points.x[i], points.y[i]] = toWgs84(points.x[i]!, points.y[i]!, crs);
  });
  return points;
}

const csvCell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Walks from points to points along the streets of a file, as rows from, to, metres. */
export async function matrix({ values }: Options): Promise<number> {
  const named = (name: string) => {
    if (typeof values[name] !== 'string') throw new Error(`Say --${name} FILE: linli reach matrix --streets S.osm.pbf --from A.csv [--to B.csv] --radius 1200`);
    return values[name];
  };
  const radius = Number(values['radius']);
  if (!(radius > 0) || 10 * radius > mostDm)
    throw new Error(`Say --radius with metres above 0 and at most ${mostDm / 10}: walks farther than this are left out.`);
  const crs = statedCrs(values['crs']);
  const started = performance.now();
  const streets = named('streets');
  const { raw } = await readStreets({ name: streets, bytes: fs.readFileSync(streets), crs });
  const network = buildNetwork(raw);
  const from = await degrees(named('from'), values, crs ?? 'WGS-84');
  const to = typeof values['to'] === 'string' ? await degrees(values['to'], values, crs ?? 'WGS-84') : from;
  const { join } = createJoiner(network);
  const joints = (points: Points) => joinAll(join, { lon: points.x, lat: points.y }).joints;
  const graph = contractNetwork(network);
  const demand = placeOnGraph(network, graph, joints(to));
  const origins = placeOnGraph(network, graph, joints(from));
  const links = linkGraph(graph, demand);
  const bound = Math.round(10 * radius);
  const sweep = from.ids.length > worthSweeping;
  const kernel = new Kernel(links, sweep ? buildHierarchy(links, bound) : null);
  const onEdge = groupByEdge(demand);
  const sources = packSources(from.ids.map((_, i) => seedsOf(graph, links, origins, i, demand, onEdge)));
  const searching = performance.now();
  const rows = kernel.matrix(sources, bound, { sweep });
  const done = performance.now();
  const lost = (placed: typeof demand) => placed.edge.filter((edge) => edge < 0).length;
  const summary = {
    from: from.ids.length,
    to: to.ids.length,
    pairs: rows.place.length,
    vertices: graph.vertex.length,
    edges: graph.dm.length,
    offStreets: { from: lost(origins), to: lost(demand) },
    kernel: kernel.kind,
    secondsToPrepare: Number(((searching - started) / 1000).toFixed(3)),
    secondsToSearch: Number(((done - searching) / 1000).toFixed(4)),
  };
  process.stderr.write(`${JSON.stringify(summary)}\n`);
  const lines = ['from,to,metres'];
  from.ids.forEach((id, i) => {
    const row = Array.from({ length: rows.offsets[i + 1]! - rows.offsets[i]! }, (_, k) => rows.offsets[i]! + k).sort((a, b) => rows.place[a]! - rows.place[b]!);
    for (const k of row) lines.push(`${csvCell(id)},${csvCell(to.ids[rows.place[k]!]!)},${(rows.dm[k]! / 10).toFixed(1)}`);
  });
  const text = `${lines.join('\n')}\n`;
  if (typeof values['out'] === 'string') fs.writeFileSync(values['out'], text);
  else process.stdout.write(text);
  return 0;
}
