import { type AssignedPlan, improveCapacitated, TooLittleCapacity } from '../../engines/reach/siting/capacitated.ts';
import { improveCenter } from '../../engines/reach/siting/center.ts';
import { improveCovering } from '../../engines/reach/siting/covering.ts';
import { improveMedian } from '../../engines/reach/siting/median.ts';
import { gapOf, type Plan } from '../../engines/reach/siting/plan.ts';
import type { Told } from '../../engines/reach/siting/program.ts';
import { improveProgramme } from '../../engines/reach/siting/programme.ts';
import { prove } from '../../engines/reach/siting/prove.ts';
import { improveSetCover, Uncoverable } from '../../engines/reach/siting/set-cover.ts';
import { fca } from './fca.ts';
import type { Options } from './main.ts';
import { matrix } from './matrix.ts';
import { type Instance, type Radius, readCosts, readInstance, readLoads } from './site-instance.ts';

type Problem = 'mclp' | 'pmedian' | 'pcenter' | 'lscp' | 'cpmp';
const measures: Record<Problem, string> = {
  mclp: 'weight covered',
  pmedian: 'weight × distance',
  pcenter: 'longest distance',
  lscp: 'sites',
  cpmp: 'weight × distance',
};

const wholeNumber = (value: string | boolean | undefined, name: string): number => {
  if (!/^\d+$/.test(String(value ?? '')) || Number(value) < 1) throw new Error(`Say --${name} with a whole number above 0.`);
  return Number(value);
};
const aboveZero = (value: string | boolean | undefined, name: string): number => {
  if (!(Number(value) > 0)) throw new Error(`Say --${name} with a number above 0.`);
  return Number(value);
};

/** Numbers of sites from their ids, separated by commas. */
function numbersOf(instance: Instance, value: string | boolean | undefined, name: string): number[] {
  if (typeof value !== 'string') return [];
  return value.split(',').map((id) => {
    const j = instance.siteIds.indexOf(id.trim());
    if (j < 0) throw new Error(`--${name}: there is no site ${id.trim()}.`);
    return j;
  });
}

type Plans = Generator<Plan | AssignedPlan | null, void, Told | undefined>;

/** Distances as some published instances mean them: whole, rounded down or to the nearest. */
function rounded(distance: Float64Array, rounding: string | boolean | undefined): Float64Array {
  if (rounding === undefined) return distance;
  if (rounding !== 'down' && rounding !== 'nearest') throw new Error('--rounding must be down or nearest.');
  return distance.map(rounding === 'down' ? Math.floor : Math.round);
}

/** `800`, or `MEAL=800,CARE=1000`: how far each function reaches. */
function radiusIn(value: string | boolean | undefined): Radius {
  if (!String(value ?? '').includes('=')) return aboveZero(value, 'radius');
  return new Map(
    String(value)
      .split(',')
      .map((part) => {
        const [use, metres] = part.split('=');
        return [use!.trim(), aboveZero(metres, 'radius')];
      }),
  );
}

/** Sites that open together: `A+B,C+D`. */
function pairsIn(instance: Instance, value: string | boolean | undefined): [number, number][] {
  if (typeof value !== 'string') return [];
  return value.split(',').map((pair) => {
    const sites = numbersOf(instance, pair.replaceAll('+', ','), 'pairs');
    if (sites.length !== 2) throw new Error(`--pairs: ${pair} does not name two sites, as A+B does.`);
    return [sites[0]!, sites[1]!];
  });
}

/** How many sites open: --p, or what the instance says. */
const countIn = (instance: Instance, values: Options['values']) =>
  values['p'] === undefined && instance.p !== null ? instance.p : wholeNumber(values['p'], 'p');

type Common = { fixed: number[]; forbidden: number[]; seed: number };

/** Maximal covering: by number alone, or as a programme where money, rooms or pairs come in. */
async function covering(instance: Instance, values: Options['values'], common: Common): Promise<Plans> {
  const { weight, room } = instance;
  const cover = instance.within(radiusIn(values['radius']));
  const budget = values['budget'] === undefined ? Infinity : aboveZero(values['budget'], 'budget');
  const pairs = pairsIn(instance, values['pairs']);
  if (budget === Infinity && pairs.length === 0 && !room) return improveCovering({ ...common, cover, weight, p: countIn(instance, values) });
  const isCounted = values['p'] !== undefined || instance.p !== null;
  if (!isCounted && budget === Infinity) throw new Error('Say how many sites may open (--p), or what may be spent (--budget).');
  const cost = await readCosts(values, instance.siteIds);
  return improveProgramme({ ...common, cover, weight, cost, budget, pairs, ...(isCounted && { p: countIn(instance, values) }), ...(room && { room }) });
}

