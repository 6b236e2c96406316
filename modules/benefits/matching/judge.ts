import type { Range } from '../../../engines/rules/amount.ts';
import { dayNumber } from '../../../engines/rules/days.ts';
import { type Household, judge, type Reason } from '../../../engines/rules/interpret.ts';
import type { Tree } from '../../../engines/rules/tree.ts';
import type { Verdict } from '../../../engines/rules/value.ts';
import type { Stated } from '../../people/index.ts';
import { matching, type Rule, type Rules } from './rules.ts';

/** `missed`: entitled and not receiving. `possible`: may be. `doubtful`: receives, and the facts say no. `unclear`: receives, and nobody knows. */
export type Kind = 'missed' | 'possible' | 'doubtful' | 'unclear';
export type Confidence = 'high' | 'medium' | 'low';
/** What a rule comes to for a person: to be compared with what stands. */
export type Judgement = {
  personId: string;
  policyId: string;
  version: string;
  verdict: Verdict;
  kind: Kind | null;
  confidence: Confidence | null;
  /** Facts that are missing; of a doubt those that say no. */
  asks: string[];
  amount: Range | null;
  score: number;
};

/** Another policy that is received and shuts this one out. */
export function excludedBy(rule: Rule, rules: Rules, facts: Household): Rule | null {
  const isReceived = (other: Rule) => facts.own[other.enrolled] === 1;
  const shutsOut = (one: Rule, other: Rule) => one.policy.conflicts?.some(({ policy, kind }) => kind === 'exclusive' && policy === other.policy.id) ?? false;
  return rules.rules.find((other) => other !== rule && isReceived(other) && (shutsOut(rule, other) || shutsOut(other, rule))) ?? null;
}
const priorityOver = (rule: Rule, other: Rule) => rule.policy.conflicts?.find(({ policy }) => policy === other.policy.id)?.priority ?? 0;

/** Whether, of two that are received and shut each other out, this is the one that is asked about: the one that is worth less. */
function isDouble(rule: Rule, rules: Rules, facts: Household): boolean {
  const other = excludedBy(rule, rules, facts);
  if (other === null) return false;
  const [own, its] = [priorityOver(rule, other), priorityOver(other, rule)];
  return own === its ? rule.policy.id > other.policy.id : own < its;
}

/** What a year of it is worth, in fen; the middle where it is a range. */
function yearly({ policy }: Rule, amount: Range | null): number {
  if (!amount || amount.high === Infinity) return matching.valueWithoutAmountFen;
  return ((amount.low + amount.high) / 2) * matching.timesAYear[policy.per ?? 'once'];
}

/**
 * Clauses that something stated can speak for: that somebody is of an age and lives here is no reason to knock at a door. Null where a policy
 * has none.
 */
export function leadOf({ tree }: Rule, rules: Rules): Tree | null {
  const leads = (part: Tree): Tree[] => {
    if (part.op === 'atom') return matching.noLead.includes(rules.dictionary.fields[part.atom.field]!.code) ? [] : [part];
    return part.op === 'all' || part.op === 'any' || part.op === 'atLeast' ? part.of.flatMap(leads) : [];
  };
  const of = leads(tree);
  return of.length === 0 ? null : { op: 'any', of };
}

/** What makes a list worth working from the top: value × chance × need, by what has to be asked. */
export function scoreOf(rule: Rule, amount: Range | null, asks: number, segments: readonly string[]): number {
  const weights = matching.needWeights as Record<string, number>;
  const need = Math.max(1, ...segments.map((segment) => weights[segment] ?? 1));
  return (yearly(rule, amount) * need * (asks > 0 ? matching.possibleWeight : 1)) / (1 + asks);
}

/** Codes of the facts by which a verdict is what it is. */
export function decisiveFacts(reason: Reason, rules: Rules): string[] {
  const own = reason.atom && reason.isDecisive ? [rules.dictionary.fields[reason.atom.field]!.code] : [];
  return [...new Set([...own, ...reason.of.flatMap((part) => decisiveFacts(part, rules))])];
}

const levels = ['high', 'medium', 'low'] as const;

/** How sure the facts behind one reason are: how fresh, and whether the department that keeps them stated them. */
function levelOf(facts: readonly string[], stated: readonly Stated[], day: string): number {
  const { highWithinDays, mediumWithinDays } = matching.confidence;
  return facts.reduce((worst, fact) => {
    const statement = stated.find((it) => it.fact === fact && it.validFrom <= day && (it.validTo === null || it.validTo > day));
    // What the register itself keeps, such as a death, needs no statement.
    if (!statement) return worst;
    const days = dayNumber(day) - dayNumber(statement.statedOn);
    return Math.max(worst, !statement.isFromKeeper || days > mediumWithinDays ? 2 : days > highWithinDays ? 1 : 0);
  }, 0);
}

/** How sure it is that somebody is not entitled: as sure as the surest of the clauses that fail, for each alone would do. */
export function confidenceOf(reason: Reason, rules: Rules, stated: readonly Stated[]): Confidence {
  const failing = reason.op === 'all' ? reason.of.filter(({ verdict }) => verdict === 0) : [reason];
  return levels[Math.min(...failing.map((clause) => levelOf(decisiveFacts(clause, rules), stated, rules.day)))] ?? 'low';
}

type Person = { id: string; facts: Household; lead: Tree | null; segments: readonly string[]; stated: () => readonly Stated[] };

/** What a rule comes to for one person; null where there is nothing to keep: not entitled and not receiving. */
export function judgement(rules: Rules, rule: Rule, { id, facts, lead, segments, stated }: Person): Judgement | null {
  const verdict = rules.verdict(rule, facts);
  const isReceived = facts.own[rule.enrolled] === 1;
  if (verdict === 0 && !isReceived) return null;
  if (verdict === 1 && !isReceived && (lead === null || judge(lead, facts) !== 2)) return null;
  const amount = rules.amount(rule, facts);
  const asks = verdict === 1 ? (rules.asks(rule, facts) ?? []) : [];
  const common = { personId: id, policyId: rule.policy.id, version: rule.policy.version, verdict, asks, amount };
  const score = scoreOf(rule, amount, asks.length, segments);
  if (!isReceived) {
    const isAskable = verdict === 2 || (asks.length > 0 && asks.length <= matching.mostQuestions);
    const isOpen = isAskable && excludedBy(rule, rules, facts) === null;
    if (verdict === 1 && !isOpen) return null;
    return { ...common, kind: isOpen ? (verdict === 2 ? 'missed' : 'possible') : null, confidence: null, score };
  }
  if (verdict === 1) return { ...common, kind: 'unclear', confidence: null, score };
  if (verdict === 2 && !isDouble(rule, rules, facts)) return { ...common, kind: null, confidence: null, score };
  // Two benefits that shut each other out: which facts are right is not the question.
  if (verdict === 2) return { ...common, kind: 'doubtful', confidence: 'high', score };
  const reason = rules.explain(rule, facts);
  return { ...common, asks: decisiveFacts(reason, rules), kind: 'doubtful', confidence: confidenceOf(reason, rules, stated()), score };
}
