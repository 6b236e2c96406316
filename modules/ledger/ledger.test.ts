import fc from 'fast-check';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Database, inTransaction, openDatabase, openPool } from '../../platform/database.ts';
import { newId } from '../../platform/id.ts';
import { district, openTestHouse, type TestHouse } from '../../tests/support/house.ts';
import { type Op, type PlainAccount, PlainBooks } from '../../tests/support/plain-books.ts';
import type { NewTransfer } from './index.ts';
import * as ledger from './index.ts';

let house: TestHouse;
let db: Database;
let owner: pg.Client;
const now = new Date('2026-11-23T02:00:00Z');
beforeAll(async () => {
  house = await openTestHouse();
  ({ db } = house);
  owner = new pg.Client({ connectionString: house.databaseUrl });
  await owner.connect();
});
beforeEach(async () => {
  await owner.query('truncate ledger.lot_use, ledger.lot, ledger.balance_day, ledger.cap_use, ledger.cap_charge, ledger.seal, ledger.transfer, ledger.account');
});
afterAll(async () => {
  await owner.end();
  await house.close();
});

const inDistrict = <T>(work: (posting: ledger.Posting) => Promise<T>, at = now) =>
  inTransaction(db, district, (tx) => work({ tx, district, now: at, actor: null }));
let made = 0;
const open = (options: Partial<Parameters<typeof ledger.openAccount>[1]> = {}) =>
  inDistrict((posting) =>
    ledger.openAccount(posting, { owner: { kind: 'fund', id: `${made++}` }, unit: 'points', kind: 'wallet', name: 'x', isKept: true, floor: 0, ...options }),
  );
const source = () => open({ isKept: false, floor: null });
const move = (debitId: string, creditId: string, amount: number, id = newId()) => ({ id, kind: 'test.move', debitId, creditId, amount });
const post = (transfers: NewTransfer[], at = now) => inDistrict((posting) => ledger.postTransfers(posting, transfers), at);
const each = (transfers: NewTransfer[], at = now) =>
  inDistrict(async (posting) => (await ledger.postEach(posting, transfers)).map(({ outcome }) => outcome), at);
const balance = async (id: string) => (await inDistrict(({ tx }) => ledger.listBalances(tx, district, [id]))).get(id)!;
const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error) => error.refusal?.type ?? String(error),
  );
const faults = () => inDistrict(({ tx }) => ledger.checkBooks(tx, district));

