import { type RawBuilder, sql } from 'kysely';
import type { Actor } from '../../../platform/access.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import type { Vault } from '../../../platform/crypto.ts';
import type { Read, Write } from '../../../platform/database.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { type Owner, openAccount } from '../accounts.ts';
import { legId, postTransfers } from '../post.ts';
import { noSuchGateway, noSuchPayment, notDemonstration, wrongSignature } from './contract.ts';
import { mockGateway, type Notice } from './gateway.ts';

/** The gateway of this installation; the demonstration pays at its own, with a secret that only this house knows. */
export const gatewayOf = (vault: Pick<Vault, 'blindIndex'>) => mockGateway(vault.blindIndex('ledger.gateway', 'mock'));

type Own = { tx: Write; district: string; now: Date; actor: { id: string } };
type Asked = {
  /** What it is for, by the module that asks: `booking`, with the id of the thing. */
  purpose: string;
  reference: string;
  title: string;
  amountFen: number;
  /** Who is paid; the platform is never in between. */
  payee: Owner;
  lapsesAt: Date;
};

/**
 * Asks for a payment outside. Asked again for the same thing while the first is still open, it is the same payment.
 * @returns its id and where to pay it
 */
export async function askPayment(own: Own & { vault: Vault }, { payee, ...asked }: Asked): Promise<{ id: string; payUrl: string }> {
  const { tx, district, now, actor, vault } = own;
  const gateway = gatewayOf(vault);
  // Two presses of the button must not make two payments of one thing.
  await sql`select pg_advisory_xact_lock(hashtextextended('ledger.payment:' || ${district} || ${asked.purpose} || ${asked.reference}, 0))`.execute(tx);
  const open = await tx
    .selectFrom('ledger.payment')
    .select('id')
    .where('district', '=', district)
    .where('purpose', '=', asked.purpose)
    .where('reference', '=', asked.reference)
    .where('withdrawnAt', 'is', null)
    .where((eb) => eb.or([eb('inTimeFen', '>=', eb.ref('amountFen')), eb('lapsesAt', '>', now)]))
    .whereRef('refundedFen', '<=', sql`greatest(paid_fen - 1, 0)`)
    .executeTakeFirst();
  const id = open?.id ?? newId(now.getTime());
  if (!open)
    await tx
      .insertInto('ledger.payment')
      .values({ ...asked, district, id, gateway: gateway.name, payeeKind: payee.kind, payeeId: payee.id, askedBy: actor.id, askedAt: now })
      .execute();
  return { id, payUrl: gateway.payUrl(id) };
}

/** What a payment was for is cancelled: whatever was paid, or still comes, is to be given back. */
export async function withdrawPayment({ tx, district, now }: Pick<Own, 'tx' | 'district' | 'now'>, purpose: string, reference: string): Promise<void> {
  await tx
    .updateTable('ledger.payment')
    .set({ withdrawnAt: now })
    .where('district', '=', district)
    .where('purpose', '=', purpose)
    .where('reference', '=', reference)
    .where('withdrawnAt', 'is', null)
    .execute();
}

type Row = {
  id: string;
  purpose: string;
  reference: string;
  title: string;
  amountFen: number;
  paidFen: number;
  /** Of that, what was paid before it lapsed. */
  inTimeFen: number;
  refundedFen: number;
  askedAt: Date;
  lapsesAt: Date;
  /** What it was for has been cancelled. */
  withdrawnAt: Date | null;
};
const columns = ['id', 'purpose', 'reference', 'title', 'amountFen', 'paidFen', 'inTimeFen', 'refundedFen', 'askedAt', 'lapsesAt', 'withdrawnAt'] as const;

/**
 * What a payment stands at, from the sums of what was told alone: the order in which it was told changes nothing. What came after it had
 * lapsed, or twice, is not lost: it is to be given back.
 */
export function standingOf({ amountFen, paidFen, inTimeFen, refundedFen, lapsesAt, withdrawnAt }: Omit<Row, 'id'>, now: Date) {
  const kept = Math.max(0, paidFen - refundedFen);
  const isSettled = withdrawnAt === null && inTimeFen >= amountFen && kept >= amountFen;
  const state = isSettled
    ? 'paid'
    : paidFen > 0 && kept === 0
      ? 'refunded'
      : kept > 0
        ? 'toReturn'
        : lapsesAt <= now || withdrawnAt !== null
          ? 'lapsed'
          : 'asked';
  return { state: state as 'paid' | 'refunded' | 'toReturn' | 'lapsed' | 'asked', toReturnFen: isSettled ? kept - amountFen : kept };
}
const view = ({ withdrawnAt, ...row }: Row, now: Date) => ({
  ...row,
  ...standingOf({ ...row, withdrawnAt }, now),
  askedAt: row.askedAt.toISOString(),
  lapsesAt: row.lapsesAt.toISOString(),
});

