import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Answer, Entry, LedgerUnderTest, Transaction } from './ledger-under-test.ts';

/** One injected mistake each, named by the invariant that must notice it. */
export type Defect =
  | 'INV-01'
  | 'INV-02'
  | 'INV-03'
  | 'INV-04'
  | 'INV-05'
  | 'INV-06'
  | 'INV-07'
  | 'INV-08'
  | 'INV-09'
  | 'INV-10'
  | 'INV-11'
  | 'INV-12'
  | 'INV-13'
  | 'INV-14'
  | 'INV-15';

/**
 * A ledger in memory that is right, or wrong in one way: it shows that the invariants let a right ledger pass and notice a wrong one.
 * Between looking and writing it lets others go on where the defect is a race.
 */
export function plainLedger(defect?: Defect): LedgerUnderTest {
  let entries: (Entry & { hash: string })[] = [];
  let balances = new Map<string, number>();
  let keys = new Map<string, string>();
  const key = (account: string, currency: string) => `${account} ${currency}`;
  const balanceOf = (account: string, currency: string) => balances.get(key(account, currency)) ?? 0;
  const hash = (previous: string, e: Entry) =>
    createHash('sha256').update([previous, e.transactionId, e.accountId, e.type, e.amountSubunits, e.currency, e.sequence].join('|')).digest('hex');
  const chained = () => entries.every((e, i) => e.hash === hash(entries[i - 1]?.hash ?? '', e));

  function write(transaction: Transaction, leg: Transaction['legs'][number], amount = leg.amountSubunits) {
    const sequence = entries.length + 1;
    const accountSequence = defect === 'INV-14' ? 1 : entries.filter((e) => e.accountId === leg.accountId).length + 1;
    const entry = { ...leg, amountSubunits: amount, entryId: `${sequence}`, transactionId: transaction.transactionId, sequence, accountSequence };
    entries.push({ ...entry, hash: hash(entries.at(-1)?.hash ?? '', entry) });
  }
  const isOverdrawn = ({ legs, allowOverdraft }: Transaction) =>
    !allowOverdraft && legs.some((leg) => leg.type === 'DEBIT' && balanceOf(leg.accountId, leg.currency) < leg.amountSubunits);
  const rejected = ({ transactionId }: Transaction, reason: string): Answer => ({ status: 'REJECTED', transactionId, reason });

  async function post(transaction: Transaction): Promise<Answer> {
    const { idempotencyKey, legs } = transaction;
    const first = keys.get(idempotencyKey);
    if (first && defect !== 'INV-04') return { status: 'DUPLICATE', transactionId: first, reason: null };
    if (defect === 'INV-05') await setImmediate();
    if (defect === 'INV-15') keys.set(idempotencyKey, transaction.transactionId);
    if (defect !== 'INV-11' && new Set(legs.map((leg) => leg.currency)).size > 1) return rejected(transaction, 'mixed');
    const short = isOverdrawn(transaction);
    if (defect === 'INV-09' || defect === 'INV-15') await setImmediate();
    if (short) {
      if (defect === 'INV-15') keys.delete(idempotencyKey);
      return rejected(transaction, 'short');
    }
    if (defect !== 'INV-05' || !keys.has(idempotencyKey)) keys.set(idempotencyKey, transaction.transactionId);
    if (defect === 'INV-12' && idempotencyKey.startsWith('comp-of-')) {
      entries = entries.filter((e) => e.transactionId !== keys.get(idempotencyKey.slice('comp-of-'.length)));
    }
    for (const leg of legs) {
      const before = balanceOf(leg.accountId, leg.currency);
      const isRaced =
        (defect === 'INV-06' && leg.accountId === 'acct:hot') || (defect === 'INV-07' && leg.type === 'CREDIT' && idempotencyKey.startsWith('mv-'));
      if (isRaced) await setImmediate();
      const lost = (defect === 'INV-08' && idempotencyKey === 'proj-7') || (defect === 'INV-13' && idempotencyKey === 'rb-7') ? 1 : 0;
      const drift = defect === 'INV-10' && idempotencyKey === 'penny-500' ? 1 : 0;
      const signed = leg.type === 'CREDIT' ? leg.amountSubunits - lost - drift : -leg.amountSubunits;
      balances.set(key(leg.accountId, leg.currency), before + signed);
      write(transaction, leg, defect === 'INV-01' && leg.type === 'CREDIT' ? leg.amountSubunits - 1 : undefined);
    }
    if (defect === 'INV-02' && idempotencyKey === 't3') entries[1] = { ...entries[1]!, amountSubunits: 1 };
    return { status: 'APPLIED', transactionId: transaction.transactionId, reason: null };
  }
  return {
    post,
    reset: async () => {
      [entries, balances, keys] = [[], new Map(), new Map()];
    },
    balance: async (account, currency = 'USD') => balanceOf(account, currency),
    journal: async () => entries.map(({ hash: _, ...entry }) => entry),
    chainHolds: async () => defect === 'INV-03' || chained(),
    tamper: async () => {
      entries[3] = { ...entries[3]!, amountSubunits: entries[3]!.amountSubunits + 1 };
    },
  };
}
