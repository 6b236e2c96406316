// From PostgreSQL to planes, from a changed fact to the list, and one resident over HTTP, on a million people; beside the bare reading of the same rows
// and a bare query, in the same run.
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import { createLog, openHouse, openJobs, prepareDatabase } from '../apps/server/open-house.ts';
import { Population } from '../modules/benefits/matching/population.ts';
import { rulesOn } from '../modules/benefits/matching/rules.ts';
import { shippedPolicies } from '../modules/benefits/policies.ts';
import { type Stated, sealProfile } from '../modules/people/index.ts';
import { createVault, sha256 } from '../platform/crypto.ts';
import { type Database, inReadTransaction, inTransaction, openDatabase, openPool } from '../platform/database.ts';
import { newId } from '../platform/id.ts';
import { startPostgres } from '../platform/postgres.ts';
import { quantile, row } from './print.ts';

type Result = { requests: { average: number }; latency: { p50: number; p99: number }; non2xx: number };
const autocannon = createRequire(import.meta.url)('autocannon') as (options: object) => Promise<Result>;
const people = Number(process.argv[2] ?? 1_000_000);
const district = '330105';
const area = '330105001051';
const now = new Date('2026-11-23T02:00:00Z');
const vault = createVault(Buffer.alloc(32, 7));
const dataDirectory = path.resolve('var/bench-matching');
const seconds = (since: number) => (performance.now() - since) / 1000;

let seed = 7;
const draw = (below: number) => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((seed / 2 ** 32) * below);
};

const factKinds: [string, () => unknown][] = [
  ['isLocal', () => draw(10) > 2],
  ['isRural', () => draw(10) === 0],
  ['incomeEach', () => 100 * draw(90)],
  ['withinProperty', () => draw(10) > 3],
  ['isMinimum', () => draw(50) === 0],
  ['isExtremePoverty', () => false],
  ['disabilityGrade', () => (draw(20) === 0 ? 1 + draw(4) : 'none')],
  ['needsCare', () => draw(30) === 0],
  ['work', () => ['employed', 'flexible', 'unemployed', 'retired'][draw(4)]],
  ['pension', () => ['employee', 'resident', 'none'][draw(3)]],
  ['ownsHome', () => draw(10) > 2],
  ['isVeteran', () => draw(30) === 0],
];
const statedOn = '2026-06-01';
const stated = (): Stated[] =>
  factKinds.filter(() => draw(10) > 1).map(([fact, value]) => ({ fact, value: value(), validFrom: statedOn, validTo: null, statedOn, isFromKeeper: true }));

async function fill(db: Database): Promise<string> {
  const first = newId();
  for (let from = 0; from < people; from += 20_000) {
    const ids = Array.from({ length: Math.min(20_000, people - from) }, (_, i) => (from + i === 0 ? first : newId()));
    await inTransaction(db, district, async (tx) => {
      const born = ids.map(() => `${1930 + draw(95)}-${String(1 + draw(12)).padStart(2, '0')}-15`);
      await sql`insert into people.person (district, id, area_code, name_cipher, name_index, sex, born_on, created_at)
        select ${district}, u.id, ${area}, ${vault.seal('person.name', '测试人')}, 'x', 'female', u.born, ${now} from unnest(${ids}::uuid[], ${born}::date[]) u (id, born)`.execute(
        tx,
      );
      await sql`insert into people.profile (district, person_id, sealed)
        select ${district}, u.id, u.sealed from unnest(${ids}::uuid[], ${ids.map(() => sealProfile(vault, stated()))}::text[]) u (id, sealed)`.execute(tx);
      const enrolled = ids.filter(() => draw(2) === 0);
      await sql`insert into benefits.enrolment (district, id, person_id, policy_id, valid_from, source_department, recorded_at)
        select ${district}, u.id, u.person, 'elder-checkup', '2025-01-01', '民政', ${now}
        from unnest(${enrolled.map(() => newId())}::uuid[], ${enrolled}::uuid[]) u (id, person)`.execute(tx);
    });
    if (from % 200_000 === 0) process.stdout.write(`  ${from} of ${people} people\n`);
  }
  return first;
}

/** The same rows, read and thrown away: what the database and the driver take. */
const bare = (db: Database) =>
  inReadTransaction(db, district, async (tx) => {
    const start = performance.now();
    await sql`declare everybody no scroll cursor for select p.id, p.household_id as home, p.area_code, p.born_on, p.sex, p.deceased_on, pr.sealed from people.person p
      left join people.profile pr on pr.district = p.district and pr.person_id = p.id where p.district = ${district}`.execute(tx as never);
    while ((await sql`fetch 20000 from everybody`.execute(tx as never)).rows.length > 0);
    return seconds(start);
  });

async function planes(db: Database): Promise<void> {
  const floor = await bare(db);
  globalThis.gc?.();
  const before = process.memoryUsage();
  const start = performance.now();
  const population = await inReadTransaction(db, district, async (tx) => Population.load(tx, vault, district, await rulesOn(tx, vault, district, now)));
  const took = seconds(start);
  const { layout, memory } = population.batch;
  const held = (memory.buffer.byteLength / 2 ** 20).toFixed(0);
  row(
    `${people} people from PostgreSQL to planes`,
    `${took.toFixed(1)} s`,
    `bare reading ${floor.toFixed(1)} s`,
    `${(took / floor).toFixed(1)}x`,
    `planes ${held} MB (${layout.planes} bits each)`,
    `process ${((process.memoryUsage().rss - before.rss) / 2 ** 20).toFixed(0)} MB more`,
  );
}

