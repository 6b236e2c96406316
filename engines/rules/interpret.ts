import { type Atom, meets, type Note, type Scope, type Tree } from './tree.ts';
import { enough, leastValue, not, unknown, type Verdict, within } from './value.ts';

/**
 * Facts of one person, by field number, and of the others of the household. A household is complete when nobody of it can be missing from
 * the list.
 */
export type Household = { own: Int32Array; others: readonly Int32Array[]; isComplete: boolean };

const membersOf = ({ own, others }: Household, scope: Scope): readonly Int32Array[] => (scope === 'all' ? [own, ...others] : others);
const alone = (own: Int32Array): Household => ({ own, others: [], isComplete: false });

/** The verdict of a tree, in strong Kleene logic. This is the meaning of the language: every other back end must agree with it. */
export function judge(tree: Tree, facts: Household): Verdict {
  switch (tree.op) {
    case 'atom':
      return meets(tree.atom, facts.own[tree.atom.field]!);
    case 'all': {
      let verdict: Verdict = 2;
      for (const part of tree.of) verdict = Math.min(verdict, judge(part, facts)) as Verdict;
      return verdict;
    }
    case 'any': {
      let verdict: Verdict = 0;
      for (const part of tree.of) verdict = Math.max(verdict, judge(part, facts)) as Verdict;
      return verdict;
    }
    case 'not':
      return not(judge(tree.of, facts));
    case 'atLeast': {
      const verdicts = tree.of.map((part) => judge(part, facts));
      return enough(verdicts.filter((it) => it === 2).length, verdicts.filter((it) => it > 0).length, tree.count);
    }
    case 'count': {
      const [must, may] = countOf(tree, facts);
      return within(must, may, tree.from, tree.to);
    }
    case 'sum': {
      const [low, high] = sumOf(tree, facts);
      return within(low, high, tree.from, tree.to);
    }
  }
}

/** How many members surely meet it, and how many may; more may where somebody of the household is not on the list. */
export function countOf({ scope, of }: Extract<Tree, { op: 'count' }>, facts: Household): [number, number] {
  let [must, may] = [0, facts.isComplete ? 0 : Infinity];
  for (const member of membersOf(facts, scope)) {
    const verdict = judge(of, alone(member));
    if (verdict === 2) must++;
    if (verdict > 0) may++;
  }
  return [must, may];
}

/** Between what the sum over members lies, by the range of the field where a fact is unknown. */
export function sumOf({ scope, field, most, of }: Extract<Tree, { op: 'sum' }>, facts: Household): [number, number] {
  let [low, high] = [0, facts.isComplete ? 0 : Infinity];
  for (const member of membersOf(facts, scope)) {
    const counts = of ? judge(of, alone(member)) : 2;
    if (counts === 0) continue;
    const value = member[field]!;
    // Unknown may turn out to be none, which adds nothing.
    const [from, to] = value === unknown ? [0, most] : value < leastValue ? [0, 0] : [value, value];
    if (counts === 2) low += from;
    high += to;
  }
  return [low, high];
}

/** Why a verdict is what it is: each part with its own verdict, and whether the verdict above hangs on it. */
export type Reason = {
  op: Tree['op'];
  verdict: Verdict;
  note: Note | null;
  /** Whether the verdict of the whole is so because of this part. */
  isDecisive: boolean;
  atom: Atom | null;
  /** Of an atom the fact. */
  value: number;
  /** What was counted or added up: surely, and at most. */
  counted: [number, number] | null;
  /** Of what has parts: how many of them must be met. */
  needed: number;
  of: Reason[];
};

/** The verdict with its reasons, part by part. */
export function explain(tree: Tree, facts: Household): Reason {
  const reason = reasonOf(tree, facts);
  markDecisive(reason);
  return reason;
}

const noParts: Reason[] = [];
const reasonWith = (tree: Tree, verdict: Verdict, of: Reason[], needed: number, counted: [number, number] | null = null): Reason => ({
  op: tree.op,
  verdict,
  note: tree.note ?? null,
  isDecisive: false,
  atom: null,
  value: 0,
  needed,
  counted,
  of,
});

function reasonOf(tree: Tree, facts: Household): Reason {
  switch (tree.op) {
    case 'atom': {
      const value = facts.own[tree.atom.field]!;
      const verdict = meets(tree.atom, value);
      return { op: 'atom', verdict, note: tree.note ?? null, isDecisive: false, atom: tree.atom, value, counted: null, needed: 0, of: noParts };
    }
    case 'not': {
      const of = reasonOf(tree.of, facts);
      return reasonWith(tree, not(of.verdict), [of], 1);
    }
    case 'all':
    case 'any':
    case 'atLeast': {
      const of: Reason[] = [];
      let [met, open] = [0, 0];
      for (const part of tree.of) {
        const reason = reasonOf(part, facts);
        of.push(reason);
        if (reason.verdict === 2) met++;
        else if (reason.verdict === 1) open++;
      }
      const needed = tree.op === 'atLeast' ? tree.count : tree.op === 'all' ? of.length : 1;
      return reasonWith(tree, enough(met, met + open, needed), of, needed);
    }
    case 'count': {
      const counted = countOf(tree, facts);
      const of = membersOf(facts, tree.scope).map((member) => reasonOf(tree.of, alone(member)));
      return reasonWith(tree, within(...counted, tree.from, tree.to), of, 0, counted);
    }
    case 'sum': {
      const counted = sumOf(tree, facts);
      return reasonWith(tree, within(...counted, tree.from, tree.to), noParts, 0, counted);
    }
  }
}

/** What is met needs all of its parts to be met; what fails, fails by those that fail; under `not` it is the other way round by itself. */
function markDecisive(reason: Reason): void {
  reason.isDecisive = true;
  if (reason.op === 'count') return;
  for (const part of reason.of) if (reason.op === 'not' || part.verdict === reason.verdict) markDecisive(part);
}