describe('transfers', () => {
  test('move value between two accounts of a unit; the whole comes to zero', async () => {
    const [from, to] = [await source(), await open()];
    await post([move(from, to, 250), move(from, to, 50)]);
    expect(await balance(to)).toEqual({ balance: 300, held: 0, available: 300 });
    expect(await balance(from)).toMatchObject({ balance: -300 });
    expect(await inDistrict(({ tx }) => ledger.getTrialBalance(tx, district))).toEqual([
      { unit: 'points', accounts: 2, debits: -300, credits: 300, balance: 0 },
    ]);
    expect(await faults()).toEqual([]);
  });
  test('linked ones go together or not at all, and the one that cannot be is named', async () => {
    const [from, a, b] = [await source(), await open(), await open({ ceiling: 10 })];
    const wrong = move(from, b, 11);
    const refused = await post([move(from, a, 5), wrong]).catch((error) => error);
    expect([refused.refusal.type, refused.facts]).toEqual(['ledger/over-ceiling', { transfer: wrong.id }]);
    expect((await balance(a)).balance).toBe(0);
    await post([move(from, a, 5), move(a, b, 5)]);
    expect([(await balance(a)).balance, (await balance(b)).balance]).toEqual([0, 5]);
  });
  test('the same id with the same content is the same transfer, with other content it is refused', async () => {
    const [from, to] = [await source(), await open()];
    const first = move(from, to, 7);
    expect(await each([first])).toEqual(['posted']);
    expect(await each([first, { ...first, amount: 8 }, { ...first, kind: 'test.other' }])).toEqual(['already', 'otherContent', 'otherContent']);
    expect((await balance(to)).balance).toBe(7);
    expect(await refusalOf(post([{ ...first, amount: 8 }]))).toBe('ledger/other-content');
  });
  test('keep any text as their kind and reference', async () => {
    const [from, to] = [await source(), await open()];
    const reference = 'a "quoted", (bracketed) \\ and {braced} 引号';
    await post([{ ...move(from, to, 1), reference }, { ...move(from, to, 1), reference: '' }, move(from, to, 1)]);
    const lines = await inDistrict(({ tx }) => ledger.listLines(tx, district, to));
    expect(lines.map((line) => line.reference)).toEqual([null, '', reference]);
  });
  test.each([
    ['ledger/not-enough', async () => move(await open(), await open(), 1)],
    ['ledger/other-unit', async () => move(await source(), await open({ unit: 'fen' }), 1)],
    ['ledger/no-such-account', async () => move(newId(), await open(), 1)],
    ['ledger/no-amount', async () => move(await source(), await open(), 0)],
    ['ledger/no-such-transfer', async () => ({ id: newId(), kind: 'x', flow: 'reverse', ofId: newId() }) as const],
  ])('is refused as %s', async (type, transfer) => {
    expect(await refusalOf(post([await transfer()]))).toBe(type);
  });
  test('what a connection posts first may be refused, too', async () => {
    const [one, two] = [await open(), await open()];
    for (const [debit, credit] of [
      [one, two],
      [two, one],
    ] as const) {
      const fresh = openDatabase(openPool(house.databaseUrl, 'linli_app', 1));
      expect(await refusalOf(ledger.postAlone(fresh, { district, now, actor: null }, [move(debit, credit, 1)]))).toBe('ledger/not-enough');
      await fresh.destroy();
    }
  });
  test('a closed account takes and gives nothing', async () => {
    const [from, to] = [await source(), await open()];
    await inDistrict(({ tx }) => tx.updateTable('ledger.account').set({ closedAt: now }).where('id', '=', to).execute());
    expect(await refusalOf(post([move(from, to, 1)]))).toBe('ledger/account-closed');
  });
  test('the server can neither change nor delete a transfer, nor set a balance', async () => {
    const [from, to] = [await source(), await open()];
    await post([move(from, to, 1)]);
    for (const attempt of [
      sql`update ledger.transfer set amount = 2`,
      sql`delete from ledger.transfer`,
      sql`update ledger.account set balance = 9`,
      sql`delete from ledger.account`,
    ]) {
      expect(await inDistrict(({ tx }) => attempt.execute(tx)).catch((error) => error.code)).toBe('42501');
    }
  });
  test('are of one district: another sees none of them and posts none', async () => {
    const [from, to] = [await source(), await open()];
    await post([move(from, to, 1)]);
    const elsewhere = await inTransaction(db, '330106', (tx) => ledger.listBalances(tx, district, [to]));
    expect(elsewhere.size).toBe(0);
    await expect(inTransaction(db, '330106', (tx) => ledger.postEach({ tx, district, now, actor: null }, [move(from, to, 1)]))).rejects.toThrow(
      'not in district',
    );
  });
});

