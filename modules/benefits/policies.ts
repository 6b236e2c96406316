import type { Field } from '../../engines/rules/dictionary.ts';
import { type Policy, readPolicy } from '../../engines/rules/document.ts';
import type { Parameter } from '../../engines/rules/parameters.ts';
import { dayHere } from '../../platform/clock.ts';
import type { Reading } from '../../platform/context.ts';
import type { Read } from '../../platform/database.ts';
import { personFacts } from '../people/index.ts';
import parameterData from './data/parameters.json' with { type: 'json' };
import policyData from './data/policies.json' with { type: 'json' };

export const parameters: Parameter[] = parameterData.parameters;

/** The policies shipped as examples, read and checked. */
export const shippedPolicies: Policy[] = policyData.policies.map((json) => {
  const read = readPolicy(json);
  if (!('policy' in read)) throw new Error(`policies.json: ${json.id}: ${read.issues.map((issue) => issue.en).join('; ')}`);
  return read.policy;
});

/** A version of a policy; 0 is what was shipped. */
export type PolicyVersion = { policy: Policy; number: number };

/** All versions that somebody may act on: shipped, and published by `knownAt`; of each policy the newest first. */
export async function listVersions(db: Read, district: string, knownAt: Date): Promise<PolicyVersion[]> {
  const rows = await db
    .selectFrom('benefits.policyVersion')
    .select(['version', 'content'])
    .where('district', '=', district)
    .where('state', '=', 'published')
    .where('decidedAt', '<=', knownAt)
    .orderBy('policyId')
    .orderBy('version', 'desc')
    .execute();
  const own = rows.map(({ version, content }) => ({ policy: content as unknown as Policy, number: version }));
  return [...own, ...shippedPolicies.map((policy) => ({ policy, number: 0 }))];
}

/** What tells whether anything was published since: as many versions, the newest of them as new. */
export async function publishedMark(db: Read, district: string): Promise<string> {
  const { count, last } = await db
    .selectFrom('benefits.policyVersion')
    .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.max('decidedAt').as('last')])
    .where('district', '=', district)
    .where('state', '=', 'published')
    .executeTakeFirstOrThrow();
  return `${count} ${last?.toISOString() ?? ''}`;
}

/** Of all versions those that hold on a day. A version stands in place of earlier ones from its first day on. */
export function holdingOn(versions: readonly PolicyVersion[], day: string): Policy[] {
  const newest = new Map<string, PolicyVersion>();
  for (const version of versions)
    if (version.policy.validity.from <= day && (newest.get(version.policy.id)?.number ?? -1) < version.number) newest.set(version.policy.id, version);
  return [...newest.values()].map(({ policy }) => policy).filter(({ validity: { to } }) => to === null || day < to);
}

/** The policies that hold on a day, as they were published by `knownAt`. */
export const policiesOn = async (db: Read, district: string, day: string, knownAt: Date): Promise<Policy[]> =>
  holdingOn(await listVersions(db, district, knownAt), day);

/** What a phone needs to work out by itself what somebody can have. */
export const rulesFor = (policies: Policy[], asOf: string) => ({
  asOf,
  source: policyData.source,
  facts: { version: personFacts.version, fields: personFacts.fields as Field[] },
  parameters,
  policies,
});

export async function listPoliciesQuery({ db, district, now }: Reading) {
  const asOf = dayHere(now);
  return rulesFor(await policiesOn(db, district, asOf, now), asOf);
}
