import type { Clock } from '../../platform/clock.ts';
import { type Database, inTransaction, type Write } from '../../platform/database.ts';
import type { Job } from '../../platform/job.ts';
import shipped from './data/reviews.json' with { type: 'json' };

/** Forgets what was written and the phones of old reviews; grades and reasons stay to be counted. */
export async function forgetReviews(tx: Write, district: string, now: Date): Promise<void> {
  await tx
    .updateTable('reviews.review')
    .set({ wordsSealed: null, contactSealed: null })
    .where('district', '=', district)
    .where('at', '<', new Date(now.getTime() - shipped.keepDays * 86_400_000))
    .where((eb) => eb.or([eb('wordsSealed', 'is not', null), eb('contactSealed', 'is not', null)]))
    .execute();
}

export const reviewJobs = (db: Database, district: string, clock: Clock): Job[] => [
  { name: 'reviews-retention', cron: '20 2 * * *', run: () => inTransaction(db, district, (tx) => forgetReviews(tx, district, clock())) },
];
