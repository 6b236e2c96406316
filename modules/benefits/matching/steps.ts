import { sql } from 'kysely';
import { dayName, dayNumber } from '../../../engines/rules/days.ts';
import type { Actor } from '../../../platform/access.ts';
import { dayHere } from '../../../platform/clock.ts';
import type { Writing } from '../../../platform/context.ts';
import type { Refusal } from '../../../platform/endpoint.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { findingMoved, noRecordYet, noSuchFinding, samePerson, stillOpen, tooLate } from './contract.ts';
import { selectFinding } from './findings.ts';
import { planMatch } from './jobs.ts';
import { matching } from './rules.ts';

type Step = 'reached' | 'notReached' | 'declined' | 'checked' | 'kept' | 'endProposed' | 'objected' | 'objectionUpheld' | 'objectionRejected' | 'ended';
type Context = Writing<Actor>;

/** A finding, locked: two who decide at once follow one another, and the second sees what the first did. */
async function lock({ tx, district }: Context, id: string) {
  const row = await selectFinding(tx, district, id)
    .select(['f.id', 'f.kind', 'f.state', 'f.personId', 'f.policyId', 'f.proposedBy', 'f.objectUntil', 'p.areaCode'])
    .forUpdate('f')
    .executeTakeFirst();
  return row ?? refuse(noSuchFinding);
}
type Finding = Awaited<ReturnType<typeof lock>>;

type Change = { state?: string; closeReason?: string; proposedBy?: string; objectUntil?: string };

/** Writes a step and what it makes of the finding. What is written in a note may concern health or need: it is encrypted. */
async function take(context: Context, finding: Finding, kind: Step, note: string, { state = finding.state, closeReason, ...rest }: Change) {
  const { tx, district, now, actor, vault } = context;
  const step = { district, id: newId(now.getTime()), findingId: finding.id, kind, noteCipher: vault.seal('benefits.note', note) };
  await tx
    .insertInto('benefits.step')
    .values({ ...step, byAccount: actor.id, byName: actor.name, at: now })
    .execute();
  const closed = closeReason === undefined ? {} : { closedAt: now, closeReason };
  await tx
    .updateTable('benefits.finding')
    .set({ state, changedAt: now, ...closed, ...rest })
    .where('district', '=', district)
    .where('id', '=', finding.id)
    .execute();
  context.note({ object: finding.id, areaCode: finding.areaCode, detail: { step: kind, policy: finding.policyId } });
  return { id: finding.id, state: state as 'open' };
}

const must = (holds: boolean, refusal: Refusal = findingMoved) => holds || refuse(refusal);
const isFresh = ({ state }: Finding) => state === 'open' || state === 'contacted';
const isVerifying = ({ kind }: Finding) => kind === 'doubtful' || kind === 'unclear';

/** An objection is heard once. */
async function isRejected({ tx, district }: Context, findingId: string): Promise<boolean> {
  const steps = tx.selectFrom('benefits.step').select('id').where('district', '=', district).where('findingId', '=', findingId);
  return (await steps.where('kind', '=', 'objectionRejected').executeTakeFirst()) !== undefined;
}

type Contact = { id: string; outcome: 'reached' | 'notReached' | 'declined' | 'checked'; note: string };

export async function contactFindingCommand(context: Context, { id, outcome, note }: Contact) {
  const finding = await lock(context, id);
  must(isFresh(finding));
  // Declining is about something offered; a benefit that is received is not given up by an answer on the phone.
  if (outcome === 'declined') {
    must(!isVerifying(finding));
    return take(context, finding, outcome, note, { state: 'closed', closeReason: 'declined' });
  }
  return take(context, finding, outcome, note, { state: outcome === 'notReached' ? finding.state : 'contacted' });
}

export async function decideFindingCommand(context: Context, { id, decision, reason }: { id: string; decision: 'keep' | 'proposeEnd'; reason: string }) {
  const finding = await lock(context, id);
  must(isVerifying(finding) && isFresh(finding));
  if (decision === 'keep') return take(context, finding, 'kept', reason, { state: 'closed', closeReason: 'kept' });
  const objectUntil = dayName(dayNumber(dayHere(context.now)) + matching.objectionDays);
  return take(context, finding, 'endProposed', reason, { state: 'proposed', proposedBy: context.actor.id, objectUntil });
}

async function object(context: Context, finding: Finding, reason: string) {
  must(finding.state === 'proposed');
  must(!(await isRejected(context, finding.id)));
  must(dayHere(context.now) <= finding.objectUntil!, tooLate);
  return take(context, finding, 'objected', reason, { state: 'objected' });
}

export async function objectToEndCommand(context: Context, { id, reason }: { id: string; reason: string }) {
  const personId = context.actor.personId ?? refuse(noRecordYet);
  const finding = await lock(context, id);
  must(finding.personId === personId, noSuchFinding);
  return object(context, finding, reason);
}

export async function objectForResidentCommand(context: Context, { id, reason }: { id: string; reason: string }) {
  return object(context, await lock(context, id), reason);
}

export async function decideObjectionCommand(context: Context, { id, uphold, reason }: { id: string; uphold: boolean; reason: string }) {
  const finding = await lock(context, id);
  must(finding.state === 'objected');
  must(finding.proposedBy !== context.actor.id, samePerson);
  if (uphold) return take(context, finding, 'objectionUpheld', reason, { state: 'closed', closeReason: 'kept' });
  return take(context, finding, 'objectionRejected', reason, { state: 'proposed' });
}

/** A person ends the benefit, after notice; nothing else does. */
export async function endBenefitCommand(context: Context, { id, reason, validTo }: { id: string; reason: string; validTo: string }) {
  const { tx, district, now, actor } = context;
  const finding = await lock(context, id);
  must(finding.state === 'proposed');
  must((await isRejected(context, id)) || dayHere(now) > finding.objectUntil!, stillOpen);
  // Never backwards: what was paid before the end was decided stays paid.
  const last = validTo > dayHere(now) ? validTo : dayHere(now);
  await tx
    .updateTable('benefits.enrolment')
    .set({ validTo: last, endedAt: now, endedBy: actor.id, endReason: reason, changedIn: sql`pg_current_xact_id()` })
    .where('district', '=', district)
    .where('personId', '=', finding.personId)
    .where('policyId', '=', finding.policyId)
    .where('validFrom', '<', last)
    .where((eb) => eb.or([eb('validTo', 'is', null), eb('validTo', '>', last)]))
    .execute();
  await planMatch(tx, district, finding.personId, now);
  return take(context, finding, 'ended', reason, { state: 'closed', closeReason: 'ended' });
}
