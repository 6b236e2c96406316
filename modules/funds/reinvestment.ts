import { sql } from 'kysely';
import type { Actor } from '../../platform/access.ts';
import { dayHere } from '../../platform/clock.ts';
import type { Reading, Writing } from '../../platform/context.ts';
import { newId } from '../../platform/id.ts';
import { refuse } from '../../platform/refuse.ts';
import { noSuchRule } from './contract.ts';
import { bookIncome, getFund } from './funds.ts';

type New = { id: string; organisationId: string; percent: number | null; fixedFen: number | null; fromDay: string; source: string };
export async function agreeReinvestmentCommand({ tx, district, now, note }: Writing<Actor>, { id: fundId, ...fields }: New) {
  await getFund(tx, district, fundId);
  const id = newId(now.getTime());
  await tx
    .insertInto('funds.reinvestment')
    .values({ ...fields, district, id, fundId })
    .execute();
  note({ object: id });
  return { id };
}

type Month = { month: string; turnoverFen: number; dueFen: number; isPaid: boolean };
type Row = { id: string; organisation: string; percent: number | null; fixedFen: number | null; fromDay: string; months: Month[] };
export async function listReinvestmentsQuery({ db, district }: Reading, { id }: { id: string }) {
  const { rows } = await sql<Row>`select r.id, o.name as organisation, r.percent::float8 as percent, r.fixed_fen as "fixedFen", r.from_day::text as "fromDay",
      coalesce((select json_agg(json_build_object('month', to_char(a.month, 'YYYY-MM'), 'turnoverFen', a.turnover_fen, 'dueFen', a.due_fen, 'isPaid', a.income_id is not null) order by a.month desc)
        from funds.accrual a where a.district = r.district and a.reinvestment_id = r.id), '[]') as months
    from funds.reinvestment r join partners.organisation o on o.district = r.district and o.id = r.organisation_id
    where r.district = ${district} and r.fund_id = ${id} order by o.name`.execute(db as never);
  return rows;
}

type Which = { id: string; month: string };
async function getRule({ tx, district }: Writing, id: string) {
  const row = await tx
    .selectFrom('funds.reinvestment')
    .select(['fundId', 'organisationId', 'percent', 'fixedFen'])
    .where('district', '=', district)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? refuse(noSuchRule);
}

export async function reportTurnoverCommand(context: Writing<Actor>, { id, month, turnoverFen }: Which & { turnoverFen: number }) {
  const { tx, district, note } = context;
  const { percent, fixedFen } = await getRule(context, id);
  const dueFen = fixedFen ?? Math.round((turnoverFen * Number(percent)) / 100);
  await tx
    .insertInto('funds.accrual')
    .values({ district, reinvestmentId: id, month: `${month}-01`, turnoverFen, dueFen })
    .execute();
  note({ object: id, detail: { month, dueFen } });
  return { dueFen };
}

/** What was due came in: income of the fund, once for a month. */
export async function payReinvestmentCommand(context: Writing<Actor>, { id, month, reference }: Which & { reference: string }) {
  const { tx, district, now, note } = context;
  const { fundId, organisationId } = await getRule(context, id);
  const due = await tx
    .selectFrom('funds.accrual')
    .select('dueFen')
    .where('district', '=', district)
    .where('reinvestmentId', '=', id)
    .where('month', '=', `${month}-01`)
    .where('incomeId', 'is', null)
    .where('dueFen', '>', 0)
    .forUpdate()
    .executeTakeFirst();
  if (!due) refuse(noSuchRule);
  const income = { fundId, organisationId, kind: 'reinvestment' as const, amountFen: due.dueFen, receivedOn: dayHere(now), reference, event: null };
  const incomeId = await bookIncome(context, income);
  await tx
    .updateTable('funds.accrual')
    .set({ incomeId })
    .where('district', '=', district)
    .where('reinvestmentId', '=', id)
    .where('month', '=', `${month}-01`)
    .execute();
  note({ object: id, detail: { month, reference } });
  return { amountFen: due.dueFen };
}
