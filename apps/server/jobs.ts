// Jobs work in a thread of their own, so that a large import or study never holds up an answer.
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { createLog, openJobs } from './open-house.ts';
import { openVault, readSettings } from './settings.ts';

type Data = { url: string; root: string; address: { host: string; port: number } };

const { url, root, address } = workerData as Data;
const jobs = await openJobs({
  databaseUrl: url,
  root,
  settings: readSettings(process.env, address),
  vault: openVault(process.env, path.join(root, 'var')),
  log: createLog(process.env['LOG_LEVEL'] ?? 'warn'),
});
parentPort?.on('message', (message) => {
  if (message === 'stop') void jobs.stop().then(() => process.exit(0));
});