describe('many at once', () => {
  const many = (from: string, to: string[], amount = 1) => Array.from({ length: 200 }, (_, i) => move(from, to[i % to.length]!, amount));
  test('end as they would one by one, with the balance after each', async () => {
    const [from, a, b] = [await source(), await open(), await open()];
    expect(new Set(await each(many(from, [a, b], 3)))).toEqual(new Set(['posted']));
    expect([(await balance(a)).balance, (await balance(b)).balance]).toEqual([300, 300]);
    const lines = await inDistrict(({ tx }) => ledger.listLines(tx, district, a, { limit: 3 }));
    expect(lines.map(({ amount, after }) => [amount, after])).toEqual([
      [3, 300],
      [3, 297],
      [3, 294],
    ]);
    expect(await faults()).toEqual([]);
  });
  test('where one of them meets a limit or is known, it alone is refused or known', async () => {
    const [from, a, b] = [await source(), await open(), await open({ ceiling: 50 })];
    const [first, ...others] = many(from, [a, b]);
    await post([first!]);
    const outcomes = await each([first!, ...others]);
    expect(outcomes.filter((outcome) => outcome === 'already').length).toBe(1);
    expect(outcomes.filter((outcome) => outcome === 'full').length).toBe(50);
    expect((await balance(b)).balance).toBe(50);
    expect(await refusalOf(post(many(from, [b])))).toBe('ledger/over-ceiling');
  });
});

describe('holds', () => {
  const until = new Date('2026-11-24T02:00:00Z');
  const hold = (debitId: string, creditId: string, amount: number): NewTransfer => ({
    id: newId(),
    kind: 'test.hold',
    flow: 'hold',
    debitId,
    creditId,
    amount,
    expiresAt: until,
  });
  test('set an amount aside; a part is captured and the rest is free again', async () => {
    const [from, a, b] = [await source(), await open(), await open()];
    await post([move(from, a, 100)]);
    const first = hold(a, b, 60);
    await post([first]);
    expect(await balance(a)).toEqual({ balance: 100, held: 60, available: 40 });
    expect(await refusalOf(post([move(a, b, 41)]))).toBe('ledger/not-enough');
    await post([{ id: newId(), kind: 'x', flow: 'capture', ofId: first.id, amount: 45 }]);
    expect(await balance(a)).toEqual({ balance: 55, held: 0, available: 55 });
    expect(await faults()).toEqual([]);
  });
  test('are resolved once, never above their amount, and not after they ran out', async () => {
    const [from, a, b] = [await source(), await open(), await open()];
    await post([move(from, a, 100)]);
    const [first, second] = [hold(a, b, 50), hold(a, b, 50)];
    await post([first, second]);
    expect(await refusalOf(post([{ id: newId(), kind: 'x', flow: 'capture', ofId: first.id, amount: 51 }]))).toBe('ledger/over-hold');
    await post([{ id: newId(), kind: 'x', flow: 'release', ofId: first.id }]);
    expect(await refusalOf(post([{ id: newId(), kind: 'x', flow: 'capture', ofId: first.id }]))).toBe('ledger/resolved-already');
    expect(await refusalOf(post([{ id: newId(), kind: 'x', flow: 'capture', ofId: second.id }], until))).toBe('ledger/hold-expired');
    expect(await inDistrict(ledger.releaseExpiredHolds, until)).toBe(1);
    expect(await inDistrict(ledger.releaseExpiredHolds, until)).toBe(0);
    expect(await balance(a)).toEqual({ balance: 100, held: 0, available: 100 });
  });
  test('of capture and release at the same moment, one wins', async () => {
    const [from, a, b] = [await source(), await open(), await open()];
    await post([move(from, a, 1000)]);
    for (let round = 0; round < 20; round++) {
      const first = hold(a, b, 10);
      await post([first]);
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, i) => refusalOf(post([{ id: newId(), kind: 'x', flow: i % 2 ? 'capture' : 'release', ofId: first.id }]))),
      );
      expect(answers.filter((answer) => answer === null).length).toBe(1);
      expect(new Set(answers.filter(Boolean))).toEqual(new Set(['ledger/resolved-already']));
    }
    expect(await faults()).toEqual([]);
  });
});

