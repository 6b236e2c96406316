import { OAuth2Server } from 'oauth2-mock-server';
import { generateSecret, generateSync } from 'otplib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashPassword } from '../../platform/crypto.ts';
import { newId } from '../../platform/id.ts';
import { district, inDistrict, openTestHouse, type TestHouse } from '../../tests/support/house.ts';

const minutes = (n: number) => n * 60_000;
let house: TestHouse;
const later = (ms: number) => {
  house.clock.now = new Date(house.clock.now.getTime() + ms);
};

beforeAll(async () => {
  house = await openTestHouse({ demo: true, settings: { demonstration: true } });
});
afterAll(() => house.close());

describe('residents sign in with a phone and a code', () => {
  const ask = async (phone: string) => (await house.anyone.send('POST', '/api/identity/codes', { phone })).body;
  const enter = (phone: string, code: string) => house.anyone.send('POST', '/api/identity/sessions/code', { phone, code });

  test('the first sign-in makes the account, the next one finds it', async () => {
    const { demonstrationCode, sentTo } = await ask('13900000001');
    expect(sentTo).toBe('139****0001');
    const first = await enter('13900000001', demonstrationCode);
    expect(first).toMatchObject({ status: 200, body: { kind: 'resident' } });
    expect(String(first.headers['set-cookie'])).toMatch(/linli_session=.*HttpOnly.*SameSite=Lax/);
    const me = await house.as(first.body.token).get('/api/identity/me');
    const again = await enter('13900000001', (await ask('13900000001')).demonstrationCode);
    expect((await house.as(again.body.token).get('/api/identity/me')).body.account.id).toBe(me.body.account.id);
  });
  test('a code works once, also when it is sent twice at the same moment', async () => {
    const { demonstrationCode } = await ask('13900000002');
    const answers = await Promise.all([1, 2, 3, 4].map(() => enter('13900000002', demonstrationCode)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 401, 401, 401]);
  });
  test('a code expires after five minutes', async () => {
    const { demonstrationCode } = await ask('13900000003');
    later(minutes(5) + 1000);
    expect((await enter('13900000003', demonstrationCode)).body.type).toBe('identity/wrong-code');
  });
  test('five wrong guesses spend the code, although each of them was refused', async () => {
    const { demonstrationCode } = await ask('13900000004');
    const wrong = demonstrationCode === '111111' ? '222222' : '111111';
    for (let i = 0; i < 5; i++) expect((await enter('13900000004', wrong)).status).toBe(401);
    expect((await enter('13900000004', demonstrationCode)).status).toBe(401);
  });
  test('only the newest code works', async () => {
    const old = (await ask('13900000005')).demonstrationCode;
    later(1000);
    const next = (await ask('13900000005')).demonstrationCode;
    if (old !== next) expect((await enter('13900000005', old)).status).toBe(401);
    expect((await enter('13900000005', next)).status).toBe(200);
  });
  test('outside demonstration mode nobody is told the code, and six requests an hour are too many', async () => {
    const real = await openTestHouse({ demo: true, settings: { smsGateway: { url: 'http://127.0.0.1:1/', secret: 's' } } });
    const answers = [];
    for (let i = 0; i < 6; i++) answers.push(await real.anyone.send('POST', '/api/identity/codes', { phone: '13900000006' }));
    expect(answers[0]!.body.demonstrationCode).toBeNull();
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200, 429]);
    const elsewhere = await real.anyone.send('POST', '/api/identity/codes', { phone: '13900000006' }, { 'x-linli-district': '330100' });
    expect(elsewhere.status).toBe(429);
    const silent = await openTestHouse();
    expect((await silent.anyone.send('POST', '/api/identity/codes', { phone: '13900000006' })).body.type).toBe('identity/no-gateway');
    await Promise.all([real.close(), silent.close()]);
  });
  test('a wrong phone number is named as the field', async () => {
    expect((await house.anyone.send('POST', '/api/identity/codes', { phone: '12345' })).body).toMatchObject({
      type: 'request/invalid',
      fields: [{ field: 'phone' }],
    });
  });
});

