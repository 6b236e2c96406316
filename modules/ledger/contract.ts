import { z } from 'zod';
import { Day, Id, Moment, query, refuses } from '../../platform/endpoint.ts';
import { payments } from './payments/contract.ts';
import { noSuchAccount } from './refusals.ts';

export { capReached } from './refusals.ts';

const Text = z.object({ zh: z.string(), en: z.string() });
const Unit = z.object({
  code: z.string(),
  name: Text,
  decimals: z.int(),
  per: z.int().optional().describe('Smallest parts that make one, where that is not a power of ten'),
  isMoney: z.boolean(),
});
const Account = z.object({
  id: Id,
  ownerKind: z.string(),
  ownerId: z.string(),
  unit: z.string(),
  kind: z.string(),
  name: z.string(),
  balance: z.int(),
  held: z.int(),
  available: z.int(),
  openedAt: Moment,
  closedAt: Moment.nullable(),
});
const Line = z.object({
  id: Id,
  seq: z.int(),
  kind: z.string(),
  flow: z.string(),
  amount: z.int().describe('In is more than 0, out less; in the smallest part of the unit'),
  otherId: Id,
  other: z.string(),
  after: z.int().nullable().describe('What stood on the account then; null for accounts that keep no balance'),
  reference: z.string().nullable(),
  happenedAt: Moment,
  postedAt: Moment,
});
const before = z.coerce.number().int().optional().describe('The seq to go on from');

export const listUnits = query('/ledger/units', 'Units that accounts are in; they are never mixed').output(z.array(Unit));
export const getBooks = query('/ledger/books', 'The trial balance by unit, and how far the hash chain is sealed').output(
  z.object({
    units: z.array(z.object({ unit: z.string(), accounts: z.int(), debits: z.int(), credits: z.int(), balance: z.int() })),
    sealed: z.object({ blocks: z.int(), entries: z.int(), day: Day.nullable(), hash: z.string().nullable() }),
  }),
);
export const listAccounts = query('/ledger/accounts', 'Accounts of an owner, with their balances')
  .input(
    z.object({ ownerKind: z.enum(['person', 'organisation', 'place', 'canteen', 'fund', 'district', 'outside', 'unit']), ownerId: z.string().min(1).max(100) }),
  )
  .output(z.array(Account));
export const listAccountLines = query('/ledger/accounts/{id}/lines', 'What moved on an account, the newest first')
  .input(z.object({ id: Id, before }))
  .output(z.array(Line))
  .errors(refuses(noSuchAccount));
export const listMyAccounts = query('/ledger/mine', 'My own accounts: points, time coins').output(z.array(Account));
export const listMyLines = query('/ledger/mine/{id}/lines', 'What moved on an account of mine, the newest first')
  .input(z.object({ id: Id, before }))
  .output(z.array(Line))
  .errors(refuses(noSuchAccount));

export const ledger = { listUnits, getBooks, listAccounts, listAccountLines, listMyAccounts, listMyLines, ...payments };
