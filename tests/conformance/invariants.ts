// Fifteen invariants that any ledger should hold, after those of the public ledger conformance kit (technomorphcorporation/
// ledger-conformance-kit, Apache-2.0), written anew for a ledger behind an interface. Each tells what was wrong, with the amount.
import { randomUUID } from 'node:crypto';
import type { Entry, LedgerUnderTest, Transaction } from './ledger-under-test.ts';

/** What is wrong, or null where the invariant holds. */
type Check = (ledger: LedgerUnderTest) => Promise<string | null>;
export type Invariant = { id: string; title: string; check: Check };

const move = (from: string, to: string, amount: number, key: string, allowOverdraft = false): Transaction => ({
  idempotencyKey: key,
  transactionId: randomUUID(),
  allowOverdraft,
  legs: [
    { accountId: from, type: 'DEBIT', amountSubunits: amount, currency: 'USD' },
    { accountId: to, type: 'CREDIT', amountSubunits: amount, currency: 'USD' },
  ],
});
const seed = (ledger: LedgerUnderTest, account: string, amount: number) => ledger.post(move('external:seed', account, amount, `seed-${account}`, true));
const atOnce = <T>(n: number, task: (i: number) => Promise<T>) => Promise.all(Array.from({ length: n }, (_, i) => task(i)));
const signed = ({ type, amountSubunits }: Entry) => (type === 'CREDIT' ? amountSubunits : -amountSubunits);
const fingerprint = (entries: Entry[]) => entries.map((e) => `${e.transactionId}|${e.accountId}|${e.type}|${e.amountSubunits}`);
const projected = (entries: Entry[], account: string) => entries.filter((e) => e.accountId === account).reduce((sum, e) => sum + signed(e), 0);
async function differing(ledger: LedgerUnderTest, accounts: string[]): Promise<string | null> {
  const journal = await ledger.journal();
  const wrong: string[] = [];
  for (const account of accounts) {
    const [told, adds] = [await ledger.balance(account), projected(journal, account)];
    if (told !== adds) wrong.push(`${account}: told ${told}, the journal adds up to ${adds}`);
  }
  return wrong.join('; ') || null;
}
const names = (n: number) => Array.from({ length: n }, (_, i) => `acct:${i}`);

