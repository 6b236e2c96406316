import { sql } from 'kysely';
import type { Actor } from '../../../platform/access.ts';
import { dayHere } from '../../../platform/clock.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import type { Read } from '../../../platform/database.ts';
import { csvCell } from '../../../platform/files/csv-cell.ts';
import { refuse } from '../../../platform/refuse.ts';
import { legId, openAccount, postTransfers } from '../../ledger/index.ts';
import { subsidyDue } from '../till/legs.ts';
import { drawBulletin } from './bulletin.ts';
import { claimMoved, monthNotOver, noSuchClaim, questionsOpen } from './contract.ts';
import { askQuestions } from './questions.ts';

type State = 'drafted' | 'submitted' | 'approved' | 'paid';
type Row = {
  id: string;
  siteId: string;
  name: string;
  nameEn: string;
  month: string;
  meals: number;
  amountFen: number;
  withheldFen: number;
  byPayer: { district: string; meals: number; amountFen: number }[];
  openQuestions: number;
  state: State;
  paidAt: Date | null;
};

const first = (month: string) => `${month}-01`;

/**
 * Draws up what each canteen may claim for a month: what the ledger has on its subsidy account, given less taken back, by who pays.
 * Claims that were submitted stay as they are; what comes after them is in the next month.
 */
export async function draftClaimsCommand({ tx, district, now, note }: Writing<Actor>, { month }: { month: string }) {
  if (dayHere(now).slice(0, 7) <= month) refuse(monthNotOver);
  const { rows } = await sql<{ claims: number; meals: number; amountFen: number }>`
    with moved as (
      select due.owner_id::uuid as site_id, payer.owner_id as payer, case when t.credit_id = due.id then 1 else -1 end as sign, t.amount
      from ledger.account due
      join ledger.transfer t on t.district = due.district and (t.credit_id = due.id or t.debit_id = due.id) and t.kind in ('meals.subsidy', 'meals.refund')
        and t.posted_at >= ${first(month)}::date::timestamptz and t.posted_at < (${first(month)}::date + interval '1 month')::timestamptz
      join ledger.account payer on payer.district = due.district and payer.id = case when t.credit_id = due.id then t.debit_id else t.credit_id end
      where due.district = ${district} and due.owner_kind = 'canteen' and due.kind = 'subsidyDue'
    ), by_payer as (select site_id, payer, sum(sign)::int as meals, sum(sign * amount)::bigint as fen from moved group by 1, 2),
    drawn as (
      insert into meals.claim as c (district, id, site_id, month, meals, amount_fen, by_payer, drafted_at)
      select ${district}, gen_random_uuid(), site_id, ${first(month)}::date, sum(meals), sum(fen),
        jsonb_agg(jsonb_build_object('district', payer, 'meals', meals, 'amountFen', fen) order by payer), ${now} from by_payer group by site_id
      on conflict (district, site_id, month) do update set meals = excluded.meals, amount_fen = excluded.amount_fen, by_payer = excluded.by_payer, drafted_at = excluded.drafted_at
        where c.state = 'drafted' returning meals, amount_fen
    ) select count(*)::int as claims, coalesce(sum(meals), 0)::int as meals, coalesce(sum(amount_fen), 0)::bigint as "amountFen" from drawn`.execute(tx);
  const questions = await askQuestions(tx, district, month, now);
  await drawBulletin(tx, district, month, now);
  note({ object: month, detail: { ...rows[0]!, questions } });
  return { ...rows[0]!, questions };
}

async function listClaimsWhere(db: Read, district: string, condition: ReturnType<typeof sql>) {
  const { rows } = await sql<Row>`
    select c.id, c.site_id as "siteId", s.name, s.name_en as "nameEn", to_char(c.month, 'YYYY-MM') as month, c.meals, c.amount_fen as "amountFen", c.by_payer as "byPayer",
      c.state, c.paid_at as "paidAt", case when c.state in ('approved', 'paid') then c.withheld_fen else coalesce(q.withheld, 0) end as "withheldFen", coalesce(q.open, 0) as "openQuestions"
    from meals.claim c join meals.site s on s.district = c.district and s.id = c.site_id
    left join lateral (select count(*) filter (where answer is null)::int as open, sum(amount_fen) filter (where answer = 'notPaid')::bigint as withheld
      from meals.question q where q.district = c.district and q.site_id = c.site_id and q.month = c.month) q on true
    where c.district = ${district} and ${condition} order by c.month desc, s.name limit 2000`.execute(db as never);
  return rows.map(({ name, nameEn, paidAt, ...row }) => ({ ...row, site: { zh: name, en: nameEn }, paidAt: paidAt?.toISOString() ?? null }));
}
export const listClaimsQuery = ({ db, district }: Reading, { month }: { month: string }) => listClaimsWhere(db, district, sql`c.month = ${first(month)}::date`);
export const listSiteClaimsQuery = ({ db, district }: Reading, { id }: { id: string }) => listClaimsWhere(db, district, sql`c.site_id = ${id}`);
const getClaim = async (db: Read, district: string, id: string) => (await listClaimsWhere(db, district, sql`c.id = ${id}`))[0] ?? refuse(noSuchClaim);

