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
  note: Note | undefined;
  /** Whether the verdict of the whole is so because of this part. */
  isDecisive: boolean;
  atom?: { atom: Atom; value: number };
  /** What was counted or added up: surely, and at most. */
  counted?: [number, number];
  of: Reason[];
};

/** The verdict with its reasons, part by part. */
export function explain(tree: Tree, facts: Household, isDecisive = true): Reason {
  const verdict = judge(tree, facts);
  const reason = (more: Partial<Reason>): Reason => ({ op: tree.op, verdict, note: tree.note, isDecisive, of: [], ...more });
  switch (tree.op) {
    case 'atom':
      return reason({ atom: { atom: tree.atom, value: facts.own[tree.atom.field]! } });
    case 'not':
      return reason({ of: [explain(tree.of, facts, isDecisive)] });
    case 'all':
    case 'any':
      // What is met needs all of its parts to be met; what fails, fails by those that fail.
      return reason({ of: tree.of.map((part) => explain(part, facts, isDecisive && judge(part, facts) === verdict)) });
    case 'atLeast':
      return reason({
        of: tree.of.map((part) => explain(part, facts, isDecisive && (verdict === 1 ? judge(part, facts) === 1 : judge(part, facts) === verdict))),
      });
    case 'count':
      return reason({ counted: countOf(tree, facts), of: membersOf(facts, tree.scope).map((member) => explain(tree.of, alone(member), false)) });
    case 'sum':
      return reason({ counted: sumOf(tree, facts) });
  }
}
