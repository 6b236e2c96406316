import { Batch, fieldsIn } from './batch/batch.ts';
import type { Dictionary } from './dictionary.ts';
import { type Household, judge } from './interpret.ts';
import { fieldsOf, partsOf, type Tree } from './tree.ts';
import { none, notApplicable, unknown, type Verdict } from './value.ts';

/**
 * Values of a field between which no condition of a tree can tell apart: the constants cut the field into regions. Both ends of every region
 * stand for it, so that a constant shifted by one shows.
 */
export function valuesToTry(tree: Tree, field: number, dictionary: Dictionary): number[] {
  const { min, max } = dictionary.range(field);
  const cuts = new Set([min, max + 1]);
  for (const part of partsOf(tree))
    if (part.op === 'atom' && part.atom.field === field)
      for (const [from, to] of part.atom.ranges) {
        cuts.add(Math.max(min, from));
        cuts.add(Math.min(max, to) + 1);
      }
  // Of numbers that are added up neither end need be in a condition of its own.
  for (const part of partsOf(tree))
    if (part.op === 'sum' && part.field === field) for (const cut of [part.from, part.to + 1]) if (cut > min && cut <= max) cuts.add(cut);
  const order = [...cuts].filter((cut) => cut >= min && cut <= max + 1).sort((a, b) => a - b);
  const values = new Set<number>();
  for (let i = 0; i + 1 < order.length; i++) {
    values.add(order[i]!);
    values.add(order[i + 1]! - 1);
  }
  return [...values];
}

/** Those values, and the states of the field in which something is known. */
export function knownToTry(tree: Tree, field: number, dictionary: Dictionary): number[] {
  const { canBeNone, canNotApply } = dictionary.fields[field]!;
  return [...valuesToTry(tree, field, dictionary), ...(canBeNone ? [none] : []), ...(canNotApply ? [notApplicable] : [])];
}

const allOf = (tree: Tree, field: number, dictionary: Dictionary): number[] => [...knownToTry(tree, field, dictionary), unknown];

/** All ways to take one of each list, as rows of facts; `filled` are rows to begin from. */
function* rowsOf(fields: readonly number[], lists: readonly number[][], length: number): Generator<Int32Array> {
  const at = new Int32Array(fields.length);
  for (;;) {
    const row = new Int32Array(length).fill(unknown);
    fields.forEach((field, i) => {
      row[field] = lists[i]![at[i]!]!;
    });
    yield row;
    let i = 0;
    while (i < fields.length && ++at[i]! === lists[i]!.length) at[i++] = 0;
    if (i === fields.length) return;
  }
}

export type Table = {
  rows: number /** Every region of every field with every other; for households only those of up to two others. */;
  isExhaustive: boolean;
  cases: () => Generator<Household>;
};

const memberRows = 24;

/** The table of all cases that the conditions of a tree can tell apart; not exhaustive where it would have more than `most` rows. */
export function regionTable(tree: Tree, dictionary: Dictionary, most = 200_000): Table {
  const { own, members } = fieldsOf(tree);
  const lists = own.map((field) => allOf(tree, field, dictionary));
  const length = dictionary.fields.length;
  const rows = lists.reduce((product, list) => product * list.length, 1);
  if (members.length === 0) return { rows, isExhaustive: rows <= most, cases: () => alone(rowsOf(own, lists, length)) };
  const memberLists = members.map((field) => allOf(tree, field, dictionary));
  const variants = memberLists.reduce((product, list) => product * list.length, 1);
  const stride = Math.max(1, Math.ceil(variants / memberRows));
  const some: Int32Array[] = [];
  let number = 0;
  for (const row of rowsOf(members, memberLists, length)) if (number++ % stride === 0) some.push(row);
  // Larger ones only in samples: what adds up over members must carry on.
  const larger = [3, 4, 5, 7, 9].map((size) => Array.from({ length: size }, (_, i) => some[(size + 5 * i) % some.length]!));
  const households = [[], ...larger, ...some.map((row) => [row]), ...some.flatMap((a, i) => some.slice(i).map((b) => [a, b]))];
  const both = [...new Set([...own, ...members])];
  const bothLists = both.map((field) => allOf(tree, field, dictionary));
  const selves = bothLists.reduce((product, list) => product * list.length, 1);
  const all = 2 * selves * households.length;
  return { rows: all, isExhaustive: all <= most && stride === 1, cases: () => inHouseholds(() => rowsOf(both, bothLists, length), households) };
}

function* alone(rows: Generator<Int32Array>): Generator<Household> {
  for (const own of rows) yield { own, others: [], isComplete: false };
}
function* inHouseholds(rows: () => Generator<Int32Array>, households: readonly Int32Array[][]): Generator<Household> {
  for (const others of households) for (const isComplete of [true, false]) for (const own of rows()) yield { own, others, isComplete };
}

export type Disagreement = { facts: Household; interpreter: Verdict; other: Verdict };
export type Proof = { rows: number; isExhaustive: boolean; disagreements: Disagreement[] };

/** A household with each of its members in turn as the one that is asked for. */
function asSeenByEach({ own, others, isComplete }: Household): Household[] {
  const rows = [own, ...others];
  return rows.map((row, i) => ({ own: row, others: rows.toSpliced(i, 1), isComplete }));
}

/** Runs the batch engine on cases and compares it with the interpreter; tells the first few that differ. */
export function compareBatch(tree: Tree, dictionary: Dictionary, cases: Iterable<Household>, isPlain = false): Disagreement[] {
  const differing: Disagreement[] = [];
  const compare = (facts: readonly Household[]) => {
    const rows = facts.flatMap(({ own, others }) => [own, ...others]);
    const starts = new Int32Array(facts.length + 1);
    facts.forEach(({ others }, i) => {
      starts[i + 1] = starts[i]! + 1 + others.length;
    });
    const fields = fieldsIn([tree]);
    const columns: Int32Array[] = [];
    for (const field of fields) columns[field] = Int32Array.from(rows, (row) => row[field]!);
    const batch = new Batch({ count: rows.length, households: starts, isComplete: Uint8Array.from(facts, (it) => Number(it.isComplete)) }, dictionary, fields, {
      isPlain,
    });
    batch.load((from, to) => columns.map((column) => column.subarray(from, to)));
    const program = batch.judging([tree]);
    program.judge();
    for (const [i, household] of facts.entries())
      for (const [m, it] of asSeenByEach(household).entries()) {
        const [interpreter, other] = [judge(tree, it), program.verdictOf(0, starts[i]! + m)];
        if (interpreter !== other) differing.push({ facts: it, interpreter, other });
      }
  };
  let part: Household[] = [];
  for (const facts of cases) {
    if (part.push(facts) < 50_000) continue;
    compare(part);
    part = [];
    if (differing.length > 20) break;
  }
  if (part.length > 0) compare(part);
  return differing.slice(0, 20);
}

function* first<T>(of: Generator<T>, count: number): Generator<T> {
  let left = count;
  for (const item of of) {
    if (left-- === 0) return;
    yield item;
  }
}

/** The gate of publishing: the batch engine, compiled and plain, against the interpreter on the region table of a tree. */
export function prove(tree: Tree, dictionary: Dictionary, most = 200_000): Proof {
  const table = regionTable(tree, dictionary, most);
  const disagreements = [false, true].flatMap((isPlain) => compareBatch(tree, dictionary, first(table.cases(), most), isPlain));
  return { rows: Math.min(table.rows, most), isExhaustive: table.isExhaustive, disagreements };
}
