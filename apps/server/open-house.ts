import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import pino, { type Logger } from 'pino';
import { loadCommunityTypes } from '../../modules/areas/index.ts';
import { matchingJobs } from '../../modules/benefits/index.ts';
import { bookingJobs } from '../../modules/bookings/index.ts';
import { loadHolidays } from '../../modules/calendar/index.ts';
import { caseJobs, loadCaseTypes } from '../../modules/cases/index.ts';
import { contract } from '../../modules/contract.ts';
import { createAuthenticator, identityJobs } from '../../modules/identity/index.ts';
import { importJobs } from '../../modules/imports/index.ts';
import { ledgerJobs } from '../../modules/ledger/index.ts';
import { mealJobs } from '../../modules/meals/index.ts';
import { loadSegments } from '../../modules/people/index.ts';
import { loadFunctions } from '../../modules/places/index.ts';
import { planningJobs } from '../../modules/planning/index.ts';
import { pointJobs } from '../../modules/points/index.ts';
import { addOpen311, requestJobs } from '../../modules/requests/index.ts';
import { reviewJobs } from '../../modules/reviews/index.ts';
import { signalJobs } from '../../modules/signals/index.ts';
import { visitJobs } from '../../modules/visits/index.ts';
import { type Clock, systemClock } from '../../platform/clock.ts';
import type { Settings } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto.ts';
import { type Database, inTransaction, openDatabase, openPool } from '../../platform/database.ts';
import { reactJob } from '../../platform/event.ts';
import { type Job, startJobs } from '../../platform/job.ts';
import { migrate } from '../../platform/migrate.ts';
import { createServer } from '../../platform/server.ts';
import { addPages } from './pages.ts';
import { reactions } from './reactions.ts';
import { routes } from './routes.ts';

export type HouseOptions = {
  databaseUrl: string;
  root: string;
  settings: Settings;
  vault: Vault;
  clock?: Clock;
  log?: Logger;
  poolSize?: number;
  limits?: { requestsPerMinute?: number; uploadBytes?: number };
};
export type OpenHouse = { app: FastifyInstance; db: Database; log: Logger; close(): Promise<void> };

export const createLog = (level = process.env['LOG_LEVEL'] ?? 'info') =>
  pino({ level, redact: ['req.headers.cookie', 'req.headers.authorization', '*.password', '*.code', '*.totp'] });

/** Brings the database to its shape and loads the lists that every installation has. */
export async function prepareDatabase(databaseUrl: string, root: string, now: Date): Promise<void> {
  await migrate(databaseUrl, path.join(root, 'database/migrations'));
  const pool = openPool(databaseUrl, 'linli_app', 2);
  const db = openDatabase(pool);
  try {
    await inTransaction(db, '', async (tx) => {
      await loadCommunityTypes(tx, now);
      await loadHolidays(tx, now);
      await loadSegments(tx, now);
      await loadFunctions(tx, now);
      await loadCaseTypes(tx, now);
    });
  } finally {
    await db.destroy();
  }
}

/** What works outside requests: reactions to events, imports, studies, text messages, cleaning. */
function jobsOf(db: Database, { vault, settings, clock = systemClock }: HouseOptions, log: Logger): Job[] {
  return [
    reactJob(db, reactions, log),
    {
      name: 'clean',
      cron: '17 3 * * *',
      run: async () => {
        const old = new Date(Date.now() - 7 * 86_400_000);
        await db.deleteFrom('platform.idempotency').where('at', '<', old).execute();
        await db.deleteFrom('identity.oneTimeCode').where('expiresAt', '<', old).execute();
      },
    },
    ...identityJobs({ vault, settings }),
    ...importJobs(db, log),
    ...planningJobs(db, log),
    ...bookingJobs(db, settings.district, clock),
    ...ledgerJobs(db, settings.district, clock),
    ...caseJobs(db, settings.district, clock),
    ...requestJobs(db, settings.district, clock),
    ...signalJobs(db, settings.district, clock),
    ...reviewJobs(db, settings.district, clock),
    ...visitJobs(db, settings.district, clock),
    ...pointJobs(db, settings.district, clock),
    ...mealJobs(db, vault, settings.district, clock),
    ...matchingJobs({ db, vault, log }, settings.district),
  ];
}

/** Composes the house over a prepared database: API, pages and tiles on one port. */
export async function openHouse(options: HouseOptions): Promise<OpenHouse> {
  const log = options.log ?? createLog();
  const pool = openPool(options.databaseUrl, 'linli_app', options.poolSize);
  const db = openDatabase(pool);
  const { rows } = await pool.query<{ is: string }>('select current_user as is');
  if (rows[0]?.is !== 'linli_app') throw new Error(`The server must act as linli_app but is ${rows[0]?.is}. Check DATABASE_URL.`);
  const { settings, vault } = options;
  const app = await createServer({
    db,
    vault,
    settings,
    contract,
    routes,
    authenticate: createAuthenticator(db),
    clock: options.clock ?? systemClock,
    log,
    limits: options.limits,
    openUploads: ['/api/requests/receipts/'],
  });
  addOpen311(app, { db, district: settings.district, publicUrl: settings.publicUrl, clock: options.clock ?? systemClock });
  await addPages(app, db, options.root, settings);
  return {
    app,
    db,
    log,
    close: async () => {
      await app.close();
      await db.destroy();
    },
  };
}

/** Works on jobs with a pool of its own, until stopped. */
export async function openJobs(options: HouseOptions): Promise<{ stop(): Promise<void>; db: Database }> {
  const log = options.log ?? createLog();
  const pool = openPool(options.databaseUrl, 'linli_app', 6);
  const db = openDatabase(pool);
  const runner = await startJobs(pool, jobsOf(db, options, log), log);
  return {
    db,
    stop: async () => {
      await runner.stop();
      await db.destroy();
    },
  };
}
