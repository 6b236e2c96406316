import type { Actor } from '../../../platform/access.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import type { Read } from '../../../platform/database.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { placeWhereabouts } from '../../places/index.ts';
import { noSuchGoods } from './contract.ts';

export const listGoodsQuery = ({ db, district }: Reading, { id }: { id: string }) =>
  db.selectFrom('funds.goods').select(['id', 'name', 'unit', 'stock']).where('district', '=', district).where('placeId', '=', id).orderBy('name').execute();

export const goodsInput = async (db: Read, district: string, { id }: { id: string }) => {
  const row = await db.selectFrom('funds.goods').select('placeId').where('district', '=', district).where('id', '=', id).executeTakeFirst();
  return row && placeWhereabouts(db, district, { id: row.placeId });
};

type Move = { goodsId: string; quantity: number; whom: string | null; receipt: string };
async function move({ tx, district, now, actor, vault, note }: Writing<Actor>, { goodsId, quantity, whom, receipt }: Move) {
  const row = await tx
    .updateTable('funds.goods')
    .set((eb) => ({ stock: eb('stock', '+', quantity) }))
    .where('district', '=', district)
    .where('id', '=', goodsId)
    .returning('stock')
    .executeTakeFirst();
  if (!row) refuse(noSuchGoods);
  const whomCipher = whom && vault.seal('funds.whom', whom);
  await tx
    .insertInto('funds.goodsMove')
    .values({ district, id: newId(now.getTime()), goodsId, quantity, whomCipher, receipt, movedBy: actor.id, movedAt: now })
    .execute();
  note({ object: goodsId, detail: { quantity, receipt } });
  return { id: goodsId, stock: row.stock };
}

type Taken = { id: string; name: string; unit: string; quantity: number; giver: string | null; receipt: string };
export async function takeGoodsCommand(context: Writing<Actor>, { id: placeId, name, unit, quantity, giver, receipt }: Taken) {
  const { tx, district, now } = context;
  await tx
    .insertInto('funds.goods')
    .values({ district, id: newId(now.getTime()), placeId, name, unit })
    .onConflict((conflict) => conflict.columns(['district', 'placeId', 'name']).doNothing())
    .execute();
  const { id: goodsId } = await tx
    .selectFrom('funds.goods')
    .select('id')
    .where('district', '=', district)
    .where('placeId', '=', placeId)
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return move(context, { goodsId, quantity, whom: giver, receipt });
}

export const giveGoodsCommand = (context: Writing<Actor>, { id, quantity, whom, receipt }: { id: string; quantity: number; whom: string; receipt: string }) =>
  move(context, { goodsId: id, quantity: -quantity, whom, receipt });
