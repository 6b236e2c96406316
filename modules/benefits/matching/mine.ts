import type { Actor } from '../../../platform/access.ts';
import { dayHere } from '../../../platform/clock.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import type { Read } from '../../../platform/database.ts';
import { refuse } from '../../../platform/refuse.ts';
import { recordReveal } from '../../people/index.ts';
import { applicationView } from './applications.ts';
import { noRecordYet } from './contract.ts';
import { factsView, outcomeOf, standingOf } from './outcomes.ts';
import { titleOf } from './rules.ts';

const nothing = { hasRecord: false, facts: [], outcomes: [], suggested: [], pushRefused: false, applications: [], notices: [] };

/** What a resident sees of the own benefits; suggestions only for who has not refused them. */
export async function myBenefitsQuery({ db, district, vault, now, actor }: Reading<Actor>) {
  if (actor.personId === null) return nothing;
  const [personId, day] = [actor.personId, dayHere(now)];
  const mine = { district, personId };
  const [standing, refused, findings, applications] = await Promise.all([
    standingOf(db, vault, district, personId, day, null, now),
    db
      .selectFrom('benefits.pushRefusal')
      .select('refusedAt')
      .where((eb) => eb.and(mine))
      .executeTakeFirst(),
    db
      .selectFrom('benefits.finding')
      .select(['id', 'policyId', 'kind', 'state', 'objectUntil'])
      .where((eb) => eb.and(mine))
      .where('closedAt', 'is', null)
      .orderBy('score', 'desc')
      .execute(),
    db
      .selectFrom('benefits.application')
      .select(['id', 'policyId', 'state', 'madeAt', 'decisionReason'])
      .where((eb) => eb.and(mine))
      .orderBy('madeAt', 'desc')
      .limit(50)
      .execute(),
  ]);
  const notices = [];
  for (const { id, policyId, state, objectUntil } of findings) {
    if (state !== 'proposed' && state !== 'objected') continue;
    const steps = await stepsOf(db, district, id);
    const proposed = steps.findLast(({ kind }) => kind === 'endProposed');
    const reason = proposed?.noteCipher ? vault.open('benefits.note', proposed.noteCipher) : '';
    const title = titleOf(standing.rules, policyId);
    notices.push({ id, title, state: state as 'proposed', reason, objectUntil: objectUntil!, steps: steps.map(({ kind }) => kind) });
  }
  return {
    hasRecord: true,
    facts: factsView(standing),
    outcomes: standing.rules.rules.map((rule) => outcomeOf(rule, standing)),
    suggested: refused ? [] : findings.filter(({ kind }) => kind === 'missed').map(({ policyId }) => policyId),
    pushRefused: refused !== undefined,
    applications: applications.map((row) => applicationView(row, standing.rules)),
    notices,
  };
}

const stepsOf = (db: Read, district: string, findingId: string) =>
  db
    .selectFrom('benefits.step')
    .select(['kind', 'noteCipher'])
    .where('district', '=', district)
    .where('findingId', '=', findingId)
    .orderBy('at')
    .orderBy('id')
    .execute();

export async function setPushCommand({ tx, district, now, actor }: Writing<Actor>, { refuse: isRefused }: { refuse: boolean }) {
  const personId = actor.personId ?? refuse(noRecordYet);
  if (isRefused)
    await tx
      .insertInto('benefits.pushRefusal')
      .values({ district, personId, refusedAt: now })
      .onConflict((c) => c.columns(['district', 'personId']).doNothing())
      .execute();
  else await tx.deleteFrom('benefits.pushRefusal').where('district', '=', district).where('personId', '=', personId).execute();
  return { refuse: isRefused };
}

/** What one resident is entitled to, as of any day and as known at any moment; for the counter. */
export async function judgePersonCommand(context: Writing<Actor>, { id, on, knownAt }: { id: string; on?: string; knownAt?: string }) {
  const { tx, district, vault, now } = context;
  const asOf = on ?? dayHere(now);
  const standing = await standingOf(tx, vault, district, id, asOf, knownAt === undefined ? null : new Date(knownAt), now);
  await recordReveal(context, id, { fields: ['benefits'], purpose: 'service', reason: `${asOf}` });
  context.note({ object: id, purpose: 'service', detail: { asOf, knownAt } });
  return { asOf, outcomes: standing.rules.rules.map((rule) => outcomeOf(rule, standing)), facts: factsView(standing) };
}
