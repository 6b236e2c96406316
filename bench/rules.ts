import os from 'node:os';
import { Batch, fieldsIn } from '../engines/rules/batch/batch.ts';
import { compile } from '../engines/rules/compile.ts';
import { dayNumber } from '../engines/rules/days.ts';
import { Dictionary, type Field } from '../engines/rules/dictionary.ts';
import type { Condition } from '../engines/rules/document.ts';
import { judge } from '../engines/rules/interpret.ts';
import { unknown } from '../engines/rules/value.ts';
import { row as line } from './print.ts';

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

function run(people: number, policies: number): void {
  const draw = createDraw(5);
  const trees = Array.from({ length: policies }, (_, i) => compile({ id: `p${i}`, version: '1', conditions: drawPolicy(draw) }, setting).tree);
  const started = performance.now();
  const batch = new Batch({ count: people }, dictionary, fieldsIn(trees));
  const block = drawColumns(1, 1 << 16);
  const drawn = performance.now();
  batch.load((from, to) => block.map((column) => column.subarray(0, to - from)));
  const loaded = performance.now();
  const program = batch.judging(trees);
  const compiled = performance.now();
  const counts = program.judge();
  const first = performance.now();
  const times: number[] = [];
  for (let k = 0; k < 5; k++) {
    const start = performance.now();
    program.judge();
    times.push(performance.now() - start);
  }
  line(
    `${people} people x ${policies}`,
    `slice ${(loaded - drawn).toFixed(0)} ms`,
    `compile ${(compiled - loaded).toFixed(0)} ms`,
    `first ${(first - compiled).toFixed(0)} ms`,
    `warm ${Math.min(...times).toFixed(1)} ms`,
    `${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MB`,
    `code ${program.code!.length >> 10} KB`,
  );
  let wrong = 0;
  for (let k = 0; k < 20_000; k++) {
    const [person, n] = [draw(people), draw(policies)];
    const own = Int32Array.from(block, (column) => column[person % (1 << 16)]!);
    if (judge(trees[n]!, { own, others: [], isComplete: false }) !== program.verdictOf(n, person)) wrong++;
  }
  line('', `${wrong} of 20000 verdicts are not the interpreter's`, `met ${counts[0]}`, `${drawn - started > 0 ? os.cpus().length : 0} cores`);
}

run(1_000_000, 100);
run(12_000_000, 500);
