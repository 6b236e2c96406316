import { createHash } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import pg from 'pg';
import { findAccount, legId, listBalances, type Owner, openAccount, postEach, sealDistrict, setLimits, verifyChain } from '../../modules/ledger/index.ts';
import { type Database, inReadTransaction, inTransaction } from '../../platform/database.ts';
import type { Answer, Entry, Leg, Transaction } from './ledger-under-test.ts';

const district = '999999';
const units: Record<string, string> = { USD: 'fen', EUR: 'points' };
const codes = Object.fromEntries(Object.entries(units).map(([code, unit]) => [unit, code]));

/** What stands for an account of the kit: outside ones without limits, the others with a floor at zero. */
const which = (name: string, currency: string) => ({ owner: { kind: 'outside', id: name } as Owner, unit: units[currency]!, kind: 'wallet' });

/** Debits and credits paired off into transfers; null where they do not balance. */
function pairs(legs: Leg[]): { debit: Leg; credit: Leg; amount: number }[] | null {
  const open = legs.map((leg) => ({ leg, rest: leg.amountSubunits }));
  const paired: { debit: Leg; credit: Leg; amount: number }[] = [];
  for (const debit of open.filter(({ leg }) => leg.type === 'DEBIT')) {
    for (const credit of open.filter(({ leg }) => leg.type === 'CREDIT')) {
      const amount = Math.min(debit.rest, credit.rest);
      if (amount === 0) continue;
      paired.push({ debit: debit.leg, credit: credit.leg, amount });
      debit.rest -= amount;
      credit.rest -= amount;
    }
  }
  return open.some(({ rest }) => rest > 0) ? null : paired;
}

async function post(db: Database, { idempotencyKey, legs, allowOverdraft }: Transaction): Promise<Answer> {
  const h = createHash('sha256').update(idempotencyKey).digest('hex');
  const id = `${h.slice(0, 8)}-${h.slice(8, 12)}-8${h.slice(13, 16)}-8${h.slice(17, 20)}-${h.slice(20, 32)}`;
  const paired = pairs(legs);
  if (!paired) return { status: 'REJECTED', transactionId: id, reason: 'unbalanced' };
  const now = new Date();
  // Accounts are opened before, as anywhere in the house.
  const accounts = new Map<Leg, string>();
  await inTransaction(db, district, async (tx) => {
    for (const leg of legs) {
      const isKept = !leg.accountId.startsWith('external:');
      const account = await openAccount(
        { tx, district, now },
        { ...which(leg.accountId, leg.currency), name: leg.accountId, isKept, floor: isKept ? 0 : null },
      );
      accounts.set(leg, account);
      if (isKept && allowOverdraft && leg.type === 'DEBIT') await setLimits(tx, district, account, { floor: null });
    }
  });
  return inTransaction(db, district, async (tx) => {
    const transfers = paired.map(({ debit, credit, amount }, i) => ({
      id: i === 0 ? id : legId(id, `${i}`),
      kind: 'conformance.move',
      debitId: accounts.get(debit)!,
      creditId: accounts.get(credit)!,
      amount,
    }));
    const outcomes = await postEach({ tx, district, now, actor: null }, transfers);
    const wrong = outcomes.find(({ outcome }) => outcome !== 'posted' && outcome !== 'already');
    if (wrong) return { status: 'REJECTED', transactionId: id, reason: wrong.outcome };
    return { status: outcomes[0]!.outcome === 'posted' ? 'APPLIED' : 'DUPLICATE', transactionId: id, reason: null };
  });
}

type Row = { id: string; seq: number; amount: number; unit: string; debit: string; credit: string };
async function journal(db: Database): Promise<Entry[]> {
  const { rows } = await inReadTransaction(db, district, (tx) =>
    sql<Row>`select t.id, t.seq, t.amount, t.unit, d.owner_id as debit, c.owner_id as credit from ledger.transfer t
      join ledger.account d on d.district = t.district and d.id = t.debit_id join ledger.account c on c.district = t.district and c.id = t.credit_id
      where t.district = ${district} order by t.seq`.execute(tx as never),
  );
  return rows.flatMap(({ id, seq, amount, unit, debit, credit }) => {
    const side = (type: Entry['type'], accountId: string, n: number) => ({
      entryId: `${id}-${n}`,
      transactionId: id,
      accountId,
      type,
      amountSubunits: amount,
      currency: codes[unit]!,
      sequence: 2 * seq + n,
      accountSequence: seq,
    });
    return [side('DEBIT', debit, 0), side('CREDIT', credit, 1)];
  });
}

/**
 * The four endpoints of the kit over a scratch database, and two for its hash chain: what a test, or the kit itself, asks over HTTP.
 * Never part of the server: reset empties the ledger.
 * @param ownerUrl a login that may empty tables and alter rows
 */
export async function openAdapter(db: Database, ownerUrl: string): Promise<FastifyInstance> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  if (!/test|scratch|bench/.test(new URL(ownerUrl).pathname)) throw new Error('The conformance adapter works on a scratch database only.');
  const app = Fastify();
  app.addHook('onClose', () => owner.end());
  app.post('/_lck/reset', async () => {
    await owner.query('truncate ledger.lot_use, ledger.lot, ledger.balance_day, ledger.seal, ledger.transfer, ledger.account');
    return {};
  });
  app.post<{ Body: Transaction }>('/_lck/post', ({ body }) => post(db, body));
  app.get<{ Querystring: { account: string; currency: string } }>('/_lck/balance', ({ query }) =>
    inReadTransaction(db, district, async (tx) => {
      const id = await findAccount(tx, district, which(query.account, query.currency));
      return { subunits: id ? (await listBalances(tx, district, [id])).get(id)!.balance : 0 };
    }),
  );
  app.get('/_lck/journal', () => journal(db));
  app.get('/_lck/chain', async () => {
    // What others have open in the same PostgreSQL holds the seal back while it lasts.
    for (;;) {
      await inTransaction(db, district, (tx) => sealDistrict(tx, district, new Date()));
      const { unsealed, broken } = await inReadTransaction(db, district, (tx) => verifyChain(tx, district));
      if (unsealed === 0 || broken) return { holds: broken === null };
    }
  });
  app.post('/_lck/tamper', async () => {
    await owner.query('update ledger.transfer set amount = amount + 1 where seq = (select max(seq) - 2 from ledger.transfer)');
    return {};
  });
  return app;
}