describe('staff sign in with password and authenticator', () => {
  const secret = generateSecret();
  let strict: TestHouse;
  const enter = (body: object) =>
    strict.anyone.send('POST', '/api/identity/sessions/password', {
      loginName: 'wang',
      password: 'correct horse battery',
      ...body,
    });
  beforeAll(async () => {
    strict = await openTestHouse({ demo: true });
    await inDistrict(strict.db, async (tx) => {
      const passwordHash = await hashPassword('correct horse battery');
      await tx
        .insertInto('identity.account')
        .values({
          district,
          id: newId(),
          kind: 'staff',
          name: '王',
          loginName: 'wang',
          passwordHash,
          totpCipher: strict.vault.seal('account.totp', secret),
          createdAt: new Date(),
        })
        .execute();
    });
  });
  afterAll(() => strict.close());

  test('the password alone asks for the second factor and tells no code', async () => {
    const answer = await enter({});
    expect(answer).toMatchObject({ status: 401, body: { type: 'identity/totp-needed' } });
    expect(answer.body.demonstrationCode).toBeUndefined();
  });
  test('five wrong passwords lock the account for a while, also sent all at once', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => enter({ password: 'guess', totp: '000000' })));
    expect(answers.filter((answer) => answer.body.type === 'identity/wrong-password')).toHaveLength(4);
    expect(answers.filter((answer) => answer.body.type === 'identity/locked')).toHaveLength(8);
    expect((await enter({})).body.type).toBe('identity/locked');
  });
  test('an official lifts the lock', async () => {
    const account = await inDistrict(strict.db, (tx) =>
      tx.selectFrom('identity.account').select('id').where('loginName', '=', 'wang').executeTakeFirstOrThrow(),
    );
    await inDistrict(strict.db, (tx) =>
      tx
        .insertInto('identity.roleGrant')
        .values({
          district,
          id: newId(),
          accountId: account.id,
          role: 'communityWorker',
          areaCode: '330105001051',
          validFrom: new Date('2020-01-01'),
        })
        .execute(),
    );
    const official = await strict.staff('districtOfficial', { areaCode: district });
    expect((await official.send('POST', `/api/identity/accounts/${account.id}/unlock`)).status).toBe(200);
    expect((await enter({})).body.type).toBe('identity/totp-needed');
  });
  test('an authenticator code works once', async () => {
    const code = generateSync({ secret, epoch: Math.floor(strict.clock.now.getTime() / 1000) });
    const answers = await Promise.all([1, 2, 3].map(() => enter({ totp: code })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 401, 401]);
  });
  test('nobody learns whether a name exists', async () => {
    const [known, unknown] = [await enter({ password: 'x' }), await enter({ loginName: 'nobody', password: 'x' })];
    expect({ ...known.body, requestId: 0 }).toEqual({ ...unknown.body, requestId: 0 });
  });
});

describe('sessions', () => {
  test('are listed, and one that was revoked is over at once', async () => {
    const { demonstrationCode } = (await house.anyone.send('POST', '/api/identity/codes', { phone: '13900000007' })).body;
    const first = house.as((await house.anyone.send('POST', '/api/identity/sessions/code', { phone: '13900000007', code: demonstrationCode })).body.token);
    later(1000);
    const code = (await house.anyone.send('POST', '/api/identity/codes', { phone: '13900000007' })).body.demonstrationCode;
    const second = house.as((await house.anyone.send('POST', '/api/identity/sessions/code', { phone: '13900000007', code })).body.token);
    const list = (await first.get('/api/identity/sessions')).body;
    expect(list.map((session: { isThisOne: boolean }) => session.isThisOne).sort()).toEqual([false, true]);
    const other = list.find((session: { isThisOne: boolean }) => !session.isThisOne);
    expect((await first.send('POST', `/api/identity/sessions/${other.id}/revoke`)).status).toBe(200);
    expect((await second.get('/api/identity/sessions')).status).toBe(401);
    expect((await first.send('POST', '/api/identity/sign-out')).status).toBe(200);
    expect((await first.get('/api/identity/sessions')).status).toBe(401);
  });
  test('nobody revokes the session of another', async () => {
    const [a, b] = [await house.resident(), await house.resident()];
    const [session] = (await a.get('/api/identity/sessions')).body;
    expect((await b.send('POST', `/api/identity/sessions/${session.id}/revoke`)).status).toBe(404);
  });
  test('the database knows no token, only hashes', async () => {
    const caller = await house.resident();
    const rows = await house.db.selectFrom('identity.session').select('tokenHash').execute();
    expect(rows.some((row) => row.tokenHash.includes(caller.token!.slice(7)))).toBe(false);
  });
});

