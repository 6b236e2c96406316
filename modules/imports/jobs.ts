import type { Logger } from 'pino';
import type { Database } from '../../platform/database.ts';
import type { Job } from '../../platform/job.ts';
import { createRunner } from './run-import.ts';

export function importJobs(db: Database, log: Logger): Job[] {
  const runner = createRunner(db, log);
  return [
    { name: 'check-import', run: ({ district, id }) => runner.check(String(district), String(id)) },
    { name: 'load-import', run: ({ district, id }) => runner.load(String(district), String(id)) },
  ];
}
