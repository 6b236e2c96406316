// Open311 GeoReport v2: every endpoint against the public JSON schemas, and a round trip by a client that knows only the standard.
// OPEN311_SCHEMAS names the folder schema/georeport-v2 of github.com/open311/schema-validation.
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { createLog, openHouse, prepareDatabase } from '../apps/server/open-house.ts';
import { loadDemo } from '../demo/load.ts';
import { createVault } from '../platform/crypto.ts';
import { openDatabase, openPool } from '../platform/database.ts';
import { startPostgres } from '../platform/postgres.ts';
import { signIn } from './booking-world.ts';
import { row } from './print.ts';

const schemas = process.env['OPEN311_SCHEMAS'];
if (!schemas) throw new Error('OPEN311_SCHEMAS must name the folder schema/georeport-v2 of github.com/open311/schema-validation.');
type Check = ((value: unknown) => boolean) & { errors?: unknown };
type Validator = { addSchema(schema: object, name: string): void; compile(schema: object): Check };
const peer = createRequire(import.meta.url);
const Ajv = peer('ajv') as new (options: object) => Validator;
const addFormats = peer('ajv-formats') as (ajv: Validator) => void;
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
for (const name of readdirSync(schemas).filter((one) => one.endsWith('.json') && one !== 'swagger.json'))
  ajv.addSchema(JSON.parse(readFileSync(path.join(schemas, name), 'utf8')), name);

const district = '330105';
const dataDirectory = path.resolve('var/bench-open311');
rmSync(dataDirectory, { recursive: true, force: true });
const postgres = await startPostgres({ dataDirectory, durable: false });
await prepareDatabase(postgres.url(), process.cwd(), new Date());
const vault = createVault(Buffer.alloc(32, 9));
const db = openDatabase(openPool(postgres.url(), 'linli_app', 4));
await loadDemo(db, vault, createLog('silent'), () => {}, { households: 300, reports: 600, now: new Date() });
const address = 'http://127.0.0.1:7397';
const house = await openHouse({
  databaseUrl: postgres.url(),
  root: process.cwd(),
  vault,
  log: createLog('silent'),
  settings: { demonstration: false, district, publicUrl: address, secureCookies: false, tianditu: null, smsGateway: null, oidc: null },
});
await house.app.listen({ host: '127.0.0.1', port: 7397 });
const official = await signIn(db, 'staff');
const made = await fetch(`${address}/api/requests/intake-keys`, {
  method: 'POST',
  headers: { 'content-type': 'application/json', authorization: `Bearer ${official.token}` },
  body: JSON.stringify({ name: 'Open311', channel: 'open311' }),
});
const { key } = (await made.json()) as { key: string };
const [area] = await db.selectFrom('areas.area').select(['centreLon', 'centreLat']).where('code', '=', '330105001051').execute();

let failed = 0;
async function validate(endpoint: string, schema: string) {
  const value = await (await fetch(`${address}/open311/v2/${endpoint}`)).json();
  const check = ajv.compile({ $ref: schema });
  const isValid = check(value);
  if (!isValid) failed++;
  row(endpoint, schema, isValid ? 'valid' : JSON.stringify(check.errors).slice(0, 200), Array.isArray(value) ? `${value.length} items` : '');
  return value;
}
await validate('services.json', 'services.json');
await validate('services/0101.json', 'service-definition.json');
const requests = (await validate('requests.json', 'requests.json')) as { service_request_id: string }[];
await validate(`requests/${requests[0]!.service_request_id}.json`, 'requests.json');
await validate('requests.json?status=open', 'requests.json');
await validate('requests.json?status=closed&service_code=0101', 'requests.json');

process.stdout.write('\na client of its own, in Python with nothing but the standard\n');
// Not waited for in one piece: the server that it asks is this process.
const client = promisify(execFile)('python3', [
  path.resolve('bench/open311.py'),
  `${address}/open311/v2`,
  key,
  String(area!.centreLat),
  String(area!.centreLon),
]);
process.stdout.write((await client).stdout);
await house.close();
await db.destroy();
await postgres.stop();
if (failed > 0) process.exitCode = 1;
