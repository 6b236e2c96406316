import type { Clock } from '../../platform/clock.ts';
import { type Database, inTransaction } from '../../platform/database.ts';
import type { Job } from '../../platform/job.ts';
import { settleBookings } from './attendance/attendance.ts';
import { closeBegun, lapseOffers } from './waiting/offer.ts';

/** Moves on what the clock decides, in one district: offers that ran out, absences, what is over. */
export async function moveOn(db: Database, district: string, now: Date): Promise<void> {
  const turn = (work: typeof lapseOffers) => inTransaction(db, district, (tx) => work({ tx, district, now, actor: null }));
  await turn(lapseOffers);
  while ((await turn(settleBookings)) === 500);
  await turn(closeBegun);
}

export const bookingJobs = (db: Database, district: string, clock: Clock): Job[] => [
  { name: 'bookings-clock', cron: '* * * * *', run: () => moveOn(db, district, clock()) },
];
