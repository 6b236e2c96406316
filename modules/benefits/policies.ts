import { Dictionary, type Field } from '../../engines/rules/dictionary.ts';
import { type Policy, readPolicy } from '../../engines/rules/document.ts';
import type { Parameter } from '../../engines/rules/parameters.ts';
import { dayHere } from '../../platform/clock.ts';
import type { Reading } from '../../platform/context.ts';
import facts from './data/facts.json' with { type: 'json' };
import parameterData from './data/parameters.json' with { type: 'json' };
import policyData from './data/policies.json' with { type: 'json' };

const fields = facts.facts as Field[];
export const personFacts = new Dictionary(facts.version, fields);
export const parameters: Parameter[] = parameterData.parameters;

/** The policies shipped as examples, read and checked. */
export const shippedPolicies: Policy[] = policyData.policies.map((json) => {
  const read = readPolicy(json);
  if (!('policy' in read)) throw new Error(`policies.json: ${json.id}: ${read.issues.map((issue) => issue.en).join('; ')}`);
  return read.policy;
});

export async function listPoliciesQuery({ now }: Pick<Reading, 'now'>) {
  const asOf = dayHere(now);
  const holding = shippedPolicies.filter(({ validity }) => validity.from <= asOf && (validity.to === null || asOf < validity.to));
  return { asOf, source: policyData.source, facts: { version: facts.version, fields }, parameters, policies: holding };
}
