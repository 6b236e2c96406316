import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { areaChanged } from '../modules/areas/index.ts';
import { district, inDistrict, openTestHouse, type TestHouse } from '../tests/support/house.ts';
import { verifyAudit } from './audit.ts';
import { dayHere, minuteHere } from './clock.ts';
import { createVault, hashPassword, isPassword } from './crypto.ts';
import { type Database, inReadTransaction, openDatabase, openPool } from './database.ts';
import { catchUp, event, reactJob, recordEvent } from './event.ts';
import { newId } from './id.ts';
import { migrate } from './migrate.ts';
import { searchPattern, searchText } from './search.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse({ demo: true, uploadBytes: 200_000 });
});
afterAll(() => house.close());

describe('protected values', () => {
  test.each(['intl', 'gm'] as const)('suite %s seals, opens, and finds by blind index', (suite) => {
    const vault = createVault(Buffer.alloc(32, 1), suite);
    const sealed = vault.seal('person.name', '张三');
    expect(sealed).not.toBe(vault.seal('person.name', '张三'));
    expect(vault.open('person.name', sealed)).toBe('张三');
    expect(() => vault.open('person.phone', sealed)).toThrow();
    const flipped = `${sealed.slice(0, -3)}${sealed.at(-3) === 'A' ? 'B' : 'A'}${sealed.slice(-2)}`;
    expect(() => vault.open('person.name', flipped)).toThrow();
    expect(vault.blindIndex('a', 'x')).toBe(vault.blindIndex('a', 'x'));
    expect(vault.blindIndex('a', 'x')).not.toBe(vault.blindIndex('b', 'x'));
  });
  test('after a change of suite the old values still open', () => {
    const old = createVault(Buffer.alloc(32, 1), 'intl').seal('c', '旧');
    expect(createVault(Buffer.alloc(32, 1), 'gm').open('c', old)).toBe('旧');
  });
  test('passwords are compared by their hash', async () => {
    const stored = await hashPassword('correct horse');
    expect([await isPassword('correct horse', stored), await isPassword('wrong', stored)]).toEqual([true, false]);
  });
});

describe('small things everything rests on', () => {
  test('ids sort by time and never repeat', () => {
    const ids = Array.from({ length: 20_000 }, () => newId());
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(ids);
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
  test('days and minutes are those of Shanghai, whatever the server', () => {
    expect([dayHere(new Date('2026-11-22T16:00:00Z')), minuteHere(new Date('2026-11-22T16:30:00Z'))]).toEqual(['2026-11-23', 30]);
  });
  test('a name is found by Chinese, pinyin and initials', () => {
    const text = searchText('大运河幸福家园', 'Canal Home');
    for (const typed of ['运河', 'yunhe', 'dyh', 'XFJY', 'canalhome', 'Canal home']) expect(text).toContain(searchPattern(typed).slice(1, -1));
    expect(searchPattern('50%_')).toBe('%50\\%\\_%');
  });
});

describe('a repeated command', () => {
  const body = { name: '重复测试片区', communities: ['330105001051', '330105001052'], validFrom: '2026-01-01' };
  test('with the same key is done once and answers the same, also when sent at the same moment', async () => {
    const official = await house.staff('districtOfficial', { areaCode: district });
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => official.send('POST', '/api/areas/service-areas', body, { 'idempotency-key': 'k-1' })));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
  });
  test('with the same key and other content is refused', async () => {
    const official = await house.staff('districtOfficial', { areaCode: district });
    await official.send('POST', '/api/areas/service-areas', { ...body, name: '甲片区' }, { 'idempotency-key': 'k-2' });
    const other = await official.send('POST', '/api/areas/service-areas', { ...body, name: '乙片区' }, { 'idempotency-key': 'k-2' });
    expect(other).toMatchObject({ status: 422, body: { type: 'request/idempotency-key-reused' } });
  });
  test('that was refused leaves nothing behind, so that the key can be used again', async () => {
    const official = await house.staff('districtOfficial', { areaCode: district });
    const bad = await official.send(
      'POST',
      '/api/areas/service-areas',
      { ...body, name: '丙片区', communities: ['330105001051'] },
      { 'idempotency-key': 'k-3' },
    );
    expect(bad).toMatchObject({ status: 422, body: { type: 'areas/not-two-or-three' } });
    expect((await official.send('POST', '/api/areas/service-areas', { ...body, name: '丙片区' }, { 'idempotency-key': 'k-3' })).status).toBe(200);
  });
});

