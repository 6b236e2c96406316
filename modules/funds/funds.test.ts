import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inTransaction } from '../../platform/database.ts';
import { newId } from '../../platform/id.ts';
import { tally } from '../../tests/support/bookings.ts';
import { type Caller, district, openTestHouse, type TestHouse } from '../../tests/support/house.ts';
import { checkBooks } from '../ledger/index.ts';
import { spaceValue } from './space/space.ts';

let house: TestHouse;
let official: Caller;
let charity: string;
let place: string;
beforeAll(async () => {
  house = await openTestHouse({ demo: true });
  official = await house.staff('districtOfficial', { areaCode: district });
  charity = (await official.send('POST', '/api/partners', { name: '公益社', kind: 'charity' })).body.id;
  place = (
    await inTransaction(house.db, district, (tx) =>
      tx.selectFrom('places.place').select('id').where('district', '=', district).orderBy('id').executeTakeFirstOrThrow(),
    )
  ).id;
});
afterAll(() => house.close());

const send = (path: string, body: object = {}) => official.send('POST', `/api/funds${path}`, body);
const open = async () =>
  (await send('', { name: `基金${newId()}`, nameEn: 'Fund', kind: 'community', holder: '区慈善总会', purpose: '社区公益项目', openedOn: '2026-01-01' })).body
    .id as string;
const income = (fund: string, amountFen: number, more: object = {}) =>
  send(`/${fund}/income`, { kind: 'donation', amountFen, receivedOn: '2026-11-02', reference: newId(), ...more });
const project = async (fund: string, ...amounts: number[]) =>
  (
    await send(`/${fund}/projects`, {
      organisationId: charity,
      title: '独居老人结对',
      titleEn: 'Company for elders',
      installments: amounts.map((amountFen, i) => ({ step: ['首款', '中期', '末期'][i]!, amountFen })),
    })
  ).body;
const fundOf = async (id: string) => (await house.anyone.get('/api/funds')).body.find((fund: { id: string }) => fund.id === id);
/** What the ledger has of a fund, which everybody is told from its papers. */
const inLedger = async (id: string) => {
  const [account] = (await official.get(`/api/ledger/accounts?ownerKind=fund&ownerId=${id}`)).body;
  return { balanceFen: account.balance, heldFen: account.held };
};
const booksHold = async () => expect(await inTransaction(house.db, district, (tx) => checkBooks(tx, district))).toEqual([]);

describe('a fund', () => {
  test('takes a reference once, names a sale, and tells everybody what came and went, but not who gave', async () => {
    const fund = await open();
    const reference = 'SJ-2026-001';
    expect((await income(fund, 50_000, { giver: '王先生', reference })).body).toMatchObject({ balanceFen: 50_000 });
    expect((await income(fund, 50_000, { reference })).body.type).toBe('funds/recorded-already');
    expect((await income(fund, 20_000, { kind: 'market' })).body.type).toBe('funds/event-needed');
    await income(fund, 20_000, { kind: 'market', event: '11 月慈善市集' });
    const told = (await house.anyone.get(`/api/funds/${fund}/disclosure?from=2026-11-01&to=2026-11-30`)).body;
    expect(told).toMatchObject({
      holder: '区慈善总会',
      balanceFen: 70_000,
      incomeFen: 70_000,
      income: [
        { kind: 'donation', event: null, times: 1, amountFen: 50_000 },
        { kind: 'market', event: '11 月慈善市集', times: 1, amountFen: 20_000 },
      ],
    });
    expect(JSON.stringify(told)).not.toContain('王先生');
  });
  test('promises only what it holds, of two projects at once too; pays each installment once, and the rest is free again at the end', async () => {
    const fund = await open();
    await income(fund, 100_000);
    const [one, two] = [await project(fund, 40_000, 40_000), await project(fund, 60_000)];
    const decide = (id: string) => send(`/projects/${id}/decision`, { approve: true });
    const answers = await Promise.all([decide(one.id), decide(two.id)]);
    expect(tally(answers)).toEqual({ '200': 1, '409 funds/not-enough': 1 });
    const winner = answers[0]!.status === 200 ? one : two;
    expect((await decide(winner.id)).body.type).toBe('funds/project-moved');
    const held = winner.amountFen;
    expect(await fundOf(fund)).toMatchObject({ balanceFen: 100_000, heldFen: held });
    expect(await inLedger(fund)).toEqual({ balanceFen: 100_000, heldFen: held });
    const first = winner.installments[0];
    const pay = () => send(`/installments/${first.id}/payment`, { amountFen: 30_000, reference: '电汇 1' });
    expect(tally(await Promise.all([pay(), pay()]))).toEqual({ '200': 1, '404 funds/no-such-installment': 1 });
    expect(await fundOf(fund)).toMatchObject({ balanceFen: 70_000, heldFen: held - first.amountFen });
    const closed = (await send(`/projects/${winner.id}/close`, { result: '结对 30 户，满意 96 %' })).body;
    expect(closed).toMatchObject({ state: 'closed', paidFen: 30_000 });
    expect(await fundOf(fund)).toMatchObject({ balanceFen: 70_000, heldFen: 0 });
    expect(await inLedger(fund)).toEqual({ balanceFen: 70_000, heldFen: 0 });
    const told = (await house.anyone.get(`/api/funds/${fund}/disclosure?from=2026-11-01&to=2026-12-31`)).body;
    expect(told).toMatchObject({ paidFen: 30_000, projects: [{ result: '结对 30 户，满意 96 %' }] });
    await booksHold();
  });
  test('is given back a share of a merchant’s turnover, reported and paid once a month', async () => {
    const fund = await open();
    const rule = (await send(`/${fund}/reinvestments`, { organisationId: charity, percent: 2.5, fromDay: '2026-01-01', source: '商业反哺协议' })).body.id;
    expect((await send(`/${fund}/reinvestments`, { organisationId: charity, fromDay: '2026-01-01', source: '没有写清楚' })).status).toBe(400);
    expect((await send(`/reinvestments/${rule}/months/2026-10`, { turnoverFen: 2_000_000 })).body).toEqual({ dueFen: 50_000 });
    expect((await send(`/reinvestments/${rule}/months/2026-10`, { turnoverFen: 1 })).body.type).toBe('funds/accrued-already');
    const pay = () => send(`/reinvestments/${rule}/months/2026-10/payment`, { reference: newId() });
    expect(tally(await Promise.all([pay(), pay()]))).toEqual({ '200': 1, '404 funds/no-such-rule': 1 });
    expect(await fundOf(fund)).toMatchObject({ balanceFen: 50_000 });
    expect((await official.get(`/api/funds/${fund}/reinvestments`)).body).toMatchObject([
      { percent: 2.5, months: [{ month: '2026-10', dueFen: 50_000, isPaid: true }] },
    ]);
  });
});

