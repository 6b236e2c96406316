import { type RawBuilder, sql } from 'kysely';
import type { Actor } from '../../../platform/access.ts';
import { dayHere, minuteHere } from '../../../platform/clock.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import type { Read } from '../../../platform/database.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { listFamily, maskName, mayActFor } from '../../people/index.ts';
import rules from '../data/orders.json' with { type: 'json' };
import type { Meal } from '../till/quote.ts';
import { addressNeeded, mealsGone, noMenu, noSuchOrder, notYours, orderClosed, orderMoved, unknownDish, unlinked } from './contract.ts';

export type How = 'eatIn' | 'takeAway' | 'delivery';
export type NewOrder = {
  personId: string;
  siteId: string;
  day: string;
  meal: Meal;
  how: How;
  dishes: { code: string; count: number }[];
  address: string | null;
  standingId?: string;
};
type Ask = Writing<Actor>;
const addressContext = 'meals.address';

/** Until when the meals of a day can be ordered and cancelled: a time of the day before. */
export function isClosed(day: string, now: Date): boolean {
  const [today, minute] = [dayHere(now), minuteHere(now)];
  const before = new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
  return today > before || (today === before && minute >= rules.closesMinuteOfDayBefore);
}

type Row = {
  id: string;
  siteId: string;
  site: string;
  siteEn: string;
  personId: string;
  nameCipher: string;
  day: string;
  meal: Meal;
  how: How;
  dishes: { code: string; count: number }[];
  route: string | null;
  isStanding: boolean;
  state: 'ordered' | 'served' | 'cancelled' | 'missed';
  addressCipher: string | null;
};
export async function readOrders(db: Read, district: string, condition: RawBuilder<unknown>): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select o.id, o.site_id as "siteId", s.name as site, s.name_en as "siteEn", o.person_id as "personId", p.name_cipher as "nameCipher", o.day::text, o.meal, o.how, o.dishes, o.route,
      o.standing_id is not null as "isStanding", o.state, o.address_cipher as "addressCipher"
    from meals.meal_order o join meals.site s on s.district = o.district and s.id = o.site_id join people.person p on p.district = o.district and p.id = o.person_id
    where o.district = ${district} and ${condition} order by o.day, o.meal, o.route nulls first, o.id limit 2000`.execute(db as never);
  return rows;
}
export const orderView = ({ site, siteEn, nameCipher, addressCipher: _, ...row }: Row, vault: Reading['vault']) => ({
  ...row,
  site: { zh: site, en: siteEn },
  person: maskName(vault.open('person.name', nameCipher)),
});
export const openAddress = (vault: Reading['vault'], { addressCipher }: Row) => (addressCipher === null ? null : vault.open(addressContext, addressCipher));
export const sealAddress = (vault: Reading['vault'], how: How, address: string | null): string | null =>
  how === 'delivery' ? vault.seal(addressContext, address ?? refuse(addressNeeded)) : null;
const getOrder = async (db: Read, district: string, id: string) => (await readOrders(db, district, sql`o.id = ${id}`))[0] ?? refuse(noSuchOrder);

/** Takes one of the meals of a sitting, as long as there are any. */
async function takeMeal({ tx, district }: Pick<Ask, 'tx' | 'district'>, { siteId, day, meal, dishes }: NewOrder): Promise<void> {
  const taken = await tx
    .updateTable('meals.menu')
    .set((eb) => ({ ordered: eb('ordered', '+', 1) }))
    .where('district', '=', district)
    .where('siteId', '=', siteId)
    .where('day', '=', day)
    .where('meal', '=', meal)
    .where('isStopped', '=', false)
    .whereRef('ordered', '<', 'capacity')
    .returning('dishes')
    .executeTakeFirst();
  if (!taken) {
    const menu = await tx
      .selectFrom('meals.menu')
      .select('day')
      .where('district', '=', district)
      .where('siteId', '=', siteId)
      .where('day', '=', day)
      .where('meal', '=', meal)
      .executeTakeFirst();
    return refuse(menu ? mealsGone : noMenu);
  }
  const known = new Set((taken.dishes as { code: string }[]).map(({ code }) => code));
  const strange = dishes.find(({ code }) => !known.has(code));
  if (strange) refuse(unknownDish, { dish: strange.code });
}
async function giveBack({ tx, district }: Pick<Ask, 'tx' | 'district'>, { siteId, day, meal }: Pick<Row, 'siteId' | 'day' | 'meal'>): Promise<void> {
  await tx
    .updateTable('meals.menu')
    .set((eb) => ({ ordered: eb('ordered', '-', 1) }))
    .where('district', '=', district)
    .where('siteId', '=', siteId)
    .where('day', '=', day)
    .where('meal', '=', meal)
    .execute();
}

export async function placeOrder(context: Pick<Ask, 'tx' | 'district' | 'vault' | 'now'> & { actor: { id: string } }, order: NewOrder): Promise<string> {
  const { tx, district, vault, now, actor } = context;
  const addressCipher = sealAddress(vault, order.how, order.address);
  await takeMeal(context, order);
  const id = newId(now.getTime());
  const { address: _, dishes, standingId = null, ...fields } = order;
  await tx
    .insertInto('meals.mealOrder')
    .values({ ...fields, district, id, dishes: JSON.stringify(dishes), addressCipher, standingId, madeBy: actor.id, madeAt: now, changedAt: now })
    .execute();
  return id;
}

/** Whom an order is for: oneself, or family that one may act for. */
export async function forWhom({ tx, district, now, actor }: Ask, personId: string | null): Promise<string> {
  const own = actor.personId ?? refuse(unlinked);
  if (personId === null || personId === own) return own;
  return (await mayActFor(tx, district, own, personId, dayHere(now))) ? personId : refuse(notYours);
}

export async function orderMealCommand(context: Ask, { personId, ...order }: Omit<NewOrder, 'personId'> & { personId: string | null }) {
  if (isClosed(order.day, context.now)) refuse(orderClosed);
  const id = await placeOrder(context, { ...order, personId: await forWhom(context, personId) });
  context.note({ object: id });
  return orderView(await getOrder(context.tx, context.district, id), context.vault);
}

export async function orderForResidentCommand(context: Ask, { id: siteId, ...order }: Omit<NewOrder, 'siteId'> & { id: string }) {
  const id = await placeOrder(context, { ...order, siteId });
  context.note({ object: id });
  return orderView(await getOrder(context.tx, context.district, id), context.vault);
}

async function move(context: Ask, id: string, to: 'cancelled' | 'served' | 'missed', more: object = {}) {
  const { tx, district, now } = context;
  const moved = await tx
    .updateTable('meals.mealOrder')
    .set({ state: to, changedAt: now, ...more })
    .where('district', '=', district)
    .where('id', '=', id)
    .where('state', '=', 'ordered')
    .returning('id')
    .executeTakeFirst();
  if (!moved) refuse(orderMoved);
  context.note({ object: id });
  return getOrder(tx, district, id);
}

export async function cancelOrderCommand(context: Ask, { id }: { id: string }) {
  const row = await getOrder(context.tx, context.district, id);
  const own = context.actor.personId;
  if (own === null || !(row.personId === own || (await mayActFor(context.tx, context.district, own, row.personId, dayHere(context.now))))) refuse(noSuchOrder);
  if (isClosed(row.day, context.now)) refuse(orderClosed);
  const cancelled = await move(context, id, 'cancelled');
  await giveBack(context, row);
  return orderView(cancelled, context.vault);
}

type Step = { id: string; orderId: string; step: 'served' | 'missed' | 'route'; route?: string | undefined; deliveredBy?: string | undefined };
export async function moveOrderCommand(context: Ask, { id: siteId, orderId, step, route, deliveredBy }: Step) {
  const row = await getOrder(context.tx, context.district, orderId);
  if (row.siteId !== siteId) refuse(noSuchOrder);
  if (step !== 'route') return orderView(await move(context, orderId, step, deliveredBy ? { deliveredBy } : {}), context.vault);
  if (row.how !== 'delivery' || row.state !== 'ordered') refuse(orderMoved);
  const { tx, district, now } = context;
  await tx
    .updateTable('meals.mealOrder')
    .set({ route: route ?? null, changedAt: now })
    .where('district', '=', district)
    .where('id', '=', orderId)
    .execute();
  return orderView(await getOrder(tx, district, orderId), context.vault);
}

/** Oneself and family that one may act for. */
export async function ownPeople({ db, district, vault, now, actor }: Reading<Actor>): Promise<string[]> {
  if (!actor.personId) return [];
  return [actor.personId, ...(await listFamily(db, vault, district, actor.personId, dayHere(now))).map(({ id }) => id)];
}
