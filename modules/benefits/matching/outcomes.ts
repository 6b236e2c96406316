import { unitName } from '../../../engines/rules/dictionary.ts';
import type { Condition } from '../../../engines/rules/document.ts';
import type { Household, Reason } from '../../../engines/rules/interpret.ts';
import { sayCondition } from '../../../engines/rules/say.ts';
import { none, notApplicable, unknown } from '../../../engines/rules/value.ts';
import { dayHere } from '../../../platform/clock.ts';
import type { Vault } from '../../../platform/crypto.ts';
import type { Read } from '../../../platform/database.ts';
import { counts, listHousehold, listStated, pack, personFacts, type Statement } from '../../people/index.ts';
import { policiesOn } from '../policies.ts';
import { enrolmentsOf } from './population.ts';
import { type Rule, Rules, rulesOn } from './rules.ts';

export type Text = { zh: string; en: string };

/** A person on a day with the rules of that day: what verdicts are worked out from. */
export type Standing = { rules: Rules; facts: Household; statements: Statement[]; receives: ReadonlySet<string> };

/**
 * What is known of a person and their household.
 * @param knownAt as it was known at that moment, null for now
 */
export async function standingOf(db: Read, vault: Vault, district: string, personId: string, day: string, knownAt: Date | null, now: Date): Promise<Standing> {
  const isToday = knownAt === null && day === dayHere(now);
  const [rules, together, statements] = await Promise.all([
    isToday ? rulesOn(db, vault, district, now) : policiesOn(db, district, day, knownAt ?? now).then((policies) => new Rules(policies, day)),
    listHousehold(db, vault, district, personId),
    listStated(db, vault, district, personId, knownAt),
  ]);
  const known = together.length <= 32 ? together : together.slice(0, 1);
  const ids = known.map(({ id }) => id);
  const receives = await enrolmentsOf(db, district, ids, day, knownAt);
  const rows: Int32Array[] = [];
  for (const person of known) {
    const then = knownAt === null ? [] : person.id === personId ? statements : await listStated(db, vault, district, person.id, knownAt);
    const own = knownAt === null ? person.stated : then.map(pack);
    rows.push(rules.factsOf({ ...person, stated: own }, receives.get(person.id) ?? new Set()));
  }
  return { rules, facts: rules.householdOf(rows, 0), statements, receives: receives.get(personId) ?? new Set() };
}

const yesNo: Record<'true' | 'false', Text> = { true: { zh: '是', en: 'yes' }, false: { zh: '否', en: 'no' } };

/** A value as people read it. */
function shownValue(field: number, coded: number): Text | null {
  const { kind, unit = '', values } = personFacts.fields[field]!;
  if (coded === unknown) return null;
  if (coded === none) return { zh: '没有', en: 'none' };
  if (coded === notApplicable) return { zh: '不适用', en: 'does not apply' };
  if (kind === 'code') return values![coded]!.name;
  const value = personFacts.decode(field, coded);
  if (kind === 'flag') return yesNo[String(value) as 'true'];
  const shown = (language: 'zh' | 'en') => `${String(value)} ${unitName(unit, language)}`.trim();
  return { zh: shown('zh'), en: shown('en') };
}

/** The facts of a person as known, each with who said it; also what is too old to count. */
export function factsView({ rules, facts, statements }: Standing) {
  return personFacts.fields.flatMap(({ code, name }, field) => {
    const statement = statements.find((it) => it.fact === code && it.validFrom <= rules.day && (it.validTo === null || it.validTo > rules.day));
    const coded = facts.own[field]!;
    if (coded === unknown && !statement) return [];
    const isStale = statement !== undefined && !counts(statement, rules.day);
    const held = isStale ? personFacts.encode(field, statement.value) : coded;
    return [
      {
        fact: code,
        name,
        value: (coded === unknown ? null : personFacts.decode(field, coded)) as string | number | boolean | null,
        shown: shownValue(field, held),
        source: statement?.sourceDepartment ?? null,
        statedOn: statement?.statedOn ?? null,
        isStale,
      },
    ];
  });
}

const fieldsIn = ({ atom, of }: Reason): number[] => [...new Set([...(atom ? [atom.field] : []), ...of.flatMap(fieldsIn)])];

/** The words of a condition of a policy, in both languages. */
export function labelOf(condition: Condition, rules: Rules): Text {
  const { parameters, dictionary } = rules.setting;
  const say = (language: 'zh' | 'en') => sayCondition(condition, { language, dictionary, parameters }).text;
  return condition.label ?? { zh: say('zh'), en: say('en') };
}

/** Names of facts that could prove something; of those that live together it is asked as a whole. */
export const askNames = (asks: readonly string[]): Text[] =>
  asks.map((code) => personFacts.fields[personFacts.numberOf(code) ?? -1]?.name ?? { zh: '家庭成员情况', en: 'who lives in the household' });

/** What a policy comes to for a person, clause by clause. */
export function outcomeOf(rule: Rule, { rules, facts, receives }: Standing) {
  const reason = rules.explain(rule, facts);
  const amount = rules.amount(rule, facts);
  const fen = (value: number | undefined) => (value === undefined || !Number.isFinite(value) ? null : Math.round(value));
  const written = 'all' in rule.policy.conditions ? rule.policy.conditions.all : [rule.policy.conditions];
  const alive = { zh: '在世', en: 'alive' };
  const hard = written.filter((condition) => !condition.isSoft);
  return {
    policyId: rule.policy.id,
    title: rule.policy.title,
    verdict: reason.verdict as number,
    isReceived: receives.has(rule.policy.id),
    clauses: reason.of.map((part, i) => ({
      label: part.note?.label ?? (i === 0 ? alive : labelOf(hard[i - 1]!, rules)),
      verdict: part.verdict as number,
      facts: fieldsIn(part).map((field) => rules.dictionary.fields[field]!.code),
    })),
    asks: reason.verdict === 1 ? (rules.asks(rule, facts) ?? []) : [],
    lowFen: fen(amount?.low),
    highFen: fen(amount?.high),
    per: rule.policy.per ?? null,
  };
}
