import { expect, test } from 'vitest';
import { dictionary, setting } from '../../tests/support/rules.ts';
import { amountOf, settle } from './amount.ts';
import type { Amount } from './document.ts';
import type { Household } from './interpret.ts';
import { unknown } from './value.ts';

const row = (facts: Record<string, unknown>) => {
  const own = new Int32Array(dictionary.fields.length).fill(unknown);
  for (const [code, value] of Object.entries(facts)) own[dictionary.numberOf(code)!] = dictionary.encode(dictionary.numberOf(code)!, value);
  return own;
};
const person = (facts: Record<string, unknown>, others: Record<string, unknown>[] = [], isComplete = true): Household => ({
  own: row(facts),
  others: others.map(row),
  isComplete,
});
const yuan = (amount: Amount, facts: Household, area: string | null = '330105') => {
  const { low, high } = amountOf(amount, facts, setting, area);
  return [low / 100, high / 100];
};

test('fixed, from facts, by area, and a range where a fact is unknown', () => {
  expect(yuan(80.5, person({}))).toEqual([80.5, 80.5]);
  expect(yuan({ param: 'line' }, person({}), '330106')).toEqual([1200, 1200]);
  expect(yuan({ param: 'line' }, person({}), null)).toEqual([1000, 1200]);
  expect(yuan({ field: 'income' }, person({ income: 12.34 }))).toEqual([12.34, 12.34]);
  expect(yuan({ field: 'income' }, person({}))).toEqual([0, 40_000]);
  expect(yuan({ field: 'spouse' }, person({ spouse: 'notApplicable' }))).toEqual([0, 0]);
});

test('a top-up to a line is never below nothing, and is between two ends when the income is unknown', () => {
  const topUp: Amount = { minus: [{ param: 'line' }, { field: 'income' }] };
  expect(yuan(topUp, person({ income: 700.01 }))).toEqual([299.99, 299.99]);
  expect(yuan(topUp, person({ income: 1500 }))).toEqual([0, 0]);
  expect(yuan(topUp, person({}))).toEqual([0, 1000]);
});

test('per member, capped and rounded as it says', () => {
  const child: Amount = { perMember: 'others', where: { age: 'birth', op: '<', value: 18 }, amount: 300 };
  const kids = [{ birth: '2015-05-05' }, { birth: '2019-05-05' }];
  expect(yuan(child, person({}, kids))).toEqual([600, 600]);
  expect(yuan(child, person({}, [kids[0]!, {}]))).toEqual([300, 600]);
  expect(yuan({ least: [child, 500] }, person({}, kids, false))).toEqual([500, 500]);
  expect(yuan({ round: { times: [{ field: 'income' }, 0.333] }, to: 'jiao', mode: 'up' }, person({ income: 100 }))).toEqual([33.3, 33.3]);
  expect(yuan({ round: { times: [{ field: 'income' }, 0.3335] }, to: 'yuan', mode: 'down' }, person({ income: 100 }))).toEqual([33, 33]);
  expect(yuan({ round: 2.345, to: 'fen', mode: 'half' }, person({}))).toEqual([2.35, 2.35]);
});

test('ladders take the last step that is reached, and every step that may be', () => {
  const ladder: Amount = {
    ladder: { field: 'income' },
    steps: [
      { from: 0, amount: 10 },
      { from: 1000, amount: 5 },
      { from: 3000, amount: 0 },
    ],
  };
  expect([0, 999.99, 1000, 2999.99, 3000].map((income) => yuan(ladder, person({ income }))[0])).toEqual([10, 10, 5, 5, 0]);
  expect(yuan(ladder, person({}))).toEqual([0, 10]);
  const byGrade: Amount = {
    when: [
      { if: { field: 'grade', op: '<=', value: 1 }, amount: 300 },
      { if: { field: 'grade', op: '=', value: 2 }, amount: 200 },
    ],
    otherwise: 0,
  };
  expect([1, 2, 3, 'none', null].map((grade) => yuan(byGrade, person({ grade })))).toEqual([
    [300, 300],
    [200, 200],
    [0, 0],
    [0, 0],
    [0, 300],
  ]);
});

test('of policies that exclude one another one is kept, by priority and then by what it gives; a top-up adds only the rest', () => {
  const range = (value: number) => ({ low: value, high: value });
  const held = (policy: string, value: number, conflicts: { policy: string; kind: 'exclusive' | 'topUp'; priority?: number }[] = []) => ({
    policy,
    amount: range(value),
    conflicts,
  });
  const two = [held('a', 100, [{ policy: 'b', kind: 'exclusive' }]), held('b', 300)];
  expect(settle(two).find((it) => it.policy === 'a')?.givesWayTo).toBe('b');
  expect(settle([...two].reverse()).find((it) => it.policy === 'a')?.givesWayTo).toBe('b');
  const first = settle([held('a', 100, [{ policy: 'b', kind: 'exclusive', priority: 1 }]), held('b', 300)]);
  expect(first.find((it) => it.policy === 'b')?.givesWayTo).toBe('a');
  expect(settle([held('a', 500, [{ policy: 'b', kind: 'topUp' }]), held('b', 300)])[0]!.amount).toEqual(range(200));
});
