import { binary, type Decay, floatingCatchment, gaussian, inverse, type Method, methods, type Pairs, steps } from '../../engines/reach/fca.ts';
import type { Options } from './main.ts';
import { type Instance, readInstance, readSupply } from './site-instance.ts';

/** The decay that --decay names; zones as "300:1,600:0.68,900:0.22". */
function decayOf(values: Options['values']): Decay {
  const name = String(values['decay'] ?? 'gaussian');
  const bound = Number(values['radius']);
  if (name.includes(':')) {
    const zones = name.split(',').map((zone) => zone.split(':').map(Number) as [number, number]);
    if (zones.some(([upTo, weight]) => !(upTo > 0) || !(weight >= 0))) throw new Error('Write zones as distance:weight, for example 300:1,600:0.68,900:0.22.');
    return steps(zones.toSorted(([a], [b]) => a - b));
  }
  const decays: Record<string, (bound: number) => Decay> = { binary, gaussian, inverse };
  const make = decays[name];
  if (!make) throw new Error('--decay must be binary, gaussian, inverse or zones such as 300:1,600:0.68,900:0.22.');
  if (!(bound > 0)) throw new Error('Say --radius with a number above 0: how far a catchment reaches.');
  return make(bound);
}

/** The pairs that have a way. */
function pairsOf(instance: Instance): Pairs {
  const matrix = instance.distance();
  const demands = instance.demandIds.length;
  const start = new Int32Array(instance.siteIds.length + 1);
  const demand: number[] = [];
  const distance: number[] = [];
  for (let j = 0; j < instance.siteIds.length; j++) {
    for (let i = 0; i < demands; i++) {
      if (matrix[j * demands + i] === Infinity) continue;
      demand.push(i);
      distance.push(matrix[j * demands + i]!);
    }
    start[j + 1] = demand.length;
  }
  return { supplies: instance.siteIds.length, demands, start, demand: Int32Array.from(demand), distance: Float64Array.from(distance) };
}

/** Supply in reach per person by floating catchments, on anybody's distances. */
export async function fca({ values }: Options): Promise<number> {
  const method = String(values['method'] ?? '2sfca') as Method;
  if (!methods.includes(method)) throw new Error(`--method must be one of ${methods.join(', ')}.`);
  const decay = decayOf(values);
  const instance = await readInstance(values);
  const supply = await readSupply(values, instance.siteIds);
  const { access, ratio } = floatingCatchment(method, pairsOf(instance), supply, instance.weight, decay);
  if (values['json']) {
    const named = (ids: string[], list: Float64Array) => Object.fromEntries(ids.map((id, i) => [id, list[i]!]));
    process.stdout.write(`${JSON.stringify({ method, access: named(instance.demandIds, access), ratio: named(instance.siteIds, ratio) }, null, 1)}\n`);
  } else {
    process.stdout.write(`demand,access\n${instance.demandIds.map((id, i) => `${id.replaceAll(',', ' ')},${access[i]}`).join('\n')}\n`);
  }
  return 0;
}
