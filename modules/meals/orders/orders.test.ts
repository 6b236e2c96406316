import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTransaction } from '../../../platform/database.ts';
import { makePerson, speaksFor, tally } from '../../../tests/support/bookings.ts';
import { type Caller, district, openTestHouse, type TestHouse } from '../../../tests/support/house.ts';
import { type Canteen, forgetSchemes, makeCanteen } from '../../../tests/support/meals.ts';
import { orderStanding } from '../index.ts';

let house: TestHouse;
let at: Canteen;
const now = new Date('2026-11-23T02:00:00Z');
const dishes = [
  { code: 'A', name: '红烧肉', nameEn: 'Braised pork', priceFen: 1200, allergens: ['soy'], suits: [] },
  { code: 'B', name: '蒸蛋', nameEn: 'Steamed egg', priceFen: 400, allergens: ['eggs'], suits: ['soft'] },
];
beforeAll(async () => {
  house = await openTestHouse({ demo: true });
  house.clock.now = now;
  await forgetSchemes(house);
  at = await makeCanteen(house);
});
afterAll(() => house.close());

const menu = (day: string, capacity = 20, by = at) => by.operator.send('PUT', `/api/meals/sites/${by.siteId}/menus/${day}/lunch`, { dishes, capacity });
const left = async (day: string) => (await house.anyone.get(`/api/meals/sites/${at.siteId}/menus?from=${day}`)).body[0].left;
const order = (by: Caller, day: string, more: object = {}) =>
  by.send('POST', '/api/meals/orders', { siteId: at.siteId, day, meal: 'lunch', how: 'eatIn', dishes: [{ code: 'A', count: 1 }], ...more });
const resident = async (bornOn = '1945-05-05') => {
  const personId = await makePerson(house, bornOn);
  return { personId, by: await house.resident({ personId }) };
};
const kitchen = async (day: string) => (await at.operator.get(`/api/meals/sites/${at.siteId}/kitchen?day=${day}&meal=lunch`)).body;

