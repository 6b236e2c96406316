import { type Runner, run, type TaskList, Logger as WorkerLogger } from 'graphile-worker';
import { type Kysely, sql } from 'kysely';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { DB } from '../database/schema.ts';

/** Work done outside a request. The payload is what `enqueue` was given. */
export type Job = { name: string; run: (payload: Record<string, unknown>) => Promise<void>; cron?: string };

/** Plans a job in the caller's transaction: it runs if and only if the transaction commits. Same `key`: one waiting job. `delay` in seconds. */
export async function enqueue(tx: Kysely<DB>, name: string, payload: Record<string, unknown>, options: { key?: string; delay?: number } = {}): Promise<void> {
  await sql`select graphile_worker.add_job(${name}, ${JSON.stringify(payload)}::json, job_key => ${options.key ?? null}, max_attempts => 5,
    run_at => now() + make_interval(secs => ${options.delay ?? 0}))`.execute(tx);
}

/** Starts working on jobs; `stop()` lets the running ones finish. */
export async function startJobs(pool: pg.Pool, jobs: Job[], log: Logger): Promise<Runner> {
  const taskList: TaskList = {};
  for (const job of jobs) {
    taskList[job.name] = async (payload) => {
      const started = Date.now();
      try {
        await job.run((payload ?? {}) as Record<string, unknown>);
        log.debug({ job: job.name, ms: Date.now() - started }, 'job done');
      } catch (error) {
        log.error({ job: job.name, err: error }, 'job failed');
        throw error;
      }
    };
  }
  const crontab = jobs
    .filter((job) => job.cron)
    .map((job) => `${job.cron} ${job.name}`)
    .join('\n');
  return run({
    pgPool: pool,
    taskList,
    crontab,
    concurrency: 2,
    noHandleSignals: true,
    pollInterval: 5000,
    logger: quietLogger(log),
  });
}

const quietLogger = (log: Logger) =>
  new WorkerLogger((scope) => (level, message) => {
    if (level === 'error') log.error({ ...scope }, message);
    else if (level === 'warning') log.warn({ ...scope }, message);
  });
