import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { maskPhone } from '../../platform/mask-phone.ts';
import { type Caller, inDistrict, openTestHouse, type TestHouse } from '../../tests/support/house.ts';
import { checkCharacter, readIdentityNumber } from './identity-number.ts';
import { ageBandOn, ageOn, maskIdentity, maskName } from './mask.ts';

describe('identity numbers', () => {
  test('the published examples hold', () => {
    expect(readIdentityNumber('11010519491231002X')).toEqual({ bornOn: '1949-12-31', sex: 'female' });
    expect(readIdentityNumber('440524188001010014')).toEqual({ fault: 'birthday' });
    expect(checkCharacter('44052418800101001')).toBe('4');
    expect(readIdentityNumber('11010519491231002x')).toEqual({ bornOn: '1949-12-31', sex: 'female' });
  });
  test('each kind of fault is named', () => {
    expect(readIdentityNumber('1101051949123100')).toEqual({ fault: 'length' });
    expect(readIdentityNumber('110105194902300029')).toEqual({ fault: 'birthday' });
    expect(readIdentityNumber('110105194912310021')).toEqual({ fault: 'check' });
  });
});

describe('ages and masks', () => {
  test('a person turns older on the birthday, one born on 29 February on 1 March', () => {
    expect([ageOn('1966-11-23', '2026-11-22'), ageOn('1966-11-23', '2026-11-23')]).toEqual([59, 60]);
    expect([ageOn('2008-02-29', '2026-02-28'), ageOn('2008-02-29', '2026-03-01')]).toEqual([17, 18]);
    expect(['2020-11-23', '2019-11-23', '1946-11-24', '1946-11-23'].map((day) => ageBandOn(day, '2026-11-23'))).toEqual(['0-6', '7-17', '60-79', '80+']);
  });
  test('masks keep what recognises and hide what identifies', () => {
    expect([maskName('张建国'), maskName('李'), maskIdentity('11010519491231002X'), maskPhone('13812345678')]).toEqual([
      '张**',
      '李*',
      '1101************2X',
      '138****5678',
    ]);
  });
});

