import type { Atom, Scope, Tree } from './tree.ts';
import { leastValue, none, notApplicable } from './value.ts';

/**
 * Where SQL finds the facts: a column of whole numbers coded as the dictionary does, null where a fact is unknown. `members` makes a
 * one-row query of aggregates over the members of the person's household, reading their facts by `member`.
 */
export type Source = {
  own: (field: number) => string;
  member: (field: number) => string;
  members: (scope: Scope, aggregates: string) => string;
  isComplete: string;
};

/**
 * A tree as an expression of PostgreSQL: true, false, or null for unknown, which AND, OR and NOT treat as Kleene does. Counts and sums do not
 * (bool_or, EXISTS and COALESCE forget what is unknown), so they are written as bounds.
 */
export function sqlOf(tree: Tree, source: Source): string {
  return write(tree, source, source.own);
}

function write(tree: Tree, source: Source, fact: Source['own']): string {
  const parts = (of: readonly Tree[]) => of.map((part) => write(part, source, fact));
  switch (tree.op) {
    case 'atom':
      return atom(tree.atom, fact(tree.atom.field));
    case 'all':
      return tree.of.length === 0 ? 'true' : `(${parts(tree.of).join(' and ')})`;
    case 'any':
      return tree.of.length === 0 ? 'false' : `(${parts(tree.of).join(' or ')})`;
    case 'not':
      return `(not ${write(tree.of, source, fact)})`;
    case 'atLeast': {
      const count = (test: string) =>
        parts(tree.of)
          .map((part) => `case when ${part}${test} then 1 else 0 end`)
          .join(' + ');
      return `(case when ${count('')} >= ${tree.count} then true when ${count(' is not false')} < ${tree.count} then false end)`;
    }
    case 'count': {
      const met = write(tree.of, source, source.member);
      return between(tree, source, `count(*) filter (where ${met}) as low, count(*) filter (where ${met} is not false) as high`);
    }
    case 'sum': {
      const value = source.member(tree.field);
      const met = tree.of ? write(tree.of, source, source.member) : 'true';
      const low = `case when ${met} and ${value} >= ${leastValue} then ${value} else 0 end`;
      const high = `case when ${met} is false then 0 when ${value} is null then ${tree.most} when ${value} < ${leastValue} then 0 else ${value} end`;
      return between(tree, source, `coalesce(sum(${low}), 0) as low, coalesce(sum(${high}), 0) as high`);
    }
  }
}

function atom({ ranges, whenNone, whenNotApplicable }: Atom, value: string): string {
  const tests = ranges.map(([from, to]) => (from === to ? `${value} = ${from}` : `${value} between ${from} and ${to}`));
  if (whenNone) tests.push(`${value} = ${none}`);
  if (whenNotApplicable) tests.push(`${value} = ${notApplicable}`);
  // Met by no value: false for who has one, unknown for the others.
  return `(${tests.length === 0 ? `${value} <> ${value}` : tests.join(' or ')})`;
}

function between({ scope, from, to }: { scope: Scope; from: number; to: number }, { members, isComplete }: Source, bounds: string): string {
  const notAbove = to === Infinity ? '' : ` and ${isComplete} and high <= ${to}`;
  const above = to === Infinity ? '' : `low > ${to} or `;
  return `(select case when low >= ${from}${notAbove} then true when ${above}(${isComplete} and high < ${from}) then false end from (${members(scope, bounds)}) as bounds)`;
}
