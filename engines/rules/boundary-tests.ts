import { compile, type Setting } from './compile.ts';
import type { Policy } from './document.ts';
import { type Household, judge } from './interpret.ts';
import { knownToTry } from './regions.ts';
import { fieldsOf, partsOf, type Tree } from './tree.ts';
import { unknown, type Verdict } from './value.ts';

export type PolicyTest = NonNullable<Policy['tests']>[number];
const named = ['false', 'unknown', 'true'] as const;

/** Rows looked at for one edge; policies with more are tried in part. */
const mostRows = 50_000;

/** Rows of known facts that the conditions can tell apart, `field` left open. */
function* surroundings(tree: Tree, own: readonly number[], field: number, { dictionary }: Setting): Generator<Int32Array> {
  const others = own.filter((other) => other !== field);
  const lists = others.map((other) => knownToTry(tree, other, dictionary));
  const at = others.map(() => 0);
  for (let rows = 0; rows < mostRows; rows++) {
    const row = new Int32Array(dictionary.fields.length).fill(unknown);
    others.forEach((other, i) => {
      row[other] = lists[i]![at[i]!]!;
    });
    yield row;
    let i = 0;
    while (i < others.length && ++at[i]! === lists[i]!.length) at[i++] = 0;
    if (i === others.length) return;
  }
}

const judged = (tree: Tree, own: Int32Array, field: number, value: number): Verdict => {
  own[field] = value;
  const facts: Household = { own, others: [], isComplete: true };
  return judge(tree, facts);
};

/**
 * Tests made from the constants of a policy: at each edge of each fact two people alike but for that fact, one on either side, of whom one is entitled
 * and the other not. An edge at which nothing flips is told: the clause does not decide there.
 */
export function boundaryTests(
  policy: Pick<Policy, 'id' | 'version' | 'conditions'>,
  setting: Setting,
): { tests: PolicyTest[]; idle: { field: string; at: unknown }[] } {
  const { dictionary } = setting;
  const { tree } = compile(policy, setting);
  const { own } = fieldsOf(tree);
  const tests: PolicyTest[] = [];
  const idle: { field: string; at: unknown }[] = [];
  const factsOf = (row: Int32Array) =>
    Object.fromEntries(own.flatMap((field) => (row[field] === unknown ? [] : [[dictionary.fields[field]!.code, dictionary.decode(field, row[field]!)]])));
  for (const [field, edge] of edgesOf(tree, own, setting)) {
    const { code } = dictionary.fields[field]!;
    let isFound = false;
    for (const row of surroundings(tree, own, field, setting)) {
      const sides = [edge - 1, edge].map((value) => ({ value, verdict: judged(tree, row, field, value) }));
      if (sides[0]!.verdict === sides[1]!.verdict) continue;
      for (const { value, verdict } of sides) {
        row[field] = value;
        tests.push({ name: `${code} ${String(dictionary.decode(field, value))}`, asOf: setting.asOf, facts: factsOf(row), expect: named[verdict] });
      }
      isFound = true;
      break;
    }
    if (!isFound) idle.push({ field: code, at: dictionary.decode(field, edge) });
  }
  return { tests, idle };
}

/** First values of regions, but for the very first of a fact: between each and the value before it some atom changes. */
function edgesOf(tree: Tree, own: readonly number[], { dictionary }: Setting): [number, number][] {
  return own.flatMap((field) => {
    const { min, max } = dictionary.range(field);
    const edges = new Set<number>();
    for (const part of partsOf(tree)) {
      if (part.op !== 'atom' || part.atom.field !== field) continue;
      for (const [from, to] of part.atom.ranges) {
        if (from > min) edges.add(from);
        if (to < max) edges.add(to + 1);
      }
    }
    return [...edges].sort((a, b) => a - b).map((edge): [number, number] => [field, edge]);
  });
}

/** Runs a policy's tests as of their days; tells those that come out otherwise. */
export function failingTests(
  policy: Policy,
  setting: Setting,
  tests: readonly PolicyTest[] = policy.tests ?? [],
): { test: PolicyTest; found: PolicyTest['expect'] }[] {
  const { dictionary } = setting;
  const rowOf = (facts: Record<string, unknown>) => {
    const row = new Int32Array(dictionary.fields.length).fill(unknown);
    for (const [code, value] of Object.entries(facts)) {
      const field = dictionary.numberOf(code);
      if (field === undefined) throw new RangeError(`A test of ${policy.id} names ${code}, which the dictionary does not have`);
      row[field] = dictionary.encode(field, value);
    }
    return row;
  };
  return tests.flatMap((test) => {
    const { tree } = compile(policy, { ...setting, asOf: test.asOf });
    const found = named[judge(tree, { own: rowOf(test.facts), others: (test.members ?? []).map(rowOf), isComplete: true })];
    return found === test.expect ? [] : [{ test, found }];
  });
}