/** A hundred policies: those shipped, and copies under other names. */
async function publish(db: Database, count: number): Promise<void> {
  for (let n = shippedPolicies.length; n < count; n++) {
    const policy = { ...shippedPolicies[n % shippedPolicies.length]!, id: `copy-${n}`, conflicts: [] };
    const version = {
      district,
      policyId: policy.id,
      version: 1,
      content: JSON.stringify(policy),
      state: 'published',
      proof: '{}',
      changedAt: now,
      decidedAt: now,
    };
    await db
      .insertInto('benefits.policyVersion')
      .values({ ...version, changedBy: newId(), proposedBy: newId(), decidedBy: newId() })
      .execute();
  }
}

async function signIn(db: Database, account: object, role?: string): Promise<string> {
  const [id, token] = [newId(), `${district}.${randomBytes(24).toString('base64url')}`];
  const session = { tokenHash: sha256(token), id: newId(), accountId: id, createdAt: now, lastSeenAt: now, device: 'bench', ip: '127.0.0.1' };
  await inTransaction(db, district, async (tx) => {
    await tx
      .insertInto('identity.account')
      .values({ district, id, name: '测试', createdAt: now, ...account } as never)
      .execute();
    if (role)
      await tx
        .insertInto('identity.roleGrant')
        .values({ district, id: newId(), accountId: id, role, areaCode: district, validFrom: new Date('2020-01-01') })
        .execute();
    await tx
      .insertInto('identity.session')
      .values({ district, ...session, expiresAt: new Date('2099-01-01') })
      .execute();
  });
  return token;
}

rmSync(dataDirectory, { recursive: true, force: true });
const postgres = await startPostgres({ dataDirectory, durable: false });
await prepareDatabase(postgres.url(), process.cwd(), now);
const db = openDatabase(openPool(postgres.url(), 'linli_app', 4));
for (const [code, level, parent] of [
  ['330000', 'province', null],
  ['330100', 'city', '330000'],
  ['330105', 'district', '330100'],
  ['330105001', 'subdistrict', '330105'],
  [area, 'community', '330105001'],
] as const)
  await sql`insert into areas.area (code, level, parent_code, name, path, valid_from, source)
    select ${code}, ${level}, ${parent}, ${code}, coalesce((select path || '/' from areas.area where code = ${parent}), '') || ${code}, '2020-01-01', 'bench'`.execute(
    db,
  );
const person = await fill(db);
// A database just filled cleans up behind itself for minutes; measured is one that has settled.
const owner = new pg.Client({ connectionString: postgres.url() });
await owner.connect();
await owner.query('vacuum analyze');
await owner.end();
await planes(db);
await publish(db, 100);

const settings = { demonstration: false, district, publicUrl: 'http://127.0.0.1', secureCookies: false, tianditu: null, smsGateway: null, oidc: null };
const options = {
  databaseUrl: postgres.url(),
  root: process.cwd(),
  settings,
  vault,
  clock: () => now,
  log: createLog('silent'),
  limits: { requestsPerMinute: 1e9 },
};
const house = await openHouse(options as never);
const jobs = await openJobs(options as never);
await house.app.listen({ host: '127.0.0.1', port: 7393 });
const resident = await signIn(db, { kind: 'resident', personId: person, phoneCipher: 'x', phoneIndex: 'x' });
const official = await signIn(db, { kind: 'staff', loginName: 'bench' }, 'districtOfficial');
const authorisation = {
  district,
  id: newId(),
  areaCode: district,
  policies: ['veteran-care'],
  purpose: 'bench',
  legalBasis: 'bench',
  validFrom: '2026-01-01',
  validTo: '2027-12-31',
};
await db
  .insertInto('benefits.authorisation')
  .values({ ...authorisation, givenBy: newId(), givenByName: 'bench', givenAt: now })
  .execute();
await db
  .insertInto('benefits.run')
  .values({ district, id: newId(), authorisationId: authorisation.id, asOf: '2026-11-23', startedAt: now, finishedAt: now })
  .execute();

for (const connections of [1, 4]) {
  const url = 'http://127.0.0.1:7393/api/benefits/mine';
  const headers = { authorization: `Bearer ${resident}` };
  await autocannon({ url, headers, connections, duration: 3, workers: 1 });
  const { requests, latency, non2xx } = await autocannon({ url, headers, connections, duration: 8, workers: 1 });
  if (non2xx > 0) throw new Error(`${non2xx} answers were not 2xx`);
  row(
    `GET /benefits/mine, 100 policies with reasons, ${connections} connections`,
    `${requests.average.toFixed(0)} per second`,
    `p50 ${latency.p50} ms`,
    `p99 ${latency.p99} ms`,
  );
}

const call = async (method: 'GET' | 'POST', url: string, payload?: object) =>
  (await house.app.inject({ method, url, headers: { authorization: `Bearer ${official}` }, ...(payload && { payload }) })).json();
const reached: number[] = [];
for (let n = 0; n < 120; n++) {
  const isVeteran = n % 2 === 0;
  await call('POST', `/api/people/${person}/statements`, { fact: 'isVeteran', value: isVeteran, sourceDepartment: '退役军人局', statedOn: '2026-11-20' });
  const start = performance.now();
  while ((await call('GET', `/api/benefits/findings?areaCode=${area}&list=outreach`)).total !== Number(isVeteran)) await setTimeout(2);
  reached.push(performance.now() - start);
}
row(
  'a changed fact to the list',
  `p50 ${quantile(reached, 0.5).toFixed(0)} ms`,
  `p99 ${quantile(reached, 0.99).toFixed(0)} ms`,
  `worst ${Math.max(...reached).toFixed(0)} ms`,
);
await jobs.stop();
await house.close();
await db.destroy();
await postgres.stop();
rmSync(dataDirectory, { recursive: true, force: true });
