import { z } from 'zod';
import { command, Id, Moment, query, refusal, refuses } from '../../../platform/endpoint.ts';

export const noSuchEntry = refusal(404, 'funds/no-such-entry', { zh: '没有这笔，或已冲正', en: 'There is no such entry, or it was reversed' });
export const wrongClass = refusal(422, 'funds/wrong-class', { zh: '收入和支出的类别不对', en: 'This class does not belong to this side' }, 'entry_class');
export const noSuchGoods = refusal(404, 'funds/no-such-goods', { zh: '没有这种物资', en: 'There are no such goods' });
export const outOfStock = refusal(409, 'funds/out-of-stock', { zh: '库存不够', en: 'There are not that many in stock' }, 'goods_stock');
export const receiptTaken = refusal(409, 'funds/receipt-taken', { zh: '这个凭证号已经用过', en: 'This receipt is used already' }, 'goods_receipt');

const Side = z.enum(['income', 'cost']);
const Class = z.enum(['lowFee', 'market', 'subsidy', 'purchase', 'donation', 'staff', 'energy', 'upkeep', 'services', 'rent', 'other']);
const fen = z.int().min(1).max(100_000_000_000);
const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month as 2026-11');
const ById = z.object({ id: Id });
const Sum = z.object({ class: Class, amountFen: z.int() });

export const recordEntry = command('POST', '/funds/places/{id}/book', 'Records income or cost of a complex for a month')
  .input(ById.extend({ month: Month, side: Side, class: Class, amountFen: fen, note: z.string().trim().min(2).max(200) }))
  .output(ById)
  .errors(refuses(wrongClass));
export const reverseEntry = command('POST', '/funds/book/{id}/reverse', 'Takes an entry back; it stays in the book')
  .input(ById)
  .output(ById)
  .errors(refuses(noSuchEntry));
export const getBook = query(
  '/funds/places/{id}/book/{year}',
  'Whether a complex pays its way in a year: income and cost by class, balance, share of subsidies',
)
  .input(ById.extend({ year: z.string().regex(/^\d{4}$/) }))
  .output(
    z.object({
      income: z.array(Sum),
      cost: z.array(Sum),
      incomeFen: z.int(),
      costFen: z.int(),
      balance: z.number().nullable().describe('Income of cost'),
      subsidyShare: z.number().nullable().describe('Subsidies and purchases of income'),
      entries: z.array(
        z.object({ id: Id, month: Month, side: Side, class: Class, amountFen: z.int(), note: z.string(), recordedAt: Moment, isReversed: z.boolean() }),
      ),
    }),
  );
export const listGoods = query('/funds/places/{id}/goods', 'Goods given that are in stock at a place')
  .input(ById)
  .output(z.array(z.object({ id: Id, name: z.string(), unit: z.string(), stock: z.int() })));
export const takeGoods = command('POST', '/funds/places/{id}/goods', 'Takes in goods that somebody gives, with a receipt')
  .input(
    ById.extend({
      name: z.string().trim().min(2).max(40),
      unit: z.string().trim().min(1).max(10),
      quantity: z.int().min(1).max(100_000),
      giver: z.string().trim().min(1).max(60).nullable().default(null),
      receipt: z.string().trim().min(3).max(40),
    }),
  )
  .output(ById.extend({ stock: z.int() }))
  .errors(refuses(receiptTaken));
export const giveGoods = command('POST', '/funds/goods/{id}/issues', 'Gives out goods to somebody who needs them, with a receipt')
  .input(ById.extend({ quantity: z.int().min(1).max(100_000), whom: z.string().trim().min(1).max(60), receipt: z.string().trim().min(3).max(40) }))
  .output(ById.extend({ stock: z.int() }))
  .errors(refuses(noSuchGoods, outOfStock, receiptTaken));

export const books = { recordEntry, reverseEntry, getBook, listGoods, takeGoods, giveGoods };
