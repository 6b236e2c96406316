import { boundaryTests, failingTests } from '../../../engines/rules/boundary-tests.ts';
import { Uncompilable } from '../../../engines/rules/compile.ts';
import { type Issue, type Policy, readPolicy } from '../../../engines/rules/document.ts';
import { lint, staleParameters } from '../../../engines/rules/lint.ts';
import { prove } from '../../../engines/rules/regions.ts';
import { outline, sayCondition } from '../../../engines/rules/say.ts';
import type { Tree } from '../../../engines/rules/tree.ts';
import type { Actor } from '../../../platform/access.ts';
import type { Reading } from '../../../platform/context.ts';
import type { Text } from '../matching/outcomes.ts';
import type { Population } from '../matching/population.ts';
import { type Rule, type Rules, rulesOn } from '../matching/rules.ts';
import { populationOf } from '../matching/run.ts';

/** A policy as it is being written: read and worked out, or what is wrong with it. */
export function examine(content: unknown, rules: Rules): { policy: Policy; rule: Rule } | { issues: Issue[] } {
  const read = readPolicy(content);
  if ('issues' in read) return read;
  if (read.policy.of !== 'person') return { issues: [{ path: 'of', zh: '这里只编辑面向个人的政策', en: 'Only policies for persons are written here' }] };
  try {
    return { policy: read.policy, rule: rules.ruleOf(read.policy) };
  } catch (error) {
    if (error instanceof Uncompilable) return { issues: error.issues };
    throw error;
  }
}

/** Conditions in plain words, clause under clause. */
export function readingOf(policy: Policy, { setting: { dictionary, parameters } }: Rules): Text {
  const say = (language: 'zh' | 'en') => outline(sayCondition(policy.conditions, { language, dictionary, parameters }));
  return { zh: say('zh'), en: say('en') };
}

const lintOf = (policy: Policy, rule: Rule, rules: Rules) => [
  ...lint(rule.tree, rules.dictionary),
  ...staleParameters(policy, rules.setting.parameters, rules.day),
];

/** Of everybody: whom it would reach, whom it gains and loses beside what holds now, and who of those lost receives it. */
function countsOf(population: Population, rule: Rule, rules: Rules) {
  const start = performance.now();
  const nobody: Tree = { op: 'any', of: [] };
  const now = rules.rules.find(({ policy }) => policy.id === rule.policy.id);
  const program = population.batch.comparing(now?.tree ?? nobody, rule.tree);
  const [met, may, gained, lost] = program.judge() as unknown as [number, number, number, number];
  const receiving = now === undefined ? 0 : program.list(3).filter((person) => population.batch.valueOf(person, now.enrolled) === 1).length;
  program.end();
  return { people: population.ids.length, met, unknown: may - met, gained, lost, lostReceiving: receiving, ms: performance.now() - start };
}

export async function previewPolicyQuery({ db, vault, district, now }: Reading<Actor>, { content }: { content: unknown }) {
  const rules = await rulesOn(db, vault, district, now);
  const examined = examine(content, rules);
  if ('issues' in examined) {
    const read = readPolicy(content);
    return { issues: examined.issues, lint: [], reading: 'policy' in read ? readingOf(read.policy, rules) : null, counts: null, tests: [] };
  }
  const { policy, rule } = examined;
  const counts = countsOf(await populationOf(db, vault, district, rules), rule, rules);
  const failing = new Map(failingTests(policy, rules.setting).map(({ test, found }) => [test.name, found]));
  const tests = (policy.tests ?? []).map((test) => ({ name: test.name, expect: test.expect, found: failing.get(test.name) ?? test.expect }));
  return { issues: [], lint: lintOf(policy, rule, rules), reading: readingOf(policy, rules), counts, tests };
}

export type Gate = { rows: number; isExhaustive: boolean; disagreements: number; tests: number; failing: number };

/**
 * What must hold before a policy is published: every back end says the same on the table of all cases, its own tests and those made from its
 * constants come out as they say, and no clause is met by everybody or nobody.
 */
export function passGate(policy: Policy, rule: Rule, rules: Rules): { gate: Gate; faults: Issue[] } {
  const proof = prove(rule.tree, rules.dictionary);
  const { tests } = boundaryTests(policy, rules.setting);
  const own = policy.tests ?? [];
  const failing = failingTests(policy, rules.setting, [...own, ...tests]);
  const faults: Issue[] = lintOf(policy, rule, rules).filter(({ kind }) => kind === 'alwaysFalse' || kind === 'alwaysTrue');
  for (const { test, found } of failing)
    faults.push({
      path: 'tests',
      zh: `测试“${test.name}”应为 ${test.expect}，实为 ${found}`,
      en: `The test "${test.name}" expects ${test.expect} and gives ${found}`,
    });
  if (own.length === 0)
    faults.push({
      path: 'tests',
      zh: '至少写一个测试：一个应当享受或不应享受的人',
      en: 'Write at least one test: somebody who must, or must not, be entitled',
    });
  if (proof.disagreements.length > 0) faults.push({ path: '', zh: '两套计算结果不一致，请报告平台', en: 'The back ends disagree; report it' });
  const gate = {
    rows: proof.rows,
    isExhaustive: proof.isExhaustive,
    disagreements: proof.disagreements.length,
    tests: own.length + tests.length,
    failing: failing.length,
  };
  return { gate, faults };
}
