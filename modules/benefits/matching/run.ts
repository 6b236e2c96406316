import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Tree } from '../../../engines/rules/tree.ts';
import { dayHere } from '../../../platform/clock.ts';
import type { Vault } from '../../../platform/crypto.ts';
import { type Database, inReadTransaction, inTransaction, type Read, type Write } from '../../../platform/database.ts';
import { codesBelow } from '../../areas/index.ts';
import { listHousehold, listKnown, type Stated, unpack } from '../../people/index.ts';
import { type Judgement, judgement, leadOf } from './judge.ts';
import { enrolmentsOf, Population } from './population.ts';
import { lockMatching, reconcile, type Scope } from './reconcile.ts';
import { type Rule, type Rules, rulesOn } from './rules.ts';

export type Matching = { db: Database; vault: Vault; log: Logger };

/** Everybody in planes, by district: decrypted copies, which live as long as the vault that opened them. */
const populations = new WeakMap<Vault, Map<string, { population: Population; turn: Promise<unknown> }>>();

/** Everybody of the district as now recorded, in planes; read once, then only what changed. */
export async function populationOf(db: Read, vault: Vault, district: string, rules: Rules): Promise<Population> {
  const own = populations.get(vault) ?? new Map<string, { population: Population; turn: Promise<unknown> }>();
  populations.set(vault, own);
  const key = (of: Rules) => `${of.day} ${of.dictionary.fields.map(({ code }) => code).join()}`;
  const before = own.get(district)?.turn ?? Promise.resolve();
  // One after the other: an older look must not overwrite what a newer one has taken in.
  const turn = before
    .catch(() => {})
    .then(async () => {
      const held = own.get(district)?.population;
      if (held && key(held.rules) === key(rules) && (await held.follow(db, vault, district))) return held;
      return Population.load(db, vault, district, rules);
    });
  own.set(district, { population: own.get(district)?.population as Population, turn });
  const population = await turn;
  own.set(district, { population, turn });
  return population;
}

export async function segmentsOf(db: Read, district: string, ids: readonly string[], day: string): Promise<Map<string, string[]>> {
  const rows = await db
    .selectFrom('people.fact')
    .select(['personId', 'segmentCode'])
    .where('district', '=', district)
    .where('personId', '=', sql<string>`any(${ids}::uuid[])`)
    .where('validFrom', '<=', day)
    .where((eb) => eb.or([eb('validTo', 'is', null), eb('validTo', '>', day)]))
    .execute();
  const out = new Map<string, string[]>();
  for (const { personId, segmentCode } of rows) out.set(personId, [...(out.get(personId) ?? []), segmentCode]);
  return out;
}

export type PolicyCount = { met: number; unknown: number; received: number /** SHA-256 of the ids of who is entitled. */; hash: string };

/** Who of everybody a rule concerns: entitled, receiving it, or perhaps entitled with something that speaks for it. */
function concerned(population: Population, rules: readonly Rule[]) {
  const enrolled = rules.map((rule): Tree => ({ op: 'atom', atom: { field: rule.enrolled, ranges: [[1, 1]], whenNone: false, whenNotApplicable: false } }));
  const leads = rules.map((rule) => leadOf(rule, population.rules));
  const nobody: Tree = { op: 'any', of: [] };
  const program = population.batch.judging([...rules.map(({ tree }) => tree), ...enrolled, ...leads.map((lead) => lead ?? nobody)]);
  const counts = program.judge();
  const of = rules.length;
  const hasLead = new Uint8Array(population.ids.length);
  const found = rules.map((rule, n) => {
    const [met, received] = [program.list(2 * n), program.list(2 * (of + n), 2 * n)];
    hasLead.fill(0);
    for (const person of program.list(2 * (2 * of + n))) hasLead[person] = 1;
    const open = program.list(2 * n + 1, 2 * n).filter((person) => hasLead[person] === 1);
    const ids = Array.from(met, (person) => population.ids[person]!).sort();
    const count: PolicyCount = {
      met: counts[2 * n]!,
      unknown: counts[2 * n + 1]! - counts[2 * n]!,
      received: counts[2 * (of + n)]!,
      hash: createHash('sha256').update(ids.join()).digest('hex'),
    };
    return { rule, lead: leads[n]!, people: [...new Set([...met, ...open, ...received])], count };
  });
  const numbers = new Map(rules.map((rule, n) => [rule.policy.id, n]));
  return { found, verdictOf: (policyId: string, person: number) => program.verdictOf(numbers.get(policyId)!, person), end: () => program.end() };
}

