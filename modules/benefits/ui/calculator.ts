import { amountOf, type Range, settle } from '../../../engines/rules/amount.ts';
import { compile, enrolledField, type Setting } from '../../../engines/rules/compile.ts';
import { Dictionary } from '../../../engines/rules/dictionary.ts';
import { explain, type Household, type Reason } from '../../../engines/rules/interpret.ts';
import { nextQuestion } from '../../../engines/rules/questions.ts';
import { fieldsOf, type Tree } from '../../../engines/rules/tree.ts';
import { unknown } from '../../../engines/rules/value.ts';
import type { api } from '../../../platform/client.ts';
import type { benefits } from '../contract.ts';

export type Rules = Awaited<ReturnType<ReturnType<typeof api<typeof benefits>>['listPolicies']>>;
export type Policy = Rules['policies'][number];
export type Field = Rules['facts']['fields'][number];
/** What somebody answered, by fact: a value as the dictionary takes it, or 'skipped'. */
export type Answers = ReadonlyMap<string, unknown>;
export const skipped = 'skipped';

export type Outcome = {
  policy: Policy;
  verdict: 'met' | 'notMet' | 'open';
  /** Clauses with their verdict: what it comes from. */
  clauses: Reason[];
  amount: Range | null;
  /** Another policy that is kept instead of this one. */
  givesWayTo: Policy | null;
};

/** Works out on this machine what somebody can have, and what is worth asking next. */
export class Calculator {
  readonly dictionary: Dictionary;
  private readonly rules: Rules;
  private readonly setting: Setting;
  private readonly trees: Tree[];

  constructor(rules: Rules) {
    this.rules = rules;
    // Whether something is received already is a fact like others, known only to who is signed in.
    const received = rules.policies.map(({ id, title, department }) => ({ code: enrolledField(id), name: title, kind: 'flag' as const, source: department }));
    this.dictionary = new Dictionary(rules.facts.version, rules.facts.fields).with(
      received.map((flag) => ({ ...flag, of: 'person' as const, sensitivity: 'sensitive' as const })),
    );
    const parameters = new Map(rules.parameters.map((parameter) => [parameter.code, parameter]));
    this.setting = { dictionary: this.dictionary, parameters, asOf: rules.asOf, areas: [''], areaField: 'district' };
    this.trees = rules.policies.map((policy) => compile(policy, this.setting).tree);
  }

  private household(answers: Answers): Household {
    const own = Int32Array.from(this.dictionary.fields, ({ code }, field) => {
      const answer = answers.get(code);
      return answer === undefined || answer === skipped ? unknown : this.dictionary.encode(field, answer);
    });
    return { own, others: [], isComplete: true };
  }

  /** Why a fact does not take an answer; null if it does. */
  faultOf(code: string, answer: unknown): string | null {
    try {
      this.dictionary.encode(this.dictionary.numberOf(code)!, answer);
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  outcomes(answers: Answers): Outcome[] {
    const facts = this.household(answers);
    const all = this.rules.policies.map((policy, n): Outcome => {
      const reason = explain(this.trees[n]!, facts);
      const verdict = reason.verdict === 2 ? 'met' : reason.verdict === 0 ? 'notMet' : 'open';
      const amount = policy.amount === undefined ? null : amountOf(policy.amount, facts, this.setting, '');
      return { policy, verdict, clauses: reason.of, amount, givesWayTo: null };
    });
    const met = all.filter((it) => it.verdict === 'met');
    const kept = settle(met.map(({ policy, amount }) => ({ policy: policy.id, amount: amount ?? { low: 0, high: 0 }, conflicts: policy.conflicts ?? [] })));
    for (const { policy, amount, givesWayTo } of kept) {
      const outcome = met.find((it) => it.policy.id === policy)!;
      if (outcome.amount) outcome.amount = amount;
      outcome.givesWayTo = met.find((it) => it.policy.id === givesWayTo)?.policy ?? null;
    }
    return all;
  }

  private isAskable(field: number): boolean {
    return this.dictionary.fields[field]!.question !== undefined;
  }

  /** Of the answers those that a policy reads: what goes with an application, and nothing else. */
  answersFor(policyId: string, answers: Answers): Record<string, string | number | boolean> {
    const tree = this.trees[this.rules.policies.findIndex(({ id }) => id === policyId)]!;
    const own = new Set(fieldsOf(tree).own.map((field) => this.dictionary.fields[field]!.code));
    return Object.fromEntries([...answers].filter(([code, answer]) => own.has(code) && answer !== skipped)) as Record<string, string>;
  }

  /** The next thing to ask, and how many policies hang on it; null when nothing is left that could matter. */
  next(answers: Answers): { field: Field; policies: number } | null {
    const facts = this.household(answers);
    const asked = nextQuestion(
      this.trees.map((tree) => ({ tree, weight: 1 })),
      facts,
      this.dictionary,
      { mayAsk: ({ field }) => field !== null && this.isAskable(field) && !answers.has(this.dictionary.fields[field]!.code) },
    );
    if (!asked || asked.question.field === null) return null;
    return { field: this.rules.facts.fields[asked.question.field]!, policies: asked.policies.length };
  }
}
