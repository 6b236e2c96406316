import type { Clock } from '../../platform/clock.ts';
import { type Database, inTransaction, type Write } from '../../platform/database.ts';
import type { Job } from '../../platform/job.ts';
import shipped from './data/visits.json' with { type: 'json' };

/** Forgets what was written down on old visits; that there was one stays to be counted. */
export async function forgetVisits(tx: Write, district: string, now: Date): Promise<void> {
  await tx
    .updateTable('visits.visit')
    .set({ note: '', sealedNote: null, reportSealed: null })
    .where('district', '=', district)
    .where('visitedAt', '<', new Date(now.getTime() - shipped.keepDays * 86_400_000))
    .where((eb) => eb.or([eb('note', '!=', ''), eb('sealedNote', 'is not', null), eb('reportSealed', 'is not', null)]))
    .execute();
}

export const visitJobs = (db: Database, district: string, clock: Clock): Job[] => [
  { name: 'visits-retention', cron: '25 2 * * *', run: () => inTransaction(db, district, (tx) => forgetVisits(tx, district, clock())) },
];
