import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTransaction } from '../../platform/database.ts';
import { newId } from '../../platform/id.ts';
import { makePerson, tally } from '../../tests/support/bookings.ts';
import { type Caller, district, openTestHouse, type TestHouse } from '../../tests/support/house.ts';
import { checkBooks } from '../ledger/index.ts';
import { expireRedemptions } from './redemptions.ts';
import { expireOn } from './rules.ts';

const areaCode = '330105001051';
let house: TestHouse;
let worker: Caller;
let official: Caller;
let shop: Caller;
let merchant: string;
const start = new Date('2026-11-23T02:00:00Z');
beforeAll(async () => {
  house = await openTestHouse({ demo: true });
  worker = await house.staff('communityWorker', { areaCode });
  official = await house.staff('districtOfficial', { areaCode: district });
  const organisationId = newId();
  await inTransaction(house.db, district, (tx) =>
    tx.insertInto('partners.organisation').values({ district, id: organisationId, name: '理发店', kind: 'operator', createdAt: start }).execute(),
  );
  shop = await house.staff('operator', { organisationId });
  merchant = (await official.send('POST', '/api/points/merchants', { name: '阿强理发', nameEn: 'Aqiang barber', areaCode, organisationId })).body.id;
});
afterAll(() => house.close());

const resident = async () => {
  const personId = await makePerson(house, '1960-05-05');
  return { personId, by: await house.resident({ personId }) };
};
const award = (personId: string, rule = 'advice') => worker.send('POST', `/api/points/people/${personId}/awards`, { rule, reason: '加装电梯的建议' });
let n = 0;
const addGood = async (more: object = {}) =>
  (
    await shop.send('POST', `/api/points/merchants/${merchant}/goods`, {
      title: `理发 ${++n}`,
      titleEn: 'Haircut',
      unit: 'points',
      price: 30,
      settleFen: 1500,
      available: 10,
      perMonth: 2,
      ...more,
    })
  ).body.id as string;
const points = async (by: Caller) => (await by.get('/api/points/mine')).body.balances[0];
const redeem = (by: Caller, good: string) => by.send('POST', `/api/points/goods/${good}/redemptions`);
const handOut = (code: string) => shop.send('POST', `/api/points/merchants/${merchant}/hand-outs`, { code });
const left = async (good: string) => (await house.anyone.get('/api/points/goods')).body.find(({ id }: { id: string }) => id === good)?.available;

