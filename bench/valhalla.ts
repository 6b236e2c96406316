// Walks beside Valhalla (npm; its own graph of the same file): 2,000 random pairs, and by class why the rest differs.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { buildNetwork, type Network } from '../engines/reach/network.ts';
import { readOsmPbf } from '../engines/reach/osm-pbf.ts';
import { Searcher } from '../engines/reach/search.ts';
import { createDraw } from '../engines/reach/siting/plan.ts';
import type { RawStreets } from '../engines/reach/streets.ts';
import { copies, writeOsm } from './cities.ts';
import { row } from './print.ts';

type Place = { lon: number; lat: number };
type Edge = { way_id: number; length: number };
type Located = { edges: { edge_info: { way_id: number } }[] | null }[];
type Actor = {
  route(query: object): Promise<{ trip: { summary: { length: number }; legs: { shape: string }[] } }>;
  traceAttributes(query: object): Promise<{ edges: Edge[] }>;
  locate(query: object): Promise<Located>;
};
type Valhalla = { getConfig(options: object): Promise<object>; Actor: new (config: object) => Actor };
const pairs = 2000;
const farthest = 500_000; // cm
const walking = {
  costing: 'pedestrian',
  costing_options: {
    pedestrian: {
      shortest: true,
      maneuver_penalty: 0,
      service_penalty: 0,
      private_access_penalty: 0,
      gate_penalty: 0,
      gate_cost: 0,
      step_penalty: 0,
      destination_only_penalty: 0,
      alley_penalty: 0,
      type: 'foot',
    },
  },
};
const near = (a: number, b: number) => Math.abs(a - b) <= 0.01 * Math.min(a, b);

/** Valhalla over an extract; its tiles are built in the folder. */
async function open(file: string, folder: string): Promise<Actor> {
  const { getConfig, Actor: Made } = createRequire(import.meta.url)('@valhallajs/valhallajs') as Valhalla;
  mkdirSync(folder);
  const config = await getConfig({ tileDir: path.join(folder, 'tiles'), tileExtract: '' });
  writeFileSync(path.join(folder, 'config.json'), JSON.stringify(config));
  const cli = path.join(import.meta.dirname, 'node_modules/@valhallajs/valhallajs/bin/valhalla-cli.js');
  const { status, stderr } = spawnSync(process.execPath, [cli, 'build_tiles', '-c', path.join(folder, 'config.json'), file], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`Valhalla built no tiles: ${stderr.slice(-200)}`);
  return new Made(config);
}

class Comparison {
  private readonly actor: Actor;
  private readonly raw: RawStreets;
  private readonly network: Network;
  private readonly searcher: Searcher;
  private readonly ids: ReadonlySet<number>;
  private readonly draw = createDraw(5);
  private readonly closed = new Map<number, boolean>();

  constructor(actor: Actor, raw: RawStreets) {
    this.actor = actor;
    this.raw = raw;
    this.network = buildNetwork(raw);
    this.searcher = new Searcher(this.network);
    this.ids = new Set(raw.ways.map(({ id }) => id));
  }

  private at(v: number): Place {
    return { lon: this.network.lon[v]!, lat: this.network.lat[v]! };
  }

  /** Two places up to 5 km of walk apart, at least 200 m; the searcher stands at the first. */
  private pair(): { from: number; to: number; metres: number } {
    for (;;) {
      const segment = this.draw(this.network.from.length);
      const from = this.network.from[segment]!;
      this.searcher.run([{ segment, offset: 0, access: 0, ...this.at(from) }], farthest);
      const to = this.searcher.reached[this.draw(this.searcher.reachedCount)]!;
      if (this.searcher.distance[to]! > 20_000) return { from, to, metres: this.searcher.distance[to]! / 100 };
    }
  }

  private wayBetween(a: number, b: number): number {
    const { from, to, way } = this.network;
    return way[from.findIndex((v, s) => (v === a && to[s] === b) || (v === b && to[s] === a))]!;
  }