/** Runs the matching of an authorisation over everybody of its area, and writes what changed. */
export async function runMatching({ db, vault, log }: Matching, district: string, runId: string, now: Date): Promise<void> {
  // Reading a city takes long: it is read before anybody has to wait for the lock, under which only what changed since is taken in.
  await inReadTransaction(db, district, async (read) => populationOf(read, vault, district, await rulesOn(read, vault, district, now)));
  await inTransaction(db, district, async (tx) => {
    await lockMatching(tx, district);
    const run = await tx
      .selectFrom('benefits.run as r')
      .innerJoin('benefits.authorisation as a', (join) => join.onRef('a.district', '=', 'r.district').onRef('a.id', '=', 'r.authorisationId'))
      .select(['a.id', 'a.areaCode', 'a.policies', 'a.endedAt', 'a.validTo'])
      .where('r.district', '=', district)
      .where('r.id', '=', runId)
      .where('r.finishedAt', 'is', null)
      .executeTakeFirst();
    if (!run) return;
    const isOver = run.endedAt !== null || run.validTo <= dayHere(now);
    if (isOver) return finish(tx, district, runId, now, { failure: 'authorisationEnded' });
    const { judged, counts, verdictOf, day, end } = await inReadTransaction(db, district, (read) => judgeArea(read, vault, district, run, now));
    const scope: Scope = { district, now, day, policies: run.policies, people: { areaCode: run.areaCode }, runId, authorisationOf: () => run.id, verdictOf };
    const changes = await reconcile(tx, scope, judged);
    end();
    await finish(tx, district, runId, now, { people: counts.people, counts: { policies: counts.policies, ...changes } });
    log.info({ run: runId, ...changes }, 'matching run');
  });
}

const finish = async (db: Write, district: string, id: string, now: Date, outcome: { people?: number; counts?: unknown; failure?: string }) => {
  const { people = null, counts, failure = null } = outcome;
  const values = { finishedAt: now, people, counts: counts === undefined ? null : JSON.stringify(counts), failure };
  await db.updateTable('benefits.run').set(values).where('district', '=', district).where('id', '=', id).execute();
};

async function judgeArea(db: Read, vault: Vault, district: string, { areaCode, policies }: { areaCode: string; policies: string[] }, now: Date) {
  const rules = await rulesOn(db, vault, district, now);
  const population = await populationOf(db, vault, district, rules);
  const inArea = await db.selectFrom('people.person').select('id').where('district', '=', district).where('areaCode', 'in', codesBelow(areaCode)).execute();
  const covered = new Set(inArea.map(({ id }) => population.numberOf(id)));
  const { found, verdictOf, end } = concerned(
    population,
    rules.rules.filter(({ policy }) => policies.includes(policy.id)),
  );
  const concernedIds = [...new Set(found.flatMap(({ people }) => people.filter((person) => covered.has(person))))].map((person) => population.ids[person]!);
  const segments = await segmentsOf(db, district, concernedIds, rules.day);
  const households = new Map<number, ReturnType<Population['household']>>();
  const judged: Judgement[] = [];
  for (const { rule, lead, people } of found)
    for (const person of people) {
      if (!covered.has(person)) continue;
      const facts = households.get(person) ?? population.household(person);
      households.set(person, facts);
      const id = population.ids[person]!;
      const it = judgement(rules, rule, { id, facts, lead, segments: segments.get(id) ?? [], stated: () => [] });
      if (it) judged.push(it);
    }
  const verdictNow = (personId: string, policyId: string) => {
    const number = population.numberOf(personId);
    return number === undefined ? 0 : verdictOf(policyId, number);
  };
  const counts = { people: covered.size, policies: Object.fromEntries(found.map(({ rule, count }) => [rule.policy.id, count])) };
  return { judged: await withConfidence(db, vault, district, rules, judged, households, population), counts, verdictOf: verdictNow, day: rules.day, end };
}