export const invariants: Invariant[] = [
  {
    id: 'INV-01',
    title: 'every transaction is balanced per currency',
    async check(ledger) {
      await seed(ledger, 'acct:a', 10_000);
      await ledger.post(move('acct:a', 'acct:b', 4_000, 't1'));
      const net = new Map<string, number>();
      for (const entry of await ledger.journal()) {
        const key = `${entry.transactionId} ${entry.currency}`;
        net.set(key, (net.get(key) ?? 0) + signed(entry));
      }
      const wrong = [...net].filter(([, sum]) => sum !== 0);
      if (net.size !== 2) return `${net.size} transactions in the journal, not 2`;
      return wrong.length === 0 ? null : `${wrong.length} unbalanced, the first by ${wrong[0]![1]}`;
    },
  },
  {
    id: 'INV-02',
    title: 'the journal is append-only',
    async check(ledger) {
      await seed(ledger, 'acct:a', 10_000);
      await ledger.post(move('acct:a', 'acct:b', 1_000, 't1'));
      const before = fingerprint(await ledger.journal());
      await ledger.post(move('acct:b', 'acct:a', 300, 't2'));
      await ledger.post(move('acct:a', 'acct:b', 100, 't3'));
      const after = fingerprint(await ledger.journal());
      if (after.length <= before.length) return `the journal stayed at ${after.length} entries`;
      const changed = before.findIndex((entry, i) => entry !== after[i]);
      return changed === -1 ? null : `entry ${changed} of ${before.length} is another now`;
    },
  },
  {
    id: 'INV-03',
    title: 'the hash chain is intact, and an altered entry breaks it',
    async check(ledger) {
      await seed(ledger, 'acct:a', 10_000);
      for (let i = 0; i < 5; i++) await ledger.post(move('acct:a', 'acct:b', 100, `t${i}`));
      if (!(await ledger.chainHolds())) return 'the chain does not hold though nobody touched it';
      await ledger.tamper();
      return (await ledger.chainHolds()) ? 'an altered entry was not noticed' : null;
    },
  },
  {
    id: 'INV-04',
    title: 'a duplicate does nothing, and is told that it is one',
    async check(ledger) {
      await seed(ledger, 'acct:a', 10_000);
      await ledger.post(move('acct:a', 'acct:b', 2_500, 'dup-key'));
      const before = (await ledger.journal()).length;
      const { status } = await ledger.post(move('acct:a', 'acct:b', 2_500, 'dup-key'));
      const [more, balance] = [(await ledger.journal()).length - before, await ledger.balance('acct:b')];
      if (more !== 0) return `the replay wrote ${more} entries`;
      if (balance !== 2_500) return `the balance is ${balance} after the replay, not 2500`;
      return status === 'DUPLICATE' ? null : `the replay was answered ${status}`;
    },
  },
  {
    id: 'INV-05',
    title: 'simultaneous duplicates become one',
    async check(ledger) {
      await seed(ledger, 'acct:a', 200_000);
      const answers = await atOnce(64, () => ledger.post(move('acct:a', 'acct:b', 2_500, 'race-key')));
      const [applied, balance] = [answers.filter((a) => a.status === 'APPLIED').length, await ledger.balance('acct:b')];
      return applied === 1 && balance === 2_500 ? null : `${applied} of 64 applied, the balance is ${balance}`;
    },
  },
  {
    id: 'INV-06',
    title: 'no update is lost on a hot account',
    async check(ledger) {
      const answers = await atOnce(500, (i) => ledger.post(move('external:funding', 'acct:hot', 100, `hot-${i}`, true)));
      const applied = answers.filter((a) => a.status === 'APPLIED').length;
      const balance = await ledger.balance('acct:hot');
      return applied > 0 && balance === applied * 100 ? null : `${applied} of 500 applied, the balance is ${balance}`;
    },
  },
  {
    id: 'INV-07',
    title: 'value is conserved under simultaneous transfers',
    async check(ledger) {
      const accounts = names(8);
      for (const account of accounts) await seed(ledger, account, 10_000);
      await atOnce(400, (i) => ledger.post(move(accounts[i % 8]!, accounts[(i + 3) % 8]!, 100, `mv-${i}`, true)));
      const closing = (await Promise.all(accounts.map((account) => ledger.balance(account)))).reduce((sum, balance) => sum + balance, 0);
      return closing === 80_000 ? null : `80000 became ${closing}`;
    },
  },
  {
    id: 'INV-08',
    title: 'a balance is what the journal adds up to',
    async check(ledger) {
      await seed(ledger, 'acct:a', 50_000);
      await atOnce(200, (i) => ledger.post(move('acct:a', 'acct:b', 50, `proj-${i}`, true)));
      return differing(ledger, ['acct:a', 'acct:b']);
    },
  },
  {
    id: 'INV-09',
    title: 'nothing is overdrawn, however many draw at once',
    async check(ledger) {
      await seed(ledger, 'acct:a', 10_000);
      const answers = await atOnce(20, (i) => ledger.post(move('acct:a', 'acct:b', 1_000, `drain-${i}`)));
      const [applied, balance] = [answers.filter((a) => a.status === 'APPLIED').length, await ledger.balance('acct:a')];
      return applied === 10 && balance === 0 ? null : `${applied} of 20 applied where 10 fit, the balance is ${balance}`;
    },
  },
  {
    id: 'INV-10',
    title: 'a thousand small movements lose nothing',
    async check(ledger) {
      await seed(ledger, 'acct:a', 100_000);
      for (let i = 0; i < 1000; i++) await ledger.post(move('acct:a', 'acct:b', 1, `penny-${i}`));
      const [from, to] = [await ledger.balance('acct:a'), await ledger.balance('acct:b')];
      return from === 99_000 && to === 1000 ? null : `${from} and ${to}, not 99000 and 1000`;
    },
  },
  {
    id: 'INV-11',
    title: 'currencies are not mixed in a transaction',
    async check(ledger) {
      await seed(ledger, 'acct:a', 10_000);
      const mixed = move('acct:a', 'acct:b', 1_000, 'fx-bad', true);
      mixed.legs[1]!.currency = 'EUR';
      const { status } = await ledger.post(mixed);
      return status === 'REJECTED' ? null : `answered ${status}`;
    },
  },
  {
    id: 'INV-12',
    title: 'a reversal is a new entry, the first stays',
    async check(ledger) {
      await seed(ledger, 'acct:a', 10_000);
      await ledger.post(move('acct:a', 'acct:b', 3_000, 'orig'));
      const before = fingerprint(await ledger.journal());
      await ledger.post(move('acct:b', 'acct:a', 3_000, 'comp-of-orig'));
      const after = fingerprint(await ledger.journal());
      if (before.some((entry) => !after.includes(entry))) return 'the first entries were removed or rewritten';
      if (after.length !== before.length + 2) return `${after.length - before.length} entries more, not 2`;
      const balance = await ledger.balance('acct:b');
      return balance === 0 ? null : `${balance} is left`;
    },
  },
  {
    id: 'INV-13',
    title: 'balances can be made anew from the journal',
    async check(ledger) {
      const accounts = names(6);
      for (const account of accounts) await seed(ledger, account, 20_000);
      await atOnce(300, (i) => ledger.post(move(accounts[i % 6]!, accounts[(i + 2) % 6]!, 300, `rb-${i}`, true)));
      return differing(ledger, accounts);
    },
  },
  {
    id: 'INV-14',
    title: 'the entries of an account have one order',
    async check(ledger) {
      await seed(ledger, 'acct:a', 50_000);
      await atOnce(150, (i) => ledger.post(move('acct:a', 'acct:b', 100, `seq-${i}`, true)));
      const last = new Map<string, number>();
      for (const { accountId, accountSequence } of await ledger.journal()) {
        if (accountSequence <= (last.get(accountId) ?? 0)) return `${accountId} has ${accountSequence} after ${last.get(accountId)}`;
        last.set(accountId, accountSequence);
      }
      return null;
    },
  },
  {
    id: 'INV-15',
    title: 'the duplicate of a refused transaction is not told that it was applied',
    async check(ledger) {
      await seed(ledger, 'acct:a', 1_000);
      const answers = await atOnce(32, () => ledger.post(move('acct:a', 'acct:b', 5_000, 'refused-key')));
      const misled = answers.filter((a) => a.status !== 'REJECTED').length;
      const balance = await ledger.balance('acct:a');
      return misled === 0 && balance === 1_000 ? null : `${misled} of 32 were told that 5000 moved; the balance is ${balance}`;
    },
  },
];