describe('reversals', () => {
  test('are new transfers that name the first; each is reversed once, also by eight at once', async () => {
    const [from, a] = [await source(), await open()];
    const first = move(from, a, 30);
    await post([first]);
    const back = (id = newId()): NewTransfer => ({ id, kind: 'test.back', flow: 'reverse', ofId: first.id });
    const answers = await Promise.all(Array.from({ length: 8 }, () => refusalOf(post([back()]))));
    expect(answers.filter((answer) => answer === null).length).toBe(1);
    expect((await balance(a)).balance).toBe(0);
    expect((await inDistrict(({ tx }) => ledger.listLines(tx, district, a))).map(({ flow, amount }) => [flow, amount])).toEqual([
      ['reverse', -30],
      ['post', 30],
    ]);
  });
  test('a reversal itself is not reversed, and what was spent cannot be taken back', async () => {
    const [from, a, b] = [await source(), await open(), await open()];
    const [first, back] = [move(from, a, 30), newId()];
    await post([first, { id: back, kind: 'x', flow: 'reverse', ofId: first.id }]);
    expect(await refusalOf(post([{ id: newId(), kind: 'x', flow: 'reverse', ofId: back }]))).toBe('ledger/not-reversible');
    const second = move(from, a, 30);
    await post([second, move(a, b, 1)]);
    expect(await refusalOf(post([{ id: newId(), kind: 'x', flow: 'reverse', ofId: second.id }]))).toBe('ledger/not-enough');
  });
});

describe('balances of the past', () => {
  test('are what had been posted by then, on kept accounts and on others', async () => {
    const [from, to] = [await source(), await open()];
    const times = ['2026-11-20T01:00:00Z', '2026-11-21T01:00:00Z', '2026-11-22T01:00:00Z'].map((time) => new Date(time));
    for (const [i, time] of times.entries()) await post([move(from, to, 10 ** i)], time);
    const at = (id: string, time: string) => inDistrict(({ tx }) => ledger.getBalanceAt(tx, district, id, new Date(time)));
    expect(
      await Promise.all(['2026-11-19T00:00:00Z', '2026-11-20T01:00:00Z', '2026-11-21T12:00:00Z', '2026-12-01T00:00:00Z'].map((time) => at(to, time))),
    ).toEqual([0, 1, 11, 111]);
    await inDistrict((posting) => ledger.closeDays(posting.tx, district, now));
    expect(await Promise.all(['2026-11-20T00:00:00Z', '2026-11-21T12:00:00Z', '2026-12-01T00:00:00Z'].map((time) => at(from, time)))).toEqual([0, -11, -111]);
    expect((await balance(from)).balance).toBe(-111);
    await post([move(from, to, 5)], now);
    expect((await balance(from)).balance).toBe(-116);
  });
});

describe('lots', () => {
  const wallet = () => open({ hasLots: true });
  const lots = async (id: string) =>
    (
      await owner.query(
        `select remaining::int, expires_on::text as day from ledger.lot where account_id = $1 and remaining > 0 order by expires_on nulls last, seq`,
        [id],
      )
    ).rows.map(({ remaining, day }) => [remaining, day]);
  const earn = (from: string, to: string, amount: number, day: string | null): NewTransfer => ({ ...move(from, to, amount), lotExpiresOn: day }) as NewTransfer;
  test('the first to expire are used first', async () => {
    const [from, a, shop] = [await source(), await wallet(), await source()];
    await post([earn(from, a, 10, '2027-12-31'), earn(from, a, 10, '2026-12-31'), earn(from, a, 10, null), move(a, shop, 15)]);
    expect(await lots(a)).toEqual([
      [5, '2027-12-31'],
      [10, null],
    ]);
  });
  test('what is reversed goes back to the lots it came from', async () => {
    const [from, a, shop] = [await source(), await wallet(), await source()];
    const spent = move(a, shop, 15);
    await post([earn(from, a, 10, '2026-12-31'), earn(from, a, 10, '2027-12-31'), spent]);
    await post([{ id: newId(), kind: 'x', flow: 'reverse', ofId: spent.id }]);
    expect(await lots(a)).toEqual([
      [10, '2026-12-31'],
      [10, '2027-12-31'],
    ]);
    expect(await faults()).toEqual([]);
  });
  test('a gift keeps the days of what was given', async () => {
    const [from, a, b] = [await source(), await wallet(), await wallet()];
    await post([earn(from, a, 10, '2026-12-31'), earn(from, a, 10, '2027-12-31'), move(a, b, 12)]);
    expect(await lots(b)).toEqual([
      [10, '2026-12-31'],
      [2, '2027-12-31'],
    ]);
  });
  test('expire on their day, once, but not what is set aside by a hold', async () => {
    const [from, a, shop] = [await source(), await wallet(), await source()];
    await post([earn(from, a, 10, '2026-11-23'), earn(from, a, 5, '2026-11-24')]);
    const held: NewTransfer = { id: newId(), kind: 'x', flow: 'hold', debitId: a, creditId: shop, amount: 8, expiresAt: new Date('2026-12-01T00:00:00Z') };
    await post([held]);
    expect(await Promise.all([inDistrict(ledger.expireLots), inDistrict(ledger.expireLots)]).then((done) => done[0] + done[1])).toBe(1);
    expect([await lots(a), (await balance(a)).available]).toEqual([
      [
        [3, '2026-11-23'],
        [5, '2026-11-24'],
      ],
      0,
    ]);
    await post([{ id: newId(), kind: 'x', flow: 'release', ofId: held.id }]);
    expect(await inDistrict(ledger.expireLots)).toBe(1);
    expect(await lots(a)).toEqual([[5, '2026-11-24']]);
    expect(await faults()).toEqual([]);
  });
});

