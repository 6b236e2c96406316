import type { Condition, Policy } from '../../../engines/rules/document.ts';
import type { Actor } from '../../../platform/access.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import type { Read } from '../../../platform/database.ts';
import { refuse } from '../../../platform/refuse.ts';
import { beginRuns } from '../matching/jobs.ts';
import { labelOf } from '../matching/outcomes.ts';
import { type Rules, rulesOn } from '../matching/rules.ts';
import { shippedPolicies } from '../policies.ts';
import { draftMoved, gateClosed, noSuchPolicyVersion, notAPolicy, notBySelf } from './contract.ts';
import { examine, type Gate, passGate, readingOf } from './preview.ts';

const columns = ['policyId', 'version', 'state', 'revision', 'content', 'changedAt', 'proposedBy', 'proof', 'decisionReason'] as const;

const listRows = (db: Read, district: string, policyId?: string) =>
  db
    .selectFrom('benefits.policyVersion')
    .select(columns)
    .where('district', '=', district)
    .where('state', '!=', 'dropped')
    .$if(policyId !== undefined, (q) => q.where('policyId', '=', policyId!))
    .orderBy('version', 'desc')
    .execute();

export async function listPolicyVersionsQuery({ db, district }: Reading<Actor>) {
  const newest = new Map<string, { policy: Policy; version: number; state: string }>();
  for (const { policyId, version, state, content } of (await listRows(db, district)).toReversed())
    newest.set(policyId, { policy: content as unknown as Policy, version, state });
  for (const policy of shippedPolicies) if (!newest.has(policy.id)) newest.set(policy.id, { policy, version: 0, state: 'shipped' });
  return [...newest.values()]
    .map(({ policy, version, state }) => ({
      policyId: policy.id,
      title: policy.title,
      department: policy.department,
      version,
      state: state as 'draft',
      ...policy.validity,
    }))
    .sort((a, b) => (a.department + a.policyId < b.department + b.policyId ? -1 : 1));
}

export async function getPolicyVersionsQuery({ db, vault, district, now, actor }: Reading<Actor>, { policyId }: { policyId: string }) {
  const rules = await rulesOn(db, vault, district, now);
  const rows = await listRows(db, district, policyId);
  const own = rows.map((row) => {
    const content = row.content as unknown as Policy;
    const { version, revision, decisionReason } = row;
    const [state, proof] = [row.state as 'draft', row.proof as Gate | null];
    const proposedByMe = row.proposedBy === actor.id;
    return {
      version,
      state,
      revision,
      content,
      proof,
      decisionReason,
      proposedByMe,
      reading: readingOf(content, rules),
      changedAt: row.changedAt.toISOString(),
    };
  });
  const shipped = shippedPolicies
    .filter(({ id }) => id === policyId)
    .map((content) => ({
      version: 0,
      state: 'shipped' as const,
      revision: 0,
      content,
      reading: readingOf(content, rules),
      changedAt: null,
      proposedByMe: false,
      proof: null,
      decisionReason: null,
    }));
  if (own.length + shipped.length === 0) refuse(noSuchPolicyVersion);
  return { policyId, versions: [...own, ...shipped] };
}

/** What somebody wrote, if it is a policy of this id. */
function written(content: unknown, policyId: string | null, rules: Rules): Policy {
  const examined = examine(content, rules);
  if ('issues' in examined) refuse(notAPolicy, { issues: examined.issues, field: examined.issues[0]?.path });
  if (policyId !== null && examined.policy.id !== policyId) refuse(notAPolicy, { field: 'id' });
  return examined.policy;
}

export async function createDraftCommand(context: Writing<Actor>, { from, content }: { from?: string; content?: unknown }) {
  const { tx, vault, district, now, actor } = context;
  const rules = await rulesOn(tx, vault, district, now);
  const rows = from === undefined ? [] : await listRows(tx, district, from);
  const model = from === undefined ? undefined : ((rows[0]?.content as unknown as Policy | undefined) ?? shippedPolicies.find(({ id }) => id === from));
  if (from !== undefined && model === undefined) refuse(noSuchPolicyVersion);
  const policy = written(content ?? model, from ?? null, rules);
  // Dropped versions keep their numbers, so that a number means one text for ever.
  const { last } = await tx
    .selectFrom('benefits.policyVersion')
    .select((eb) => eb.fn.max('version').as('last'))
    .where('district', '=', district)
    .where('policyId', '=', policy.id)
    .executeTakeFirstOrThrow();
  const version = (last ?? 0) + 1;
  const own: Policy = { ...policy, version: `${district}-${version}`, status: 'draft' };
  await tx
    .insertInto('benefits.policyVersion')
    .values({ district, policyId: policy.id, version, content: JSON.stringify(own), changedBy: actor.id, changedAt: now })
    .execute();
  context.note({ object: policy.id, detail: { version } });
  return { policyId: policy.id, version };
}

