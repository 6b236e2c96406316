import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Actor } from '../../../platform/access.ts';
import { dayHere } from '../../../platform/clock.ts';
import type { Writing } from '../../../platform/context.ts';
import { newId } from '../../../platform/id.ts';
import { Refused, refuse } from '../../../platform/refuse.ts';
import { capReached } from '../../ledger/contract.ts';
import limits from '../data/offline.json' with { type: 'json' };
import type { Sitting } from '../sites/sites.ts';
import { noSuchTill, wrongSeries } from './contract.ts';
import { postLegs } from './legs.ts';
import { type Eater, findCard, type Here } from './people.ts';
import { type Meal, priceFor, type Till } from './quote.ts';
import { countSubsidy } from './sell.ts';
import { tillKey } from './tills.ts';

export type OfflineSale = {
  seq: number;
  card: string | null;
  meal: Meal;
  how: 'eatIn' | 'takeAway' | 'delivery';
  listFen: number;
  discountFen: number;
  subsidyFen: number;
  paidBy: 'cash' | 'card' | 'phone' | 'nothing';
  soldAt: string;
  signature: string;
};

/** What a till signs of a sale, with the signature before it: none can be left out, put in or changed without its key. */
export function signSale(key: string, tillId: string, previous: string, sale: Omit<OfflineSale, 'signature'>): string {
  const { seq, card, meal, how, listFen, discountFen, subsidyFen, paidBy, soldAt } = sale;
  const text = [tillId, previous, seq, card ?? '', meal, how, listFen, discountFen, subsidyFen, paidBy, soldAt].join('|');
  return createHmac('sha256', Buffer.from(key, 'hex')).update(text).digest('hex');
}
const isSame = (a: string, b: string) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

type Own = { here: Here; context: Writing<Actor>; till: Till };
type Why = 'unknownCard' | 'late' | 'tooMany' | 'servedAlready' | 'capReached' | 'notEntitled' | null;

/** Whether a card has been used without a connection as often as it may, at this till on this day. */
async function isTooOften({ context: { tx, district }, till }: Own, eater: Eater, day: string): Promise<boolean> {
  const { n } = await tx
    .selectFrom('meals.sale')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('district', '=', district)
    .where('home', '=', eater.home)
    .where('personId', '=', eater.personId)
    .where('tillId', '=', till.id)
    .where('seq', 'is not', null)
    .where('day', '=', day)
    .executeTakeFirstOrThrow();
  return n >= limits.mealsPerCardAndDay;
}

/** What of the subsidy that the till gave the eater's district gives too, and why not all of it. */
async function settle(
  own: Own,
  saleId: string,
  sale: OfflineSale,
  eater: Eater | undefined,
): Promise<{ subsidyFen: number; code: string | null; scheme: string | null; why: Why }> {
  const { here, context, till } = own;
  const nothing = (why: Why) => ({ subsidyFen: 0, code: null, scheme: null, why });
  if (sale.card !== null && !eater) return nothing('unknownCard');
  if (!eater || sale.subsidyFen === 0) return nothing(null);
  const at = new Date(sale.soldAt);
  const day = dayHere(at);
  if (context.now.getTime() - at.getTime() > limits.hoursToBring * 3600_000) return nothing('late');
  if (await isTooOften(own, eater, day)) return nothing('tooMany');
  const { price, scheme } = await priceFor(here, till, eater, { day, meal: sale.meal, listFen: sale.listFen, offerFen: 0 });
  if (!price.subsidy) return nothing(price.usedUp.length > 0 ? 'servedAlready' : 'notEntitled');
  const amountFen = Math.min(price.subsidy.amountFen, sale.subsidyFen);
  const subsidy = { ...price.subsidy, amountFen };
  try {
    const isFirst = await countSubsidy(context.tx, context.district, eater, {
      saleId,
      siteId: till.siteId,
      day,
      meal: sale.meal,
      scheme: scheme!,
      subsidy,
      at,
    });
    if (!isFirst) return nothing('servedAlready');
  } catch (error) {
    if (error instanceof Refused && error.refusal === capReached) return nothing('capReached');
    throw error;
  }
  return { subsidyFen: amountFen, code: subsidy.code, scheme, why: amountFen < sale.subsidyFen ? 'notEntitled' : null };
}

