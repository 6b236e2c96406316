import type { Actor } from '../../../platform/access.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import { inOtherDistrict, type Read, type Write } from '../../../platform/database.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { chargeCaps, freeCaps } from '../../ledger/index.ts';
import offline from '../data/offline.json' with { type: 'json' };
import type { Subsidy } from '../pricing/price.ts';
import { siteInput } from '../sites/sites.ts';
import { noSuchSale, priceChanged, refundedAlready, servedAlready } from './contract.ts';
import { postLegs, reverseLegs, subsidyLeg } from './legs.ts';
import type { Eater } from './people.ts';
import { capCode, type Meal, type Order, periodsOf, type Quote, quote } from './quote.ts';

export const tillInput = async (db: Read, district: string, { tillId }: { tillId: string }) => {
  const row = await db.selectFrom('meals.till').select('siteId as id').where('district', '=', district).where('id', '=', tillId).executeTakeFirst();
  return row && siteInput(db, district, row);
};
export const saleInput = async (db: Read, district: string, { id }: { id: string }) => {
  const row = await db.selectFrom('meals.sale').select('siteId as id').where('district', '=', district).where('id', '=', id).executeTakeFirst();
  return row && siteInput(db, district, row);
};

/** How somebody is known to the till, in the words of the record. */
const identifiedBy = (who: Order['who']) => (who === null ? 'nobody' : 'card' in who ? 'card' : 'code' in who ? 'code' : 'worker');

export async function quoteMealQuery({ db, district, vault, now }: Reading<Actor>, order: Order) {
  const { day, meal, eater, price, terms } = await quote({ db, district, vault, now }, order);
  const until = new Date(Date.parse(day) + offline.termsDays * 86_400_000).toISOString().slice(0, 10);
  return {
    ...price,
    subsidyFen: price.subsidy?.amountFen ?? 0,
    meal,
    person: eater && { name: eater.name, home: eater.home },
    // Only a card can be read without a connection.
    terms: order.who && 'card' in order.who && terms ? { ...terms, until, perDay: offline.mealsPerCardAndDay } : null,
  };
}

export type Given = { saleId: string; siteId: string; day: string; meal: Meal; scheme: string; subsidy: Subsidy; at: Date };

/**
 * Counts a subsidised meal in the eater's own district: one per person, date and meal at whatever till (`subsidised_once`), and the
 * caps of the subsidy. @returns false where the meal was subsidised before
 * @throws Refused where a cap is reached meanwhile
 */
export function countSubsidy(
  tx: Write,
  district: string,
  { home, personId }: Eater,
  { saleId, siteId, day, meal, scheme, subsidy, at }: Given,
): Promise<boolean> {
  return inOtherDistrict(tx, district, home, async () => {
    const isFirst = await tx
      .insertInto('meals.subsidised')
      .values({ district: home, personId, day, meal, saleDistrict: district, saleId, siteId, amountFen: subsidy.amountFen, at })
      .onConflict((conflict) => conflict.columns(['district', 'personId', 'day', 'meal']).where('freedAt', 'is', null).doNothing())
      .returning('saleId')
      .executeTakeFirst();
    if (!isFirst) return false;
    const periods = periodsOf(day, meal);
    const caps = subsidy.caps.map((cap) => ({
      subject: personId,
      cap: capCode(scheme, subsidy.code, cap),
      period: periods[cap.per],
      amount: 1,
      most: cap.most,
    }));
    await chargeCaps({ tx, district: home }, subsidyLeg(saleId), caps);
    return true;
  });
}

type Selling = Pick<Writing<Actor>, 'tx' | 'district' | 'vault' | 'now'> & { actor: { id: string } };
type NewSale = Order & { how: 'eatIn' | 'takeAway' | 'delivery'; paidBy: 'cash' | 'card' | 'phone' | 'nothing' };