describe('caps', () => {
  const cap = (amount: number, period = '2026-11-23'): ledger.Cap => ({ subject: 'p1', cap: 'test.daily', period, amount, most: 3 });
  test('of many who take the last at once, one gets it', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => refusalOf(inDistrict((posting) => ledger.chargeCaps(posting, newId(), [cap(1)])))));
    expect(answers.filter((answer) => answer === null).length).toBe(3);
    expect(new Set(answers.filter(Boolean))).toEqual(new Set(['ledger/cap-reached']));
  });
  test.each([
    [60, 480, null],
    [9, 10, null],
    [100, 20, 'ledger/cap-reached'],
  ])('amounts are compared as numbers: %i of %i', async (amount, most, expected) => {
    expect(await refusalOf(inDistrict((posting) => ledger.chargeCaps(posting, newId(), [{ ...cap(amount), most }])))).toBe(expected);
  });
  test('count a transfer once, and give back what a reversal frees, once', async () => {
    const transfer = newId();
    const used = () => inDistrict((posting) => ledger.getUsed(posting, cap(1)));
    for (let i = 0; i < 2; i++) await inDistrict((posting) => ledger.chargeCaps(posting, transfer, [cap(2)]));
    expect(await used()).toBe(2);
    for (let i = 0; i < 2; i++) await inDistrict((posting) => ledger.freeCaps(posting, transfer));
    expect(await used()).toBe(0);
    expect(await refusalOf(inDistrict((posting) => ledger.chargeCaps(posting, newId(), [cap(4)])))).toBe('ledger/cap-reached');
  });
});

describe('units', () => {
  test('become one another only by a rule with a source, in two linked transfers', async () => {
    const [from, to] = [await source(), await open({ unit: 'points' })];
    const [coins, out] = [await open({ unit: 'coinMinutes', floor: null }), { debitId: '', give: 60 }];
    const ask = (rules: ledger.ExchangeRule[]) =>
      inDistrict((posting) => ledger.exchange(posting, { id: newId(), debitId: coins, creditId: to, give: out.give }, rules));
    expect(await refusalOf(ask(ledger.exchangeRules))).toBe('ledger/no-exchange');
    const rule = { from: 'coinMinutes', to: 'points', give: 60, get: 5, since: '2026-01-01', source: 'a test' };
    expect(await refusalOf(ask([{ ...rule, until: '2026-11-01' }]))).toBe('ledger/no-exchange');
    await ask([rule]);
    expect([(await balance(to)).balance, (await balance(coins)).balance, (await balance(from)).balance]).toEqual([5, -60, 0]);
    expect(await faults()).toEqual([]);
  });
});

