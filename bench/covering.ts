// Maximal covering and set cover of a real city's crossings: 5,200 crossings of Gothenburg are places and candidates, 800 m along its streets;
// people are made up. Ours after 0.2, 2 and 10 s beside CBC (Debian's, where it is) and HiGHS (WebAssembly) with 60 s each.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { contractNetwork, type WalkGraph } from '../engines/reach/graph/contract-network.ts';
import { linkGraph } from '../engines/reach/graph/place.ts';
import { buildHierarchy } from '../engines/reach/kernel/hierarchy.ts';
import { Kernel, packSources } from '../engines/reach/kernel/kernel.ts';
import { type Cover, createCover } from '../engines/reach/siting/cover.ts';
import { improveCovering } from '../engines/reach/siting/covering.ts';
import { createDraw, gapOf, type Improving } from '../engines/reach/siting/plan.ts';
import { prove } from '../engines/reach/siting/prove.ts';
import { improveSetCover } from '../engines/reach/siting/set-cover.ts';
import { gothenburg } from './cities.ts';
import { row } from './print.ts';

type Highs = { solve(model: string, options: object): { Status: string; ObjectiveValue: number; Columns?: Record<string, { Primal: number }> } };
const radius = 8000; // dm
const peerSeconds = Number(process.argv[2] ?? 60);
const moments = [0.2, 2, 10, 60];

/** Crossings spread over the city, every n-th along the Hilbert curve, as places and candidates. */
function instance(graph: WalkGraph, places: number): { cover: Cover; weight: Float64Array } {
  const draw = createDraw(11);
  const links = linkGraph(graph, null);
  const chosen = Int32Array.from({ length: places }, (_, i) => Math.floor((i * graph.vertex.length) / places));
  const numberOf = new Int32Array(links.vertices).fill(-1);
  for (const [i, v] of chosen.entries()) numberOf[v] = i;
  const kernel = new Kernel(links, buildHierarchy(links, radius));
  const matrix = kernel.matrix(packSources(Array.from(chosen, (v) => [v, 0])), radius, { first: 0, sweep: true });
  const lists = Array.from(chosen, (_, j) =>
    matrix.place
      .subarray(matrix.offsets[j], matrix.offsets[j + 1])
      .map((v) => numberOf[v]!)
      .filter((i) => i >= 0),
  );
  return { cover: createCover(places, lists), weight: Float64Array.from({ length: places }, () => Math.round(3 * 1.6 ** draw(10))) };
}

async function ours(name: string, plans: Improving, moments: readonly number[]): Promise<void> {
  const left = [...moments];
  for await (const { plan, seconds } of prove(plans, moments.at(-1)!)) {
    while (left.length > 0 && (seconds >= left[0]! || plan.isProven)) {
      row(
        name,
        `${left[0]} s`,
        `value ${plan.value}`,
        `bound ${plan.bound.toFixed(1)}`,
        plan.isProven ? `proven, ${seconds.toFixed(1)} s` : `gap ${(100 * gapOf(plan)).toFixed(3)} %`,
      );
      left.shift();
    }
  }
}

const terms = (list: readonly string[]) => list.join(' + ').replaceAll(/((?:[^+]+\+){40})/g, '$1\n');
const sitesOf = (cover: Cover, i: number) => Array.from(cover.demandSite.subarray(cover.demandStart[i]!, cover.demandStart[i + 1]!), (j) => `y${j}`);

/** The whole model in the LP format: covering when p is given, set cover otherwise. */
function model(cover: Cover, weight: Float64Array, p: number | null): string {
  const demands = Array.from({ length: cover.demands }, (_, i) => i);
  const all = Array.from({ length: cover.sites }, (_, j) => `y${j}`);
  const goal = p === null ? `Minimize\n obj: ${terms(all)}` : `Maximize\n obj: ${terms(demands.map((i) => `${weight[i]} z${i}`))}`;
  const rows = demands.map((i) => (p === null ? ` c${i}: ${terms(sitesOf(cover, i))} >= 1` : ` c${i}: ${terms(sitesOf(cover, i))} - z${i} >= 0`));
  const count = p === null ? [] : [` p: ${terms(all)} = ${p}`];
  const bounds = p === null ? [] : ['Bounds', ...demands.map((i) => ` 0 <= z${i} <= 1`)];
  return [goal, 'Subject To', ...rows, ...count, ...bounds, 'Binary', ...all.map((y) => ` ${y}`), 'End', ''].join('\n');
}

/** CBC 2.10.8 aborts with a CoinError on some set covers unless its presolve is off; it then runs without, and the row says so. */
function cbc(text: string): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'linli-cbc-'));
  const [file, solution] = [path.join(folder, 'model.lp'), path.join(folder, 'solution.txt')];
  writeFileSync(file, text);
  const run = (...options: string[]) =>
    spawnSync('cbc', [file, ...options, 'sec', String(peerSeconds), 'solve', 'solu', solution], { encoding: 'utf8', maxBuffer: 1e8 });
  let { error, stdout } = run();
  const isPlain = existsSync(solution);
  if (!error && !isPlain) ({ error, stdout } = run('presolve', 'off'));
  const first = error ? 'not on this machine' : readFileSync(solution, 'utf8').split('\n')[0]!;
  const bound = stdout?.match(/(?:Lower|Upper) bound:\s*(\S+)/)?.[1] ?? stdout?.match(/best possible (\S+)/g)?.at(-1) ?? '';
  rmSync(folder, { recursive: true });
  return `${first} bound ${bound}${isPlain || error ? '' : ' (presolve off)'}`;
}

const highs = await (createRequire(import.meta.url)('highs') as () => Promise<Highs>)();
function peers(name: string, text: string): void {
  for (const [peer, run] of [
    ['CBC', () => cbc(text)],
    [
      'HiGHS',
      () => {
        const { Status, ObjectiveValue } = highs.solve(text, { time_limit: peerSeconds });
        return `${Status} ${ObjectiveValue}`;
      },
    ],
  ] as const) {
    const start = performance.now();
    let outcome: string;
    try {
      outcome = run();
    } catch (error) {
      outcome = `failed: ${String(error)}`;
    }
    row(name, peer, `${((performance.now() - start) / 1000).toFixed(1)} s`, outcome);
  }
}

const graph = contractNetwork(gothenburg());
const { cover, weight } = instance(graph, 5200);
row('Gothenburg', `${cover.sites} places and sites`, `${cover.siteDemand.length} pairs within ${radius / 10} m`);
for (const p of [20, 40]) await ours(`covering, p ${p}`, improveCovering({ cover, weight, p }), moments);
await ours('set cover', improveSetCover({ cover }), moments);
if (peerSeconds > 0) {
  for (const p of [20, 40]) peers(`covering, p ${p}`, model(cover, weight, p));
  peers('set cover', model(cover, weight, null));
}

const start = performance.now();
const every = instance(graph, graph.vertex.length);
row('every crossing', `${every.cover.sites} sites`, `${every.cover.siteDemand.length} pairs`, `${((performance.now() - start) / 1000).toFixed(1)} s`);
await ours('covering, p 50', improveCovering({ ...every, p: 50 }), [2, 5, 10, 30, 60]);
