import { compileCondition, type Setting } from './compile.ts';
import type { Amount } from './document.ts';
import { type Household, judge } from './interpret.ts';
import { valueIn } from './parameters.ts';
import { leastValue, unknown } from './value.ts';

/** Between what an amount lies, in fen; equal where all that it hangs on is known. */
export type Range = { low: number; high: number };

const fen = (yuan: number): Range => ({ low: Math.round(100 * yuan), high: Math.round(100 * yuan) });
const steps = { yuan: 100, jiao: 10, fen: 1 };
const roundings = { up: Math.ceil, down: Math.floor, half: (value: number) => Math.floor(value + 0.5) };
const both = (range: Range, change: (value: number) => number): Range => ({ low: change(range.low), high: change(range.high) });

/** An amount names something that it cannot be computed from. */
export class NoAmount extends Error {}

/**
 * What an amount comes to for a person, in fen. Never below 0. Fractions of a fen are rounded half up at the end, earlier only where it says so.
 * @param area of the person, for parameters; null where nobody knows it: then it is a range over all areas
 * @throws NoAmount, NoParameter, Uncompilable
 */
export function amountOf(amount: Amount, facts: Household, setting: Setting, area: string | null): Range {
  const { low, high } = new Reckoning(setting, area).of(amount, facts);
  return { low: Math.max(0, roundings.half(low)), high: Math.max(0, roundings.half(high)) };
}

class Reckoning {
  private readonly setting: Setting;
  private readonly area: string | null;
  constructor(setting: Setting, area: string | null) {
    this.setting = setting;
    this.area = area;
  }

  of(amount: Amount, facts: Household): Range {
    if (typeof amount === 'number') return fen(amount);
    if ('param' in amount) return this.parameter(amount.param);
    if ('field' in amount) return this.field(amount.field, facts);
    const all = (parts: readonly Amount[]) => parts.map((part) => this.of(part, facts));
    const over = (ranges: readonly Range[], take: (...values: number[]) => number): Range => ({
      low: take(...ranges.map((it) => it.low)),
      high: take(...ranges.map((it) => it.high)),
    });
    if ('plus' in amount) return over(all(amount.plus), (...values) => values.reduce((sum, value) => sum + value, 0));
    if ('least' in amount) return over(all(amount.least), Math.min);
    if ('most' in amount) return over(all(amount.most), Math.max);
    if ('times' in amount) return both(this.of(amount.times[0], facts), (value) => value * amount.times[1]);
    if ('minus' in amount) {
      const [from, less] = all(amount.minus) as [Range, Range];
      return { low: from.low - less.high, high: from.high - less.low };
    }
    if ('round' in amount) return both(this.of(amount.round, facts), (value) => roundings[amount.mode](value / steps[amount.to]) * steps[amount.to]);
    if ('perMember' in amount) return this.perMember(amount, facts);
    if ('ladder' in amount) return this.ladder(amount, facts);
    return this.when(amount, facts);
  }

  private parameter(code: string): Range {
    const { parameters, areas, asOf } = this.setting;
    const parameter = parameters.get(code);
    if (!parameter) throw new NoAmount(`There is no parameter ${code}.`);
    const values = (this.area === null && areas.length > 0 ? areas : [this.area ?? '']).map((area) => valueIn(parameter, area, asOf));
    return { low: fen(Math.min(...values)).low, high: fen(Math.max(...values)).high };
  }

  private field(code: string, { own }: Household): Range {
    const { dictionary } = this.setting;
    const number = dictionary.numberOf(code);
    if (number === undefined || dictionary.fields[number]!.kind !== 'number') throw new NoAmount(`${code} is not a fact that is a number.`);
    const scale = 100 / 10 ** (dictionary.fields[number]!.decimals ?? 0);
    const { min, max } = dictionary.range(number);
    const value = own[number]!;
    if (value === unknown) return { low: Math.min(0, min) * scale, high: max * scale };
    return { low: value < leastValue ? 0 : value * scale, high: value < leastValue ? 0 : value * scale };
  }