describe('the hash chain', () => {
  const seal = () => inDistrict(({ tx }) => ledger.sealDistrict(tx, district, now));
  const verify = () => inDistrict(({ tx }) => ledger.verifyChain(tx, district));
  /** Transactions of other tests in the same PostgreSQL hold the seal back while they last. */
  const sealAll = async () => {
    for (let entries = 0; ; entries += (await seal()).entries) if ((await verify()).unsealed === 0) return entries;
  };
  test('covers every transfer once, whatever is open beside it, and says what is not sealed yet', async () => {
    const [from, to] = [await source(), await open()];
    await post([move(from, to, 1)], new Date('2026-11-22T02:00:00Z'));
    await post([move(from, to, 1)]);
    expect(await sealAll()).toBe(2);
    // One transaction is still open while others come and go: it is sealed when it is over.
    await inDistrict(async (posting) => {
      await ledger.postTransfers(posting, [move(from, await open(), 1)]);
      await post([move(from, to, 1)]);
      expect((await seal()).entries).toBe(0);
    });
    expect((await verify()).unsealed).toBe(2);
    expect(await sealAll()).toBe(2);
    expect(await verify()).toMatchObject({ entries: 4, unsealed: 0, broken: null });
  });
  test.each([
    ['an amount altered', 'update ledger.transfer set amount = amount + 1 where seq = (select min(seq) from ledger.transfer)', 'altered'],
    ['a transfer deleted', 'delete from ledger.transfer where seq = (select max(seq) from ledger.transfer)', 'now has'],
    ['a block removed', 'delete from ledger.seal where number = 1', 'missing'],
    [
      'a transfer put in between',
      `insert into ledger.transfer (district, id, txid, flow, kind, debit_id, credit_id, amount, unit, happened_at, posted_at)
       select district, gen_random_uuid(), txid, flow, kind, debit_id, credit_id, amount, unit, happened_at, posted_at + interval '3 days' from ledger.transfer limit 1`,
      'put in between',
    ],
  ])('finds %s behind its back', async (_, tampering, why) => {
    const [from, to] = [await source(), await open()];
    await post([move(from, to, 1)]);
    await sealAll();
    await post([move(from, to, 2), move(from, to, 3)]);
    await sealAll();
    await owner.query(tampering);
    expect((await verify()).broken?.why).toContain(why);
  });
});

