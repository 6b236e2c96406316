import { expect, test } from 'vitest';
import type { Condition } from '../../../../engines/rules/document.ts';
import { personFacts } from '../../../people/index.ts';
import { shippedPolicies } from '../../policies.ts';
import { clauseOf, conditionOf, difference, groupCondition, groupOf, modesOf } from './clause.ts';

const bare = (condition: Condition): Condition =>
  JSON.parse(JSON.stringify(condition, (key, value) => (key === 'label' || key === 'basis' ? undefined : value)));

/** What the form can show it must give back as it was, but for the way of writing one value. */
function redraw(condition: Condition, unshown: Condition[]): Condition {
  const group = groupOf(condition);
  if (group) return groupCondition({ ...group, of: group.of.map((part) => redraw(part, unshown)) });
  const clause = clauseOf(condition);
  if (!clause) {
    unshown.push(condition);
    return condition;
  }
  return conditionOf(clause);
}
const oneValue = (condition: Condition): Condition =>
  JSON.parse(
    JSON.stringify(condition, (_, value) =>
      value !== null && typeof value === 'object' && 'op' in value && typeof value.value === 'string' && value.op === '='
        ? { field: value.field, in: [value.value] }
        : value,
    ),
  );

test('every shipped policy can be shown in the form, and comes back as it was', () => {
  const unshown: Condition[] = [];
  for (const policy of shippedPolicies) {
    const conditions = bare(policy.conditions);
    expect([policy.id, redraw(conditions, unshown)]).toEqual([policy.id, oneValue(conditions)]);
  }
  expect(unshown.length).toBeLessThanOrEqual(1);
});

test('each fact offers what can be said of it', () => {
  const of = (code: string) => modesOf(personFacts.fields[personFacts.numberOf(code)!] as never);
  expect(of('isLocal')).toEqual(['yes', 'no']);
  expect(of('birth')).toEqual(['age>=', 'age<', 'since']);
  expect(of('disabilityGrade')).toContain('none');
  expect(of('work')).toEqual(['in']);
});

test('the difference of two versions is told line by line', () => {
  expect(difference('同时满足\n  满 70 岁\n  住在杭州', '同时满足\n  满 65 岁\n  住在杭州')).toEqual({ gone: ['满 70 岁'], come: ['满 65 岁'] });
});
