import fc from 'fast-check';
import type { People } from '../../engines/rules/batch/layout.ts';
import { dayNumber } from '../../engines/rules/days.ts';
import { Dictionary } from '../../engines/rules/dictionary.ts';
import type { Condition } from '../../engines/rules/document.ts';
import type { Household } from '../../engines/rules/interpret.ts';
import type { Parameter } from '../../engines/rules/parameters.ts';
import { none, notApplicable, unknown } from '../../engines/rules/value.ts';

export const text = (zh: string) => ({ zh, en: zh });
const base = { of: 'person' as const, source: '民政', sensitivity: 'personal' as const };
export const dictionary = new Dictionary('test', [
  { ...base, code: 'district', name: text('区'), kind: 'code', values: ['330105', '330106'].map((code) => ({ code, name: text(code) })) },
  { ...base, code: 'birth', name: text('出生日期'), kind: 'date' },
  { ...base, code: 'income', name: text('月收入'), kind: 'number', unit: 'yuan', decimals: 2, min: 0, max: 40_000 },
  { ...base, code: 'grade', name: text('残疾等级'), kind: 'number', min: 1, max: 4, canBeNone: true },
  { ...base, code: 'spouse', name: text('配偶收入'), kind: 'number', min: 0, max: 100, canNotApply: true },
  { ...base, code: 'alone', name: text('独居'), kind: 'flag' },
  { ...base, code: 'enrolled:a', name: text('已享受甲'), kind: 'flag' },
]);
const dibao: Parameter = {
  code: 'line',
  name: text('低保标准'),
  unit: 'yuan',
  values: [
    { from: '2024-01-01', to: null, area: '', value: 1000, source: 'x' },
    { from: '2026-01-01', to: null, area: '330106', value: 1200, source: 'x' },
  ],
};
export const setting = { dictionary, parameters: new Map([['line', dibao]]), asOf: '2026-02-28', areas: ['330105', '330106'], areaField: 'district' };
/** Conditions of every kind the language has. */
export const condition: fc.Arbitrary<Condition> = fc.letrec<{ tree: Condition; leaf: Condition; own: Condition; member: Condition }>((tie) => ({
  leaf: fc.oneof(
    fc.record({ field: fc.constant('grade'), op: fc.constantFrom('=', '!=', '<', '<=', '>', '>='), value: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ field: fc.constant('income'), op: fc.constantFrom('<', '<=', '>', '>='), value: fc.constantFrom(0, 0.01, 999.99, 1000, 40_000) }),
    fc.constantFrom<Condition>(
      { field: 'alone', op: '=', value: true },
      { field: 'grade', is: 'none' },
      { field: 'spouse', is: 'notApplicable' },
      { field: 'spouse', between: [3, 5] },
      { field: 'spouse', in: [1, 2, 9, 64] },
      { enrolled: 'a' },
      { field: 'income', op: '<=', value: { param: 'line' } },
    ),
    fc.record({ age: fc.constant('birth'), op: fc.constantFrom('=', '!=', '<', '<=', '>', '>='), value: fc.constantFrom(0, 18, 60) }),
  ) as fc.Arbitrary<Condition>,
  member: fc.oneof(
    { maxDepth: 2 },
    tie('leaf'),
    fc.record({ all: fc.array(tie('member'), { minLength: 1, maxLength: 2 }) }),
    fc.record({ not: tie('member') }),
  ),
  own: fc.oneof(
    fc.record({ household: fc.constantFrom('all' as const, 'others' as const), exists: tie('member') }),
    fc.record({
      household: fc.constantFrom('all' as const, 'others' as const),
      count: tie('member'),
      op: fc.constantFrom('=' as const, '!=' as const, '<' as const, '>=' as const),
      value: fc.integer({ min: 0, max: 4 }),
    }),
    fc.record({
      household: fc.constantFrom('all' as const, 'others' as const),
      sum: fc.constantFrom('income', 'grade', 'spouse'),
      where: tie('member'),
      op: fc.constantFrom('=' as const, '<=' as const, '>' as const),
      value: fc.constantFrom(1, 2, 4),
    }),
  ) as fc.Arbitrary<Condition>,
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    tie('leaf'),
    tie('own'),
    fc.record({ all: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('tree') }),
    fc.array(tie('tree'), { minLength: 2, maxLength: 3 }).map((of) => ({ atLeast: 2, of })),
  ),
})).tree;

/** People in households of 1 to 6, a third of their facts unknown, values at and beside the constants that conditions use. */
export function drawPeople(seed: number, count: number): { people: People; columns: Int32Array[]; households: Household[] } {
  let state = seed;
  const draw = (n: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  const pick = <T>(of: readonly T[]) => of[draw(of.length)]!;
  const births = [0, 18, 60].flatMap((years) => [-1, 0, 1].map((off) => dayNumber('2026-02-28') - Math.round(365.2425 * years) + off));
  const values: number[][] = [
    [0, 1],
    births,
    [0, 1, 99_999, 100_000, 100_001, 110_000, 4_000_000],
    [1, 2, 3, 4, none],
    [0, 1, 2, 3, 5, 9, 64, 100, notApplicable],
    [0, 1],
    [0, 1],
  ];
  const rows = Array.from({ length: count }, () => Int32Array.from(values, (own) => (draw(3) === 0 ? unknown : pick(own))));
  const starts = [0];
  while (starts.at(-1)! < count) starts.push(Math.min(count, starts.at(-1)! + 1 + draw(6)));
  const isComplete = Uint8Array.from({ length: starts.length - 1 }, () => (draw(3) === 0 ? 0 : 1));
  const households: Household[] = [];
  for (let h = 0; h + 1 < starts.length; h++)
    for (let i = starts[h]!; i < starts[h + 1]!; i++)
      households.push({ own: rows[i]!, others: rows.slice(starts[h], starts[h + 1]).filter((row) => row !== rows[i]), isComplete: isComplete[h] === 1 });
  const columns = dictionary.fields.map((_, field) => Int32Array.from(rows, (row) => row[field]!));
  return { people: { count, households: Int32Array.from(starts), isComplete }, columns, households };
}
