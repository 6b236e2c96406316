// Siting on public instances with known optima: seconds to the best plan and to its proof, beside HiGHS (WebAssembly) on the whole model.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { improveCenter } from '../engines/reach/siting/center.ts';
import { improveMedian } from '../engines/reach/siting/median.ts';
import { readOrGraph } from '../engines/reach/siting/or-graph.ts';
import { gapOf, type Improving, type Plan } from '../engines/reach/siting/plan.ts';
import { row } from './print.ts';

type Known = { name: string; n: number; p: number; pmedian_opt_published: number; pcenter_opt_published: number };
type Highs = { solve(model: string, options: object): { Status: string; ObjectiveValue: number } };
const folder = process.argv[2] ?? '../shared/data';
const limit = Number(process.argv[3] ?? 2);
const known = (JSON.parse(readFileSync(`${folder}/known-optima.json`, 'utf8')) as { pmed: Known[] }).pmed;

const graph = (name: string) => readOrGraph(readFileSync(`${folder}/pmed/${name}.txt`, 'utf8')).distance;

function measure(plans: Improving): { plan: Plan; found: number; total: number } {
  const start = performance.now();
  let found = 0;
  let value = Number.NaN;
  for (;;) {
    const plan = plans.next().value as Plan;
    const passed = (performance.now() - start) / 1000;
    if (plan.value !== value) {
      value = plan.value;
      found = passed;
    }
    if (plan.isProven || passed > limit) return { plan, found, total: passed };
  }
}

/** The p-median as a mixed-integer program in the LP format. */
function model(d: Float64Array, n: number, p: number): string {
  const all = Array.from({ length: n }, (_, j) => j);
  const pairs = all.flatMap((j) => all.map((i) => [j, i] as const));
  return [
    `Minimize\n obj: ${pairs.map(([j, i]) => `${d[j * n + i]} x${j}_${i}`).join('\n + ')}`,
    `Subject To\n${all.map((i) => ` s${i}: ${all.map((j) => `x${j}_${i}`).join(' + ')} = 1`).join('\n')}`,
    pairs.map(([j, i]) => ` l${j}_${i}: x${j}_${i} - y${j} <= 0`).join('\n'),
    ` p: ${all.map((j) => `y${j}`).join(' + ')} = ${p}`,
    `Binary\n${all.map((j) => ` y${j}`).join('\n')}\nEnd`,
  ].join('\n');
}

const highs = await (createRequire(import.meta.url)('highs') as () => Promise<Highs>)();
const sums = { median: 0, center: 0, optimal: 0, centers: 0, proven: 0 };
row('instance (n, p)', 'median', 'found s', 'gap %', 'proof s', 'HiGHS s', 'centre', 'found s');
for (const { name, n, p, pmedian_opt_published: best, pcenter_opt_published: center } of known) {
  const distance = graph(name);
  const median = measure(improveMedian({ distance, weight: new Float64Array(n).fill(1), sites: n, p }));
  const middle = measure(improveCenter({ distance, demands: n, sites: n, p }));
  let peer = '';
  if (n === 100) {
    const start = performance.now();
    const { Status, ObjectiveValue } = highs.solve(model(distance, n, p), { time_limit: 60 });
    peer = `${((performance.now() - start) / 1000).toFixed(2)}${Status === 'Optimal' && Math.abs(ObjectiveValue - best) < 1e-6 ? '' : ` ${Status}`}`;
  }
  sums.median += median.found;
  sums.center += middle.found;
  sums.optimal += Number(median.plan.value === best);
  sums.centers += Number(middle.plan.value === center);
  sums.proven += Number(median.plan.isProven);
  row(
    `${name} (${n}, ${p})`,
    `${median.plan.value}${median.plan.value === best ? '' : ` not ${best}`}`,
    median.found.toFixed(3),
    (100 * gapOf(median.plan)).toFixed(3),
    median.plan.isProven ? median.total.toFixed(3) : '-',
    peer,
    `${middle.plan.value}${middle.plan.value === center ? '' : ` not ${center}`}`,
    middle.found.toFixed(3),
  );
}
row(
  'all',
  `${sums.optimal} of ${known.length} optimal`,
  `mean ${(sums.median / known.length).toFixed(3)}`,
  '',
  `${sums.proven} proven`,
  '',
  `${sums.centers} of ${known.length} optimal`,
  `mean ${(sums.center / known.length).toFixed(3)}`,
);
