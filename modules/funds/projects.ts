import { type RawBuilder, sql } from 'kysely';
import type { Actor } from '../../platform/access.ts';
import type { Reading, Writing } from '../../platform/context.ts';
import type { Read } from '../../platform/database.ts';
import { newId } from '../../platform/id.ts';
import { Refused, refuse } from '../../platform/refuse.ts';
import { legId, type NewTransfer, postTransfers } from '../ledger/index.ts';
import { noSuchInstallment, noSuchProject, notEnoughInFund, projectMoved } from './contract.ts';
import { bookOf, getFund, outside } from './funds.ts';

type State = 'applied' | 'approved' | 'refused' | 'closed';
type Installment = { id: string; step: string; amountFen: number; paidFen: number | null; paidAt: string | null };
type Row = {
  id: string;
  fundId: string;
  title: string;
  titleEn: string;
  organisation: string;
  state: State;
  result: string | null;
  installments: Installment[];
};

export async function readProjects(db: Read, district: string, condition: RawBuilder<boolean>) {
  const { rows } = await sql<Row>`select p.id, p.fund_id as "fundId", p.title, p.title_en as "titleEn", o.name as organisation, p.state, p.result,
      (select json_agg(json_build_object('id', i.id, 'step', i.step, 'amountFen', i.amount_fen, 'paidFen', i.paid_fen,
        'paidAt', to_char(i.paid_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by i.id) from funds.installment i where i.district = p.district and i.project_id = p.id) as installments
    from funds.project p join partners.organisation o on o.district = p.district and o.id = p.organisation_id
    where p.district = ${district} and ${condition} order by p.applied_at desc limit 200`.execute(db as never);
  return rows.map(({ title, titleEn, ...row }) => ({
    ...row,
    title: { zh: title, en: titleEn },
    amountFen: row.installments.reduce((sum, { amountFen }) => sum + amountFen, 0),
    paidFen: row.installments.reduce((sum, { paidFen }) => sum + (paidFen ?? 0), 0),
  }));
}
const getProject = async ({ tx, district }: Writing, id: string) => (await readProjects(tx, district, sql<boolean>`p.id = ${id}`))[0] ?? refuse(noSuchProject);

export const listProjectsQuery = ({ db, district }: Reading, { id }: { id: string }) => readProjects(db, district, sql<boolean>`p.fund_id = ${id}`);

type New = { id: string; organisationId: string; placeId: string | null; title: string; titleEn: string; installments: { step: string; amountFen: number }[] };
export async function applyForProjectCommand(context: Writing<Actor>, { id: fundId, installments, ...fields }: New) {
  const { tx, district, now, note } = context;
  await getFund(tx, district, fundId);
  const id = newId(now.getTime());
  await tx
    .insertInto('funds.project')
    .values({ ...fields, district, id, fundId, appliedAt: now })
    .execute();
  const rows = installments.map((installment) => ({ ...installment, district, id: newId(now.getTime()), projectId: id }));
  await tx.insertInto('funds.installment').values(rows).execute();
  note({ object: id });
  return getProject(context, id);
}

/** One step of a project; of two who take it at once, one is told that it has moved. */
async function step(context: Writing<Actor>, id: string, from: State, to: State, more: object = {}) {
  const { tx, district } = context;
  const project = await getProject(context, id);
  const moved = await tx
    .updateTable('funds.project')
    .set({ state: to, ...more })
    .where('district', '=', district)
    .where('id', '=', id)
    .where('state', '=', from)
    .returning('id')
    .executeTakeFirst();
  if (!moved) refuse(projectMoved);
  context.note({ object: id, detail: { state: to } });
  return project;
}

const farAhead = new Date('9999-01-01T00:00:00Z');
/** Approving sets every installment aside, so that a fund never promises what it does not hold. */
export async function decideProjectCommand(context: Writing<Actor>, { id, approve }: { id: string; approve: boolean }) {
  const { now, actor } = context;
  const { fundId, installments } = await step(context, id, 'applied', approve ? 'approved' : 'refused', { decidedBy: actor.id, decidedAt: now });
  if (approve) {
    const [debitId, creditId] = [await bookOf(context, fundId), await outside(context, 'spent')];
    const holds = installments.map(
      ({ id: holdId, amountFen }): NewTransfer => ({
        id: holdId,
        flow: 'hold',
        kind: 'funds.promised',
        debitId,
        creditId,
        amount: amountFen,
        expiresAt: farAhead,
        reference: id,
      }),
    );
    await postTransfers(context, holds).catch((error) => {
      if (error instanceof Refused && error.refusal.type === 'ledger/not-enough') refuse(notEnoughInFund);
      throw error;
    });
  }
  return getProject(context, id);
}

export async function payInstallmentCommand(
  context: Writing<Actor>,
  { id, amountFen, reference }: { id: string; amountFen?: number | undefined; reference: string },
) {
  const { tx, district, now, note } = context;
  const { rows } = await sql<{ projectId: string; paidFen: number }>`
    update funds.installment i set paid_fen = least(coalesce(${amountFen ?? null}::bigint, i.amount_fen), i.amount_fen), paid_at = ${now}, reference = ${reference}
    from funds.project p where i.district = ${district} and i.id = ${id} and i.paid_at is null and p.district = i.district and p.id = i.project_id and p.state = 'approved'
    returning i.project_id as "projectId", i.paid_fen as "paidFen"`.execute(tx);
  const paid = rows[0] ?? refuse(noSuchInstallment);
  await postTransfers(context, [{ id: legId(id, 'paid'), flow: 'capture', kind: 'funds.paid', ofId: id, amount: paid.paidFen, reference }]);
  note({ object: paid.projectId, detail: { installment: id, paidFen: paid.paidFen } });
  return getProject(context, paid.projectId);
}

export async function closeProjectCommand(context: Writing<Actor>, { id, result }: { id: string; result: string }) {
  const { installments } = await step(context, id, 'approved', 'closed', { result });
  const unpaid = installments.filter(({ paidAt }) => paidAt === null);
  await postTransfers(
    context,
    unpaid.map((row): NewTransfer => ({ id: legId(row.id, 'freed'), flow: 'release', kind: 'funds.freed', ofId: row.id, reference: id })),
  );
  return getProject(context, id);
}
