import type { Clock } from '../../platform/clock.ts';
import { type Database, inTransaction } from '../../platform/database.ts';
import type { Job } from '../../platform/job.ts';
import { scanDistrict } from './scan.ts';

export const signalJobs = (db: Database, district: string, clock: Clock): Job[] => [
  { name: 'signals-scan', cron: '15 4 * * *', run: async () => void (await inTransaction(db, district, (tx) => scanDistrict({ tx, district, now: clock() }))) },
];