async function take(own: Own, sale: OfflineSale): Promise<Why> {
  const { here, context, till } = own;
  const { tx, district, now, actor } = context;
  const at = new Date(sale.soldAt);
  const id = newId(at.getTime());
  const eater = sale.card === null ? undefined : await findCard(here, sale.card, at);
  const { subsidyFen, code, scheme, why } = await settle(own, id, sale, eater);
  const dueFen = Math.max(0, sale.listFen - sale.discountFen - sale.subsidyFen);
  const home = eater?.home ?? null;
  await postLegs({ tx, district, now, actor }, { saleId: id, siteId: till.siteId, home, dueFen, subsidyFen, soldAt: at });
  const line = (kind: string, zh: string, en: string, amountFen: number) => ({ kind, code: kind, name: { zh, en }, amountFen });
  const lines = [
    line('list', '菜价', 'List price', sale.listFen),
    ...(sale.discountFen > 0 ? [line('discount', '折扣（离线）', 'Discount (offline)', -sale.discountFen)] : []),
    ...(sale.subsidyFen > 0 ? [line('subsidy', '补贴（离线）', 'Subsidy (offline)', -sale.subsidyFen)] : []),
  ];
  await tx
    .insertInto('meals.sale')
    .values({
      district,
      id,
      siteId: till.siteId,
      tillId: till.id,
      seq: sale.seq,
      home,
      personId: eater?.personId ?? null,
      identifiedBy: eater ? 'card' : 'nobody',
      day: dayHere(at),
      meal: sale.meal,
      how: sale.how,
      listFen: sale.listFen,
      dueFen,
      subsidyFen,
      subsidyCode: code,
      scheme,
      lines: JSON.stringify(lines),
      paidBy: sale.paidBy,
      soldAt: at,
      receivedAt: now,
      soldBy: actor.id,
      conflict: why,
    })
    .execute();
  return why;
}

/**
 * Takes in what a till sold without a connection, in the order of its signed numbers. Every meal is kept, for it was eaten and paid;
 * where the subsidy cannot be given the conflict is told and stays with the sale for a person to look at. Sent again, what is there is
 * known. A number that is missing or a signature that does not follow refuses all, and says from where.
 */
export async function bringOfflineSalesCommand(context: Writing<Actor>, { id, sales }: { id: string; sales: OfflineSale[] }) {
  const { tx, district, vault, now } = context;
  const row = await tx
    .selectFrom('meals.till as t')
    .innerJoin('meals.site as s', (join) => join.onRef('s.district', '=', 't.district').onRef('s.id', '=', 't.siteId'))
    .select(['t.keyCipher', 't.lastSeq', 't.lastSignature', 't.siteId', 's.isOnPass', 's.sittings'])
    .where('t.district', '=', district)
    .where('t.id', '=', id)
    .where('t.closedAt', 'is', null)
    .forUpdate('t')
    .executeTakeFirst();
  if (!row) refuse(noSuchTill);
  const own: Own = {
    here: { db: tx, district, vault, now },
    context,
    till: { id, siteId: row.siteId, isOnPass: row.isOnPass, sittings: row.sittings as Sitting[] },
  };
  const key = vault.open(tillKey, row.keyCipher);
  const conflicts: { seq: number; why: string; subsidyFen: number }[] = [];
  let [last, previous, taken] = [row.lastSeq, row.lastSignature, 0];
  const fresh = sales.filter(({ seq }) => seq > row.lastSeq);
  for (const sale of fresh) {
    if (sale.seq !== last + 1 || !isSame(sale.signature, signSale(key, id, previous, sale))) refuse(wrongSeries, { seq: sale.seq, expected: last + 1 });
    const why = await take(own, sale);
    if (why) conflicts.push({ seq: sale.seq, why, subsidyFen: sale.subsidyFen });
    [last, previous] = [sale.seq, sale.signature];
    taken++;
  }
  await tx.updateTable('meals.till').set({ lastSeq: last, lastSignature: previous }).where('district', '=', district).where('id', '=', id).execute();
  context.note({ object: id, detail: { taken, conflicts: conflicts.length } });
  return { taken, known: sales.length - fresh.length, conflicts };
}