export async function submitClaimCommand({ tx, district, now, actor, note }: Writing<Actor>, { id: siteId, month }: { id: string; month: string }) {
  const claim = await tx
    .updateTable('meals.claim')
    .set({ state: 'submitted', submittedAt: now, submittedBy: actor.id })
    .where('district', '=', district)
    .where('siteId', '=', siteId)
    .where('month', '=', first(month))
    .where('state', '=', 'drafted')
    .returning('id')
    .executeTakeFirst();
  if (!claim) {
    const there = await tx
      .selectFrom('meals.claim')
      .select('id')
      .where('district', '=', district)
      .where('siteId', '=', siteId)
      .where('month', '=', first(month))
      .executeTakeFirst();
    return refuse(there ? claimMoved : noSuchClaim);
  }
  note({ object: claim.id });
  return getClaim(tx, district, claim.id);
}

/** Approves a claim; what is withheld is what a person has found not to be paid, and nothing else. */
export async function approveClaimCommand({ tx, district, now, actor, note }: Writing<Actor>, { id }: { id: string }) {
  const claim = await getClaim(tx, district, id);
  if (claim.state !== 'submitted') refuse(claimMoved);
  if (claim.openQuestions > 0) refuse(questionsOpen, { open: claim.openQuestions });
  const withheldFen = Math.min(claim.withheldFen, Math.max(0, claim.amountFen));
  const moved = await tx
    .updateTable('meals.claim')
    .set({ state: 'approved', withheldFen, decidedAt: now, decidedBy: actor.id })
    .where('district', '=', district)
    .where('id', '=', id)
    .where('state', '=', 'submitted')
    .returning('id')
    .executeTakeFirst();
  if (!moved) refuse(claimMoved);
  note({ object: id, detail: { withheldFen } });
  return getClaim(tx, district, id);
}

/** Records the payment of approved claims: the ledger moves what was due out to the treasury, and the file tells the bank whom to pay. */
export async function payClaimsCommand(context: Writing<Actor>, { month, reference }: { month: string; reference: string }) {
  const { tx, district, now, actor, note } = context;
  const posting = { tx, district, now, actor };
  const { rows } = await sql<{ id: string; siteId: string; site: string; organisation: string; code: string | null; fen: number }>`
    update meals.claim c set state = 'paid', paid_at = ${now}, payment_reference = ${reference} from meals.site s join partners.organisation o on o.district = s.district and o.id = s.organisation_id
    where c.district = ${district} and c.month = ${first(month)}::date and c.state = 'approved' and s.district = c.district and s.id = c.site_id
    returning c.id, c.site_id as "siteId", s.name as site, o.name as organisation, c.amount_fen - c.withheld_fen as fen`.execute(tx);
  const treasury = await openAccount(posting, {
    owner: { kind: 'outside', id: 'treasury' },
    unit: 'fen',
    kind: 'payouts',
    name: '财政拨付（场外）',
    isKept: false,
  });
  for (const { id, siteId, fen } of rows) {
    if (fen <= 0) continue;
    const debitId = await subsidyDue(posting, siteId);
    await postTransfers(posting, [{ id: legId(id, 'paid'), kind: 'meals.payout', debitId, creditId: treasury, amount: fen, reference }]);
  }
  const paid = rows.filter(({ fen }) => fen > 0);
  const rowsOut = [
    ['收款单位', '助餐点', '月份', '金额（元）', '用途'],
    ...paid.map(({ organisation, site, fen }) => [organisation, site, month, (fen / 100).toFixed(2), reference]),
  ];
  const csv = `${rowsOut.map((cells) => cells.map(csvCell).join(',')).join('\r\n')}\r\n`;
  note({ object: month, detail: { paid: paid.length, reference } });
  return { paid: paid.length, amountFen: paid.reduce((sum, { fen }) => sum + fen, 0), csv };
}

/** What this district and each other owe one another for a month, from its own book. */
export async function getClearingQuery({ db, district }: Reading, { month }: { month: string }) {
  const { rows } = await sql<{ district: string; owesUsFen: number; weOweFen: number }>`
    select a.owner_id as district,
      (coalesce(sum(amount) filter (where t.debit_id = a.id and t.flow = 'post'), 0) - coalesce(sum(amount) filter (where t.credit_id = a.id and t.flow = 'reverse'), 0))::bigint as "owesUsFen",
      (coalesce(sum(amount) filter (where t.credit_id = a.id and t.flow = 'post'), 0) - coalesce(sum(amount) filter (where t.debit_id = a.id and t.flow = 'reverse'), 0))::bigint as "weOweFen"
    from ledger.account a join ledger.transfer t on t.district = a.district and (t.debit_id = a.id or t.credit_id = a.id) and t.kind in ('meals.subsidy', 'meals.refund')
      and t.posted_at >= ${first(month)}::date::timestamptz and t.posted_at < (${first(month)}::date + interval '1 month')::timestamptz
    where a.district = ${district} and a.owner_kind = 'district' and a.kind = 'clearing' group by a.owner_id order by a.owner_id`.execute(db as never);
  return rows.map(({ district: other, owesUsFen, weOweFen }) => ({ district: other, owesUsFen, weOweFen }));
}
