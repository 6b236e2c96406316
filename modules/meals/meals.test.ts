import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inTransaction } from '../../platform/database.ts';
import { tally } from '../../tests/support/bookings.ts';
import { type Caller, district, openTestHouse, type TestHouse } from '../../tests/support/house.ts';
import { type Canteen, elsewhere, enterScheme, exampleScheme, forgetSchemes, makeCanteen, makeEater, signSeries, sittings } from '../../tests/support/meals.ts';
import type { Owner } from '../ledger/index.ts';
import { checkBooks, findAccount, listBalances } from '../ledger/index.ts';

let house: TestHouse;
let canteen: Canteen;
let official: Caller;
const lunch = new Date('2026-11-23T04:00:00Z');
const local = { isLocal: true, isMinimum: false };
beforeAll(async () => {
  house = await openTestHouse({ demo: true });
  house.clock.now = lunch;
  await forgetSchemes(house);
  await enterScheme(house, district, exampleScheme('example-ladder'));
  await enterScheme(house, elsewhere, exampleScheme('example-basic'));
  canteen = await makeCanteen(house);
  official = await house.staff('districtOfficial', { areaCode: district });
});
afterAll(() => house.close());

const order = (who: object | null, more: object = {}, at = canteen) => ({ tillId: at.till.id, who, weighedFen: 2000, ...more });
const quote = (who: object | null, more: object = {}, at = canteen) => at.operator.send('POST', '/api/meals/quotes', order(who, more, at));
const sell = (who: object | null, expectedFen: number, more: object = {}, at = canteen) =>
  at.operator.send('POST', '/api/meals/sales', { ...order(who, more, at), paidBy: 'cash', expectedFen });
const balanceOf = (home: string, owner: Owner, kind: string) =>
  inTransaction(house.db, home, async (tx) => {
    const id = await findAccount(tx, home, { owner, unit: 'fen', kind });
    return id ? (await listBalances(tx, home, [id])).get(id)!.balance : 0;
  });
const due = (siteId: string) => balanceOf(district, { kind: 'canteen', id: siteId }, 'subsidyDue');
const income = (siteId: string) => balanceOf(district, { kind: 'canteen', id: siteId }, 'income');
const booksHold = async () => {
  for (const home of [district, elsewhere]) expect(await inTransaction(house.db, home, (tx) => checkBooks(tx, home))).toEqual([]);
};

