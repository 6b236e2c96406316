import type { Dictionary, Text } from './dictionary.ts';
import { leastValue, none, notApplicable, unknown } from './value.ts';

/**
 * The one tree that all back ends run: a policy on one day, with its parameters and dates worked out to whole numbers. An atom is met by values
 * in its ranges (ascending, apart, both ends included) and, if it says so, by the states none and not applicable.
 */
export type Atom = { field: number; ranges: readonly (readonly [number, number])[]; whenNone: boolean; whenNotApplicable: boolean };
export type Scope = 'all' | 'others';
export type Tree = { note?: Note } & (
  | { op: 'all' | 'any'; of: Tree[] }
  | { op: 'not'; of: Tree }
  | { op: 'atLeast'; count: number; of: Tree[] }
  | { op: 'atom'; atom: Atom }
  /** How many members of the household meet it lies between `from` and `to`. */
  | { op: 'count'; scope: Scope; of: Tree; from: number; to: number }
  /**
   * The sum of a field, never negative and at most `most`, over the members that meet it (all, if nothing is said) lies between `from` and `to`;
   * none and not applicable add nothing.
   */
  | { op: 'sum'; scope: Scope; field: number; most: number; of: Tree | null; from: number; to: number }
);
/** Where in the document a part of the tree comes from, and what it is called there. */
export type Note = { path: string; label?: Text | undefined; basis?: number | undefined; isSoft?: boolean | undefined };

/** What a fact says of an atom. */
export function meets({ ranges, whenNone, whenNotApplicable }: Atom, value: number): 0 | 1 | 2 {
  if (value >= leastValue) {
    for (const [from, to] of ranges) if (value >= from && value <= to) return 2;
    return 0;
  }
  if (value === unknown) return 1;
  return (value === none && whenNone) || (value === notApplicable && whenNotApplicable) ? 2 : 0;
}

/** Every part of a tree, itself first. */
export function* partsOf(tree: Tree): Generator<Tree> {
  yield tree;
  if (tree.op === 'all' || tree.op === 'any' || tree.op === 'atLeast') for (const part of tree.of) yield* partsOf(part);
  else if (tree.op === 'not' || tree.op === 'count') yield* partsOf(tree.of);
  else if (tree.op === 'sum' && tree.of) yield* partsOf(tree.of);
}

/** The fields that a tree reads of the person itself, and of the members of the household; ascending. */
export function fieldsOf(tree: Tree): { own: number[]; members: number[] } {
  const [own, members] = [new Set<number>(), new Set<number>()];
  const walk = (part: Tree, into: Set<number>) => {
    if (part.op === 'atom') into.add(part.atom.field);
    else if (part.op === 'count' || part.op === 'sum') {
      if (part.op === 'sum') members.add(part.field);
      if (part.of) walk(part.of, members);
    } else if (part.op === 'not') walk(part.of, into);
    else for (const inner of part.of) walk(inner, into);
  };
  walk(tree, own);
  const ascending = (set: Set<number>) => [...set].sort((a, b) => a - b);
  return { own: ascending(own), members: ascending(members) };
}

/** Whether an atom is met by all values of its field, or by none. */
export function reachOf(atom: Atom, dictionary: Dictionary): 'all' | 'none' | 'some' {
  const { min, max } = dictionary.range(atom.field);
  const { canBeNone, canNotApply } = dictionary.fields[atom.field]!;
  const covered = atom.ranges.reduce((sum, [from, to]) => sum + Math.max(0, Math.min(to, max) - Math.max(from, min) + 1), 0);
  const isAll = covered === max - min + 1 && (!canBeNone || atom.whenNone) && (!canNotApply || atom.whenNotApplicable);
  const isNone = covered === 0 && !(canBeNone && atom.whenNone) && !(canNotApply && atom.whenNotApplicable);
  return isAll ? 'all' : isNone ? 'none' : 'some';
}
