import type { Clock } from '../../platform/clock.ts';
import { type Database, inTransaction } from '../../platform/database.ts';
import type { Job } from '../../platform/job.ts';
import { expireRedemptions } from './redemptions.ts';

export const pointJobs = (db: Database, district: string, clock: Clock): Job[] => [
  {
    name: 'points-clock',
    cron: '*/10 * * * *',
    run: async () => void (await inTransaction(db, district, (tx) => expireRedemptions({ tx, district, now: clock(), actor: null }))),
  },
];
