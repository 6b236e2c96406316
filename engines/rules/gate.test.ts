import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { condition, dictionary, setting, text } from '../../tests/support/rules.ts';
import { Circuit } from './batch/bits.ts';
import { Lowering } from './batch/lower.ts';
import { compile } from './compile.ts';
import type { Condition, Policy } from './document.ts';
import { lint, staleParameters } from './lint.ts';
import { prove, regionTable, valuesToTry } from './regions.ts';
import type { Tree } from './tree.ts';

const treeOf = (conditions: Condition) => compile({ id: 'p', version: '1', conditions }, setting).tree;

describe('the region table', () => {
  test('has both ends of every region that the constants cut, and every state', () => {
    const tree = treeOf({
      any: [
        { field: 'grade', op: '<=', value: 2 },
        { field: 'income', op: '>', value: 1000 },
      ],
    });
    expect(valuesToTry(tree, 3, dictionary)).toEqual([1, 2, 3, 4]);
    expect(valuesToTry(tree, 2, dictionary)).toEqual([0, 100_000, 100_001, 4_000_000]);
    expect(regionTable(tree, dictionary).rows).toBe(5 * 6);
    expect([...regionTable(tree, dictionary).cases()]).toHaveLength(30);
  });
  test('the batch engine passes it, compiled and plain, for policies of every kind', () => {
    for (const conditions of fc.sample(condition, { seed: 3, numRuns: 40 })) expect(prove(treeOf(conditions), dictionary, 4000).disagreements).toEqual([]);
  });
});

// One fault each, planted in what the batch engine does. The gate must find every one of them.
const proto = { circuit: Circuit.prototype as never as Record<string, unknown>, lower: Lowering.prototype as never as Record<string, unknown> };
type Any = (...args: any[]) => any;
const fault = (on: 'circuit' | 'lower', method: string, broken: (right: Any) => (this: any, ...args: any[]) => any): [string, () => () => void] => [
  `${method}: ${broken.toString().replaceAll(/\s+/g, ' ')}`,
  () => {
    const right = proto[on][method] as Any;
    proto[on][method] = broken(right);
    return () => {
      proto[on][method] = right;
    };
  },
];
const faults = [
  fault(
    'circuit',
    'atLeast',
    (right) =>
      function (bits, n) {
        return right.call(this, bits, n + 1);
      },
  ),
  fault(
    'circuit',
    'atLeast',
    (right) =>
      function (bits, n) {
        return right.call(this, bits, n - 1);
      },
  ),
  fault(
    'circuit',
    'atLeast',
    (right) =>
      function (bits, n) {
        return right.call(this, bits.slice(0, -1), n);
      },
  ),
  fault(
    'circuit',
    'atLeast',
    (right) =>
      function (bits, n) {
        return n <= 1 ? this.ones : right.call(this, bits, n);
      },
  ),
  fault(
    'circuit',
    'between',
    (right) =>
      function (bits, from) {
        return right.call(this, bits, from, Infinity);
      },
  ),
  fault(
    'circuit',
    'between',
    (right) =>
      function (bits, from, to) {
        return right.call(this, bits, from, to + 1);
      },
  ),
  fault(
    'circuit',
    'between',
    (right) =>
      function (bits, from, to) {
        return right.call(this, bits, Math.max(0, from - 1), to);
      },
  ),
  fault(
    'circuit',
    'add',
    (right) =>
      function (a, b) {
        return right.call(this, a, b).slice(0, Math.max(1, a.length, b.length));
      },
  ),
  fault(
    'circuit',
    'add',
    () =>
      function (a, b) {
        return Array.from({ length: Math.max(a.length, b.length) }, (_, i) => this.or(a[i] ?? this.zero, b[i] ?? this.zero));
      },
  ),
  fault('circuit', 'subtract', () => (a) => a),
  fault(
    'circuit',
    'subtract',
    () =>
      function (a, b) {
        return a.map((bit: number, i: number) => this.xor(bit, b[i] ?? this.zero));
      },
  ),
  fault('circuit', 'not', () => (a) => a),
  fault(
    'circuit',
    'and',
    (right) =>
      function (a, b) {
        return a === b ? this.zero : right.call(this, a, b);
      },
  ),
  fault(
    'circuit',
    'xor',
    () =>
      function (a, b) {
        return this.or(a, b);
      },
  ),
  fault(
    'circuit',
    'shiftDown',
    (right) =>
      function (a, n) {
        return right.call(this, a, n + 1);
      },
  ),
  fault(
    'circuit',
    'shiftUp',
    (right) =>
      function (a, n) {
        return right.call(this, a, Math.max(1, n - 1));
      },
  ),
  fault(
    'lower',
    'atom',
    (right) =>
      function (atom) {
        const { must } = right.call(this, atom);
        return { must, may: must };
      },
  ),
  fault(
    'lower',
    'atom',
    (right) =>
      function (atom) {
        const { may } = right.call(this, atom);
        return { must: may, may };
      },
  ),
  fault(
    'lower',
    'atom',
    (right) =>
      function (atom) {
        return right.call(this, { ...atom, whenNone: false });
      },
  ),
  fault(
    'lower',
    'atom',
    (right) =>
      function (atom) {
        return right.call(this, { ...atom, whenNone: true });
      },
  ),
  fault(
    'lower',
    'atom',
    (right) =>
      function (atom) {
        return right.call(this, { ...atom, whenNotApplicable: false });
      },
  ),
  fault(
    'lower',
    'atom',
    (right) =>
      function (atom) {
        return right.call(this, { ...atom, ranges: atom.ranges.slice(0, 1) });
      },
  ),
  fault(
    'lower',
    'state',
    () =>
      function () {
        return (this as { circuit: Circuit }).circuit.zero;
      },
  ),
  fault(
    'lower',
    'unknown',
    () =>
      function () {
        return (this as { circuit: Circuit }).circuit.zero;
      },
  ),
  fault(
    'lower',
    'counted',
    (right) =>
      function (tree, own) {
        return right.call(this, { ...tree, scope: 'all' }, own);
      },
  ),
  fault(
    'lower',
    'counted',
    (right) =>
      function (tree, own) {
        return right.call(this, { ...tree, scope: 'others' }, own);
      },
  ),
  fault('lower', 'counted', () => (_tree, own) => own),
  fault(
    'lower',
    'inRange',
    (right) =>
      function (low, _high, range) {
        return right.call(this, low, low, range);
      },
  ),
  fault(
    'lower',
    'inRange',
    (right) =>
      function (low, high, range) {
        return right.call(this, low, high, { ...range, from: range.from + 1 });
      },
  ),
  fault(
    'lower',
    'inRange',
    (right) =>
      function (low, high, range) {
        return right.call(this, low, high, { ...range, to: Infinity });
      },
  ),
  fault(
    'lower',
    'count',
    (right) =>
      function (tree) {
        const { must, may } = right.call(this, tree);
        return { must, may: (this as { circuit: Circuit }).circuit.or(must, may === must ? may : (this as { circuit: Circuit }).circuit.ones) };
      },
  ),
  fault(
    'lower',
    'sum',
    (right) =>
      function (tree) {
        return right.call(this, { ...tree, most: 0 });
      },
  ),
  fault(
    'lower',
    'sum',
    (right) =>
      function (tree) {
        return right.call(this, { ...tree, of: null });
      },
  ),
];