describe('accounts and roles', () => {
  test('an official makes an account whose first sign-in works, and closing it ends its sessions', async () => {
    const official = await house.staff('districtOfficial', { areaCode: district });
    const made = (
      await official.send('POST', '/api/identity/accounts', {
        loginName: 'li.lei',
        name: '李雷',
        role: 'communityWorker',
        areaCode: '330105001051',
      })
    ).body;
    expect(made.totpQr).toMatch(/^data:image\/png/);
    const enter = { loginName: 'li.lei', password: made.password };
    const { demonstrationCode } = (await house.anyone.send('POST', '/api/identity/sessions/password', enter)).body;
    const session = await house.anyone.send('POST', '/api/identity/sessions/password', { ...enter, totp: demonstrationCode });
    const caller = house.as(session.body.token);
    expect((await caller.get('/api/identity/me')).body.account.roles).toEqual([{ role: 'communityWorker', areaCode: '330105001051', organisationId: null }]);
    expect((await official.send('POST', `/api/identity/accounts/${made.id}/close`)).status).toBe(200);
    expect((await caller.get('/api/identity/sessions')).status).toBe(401);
  });
  test('nobody grants a role above or outside the own one', async () => {
    const subdistrict = await house.staff('subdistrictOfficial', { areaCode: '330105001' });
    const grant = (role: string, areaCode: string) =>
      subdistrict.send('POST', '/api/identity/accounts', { loginName: `x${newId().slice(-12)}`, name: '某', role, areaCode });
    expect((await grant('districtOfficial', district)).body.type).toBe('identity/above-yourself');
    expect((await grant('communityWorker', '330105002051')).body.type).toBe('identity/above-yourself');
    expect((await grant('auditor', '330105001')).body.type).toBe('identity/above-yourself');
    expect((await grant('communityWorker', '330105001051')).status).toBe(200);
    expect((await grant('communityWorker', '330105001')).body.type).toBe('identity/role-does-not-fit');
    const organisation = (await subdistrict.send('POST', '/api/partners', { name: '某运营方', kind: 'operator' })).body.id;
    const operator = {
      loginName: `x${newId().slice(-12)}`,
      name: '某',
      role: 'operator',
      areaCode: '330105001',
      organisationId: organisation,
    };
    expect((await subdistrict.send('POST', '/api/identity/accounts', operator)).body.type).toBe('identity/above-yourself');
  });
  test('nobody closes a colleague, an account above, or makes staff of a resident', async () => {
    const community = await house.staff('communityOfficial', { areaCode: '330105001051' });
    const colleague = await house.staff('communityOfficial', { areaCode: '330105001051' });
    const worker = await house.staff('communityWorker', { areaCode: '330105001051' });
    expect((await community.send('POST', `/api/identity/accounts/${colleague.accountId}/close`)).body.type).toBe('identity/above-yourself');
    expect((await community.send('POST', `/api/identity/accounts/${worker.accountId}/close`)).status).toBe(200);
    const official = await house.staff('districtOfficial', { areaCode: district });
    const resident = await house.resident();
    expect(
      (
        await official.send('POST', `/api/identity/accounts/${resident.accountId}/roles`, {
          role: 'communityWorker',
          areaCode: '330105001051',
        })
      ).body.type,
    ).toBe('identity/no-such-account');
  });
  test('the same role twice is refused; taken back, it ends at once', async () => {
    const official = await house.staff('districtOfficial', { areaCode: district });
    const worker = await house.staff('communityWorker', { areaCode: '330105001051' });
    const path = `/api/identity/accounts/${worker.accountId}/roles`;
    expect((await official.send('POST', path, { role: 'communityWorker', areaCode: '330105001051' })).body.type).toBe('identity/role-held');
    const listed = (await official.get('/api/identity/accounts')).body.find((account: { id: string }) => account.id === worker.accountId);
    expect((await worker.get('/api/people?areaCode=330105001051')).status).toBe(200);
    expect((await official.send('POST', `/api/identity/roles/${listed.roles[0].id}/revoke`)).status).toBe(200);
    expect((await worker.get('/api/people?areaCode=330105001051')).status).toBe(403);
  });
  test('roles, people, places and cells follow when communities are merged', async () => {
    const total = async (table: 'places.place' | 'planning.populationCell', code: string) =>
      (
        await house.db
          .selectFrom(table)
          .select((eb) => eb.fn.countAll<number>().as('n'))
          .where('areaCode', '=', code)
          .executeTakeFirstOrThrow()
      ).n;
    const worker = await house.staff('communityWorker', { areaCode: '330105002051' });
    const official = await house.staff('districtOfficial', { areaCode: district });
    const siblings = (await official.get('/api/areas?within=330105002')).body.filter((area: { level: string }) => area.level === 'community');
    const other = siblings.find((area: { code: string }) => area.code !== '330105002051').code;
    const count = async (table: Parameters<typeof total>[0]) => (await total(table, '330105002051')) + (await total(table, other));
    const [places, cells] = [await count('places.place'), await count('planning.populationCell')];
    expect(cells).toBeGreaterThan(0);
    const merged = { with: [other], newCode: '330105002399', newName: '合并社区', effectiveOn: '2026-11-01', basis: '测试文件' };
    expect((await official.send('POST', '/api/areas/330105002051/merge', merged)).status).toBe(200);
    await house.startJobs();
    await expect.poll(async () => (await worker.get('/api/people?areaCode=330105002399')).status, { timeout: 10_000 }).toBe(200);
    await expect.poll(async () => (await worker.get('/api/people?areaCode=330105002399')).body.total, { timeout: 10_000 }).toBeGreaterThan(0);
    await expect.poll(() => total('places.place', '330105002399'), { timeout: 10_000 }).toBe(places);
    await expect.poll(() => total('planning.populationCell', '330105002399'), { timeout: 10_000 }).toBe(cells);
  });
});

