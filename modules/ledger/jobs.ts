import type { Clock } from '../../platform/clock.ts';
import { type Database, inTransaction } from '../../platform/database.ts';
import type { Job } from '../../platform/job.ts';
import { sealDistrict } from './books/chain.ts';
import { closeDays } from './books/days.ts';
import { expireLots, releaseExpiredHolds } from './expiry.ts';
import type { Posting } from './post.ts';

/** Does a piece of work again, each time in a transaction of its own, until nothing is left of it. */
async function exhaust(db: Database, district: string, now: Date, work: (posting: Posting) => Promise<number>): Promise<void> {
  while ((await inTransaction(db, district, (tx) => work({ tx, district, now, actor: null }))) > 0);
}

/** What the clock does to the ledger of a district: seals what was posted, lets go of holds that ran out, and once a night what expired. */
export const ledgerJobs = (db: Database, district: string, clock: Clock): Job[] => [
  {
    name: 'ledger-clock',
    cron: '* * * * *',
    run: async () => {
      await exhaust(db, district, clock(), releaseExpiredHolds);
      await inTransaction(db, district, (tx) => sealDistrict(tx, district, clock()));
    },
  },
  {
    name: 'ledger-night',
    cron: '25 18 * * *',
    run: async () => {
      await exhaust(db, district, clock(), expireLots);
      await inTransaction(db, district, (tx) => closeDays(tx, district, clock()));
    },
  },
];
