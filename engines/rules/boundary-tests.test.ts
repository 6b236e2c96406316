import { expect, test } from 'vitest';
import { setting } from '../../tests/support/rules.ts';
import { boundaryTests, failingTests } from './boundary-tests.ts';
import type { Condition, Policy } from './document.ts';

const policy = (conditions: Condition) => ({ id: 'p', version: '1', conditions }) as Policy;

test('each constant gets a pair of people alike but for one fact, one entitled and one not', () => {
  const own = policy({
    all: [
      { age: 'birth', op: '>=', value: 60 },
      { field: 'income', op: '<=', value: 1000 },
      { field: 'alone', op: '=', value: true },
    ],
  });
  const { tests, idle } = boundaryTests(own, setting);
  expect(idle).toEqual([]);
  expect(tests.map(({ name, expect: expected }) => `${name} ${expected}`)).toEqual([
    'birth 1966-02-28 true',
    'birth 1966-03-01 false',
    'income 1000 true',
    'income 1000.01 false',
    'alone false false',
    'alone true true',
  ]);
  expect(failingTests(own, setting, tests)).toEqual([]);
});

test('a constant that somebody shifts by the least step fails them', () => {
  const rule = (years: number, income: number, op: '<=' | '<') =>
    policy({
      all: [
        { age: 'birth', op: '>=', value: years },
        { field: 'income', op, value: income },
      ],
    });
  const { tests } = boundaryTests(rule(60, 1000, '<='), setting);
  for (const changed of [rule(61, 1000, '<='), rule(59, 1000, '<='), rule(60, 1000.01, '<='), rule(60, 999.99, '<='), rule(60, 1000, '<')])
    expect(failingTests(changed, setting, tests).length).toBeGreaterThan(0);
  expect(failingTests(rule(60, 1000.01, '<'), setting, tests)).toEqual([]);
});

test('an edge at which nothing flips is told', () => {
  const { idle } = boundaryTests(
    policy({
      any: [
        { field: 'income', op: '<=', value: 5000 },
        { field: 'income', op: '<=', value: 800 },
      ],
    }),
    setting,
  );
  expect(idle).toEqual([{ field: 'income', at: 800.01 }]);
});