describe('an identity provider', () => {
  test('signs residents in by OpenID Connect, in the browser that began it, and the state works once', async () => {
    const provider = new OAuth2Server();
    await provider.issuer.keys.generate('RS256');
    await provider.start(0, '127.0.0.1');
    const issuer = provider.issuer.url!;
    const linked = await openTestHouse({
      settings: { oidc: { issuer, clientId: 'linli', clientSecret: 'secret', name: '浙里办（测试）' } },
    });
    linked.clock.now = new Date();
    const begun = await linked.anyone.send('POST', '/api/identity/oidc/begin');
    const { url } = begun.body;
    const cookie = String(begun.headers['set-cookie']).split(';')[0]!;
    const sent = new URL(url);
    provider.service.on('beforeTokenSigning', (token: { payload: Record<string, unknown> }) =>
      Object.assign(token.payload, { nonce: sent.searchParams.get('nonce'), aud: 'linli', name: '张三' }),
    );
    const back = await fetch(url, { redirect: 'manual' });
    const callback = new URL(back.headers.get('location')!).search;
    expect((await linked.anyone.send('POST', '/api/identity/oidc/finish', { callback })).body.type).toBe('identity/oidc-failed');
    const session = await linked.anyone.send('POST', '/api/identity/oidc/finish', { callback }, { cookie });
    expect(session).toMatchObject({ status: 200, body: { kind: 'resident', name: '张三' } });
    expect((await linked.anyone.send('POST', '/api/identity/oidc/finish', { callback }, { cookie })).body.type).toBe('identity/oidc-failed');
    await linked.close();
    await provider.stop();
  });
  test('is refused with a reason where none is set up', async () => {
    expect((await house.anyone.send('POST', '/api/identity/oidc/begin')).body.type).toBe('identity/oidc-off');
  });
});
