import { dayNumber } from '../engines/rules/days.ts';
import { Dictionary, type Field } from '../engines/rules/dictionary.ts';
import type { Condition } from '../engines/rules/document.ts';
import { unknown } from '../engines/rules/value.ts';

/** A draw that is the same every time. */
export function createDraw(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

const field = (code: string, more: Partial<Field>): Field => ({
  code,
  name: { zh: code, en: code },
  of: 'person',
  kind: 'number',
  source: 'x',
  sensitivity: 'open',
  ...more,
});
/** 31 columns: dates, money, counts, codes and flags, as a city's registers have them. */
export const dictionary = new Dictionary('bench', [
  field('birth', { kind: 'date' }),
  field('disabledOn', { kind: 'date', canBeNone: true }),
  ...['income', 'householdIncome', 'savings', 'rent', 'medicalCost'].map((code) => field(code, { unit: 'yuan', decimals: 0, max: 100_000 })),
  ...['children', 'members', 'rooms', 'area', 'years', 'visits'].map((code) => field(code, { max: 200 })),
  ...['district', 'hukou', 'education', 'work', 'insurance'].map((code) =>
    field(code, { kind: 'code', values: Array.from({ length: 14 }, (_, i) => ({ code: `${i}`, name: { zh: `${i}`, en: `${i}` } })) }),
  ),
  ...['grade', 'careLevel'].map((code) => field(code, { min: 1, max: 6, canBeNone: true })),
  ...Array.from({ length: 11 }, (_, i) => field(`flag${i}`, { kind: 'flag' })),
]);

const missing = dictionary.fields.map((_, i) => (i * 7) % 31);
/** Facts of people by column, a share of each column unknown. */
export function drawColumns(seed: number, count: number): Int32Array[] {
  const draw = createDraw(seed);
  return dictionary.fields.map(({ kind }, number) => {
    const { min, max } = kind === 'date' ? { min: dayNumber('1930-01-01'), max: dayNumber('2026-11-01') } : dictionary.range(number);
    return Int32Array.from({ length: count }, () => (draw(100) < missing[number]! ? unknown : min + draw(max - min + 1)));
  });
}

/** A policy of 3 to 8 conditions, some in an `any` or a `not`. */
export function drawPolicy(draw: (n: number) => number): Condition {
  const leaf = (): Condition => {
    const number = draw(dictionary.fields.length);
    const { code, kind, values } = dictionary.fields[number]!;
    if (kind === 'date') return { age: code, op: draw(2) ? '>=' : '<', value: 10 * (1 + draw(8)) };
    if (kind === 'flag') return { field: code, op: '=', value: draw(2) === 1 };
    if (kind === 'code') return { field: code, in: Array.from({ length: 1 + draw(3) }, () => values![draw(14)]!.code) };
    const { min, max } = dictionary.range(number);
    return { field: code, op: draw(2) ? '>=' : '<=', value: min + Math.round(((max - min) * (1 + draw(12))) / 13) };
  };
  const all = Array.from({ length: 3 + draw(3) }, leaf);
  if (draw(2)) all.push({ any: [leaf(), leaf()] });
  if (draw(4) === 0) all.push({ not: leaf() });
  return { all };
}

export const setting = { dictionary, parameters: new Map(), asOf: '2026-11-22', areas: [], areaField: 'district' };