test('points for advice, up to the most of a month, become a haircut: held when taken, gone when handed out, once', async () => {
  const { personId, by } = await resident();
  const good = await addGood();
  expect([(await award(personId)).body.given, (await award(personId)).body.given, (await award(personId)).body.given]).toEqual([20, 20, 20]);
  expect((await award(personId)).body.type).toBe('points/used-up');
  expect((await award(personId, 'service')).body.type).toBe('points/no-such-rule');
  expect(await points(by)).toMatchObject({ available: 60, held: 0, runsOut: { day: '2028-01-01', amount: 60 } });
  const taken = (await redeem(by, good)).body;
  expect(taken).toMatchObject({ state: 'reserved', price: 30, merchant: { en: 'Aqiang barber' } });
  expect(await points(by)).toMatchObject({ available: 30, held: 30 });
  expect(await left(good)).toBe(9);
  expect((await handOut('00000000')).body.type).toBe('points/no-such-redemption');
  const both = await Promise.all([handOut(taken.code), handOut(taken.code)]);
  expect(tally(both)).toEqual({ '200': 1, '404 points/no-such-redemption': 1 });
  expect(await points(by)).toMatchObject({ available: 30, held: 0 });
  expect((await by.send('POST', `/api/points/redemptions/${taken.id}/cancel`)).body.type).toBe('points/no-such-redemption');
});
test('who has too few, or has had enough this month, is told; of two who take the last one, one gets it', async () => {
  const [one, two] = [await resident(), await resident()];
  const good = await addGood({ available: 1, perMonth: 1 });
  expect((await redeem(one.by, good)).body.type).toBe('points/not-enough');
  expect(await left(good)).toBe(1);
  for (const { personId } of [one, one, two, two]) await award(personId);
  const answers = await Promise.all([redeem(one.by, good), redeem(two.by, good)]);
  expect(tally(answers)).toEqual({ '200': 1, '409 points/good-gone': 1 });
  await shop.send('PUT', `/api/points/goods/${good}`, { available: 5, perMonth: 1 });
  const first = answers[0]!.status === 200 ? one : two;
  await award(first.personId, 'activity');
  await award(first.personId, 'advice');
  expect((await redeem(first.by, good)).body.type).toBe('points/taken-enough');
  await shop.send('PUT', `/api/points/goods/${good}`, { available: 5, perMonth: 1, isClosed: true });
  expect((await redeem(first.by, good)).body.type).toBe('points/no-such-good');
});
test('what is cancelled or not fetched within a week is free again, with the points and the place in the month', async () => {
  const { personId, by } = await resident();
  const good = await addGood({ perMonth: 1 });
  await award(personId);
  await award(personId);
  const first = (await redeem(by, good)).body;
  expect((await by.send('POST', `/api/points/redemptions/${first.id}/cancel`)).body.state).toBe('cancelled');
  expect(await points(by)).toMatchObject({ available: 40, held: 0 });
  const second = (await redeem(by, good)).body;
  expect(second.state).toBe('reserved');
  const later = new Date(start.getTime() + 7 * 86_400_000);
  const ended = () => inTransaction(house.db, district, (tx) => expireRedemptions({ tx, district, now: later, actor: null }));
  expect(await ended()).toBeGreaterThan(0);
  expect(await ended()).toBe(0);
  expect(await points(by)).toMatchObject({ available: 40, held: 0 });
  expect(await left(good)).toBe(10);
  expect((await handOut(second.code)).body.type).toBe('points/no-such-redemption');
});
test('a merchant is paid for a month once, for what it handed out; points are not money, and the books hold', async () => {
  const { personId, by } = await resident();
  const good = await addGood();
  await award(personId);
  await award(personId);
  await handOut((await redeem(by, good)).body.code);
  expect((await official.send('POST', '/api/points/settlements/2026-11')).body.type).toBe('points/month-not-over');
  house.clock.now = new Date('2026-12-02T02:00:00Z');
  const drawn = (await official.send('POST', '/api/points/settlements/2026-11')).body;
  expect(drawn).toMatchObject([{ merchant: { zh: '阿强理发' }, redemptions: 2, amount: 60, fen: 3000, paidAt: null }]);
  expect((await official.send('POST', '/api/points/settlements/2026-11')).body).toEqual(drawn);
  expect((await official.send('POST', '/api/points/settlements/2026-11/payments', { reference: '十一月积分结算' })).body).toEqual({ paid: 1, fen: 3000 });
  expect((await official.send('POST', '/api/points/settlements/2026-11/payments', { reference: '再付一次' })).body).toEqual({ paid: 0, fen: 0 });
  house.clock.now = start;
  expect(await inTransaction(house.db, district, (tx) => checkBooks(tx, district))).toEqual([]);
});
test('love beans are a unit of their own: they buy nothing that wants points', async () => {
  const { personId, by } = await resident();
  for (let i = 0; i < 2; i++) await award(personId, 'good-deed');
  expect((await by.get('/api/points/mine')).body.balances).toMatchObject([
    { unit: 'points', available: 0 },
    { unit: 'loveBeans', available: 20 },
  ]);
  expect((await redeem(by, await addGood({ price: 10 }))).body.type).toBe('points/not-enough');
  expect((await redeem(by, await addGood({ price: 10, unit: 'loveBeans' }))).body).toMatchObject({ state: 'reserved', unit: 'loveBeans' });
});
test('points are good until the end of the next year', () => expect(expireOn('2026-11-23')).toBe('2028-01-01'));
