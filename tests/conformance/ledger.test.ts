import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestHouse, type TestHouse } from '../support/house.ts';
import { openAdapter } from './adapter.ts';
import { invariants } from './invariants.ts';
import type { LedgerUnderTest } from './ledger-under-test.ts';
import { type Defect, plainLedger } from './plain-ledger.ts';

let house: TestHouse;
let adapter: Awaited<ReturnType<typeof openAdapter>>;
let ledger: LedgerUnderTest;
beforeAll(async () => {
  house = await openTestHouse();
  adapter = await openAdapter(house.db, house.databaseUrl);
  const base = `${await adapter.listen({ port: 0, host: '127.0.0.1' })}/_lck`;
  const ask = async (path: string, body?: unknown) => {
    const response = await fetch(
      base + path,
      body === undefined ? {} : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } },
    );
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as never;
  };
  ledger = {
    reset: () => ask('/reset', {}),
    post: (transaction) => ask('/post', transaction),
    balance: async (account, currency = 'USD') => ((await ask(`/balance?${new URLSearchParams({ account, currency })}`)) as { subunits: number }).subunits,
    journal: () => ask('/journal'),
    chainHolds: async () => ((await ask('/chain')) as { holds: boolean }).holds,
    tamper: () => ask('/tamper', {}),
  };
});
afterAll(async () => {
  await adapter.close();
  await house.close();
});

describe('the fifteen invariants of the ledger conformance kit, over HTTP', () => {
  test.each(invariants)(
    '$id $title',
    async ({ check }) => {
      await ledger.reset();
      expect(await check(ledger)).toBeNull();
    },
    60_000,
  );
});

describe('the invariants themselves', () => {
  test.each(invariants)('$id lets a right ledger pass and notices one that is wrong there', async ({ id, check }) => {
    expect(await check(plainLedger())).toBeNull();
    expect(await check(plainLedger(id as Defect))).toEqual(expect.any(String));
  });
});
