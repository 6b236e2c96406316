import { sql } from 'kysely';
import type { Write } from '../../../platform/database.ts';
import { newId } from '../../../platform/id.ts';
import { codesBelow } from '../../areas/index.ts';
import type { Judgement } from './judge.ts';
import { matching } from './rules.ts';

export type Scope = {
  district: string;
  now: Date;
  day: string;
  policies: readonly string[];
  /** Whom it is about: some people, or all of an area. */
  people: { ids: readonly string[] } | { areaCode: string };
  runId: string | null;
  authorisationOf: (policyId: string) => string;
  /** What a verdict has become that stood before and is not among the new ones. */
  verdictOf: (personId: string, policyId: string) => number;
};

/** One at a time works on the findings of a district, so that an older look at the facts never overwrites a newer one. */
export async function lockMatching(tx: Write, district: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`matching ${district}`}, 0))`.execute(tx);
}

const keyOf = ({ personId, policyId }: { personId: string; policyId: string }) => `${personId} ${policyId}`;

/** Writes what changed: verdicts, and findings opened, changed and closed. */
export async function reconcile(tx: Write, scope: Scope, judgements: readonly Judgement[]): Promise<{ opened: number; closed: number; verdicts: number }> {
  const now = new Map(judgements.map((it) => [keyOf(it), it]));
  const verdicts = await changeVerdicts(tx, scope, now);
  return { verdicts, ...(await changeFindings(tx, scope, now)) };
}

/** Rows of a table about the people and policies in scope. */
function inScope({ district, policies, people }: Scope, table: string) {
  const whom =
    'ids' in people
      ? sql`${sql.ref(`${table}.person_id`)} = any(${people.ids}::uuid[])`
      : sql`exists (select from people.person p where p.district = ${sql.ref(`${table}.district`)} and p.id = ${sql.ref(`${table}.person_id`)} and p.area_code in ${codesBelow(people.areaCode)})`;
  return sql`${sql.ref(`${table}.district`)} = ${district} and ${sql.ref(`${table}.policy_id`)} = any(${policies}) and ${whom}`;
}

async function changeVerdicts(tx: Write, scope: Scope, now: Map<string, Judgement>): Promise<number> {
  const { rows } = await sql<{ id: string; personId: string; policyId: string; verdict: number; policyVersion: string }>`
    select v.id, v.person_id, v.policy_id, v.verdict, v.policy_version from benefits.verdict v where v.is_latest and ${inScope(scope, 'v')}`.execute(tx);
  const ended: string[] = [];
  const added: { personId: string; policyId: string; version: string; verdict: number }[] = [];
  const standing = new Set<string>();
  for (const row of rows) {
    const key = keyOf(row);
    const judged = now.get(key);
    const verdict = judged?.verdict ?? scope.verdictOf(row.personId, row.policyId);
    standing.add(key);
    if (verdict === row.verdict) continue;
    ended.push(row.id);
    added.push({ personId: row.personId, policyId: row.policyId, version: judged?.version ?? row.policyVersion, verdict });
  }
  // "May be" of somebody who receives nothing is no change worth keeping: it is worked out again from the facts.
  for (const [key, it] of now) if (!standing.has(key) && it.kind !== 'possible') added.push(it);
  await sql`update benefits.verdict set is_latest = false where district = ${scope.district} and id = any(${ended}::uuid[])`.execute(tx);
  await sql`insert into benefits.verdict (district, id, person_id, policy_id, policy_version, verdict, as_of, recorded_at, run_id)
    select ${scope.district}, u.id, u.person_id, u.policy_id, u.version, u.verdict, ${scope.day}::date, ${scope.now}::timestamptz, ${scope.runId}::uuid
    from unnest(${added.map(() => newId())}::uuid[], ${added.map((it) => it.personId)}::uuid[], ${added.map((it) => it.policyId)}::text[],
      ${added.map((it) => it.version)}::text[], ${added.map((it) => it.verdict)}::smallint[]) as u (id, person_id, policy_id, version, verdict)`.execute(tx);
  return added.length;
}

type OpenFinding = { id: string; personId: string; policyId: string; kind: string; asks: string[]; score: number; confidence: string | null };

async function changeFindings(tx: Write, scope: Scope, now: Map<string, Judgement>): Promise<{ opened: number; closed: number }> {
  const { rows } = await sql<OpenFinding>`
    select f.id, f.person_id, f.policy_id, f.kind, f.asks, f.score, f.confidence from benefits.finding f where f.closed_at is null and ${inScope(scope, 'f')}`.execute(
    tx,
  );
  const quiet = await listQuiet(tx, scope);
  const open = new Map(rows.map((row) => [keyOf(row), row]));
  const closing = new Map<string, string[]>([
    ['factsChanged', []],
    ['enrolled', []],
  ]);
  const changed: (Judgement & { id: string })[] = [];
  for (const [key, row] of open) {
    const judged = now.get(key);
    // Whether something is missed, or is to be verified, are two matters: the one ends where the other begins.
    if (judged?.kind && isVerifying(judged.kind) === isVerifying(row.kind)) {
      if (isOther(judged, row)) changed.push({ ...judged, id: row.id });
      continue;
    }
    closing.get(!isVerifying(row.kind) && judged?.verdict === 2 ? 'enrolled' : 'factsChanged')!.push(row.id);
    open.delete(key);
  }
  for (const [reason, ids] of closing)
    await sql`update benefits.finding set state = 'closed', closed_at = ${scope.now}, changed_at = ${scope.now}, close_reason = ${reason}
      where district = ${scope.district} and id = any(${ids}::uuid[])`.execute(tx);
  await updateFindings(tx, scope, changed);
  const opening = [...now.values()].filter((it) => it.kind !== null && !open.has(keyOf(it)) && !quiet.has(quietKey(it.kind!, it)));
  for (let from = 0; from < opening.length; from += 5000) await openFindings(tx, scope, opening.slice(from, from + 5000));
  return { opened: opening.length, closed: [...closing.values()].flat().length };
}

const quietKey = (kind: string, it: { personId: string; policyId: string; asks: string[] }) =>
  isVerifying(kind) ? `${keyOf(it)} verify ${it.asks.join()}` : `${keyOf(it)} outreach`;
const isVerifying = (kind: string) => kind === 'doubtful' || kind === 'unclear';
const isOther = (it: Judgement, row: OpenFinding) =>
  it.kind !== row.kind || it.asks.join() !== row.asks.join() || Math.abs(it.score - row.score) > 0.5 || it.confidence !== row.confidence;

/** What a person has answered, or an official has decided, is not asked again for some months; a doubt only while the same facts say no. */
async function listQuiet(tx: Write, scope: Scope): Promise<Set<string>> {
  const { rows } = await sql<{ personId: string; policyId: string; kind: string; asks: string[] }>`
    select f.person_id, f.policy_id, f.kind, f.asks from benefits.finding f where f.close_reason in ('declined', 'kept')
      and f.closed_at > ${scope.now}::timestamptz - make_interval(months => ${matching.quietMonths}) and ${inScope(scope, 'f')}`.execute(tx);
  return new Set(rows.map((row) => quietKey(row.kind, row)));
}

const amounts = (rows: readonly Judgement[], end: 'low' | 'high') =>
  rows.map(({ amount }) => (amount && Number.isFinite(amount[end]) ? Math.round(amount[end]) : null));

async function openFindings(tx: Write, { district, now, authorisationOf }: Scope, rows: readonly Judgement[]): Promise<void> {
  await sql`insert into benefits.finding (district, id, person_id, policy_id, policy_version, kind, confidence, asks, low_fen, high_fen, score, authorisation_id, opened_at, changed_at)
    select ${district}, u.id, u.person_id, u.policy_id, u.version, u.kind, u.confidence, coalesce(string_to_array(nullif(u.asks, ''), ','), '{}'), u.low, u.high, u.score, u.authorisation, ${now}::timestamptz, ${now}::timestamptz
    from unnest(${rows.map(() => newId())}::uuid[], ${rows.map((it) => it.personId)}::uuid[], ${rows.map((it) => it.policyId)}::text[], ${rows.map((it) => it.version)}::text[],
      ${rows.map((it) => it.kind)}::text[], ${rows.map((it) => it.confidence)}::text[], ${rows.map((it) => it.asks.join())}::text[], ${amounts(rows, 'low')}::bigint[],
      ${amounts(rows, 'high')}::bigint[], ${rows.map((it) => it.score)}::float8[], ${rows.map((it) => authorisationOf(it.policyId))}::uuid[])
      as u (id, person_id, policy_id, version, kind, confidence, asks, low, high, score, authorisation)`.execute(tx);
}

async function updateFindings(tx: Write, { district, now }: Scope, rows: readonly (Judgement & { id: string })[]): Promise<void> {
  await sql`update benefits.finding f set policy_version = u.version, kind = u.kind, confidence = u.confidence, asks = coalesce(string_to_array(nullif(u.asks, ''), ','), '{}'),
      low_fen = u.low, high_fen = u.high, score = u.score, changed_at = ${now}
    from unnest(${rows.map((it) => it.id)}::uuid[], ${rows.map((it) => it.version)}::text[], ${rows.map((it) => it.kind)}::text[], ${rows.map((it) => it.confidence)}::text[],
      ${rows.map((it) => it.asks.join())}::text[], ${amounts(rows, 'low')}::bigint[], ${amounts(rows, 'high')}::bigint[], ${rows.map((it) => it.score)}::float8[])
      as u (id, version, kind, confidence, asks, low, high, score)
    where f.district = ${district} and f.id = u.id`.execute(tx);
}
