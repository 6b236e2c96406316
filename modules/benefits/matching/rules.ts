import { amountOf, type Range } from '../../../engines/rules/amount.ts';
import { compile, enrolledField, type Setting, Uncompilable } from '../../../engines/rules/compile.ts';
import type { Dictionary, Field } from '../../../engines/rules/dictionary.ts';
import type { Policy } from '../../../engines/rules/document.ts';
import { explain, type Household, judge, type Reason } from '../../../engines/rules/interpret.ts';
import { NoParameter } from '../../../engines/rules/parameters.ts';
import { factsToSettle } from '../../../engines/rules/questions.ts';
import type { Tree } from '../../../engines/rules/tree.ts';
import { unknown, type Verdict } from '../../../engines/rules/value.ts';
import { dayHere } from '../../../platform/clock.ts';
import type { Vault } from '../../../platform/crypto.ts';
import type { Read } from '../../../platform/database.ts';
import { factsOn, householdOf, type Known, personFacts } from '../../people/index.ts';
import data from '../data/matching.json' with { type: 'json' };
import { holdingOn, listVersions, type PolicyVersion, parameters, publishedMark } from '../policies.ts';

export const matching = data;

/** A policy worked out for a day. Nobody who died is entitled, whatever the policy says. */
export type Rule = { policy: Policy; tree: Tree; enrolled: number };

const flagOf = (policy: Policy): Field => ({
  code: enrolledField(policy.id),
  name: { zh: `正在享受${policy.title.zh}`, en: `receives ${policy.title.en}` },
  of: 'person',
  kind: 'flag',
  source: policy.department,
  sensitivity: 'sensitive',
});

/** Policies that hold on one day, compiled, with the dictionary that knows who receives what. */
export class Rules {
  readonly day: string;
  readonly dictionary: Dictionary;
  readonly setting: Setting;
  readonly rules: Rule[] = [];
  /** By policy, the field that says whether somebody receives it; known of everybody. */
  readonly enrolledFields: ReadonlyMap<string, number>;
  /** Policies that cannot be worked out on this day, as where a parameter has run out. */
  readonly faults: { policy: string; why: string }[] = [];

  /** Policies that there have been, by id, the newest version of each: also of what holds no more. */
  readonly everKnown: ReadonlyMap<string, Policy>;

  constructor(policies: readonly Policy[], day: string, versions: readonly PolicyVersion[] = []) {
    this.day = day;
    this.everKnown = new Map([...versions.toReversed().map(({ policy }) => policy), ...policies].map((policy) => [policy.id, policy]));
    const persons = policies.filter(({ of }) => of === 'person');
    this.dictionary = personFacts.with(persons.map(flagOf));
    this.enrolledFields = new Map(persons.map(({ id }) => [id, this.dictionary.numberOf(enrolledField(id))!]));
    const areas = personFacts.fields[personFacts.numberOf('district')!]!.values!.map(({ code }) => code);
    this.setting = { dictionary: this.dictionary, parameters: new Map(parameters.map((it) => [it.code, it])), asOf: day, areas, areaField: 'district' };
    for (const policy of persons) {
      try {
        this.rules.push(this.ruleOf(policy));
      } catch (error) {
        if (!(error instanceof Uncompilable)) throw error;
        this.faults.push({ policy: policy.id, why: error.message });
      }
    }
  }

  /** @throws Uncompilable */
  ruleOf(policy: Policy): Rule {
    const alive = { field: 'isAlive', op: '=' as const, value: true, label: { zh: '在世', en: 'alive' } };
    const conditions = 'all' in policy.conditions && !policy.conditions.label ? policy.conditions.all : [policy.conditions];
    const { tree } = compile({ ...policy, conditions: { all: [alive, ...conditions] } }, this.setting);
    return { policy, tree, enrolled: this.dictionary.numberOf(enrolledField(policy.id)) ?? -1 };
  }

  /** The facts of a person with what is received, by field number. */
  factsOf(known: Known, enrolledIn: ReadonlySet<string>): Int32Array {
    const facts = new Int32Array(this.dictionary.fields.length);
    facts.set(factsOn(known, known.stated, this.day));
    for (const policy of enrolledIn) {
      const field = this.enrolledFields.get(policy);
      if (field !== undefined) facts[field] = 1;
    }
    return facts;
  }

  /** A household as one of its members sees it. It is complete where one of them states that as many live in it. */
  householdOf(rows: readonly Int32Array[], member: number): Household {
    return householdOf(rows, member);
  }

  /** Null where there is none, or where a number that the law sets is not entered for this day. */
  amount({ policy }: Rule, facts: Household): Range | null {
    if (policy.amount === undefined) return null;
    const district = facts.own[districtField]!;
    try {
      return amountOf(policy.amount, facts, this.setting, district === unknown ? null : this.setting.areas[district]!);
    } catch (error) {
      if (error instanceof NoParameter) return null;
      throw error;
    }
  }

  verdict(rule: Rule, facts: Household): Verdict {
    return judge(rule.tree, facts);
  }

  explain(rule: Rule, facts: Household): Reason {
    return explain(rule.tree, facts);
  }

  /** Codes of the facts that could prove it, fewest first; null where no answer could. */
  asks(rule: Rule, facts: Household): string[] | null {
    const questions = factsToSettle(rule.tree, facts, this.dictionary, 2);
    return questions && questions.map(({ member, field }) => (member > 0 || field === null ? 'household' : this.dictionary.fields[field]!.code));
  }
}

/** What a policy is called, also one that holds no more. */
export const titleOf = (rules: Rules, policyId: string) => rules.everKnown.get(policyId)?.title ?? { zh: policyId, en: policyId };

const districtField = personFacts.numberOf('district')!;

/** Rules worked out, by what they were worked out from; they live as long as the house that asked. */
const worked = new WeakMap<Vault, Map<string, Rules>>();

/** The rules that hold today, by what is published; worked out once. */
export async function rulesOn(db: Read, vault: Vault, district: string, now: Date): Promise<Rules> {
  const day = dayHere(now);
  const own = worked.get(vault) ?? new Map<string, Rules>();
  worked.set(vault, own);
  const key = `${district} ${day} ${await publishedMark(db, district)}`;
  const known = own.get(key);
  if (known) return known;
  const versions = await listVersions(db, district, now);
  const rules = new Rules(holdingOn(versions, day), day, versions);
  if (own.size > 8) own.clear();
  own.set(key, rules);
  return rules;
}
