import type { Program, Told } from './program.ts';

/**
 * A plan as a search stands at it. Solvers are generators: each `next()` does a bounded piece of work and yields the plan so far, so that who
 * asks decides how long to go on, shows every improvement, and can stop at any time. They use no clock and no hidden randomness.
 */
export type Plan = {
  /** Chosen sites, by number, ascending. */
  sites: number[];
  /** What the plan is worth: cost, people covered, distance or number of sites. */
  value: number;
  /** No plan can be better than this: below for costs, above for people covered. */
  bound: number;
  /** The bound equals the value: no plan is better. */
  isProven: boolean;
  /** What is still undecided, for a prover; null where it has more factors than `most`. Absent where the problem is not stated that way. */
  rest?: (most: number) => Program | null;
};

/** `next(told)` takes in what a prover found out meanwhile. */
export type Improving = Generator<Plan, void, Told | undefined>;

/** Value and bound as a plan tells them: those of whole weights are whole, and the plan is proven where they meet. */
export function standing(goal: Program['goal'], best: number, limit: number, isInteger: boolean): Pick<Plan, 'value' | 'bound' | 'isProven'> {
  const value = isInteger ? Math.round(best) : best;
  const whole = goal === 'most' ? Math.floor(limit + 1e-6) : Math.ceil(limit - 1e-6);
  const bound = isInteger ? whole : limit;
  const left = goal === 'most' ? bound - value : value - bound;
  const isProven = left <= 1e-9 * Math.max(1, Math.abs(value));
  return { value, bound: isProven ? value : bound, isProven };
}

/** How far the value may be from the best possible, as a share of the larger of the two; 0 when proven. */
export function gapOf({ value, bound, isProven }: Plan): number {
  if (isProven || value === bound) return 0;
  return Math.abs(value - bound) / Math.max(Math.abs(value), Math.abs(bound), 1e-12);
}

/** Whole numbers from 0 to below `n`, always the same for the same seed (xorshift32, Marsaglia 2003). */
export type Draw = (n: number) => number;
export function createDraw(seed: number): Draw {
  let state = (seed | 0) === 0 ? 0x9e3779b9 : seed | 0;
  return (n) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 0x100000000) * n);
  };
}

/** Sites that must stand, and sites that must not. */
export type Constraints = { fixed?: readonly number[]; forbidden?: readonly number[] };

/** Which sites a search may open (1), must open (2) or must not (0). */
export function roles(sites: number, { fixed = [], forbidden = [] }: Constraints): Uint8Array {
  const role = new Uint8Array(sites).fill(1);
  for (const j of forbidden) role[j] = 0;
  for (const j of fixed) role[j] = 2;
  return role;
}

/** @throws RangeError when p is larger than the sites that may be open, or smaller than those that must */
export function checkCount(p: number, role: Uint8Array): void {
  const most = role.filter((entry) => entry > 0).length;
  const least = Math.max(1, role.filter((entry) => entry === 2).length);
  if (p < least || p > most) throw new RangeError(`p must lie between ${least} and ${most}`);
}

/** The numbers of the `count` largest entries among those allowed, without sorting all (quickselect; ties by number). */
export function largest(values: Float64Array, count: number, isAllowed: (j: number) => boolean): Int32Array {
  const order: number[] = [];
  for (let j = 0; j < values.length; j++) if (isAllowed(j)) order.push(j);
  const keys = Int32Array.from(order);
  const isBefore = (a: number, b: number) => values[a]! > values[b]! || (values[a]! === values[b]! && a < b);
  let low = 0;
  let high = keys.length - 1;
  while (low < high) {
    const pivot = keys[(low + high) >> 1]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (isBefore(keys[i]!, pivot)) i++;
      while (isBefore(pivot, keys[j]!)) j--;
      if (i <= j) {
        const swap = keys[i]!;
        keys[i++] = keys[j]!;
        keys[j--] = swap;
      }
    }
    if (count - 1 <= j) high = j;
    else if (count - 1 >= i) low = i;
    else break;
  }
  return keys.slice(0, count);
}