describe('at the till', () => {
  test('an elder of the district pays the discounted price less the subsidy, line by line; legs are in the ledger', async () => {
    const at = await makeCanteen(house);
    const { card } = await makeEater(house, { bornOn: '1940-01-01', facts: local });
    const { body: told } = await quote({ card }, {}, at);
    expect(told).toMatchObject({ listFen: 2000, dueFen: 1400, subsidyFen: 300, meal: 'lunch', person: { name: '陈**', home: district } });
    expect(told.lines.map(({ code, amountFen }: { code: string; amountFen: number }) => [code, amountFen])).toEqual([
      ['list', 2000],
      ['80+', -300],
      ['80+', -300],
    ]);
    const sold = await sell({ card }, 1400, {}, at);
    expect([sold.status, sold.body.dueFen, sold.body.subsidyFen]).toEqual([200, 1400, 300]);
    expect([await income(at.siteId), await due(at.siteId)]).toEqual([1400, 300]);
    await booksHold();
  });
  test('the second meal of the day: no cap left; the price is another, and the till must say so first', async () => {
    const { card } = await makeEater(house, { bornOn: '1940-01-01', facts: local });
    await sell({ card }, 1400);
    expect(await sell({ card }, 1400)).toMatchObject({ status: 409, body: { type: 'meals/price-changed', dueFen: 1700 } });
    const { body } = await quote({ card });
    expect([body.dueFen, body.usedUp.map(({ en }: { en: string }) => en)]).toEqual([1700, ['Subsidy from 80']]);
    house.clock.now = new Date('2026-11-23T09:30:00Z');
    expect((await quote({ card })).body).toMatchObject({ dueFen: 1700, meal: 'dinner' });
    house.clock.now = new Date('2026-11-24T04:00:00Z');
    expect((await quote({ card })).body).toMatchObject({ dueFen: 1400, meal: 'lunch' });
    house.clock.now = lunch;
  });
  test('a move of the household register counts from its day', async () => {
    const { card, personId } = await makeEater(house, { bornOn: '1940-01-01', facts: { isLocal: false, isMinimum: false } });
    expect((await quote({ card })).body.dueFen).toBe(1700);
    const worker = await house.staff('communityWorker', { areaCode: district });
    const stated = await worker.send('POST', `/api/people/${personId}/statements`, {
      fact: 'isLocal',
      value: true,
      sourceDepartment: '公安',
      statedOn: '2026-11-23',
      validFrom: '2026-11-23',
    });
    expect(stated.status).toBe(200);
    expect((await quote({ card })).body.dueFen).toBe(1400);
  });
  test('an elder of another district eats with the discount of the canteen and the subsidy of their own, which then owes it', async () => {
    const at = await makeCanteen(house);
    const { card } = await makeEater(house, { bornOn: '1950-01-01', facts: local, home: elsewhere });
    const before = await balanceOf(elsewhere, { kind: 'district', id: elsewhere }, 'mealSubsidy');
    expect((await quote({ card }, {}, at)).body).toMatchObject({ dueFen: 1300, subsidyFen: 500, person: { home: elsewhere } });
    const { body: sale } = await sell({ card }, 1300, {}, at);
    expect(await due(at.siteId)).toBe(500);
    expect(await balanceOf(elsewhere, { kind: 'district', id: elsewhere }, 'mealSubsidy')).toBe(before - 500);
    const [here, there] = [
      await balanceOf(district, { kind: 'district', id: elsewhere }, 'clearing'),
      await balanceOf(elsewhere, { kind: 'district', id: district }, 'clearing'),
    ];
    expect(here + there).toBe(0);
    // The same lunch again, at another canteen of this district: the meal was had.
    expect((await quote({ card })).body).toMatchObject({ subsidyFen: 0, dueFen: 1800 });
    const refund = await at.operator.send('POST', `/api/meals/sales/${sale.id}/refund`, { reason: '打错了' });
    expect(refund.body).toMatchObject({ state: 'refunded' });
    expect([await due(at.siteId), await balanceOf(elsewhere, { kind: 'district', id: elsewhere }, 'mealSubsidy')]).toEqual([0, before]);
    expect((await quote({ card })).body).toMatchObject({ subsidyFen: 500 });
    expect((await at.operator.send('POST', `/api/meals/sales/${sale.id}/refund`, { reason: '再退一次' })).body.type).toBe('meals/refunded-already');
    await booksHold();
  });
  test('the code on the phone is good for five minutes, and for whom it was made', async () => {
    const { personId } = await makeEater(house, { bornOn: '1940-01-01', facts: local });
    const resident = await house.resident({ personId });
    const { code } = (await resident.get('/api/meals/my-code')).body;
    expect((await quote({ code })).body).toMatchObject({ dueFen: 1400 });
    const { personId: other } = await makeEater(house, { bornOn: '1940-01-01', facts: local });
    expect((await quote({ code: code.replace(personId, other) })).body.type).toBe('meals/code-over');
    house.clock.now = new Date(lunch.getTime() + 5 * 60_000 + 1000);
    expect((await quote({ code })).body.type).toBe('meals/code-over');
    house.clock.now = lunch;
  });
  test('a lost card is refused from then on, and the new one works', async () => {
    const { card, personId } = await makeEater(house, { bornOn: '1940-01-01', facts: local });
    const worker = await house.staff('communityWorker', { areaCode: district });
    expect((await worker.send('POST', `/api/meals/people/${personId}/cards`, { card: '880000001' })).body.type).toBe('meals/card-there');
    expect((await worker.send('POST', `/api/meals/people/${personId}/cards/end`, { reason: 'lost' })).body).toEqual({ ended: 1 });
    expect((await quote({ card })).body.type).toBe('meals/no-such-card');
    expect((await worker.send('POST', `/api/meals/people/${personId}/cards`, { card: '880000001' })).status).toBe(200);
    expect((await quote({ card: '880000001' })).body).toMatchObject({ dueFen: 1400 });
  });
  test('dishes are priced by the menu; a stopped sale and unknown dishes are refused', async () => {
    const at = await makeCanteen(house);
    const dishes = [
      { code: 'A', name: '红烧肉', nameEn: 'Braised pork', priceFen: 1200, allergens: ['soy'], suits: [] },
      { code: 'B', name: '蒸蛋', nameEn: 'Steamed egg', priceFen: 400, suits: ['soft'] },
    ];
    const set = (isStopped: boolean) => at.operator.send('PUT', `/api/meals/sites/${at.siteId}/menus/2026-11-23/lunch`, { dishes, capacity: 2, isStopped });
    expect((await set(false)).status).toBe(200);
    expect(
      (
        await quote(
          null,
          {
            weighedFen: 100,
            dishes: [
              { code: 'A', count: 1 },
              { code: 'B', count: 2 },
            ],
          },
          at,
        )
      ).body,
    ).toMatchObject({ listFen: 2100, dueFen: 2100 });
    expect((await quote(null, { dishes: [{ code: 'C', count: 1 }] }, at)).body.type).toBe('meals/no-such-dish');
    expect((await quote(null, { weighedFen: 0 }, at)).body.type).toBe('meals/nothing-sold');
    await sell(null, 1200, { weighedFen: 0, dishes: [{ code: 'A', count: 1 }] }, at);
    expect((await house.anyone.get(`/api/meals/sites/${at.siteId}/menus?from=2026-11-23`)).body).toMatchObject([
      { capacity: 2, left: 2, dishes: [{ name: '红烧肉', allergens: ['soy'] }, { suits: ['soft'] }] },
    ]);
    await set(true);
    expect((await quote(null, {}, at)).body.type).toBe('meals/sold-out');
  });
  test('nothing is sold without a licence, by a closed till, or between meals unless the meal is named', async () => {
    const late = await makeCanteen(house, { licenceUntil: '2026-11-22' });
    expect((await quote(null, {}, late)).body.type).toBe('meals/site-shut');
    const at = await makeCanteen(house);
    house.clock.now = new Date('2026-11-23T07:00:00Z');
    expect((await quote(null, {}, at)).body.type).toBe('meals/not-served');
    expect((await quote(null, { meal: 'lunch' }, at)).status).toBe(200);
    house.clock.now = lunch;
    await at.operator.send('POST', `/api/meals/tills/${at.till.id}/close`);
    expect((await quote(null, {}, at)).body.type).toBe('meals/no-such-till');
    expect((await at.operator.send('POST', `/api/meals/tills/${at.till.id}/close`)).body.type).toBe('meals/no-such-till');
  });
  test('two tills, one elder, one lunch, again and again: one subsidy each time', async () => {
    const other = await makeCanteen(house);
    for (let round = 0; round < Number(process.env['MEAL_ROUNDS'] ?? 20); round++) {
      const home = round % 2 ? district : elsewhere;
      const { card } = await makeEater(house, { bornOn: '1940-01-01', facts: local, home });
      const expected = home === district ? 1400 : 1200;
      const answers = await Promise.all([canteen, other].map((at) => sell({ card }, expected, {}, at)));
      expect(answers.filter(({ status }) => status === 200).length).toBe(1);
      const [type] = Object.keys(tally(answers.filter(({ status }) => status !== 200)));
      expect(['409 meals/served-already', '409 meals/price-changed', '409 ledger/cap-reached']).toContain(type);
    }
    await booksHold();
  }, 120_000);
  test('a repeated request sells once', async () => {
    const { card } = await makeEater(house, { bornOn: '1940-01-01', facts: local });
    const key = { 'idempotency-key': 'till-retry-1' };
    const body = { ...order({ card }), paidBy: 'cash', expectedFen: 1400 };
    const answers = await Promise.all(Array.from({ length: 5 }, () => canteen.operator.send('POST', '/api/meals/sales', body, key)));
    expect(new Set(answers.map(({ status, body: { id } }) => `${status} ${id}`)).size).toBe(1);
  });
});

