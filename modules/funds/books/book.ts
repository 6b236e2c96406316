import { sql } from 'kysely';
import type { Actor } from '../../../platform/access.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import type { Read } from '../../../platform/database.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { legId, openAccount, postTransfers } from '../../ledger/index.ts';
import { placeWhereabouts } from '../../places/index.ts';
import { noSuchEntry } from './contract.ts';

type Side = 'income' | 'cost';
type Class = 'lowFee' | 'market' | 'subsidy' | 'purchase' | 'donation' | 'staff' | 'energy' | 'upkeep' | 'services' | 'rent' | 'other';
type Entry = { id: string; month: string; side: Side; class: Class; amountFen: number; note: string };

const account = (context: Writing<Actor>, placeId: string, kind: string) =>
  openAccount(context, { owner: { kind: 'place', id: placeId }, unit: 'fen', kind, name: '综合体收支', isKept: false });

export async function recordEntryCommand(context: Writing<Actor>, { id: placeId, month, note: text, ...fields }: Entry) {
  const { tx, district, now, actor, note } = context;
  const id = newId(now.getTime());
  await tx
    .insertInto('funds.bookEntry')
    .values({ ...fields, district, id, placeId, month: `${month}-01`, note: text, recordedBy: actor.id, recordedAt: now })
    .execute();
  const [own, kind] = [await account(context, placeId, 'operating'), await account(context, placeId, `operating.${fields.class}`)];
  const sides = fields.side === 'income' ? { debitId: kind, creditId: own } : { debitId: own, creditId: kind };
  await postTransfers(context, [{ id, kind: `book.${fields.side}`, ...sides, amount: fields.amountFen, reference: month }]);
  note({ object: placeId, detail: { side: fields.side, class: fields.class } });
  return { id };
}

export const entryInput = async (db: Read, district: string, { id }: { id: string }) => {
  const row = await db.selectFrom('funds.bookEntry').select('placeId').where('district', '=', district).where('id', '=', id).executeTakeFirst();
  return row && placeWhereabouts(db, district, { id: row.placeId });
};

export async function reverseEntryCommand(context: Writing<Actor>, { id }: { id: string }) {
  const { tx, district, now, note } = context;
  const reversed = await tx
    .updateTable('funds.bookEntry')
    .set({ reversedAt: now })
    .where('district', '=', district)
    .where('id', '=', id)
    .where('reversedAt', 'is', null)
    .returning('placeId')
    .executeTakeFirst();
  if (!reversed) refuse(noSuchEntry);
  await postTransfers(context, [{ id: legId(id, 'reversed'), flow: 'reverse', kind: 'book.reversed', ofId: id }]);
  note({ object: reversed.placeId });
  return { id };
}

type Row = { id: string; month: string; side: Side; class: Class; amountFen: number; note: string; recordedAt: Date; isReversed: boolean };
/** Whether a complex pays its way (OPS-11): 无偿 brings nothing, so income stands by low fees, the market, subsidies, purchases and gifts. */
export async function getBookQuery({ db, district }: Reading, { id, year }: { id: string; year: string }) {
  const { rows } =
    await sql<Row>`select id, to_char(month, 'YYYY-MM') as month, side, class, amount_fen as "amountFen", note, recorded_at as "recordedAt", reversed_at is not null as "isReversed"
    from funds.book_entry where district = ${district} and place_id = ${id} and month >= ${`${year}-01-01`}::date and month < ${`${year}-01-01`}::date + interval '1 year'
    order by month desc, id desc limit 2000`.execute(db as never);
  const sumOf = (side: Side) => {
    const sums = new Map<Class, number>();
    for (const row of rows) if (row.side === side && !row.isReversed) sums.set(row.class, (sums.get(row.class) ?? 0) + row.amountFen);
    return [...sums].map(([which, amountFen]) => ({ class: which, amountFen })).toSorted((a, b) => b.amountFen - a.amountFen);
  };
  const [income, cost] = [sumOf('income'), sumOf('cost')];
  const total = (sums: typeof income) => sums.reduce((sum, { amountFen }) => sum + amountFen, 0);
  const [incomeFen, costFen] = [total(income), total(cost)];
  const fromPublic = total(income.filter((entry) => entry.class === 'subsidy' || entry.class === 'purchase'));
  return {
    income,
    cost,
    incomeFen,
    costFen,
    balance: costFen > 0 ? incomeFen / costFen : null,
    subsidyShare: incomeFen > 0 ? fromPublic / incomeFen : null,
    entries: rows.map(({ recordedAt, ...row }) => ({ ...row, recordedAt: recordedAt.toISOString() })),
  };
}
