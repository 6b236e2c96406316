import { type RawBuilder, sql } from 'kysely';
import type { Actor } from '../../platform/access.ts';
import type { Reading, Writing } from '../../platform/context.ts';
import type { Read, Write } from '../../platform/database.ts';
import { newId } from '../../platform/id.ts';
import { refuse } from '../../platform/refuse.ts';
import { listBalances, openAccount, postTransfers } from '../ledger/index.ts';
import { noSuchFund } from './contract.ts';
import { readProjects } from './projects.ts';

export type Own = { tx: Write; district: string; now: Date; actor: { id: string } };
export type IncomeKind = 'donation' | 'reinvestment' | 'market' | 'grant' | 'budget';

/** The book of a fund: what its keeper holds of it. It cannot promise more than is there. */
export const bookOf = (own: Own, fundId: string) =>
  openAccount(own, { owner: { kind: 'fund', id: fundId }, unit: 'fen', kind: 'fund', name: '基金', isKept: true, floor: 0 });
export const outside = (own: Own, kind: 'given' | 'spent') =>
  openAccount(own, { owner: { kind: 'outside', id: 'funds' }, unit: 'fen', kind, name: kind === 'given' ? '基金收入' : '基金支出', isKept: false });

export async function getFund(db: Read, district: string, id: string) {
  const row = await db
    .selectFrom('funds.fund')
    .select('id')
    .where('district', '=', district)
    .where('id', '=', id)
    .where('closedOn', 'is', null)
    .executeTakeFirst();
  return row ?? refuse(noSuchFund);
}

type Row = {
  id: string;
  name: string;
  nameEn: string;
  kind: 'community';
  holder: string;
  purpose: string;
  openedOn: string;
  balanceFen: number;
  heldFen: number;
};
/** Everybody may read this, so balances come from what is published, not from the ledger; the two are the same. */
async function readFunds(db: Read, district: string, condition: RawBuilder<boolean>) {
  const { rows } = await sql<Row>`
    select f.id, f.name, f.name_en as "nameEn", f.kind, f.holder, f.purpose, f.opened_on::text as "openedOn", (i.fen - p.paid)::bigint as "balanceFen", p.held::bigint as "heldFen"
    from funds.fund f,
      lateral (select coalesce(sum(amount_fen), 0) as fen from funds.income i where i.district = f.district and i.fund_id = f.id) i,
      lateral (select coalesce(sum(n.paid_fen), 0) as paid, coalesce(sum(n.amount_fen) filter (where n.paid_at is null and p.state = 'approved'), 0) as held
        from funds.project p join funds.installment n on n.district = p.district and n.project_id = p.id where p.district = f.district and p.fund_id = f.id) p
    where f.district = ${district} and ${condition} order by f.name`.execute(db as never);
  return rows.map(({ name, nameEn, ...row }) => ({ ...row, name: { zh: name, en: nameEn } }));
}
export const listFundsQuery = ({ db, district }: Reading) => readFunds(db, district, sql<boolean>`f.closed_on is null`);

type NewFund = { name: string; nameEn: string; kind: string; holder: string; purpose: string; openedOn: string };
export async function openFundCommand({ tx, district, now, note }: Writing<Actor>, fields: NewFund) {
  const id = newId(now.getTime());
  await tx
    .insertInto('funds.fund')
    .values({ ...fields, district, id })
    .execute();
  note({ object: id });
  return { id };
}

type Income = {
  fundId: string;
  kind: IncomeKind;
  amountFen: number;
  receivedOn: string;
  reference: string;
  organisationId: string | null;
  event: string | null;
};
/** Writes down what came in and adds it to the book of the fund. @returns its id */
export async function bookIncome(own: Own, income: Income): Promise<string> {
  const { tx, district, now, actor } = own;
  const id = newId(now.getTime());
  await tx
    .insertInto('funds.income')
    .values({ ...income, district, id, recordedBy: actor.id, recordedAt: now })
    .execute();
  const [debitId, creditId] = [await outside(own, 'given'), await bookOf(own, income.fundId)];
  await postTransfers(own, [{ id, kind: `funds.${income.kind}`, debitId, creditId, amount: income.amountFen, reference: income.reference }]);
  return id;
}

type Recorded = Omit<Income, 'fundId'> & { id: string; giver: string | null };
export async function recordIncomeCommand(context: Writing<Actor>, { id: fundId, giver, ...income }: Recorded) {
  const { tx, district, vault, note } = context;
  await getFund(tx, district, fundId);
  const id = await bookIncome(context, { ...income, fundId });
  if (giver)
    await tx
      .insertInto('funds.giver')
      .values({ district, incomeId: id, nameCipher: vault.seal('funds.giver', giver) })
      .execute();
  note({ object: fundId, detail: { kind: income.kind, amountFen: income.amountFen } });
  const account = await bookOf(context, fundId);
  return { id, balanceFen: (await listBalances(tx, district, [account])).get(account)!.balance };
}

/** What everybody may see of a fund in a time; nobody who gave is named. */
export async function getDisclosureQuery({ db, district }: Reading, { id, from, to }: { id: string; from: string; to: string }) {
  const [fund] = await readFunds(db, district, sql<boolean>`f.id = ${id}`);
  if (!fund) refuse(noSuchFund);
  const { rows: income } = await sql<{ kind: IncomeKind; event: string | null; times: number; amountFen: number }>`
    select kind, event, count(*)::int as times, sum(amount_fen)::bigint as "amountFen" from funds.income
    where district = ${district} and fund_id = ${id} and received_on between ${from}::date and ${to}::date group by kind, event order by 4 desc`.execute(
    db as never,
  );
  const projects = await readProjects(
    db,
    district,
    sql<boolean>`p.fund_id = ${id} and p.state in ('approved', 'closed') and p.decided_at::date <= ${to}::date`,
  );
  return {
    ...fund,
    income,
    incomeFen: income.reduce((sum, { amountFen }) => sum + amountFen, 0),
    projects,
    paidFen: projects.reduce((sum, { paidFen }) => sum + paidFen, 0),
  };
}