async function solver(problem: Problem, instance: Instance, values: Options['values']): Promise<Plans> {
  const constraints = { fixed: numbersOf(instance, values['fixed'], 'fixed'), forbidden: numbersOf(instance, values['forbidden'], 'forbidden') };
  const both = constraints.fixed.find((j) => constraints.forbidden.includes(j));
  if (both !== undefined) throw new Error(`Site ${instance.siteIds[both]} is both fixed and forbidden.`);
  const seed = values['seed'] === undefined ? 1 : wholeNumber(values['seed'], 'seed');
  const common = { ...constraints, seed };
  if (problem === 'lscp') return improveSetCover({ ...common, cover: instance.within(radiusIn(values['radius'])) });
  if (problem === 'mclp') return covering(instance, values, common);
  const p = countIn(instance, values);
  const { weight } = instance;
  const sites = instance.siteIds.length;
  if (problem === 'cpmp') {
    const { load, weight: perDistance, capacity } = await readLoads(values, instance);
    const distance = rounded(instance.distance(), values['rounding']);
    const cost = distance.map((d, at) => d * perDistance[at % perDistance.length]!);
    return improveCapacitated({ ...common, cost, demands: load.length, sites, load, capacity, p });
  }
  if (problem === 'pmedian')
    return improveMedian({ ...common, distance: instance.distance(), weight, sites, p, opening: await readCosts(values, instance.siteIds) });
  return improveCenter({ ...common, distance: instance.distance(), demands: weight.length, sites, p });
}

type Outcome = { plan: Plan; seconds: number; secondsToBest: number; improvements: { seconds: number; value: number; bound: number; gap: number }[] };

/** Improves until proven or until the time is over, and says every better value on the error stream. */
async function improve(plans: Plans, limit: number): Promise<Outcome> {
  const improvements: Outcome['improvements'] = [];
  let latest: Outcome | null = null;
  for await (const { plan, seconds } of prove(plans, limit)) {
    if (plan === null) continue;
    const gap = gapOf(plan);
    const last = improvements.at(-1);
    if (last?.value !== plan.value || last.gap - gap > 0.001 || plan.isProven) {
      improvements.push({ seconds: Number(seconds.toFixed(3)), value: plan.value, bound: plan.bound, gap });
      process.stderr.write(`${seconds.toFixed(2).padStart(7)} s  value ${plan.value}  bound ${plan.bound}  gap ${(100 * gap).toFixed(3)} %\n`);
    }
    const best = improvements.find((entry) => entry.value === plan.value)!;
    latest = { plan, seconds: Number(seconds.toFixed(3)), secondsToBest: best.seconds, improvements };
  }
  if (!latest) throw new Error('No plan that fits was found in this time. Give more --seconds, more --p or more capacity.');
  return latest;
}

/** What went wrong, in the words of the instance. */
function explain(error: unknown, instance: Instance): unknown {
  if (error instanceof TooLittleCapacity) return new Error(`${error.message} Raise --capacity or --p.`);
  if (error instanceof Uncoverable) return new Error(`${instance.demandIds[error.demand]} lies within the radius of no site that may open.`);
  return error;
}

/** Chooses sites on anybody's instance: covering, median, centre or set cover, each with a bound that tells how good the plan is. */
export async function reach(options: Options): Promise<number> {
  const { positionals, values } = options;
  if (positionals[0] === 'fca') return fca(options);
  if (positionals[0] === 'matrix') return matrix(options);
  const problem = String(values['problem'] ?? '') as Problem;
  if (positionals[0] !== 'site' || !(problem in measures))
    throw new Error(`Say what to do: linli reach fca …, or linli reach site --problem ${Object.keys(measures).join('|')} --matrix F.csv`);
  const instance = await readInstance(values);
  const limit = values['seconds'] === undefined ? 10 : aboveZero(values['seconds'], 'seconds');
  const { plan, ...times } = await improve(await solver(problem, instance, values), limit).catch((error: unknown) => {
    throw explain(error, instance);
  });
  const result = {
    problem,
    demands: instance.demandIds.length,
    candidates: instance.siteIds.length,
    measure: measures[problem],
    value: plan.value,
    bound: plan.bound,
    gap: gapOf(plan),
    proven: plan.isProven,
    sites: plan.sites.map((j) => instance.siteIds[j]!),
    ...('assignment' in plan && {
      assignment: Object.fromEntries((plan as AssignedPlan).assignment.map((j, i) => [instance.demandIds[i]!, instance.siteIds[j]!])),
    }),
    ...times,
  };
  if (values['json']) process.stdout.write(`${JSON.stringify(result, null, 1)}\n`);
  else {
    process.stdout.write(
      `${problem}: ${result.measure} ${result.value}, no plan is better than ${result.bound} (gap ${(100 * result.gap).toFixed(3)} %${plan.isProven ? ', proven' : ''}), ${result.seconds} s\n${result.sites.join('\n')}\n`,
    );
  }
  return 0;
}
