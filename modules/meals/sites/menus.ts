import { sql } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '../../../platform/access.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import { refuse } from '../../../platform/refuse.ts';
import { type Allergen, fewerThanOrdered, type Meal, noSuchSite, type Suits } from './contract.ts';

type Dish = { code: string; name: string; nameEn: string; priceFen: number; allergens: z.infer<typeof Allergen>[]; suits: z.infer<typeof Suits>[] };
export type MenuRow = { siteId: string; day: string; meal: z.infer<typeof Meal>; dishes: Dish[]; capacity: number; isStopped: boolean };

/** Menus of seven days from a day, with how many meals can still be ordered. */
export async function listMenusQuery({ db, district }: Reading, { id, from }: { id: string; from: string }) {
  const { rows } = await sql<MenuRow & { left: number }>`
    select site_id as "siteId", day::text, meal, dishes, capacity, is_stopped as "isStopped", capacity - ordered as left
    from meals.menu where district = ${district} and site_id = ${id} and day >= ${from}::date and day < ${from}::date + 7
    order by day, array_position(array['breakfast', 'lunch', 'dinner'], meal)`.execute(db as never);
  return rows;
}

export async function setMenuCommand({ tx, district, now, note }: Writing<Actor>, { id, ...menu }: Omit<MenuRow, 'siteId'> & { id: string }) {
  const site = await tx.selectFrom('meals.site').select('id').where('district', '=', district).where('id', '=', id).executeTakeFirst();
  if (!site) refuse(noSuchSite);
  const row = { ...menu, dishes: JSON.stringify(menu.dishes), changedAt: now };
  const written = await tx
    .insertInto('meals.menu')
    .values({ district, siteId: id, ...row })
    .onConflict((conflict) => conflict.columns(['district', 'siteId', 'day', 'meal']).doUpdateSet(row).where('meals.menu.ordered', '<=', menu.capacity))
    .returning('day')
    .executeTakeFirst();
  if (!written) refuse(fewerThanOrdered);
  note({ object: id, detail: { day: menu.day, meal: menu.meal } });
  return { siteId: id, ...menu };
}