describe('the books, drawn at random', () => {
  const shapes: PlainAccount[] = [
    { isKept: false, unit: 'points', floor: null, ceiling: null, hasLots: false },
    { isKept: true, unit: 'points', floor: 0, ceiling: null, hasLots: false },
    { isKept: true, unit: 'points', floor: 0, ceiling: 30, hasLots: true },
    { isKept: true, unit: 'points', floor: 0, ceiling: null, hasLots: true },
    { isKept: true, unit: 'points', floor: -10, ceiling: 10, hasLots: false },
    { isKept: true, unit: 'fen', floor: null, ceiling: null, hasLots: false },
  ];
  // Most value comes from the first account, most steps are new, and what they name lies a few steps back.
  const account = fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 4 }) }, { weight: 1, arbitrary: fc.constant(5) });
  const debit = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 3, arbitrary: account });
  const [amount, back] = [fc.integer({ min: 1, max: 25 }), fc.integer({ min: 1, max: 6 })];
  const drawn = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ flow: fc.constant('post' as const), debit, credit: account, amount, expiresOn: fc.option(fc.integer({ min: 1, max: 9 })) }),
    },
    { weight: 4, arbitrary: fc.record({ flow: fc.constant('hold' as const), debit, credit: account, amount, until: fc.integer({ min: 1, max: 40 }) }) },
    { weight: 4, arbitrary: fc.record({ flow: fc.constant('capture' as const), back, amount: fc.option(amount) }) },
    { weight: 4, arbitrary: fc.record({ flow: fc.constantFrom('release' as const, 'reverse' as const), back }) },
  );
  const step = fc.record({
    drawn,
    again: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: back }),
    isCopy: fc.boolean(),
    hours: fc.integer({ min: 0, max: 3 }),
  });
  type Step = { drawn: typeof drawn extends fc.Arbitrary<infer D> ? D : never; again: number; isCopy: boolean; hours: number };
  const opsOf = (steps: Step[]) => {
    const ops: { hours: number; op: Op }[] = [];
    for (const [i, { drawn: d, again, isCopy, hours }] of steps.entries()) {
      const earlier = ops[i - again]?.op;
      ops.push({ hours, op: isCopy && earlier ? earlier : ({ ...d, id: i - again, ...('back' in d && { of: i - d.back }) } as Op) });
    }
    return ops;
  };
  const day = (n: number) => `2027-01-${String(n).padStart(2, '0')}`;

  test('agree with a plain model after every step, however the steps are put together', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30, size: 'max' }), fc.boolean(), async (drawnSteps, isTogether) => {
        const steps = opsOf(drawnSteps);
        const accounts: string[] = [];
        for (const { floor, ceiling, isKept, unit, hasLots } of shapes) accounts.push(await open({ floor, ceiling, isKept, unit, hasLots }));
        const run = newId();
        const ids = (n: number) => ledger.legId(run, `${n}`);
        const books = new PlainBooks(shapes);
        const sent = (o: Op): NewTransfer => {
          const named = { id: ids(o.id), kind: 'test.drawn' };
          if (o.flow === 'post') {
            return {
              ...named,
              debitId: accounts[o.debit]!,
              creditId: accounts[o.credit]!,
              amount: o.amount,
              lotExpiresOn: o.expiresOn === null ? null : day(o.expiresOn),
            };
          }
          if (o.flow === 'hold') {
            return {
              ...named,
              flow: 'hold',
              debitId: accounts[o.debit]!,
              creditId: accounts[o.credit]!,
              amount: o.amount,
              expiresAt: new Date(now.getTime() + o.until * 3600_000),
            };
          }
          if (o.flow === 'capture') return { ...named, flow: 'capture', ofId: ids(o.of), ...(o.amount !== null && { amount: o.amount }) };
          return { ...named, flow: o.flow, ofId: ids(o.of) };
        };
        let hour = 0;
        if (isTogether) {
          const expected = steps.map(({ op: o }) => books.post(o, 0));
          expect(await each(steps.map(({ op: o }) => sent(o)))).toEqual(expected);
        } else {
          for (const { op: o, hours } of steps) {
            hour += hours;
            expect(await each([sent(o)], new Date(now.getTime() + hour * 3600_000)), JSON.stringify(o)).toEqual([books.post(o, hour)]);
          }
        }
        const stand = await inDistrict(({ tx }) => ledger.listBalances(tx, district, accounts));
        expect(accounts.map((it) => stand.get(it)!.balance)).toEqual(shapes.map((_, i) => books.balance(i)));
        expect(accounts.map((it) => stand.get(it)!.held)).toEqual(shapes.map(({ isKept }, i) => (isKept ? books.held(i) : 0)));
        const lots = await owner.query(
          'select remaining::int, extract(day from expires_on)::int as day from ledger.lot where account_id = any($1) and remaining > 0',
          [accounts],
        );
        const sorted = (list: { remaining: number; day: number | null }[]) => list.map(({ remaining, day: d }) => `${remaining} ${d}`).sort();
        expect(sorted(lots.rows)).toEqual(
          sorted(books.lots.filter(({ remaining }) => remaining > 0).map(({ remaining, expiresOn }) => ({ remaining, day: expiresOn }))),
        );
      }),
      { numRuns: Number(process.env['LEDGER_RUNS'] ?? 150) },
    );
    expect(await faults()).toEqual([]);
  }, 300_000);
});
