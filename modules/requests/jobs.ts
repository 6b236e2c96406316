import type { Clock } from '../../platform/clock.ts';
import { type Database, inTransaction } from '../../platform/database.ts';
import type { Job } from '../../platform/job.ts';
import { learnFromHistory } from './dispatch/learn.ts';
import { forgetOld } from './retention.ts';

export const requestJobs = (db: Database, district: string, clock: Clock): Job[] => [
  {
    name: 'requests-retention',
    cron: '10 2 * * *',
    run: async () => {
      while ((await inTransaction(db, district, (tx) => forgetOld(tx, district, clock()))) > 0);
    },
  },
  { name: 'requests-learn', cron: '30 3 * * 0', run: async () => void (await inTransaction(db, district, (tx) => learnFromHistory(tx, district, clock()))) },
];
