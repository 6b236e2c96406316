import fc from 'fast-check';
import { expect, test } from 'vitest';
import { condition, dictionary, drawPeople, setting } from '../../tests/support/rules.ts';
import { compile } from './compile.ts';
import type { Condition } from './document.ts';
import { type Household, judge } from './interpret.ts';
import { factsToSettle, nextQuestion, type Question } from './questions.ts';
import { valuesToTry } from './regions.ts';
import { partsOf, type Tree } from './tree.ts';
import { none, notApplicable, unknown } from './value.ts';

const treeOf = (conditions: Condition) => compile({ id: 'p', version: '1', conditions }, setting).tree;
const nobodyKnows = (): Household => ({ own: new Int32Array(dictionary.fields.length).fill(unknown), others: [], isComplete: true });
const codes = (questions: Question[] | null) => questions?.map(({ field }) => (field === null ? 'household' : dictionary.fields[field]!.code));
const withAnswers = (facts: Household, answers: readonly [Question, number][]): Household => {
  const rows = [facts.own, ...facts.others].map((row) => row.slice());
  let { isComplete } = facts;
  for (const [{ member, field }, value] of answers)
    if (field === null) isComplete = true;
    else rows[member]![field] = value;
  return { own: rows[0]!, others: rows.slice(1), isComplete };
};
const answersTo = (tree: Tree, field: number | null): number[] => {
  if (field === null) return [0];
  const { canBeNone, canNotApply } = dictionary.fields[field]!;
  return [...valuesToTry(tree, field, dictionary), ...(canBeNone ? [none] : []), ...(canNotApply ? [notApplicable] : [])];
};
/** Whether some answers to these questions make the verdict what is wanted. */
function canSettle(tree: Tree, facts: Household, questions: readonly Question[], wanted: number): boolean {
  const [question, ...rest] = questions;
  if (!question) return judge(tree, facts) === wanted;
  return answersTo(tree, question.field).some((value) => canSettle(tree, withAnswers(facts, [[question, value]]), rest, wanted));
}

test('asks what could prove it, the fewest facts first, and nothing that cannot matter any more', () => {
  const old: Condition = { age: 'birth', op: '>=', value: 80 };
  const poor: Condition = {
    all: [
      { field: 'income', op: '<=', value: 1000 },
      { field: 'alone', op: '=', value: true },
    ],
  };
  const tree = treeOf({ any: [poor, old] });
  expect(codes(factsToSettle(tree, nobodyKnows(), dictionary, 2))).toEqual(['birth']);
  expect(codes(factsToSettle(tree, nobodyKnows(), dictionary, 0))?.sort()).toEqual(['birth', 'income']);
  const young = nobodyKnows();
  young.own[1] = dictionary.encode(1, '1990-01-01');
  expect(codes(factsToSettle(tree, young, dictionary, 2))).toEqual(['income', 'alone']);
  young.own[2] = dictionary.encode(2, 5000);
  expect(factsToSettle(tree, young, dictionary, 2)).toBeNull();
  expect(factsToSettle(tree, young, dictionary, 0)).toEqual([]);
});

test('asks of members of the household, and who else belongs to it only where that can matter', () => {
  const tree = treeOf({ household: 'others', exists: { age: 'birth', op: '<', value: 18 } });
  const facts: Household = { ...nobodyKnows(), others: [nobodyKnows().own, nobodyKnows().own], isComplete: false };
  expect(factsToSettle(tree, facts, dictionary, 2)).toEqual([{ member: 1, field: 1 }]);
  expect(factsToSettle(tree, facts, dictionary, 0)).toEqual([
    { member: 0, field: null },
    { member: 1, field: 1 },
    { member: 2, field: 1 },
  ]);
});

test('where no fact stands in two clauses: some answers settle it, and no smaller set of facts could', () => {
  const { households } = drawPeople(5, 60);
  const alone = households.map((facts) => ({ ...facts, others: [], isComplete: true }));
  let checked = 0;
  fc.assert(
    fc.property(condition, fc.constantFrom(...alone), fc.constantFrom(0 as const, 2 as const), (conditions, facts, wanted) => {
      const tree = treeOf(conditions);
      const fields = [...partsOf(tree)].flatMap((part) => (part.op === 'atom' ? [part.atom.field] : part.op === 'sum' ? [part.field] : []));
      const states = [...partsOf(tree)].some((part) => part.op === 'atom' && part.atom.ranges.length === 0) || tree.op === 'sum';
      if (new Set(fields).size < fields.length || states || fields.length > 5 || judge(tree, facts) !== 1) return;
      const questions = factsToSettle(tree, facts, dictionary, wanted);
      if (questions === null || questions.length === 0) return;
      checked++;
      const open = [...new Set(fields)].filter((field) => facts.own[field] === unknown).map((field) => ({ member: 0, field }));
      if ([...partsOf(tree)].some((part) => part.op === 'count' || part.op === 'sum')) return;
      expect(canSettle(tree, facts, questions, wanted)).toBe(true);
      for (let mask = 0; mask < 1 << open.length; mask++) {
        const some = open.filter((_, i) => (mask >> i) & 1);
        if (some.length < questions.length) expect(canSettle(tree, facts, some, wanted)).toBe(false);
      }
    }),
    { seed: 8, numRuns: 1500 },
  );
  expect(checked).toBeGreaterThan(100);
});

test('the next question is one that can still matter; asking until nothing is open decides everything that can be', () => {
  const { households } = drawPeople(9, 80);
  const trees = fc.sample(condition, { seed: 12, numRuns: 30 }).map(treeOf);
  const policies = trees.map((tree) => ({ tree, weight: 1 }));
  for (const facts of households.filter((_, i) => i % 10 === 0)) {
    let now: Household = facts;
    let asked = 0;
    for (;;) {
      const next = nextQuestion(policies, now, dictionary);
      if (!next) break;
      const { member, field } = next.question;
      expect(next.policies.every((number) => judge(trees[number]!, now) === 1)).toBe(true);
      if (field === null) expect(now.isComplete).toBe(false);
      else expect((member === 0 ? now.own : now.others[member - 1]!)[field]).toBe(unknown);
      now = withAnswers(now, [[next.question, field === null ? 0 : answersTo(trees[next.policies[0]!]!, field)[asked % 2]!]]);
      expect(++asked).toBeLessThan(80);
    }
    const open = trees.filter((tree) => judge(tree, now) === 1);
    // What stays open, no answer can settle.
    for (const tree of open) expect([factsToSettle(tree, now, dictionary, 2), factsToSettle(tree, now, dictionary, 0)]).toEqual([null, null]);
  }
});