async function record({ tx, district, now, actor }: Selling, { how, paidBy, who }: NewSale, { till, day, meal, eater, price, scheme }: Quote) {
  const id = newId(now.getTime());
  const { subsidy } = price;
  if (subsidy && eater && !(await countSubsidy(tx, district, eater, { saleId: id, siteId: till.siteId, day, meal, scheme: scheme!, subsidy, at: now })))
    refuse(servedAlready);
  const subsidyFen = subsidy?.amountFen ?? 0;
  const home = eater?.home ?? null;
  await postLegs({ tx, district, now, actor }, { saleId: id, siteId: till.siteId, home, dueFen: price.dueFen, subsidyFen, soldAt: now });
  const sale = {
    id,
    siteId: till.siteId,
    tillId: till.id,
    day,
    meal,
    how,
    listFen: price.listFen,
    dueFen: price.dueFen,
    subsidyFen,
    paidBy: price.dueFen === 0 ? ('nothing' as const) : paidBy,
  };
  await tx
    .insertInto('meals.sale')
    .values({
      ...sale,
      district,
      home,
      personId: eater?.personId ?? null,
      identifiedBy: identifiedBy(who),
      subsidyCode: subsidy?.code ?? null,
      scheme,
      lines: JSON.stringify(price.lines),
      soldAt: now,
      receivedAt: now,
      soldBy: actor.id,
    })
    .execute();
  return { ...sale, lines: price.lines, state: 'sold' as const, soldAt: now.toISOString(), conflict: null };
}

const quoteFor = ({ tx, district, vault, now }: Selling, order: Order) => quote({ db: tx, district, vault, now }, order);

/** Sells at whatever the price is, as the demonstration does for a month that is over. */
export const sellAsQuoted = async (selling: Selling, order: NewSale) => record(selling, order, await quoteFor(selling, order));

export async function sellMealCommand(context: Writing<Actor>, { expectedFen, ...order }: NewSale & { expectedFen: number }) {
  const quoted = await quoteFor(context, order);
  const { dueFen } = quoted.price;
  if (dueFen !== expectedFen) refuse(priceChanged, { dueFen });
  const sale = await record(context, order, quoted);
  context.note({ object: sale.id });
  return sale;
}

const columns = ['id', 'siteId', 'tillId', 'day', 'meal', 'how', 'lines', 'listFen', 'dueFen', 'subsidyFen', 'paidBy', 'state', 'soldAt', 'conflict'] as const;
type Row = { lines: unknown; soldAt: Date; meal: string; how: string; paidBy: string; state: string };
const saleView = <R extends Row>({ soldAt, ...row }: R) => ({
  ...row,
  lines: row.lines as { kind: 'list'; code: string; name: { zh: string; en: string }; amountFen: number }[],
  meal: row.meal as Meal,
  how: row.how as 'eatIn',
  paidBy: row.paidBy as 'cash',
  state: row.state as 'sold',
  soldAt: soldAt.toISOString(),
});

/** Takes a meal back: what was paid and the subsidy, wherever it was booked, also when the month is settled already; then the next month has it. */
export async function refundSaleCommand({ tx, district, now, actor, note }: Writing<Actor>, { id, reason }: { id: string; reason: string }) {
  const sale = await tx
    .updateTable('meals.sale')
    .set({ state: 'refunded', refundedAt: now, refundReason: reason })
    .where('district', '=', district)
    .where('id', '=', id)
    .where('state', '=', 'sold')
    .returning([...columns, 'home'])
    .executeTakeFirst();
  if (!sale) {
    const there = await tx.selectFrom('meals.sale').select('id').where('district', '=', district).where('id', '=', id).executeTakeFirst();
    return refuse(there ? refundedAlready : noSuchSale);
  }
  const { home, ...row } = sale;
  await reverseLegs({ tx, district, now, actor }, { saleId: id, home, dueFen: row.dueFen, subsidyFen: row.subsidyFen });
  if (home !== null && row.subsidyFen > 0) {
    await inOtherDistrict(tx, district, home, async () => {
      await tx.updateTable('meals.subsidised').set({ freedAt: now }).where('district', '=', home).where('saleId', '=', id).execute();
      await freeCaps({ tx, district: home, now }, subsidyLeg(id));
    });
  }
  note({ object: id, purpose: reason });
  return saleView(row);
}

export async function listSalesQuery({ db, district }: Reading, { id, day }: { id: string; day: string }) {
  const rows = await db
    .selectFrom('meals.sale')
    .select([...columns])
    .where('district', '=', district)
    .where('siteId', '=', id)
    .where('day', '=', day)
    .orderBy('soldAt', 'desc')
    .limit(2000)
    .execute();
  return rows.map(saleView);
}
