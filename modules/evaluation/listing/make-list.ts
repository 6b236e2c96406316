import { dayName, dayNumber } from '../../../engines/rules/days.ts';
import type { Actor } from '../../../platform/access.ts';
import { dayHere } from '../../../platform/clock.ts';
import type { Writing } from '../../../platform/context.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { clauseVerdicts } from '../standards/check.ts';
import { standardsOn } from '../standards/standards.ts';
import { claimsMissing, noSuchRound, noSuchStandard, noticeRuns, returnedOnes, unanswered, wrongStage } from './contract.ts';
import { ladderOf, listingRules, type RoundRow } from './rounds.ts';

type Context = Writing<Actor>;
type Verdict = 'met' | 'notMet' | 'unknown';

export async function openRoundCommand({ tx, district, now, actor, note }: Context, { standard, year }: { standard: string; year: number }) {
  if (!standardsOn(dayHere(now)).some(({ policy, reading }) => policy.id === standard && reading === null)) refuse(noSuchStandard);
  const id = newId(now.getTime());
  await tx
    .insertInto('evaluation.round')
    .values({ district, id, standard, ladder: ladderOf(standard), year, openedBy: actor.id, openedAt: now })
    .execute();
  note({ object: id, detail: { standard, year } });
  return { id };
}

/** A list, locked at a stage: who comes when it has moved on is told so. */
async function lockAt({ tx, district }: Context, id: string, ...stages: string[]): Promise<RoundRow> {
  const row = await tx.selectFrom('evaluation.round').selectAll().where('district', '=', district).where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) refuse(noSuchRound);
  if (!stages.includes(row.state)) refuse(wrongStage, { state: row.state });
  return row;
}

type Claim = { path: string; claim: Verdict; note?: string | undefined };

/** What a subdistrict says of its complex, clause by clause, kept beside what the system says at that moment (EVL-02). */
export async function fileSelfCheckCommand(context: Context, { id, placeId, claims }: { id: string; placeId: string; claims: Claim[] }) {
  const { tx, district, now, actor, note } = context;
  const { standard, ladder, year } = await lockAt(context, id, 'open');
  const system = await clauseVerdicts(tx, district, dayHere(now), standard, placeId);
  const checked = system.map((clause) => {
    const own = claims.find(({ path }) => path === clause.path) ?? refuse(claimsMissing, { field: clause.path });
    return { ...clause, claim: own.claim, note: own.note ?? null, deviates: own.claim !== clause.system };
  });
  const row = { checked: JSON.stringify(checked), state: 'filed', returnedReason: null, filedBy: actor.id, filedByName: actor.name, filedAt: now };
  await tx
    .insertInto('evaluation.candidate')
    .values({ district, roundId: id, placeId, ladder, year, ...row })
    .onConflict((c) => c.columns(['district', 'roundId', 'placeId']).doUpdateSet(row))
    .execute();
  const deviations = checked.filter(({ deviates }) => deviates).length;
  note({ object: placeId, detail: { round: id, deviations } });
  return { deviations };
}

type Named = { id: string; placeId: string };

export async function returnSelfCheckCommand(context: Context, { id, placeId, reason }: Named & { reason: string }) {
  const { tx, district, note } = context;
  await lockAt(context, id, 'open');
  const changed = await tx
    .updateTable('evaluation.candidate')
    .set({ state: 'returned', returnedReason: reason, isListed: null, reason: null })
    .where('district', '=', district)
    .where('roundId', '=', id)
    .where('placeId', '=', placeId)
    .returning('placeId')
    .executeTakeFirst();
  if (!changed) refuse(noSuchRound);
  note({ object: placeId, detail: { round: id } });
  return { id, placeId };
}

