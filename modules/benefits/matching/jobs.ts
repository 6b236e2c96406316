import { sql } from 'kysely';
import { dayHere } from '../../../platform/clock.ts';
import { inTransaction, type Write } from '../../../platform/database.ts';
import { newId } from '../../../platform/id.ts';
import { enqueue, type Job } from '../../../platform/job.ts';
import { type Matching, matchPerson, runMatching } from './run.ts';

/** Plans to judge a person anew, in the caller's transaction. */
export const planMatch = (tx: Write, district: string, personId: string, now: Date) =>
  enqueue(tx, 'match-person', { district, personId, now: now.toISOString() }, { key: `match ${personId}` });

/** Begins a run under an authorisation; the work is a job. A run that has not ended yet is the one that goes on. */
export async function beginRun(tx: Write, district: string, authorisationId: string, now: Date): Promise<{ id: string }> {
  const id = newId(now.getTime());
  const row = { district, id, authorisationId, asOf: dayHere(now), startedAt: now };
  const made = await tx
    .insertInto('benefits.run')
    .values(row)
    .onConflict((c) => c.columns(['district', 'authorisationId']).where('finishedAt', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made) await enqueue(tx, 'match-run', { district, id, now: now.toISOString() });
  const open = tx.selectFrom('benefits.run').select('id').where('district', '=', district).where('authorisationId', '=', authorisationId);
  return made ?? (await open.where('finishedAt', 'is', null).executeTakeFirstOrThrow());
}

/** Begins a run under every authorisation that holds, for one policy if it is named: ages and dates pass by themselves. */
export async function beginRuns(tx: Write, district: string, now: Date, policyId?: string): Promise<void> {
  const holding = await tx
    .selectFrom('benefits.authorisation')
    .select('id')
    .where('district', '=', district)
    .where('endedAt', 'is', null)
    .where('validFrom', '<=', dayHere(now))
    .where('validTo', '>', dayHere(now))
    .$if(policyId !== undefined, (q) => q.where(sql<boolean>`${policyId} = any(policies)`))
    .execute();
  for (const { id } of holding) await beginRun(tx, district, id, now);
}

export function matchingJobs(house: Matching, district: string): Job[] {
  return [
    { name: 'match-run', run: async ({ district: own, id, now }) => runMatching(house, String(own), String(id), new Date(String(now))) },
    { name: 'match-person', run: async ({ district: own, personId, now }) => matchPerson(house, String(own), String(personId), new Date(String(now))) },
    { name: 'match-daily', cron: '30 18 * * *', run: () => inTransaction(house.db, district, (tx) => beginRuns(tx, district, new Date())) },
  ];
}
