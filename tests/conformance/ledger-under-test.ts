/** What the invariants of the ledger conformance kit ask of a ledger (its docs/http-adapter.md). Amounts are in the smallest part. */
export type Leg = { accountId: string; type: 'DEBIT' | 'CREDIT'; amountSubunits: number; currency: string };
export type Transaction = { idempotencyKey: string; transactionId: string; allowOverdraft: boolean; legs: Leg[] };
export type Answer = { status: 'APPLIED' | 'DUPLICATE' | 'REJECTED'; transactionId: string; reason: string | null };
export type Entry = {
  entryId: string;
  transactionId: string;
  accountId: string;
  type: 'DEBIT' | 'CREDIT';
  amountSubunits: number;
  currency: string;
  sequence: number;
  accountSequence: number;
};
export type LedgerUnderTest = {
  reset(): Promise<void>;
  post(transaction: Transaction): Promise<Answer>;
  balance(account: string, currency?: string): Promise<number>;
  journal(): Promise<Entry[]>;
  /** Whether the hash chain holds; `tamper` then changes one sealed entry behind the ledger's back. */
  chainHolds(): Promise<boolean>;
  tamper(): Promise<void>;
};