describe('space for services', () => {
  test.each([
    [{ area: 100, rentFen: 3000, months: 12, defectPercent: 0 }, 3_600_000],
    [{ area: 82.5, rentFen: 2800, months: 6, defectPercent: 10 }, 1_247_400],
  ])('is worth area, rent and months, less defects: %j', (space, value) => expect(spaceValue(space)).toBe(value));
  test('is agreed for equal value only, delivered up to what was promised, and tells when it falls behind', async () => {
    const fields = { placeId: place, organisationId: charity, title: '书法工作室', area: 60, rentFen: 3000, months: 12, fromDay: '2026-08-23' };
    const lesson = { service: '免费书法课', unit: '节', unitFen: 30_000 };
    const agree = (quantity: number) => send('/space', { ...fields, commitments: [{ ...lesson, quantity }] });
    expect((await agree(60)).body).toMatchObject({ type: 'funds/not-equal', valueFen: 2_160_000, promisedFen: 1_800_000 });
    const { id } = (await agree(72)).body;
    const own = async () => (await official.get('/api/funds/space')).body.find((agreement: { id: string }) => agreement.id === id);
    // A quarter of the year has gone.
    const before = await own();
    expect(before).toMatchObject({ toDay: '2027-08-23', deliveredFen: 0, needsCure: true });
    expect(before.dueFen / before.valueFen).toBeCloseTo(92 / 365, 5);
    const deliver = (quantity: number) =>
      send(`/space/commitments/${before.commitments[0].id}/deliveries`, { quantity, onDay: '2026-11-20', evidence: '签到表 20 人次' });
    await deliver(20);
    expect(await own()).toMatchObject({ deliveredFen: 600_000, needsCure: false });
    const answers = await Promise.all([deliver(40), deliver(40)]);
    expect(tally(answers)).toEqual({ '200': 1, '409 funds/over-delivered': 1 });
    await booksHold();
  });
});

describe('the book of a complex', () => {
  test('adds income and cost by class, tells balance and the share of subsidies; a wrong entry is reversed and stays', async () => {
    const entry = (side: string, kind: string, amountFen: number) =>
      send(`/places/${place}/book`, { month: '2026-10', side, class: kind, amountFen, note: '十月' });
    await entry('income', 'lowFee', 300_000);
    await entry('income', 'subsidy', 100_000);
    await entry('cost', 'staff', 400_000);
    const wrong = (await entry('cost', 'energy', 400_000)).body.id;
    expect((await entry('income', 'staff', 1)).body.type).toBe('funds/wrong-class');
    expect((await send(`/book/${wrong}/reverse`)).status).toBe(200);
    expect((await send(`/book/${wrong}/reverse`)).body.type).toBe('funds/no-such-entry');
    const book = (await official.get(`/api/funds/places/${place}/book/2026`)).body;
    expect(book).toMatchObject({ incomeFen: 400_000, costFen: 400_000, balance: 1, subsidyShare: 0.25 });
    expect(book.entries.filter((row: { isReversed: boolean }) => row.isReversed)).toHaveLength(1);
    await booksHold();
  });
  test('goods are taken in and given out with a receipt each; the last of them go to one person', async () => {
    const take = (receipt: string) => send(`/places/${place}/goods`, { name: '大米', unit: '袋', quantity: 3, giver: '李女士', receipt });
    const { id } = (await take('SW-1')).body;
    expect((await take('SW-1')).body.type).toBe('funds/receipt-taken');
    const give = (receipt: string) => send(`/goods/${id}/issues`, { quantity: 2, whom: '困难家庭', receipt });
    expect(tally(await Promise.all([give('FF-1'), give('FF-2')]))).toEqual({ '200': 1, '409 funds/out-of-stock': 1 });
    expect((await official.get(`/api/funds/places/${place}/goods`)).body).toMatchObject([{ name: '大米', stock: 1 }]);
  });
});
