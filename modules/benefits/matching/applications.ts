import { unknown } from '../../../engines/rules/value.ts';
import type { Actor } from '../../../platform/access.ts';
import { dayHere } from '../../../platform/clock.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import type { Read } from '../../../platform/database.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { areaWhereabouts, codesBelow } from '../../areas/index.ts';
import { maskName, personFacts } from '../../people/index.ts';
import { policiesOn } from '../policies.ts';
import { enrolledAlready, noRecordYet, noSuchApplication, noSuchPolicy, wrongAnswer } from './contract.ts';
import { planMatch } from './jobs.ts';
import { type Standing, standingOf } from './outcomes.ts';
import { type Rules, rulesOn, titleOf } from './rules.ts';

export type Answers = Record<string, number | string | boolean>;

export const applicationInput = async (db: Read, district: string, { id }: { id: string }) => {
  const row = await db
    .selectFrom('benefits.application as a')
    .innerJoin('people.person as p', (join) => join.onRef('p.district', '=', 'a.district').onRef('p.id', '=', 'a.personId'))
    .select('p.areaCode')
    .where('a.district', '=', district)
    .where('a.id', '=', id)
    .executeTakeFirst();
  return row && areaWhereabouts(db, row.areaCode);
};

/** Facts with what the person answered where nothing is on record; answers never change the record, they go with the application. */
function answered(standing: Standing, answers: Answers): Int32Array {
  const own = Int32Array.from(standing.facts.own);
  for (const [fact, value] of Object.entries(answers)) {
    const field = personFacts.numberOf(fact);
    if (field === undefined) refuse(wrongAnswer, { field: fact });
    if (own[field] !== unknown) continue;
    try {
      own[field] = personFacts.encode(field, value);
    } catch (error) {
      refuse(wrongAnswer, { field: fact, takes: (error as Error).message });
    }
  }
  return own;
}

const applicationColumns = ['id', 'policyId', 'state', 'madeAt', 'decisionReason'] as const;
type Row = { id: string; policyId: string; state: string; madeAt: Date; decisionReason: string | null };
export const applicationView = (row: Row, rules: Rules) => ({
  ...row,
  title: titleOf(rules, row.policyId),
  state: row.state as 'submitted',
  madeAt: row.madeAt.toISOString(),
});

async function apply(context: Writing<Actor>, personId: string, policyId: string, answers: Answers, channel: 'online' | 'counter') {
  const { tx, district, now, vault, actor } = context;
  const day = dayHere(now);
  const policy = (await policiesOn(tx, district, day, now)).find(({ id }) => id === policyId) ?? refuse(noSuchPolicy);
  const standing = await standingOf(tx, vault, district, personId, day, null, now);
  if (standing.receives.has(policyId)) refuse(enrolledAlready);
  const own = answered(standing, answers);
  const facts = personFacts.fields.flatMap(({ code }, field) =>
    own[field] === unknown ? [] : [[code, personFacts.decode(field, own[field]!), code in answers]],
  );
  const row = { district, id: newId(now.getTime()), personId, policyId, policyVersion: policy.version, channel, madeBy: actor.id, madeAt: now };
  const made = await tx
    .insertInto('benefits.application')
    .values({ ...row, factsCipher: vault.seal('benefits.application', JSON.stringify(facts)) })
    .returning(applicationColumns)
    .executeTakeFirstOrThrow();
  context.note({ object: row.id, detail: { policy: policyId, channel } });
  return applicationView(made, standing.rules);
}

export async function applyForCommand(context: Writing<Actor>, { policyId, answers }: { policyId: string; answers: Answers }) {
  return apply(context, context.actor.personId ?? refuse(noRecordYet), policyId, answers, 'online');
}

export async function applyForResidentCommand(context: Writing<Actor>, { id, policyId, answers }: { id: string; policyId: string; answers: Answers }) {
  return apply(context, id, policyId, answers, 'counter');
}