  /** Whether Valhalla has no edge for people on a way, tried in the middle of a segment of it. */
  private async isClosed(way: number, a: Place, b: Place): Promise<boolean> {
    const known = this.closed.get(way);
    if (known !== undefined) return known;
    const place = { lon: (a.lon + b.lon) / 2, lat: (a.lat + b.lat) / 2, radius: 0 };
    const [found] = await this.actor.locate({ locations: [place], verbose: true, costing: 'pedestrian' });
    const isClosed = !found?.edges?.some(({ edge_info }) => edge_info.way_id === this.raw.ways[way]!.id);
    this.closed.set(way, isClosed);
    return isClosed;
  }

  /** Why Valhalla's walk is longer than ours. */
  private async whyLonger(to: number, metres: number): Promise<string> {
    const line = this.searcher.pathFrom(to);
    for (let i = 0; i + 1 < line.length; i++) {
      const way = this.wayBetween(line[i]!, line[i + 1]!);
      const { highway, foot, access } = this.raw.ways[way]!.tags;
      if (await this.isClosed(way, this.at(line[i]!), this.at(line[i + 1]!)))
        return `it does not walk highway=${highway}${foot ? ` foot=${foot}` : ''}${access ? ` access=${access}` : ''}`;
    }
    const shape = line.map((v) => this.at(v));
    const trace = await this.actor.traceAttributes({ shape, shape_match: 'map_snap', ...walking }).catch(() => null);
    const traced = 1000 * (trace?.edges ?? []).reduce((sum, { length }) => sum + length, 0);
    return near(traced, metres) ? 'it walks our way too, as long as we say, and gives a longer one' : 'not explained (longer)';
  }

  /** Why Valhalla's walk is shorter than ours. */
  private async whyShorter(shape: string): Promise<string> {
    const trace = await this.actor.traceAttributes({ encoded_polyline: shape, shape_match: 'edge_walk', ...walking }).catch(() => null);
    if (!trace) return 'not explained (its way cannot be traced)';
    if (trace.edges.some(({ way_id }) => !this.ids.has(way_id))) return 'it walks ways that are closed to us (private)';
    return 'not explained (shorter)';
  }

  async run(name: string): Promise<void> {
    const classes = new Map<string, number>();
    let same = 0;
    for (let n = 0; n < pairs; n++) {
      const { from, to, metres } = this.pair();
      const reply = await this.actor.route({ locations: [this.at(from), this.at(to)], ...walking, units: 'kilometers' }).catch(() => null);
      const theirs = 1000 * (reply?.trip.summary.length ?? 0);
      if (near(theirs, metres)) {
        same++;
        continue;
      }
      const why = !reply ? 'it finds no walk' : theirs > metres ? await this.whyLonger(to, metres) : await this.whyShorter(reply.trip.legs[0]!.shape);
      classes.set(why, (classes.get(why) ?? 0) + 1);
    }
    row(name, `${same} of ${pairs} within 1 %`, `${((100 * same) / pairs).toFixed(2)} %`);
    for (const [why, count] of [...classes].sort((a, b) => b[1] - a[1])) row(`  ${why}`, String(count));
  }
}

/** Gothenburg; on cycleways people walk in Sweden, which Valhalla does not assume: foot=yes is added. */
function city() {
  const raw = copies(1);
  for (const { tags } of raw.ways) if (['cycleway', 'bridleway'].includes(tags['highway'] ?? '')) tags['foot'] ??= 'yes';
  return raw;
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'linli-valhalla-'));
const files: [string, string | null][] = [
  ['Porto Alegre', path.resolve(process.argv[2] ?? '../shared/data/porto-alegre', 'poa_osm.pbf')],
  ['Gothenburg', writeOsm(city(), folder)],
];
for (const [name, file] of files) {
  if (file) await new Comparison(await open(file, path.join(folder, name)), await readOsmPbf(readFileSync(file))).run(name);
  else row(name, 'skipped: osmium-tool, which writes its file, is not installed');
}
rmSync(folder, { recursive: true });