describe('without a connection', () => {
  const meal = (card: string | null, soldAt = '2026-11-23T04:00:00Z', more: object = {}) => ({
    card,
    meal: 'lunch',
    how: 'eatIn',
    listFen: 2000,
    discountFen: 300,
    subsidyFen: 300,
    paidBy: 'cash',
    soldAt,
    ...more,
  });
  const bring = (at: Canteen, sales: object[]) => at.operator.send('POST', `/api/meals/tills/${at.till.id}/offline-sales`, { sales });
  test('signed meals are taken in once, in their order; what does not follow is refused from there on', async () => {
    const at = await makeCanteen(house);
    const [a, b] = [await makeEater(house, { bornOn: '1940-01-01', facts: local }), await makeEater(house, { bornOn: '1940-01-01', facts: local })];
    const series = signSeries(at.till, [meal(a.card), meal(b.card), meal(null, undefined, { discountFen: 0, subsidyFen: 0 })]);
    expect((await bring(at, [series[0]!, series[2]!])).body).toMatchObject({ type: 'meals/wrong-series', seq: 3, expected: 2 });
    expect((await bring(at, [{ ...series[0]!, listFen: 3000 }])).body.type).toBe('meals/wrong-series');
    expect(await due(at.siteId)).toBe(0);
    expect((await bring(at, series.slice(0, 2))).body).toEqual({ taken: 2, known: 0, conflicts: [] });
    expect((await bring(at, series)).body).toEqual({ taken: 1, known: 2, conflicts: [] });
    expect([await income(at.siteId), await due(at.siteId)]).toEqual([1400 + 1400 + 2000, 600]);
  });
  test('every meal is kept, and why a subsidy is not given is told', async () => {
    const at = await makeCanteen(house);
    const eater = () => makeEater(house, { bornOn: '1940-01-01', facts: local });
    const [served, often, young, cap] = [await eater(), await eater(), await makeEater(house, { bornOn: '1990-01-01', facts: local }), await eater()];
    await sell({ card: served.card }, 1400);
    const dinner = { meal: 'dinner' };
    const series = signSeries(at.till, [
      meal(served.card),
      meal('9999999999'),
      meal(young.card),
      meal(often.card),
      meal(often.card, '2026-11-23T04:10:00Z', dinner),
      meal(often.card, '2026-11-23T04:20:00Z', { meal: 'breakfast' }),
      meal(cap.card, '2026-11-21T04:00:00Z'),
    ]);
    const { body } = await bring(at, series);
    expect(body.taken).toBe(7);
    expect(body.conflicts.map(({ seq, why }: { seq: number; why: string }) => [seq, why])).toEqual([
      [1, 'servedAlready'],
      [2, 'unknownCard'],
      [3, 'notEntitled'],
      [5, 'servedAlready'],
      [6, 'tooMany'],
      [7, 'late'],
    ]);
    const sales = (await at.operator.get(`/api/meals/sites/${at.siteId}/sales?day=2026-11-23`)).body;
    expect(sales.length).toBe(6);
    expect(await due(at.siteId)).toBe(300);
    await booksHold();
  });
});