describe('the audit chain', () => {
  test('holds after many commands at once, and shows an entry altered, removed or cut off', async () => {
    const official = await house.staff('districtOfficial', { areaCode: district });
    await Promise.all(Array.from({ length: 12 }, (_, i) => official.send('POST', '/api/partners', { name: `并发机构${i}`, kind: 'market' })));
    const whole = await verifyAudit(house.db, district);
    expect(whole.broken).toBeNull();
    expect(whole.entries).toBeGreaterThanOrEqual(12);
    const admin = new pg.Client({ connectionString: house.databaseUrl });
    await admin.connect();
    const damage = async (statement: string) => {
      await admin.query('begin');
      await admin.query(statement);
      await admin.query('commit');
      return verifyAudit(house.db, district);
    };
    const [{ original }] = (await admin.query(`select actor_name as original from platform.audit_entry where seq = 3`)).rows;
    expect((await damage(`update platform.audit_entry set actor_name = '别人' where seq = 3`)).broken).toMatchObject({ seq: 3 });
    expect((await damage(`update platform.audit_entry set actor_name = '${original}' where seq = 3`)).broken).toBeNull();
    expect((await damage(`delete from platform.audit_entry where seq = (select max(seq) from platform.audit_entry)`)).broken).toMatchObject({
      why: 'the newest entries are missing',
    });
    await admin.end();
  });
  test('cannot be changed by the serving role', async () => {
    await expect(sql`update platform.audit_entry set actor_name = 'x'`.execute(house.db)).rejects.toThrow(/permission denied/);
    await expect(sql`delete from platform.audit_entry`.execute(house.db)).rejects.toThrow(/permission denied/);
  });
  test('keeps what was forbidden', async () => {
    const worker = await house.staff('subdistrictOfficial', { areaCode: '330105001' });
    expect((await worker.send('POST', '/api/areas/330105002051/types', { type: 'rural', validFrom: '2026-01-01', basis: '无权' })).status).toBe(403);
    const auditor = await house.staff('auditor', { areaCode: district });
    expect(
      (await auditor.get('/api/identity/audit')).body.some(
        (entry: { result: string; action: string }) => entry.result === 'forbidden' && entry.action === 'POST /areas/{code}/types',
      ),
    ).toBe(true);
  });
});

