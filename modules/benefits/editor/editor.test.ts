import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, district, inDistrict, openTestHouse, type TestHouse } from '../../../tests/support/house.ts';
import { shippedPolicies } from '../policies.ts';

let house: TestHouse;
let [writer, publisher] = [] as unknown as [Caller, Caller];
beforeAll(async () => {
  house = await openTestHouse({ demo: true });
  await house.startJobs();
  writer = await house.staff('districtOfficial', { areaCode: district });
  publisher = await house.staff('cityOfficial', { areaCode: '330100' });
});
afterAll(() => house.close());

const bus = shippedPolicies.find(({ id }) => id === 'bus-free')!;
/** Buses free from another age on. */
const from = (age: number, tests: object[] = []) => ({
  ...bus,
  conditions: {
    all: [
      { field: 'district', in: ['330105', '330100'], label: { zh: '住在杭州', en: 'lives in Hangzhou' } },
      { age: 'birth', op: '>=', value: age },
    ],
  },
  tests,
});
const elder = { name: '66 岁的杭州居民', asOf: '2026-11-23', facts: { birth: '1960-01-01', district: '330105' }, expect: 'true' };
const preview = async (content: unknown) => (await writer.send('POST', '/api/benefits/preview', { content })).body;

test('what a change would do is told while it is written: plain words, whom it gains and loses, and where it cannot be meant', async () => {
  const same = await preview(bus);
  expect(same).toMatchObject({ issues: [], counts: { gained: 0, lost: 0 } });
  expect(same.counts.people).toBeGreaterThan(10_000);
  const more = await preview(from(65));
  expect(more.reading.zh).toContain('65');
  expect(more.counts.gained).toBeGreaterThan(100);
  expect(more.counts).toMatchObject({ lost: 0, met: same.counts.met + more.counts.gained });
  const fewer = await preview(from(75));
  expect(fewer.counts.lost).toBe(same.counts.met - fewer.counts.met);
  expect(fewer.counts.lostReceiving).toBeGreaterThan(0);
  expect(fewer.counts.lostReceiving).toBeLessThanOrEqual(fewer.counts.lost);
  expect((await preview({ ...bus, conditions: { field: 'shoeSize', op: '=', value: 3 } })).issues[0]).toMatchObject({
    path: expect.stringContaining('conditions'),
  });
  expect(
    (
      await preview({
        ...bus,
        conditions: {
          any: [
            { field: 'isLocal', op: '=', value: true },
            { field: 'isLocal', op: '=', value: false },
          ],
        },
      })
    ).lint.length,
  ).toBeGreaterThan(0);
});

test('a draft is written by one and published by another; then it holds, is matched, and the earlier version stays readable', async () => {
  const begin = () => writer.send('POST', '/api/benefits/versions', { from: 'bus-free' });
  expect((await Promise.all([begin(), begin()])).map(({ status }) => status).sort()).toEqual([200, 409]);
  const save = (revision: number, content: unknown) => writer.send('PUT', '/api/benefits/versions/bus-free', { revision, content });
  expect((await save(1, { ...bus, conditions: { all: [] } })).body.type).toContain('not-a-policy');
  expect((await save(1, from(65))).body).toEqual({ revision: 2 });
  expect((await save(1, from(66))).status).toBe(409);
  const propose = (revision: number) => writer.send('POST', '/api/benefits/versions/bus-free/proposal', { revision });
  expect((await propose(2)).body.issues[0].zh).toContain('至少写一个测试');
  await save(2, from(65, [{ ...elder, expect: 'false' }]));
  expect((await propose(3)).body.issues[0].zh).toContain('66 岁的杭州居民');
  await save(3, from(65, [elder]));
  expect((await propose(4)).body).toMatchObject({ isExhaustive: true, disagreements: 0, failing: 0 });
  const decide = (as: Caller, revision = 5) => as.send('POST', '/api/benefits/versions/bus-free/decision', { revision, publish: true, reason: '同意' });
  expect((await decide(writer)).body.type).toContain('not-by-self');
  expect((await Promise.all([decide(publisher), decide(publisher)])).map(({ status }) => status).sort()).toEqual([200, 409]);
  const policies = (await house.anyone.get('/api/benefits/policies')).body.policies;
  const own = policies.find((it: { id: string }) => it.id === 'bus-free');
  expect(own).toMatchObject({ version: `${district}-1`, status: 'effective' });
  expect(own.conditions.all[1].label.zh).toContain('65');
  const { versions } = (await writer.get('/api/benefits/versions/bus-free')).body;
  expect(versions.map((it: { version: number; state: string }) => [it.version, it.state])).toEqual([
    [1, 'published'],
    [0, 'shipped'],
  ]);
  // One authorisation after another is matched.
  const matched = () => inDistrict(house.db, (tx) => tx.selectFrom('benefits.finding').select('id').where('policyVersion', '=', `${district}-1`).execute());
  for (let tries = 0; (await matched()).length <= 50 && tries < 200; tries++) await setTimeout(50);
  expect((await matched()).length).toBeGreaterThan(50);
});

test('sent back with a reason it is a draft again; given up it keeps its number', async () => {
  await writer.send('POST', '/api/benefits/versions', { from: 'city-meals' });
  const content = { ...shippedPolicies.find(({ id }) => id === 'city-meals')!, tests: [elder] };
  await writer.send('PUT', '/api/benefits/versions/city-meals', { revision: 1, content });
  expect((await writer.send('POST', '/api/benefits/versions/city-meals/proposal', { revision: 2 })).status).toBe(200);
  const back = await publisher.send('POST', '/api/benefits/versions/city-meals/decision', { revision: 3, publish: false, reason: '请写明依据' });
  expect(back.body).toMatchObject({ state: 'draft' });
  const { versions } = (await writer.get('/api/benefits/versions/city-meals')).body;
  expect(versions[0]).toMatchObject({ state: 'draft', decisionReason: '请写明依据', revision: 4 });
  expect((await writer.send('POST', '/api/benefits/versions/city-meals/drop', { revision: 4 })).status).toBe(200);
  expect((await writer.send('POST', '/api/benefits/versions', { from: 'city-meals' })).body.version).toBe(2);
});