type Named = { policyId: string; revision: number };

const openVersion = ({ tx, district }: Writing<Actor>, { policyId, revision }: Named, state: 'draft' | 'proposed') =>
  tx
    .selectFrom('benefits.policyVersion')
    .select([...columns])
    .where('district', '=', district)
    .where('policyId', '=', policyId)
    .where('state', '=', state)
    .where('revision', '=', revision)
    .forUpdate()
    .executeTakeFirst();

const change = ({ tx, district }: Writing<Actor>, policyId: string, version: number, values: Record<string, unknown>) =>
  tx
    .updateTable('benefits.policyVersion')
    .set(values)
    .where('district', '=', district)
    .where('policyId', '=', policyId)
    .where('version', '=', version)
    .execute();

export async function saveDraftCommand(context: Writing<Actor>, { policyId, revision, content }: Named & { content: unknown }) {
  const { tx, vault, district, now, actor } = context;
  const row = (await openVersion(context, { policyId, revision }, 'draft')) ?? refuse(draftMoved);
  const policy = written(content, policyId, await rulesOn(tx, vault, district, now));
  const own: Policy = { ...policy, version: `${district}-${row.version}`, status: 'draft' };
  await change(context, policyId, row.version, { content: JSON.stringify(own), revision: revision + 1, changedBy: actor.id, changedAt: now });
  context.note({ object: policyId, detail: { version: row.version, revision: revision + 1 } });
  return { revision: revision + 1 };
}

export async function dropDraftCommand(context: Writing<Actor>, named: Named) {
  const row = (await openVersion(context, named, 'draft')) ?? refuse(draftMoved);
  await change(context, named.policyId, row.version, { state: 'dropped', changedAt: context.now });
  context.note({ object: named.policyId, detail: { version: row.version } });
  return { policyId: named.policyId };
}

export async function proposePolicyCommand(context: Writing<Actor>, named: Named) {
  const { tx, vault, district, now, actor } = context;
  const row = (await openVersion(context, named, 'draft')) ?? refuse(draftMoved);
  const rules = await rulesOn(tx, vault, district, now);
  const examined = examine(row.content, rules);
  if ('issues' in examined) refuse(gateClosed, { issues: examined.issues });
  const { gate, faults } = passGate(examined.policy, examined.rule, rules);
  if (faults.length > 0) refuse(gateClosed, { issues: faults });
  await change(context, named.policyId, row.version, {
    state: 'proposed',
    revision: named.revision + 1,
    proposedBy: actor.id,
    proposedAt: now,
    proof: JSON.stringify(gate),
    decisionReason: null,
  });
  context.note({ object: named.policyId, detail: { version: row.version, ...gate } });
  return gate;
}

/** Clauses without words of their own get those that they are read back in: residents see them as reasons. */
function labelled(policy: Policy, rules: Rules): Policy {
  const label = (condition: Condition): Condition => ({ ...condition, label: labelOf(condition, rules) });
  const { conditions } = policy;
  return { ...policy, status: 'effective', conditions: 'all' in conditions ? { ...conditions, all: conditions.all.map(label) } : label(conditions) };
}

export async function decidePolicyCommand(context: Writing<Actor>, { publish, reason, ...named }: Named & { publish: boolean; reason: string }) {
  const { tx, vault, district, now, actor } = context;
  const row = (await openVersion(context, named, 'proposed')) ?? refuse(draftMoved);
  if (publish && row.proposedBy === actor.id) refuse(notBySelf);
  const state = publish ? 'published' : 'draft';
  const decided = publish ? { decidedBy: actor.id, decidedAt: now } : {};
  const content = publish ? { content: JSON.stringify(labelled(row.content as unknown as Policy, await rulesOn(tx, vault, district, now))) } : {};
  await change(context, named.policyId, row.version, { state, revision: named.revision + 1, decisionReason: reason, ...decided, ...content });
  if (publish) await beginRuns(tx, district, now, named.policyId);
  context.note({ object: named.policyId, detail: { version: row.version, publish } });
  return { policyId: named.policyId, state: state as 'draft' };
}