describe('reactions', () => {
  test('see every fact once and in order, also when two workers react and one of them fails half-way', async () => {
    const seen: string[] = [];
    let failures = 2;
    const reaction = {
      name: `test.${newId()}`,
      on: [areaChanged],
      react: async (_context: unknown, fact: { subject: string }) => {
        if (fact.subject === 'f3' && failures-- > 0) throw new Error('killed');
        seen.push(fact.subject);
      },
    };
    await house.db
      .insertInto('platform.reactionCursor')
      .columns(['reaction', 'txid', 'seq'])
      .expression(sql`select ${reaction.name}, pg_current_xact_id(), 0`)
      .execute();
    for (let i = 0; i < 8; i++) {
      await inDistrict(house.db, (tx) => recordEvent(tx, { district, kind: areaChanged, subject: `f${i}`, actorId: null, at: new Date() }));
    }
    const log = house.app.log as never;
    // Facts wait while any older transaction of the whole server is open, so one round may see fewer than all.
    for (let round = 0; round < 200 && seen.length < 8; round++) {
      await Promise.allSettled([catchUp(house.db, [reaction], log), catchUp(house.db, [reaction], log)]);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    await catchUp(house.db, [reaction], log);
    expect(seen).toEqual(['f0', 'f1', 'f2', 'f3', 'f4', 'f5', 'f6', 'f7']);
  });
  test('a fact recorded beside an open transaction is not left lying when that one ends', async () => {
    const seen: string[] = [];
    const reaction = {
      name: `test.${newId()}`,
      on: [event('test.happened')],
      react: async (_: unknown, fact: { subject: string }) => void seen.push(fact.subject),
    };
    const plannedAt = async () => (await sql<{ at: Date }>`select run_at as at from graphile_worker.jobs where key = 'react'`.execute(house.db)).rows[0]!.at;
    const record = (subject: string) =>
      inDistrict(house.db, (tx) => recordEvent(tx, { district, kind: reaction.on[0]!, subject, actorId: null, at: new Date() }));
    const beside = async (work: () => Promise<void>) =>
      house.db.transaction().execute(async (tx) => {
        await sql`select pg_current_xact_id()`.execute(tx);
        await work();
      });
    const job = (patience: number) => reactJob(house.db, [reaction], house.app.log as never, patience);
    let running = Promise.resolve();
    await beside(async () => {
      await record('waited for');
      running = job(60_000).run({});
      await new Promise((resolve) => setTimeout(resolve, 150));
      expect(seen).toEqual([]);
    });
    await running;
    expect(seen).toEqual(['waited for']);
    await beside(async () => {
      await record('planned again');
      const before = await plannedAt();
      await job(0).run({});
      expect((await plannedAt()).getTime()).toBeGreaterThan(before.getTime());
    });
  });
});

describe('the door', () => {
  test('answers problems as RFC 9457, in the language asked for', async () => {
    const zh = await house.anyone.get('/api/places/00000000-0000-7000-8000-000000000000');
    expect(zh).toMatchObject({ status: 404, body: { type: 'places/no-such-place', title: '没有这个地点', status: 404 } });
    expect(String(zh.headers['content-type'])).toContain('application/problem+json');
    const en = await house.app.inject({
      url: '/api/places/00000000-0000-7000-8000-000000000000',
      headers: { 'accept-language': 'en-GB' },
    });
    expect(en.json().title).toBe('There is no such place');
    expect((await house.anyone.get('/api/places/not-an-id')).body).toMatchObject({ status: 400, fields: [{ field: 'id' }] });
    expect((await house.anyone.get('/api/nothing')).body.type).toBe('request/no-such-endpoint');
    expect((await house.anyone.send('POST', '/api/identity/codes', undefined, { 'content-type': 'application/json' })).status).toBe(400);
  });
  test('bounds bodies', async () => {
    expect((await house.anyone.send('POST', '/api/identity/codes', { phone: 'x'.repeat(1_100_000) })).status).toBe(413);
    const official = await house.staff('districtOfficial', { areaCode: district });
    const large = await official.upload('/api/imports', { kind: 'facilities' }, [{ field: 'file', name: 'a.csv', bytes: 'x'.repeat(300_000) }]);
    expect(large).toMatchObject({ status: 413, body: { type: 'request/too-large' } });
  });
  test('bounds how often one caller asks', async () => {
    const tight = await openTestHouse({ requestsPerMinute: 5 });
    const answers = [];
    for (let i = 0; i < 7; i++) answers.push((await tight.anyone.get('/api/identity/me')).status);
    expect(answers).toEqual([200, 200, 200, 200, 200, 429, 429]);
    await tight.close();
  });
  test('does not serve pages of other sites', async () => {
    const foreign = await house.app.inject({
      method: 'POST',
      url: '/api/identity/codes',
      headers: { origin: 'https://evil.example', 'content-type': 'application/json' },
      payload: '{"phone":"13900000000"}',
    });
    expect(foreign.statusCode).toBe(403);
  });
  test('answers 304 to who has the newest, and packs for who can unpack', async () => {
    const first = await house.app.inject({ url: '/api/places/functions', headers: { 'accept-encoding': 'br' } });
    expect(first.headers['content-encoding']).toBe('br');
    const second = await house.app.inject({
      url: '/api/places/functions',
      headers: { 'if-none-match': String(first.headers['etag']) },
    });
    expect(second.statusCode).toBe(304);
  });
  test('has health, readiness, metrics and a readable description', async () => {
    expect((await house.anyone.get('/health')).body).toEqual({ status: 'alive' });
    expect((await house.anyone.get('/ready')).body).toEqual({ status: 'ready' });
    expect((await house.anyone.get('/metrics')).body).toContain('linli_request_seconds_bucket');
    expect((await house.anyone.get('/api')).body).toContain('id="reference"');
    expect((await house.anyone.get('/api/openapi.json')).body.openapi).toMatch(/^3\.1/);
  });
  test('a person of one district never reaches another by a header', async () => {
    const worker = await house.staff('communityWorker', { areaCode: '330105001051' });
    const answer = await worker.send('POST', '/api/people/find', { areaCode: '330105001051', name: '某' }, { 'x-linli-district': '330100' });
    expect(answer).toMatchObject({ status: 403, body: { type: 'access/wrong-district' } });
  });
});

describe('migrations', () => {
  test('can be run by several servers at once and again', async () => {
    const files = new URL('../database/migrations', import.meta.url).pathname;
    const counts = await Promise.all([1, 2, 3].map(() => migrate(house.databaseUrl, files)));
    expect(new Set(counts).size).toBe(1);
  });
  test('the serving role cannot change the shape of anything', async () => {
    const db = openDatabase(openPool(house.databaseUrl, 'linli_app', 1));
    await expect(sql`create table places.x (a int)`.execute(db)).rejects.toThrow(/permission denied/);
    await expect(sql`drop table places.place`.execute(db)).rejects.toThrow(/must be owner/);
    await db.destroy();
  });
});

describe('prepared statements', () => {
  test('one asked again is prepared, and outlives a change of its table', async () => {
    const owner = new pg.Client({ connectionString: house.databaseUrl });
    await owner.connect();
    await owner.query('create table places.shape (a int); insert into places.shape values (1); grant select on places.shape to linli_app');
    const db = openDatabase(openPool(house.databaseUrl, 'linli_app', 1));
    const ask = () => inReadTransaction(db, district, async (tx) => (await sql`select * from places.shape where a = ${1}`.execute(tx as Database)).rows);
    const prepared = () =>
      sql<{ statement: string }>`select statement from pg_prepared_statements where statement like 'select * from places.shape%'`.execute(db);
    expect([await ask(), (await prepared()).rows.length]).toEqual([[{ a: 1 }], 0]);
    expect([await ask(), await ask(), (await prepared()).rows.length]).toEqual([[{ a: 1 }], [{ a: 1 }], 1]);
    await owner.query('alter table places.shape add b int default 2');
    expect(await ask()).toEqual([{ a: 1, b: 2 }]);
    await db.destroy();
    await owner.query('drop table places.shape');
    await owner.end();
  });
});