describe('settlement', () => {
  test('a month is drawn up from the ledger, asked about, approved after answers, paid once; refunds after that are in the next', async () => {
    house.clock.now = new Date('2026-09-10T04:00:00Z');
    const at = await makeCanteen(house);
    const eaters: Awaited<ReturnType<typeof makeEater>>[] = [];
    for (let i = 0; i < 4; i++) eaters.push(await makeEater(house, { bornOn: '1940-01-01', facts: local, home: i === 3 ? elsewhere : district }));
    const ids: string[] = [];
    for (const [i, { card }] of eaters.entries()) ids.push((await sell({ card }, i === 3 ? 1200 : 1400, {}, at)).body.id);
    await at.operator.send('POST', `/api/meals/sales/${ids[0]}/refund`, { reason: '退餐' });
    // The same person at another canteen ten minutes later, and somebody who had died.
    const near = await makeCanteen(house);
    house.clock.now = new Date('2026-09-10T04:10:00Z');
    await sell({ card: eaters[1]!.card }, 1700, {}, near);
    await inTransaction(house.db, district, (tx) =>
      tx.updateTable('people.person').set({ deceasedOn: '2026-09-01' }).where('id', '=', eaters[2]!.personId).execute(),
    );

    expect((await official.send('POST', '/api/meals/settlements/2026-09')).body.type).toBe('meals/month-not-over');
    house.clock.now = new Date('2026-10-03T02:00:00Z');
    expect((await official.send('POST', '/api/meals/settlements/2026-09')).body).toMatchObject({ claims: 1, meals: 3, amountFen: 1100, questions: 2 });
    expect((await official.send('POST', '/api/meals/settlements/2026-09')).body).toMatchObject({ claims: 1, questions: 0 });
    const [claim] = (await at.operator.get(`/api/meals/sites/${at.siteId}/claims`)).body;
    expect(claim).toMatchObject({
      meals: 3,
      amountFen: 1100,
      openQuestions: 1,
      byPayer: [
        { district, meals: 2, amountFen: 600 },
        { district: elsewhere, meals: 1, amountFen: 500 },
      ],
    });
    expect((await official.send('POST', `/api/meals/claims/${claim.id}/approve`)).body.type).toBe('meals/claim-moved');
    await at.operator.send('POST', `/api/meals/sites/${at.siteId}/claims/2026-09/submit`);
    expect((await official.send('POST', `/api/meals/claims/${claim.id}/approve`)).body).toMatchObject({ type: 'meals/questions-open', open: 1 });
    const questions = (await official.get('/api/meals/settlements/2026-09/questions')).body;
    expect(questions.map(({ kind }: { kind: string }) => kind).sort()).toEqual(['afterDeath', 'twoSites']);
    for (const { id, kind } of questions) {
      const answer = { answer: kind === 'afterDeath' ? 'notPaid' : 'fine', note: '已电话核实' };
      expect((await official.send('POST', `/api/meals/questions/${id}/answer`, answer)).status).toBe(200);
      expect((await official.send('POST', `/api/meals/questions/${id}/answer`, answer)).body.type).toBe('meals/answered-already');
    }
    expect((await official.send('POST', `/api/meals/claims/${claim.id}/approve`)).body).toMatchObject({ state: 'approved', withheldFen: 300 });
    const pay = () => official.send('POST', '/api/meals/settlements/2026-09/payments', { reference: '九月助餐补贴' });
    const paid = (await pay()).body;
    expect([paid.paid, paid.amountFen, paid.csv.split('\r\n').length]).toEqual([1, 800, 3]);
    expect((await pay()).body).toMatchObject({ paid: 0, amountFen: 0 });
    expect(await due(at.siteId)).toBe(300);
    expect((await official.get('/api/meals/settlements/2026-09/clearing')).body).toEqual([{ district: elsewhere, owesUsFen: 500, weOweFen: 0 }]);
    expect((await house.anyone.get('/api/meals/bulletin/2026-09')).body).toMatchObject({
      meals: 4,
      subsidisedMeals: 3,
      subsidyFen: 1100,
      fromOtherDistricts: 1,
    });

    await at.operator.send('POST', `/api/meals/sales/${ids[1]}/refund`, { reason: '结算后退餐' });
    house.clock.now = new Date('2026-11-03T02:00:00Z');
    await official.send('POST', '/api/meals/settlements/2026-10');
    const [october] = (await at.operator.get(`/api/meals/sites/${at.siteId}/claims`)).body;
    expect(october).toMatchObject({ month: '2026-10', meals: -1, amountFen: -300 });
    house.clock.now = lunch;
    await booksHold();
  });
});

