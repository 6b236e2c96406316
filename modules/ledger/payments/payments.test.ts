import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTransaction } from '../../../platform/database.ts';
import { newId } from '../../../platform/id.ts';
import { type Caller, district, openTestHouse, type TestHouse } from '../../../tests/support/house.ts';
import { askPayment, checkBooks, findAccount, listBalances, withdrawPayment } from '../index.ts';
import { mockGateway, type Notice } from './gateway.ts';
import { gatewayOf, standingOf } from './payments.ts';

let house: TestHouse;
let official: Caller;
let payer: Caller;
const now = new Date('2026-11-23T02:00:00Z');
const lapsesAt = new Date('2026-11-23T02:30:00Z');
const late = '2026-11-23T03:00:00Z';
beforeAll(async () => {
  house = await openTestHouse({ demo: true, settings: { demonstration: true } });
  official = await house.staff('districtOfficial', { areaCode: district });
  payer = await house.resident({});
});
afterAll(() => house.close());

const ask = (reference = newId(), payee = newId()) =>
  inTransaction(house.db, district, (tx) =>
    askPayment(
      { tx, district, now, vault: house.vault, actor: { id: payer.accountId! } },
      { purpose: 'test', reference, title: '场地费', amountFen: 1000, payee: { kind: 'place', id: payee }, lapsesAt },
    ),
  );
const notice = (paymentId: string, kind: Notice['kind'], more: Partial<Notice> = {}): Notice => ({
  noticeId: newId(),
  paymentId,
  kind,
  amountFen: 1000,
  happenedAt: '2026-11-23T02:10:00Z',
  ...more,
});
const tell = (told: Notice, gateway = gatewayOf(house.vault)) => house.anyone.send('POST', '/api/ledger/payments/notices/mock', gateway.tell(told));
const mine = async (id: string) => (await payer.get('/api/ledger/payments/mine')).body.find((row: { id: string }) => row.id === id);
const incomeOf = (payee: string) =>
  inTransaction(house.db, district, async (tx) => {
    const id = await findAccount(tx, district, { owner: { kind: 'place', id: payee }, unit: 'fen', kind: 'income' });
    return id ? (await listBalances(tx, district, [id])).get(id)!.balance : 0;
  });

test('a notice counts once however often and by however many it is told; a wrong signature says nothing', async () => {
  const payee = newId();
  const { id } = await ask(newId(), payee);
  const paid = notice(id, 'paid');
  expect((await tell(paid, mockGateway('of somebody else'))).body.type).toBe('ledger/wrong-signature');
  expect((await mine(id)).state).toBe('asked');
  const answers = await Promise.all(Array.from({ length: 8 }, () => tell(paid)));
  expect(answers.map(({ body }) => body.outcome).sort()).toEqual([...Array(7).fill('known'), 'taken']);
  expect(await mine(id)).toMatchObject({ state: 'paid', paidFen: 1000, toReturnFen: 0 });
  expect(await incomeOf(payee)).toBe(1000);
  expect((await tell(notice(newId(), 'paid'))).body.type).toBe('ledger/no-such-payment');
  expect((await house.anyone.send('POST', '/api/ledger/payments/notices/other', gatewayOf(house.vault).tell(paid))).body.type).toBe('ledger/no-such-gateway');
});
test('asked again while it is open it is the same payment; two presses make one', async () => {
  const reference = newId();
  const ids = await Promise.all(Array.from({ length: 5 }, async () => (await ask(reference)).id));
  expect(new Set(ids).size).toBe(1);
});
test('what comes late or twice is not lost: it is to be given back', async () => {
  const [delayed, twice] = [await ask(), await ask()];
  await tell(notice(delayed.id, 'paid', { happenedAt: late }));
  expect(await mine(delayed.id)).toMatchObject({ state: 'toReturn', toReturnFen: 1000 });
  await tell(notice(twice.id, 'paid'));
  await tell(notice(twice.id, 'paid'));
  expect(await mine(twice.id)).toMatchObject({ state: 'paid', toReturnFen: 1000 });
  const listed = (await official.get('/api/ledger/payments/to-return')).body.map(({ id }: { id: string }) => id);
  expect(listed).toEqual(expect.arrayContaining([delayed.id, twice.id]));
  const settled = await ask();
  await tell(notice(settled.id, 'paid'));
  const again = (await official.get('/api/ledger/payments/to-return')).body as { id: string; toReturnFen: number }[];
  expect(again.every(({ id, toReturnFen }) => id !== settled.id && toReturnFen > 0)).toBe(true);
  await tell(notice(delayed.id, 'refunded'));
  expect(await mine(delayed.id)).toMatchObject({ state: 'refunded', toReturnFen: 0 });
});
test('in whatever order notices come, a payment stands at the same, and the books hold', async () => {
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 1 }), async (drawn) => {
      const kinds: [Notice['kind'], Partial<Notice>][] = [
        ['paid', { amountFen: 400 }],
        ['paid', { amountFen: 600 }],
        ['paid', { amountFen: 600, happenedAt: late }],
        ['paid', { amountFen: 1000, happenedAt: late }],
        ['failed', {}],
        ['refunded', {}],
      ];
      const stands = [];
      for (const order of [drawn, drawn.toReversed()]) {
        const { id } = await ask();
        for (const n of order) await tell(notice(id, ...kinds[n]!));
        const { state, paidFen, refundedFen, toReturnFen } = await mine(id);
        stands.push({ state, paidFen, refundedFen, toReturnFen });
      }
      expect(stands[0]).toEqual(stands[1]);
    }),
    { numRuns: 25 },
  );
  expect(await inTransaction(house.db, district, (tx) => checkBooks(tx, district))).toEqual([]);
});
test('a payment that nobody made lapses', () => {
  const row = { purpose: 'x', reference: 'x', title: 'x', amountFen: 5, paidFen: 0, inTimeFen: 0, refundedFen: 0, askedAt: now, lapsesAt, withdrawnAt: null };
  expect([standingOf(row, now).state, standingOf(row, lapsesAt).state]).toEqual(['asked', 'lapsed']);
});
test('what was paid for something that is cancelled is to be given back, also when it is told only later', async () => {
  const [before, after] = [newId(), newId()];
  const [one, two] = [await ask(before), await ask(after)];
  await tell(notice(one.id, 'paid'));
  for (const reference of [before, after]) await inTransaction(house.db, district, (tx) => withdrawPayment({ tx, district, now }, 'test', reference));
  await tell(notice(two.id, 'paid'));
  for (const { id } of [one, two]) expect(await mine(id)).toMatchObject({ state: 'toReturn', toReturnFen: 1000 });
  expect((await ask(before)).id).not.toBe(one.id);
});
test('in the demonstration one’s own payment is made at the mock gateway; nobody pays for another, and never in production', async () => {
  const { id, payUrl } = await ask();
  expect(payUrl).toBe(`/pay/${id}`);
  const pay = (by: Caller) => by.send('POST', `/api/ledger/payments/${id}/mock`, { kind: 'paid' });
  expect((await pay(await house.resident({}))).body.type).toBe('ledger/no-such-payment');
  expect((await pay(payer)).body.state).toBe('paid');
});