export async function decideCandidateCommand(context: Context, { id, placeId, isListed, reason }: Named & { isListed: boolean; reason?: string }) {
  const { tx, district, note } = context;
  await lockAt(context, id, 'open');
  if (!isListed && !reason) refuse(claimsMissing, { field: 'reason' });
  const changed = await tx
    .updateTable('evaluation.candidate')
    .set({ isListed, reason: reason ?? null })
    .where('district', '=', district)
    .where('roundId', '=', id)
    .where('placeId', '=', placeId)
    .where('state', '=', 'filed')
    .returning('placeId')
    .executeTakeFirst();
  if (!changed) refuse(wrongStage);
  note({ object: placeId, detail: { round: id, isListed } });
  return { id, placeId };
}

export async function startNoticeCommand(context: Context, { id }: { id: string }) {
  const { tx, district, now, note } = context;
  await lockAt(context, id, 'open');
  const candidates = await tx
    .selectFrom('evaluation.candidate')
    .select(['state', 'isListed'])
    .where('district', '=', district)
    .where('roundId', '=', id)
    .execute();
  if (candidates.length === 0 || candidates.some(({ state, isListed }) => state === 'returned' || isListed === null)) refuse(returnedOnes);
  const noticeFrom = dayHere(now);
  const noticeTo = dayName(dayNumber(noticeFrom) + listingRules.noticeDays);
  await tx.updateTable('evaluation.round').set({ state: 'notice', noticeFrom, noticeTo }).where('district', '=', district).where('id', '=', id).execute();
  note({ object: id, detail: { noticeTo } });
  return { noticeTo };
}

export async function objectToListingCommand(context: Context, { id, placeId, reason }: Named & { reason: string }) {
  const { tx, district, now, actor, note } = context;
  const { noticeTo } = await lockAt(context, id, 'notice');
  if (dayHere(now) > noticeTo!) refuse(wrongStage);
  const candidate = tx.selectFrom('evaluation.candidate').select('placeId').where('district', '=', district).where('roundId', '=', id);
  if (!(await candidate.where('placeId', '=', placeId).executeTakeFirst())) refuse(noSuchRound);
  const objection = { district, id: newId(now.getTime()), roundId: id, placeId, accountId: actor.id, reason, madeAt: now };
  await tx.insertInto('evaluation.objection').values(objection).execute();
  note({ object: placeId, detail: { round: id } });
  return { id: objection.id };
}

type Answer = { id: string; objectionId: string; isUpheld: boolean; answer: string };

/** An objection that is upheld turns the decision on that complex round; the answer says why. */
export async function answerObjectionCommand(context: Context, { id, objectionId, isUpheld, answer }: Answer) {
  const { tx, district, now, actor, note } = context;
  await lockAt(context, id, 'notice');
  const objection = await tx
    .updateTable('evaluation.objection')
    .set({ isUpheld, answer, decidedBy: actor.id, decidedAt: now })
    .where('district', '=', district)
    .where('id', '=', objectionId)
    .where('roundId', '=', id)
    .where('isUpheld', 'is', null)
    .returning('placeId')
    .executeTakeFirst();
  if (!objection) refuse(wrongStage);
  if (isUpheld)
    await tx
      .updateTable('evaluation.candidate')
      .set((eb) => ({ isListed: eb.not('isListed'), reason: answer }))
      .where('district', '=', district)
      .where('roundId', '=', id)
      .where('placeId', '=', objection.placeId)
      .execute();
  note({ object: objectionId, detail: { round: id, isUpheld } });
  return { id: objectionId };
}

export async function publishRoundCommand(context: Context, { id }: { id: string }) {
  const { tx, district, now, actor, note } = context;
  const { noticeTo } = await lockAt(context, id, 'notice');
  if (dayHere(now) <= noticeTo!) refuse(noticeRuns, { noticeTo });
  const open = tx.selectFrom('evaluation.objection').select('id').where('district', '=', district).where('roundId', '=', id);
  if (await open.where('isUpheld', 'is', null).executeTakeFirst()) refuse(unanswered);
  await tx
    .updateTable('evaluation.round')
    .set({ state: 'published', publishedBy: actor.id, publishedOn: dayHere(now) })
    .where('district', '=', district)
    .where('id', '=', id)
    .execute();
  note({ object: id });
  return { id };
}
