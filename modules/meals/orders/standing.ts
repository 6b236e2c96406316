import { sql } from 'kysely';
import type { Actor } from '../../../platform/access.ts';
import type { Clock } from '../../../platform/clock.ts';
import { dayHere } from '../../../platform/clock.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import type { Vault } from '../../../platform/crypto.ts';
import { type Database, inTransaction } from '../../../platform/database.ts';
import { newId } from '../../../platform/id.ts';
import type { Job } from '../../../platform/job.ts';
import { Refused, refuse } from '../../../platform/refuse.ts';
import { maskName } from '../../people/index.ts';
import rules from '../data/orders.json' with { type: 'json' };
import { noSuchSite } from '../sites/contract.ts';
import type { Meal } from '../till/quote.ts';
import { noStanding } from './contract.ts';
import { forWhom, type How, isClosed, orderView, ownPeople, placeOrder, readOrders, sealAddress } from './orders.ts';

type New = {
  personId: string | null;
  siteId: string;
  weekdays: number[];
  meal: Meal;
  how: How;
  dishes: { code: string; count: number }[];
  address: string | null;
  from: string;
  to: string | null;
};
type Own = { db: Database; district: string; vault: Vault; now: Date };

/** Monday is 1. */
const weekdayOf = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;

/** The days ahead on which a standing order wants a meal and that are still open. */
function daysAhead(weekdays: readonly number[], from: string, to: string | null, now: Date): string[] {
  const days: string[] = [];
  for (let n = 0; n <= rules.standingDaysAhead; n++) {
    const day = new Date(Date.parse(`${dayHere(now)}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);
    if (day >= from && (to === null || day <= to) && weekdays.includes(weekdayOf(day)) && !isClosed(day, now)) days.push(day);
  }
  return days;
}

type Row = Omit<New, 'personId' | 'address'> & { id: string; personId: string; addressCipher: string | null; madeBy: string };

/**
 * Orders what a standing order wants in the days ahead. A day without a menu, that is full, or that is ordered already is left for the
 * next time; each day stands for itself.
 */
async function orderAhead({ db, district, vault, now }: Own, row: Row): Promise<number> {
  let ordered = 0;
  const { weekdays, from, to, madeBy, addressCipher, id: standingId, ...order } = row;
  const address = addressCipher === null ? null : vault.open('meals.address', addressCipher);
  for (const day of daysAhead(weekdays, from, to, now)) {
    try {
      await inTransaction(db, district, async (tx) => {
        // What was cancelled for a day stays cancelled.
        const asked = await tx
          .selectFrom('meals.mealOrder')
          .select('id')
          .where('district', '=', district)
          .where('standingId', '=', standingId)
          .where('day', '=', day)
          .executeTakeFirst();
        if (asked) return;
        await placeOrder({ tx, district, vault, now, actor: { id: madeBy } }, { ...order, address, day, standingId });
        ordered++;
      });
    } catch (error) {
      const isExpected = error instanceof Refused || (error as { constraint?: string }).constraint === 'order_once';
      if (!isExpected) throw error;
    }
  }
  return ordered;
}

export async function setStandingCommand(context: Writing<Actor>, { personId, siteId, address, from, to, weekdays, dishes, ...fields }: New) {
  const { tx, district, vault, now, actor, note } = context;
  const site = await tx.selectFrom('meals.site').select('id').where('district', '=', district).where('id', '=', siteId).executeTakeFirst();
  if (!site) refuse(noSuchSite);
  const [id, whom] = [newId(now.getTime()), await forWhom(context, personId)];
  const addressCipher = sealAddress(vault, fields.how, address);
  const row = {
    ...fields,
    weekdays: weekdays.toSorted(),
    fromDay: from,
    toDay: to,
    dishes: JSON.stringify(dishes),
    addressCipher,
    madeBy: actor.id,
    madeAt: now,
  };
  await tx
    .insertInto('meals.standing')
    .values({ district, id, siteId, personId: whom, ...row })
    .execute();
  await context.enqueue('meals-standing', {});
  note({ object: id });
  return { id, days: daysAhead(weekdays, from, to, now) };
}

export async function endStandingCommand(context: Writing<Actor>, { id }: { id: string }) {
  const { tx, district, now, actor, note } = context;
  const row = await tx
    .selectFrom('meals.standing')
    .select(['personId', 'madeBy'])
    .where('district', '=', district)
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .executeTakeFirst();
  if (!row || (row.madeBy !== actor.id && row.personId !== actor.personId)) refuse(noStanding);
  await tx.updateTable('meals.standing').set({ endedAt: now }).where('district', '=', district).where('id', '=', id).execute();
  const open = (await readOrders(tx, district, sql`o.standing_id = ${id} and o.state = 'ordered'`)).filter(({ day }) => !isClosed(day, now));
  for (const { id: orderId, siteId, day, meal } of open) {
    await tx.updateTable('meals.mealOrder').set({ state: 'cancelled', changedAt: now }).where('district', '=', district).where('id', '=', orderId).execute();
    await tx
      .updateTable('meals.menu')
      .set((eb) => ({ ordered: eb('ordered', '-', 1) }))
      .where('district', '=', district)
      .where('siteId', '=', siteId)
      .where('day', '=', day)
      .where('meal', '=', meal)
      .execute();
  }
  note({ object: id });
  return { id, cancelled: open.length };
}

export async function listMyOrdersQuery(context: Reading<Actor>) {
  const { db, district, vault, now } = context;
  const people = await ownPeople(context);
  if (people.length === 0) return { orders: [], standing: [] };
  const orders = await readOrders(db, district, sql`o.person_id = any(${people}::uuid[]) and o.day >= ${dayHere(now)}::date - 14`);
  const standing = await db
    .selectFrom('meals.standing as t')
    .innerJoin('meals.site as s', (join) => join.onRef('s.district', '=', 't.district').onRef('s.id', '=', 't.siteId'))
    .innerJoin('people.person as p', (join) => join.onRef('p.district', '=', 't.district').onRef('p.id', '=', 't.personId'))
    .select(['t.id', 't.siteId', 's.name', 's.nameEn', 't.personId', 'p.nameCipher', 't.weekdays', 't.meal', 't.how', 't.fromDay as from', 't.toDay as to'])
    .where('t.district', '=', district)
    .where('t.personId', 'in', people)
    .where('t.endedAt', 'is', null)
    .orderBy('t.madeAt')
    .execute();
  return {
    orders: orders.map((row) => orderView(row, vault)),
    standing: standing.map(({ name, nameEn, nameCipher, meal, how, ...row }) => ({
      ...row,
      site: { zh: name, en: nameEn },
      person: maskName(vault.open('person.name', nameCipher)),
      meal: meal as Meal,
      how: how as How,
    })),
  };
}

/** Orders ahead for everybody who eats on the same weekdays, each evening and whenever somebody asks for it anew. */
export async function orderStanding(own: Own): Promise<number> {
  const rows = await inTransaction(own.db, own.district, async (tx) => {
    const found = await tx
      .selectFrom('meals.standing')
      .select(['id', 'siteId', 'personId', 'weekdays', 'meal', 'how', 'dishes', 'addressCipher', 'fromDay as from', 'toDay as to', 'madeBy'])
      .where('district', '=', own.district)
      .where('endedAt', 'is', null)
      .orderBy('madeAt')
      .execute();
    return found as unknown as Row[];
  });
  let ordered = 0;
  for (const row of rows) ordered += await orderAhead(own, row);
  return ordered;
}

export const mealJobs = (db: Database, vault: Vault, district: string, clock: Clock): Job[] => [
  { name: 'meals-standing', cron: '5 10 * * *', run: async () => void (await orderStanding({ db, district, vault, now: clock() })) },
];
