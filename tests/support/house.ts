import { randomBytes } from 'node:crypto';
import type { FastifyInstance, InjectOptions } from 'fastify';
import pg from 'pg';
import { inject } from 'vitest';
import { createLog, openHouse, openJobs } from '../../apps/server/open-house.ts';
import type { StaffRole } from '../../platform/access.ts';
import type { Settings } from '../../platform/context.ts';
import { createVault, sha256, type Vault } from '../../platform/crypto.ts';
import { type Database, inTransaction } from '../../platform/database.ts';
import { newId } from '../../platform/id.ts';
import { root, testKey } from './setup.ts';

export const district = '330105';
export type Answer = { status: number; body: any; headers: Record<string, unknown> };
export type Caller = {
  get(path: string): Promise<Answer>;
  send(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  upload(path: string, fields: Record<string, string>, files: { field: string; name: string; bytes: Uint8Array | string }[]): Promise<Answer>;
  token: string | null;
  accountId: string | null;
};
export type TestHouse = {
  app: FastifyInstance;
  db: Database;
  vault: Vault;
  databaseUrl: string;
  clock: { now: Date };
  anyone: Caller;
  as(token: string | null, accountId?: string): Caller;
  /** A signed-in staff account with one role. */
  staff(role: StaffRole, at: { areaCode?: string; organisationId?: string }): Promise<Caller>;
  resident(options?: { personId?: string; phone?: string }): Promise<Caller>;
  startJobs(): Promise<void>;
  close(): Promise<void>;
};

const settings: Settings = {
  demonstration: false,
  district,
  publicUrl: 'http://127.0.0.1:7399',
  secureCookies: false,
  tianditu: null,
  smsGateway: null,
  oidc: null,
};

function callerOf(app: FastifyInstance, token: string | null, accountId: string | null): Caller {
  const ask = async (options: InjectOptions): Promise<Answer> => {
    const headers = { ...(token && { authorization: `Bearer ${token}` }), ...options.headers };
    const response = await app.inject({ ...options, headers });
    const isJson = String(response.headers['content-type'] ?? '').includes('json');
    return { status: response.statusCode, body: isJson ? response.json() : response.body, headers: response.headers };
  };
  return {
    token,
    accountId,
    get: (url) => ask({ method: 'GET', url }),
    send: (method, url, body, headers) =>
      ask({
        method,
        url,
        headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
        payload: body === undefined ? undefined : JSON.stringify(body),
      }),
    upload: async (url, fields, files) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      for (const file of files) form.append(file.field, new File([file.bytes as never], file.name));
      const encoded = new Response(form);
      return ask({
        method: 'POST',
        url,
        headers: { 'content-type': encoded.headers.get('content-type')! },
        payload: Buffer.from(await encoded.arrayBuffer()),
      });
    },
  };
}

async function cloneDatabase(template: string): Promise<string> {
  const postgresUrl = inject('postgresUrl');
  const name = `linli_test_${randomBytes(6).toString('hex')}`;
  const client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
  for (let attempt = 0; ; attempt++) {
    try {
      await client.query(`create database ${name} template ${template} strategy file_copy`);
      break;
    } catch (error) {
      // A template can be copied by one session at a time.
      if (attempt > 40) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  await client.end();
  return postgresUrl.replace(/\/postgres$/, `/${name}`);
}

/** The whole server on a database of its own, with a clock the test sets. */
export async function openTestHouse(
  options: { demo?: boolean; settings?: Partial<Settings>; uploadBytes?: number; requestsPerMinute?: number } = {},
): Promise<TestHouse> {
  const databaseUrl = await cloneDatabase(options.demo ? 'linli_demo' : 'linli_empty');
  const clock = { now: new Date('2026-11-23T02:00:00Z') };
  const vault = createVault(testKey);
  const house = {
    databaseUrl,
    root,
    settings: { ...settings, ...options.settings },
    vault,
    clock: () => clock.now,
    log: createLog('silent'),
    poolSize: 10,
    limits: { requestsPerMinute: options.requestsPerMinute ?? 1_000_000, uploadBytes: options.uploadBytes },
  };
  const { app, db, close } = await openHouse(house);
  let jobs: Awaited<ReturnType<typeof openJobs>> | null = null;
  const signIn = async (account: Record<string, unknown>, grant?: Record<string, unknown>): Promise<Caller> => {
    const id = newId();
    const token = `${district}.${randomBytes(24).toString('base64url')}`;
    await inTransaction(db, district, async (tx) => {
      await tx
        .insertInto('identity.account')
        .values({ district, id, name: '测试', createdAt: clock.now, ...account } as never)
        .execute();
      if (grant)
        await tx
          .insertInto('identity.roleGrant')
          .values({ district, id: newId(), accountId: id, validFrom: new Date('2020-01-01'), ...grant } as never)
          .execute();
      await tx
        .insertInto('identity.session')
        .values({
          district,
          tokenHash: sha256(token),
          id: newId(),
          accountId: id,
          createdAt: clock.now,
          lastSeenAt: clock.now,
          expiresAt: new Date('2099-01-01'),
          device: 'test',
          ip: '127.0.0.1',
        })
        .execute();
    });
    return callerOf(app, token, id);
  };
  return {
    app,
    db,
    vault,
    databaseUrl,
    clock,
    anyone: callerOf(app, null, null),
    as: (token, accountId) => callerOf(app, token, accountId ?? null),
    staff: (role, { areaCode, organisationId }) =>
      signIn({ kind: 'staff', loginName: newId(), name: `${role} 测试` }, { role, areaCode: areaCode ?? null, organisationId: organisationId ?? null }),
    resident: ({ personId, phone = `13${String(Math.floor(Math.random() * 1e9)).padStart(9, '0')}` } = {}) =>
      signIn({
        kind: 'resident',
        personId: personId ?? null,
        phoneCipher: vault.seal('account.phone', phone),
        phoneIndex: vault.blindIndex('phone', phone),
      }),
    startJobs: async () => {
      jobs = await openJobs(house);
    },
    close: async () => {
      await jobs?.stop();
      await close();
    },
  };
}

/** A read inside the district, as row-level security wants it. */
export const inDistrict = <T>(db: Database, work: Parameters<typeof inTransaction<T>>[2]) => inTransaction(db, district, work);