test('of many who order the last meals as many get one as there are, and a cancelled one is free again', async () => {
  await menu('2026-11-25', 3);
  const people = await Promise.all(Array.from({ length: 8 }, () => resident()));
  const answers = await Promise.all(people.map(({ by }) => order(by, '2026-11-25')));
  expect(tally(answers)).toEqual({ '200': 3, '409 meals/meals-gone': 5 });
  expect(await left('2026-11-25')).toBe(0);
  const winner = answers.findIndex(({ status }) => status === 200);
  expect((await people[winner]!.by.send('POST', `/api/meals/orders/${answers[winner]!.body.id}/cancel`)).body.state).toBe('cancelled');
  expect(await left('2026-11-25')).toBe(1);
  expect((await people[winner]!.by.send('POST', `/api/meals/orders/${answers[winner]!.body.id}/cancel`)).body.type).toBe('meals/order-moved');
});
test('one meal per person and time, ordered until eight in the evening before; the counter may later', async () => {
  await menu('2026-11-24');
  const { by } = await resident();
  expect((await order(by, '2026-11-24')).status).toBe(200);
  expect((await order(by, '2026-11-24')).body.type).toBe('meals/ordered-already');
  expect((await order(by, '2026-11-24', { dishes: [{ code: 'Z', count: 1 }] })).body.type).toBe('meals/unknown-dish');
  expect((await order(by, '2026-12-24')).body.type).toBe('meals/no-menu');
  house.clock.now = new Date('2026-11-23T12:00:00Z');
  const late = await resident();
  expect((await order(late.by, '2026-11-24')).body.type).toBe('meals/order-closed');
  const counter = await at.operator.send('POST', `/api/meals/sites/${at.siteId}/orders`, {
    personId: late.personId,
    day: '2026-11-24',
    meal: 'lunch',
    how: 'takeAway',
    dishes: [{ code: 'B', count: 1 }],
  });
  expect(counter.status).toBe(200);
  house.clock.now = now;
});
test('a daughter orders for her mother; nobody orders for a stranger', async () => {
  await menu('2026-11-26');
  const [daughter, mother] = [await resident('1970-01-01'), await makePerson(house, '1940-01-01')];
  expect((await order(daughter.by, '2026-11-26', { personId: mother })).body.type).toBe('meals/not-yours');
  await speaksFor(house, daughter.personId, mother, '母亲', true);
  const made = await order(daughter.by, '2026-11-26', { personId: mother, how: 'delivery', address: '和睦新村 3 幢 201' });
  expect(made.body).toMatchObject({ personId: mother, how: 'delivery', person: '测**' });
  expect((await daughter.by.get('/api/meals/orders/mine')).body.orders).toMatchObject([{ id: made.body.id }]);
  expect((await order(daughter.by, '2026-11-26', { how: 'delivery' })).body.type).toBe('meals/address-needed');
});
test('the kitchen sees dishes, routes and how many to expect; meals are handed out once', async () => {
  const day = '2026-11-27';
  await menu(day);
  const [one, two] = [await resident(), await resident()];
  const eatIn = (
    await order(one.by, day, {
      dishes: [
        { code: 'A', count: 1 },
        { code: 'B', count: 2 },
      ],
    })
  ).body;
  const brought = (await order(two.by, day, { how: 'delivery', address: '和睦新村 5 幢 102' })).body;
  const step = (id: string, fields: object) => at.operator.send('POST', `/api/meals/sites/${at.siteId}/orders/${id}/step`, fields);
  expect((await step(eatIn.id, { step: 'route', route: '1' })).body.type).toBe('meals/order-moved');
  expect((await step(brought.id, { step: 'route', route: '1' })).body.route).toBe('1');
  for (const weeks of [1, 2]) {
    house.clock.now = new Date(Date.parse('2026-11-27T04:00:00Z') - weeks * 7 * 86_400_000);
    for (let i = 0; i < weeks * 3; i++)
      await at.operator.send('POST', '/api/meals/sales', { tillId: at.till.id, who: null, weighedFen: 1000, paidBy: 'cash', expectedFen: 1000 });
  }
  house.clock.now = now;
  expect(await kitchen(day)).toMatchObject({
    byHow: { eatIn: 1, takeAway: 0, delivery: 1 },
    dishes: [
      { code: 'A', count: 2, allergens: ['soy'] },
      { code: 'B', count: 2 },
    ],
    usual: 4.5,
    expected: 5,
    capacity: 20,
    orders: [
      { id: eatIn.id, address: null },
      { id: brought.id, address: '和睦新村 5 幢 102', route: '1' },
    ],
  });
  expect((await step(brought.id, { step: 'served', deliveredBy: '志愿者小王' })).body.state).toBe('served');
  expect((await step(brought.id, { step: 'missed' })).body.type).toBe('meals/order-moved');
});
test('a standing order is ordered for the weekdays ahead, once, and ends with what is still open', async () => {
  for (const day of ['2026-11-28', '2026-11-30']) await menu(day);
  const { by } = await resident();
  const made = await by.send('POST', '/api/meals/standing', {
    siteId: at.siteId,
    meal: 'lunch',
    how: 'eatIn',
    dishes: [{ code: 'B', count: 1 }],
    weekdays: [1, 6],
    from: '2026-11-23',
  });
  expect(made.body.days).toEqual(['2026-11-28', '2026-11-30']);
  const run = () => orderStanding({ db: house.db, vault: house.vault, district, now });
  expect([await run(), await run()]).toEqual([2, 0]);
  const mine = (await by.get('/api/meals/orders/mine')).body;
  expect(mine.orders.map(({ day, isStanding }: { day: string; isStanding: boolean }) => [day, isStanding])).toEqual([
    ['2026-11-28', true],
    ['2026-11-30', true],
  ]);
  // One day is cancelled: it stays so.
  await by.send('POST', `/api/meals/orders/${mine.orders[0].id}/cancel`);
  expect(await run()).toBe(0);
  const before = await left('2026-11-30');
  expect((await by.send('POST', `/api/meals/standing/${made.body.id}/end`)).body).toMatchObject({ cancelled: 1 });
  expect(await left('2026-11-30')).toBe(before + 1);
  expect((await by.send('POST', `/api/meals/standing/${made.body.id}/end`)).body.type).toBe('meals/no-standing');
});
test('whoever is in care where the canteen is eats, too, without ordering', async () => {
  const day = '2026-11-24';
  const { rows } = await inTransaction(house.db, district, (tx) =>
    sql<{
      placeId: string;
      n: number;
    }>`select g.place_id as "placeId", count(*)::int as n from care.stay s join care.care_group g on g.district = s.district and g.id = s.group_id
      where s.day = ${day}::date and s.state = 'planned' and s.from_minute < 780 and s.to_minute > 630 group by 1 order by 2 desc`.execute(tx),
  );
  const near = await makeCanteen(house, { placeId: rows[0]!.placeId });
  await menu(day, 20, near);
  const list = (await near.operator.get(`/api/meals/sites/${near.siteId}/kitchen?day=${day}&meal=lunch`)).body;
  expect(rows[0]!.n).toBeGreaterThan(0);
  expect(list).toMatchObject({ inCare: rows[0]!.n, expected: rows[0]!.n, usual: 0 });
});
