import { sql } from 'kysely';
import type { Actor } from '../../../platform/access.ts';
import { dayHere } from '../../../platform/clock.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import type { Read } from '../../../platform/database.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { legId, openAccount, postTransfers } from '../../ledger/index.ts';
import { placeWhereabouts } from '../../places/index.ts';
import rules from '../data/rules.json' with { type: 'json' };
import { noSuchCommitment, notEqual } from './contract.ts';

/** What a space is worth in fen (standards.md §20): area × market rent × months, less its defects. */
export const spaceValue = ({ area, rentFen, months, defectPercent }: { area: number; rentFen: number; months: number; defectPercent: number }): number =>
  Math.round((area * rentFen * months * (100 - defectPercent)) / 100);

type Promised = { service: string; unit: string; unitFen: number; quantity: number };
type New = {
  placeId: string;
  organisationId: string;
  title: string;
  area: number;
  rentFen: number;
  months: number;
  defectPercent: number;
  fromDay: string;
  commitments: Promised[];
};
const owedBy = (context: Writing<Actor>, agreementId: string) =>
  openAccount(context, {
    owner: { kind: 'outside', id: `space:${agreementId}` },
    unit: 'serviceFen',
    kind: 'owed',
    name: '应交付公益服务',
    isKept: true,
    floor: 0,
  });
const serviceAccount = (context: Writing<Actor>, kind: 'promised' | 'delivered') =>
  openAccount(context, {
    owner: { kind: 'unit', id: 'serviceFen' },
    unit: 'serviceFen',
    kind,
    name: kind === 'promised' ? '空间换服务约定' : '已交付公益服务',
    isKept: false,
  });

export async function agreeOnSpaceCommand(context: Writing<Actor>, { commitments, ...fields }: New) {
  const { tx, district, now, note } = context;
  const valueFen = spaceValue(fields);
  const promisedFen = commitments.reduce((sum, { unitFen, quantity }) => sum + unitFen * quantity, 0);
  if (Math.abs(promisedFen - valueFen) * 100 > valueFen * rules.tolerancePercent)
    refuse(notEqual, { valueFen, promisedFen, tolerancePercent: rules.tolerancePercent });
  const id = newId(now.getTime());
  await tx
    .insertInto('funds.spaceAgreement')
    .values({ ...fields, district, id, valueFen })
    .execute();
  await tx
    .insertInto('funds.commitment')
    .values(commitments.map((commitment) => ({ ...commitment, district, id: newId(now.getTime()), agreementId: id })))
    .execute();
  const [debitId, creditId] = [await serviceAccount(context, 'promised'), await owedBy(context, id)];
  await postTransfers(context, [{ id, kind: 'space.promised', debitId, creditId, amount: promisedFen, reference: fields.title }]);
  note({ object: id });
  return { id, valueFen };
}

export const commitmentInput = async (db: Read, district: string, { id }: { id: string }) => {
  const row = await db
    .selectFrom('funds.commitment as c')
    .innerJoin('funds.spaceAgreement as a', (join) => join.onRef('a.district', '=', 'c.district').onRef('a.id', '=', 'c.agreementId'))
    .select('a.placeId')
    .where('c.district', '=', district)
    .where('c.id', '=', id)
    .executeTakeFirst();
  return row && placeWhereabouts(db, district, { id: row.placeId });
};

type Delivery = { id: string; quantity: number; onDay: string; evidence: string };
/** Services that somebody saw delivered: they are owed no longer. */
export async function confirmDeliveryCommand(context: Writing<Actor>, { id: commitmentId, ...fields }: Delivery) {
  const { tx, district, now, actor, note } = context;
  const commitment = await tx
    .updateTable('funds.commitment')
    .set((eb) => ({ delivered: eb('delivered', '+', fields.quantity) }))
    .where('district', '=', district)
    .where('id', '=', commitmentId)
    .returning(['agreementId', 'unitFen'])
    .executeTakeFirst();
  if (!commitment) refuse(noSuchCommitment);
  const id = newId(now.getTime());
  await tx
    .insertInto('funds.delivery')
    .values({ ...fields, district, id, commitmentId, confirmedBy: actor.id, confirmedAt: now })
    .execute();
  const [debitId, creditId] = [await owedBy(context, commitment.agreementId), await serviceAccount(context, 'delivered')];
  const amount = commitment.unitFen * fields.quantity;
  await postTransfers(context, [{ id: legId(id, 'delivered'), kind: 'space.delivered', debitId, creditId, amount, reference: fields.evidence }]);
  note({ object: commitment.agreementId, detail: { quantity: fields.quantity } });
  return { id };
}

type Row = {
  id: string;
  title: string;
  placeId: string;
  organisation: string;
  fromDay: string;
  toDay: string;
  valueFen: number;
  elapsed: number;
  commitments: (Promised & { id: string; delivered: number })[];
};
export async function listSpaceAgreementsQuery({ db, district, now }: Reading) {
  const today = dayHere(now);
  const { rows } =
    await sql<Row>`select a.id, a.title, a.place_id as "placeId", o.name as organisation, a.from_day::text as "fromDay", (a.from_day + make_interval(months => a.months))::date::text as "toDay",
      a.value_fen as "valueFen",
      least(1, greatest(0, (${today}::date - a.from_day)::float8 / ((a.from_day + make_interval(months => a.months))::date - a.from_day))) as elapsed,
      (select json_agg(json_build_object('id', c.id, 'service', c.service, 'unit', c.unit, 'unitFen', c.unit_fen, 'quantity', c.quantity, 'delivered', c.delivered) order by c.service)
        from funds.commitment c where c.district = a.district and c.agreement_id = a.id) as commitments
    from funds.space_agreement a join partners.organisation o on o.district = a.district and o.id = a.organisation_id
    where a.district = ${district} order by a.from_day desc, a.title limit 500`.execute(db as never);
  return rows.map(({ elapsed, ...row }) => {
    const deliveredFen = row.commitments.reduce((sum, { unitFen, delivered }) => sum + unitFen * delivered, 0);
    const dueFen = Math.round(row.valueFen * elapsed);
    const fulfilment = dueFen > 0 ? deliveredFen / dueFen : null;
    return { ...row, deliveredFen, dueFen, fulfilment, needsCure: fulfilment !== null && fulfilment * 100 < rules.deliveryPercent };
  });
}