describe('faults planted in the batch engine', () => {
  const policies: Condition[] = [
    { all: [{ field: 'income', op: '<=', value: 1000 }, { not: { field: 'alone', op: '=', value: true } }] },
    {
      any: [
        { field: 'grade', is: 'none' },
        { field: 'spouse', is: 'notApplicable' },
        { field: 'spouse', in: [1, 2, 9, 64] },
      ],
    },
    { field: 'grade', between: [2, 3] },
    { all: [{ field: 'alone', op: '=', value: true }, { any: [{ field: 'alone', op: '=', value: true }] }] },
    { atLeast: 2, of: [{ field: 'alone', op: '=', value: true }, { enrolled: 'a' }, { field: 'grade', op: '=', value: 1 }] },
    { household: 'others', count: { field: 'alone', op: '=', value: true }, op: '=', value: 1 },
    { household: 'all', count: { field: 'grade', op: '<', value: 3 }, op: '>=', value: 2 },
    { household: 'others', sum: 'spouse', where: { field: 'alone', op: '=', value: false }, op: '<=', value: 60 },
    { household: 'all', sum: 'grade', op: '>', value: 5 },
  ];
  const trees: Tree[] = policies.map(treeOf);
  test('none of the policies fails without a fault', () => {
    for (const tree of trees) expect(prove(tree, dictionary, 6000).disagreements).toEqual([]);
  });
  test(`all ${faults.length} are found`, () => {
    expect(faults.length).toBeGreaterThanOrEqual(30);
    const missed = faults.filter(([, plant]) => {
      const restore = plant();
      try {
        return trees.every((tree) => prove(tree, dictionary, 6000).disagreements.length === 0);
      } finally {
        restore();
      }
    });
    expect(missed.map(([name]) => name)).toEqual([]);
  });
});

describe('the linter', () => {
  const kinds = (conditions: Condition) => lint(treeOf(conditions), dictionary).map(({ kind, path }) => `${kind} ${path}`);
  test('finds clauses that everybody or nobody meets, that contradict, and that change nothing', () => {
    expect(kinds({ field: 'alone', op: '=', value: true })).toEqual([]);
    expect(
      kinds({
        all: [
          { field: 'alone', op: '=', value: true },
          { field: 'income', op: '>=', value: 0 },
        ],
      }),
    ).toContain('alwaysTrue conditions.all[1]');
    expect(
      kinds({
        all: [
          { field: 'grade', op: '<', value: 1 },
          { field: 'alone', op: '=', value: true },
        ],
      }),
    ).toContain('alwaysFalse conditions.all[0]');
    expect(
      kinds({
        all: [
          { age: 'birth', op: '>=', value: 60 },
          { age: 'birth', op: '<', value: 18 },
        ],
      }),
    ).toContain('alwaysFalse conditions');
    expect(
      kinds({
        all: [
          { age: 'birth', op: '>=', value: 60 },
          { age: 'birth', op: '>=', value: 50 },
        ],
      }),
    ).toEqual(['needless conditions.all[1]']);
    expect(
      kinds({
        any: [
          { field: 'alone', op: '=', value: true },
          { field: 'alone', op: '=', value: false },
        ],
      }),
    ).toContain('undecided conditions');
  });
  test('finds parameters without a value and those that nobody has touched for long', () => {
    const policy = { conditions: { field: 'income', op: '<=', value: { param: 'line' } } } as Policy;
    expect(staleParameters(policy, setting.parameters, '2026-02-28')).toEqual([]);
    expect(staleParameters(policy, setting.parameters, '2029-02-28').map(({ kind }) => kind)).toEqual(['staleParameter']);
    const ended = { code: 'line', name: text('x'), unit: 'yuan', values: [{ from: '2024-01-01', to: '2025-01-01', area: '', value: 1, source: 'x' }] };
    expect(staleParameters(policy, new Map([['line', ended]]), '2026-02-28')[0]!.en).toContain('has no value on 2026-02-28');
  });
});