/** Takes in what a gateway tells, each notice once. @returns whether it was new */
export async function takeNotice({ tx, district, now }: Pick<Own, 'tx' | 'district' | 'now'>, gateway: string, notice: Notice): Promise<boolean> {
  const { paymentId, noticeId, kind, amountFen } = notice;
  const happenedAt = new Date(notice.happenedAt);
  const payment = await tx.selectFrom('ledger.payment').selectAll().where('district', '=', district).where('id', '=', paymentId).forUpdate().executeTakeFirst();
  if (!payment) refuse(noSuchPayment);
  const fresh = await tx
    .insertInto('ledger.paymentNotice')
    .values({ district, gateway, noticeId, paymentId, kind, amountFen, happenedAt, receivedAt: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('noticeId')
    .executeTakeFirst();
  if (!fresh) return false;
  if (kind === 'failed' || amountFen === 0) return true;
  const isPaid = kind === 'paid';
  const inTime = isPaid && happenedAt < payment.lapsesAt ? amountFen : 0;
  await tx
    .updateTable('ledger.payment')
    .set({
      ...(isPaid ? { paidFen: payment.paidFen + amountFen } : { refundedFen: payment.refundedFen + amountFen }),
      inTimeFen: payment.inTimeFen + inTime,
    })
    .where('district', '=', district)
    .where('id', '=', paymentId)
    .execute();
  const own = { tx, district, now, actor: null };
  const outside = await openAccount(own, { owner: { kind: 'outside', id: gateway }, unit: 'fen', kind: 'payments', name: '外部支付', isKept: false });
  const payee = { kind: payment.payeeKind, id: payment.payeeId } as Owner;
  const income = await openAccount(own, { owner: payee, unit: 'fen', kind: 'income', name: '收入（外部支付）', isKept: false });
  const sides = isPaid ? { debitId: outside, creditId: income } : { debitId: income, creditId: outside };
  await postTransfers(own, [
    { id: legId(paymentId, `${gateway} ${noticeId}`), kind: `payment.${kind}`, ...sides, amount: amountFen, reference: paymentId, happenedAt },
  ]);
  return true;
}

export async function takeNoticeCommand(context: Writing, { gateway: name, payload, signature }: { gateway: string; payload: string; signature: string }) {
  const gateway = gatewayOf(context.vault);
  if (name !== gateway.name) refuse(noSuchGateway);
  const notice = gateway.read(payload, signature) ?? refuse(wrongSignature);
  const isNew = await takeNotice(context, name, notice);
  context.note({ object: notice.paymentId, detail: { kind: notice.kind, isNew } });
  return { outcome: isNew ? ('taken' as const) : ('known' as const) };
}

const read = (db: Read, district: string, condition: RawBuilder<boolean>) =>
  db
    .selectFrom('ledger.payment')
    .select([...columns])
    .where('district', '=', district)
    .where(condition)
    .orderBy('askedAt', 'desc')
    .limit(200)
    .execute();

export const listMyPaymentsQuery = async ({ db, district, now, actor }: Reading<Actor>) =>
  (await read(db, district, sql<boolean>`asked_by = ${actor.id}`)).map((row) => view(row, now));

/** As `standingOf` says it: more than is owed, or anything where nothing is owed. */
const tooMuch = sql<boolean>`paid_fen - refunded_fen > case when withdrawn_at is null and in_time_fen >= amount_fen and paid_fen - refunded_fen >= amount_fen then amount_fen else 0 end`;

export const listPaymentsToReturnQuery = async ({ db, district, now }: Reading) => (await read(db, district, tooMuch)).map((row) => view(row, now));

/** What the demonstration does in the place of a gateway: it tells that one's own payment was made, or did not come about. */
export async function payAtMockCommand(context: Writing<Actor>, { id, kind }: { id: string; kind: 'paid' | 'failed' }) {
  const { tx, district, now, actor, settings, vault } = context;
  if (!settings.demonstration) refuse(notDemonstration);
  const [row] = await read(tx, district, sql<boolean>`id = ${id} and asked_by = ${actor.id}`);
  if (!row) refuse(noSuchPayment);
  const gateway = gatewayOf(vault);
  const { payload, signature } = gateway.tell({ noticeId: newId(now.getTime()), paymentId: id, kind, amountFen: row.amountFen, happenedAt: now.toISOString() });
  await takeNotice(context, gateway.name, gateway.read(payload, signature)!);
  context.note({ object: id });
  const [after] = await read(tx, district, sql<boolean>`id = ${id}`);
  return view(after!, now);
}
