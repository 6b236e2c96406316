// The server alone, on a database that is there already: a process that can be killed.
import { createLog, openHouse } from '../apps/server/open-house.ts';
import { createVault } from '../platform/crypto.ts';

const [databaseUrl, port, clock] = process.argv.slice(2) as [string, string, string];
const house = await openHouse({
  databaseUrl,
  root: process.cwd(),
  settings: { demonstration: false, district: '330105', publicUrl: 'http://127.0.0.1', secureCookies: false, tianditu: null, smsGateway: null, oidc: null },
  vault: createVault(Buffer.alloc(32, 7)),
  clock: () => new Date(clock),
  log: createLog('silent'),
  poolSize: 16,
  limits: { requestsPerMinute: 1e9 },
} as never);
await house.app.listen({ host: '127.0.0.1', port: Number(port) });
process.stdout.write('ready\n');