/** What waits for a decision, with what the rules say of it now, the answers of the person included. */
export async function listApplicationsQuery({ db, district, vault, now }: Reading, { areaCode }: { areaCode: string }) {
  const rows = await db
    .selectFrom('benefits.application as a')
    .innerJoin('people.person as p', (join) => join.onRef('p.district', '=', 'a.district').onRef('p.id', '=', 'a.personId'))
    .select(['a.id', 'a.policyId', 'a.state', 'a.madeAt', 'a.decisionReason', 'a.personId', 'a.channel', 'a.factsCipher', 'p.areaCode', 'p.nameCipher'])
    .where('a.district', '=', district)
    .where('a.state', '=', 'submitted')
    .where('p.areaCode', 'in', codesBelow(areaCode))
    .orderBy('a.madeAt')
    .limit(50)
    .execute();
  const rules = await rulesOn(db, vault, district, now);
  const out = [];
  for (const { factsCipher, nameCipher, personId, channel, areaCode: own, ...row } of rows) {
    const standing = await standingOf(db, vault, district, personId, dayHere(now), null, now);
    const given = JSON.parse(vault.open('benefits.application', factsCipher)) as [string, number | string | boolean, boolean][];
    const answers = Object.fromEntries(given.filter(([, , isAnswer]) => isAnswer).map(([fact, value]) => [fact, value]));
    const rule = standing.rules.rules.find(({ policy }) => policy.id === row.policyId);
    const facts = { ...standing.facts, own: answered(standing, answers) };
    const verdict = rule ? standing.rules.verdict(rule, facts) : 1;
    const name = maskName(vault.open('person.name', nameCipher));
    out.push({ ...applicationView(row, rules), personId, name, areaCode: own, channel: channel as 'online', verdict: verdict as number });
  }
  return out;
}

export async function decideApplicationCommand(context: Writing<Actor>, { id, grant, reason }: { id: string; grant: boolean; reason: string }) {
  const { tx, district, now, actor } = context;
  const row = await tx
    .updateTable('benefits.application')
    .set({ state: grant ? 'granted' : 'refused', decidedBy: actor.id, decidedAt: now, decisionReason: reason })
    .where('district', '=', district)
    .where('id', '=', id)
    .where('state', '=', 'submitted')
    .returning([...applicationColumns, 'personId'])
    .executeTakeFirst();
  if (!row) refuse(noSuchApplication);
  const { personId, ...application } = row;
  if (grant) await enrol(context, personId, { policyId: row.policyId, validFrom: dayHere(now), sourceDepartment: actor.name, sourceReference: id });
  context.note({ object: id, detail: { policy: row.policyId, grant } });
  return applicationView(application, await rulesOn(tx, context.vault, district, now));
}

type NewEnrolment = { policyId: string; validFrom: string; validTo?: string; sourceDepartment: string; sourceReference?: string };

async function enrol({ tx, district, now, actor }: Writing<Actor>, personId: string, enrolment: NewEnrolment): Promise<{ id: string }> {
  const id = newId(now.getTime());
  const { validTo = null, sourceReference = null, ...row } = enrolment;
  await tx
    .insertInto('benefits.enrolment')
    .values({ ...row, validTo, sourceReference, district, id, personId, recordedAt: now, recordedBy: actor.id })
    .execute();
  await planMatch(tx, district, personId, now);
  return { id };
}

export async function recordEnrolmentCommand(context: Writing<Actor>, { id, ...enrolment }: NewEnrolment & { id: string }) {
  const policies = await policiesOn(context.tx, context.district, dayHere(context.now), context.now);
  if (!policies.some((policy) => policy.id === enrolment.policyId)) refuse(noSuchPolicy, { field: 'policyId' });
  const made = await enrol(context, id, enrolment);
  context.note({ object: id, detail: { enrolment: made.id, policy: enrolment.policyId } });
  return made;
}
