import type { Condition, Constant, Operator } from '../../../../engines/rules/document.ts';
import type { Field } from '../calculator.ts';

/** How a fact is asked about in the form; what it offers hangs on the kind of fact. */
export type Mode = 'yes' | 'no' | 'in' | '<' | '<=' | '>' | '>=' | '=' | 'between' | 'age>=' | 'age<' | 'since' | 'present' | 'none';
export type Clause = { fact: string; mode: Mode; value: Constant | Constant[] | [Constant, Constant] | null };
export type Group = { kind: 'all' | 'any' | 'none' | 'atLeast' | 'household'; count: number; of: Condition[] };

export const enrolledPrefix = 'enrolled:';

export function modesOf(field: Field | undefined): Mode[] {
  // Whether something is received is known of everybody.
  if (field === undefined) return ['yes', 'no'];
  const states: Mode[] = field.canBeNone ? ['present', 'none'] : [];
  if (field.kind === 'flag') return ['yes', 'no'];
  if (field.kind === 'code') return ['in', ...states];
  if (field.kind === 'date') return ['age>=', 'age<', 'since', ...states];
  return ['<', '<=', '>=', '>', '=', 'between', ...states];
}

/** A condition as a row of the form; null where the form has no row for it. */
export function clauseOf(condition: Condition): Clause | null {
  if ('enrolled' in condition) return { fact: enrolledPrefix + condition.enrolled, mode: 'yes', value: null };
  if ('not' in condition && 'enrolled' in condition.not) return { fact: enrolledPrefix + condition.not.enrolled, mode: 'no', value: null };
  if ('age' in condition) {
    if (condition.unit === 'months' || (condition.op !== '>=' && condition.op !== '<')) return null;
    return { fact: condition.age, mode: `age${condition.op}`, value: condition.value };
  }
  if ('since' in condition) return { fact: condition.since, mode: 'since', value: condition.months };
  if (!('field' in condition)) return null;
  const fact = condition.field;
  if ('is' in condition) return condition.is === 'notApplicable' ? null : { fact, mode: condition.is, value: null };
  if ('in' in condition) return { fact, mode: 'in', value: condition.in };
  if ('between' in condition) return { fact, mode: 'between', value: condition.between };
  if (typeof condition.value === 'boolean' && condition.op === '=') return { fact, mode: condition.value ? 'yes' : 'no', value: null };
  if (typeof condition.value === 'string') return condition.op === '=' ? { fact, mode: 'in', value: [condition.value] } : null;
  return condition.op === '!=' ? null : { fact, mode: condition.op, value: condition.value };
}

/** The condition that a row stands for. */
export function conditionOf({ fact, mode, value }: Clause): Condition {
  if (fact.startsWith(enrolledPrefix)) {
    const enrolled = { enrolled: fact.slice(enrolledPrefix.length) };
    return mode === 'no' ? { not: enrolled } : enrolled;
  }
  if (mode === 'yes' || mode === 'no') return { field: fact, op: '=', value: mode === 'yes' };
  if (mode === 'present' || mode === 'none') return { field: fact, is: mode };
  if (mode === 'in') return { field: fact, in: (value ?? []) as Constant[] };
  if (mode === 'between') return { field: fact, between: (value ?? [0, 0]) as [Constant, Constant] };
  if (mode === 'age>=' || mode === 'age<') return { age: fact, op: mode.slice(3) as Operator, value: Number(value ?? 0) };
  if (mode === 'since') return { since: fact, months: Number(value ?? 12) };
  return { field: fact, op: mode, value: (value ?? 0) as Constant };
}

/** What a mode begins with. */
export const firstValue = (mode: Mode, field: Field | undefined): Clause['value'] => {
  if (mode === 'in') return field?.values ? [field.values[0]!.code] : [];
  if (mode === 'between') return [field?.min ?? 0, field?.max ?? 0];
  if (mode === 'age>=' || mode === 'age<') return 60;
  if (mode === 'since') return 12;
  return modesWithoutValue.includes(mode) ? null : (field?.min ?? 0);
};
export const modesWithoutValue: Mode[] = ['yes', 'no', 'present', 'none'];

/** A condition as a group of the form; null where it is none that the form has. */
export function groupOf(condition: Condition): Group | null {
  if ('all' in condition) return { kind: 'all', count: 0, of: condition.all };
  if ('any' in condition) return { kind: 'any', count: 0, of: condition.any };
  if ('not' in condition && 'any' in condition.not) return { kind: 'none', count: 0, of: condition.not.any };
  if ('atLeast' in condition) return { kind: 'atLeast', count: condition.atLeast, of: condition.of };
  if ('household' in condition && 'exists' in condition && condition.household === 'others' && 'all' in condition.exists)
    return { kind: 'household', count: 0, of: condition.exists.all };
  return null;
}

export function groupCondition({ kind, count, of }: Group): Condition {
  if (kind === 'any') return { any: of };
  if (kind === 'none') return { not: { any: of } };
  if (kind === 'atLeast') return { atLeast: Math.max(1, Math.min(count || 1, of.length || 1)), of };
  if (kind === 'household') return { household: 'others', exists: { all: of } };
  return { all: of };
}

/** Lines that stand in one reading and not in the other: what a version changed. */
export function difference(before: string, after: string): { gone: string[]; come: string[] } {
  const lines = (text: string) => text.split('\n').map((line) => line.trim());
  const [old, now] = [lines(before), lines(after)];
  return { gone: old.filter((line) => !now.includes(line)), come: now.filter((line) => !old.includes(line)) };
}