  private perMember({ perMember, where, amount }: Extract<Amount, { perMember: unknown }>, facts: Household): Range {
    const tree = where ? compileCondition(where, this.setting, 'amount.where') : null;
    let sum: Range = { low: 0, high: facts.isComplete ? 0 : Infinity };
    for (const own of perMember === 'all' ? [facts.own, ...facts.others] : facts.others) {
      const member: Household = { own, others: [], isComplete: false };
      const counts = tree ? judge(tree, member) : 2;
      if (counts === 0) continue;
      const { low, high } = this.of(amount, member);
      sum = { low: sum.low + (counts === 2 ? low : Math.min(0, low)), high: sum.high + (counts === 2 ? high : Math.max(0, high)) };
    }
    return sum;
  }

  private ladder({ ladder, steps: own }: Extract<Amount, { ladder: unknown }>, facts: Household): Range {
    const reached = this.of(ladder, facts);
    const order = [...own].sort((a, b) => a.from - b.from);
    // Every step from the one that the least reaches to the one that the most reaches is possible.
    const from = order.findLastIndex((step) => fen(step.from).low <= reached.low);
    const to = order.findLastIndex((step) => fen(step.from).low <= reached.high);
    const possible: Range[] = from < 0 ? [fen(0)] : [];
    for (let k = Math.max(0, from); k <= to; k++) possible.push(this.of(order[k]!.amount, facts));
    return { low: Math.min(...possible.map((it) => it.low)), high: Math.max(...possible.map((it) => it.high)) };
  }

  /** The first case that is met; until then every case that may be met is possible. */
  private when({ when, otherwise }: Extract<Amount, { when: unknown }>, facts: Household): Range {
    const possible: Range[] = [];
    for (const [i, entry] of when.entries()) {
      const verdict = judge(compileCondition(entry.if, this.setting, `amount.when[${i}].if`), facts);
      if (verdict > 0) possible.push(this.of(entry.amount, facts));
      if (verdict === 2) return widest(possible);
    }
    return widest([...possible, this.of(otherwise, facts)]);
  }
}

const widest = (ranges: readonly Range[]): Range => ({ low: Math.min(...ranges.map((it) => it.low)), high: Math.max(...ranges.map((it) => it.high)) });

/** Somebody is entitled to several policies that exclude or top up one another: what is kept, and what each gives way to. */
export type Held = { policy: string; amount: Range; conflicts: readonly { policy: string; kind: 'exclusive' | 'topUp'; priority?: number | undefined }[] };

/**
 * Of policies that exclude one another the one of the higher priority is kept, then the one that gives more; a top-up gives only what it adds
 * beyond the other. Pairs are looked at in the order of the ids, so that the outcome does not hang on the order of the list.
 */
export function settle(held: readonly Held[]): { policy: string; amount: Range; givesWayTo: string | null }[] {
  const order = [...held].sort((a, b) => (a.policy < b.policy ? -1 : 1));
  const out = new Map(order.map((it) => [it.policy, { policy: it.policy, amount: it.amount, givesWayTo: null as string | null }]));
  for (const { policy, conflicts } of order)
    for (const conflict of conflicts) {
      const [mine, other] = [out.get(policy)!, out.get(conflict.policy)];
      if (!other || mine.givesWayTo || other.givesWayTo) continue;
      if (conflict.kind === 'topUp') {
        mine.amount = { low: Math.max(0, mine.amount.low - other.amount.high), high: Math.max(0, mine.amount.high - other.amount.low) };
        continue;
      }
      const back = held.find((it) => it.policy === conflict.policy)!.conflicts.find((it) => it.policy === policy);
      const [own, its] = [conflict.priority ?? 0, back?.priority ?? 0];
      const isMine = own !== its ? own > its : mine.amount.high !== other.amount.high ? mine.amount.high > other.amount.high : policy < conflict.policy;
      if (isMine) other.givesWayTo = policy;
      else mine.givesWayTo = conflict.policy;
    }
  return [...out.values()];
}