describe('residents', () => {
  let house: TestHouse;
  let worker: Caller;
  const area = '330105001051';
  const elder = {
    areaCode: area,
    name: '测试甲',
    identityNumber: '11010519491231002X',
    phone: '13800000001',
    address: '测试苑1幢1单元101室',
  };
  let serial = 4;
  /** A number that checks, from area, birthday and a first digit of the order. */
  const number = (head: string) => {
    const digits = head.length === 15 ? `${head}${String(serial++).padStart(2, '0')}` : head;
    return digits + checkCharacter(digits);
  };
  beforeAll(async () => {
    house = await openTestHouse({ demo: true });
    worker = await house.staff('communityWorker', { areaCode: area });
  });
  afterAll(() => house.close());

  test('a registered resident is stored encrypted and shown masked', async () => {
    const made = await worker.send('POST', '/api/people', elder);
    expect(made).toMatchObject({
      status: 200,
      body: { name: '测**', identityNumber: '1101************2X', phone: '138****0001', ageBand: '60-79' },
    });
    const row = await inDistrict(house.db, (tx) =>
      sql<{ text: string }>`select row_to_json(p)::text as text from people.person p where id = ${made.body.id}`.execute(tx),
    );
    for (const secret of ['测试甲', '11010519491231002X', '13800000001']) expect(row.rows[0]!.text).not.toContain(secret);
  });
  test('the same number twice is refused, also when two workers press at once', async () => {
    const person = { ...elder, identityNumber: '11010519491231001' + checkCharacter('11010519491231001'), phone: undefined };
    const answers = await Promise.all([1, 2, 3, 4].map(() => worker.send('POST', '/api/people', person)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409, 409]);
    expect(answers.find((answer) => answer.status === 409)!.body.type).toBe('people/known');
  });
  test('a wrong number is refused and the fault named', async () => {
    const answer = await worker.send('POST', '/api/people', { ...elder, identityNumber: '110105194912310021' });
    expect(answer).toMatchObject({
      status: 422,
      body: { type: 'people/wrong-identity-number', fault: 'check', field: 'identityNumber' },
    });
  });
  test('a resident is found by number, name or phone without the database seeing any of them', async () => {
    for (const by of [{ identityNumber: '11010519491231002x' }, { name: '测试 甲' }, { phone: '13800000001' }]) {
      const found = await worker.send('POST', '/api/people/find', { areaCode: area, ...by });
      expect(found.body.map((person: { name: string }) => person.name)).toContain('测**');
    }
    expect((await worker.send('POST', '/api/people/find', { areaCode: area })).body).toEqual([]);
  });
  test('protected fields are read with a purpose only, and the person sees who looked', async () => {
    const [person] = (await worker.send('POST', '/api/people/find', { areaCode: area, phone: '13800000001' })).body;
    const path = `/api/people/${person.id}/reveal`;
    expect((await worker.send('POST', path, { fields: ['phone'], purpose: 'service' })).status).toBe(400);
    const read = await worker.send('POST', path, {
      fields: ['phone', 'identityNumber', 'address'],
      purpose: 'service',
      reason: '上门送餐前联系',
    });
    expect(read.body).toMatchObject({
      phone: '13800000001',
      identityNumber: '11010519491231002X',
      address: '测试苑1幢1单元101室',
    });
    expect(read.body.name).toBeUndefined();
    const self = await house.resident({ personId: person.id });
    const mine = await self.get('/api/people/me');
    expect(mine.body.reveals[0]).toMatchObject({
      accountName: 'communityWorker 测试',
      purpose: 'service',
      reason: '上门送餐前联系',
      fields: ['phone', 'identityNumber', 'address'],
    });
  });
  test('minors show neither name nor number in lists', async () => {
    const { body } = await worker.get(`/api/people?areaCode=${area}`);
    const all = body.people as { ageBand: string; name: string }[];
    for (const child of all.filter((person) => ['0-6', '7-17'].includes(person.ageBand))) expect(child.name).toBe('＊');
    expect(all.length).toBeGreaterThan(10);
  });
  test('a worker of another community sees and changes nothing here', async () => {
    const other = await house.staff('communityWorker', { areaCode: '330105002051' });
    const [person] = (await worker.send('POST', '/api/people/find', { areaCode: area, phone: '13800000001' })).body;
    expect((await other.get(`/api/people?areaCode=${area}`)).status).toBe(403);
    expect((await other.get(`/api/people/${person.id}`)).status).toBe(403);
    expect((await other.send('POST', `/api/people/${person.id}/reveal`, { fields: ['phone'], purpose: 'service', reason: '不该看到' })).status).toBe(403);
  });
  test('a code that does not exist opens nothing, and a code never opens more than its own area', async () => {
    for (const code of ['330105000000', '330105001000', '330105', '330105001', '330105001050']) {
      expect([code, (await worker.get(`/api/people?areaCode=${code}`)).status]).toEqual([code, 403]);
      expect([code, (await worker.send('POST', '/api/people/find', { areaCode: code, name: '测试甲' })).status]).toEqual([code, 403]);
    }
  });
  test('thirty forbidden calls at once are answered, and each is in the audit', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => worker.get('/api/people?areaCode=330105002051')));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([403]));
    const entries = await house.db
      .selectFrom('platform.auditEntry')
      .select('seq')
      .where('actorId', '=', worker.accountId)
      .where('result', '=', 'forbidden')
      .execute();
    expect(entries.length).toBeGreaterThanOrEqual(30);
  });
  test('what was revealed is kept nowhere in the clear, though the call can be repeated', async () => {
    const [person] = (await worker.send('POST', '/api/people/find', { areaCode: area, phone: '13800000001' })).body;
    await worker.send(
      'POST',
      `/api/people/${person.id}/reveal`,
      { fields: ['phone'], purpose: 'service', reason: '电话确认' },
      { 'idempotency-key': 'reveal-1' },
    );
    const rows = await house.db.selectFrom('platform.idempotency').selectAll().where('key', '=', 'reveal-1').execute();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain('13800000001');
  });
  test('outside a district the personal tables are empty for the serving role, whatever the query', async () => {
    for (const table of ['people.person', 'people.household', 'people.fact', 'people.consent', 'people.guardianship', 'people.reveal']) {
      const seen = await sql<{ n: number }>`select count(*)::int as n from ${sql.raw(table)}`.execute(house.db);
      expect(seen.rows[0]!.n).toBe(0);
    }
    const inside = await inDistrict(house.db, (tx) => sql<{ n: number }>`select count(*)::int as n from people.person`.execute(tx));
    expect(inside.rows[0]!.n).toBeGreaterThan(1000);
  });
  test('facts carry dates and a source, and the same fact cannot hold twice at a time', async () => {
    const [person] = (await worker.send('POST', '/api/people/find', { areaCode: area, phone: '13800000001' })).body;
    const fact = { segment: 'livingAlone', sourceDepartment: '区民政局', validFrom: '2026-01-01' };
    expect((await worker.send('POST', `/api/people/${person.id}/facts`, fact)).status).toBe(200);
    expect(await worker.send('POST', `/api/people/${person.id}/facts`, { ...fact, validFrom: '2026-05-01' })).toMatchObject({
      status: 409,
      body: { type: 'people/fact-held' },
    });
    expect((await worker.send('POST', `/api/people/${person.id}/facts`, { ...fact, segment: 'noSuch' })).status).toBe(404);
  });
  test('a resident ties the record with name, number and the phone that was proved', async () => {
    const self = await house.resident({ phone: '13800000001' });
    const claim = { name: '测试甲', identityNumber: '11010519491231002X' };
    expect((await (await house.resident()).send('POST', '/api/people/me/claim', claim)).status).toBe(422);
    expect((await self.send('POST', '/api/people/me/claim', { ...claim, name: '别人' })).status).toBe(422);
    expect((await self.get('/api/people/me')).body.type).toBe('people/no-record');
    expect((await self.send('POST', '/api/people/me/claim', claim)).status).toBe(200);
    expect((await self.get('/api/people/me')).body.name).toBe('测**');
  });
  test('a consent is given once, can be withdrawn, and given again', async () => {
    const [person] = (await worker.send('POST', '/api/people/find', { areaCode: area, phone: '13800000001' })).body;
    const self = await house.resident({ personId: person.id });
    const consent = { purpose: 'notices', textVersion: '1' };
    const answers = await Promise.all([1, 2, 3].map(() => self.send('POST', '/api/people/me/consents', consent)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409]);
    const given = answers.find((answer) => answer.status === 200)!.body;
    house.clock.now = new Date(house.clock.now.getTime() + 60_000);
    expect((await self.send('POST', `/api/people/me/consents/${given.id}/withdraw`)).body.withdrawnAt).not.toBeNull();
    expect((await self.send('POST', `/api/people/me/consents/${given.id}/withdraw`)).status).toBe(404);
    house.clock.now = new Date(house.clock.now.getTime() + 60_000);
    expect((await self.send('POST', '/api/people/me/consents', consent)).status).toBe(200);
  });
  test('phone and dwelling change, and nobody is moved to an area that is not the worker’s', async () => {
    const { id } = (await worker.send('POST', '/api/people', { ...elder, identityNumber: number('110105194912310') })).body;
    expect((await worker.send('PUT', `/api/people/${id}`, { phone: '13900000077', address: '测试苑9幢101室' })).status).toBe(200);
    const told = await worker.send('POST', `/api/people/${id}/reveal`, { fields: ['phone', 'address'], purpose: 'service', reason: '核对新住址' });
    expect(told.body).toMatchObject({ phone: '13900000077', address: '测试苑9幢101室' });
    expect((await worker.send('PUT', `/api/people/${id}`, { areaCode: '330105002051' })).body.type).toBe('people/not-your-area');
    expect((await worker.send('PUT', `/api/people/${id}`, { phone: null })).status).toBe(200);
    expect((await worker.get(`/api/people/${id}`)).body.phone).toBeNull();
    const stored = await inDistrict(house.db, (tx) => tx.selectFrom('platform.auditEntry').select('detail').where('objectId', '=', id).execute());
    expect(JSON.stringify(stored)).not.toContain('13900000077');
  });
  test('the same words are a dwelling in each community, and two who register there at once share a household', async () => {
    const other = await house.staff('communityWorker', { areaCode: '330105001052' });
    const at = (as: Caller, areaCode: string, head: string) =>
      as.send('POST', '/api/people', { ...elder, areaCode, address: '新苑1幢101室', identityNumber: number(head) });
    const answers = await Promise.all([at(worker, area, '110105195001010'), at(worker, area, '110105195101010'), at(other, '330105001052', '110105195201010')]);
    const [first, second, elsewhere] = answers.map((answer) => answer.body.householdId);
    expect([first === second, first === elsewhere, Boolean(elsewhere)]).toEqual([true, false, true]);
  });
  test('who died is in no list any more; a day ahead is refused', async () => {
    const { id } = (await worker.send('POST', '/api/people', { ...elder, identityNumber: number('110105193001010') })).body;
    const total = async () => (await worker.get(`/api/people?areaCode=${area}`)).body.total as number;
    const before = await total();
    expect((await worker.send('PUT', `/api/people/${id}`, { deceasedOn: '2026-12-24' })).body.type).toBe('people/not-yet');
    expect((await worker.send('PUT', `/api/people/${id}`, { deceasedOn: '2026-11-20' })).status).toBe(200);
    expect(await total()).toBe(before - 1);
  });
  test('a fact, a guardianship and a consent end at the counter, each once', async () => {
    const { id } = (await worker.send('POST', '/api/people', { ...elder, identityNumber: number('110105194001010') })).body;
    const { id: guardianId } = (await worker.send('POST', '/api/people', { ...elder, identityNumber: number('110105197001010') })).body;
    const path = `/api/people/${id}`;
    const fact = { segment: 'livingAlone', sourceDepartment: '民政', validFrom: '2026-01-01' };
    const { id: factId } = (await worker.send('POST', `${path}/facts`, fact)).body;
    expect((await worker.get(path)).body.segments).toContain('livingAlone');
    expect((await worker.send('POST', `${path}/facts/${factId}/end`, { validTo: '2025-01-01' })).body.type).toBe('people/ends-before-it-began');
    expect((await worker.send('POST', `${path}/facts/${factId}/end`, { validTo: '2026-11-01' })).body.validTo).toBe('2026-11-01');
    expect((await worker.send('POST', `${path}/facts/${factId}/end`, { validTo: '2026-11-02' })).body.type).toBe('people/no-such-fact');
    expect((await worker.get(path)).body.segments).not.toContain('livingAlone');
    await worker.send('POST', `${path}/guardians`, { guardianId, relation: '女儿', validFrom: '2026-01-01' });
    const ends = await Promise.all([1, 2].map(() => worker.send('POST', `${path}/guardians/${guardianId}/end`, { validTo: '2026-11-01' })));
    expect(ends.map((answer) => answer.status).sort()).toEqual([200, 404]);
    expect((await worker.get(path)).body.guardians).toEqual([]);
    const { id: consentId } = (await worker.send('POST', `${path}/consents`, { purpose: 'notices', textVersion: '1', channel: 'counter' })).body;
    expect((await worker.send('POST', `${path}/consents/${consentId}/withdraw`)).body.withdrawnAt).not.toBeNull();
    expect((await worker.send('POST', `${path}/consents/${consentId}/withdraw`)).body.type).toBe('people/no-consent');
  });
});