describe('schemes and canteens', () => {
  test('a scheme holds from its day; the one before ends there, and one with an unknown fact is refused', async () => {
    const there = await openTestHouse({ demo: true });
    try {
      await forgetSchemes(there);
      const by = await there.staff('districtOfficial', { areaCode: district });
      const put = (scheme: object, from: string) => by.send('POST', '/api/meals/schemes', { scheme, from });
      expect((await put(exampleScheme('example-pass'), '2026-01-01')).body).toMatchObject({ version: 1 });
      expect((await put(exampleScheme('example-ladder'), '2026-12-01')).status).toBe(200);
      const { inForce } = (await by.get('/api/meals/schemes')).body;
      expect(inForce.map(({ from, to, scheme }: { from: string; to: string | null; scheme: { code: string } }) => [scheme.code, from, to])).toEqual([
        ['ladder', '2026-12-01', null],
        ['pass', '2026-01-01', '2026-12-01'],
      ]);
      expect((await put(exampleScheme('example-basic'), '2026-06-01')).body.type).toBe('meals/scheme-there');
      const wrong = exampleScheme('example-pass');
      expect(
        (await put({ ...wrong, discounts: [{ ...wrong.discounts[0]!, if: { field: 'unheardOf', op: '=', value: 1 } }] }, '2027-01-01')).body,
      ).toMatchObject({ type: 'meals/wrong-scheme', path: 'discounts[0].if' });
    } finally {
      await there.close();
    }
  });
  test('the register says which canteens serve now; paused ones do not sell', async () => {
    const at = await makeCanteen(house);
    const find = async () => (await house.anyone.get('/api/meals/sites?onPass=true')).body.find(({ id }: { id: string }) => id === at.siteId);
    expect(await find()).toMatchObject({ isServing: true, kind: 'centreCanteen', seats: 60 });
    const fields = { licenceNumber: 'JY13301050000001', licenceUntil: '2030-01-01', hygieneGrade: 'A', seats: 80, sittings, isOnPass: true, isAllAge: true };
    expect((await at.operator.send('PUT', `/api/meals/sites/${at.siteId}`, { ...fields, state: 'paused' })).status).toBe(200);
    expect(await find()).toMatchObject({ isServing: false, seats: 80, hygieneGrade: 'A' });
    expect((await quote(null, {}, at)).body.type).toBe('meals/site-shut');
  });
});
