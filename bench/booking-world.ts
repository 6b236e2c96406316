// A district with nothing in it but what a booking needs, and people who book: for the benches of bookings.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import pg from 'pg';
import { prepareDatabase } from '../apps/server/open-house.ts';
import { createVault, sha256 } from '../platform/crypto.ts';
import { type Database, inTransaction, openDatabase, openPool } from '../platform/database.ts';
import { newId } from '../platform/id.ts';
import { type RunningPostgres, startPostgres } from '../platform/postgres.ts';

export const district = '330105';
export const now = new Date('2026-11-23T02:00:00Z');
/** Answers as far as the benches look into them. */
export type Answer = { status: number; body: { id: string; type?: string; resourceId: string; state: string } };
export const vault = createVault(Buffer.alloc(32, 7));
const nothing = { id: '', resourceId: '', state: '' };
const agent = new http.Agent({ keepAlive: true, maxSockets: 1000 });

/** One request over a kept connection; status 0 where there was no answer. */
export const ask = (port: number, token: string, method: string, url: string, body?: object, key?: string): Promise<Answer> =>
  new Promise((resolve) => {
    const payload = body === undefined ? '' : JSON.stringify(body);
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      'content-length': Buffer.byteLength(payload),
      ...(key !== undefined && { 'idempotency-key': key }),
    };
    const request = http.request({ agent, port, host: '127.0.0.1', method, path: url, headers }, (response) => {
      let text = '';
      response
        .setEncoding('utf8')
        .on('data', (part: string) => {
          text += part;
        })
        .on('end', () =>
          resolve({ status: response.complete ? response.statusCode! : 0, body: text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : nothing }),
        )
        .on('error', () => resolve({ status: 0, body: nothing }));
    });
    request.on('error', () => resolve({ status: 0, body: nothing })).end(payload);
  });

export async function signIn(db: Database, kind: 'resident' | 'staff'): Promise<{ token: string; id: string }> {
  const [id, token] = [newId(), `${district}.${randomBytes(24).toString('base64url')}`];
  const session = { tokenHash: sha256(token), id: newId(), accountId: id, createdAt: now, lastSeenAt: now, device: 'bench', ip: '127.0.0.1' };
  const own = kind === 'resident' ? { phoneCipher: 'x', phoneIndex: id } : { loginName: id };
  await inTransaction(db, district, async (tx) => {
    await tx
      .insertInto('identity.account')
      .values({ district, id, name: '测试', createdAt: now, kind, ...own } as never)
      .execute();
    if (kind === 'staff')
      await tx
        .insertInto('identity.roleGrant')
        .values({
          district,
          id: newId(),
          accountId: id,
          role: 'districtOfficial',
          areaCode: district,
          organisationId: null,
          validFrom: new Date('2020-01-01'),
        } as never)
        .execute();
    await tx
      .insertInto('identity.session')
      .values({ district, ...session, expiresAt: new Date('2099-01-01') })
      .execute();
  });
  return { token, id };
}

const hours = {
  allDay: false,
  weekly: [{ days: [1, 2, 3, 4, 5, 6, 7], from: 540, to: 1260 }],
  onHoliday: 'asUsual',
  onMakeUpDay: 'asUsual',
  exceptions: [],
  vacations: [],
};
const slot = { gridMinutes: 30, shortestMinutes: 60, longestMinutes: 180, stepMinutes: 30, beforeMinutes: 0, afterMinutes: 0, mayPassMidnight: false };
const base = {
  hours: [],
  noticeMinutes: 0,
  horizonDays: 366,
  approval: false,
  places: { least: 1, most: 50 },
  limits: [],
  price: { class: 'free' },
  cancelMinutes: 0,
  needs: [],
};
export const slotRules = (change: object = {}) => ({ slot, ...base, ...change });
export const sessionRules = (change: object = {}) => ({ slot: null, ...base, ...change });

export async function makePlace(db: Database): Promise<string> {
  const id = newId();
  const placed = { lon: 120, lat: 30, sourceCrs: 'x', hours: JSON.stringify(hours), updatedAt: now };
  await inTransaction(db, district, (tx) =>
    tx
      .insertInto('places.place')
      .values({ district, id, kind: 'complex', name: id, search: '', areaCode: district, ...placed })
      .execute(),
  );
  return id;
}

export async function makeResource(db: Database, placeId: string, more: object = {}): Promise<string> {
  const id = newId();
  await inTransaction(db, district, (tx) =>
    tx
      .insertInto('bookings.resource')
      .values({ district, id, placeId, kind: 'room', name: id, nameEn: id, ...more })
      .execute(),
  );
  return id;
}

export async function makeOffering(db: Database, placeId: string, kind: 'slot' | 'session', rules: object, resources: string[] = []): Promise<string> {
  const id = newId();
  const offering = { functionCode: 'x', kind, nameEn: 'x', state: 'published', rules: JSON.stringify(rules), changedBy: id, changedAt: now };
  await inTransaction(db, district, (tx) =>
    tx
      .insertInto('bookings.offering')
      .values({ district, id, placeId, name: id, resources, ...offering })
      .execute(),
  );
  return id;
}

/** The address where it listens, when a flag has set the port. */
export const urlAt = (postgres: RunningPostgres, port: number) => {
  const own = postgres.url;
  return (database?: string) => own(database).replace(`:${postgres.port}/`, `:${port}/`);
};

/** A fresh PostgreSQL with the schema and the areas above the district. */
export async function startData(
  name: string,
  postgresPort?: number,
): Promise<{ postgres: RunningPostgres; db: Database; owner: pg.Client; dataDirectory: string }> {
  const dataDirectory = path.resolve('var', name);
  rmSync(dataDirectory, { recursive: true, force: true });
  const postgres = await startPostgres({ dataDirectory, ...(postgresPort && { flags: [`port=${postgresPort}`] }) });
  if (postgresPort) postgres.url = urlAt(postgres, postgresPort);
  await prepareDatabase(postgres.url(), process.cwd(), now);
  const owner = new pg.Client({ connectionString: postgres.url() });
  owner.on('error', () => {});
  await owner.connect();
  const areas = [
    ['330000', 'province', null],
    ['330100', 'city', '330000'],
    [district, 'district', '330100'],
  ];
  for (const [code, level, parent] of areas)
    await owner.query(
      `insert into areas.area (code, level, parent_code, name, path, valid_from, source)
        select $1, $2, $3, $1, coalesce((select path || '/' from areas.area where code = $3), '') || $1, '2020-01-01', 'bench'`,
      [code, level, parent],
    );
  return { postgres, db: openDatabase(openPool(postgres.url(), 'linli_app', 4)), owner, dataDirectory };
}

/** The server as a process of its own; resolves when it answers. */
export async function startServer(url: string, port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'bench/booking-server.ts', url, String(port), now.toISOString()], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout!.once('data', () => resolve());
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
  return child;
}

/** Two-year-olds on record. */
export async function makePeople(db: Database, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId());
  const own = { areaCode: district, nameCipher: vault.seal('person.name', '某某'), nameIndex: 'x', sex: 'female', bornOn: '2024-09-01', createdAt: now };
  await inTransaction(db, district, (tx) =>
    tx
      .insertInto('people.person')
      .values(ids.map((id) => ({ district, id, ...own })))
      .execute(),
  );
  return ids;
}

export const careRules = {
  fullDay: null,
  halfDay: null,
  hourly: null,
  temporary: { shortestMinutes: 60, longestMinutes: 240, fenAnHour: 0 },
  planMinutes: 0,
  absenceMinutes: 0,
  horizonDays: 366,
};
