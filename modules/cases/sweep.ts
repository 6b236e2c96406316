import { nextOf } from '../../engines/cases/case.ts';
import type { Clock } from '../../platform/clock.ts';
import { type Database, inTransaction } from '../../platform/database.ts';
import type { Job } from '../../platform/job.ts';
import { type Acting, moveCase } from './move-case.ts';
import { columnsOf, standingOf, writeStanding } from './standing.ts';

const atOnce = 100;

/** Makes the moves that come by themselves and are due: taken on by silence, waited long enough, the next rung of the ladder. @returns how many */
export async function sweepCases({ tx, district, now }: Omit<Acting, 'actor'>): Promise<number> {
  const due = await tx
    .selectFrom('cases.caseFile')
    .select(['id', 'kind', 'typeVersion'])
    .where('district', '=', district)
    .where('nextAt', '<=', now)
    .orderBy('nextAt')
    .limit(atOnce)
    .forUpdate()
    .skipLocked()
    .execute();
  for (const found of due) {
    const { type, line, standing } = await standingOf(tx, district, found);
    const next = nextOf(type, standing, line);
    if (!next) continue;
    const detail = next.level === undefined ? {} : { reason: `level ${next.level}: the time is used to the share of this rung` };
    await moveCase({ tx, district, now, actor: null }, { id: found.id, move: next.move, detail }, ['system']);
  }
  return due.length;
}

/** Reckons anew the deadlines that lie in years whose holidays were not published, once they are. @returns how many moved */
export async function reckonAnew({ tx, district }: Omit<Acting, 'actor' | 'now'>): Promise<number> {
  const rows = await tx
    .selectFrom('cases.caseFile')
    .select(['id', 'kind', 'typeVersion', 'dueAt'])
    .where('district', '=', district)
    .where('isProvisional', '=', true)
    .where('closedAt', 'is', null)
    .forUpdate()
    .execute();
  let moved = 0;
  for (const found of rows) {
    const of = await standingOf(tx, district, found);
    const columns = columnsOf(of);
    if (columns.dueAt?.getTime() !== found.dueAt?.getTime()) moved++;
    await tx.updateTable('cases.caseFile').set(columns).where('district', '=', district).where('id', '=', found.id).execute();
    await writeStanding(tx, district, found.id, of, null);
  }
  return moved;
}

export const caseJobs = (db: Database, district: string, clock: Clock): Job[] => [
  {
    name: 'cases-clock',
    cron: '*/2 * * * *',
    run: async () => {
      let swept = atOnce;
      while (swept === atOnce) swept = await inTransaction(db, district, (tx) => sweepCases({ tx, district, now: clock() }));
    },
  },
  { name: 'cases-calendar', cron: '40 4 * * *', run: async () => void (await inTransaction(db, district, (tx) => reckonAnew({ tx, district }))) },
];