/** Doubts are few: for those the statements are read, since how sure they are hangs on who said so and when. */
async function withConfidence(
  db: Read,
  vault: Vault,
  district: string,
  rules: Rules,
  judged: Judgement[],
  households: ReadonlyMap<number, ReturnType<Population['household']>>,
  population: Population,
): Promise<Judgement[]> {
  const doubts = [...new Set(judged.filter(({ kind }) => kind === 'doubtful').map(({ personId }) => personId))];
  const stated = new Map((await listKnown(db, vault, district, doubts)).map((known) => [known.id, known.stated.map(unpack)]));
  const ruleOf = new Map(rules.rules.map((rule) => [rule.policy.id, rule]));
  return judged.map((it) => {
    if (it.kind !== 'doubtful') return it;
    const facts = households.get(population.numberOf(it.personId)!)!;
    const own: readonly Stated[] = stated.get(it.personId) ?? [];
    const again = judgement(rules, ruleOf.get(it.policyId)!, { id: it.personId, facts, lead: null, segments: [], stated: () => own });
    return { ...it, confidence: again!.confidence };
  });
}

/** Judges a person, and those who live with them, by all that is authorised for them now. */
export async function matchPerson({ db, vault }: Matching, district: string, personId: string, now: Date): Promise<void> {
  await inTransaction(db, district, async (tx) => {
    await lockMatching(tx, district);
    const day = dayHere(now);
    const covering = await authorisationsOver(tx, district, personId, day);
    if (covering.size === 0) return;
    const rules = await rulesOn(tx, vault, district, now);
    const known = await listHousehold(tx, vault, district, personId);
    const ids = known.map(({ id }) => id);
    const [receives, segments] = [await enrolmentsOf(tx, district, ids, day), await segmentsOf(tx, district, ids, day)];
    const together = known.length <= 32 ? known : known.slice(0, 1);
    const rows = together.map((person) => rules.factsOf(person, receives.get(person.id) ?? new Set()));
    const judged: Judgement[] = [];
    const verdicts = new Map<string, number>();
    for (const [member, { id, stated }] of together.entries())
      for (const rule of rules.rules) {
        if (!covering.has(rule.policy.id)) continue;
        const facts = rules.householdOf(rows, member);
        verdicts.set(`${id} ${rule.policy.id}`, rules.verdict(rule, facts));
        const it = judgement(rules, rule, { id, facts, lead: leadOf(rule, rules), segments: segments.get(id) ?? [], stated: () => stated.map(unpack) });
        if (it) judged.push(it);
      }
    const verdictOf = (id: string, policyId: string) => verdicts.get(`${id} ${policyId}`) ?? 0;
    const people = { ids: together.map(({ id }) => id) };
    const scope: Scope = { district, now, day, policies: [...covering.keys()], people, runId: null, authorisationOf: (id) => covering.get(id)!, verdictOf };
    await reconcile(tx, scope, judged);
  });
}

/** Policies that may be matched for a person now, each with the authorisation that says so. Only such as a run has begun under. */
async function authorisationsOver(db: Read, district: string, personId: string, day: string): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('benefits.authorisation as a')
    .innerJoin('areas.area as top', 'top.code', 'a.areaCode')
    .innerJoin('people.person as p', (join) => join.onRef('p.district', '=', 'a.district').on('p.id', '=', personId))
    .innerJoin('areas.area as own', 'own.code', 'p.areaCode')
    .select(['a.id', 'a.policies'])
    .where('a.district', '=', district)
    .where('a.endedAt', 'is', null)
    .where('a.validFrom', '<=', day)
    .where('a.validTo', '>', day)
    .where(sql<boolean>`(own.path = top.path or starts_with(own.path, top.path || '/'))`)
    .where((eb) =>
      eb.exists(eb.selectFrom('benefits.run as r').select('r.id').whereRef('r.district', '=', 'a.district').whereRef('r.authorisationId', '=', 'a.id')),
    )
    .orderBy('a.givenAt')
    .execute();
  const covering = new Map<string, string>();
  for (const { id, policies } of rows) for (const policy of policies) if (!covering.has(policy)) covering.set(policy, id);
  return covering;
}
