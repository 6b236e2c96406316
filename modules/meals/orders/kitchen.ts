import { sql } from 'kysely';
import type { Reading } from '../../../platform/context.ts';
import { refuse } from '../../../platform/refuse.ts';
import { countInCare } from '../../care/index.ts';
import rules from '../data/orders.json' with { type: 'json' };
import type { Sitting } from '../sites/sites.ts';
import type { Meal } from '../till/quote.ts';
import { noMenu } from './contract.ts';
import { type How, openAddress, orderView, readOrders } from './orders.ts';

type Dish = { code: string; name: string; nameEn: string; allergens: string[] };

/** Meals sold on the same weekday of the weeks before, on average over the weeks that sold any. */
async function usualOf({ db, district }: Reading, { id, day, meal }: { id: string; day: string; meal: Meal }): Promise<number> {
  const { rows } = await sql<{ usual: number | null }>`
    select round(avg(n), 1)::float8 as usual from (
      select count(*) as n from meals.sale where district = ${district} and site_id = ${id} and meal = ${meal} and state = 'sold'
        and day = any (select ${day}::date - 7 * w from generate_series(1, ${rules.forecastWeeks}) w) group by day
    ) d`.execute(db as never);
  return rows[0]!.usual ?? 0;
}

/** Who is in care at the canteen's place while the meal is served: they eat, too, without ordering. */
async function careOf({ db, district }: Reading, { id, day, meal }: { id: string; day: string; meal: Meal }): Promise<number> {
  const site = await db.selectFrom('meals.site').select(['placeId', 'sittings']).where('district', '=', district).where('id', '=', id).executeTakeFirst();
  const sitting = (site?.sittings as Sitting[] | undefined)?.find((entry) => entry.meal === meal);
  return site?.placeId && sitting ? countInCare(db, district, site.placeId, day, sitting) : 0;
}

/** The list that a kitchen cooks by, and the one that goes with whoever brings the meals. */
export async function getKitchenQuery(context: Reading, which: { id: string; day: string; meal: Meal }) {
  const { db, district, vault } = context;
  const menu = await db
    .selectFrom('meals.menu')
    .select(['dishes', 'capacity'])
    .where('district', '=', district)
    .where('siteId', '=', which.id)
    .where('day', '=', which.day)
    .where('meal', '=', which.meal)
    .executeTakeFirst();
  if (!menu) refuse(noMenu);
  const rows = await readOrders(
    db,
    district,
    sql`o.site_id = ${which.id} and o.day = ${which.day}::date and o.meal = ${which.meal} and o.state in ('ordered', 'served')`,
  );
  const counts = new Map<string, number>();
  for (const { code, count } of rows.flatMap(({ dishes }) => dishes)) counts.set(code, (counts.get(code) ?? 0) + count);
  const byHow = { eatIn: 0, takeAway: 0, delivery: 0 };
  for (const { how } of rows) byHow[how as How]++;
  const usual = await usualOf(context, which);
  const inCare = await careOf(context, which);
  return {
    orders: rows.map((row) => ({ ...orderView(row, vault), address: openAddress(vault, row) })),
    dishes: (menu.dishes as Dish[]).map(({ code, name, nameEn, allergens }) => ({
      code,
      name: { zh: name, en: nameEn },
      count: counts.get(code) ?? 0,
      allergens,
    })),
    byHow,
    inCare,
    expected: Math.max(rows.length + inCare, Math.ceil(usual)),
    usual,
    capacity: menu.capacity,
  };
}
