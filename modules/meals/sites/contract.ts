import { z } from 'zod';
import { AreaCode, command, Day, Flag, Id, query, refusal, refuses } from '../../../platform/endpoint.ts';
import { schemeSchema } from '../pricing/scheme-schema.ts';

export const noSuchSite = refusal(404, 'meals/no-such-site', { zh: '没有这个助餐点', en: 'There is no such canteen' });
export const siteNameTaken = refusal(409, 'meals/site-name-taken', { zh: '这里已有同名的助餐点', en: 'There is a canteen of this name here' }, 'site_name');
export const siteShut = refusal(409, 'meals/site-shut', { zh: '助餐点已停业或许可证过期，不能售餐', en: 'The canteen is closed, or its licence has run out' });
export const fewerThanOrdered = refusal(409, 'meals/fewer-than-ordered', {
  zh: '已有更多人预订，份数不能更少',
  en: 'More meals than that are ordered already',
});
export const schemeThere = refusal(
  409,
  'meals/scheme-there',
  { zh: '这段时间已有一个办法在执行', en: 'Another scheme is in force in this time' },
  'scheme_one',
);
export const wrongScheme = refusal(422, 'meals/wrong-scheme', { zh: '办法里有用不了的条件', en: 'The scheme has a condition that cannot be used' });

export const Meal = z.enum(['breakfast', 'lunch', 'dinner']);
export const How = z.enum(['eatIn', 'takeAway', 'delivery']);
const Text = z.object({ zh: z.string(), en: z.string() });
const name = z.string().trim().min(2).max(40);
const minute = z.int().min(0).max(1440);
const Sitting = z.object({ meal: Meal, from: minute, to: minute }).refine(({ from, to }) => from < to, 'a sitting ends after it begins');
export const siteKinds = ['centralKitchen', 'centreCanteen', 'mealPoint', 'ruralCanteen', 'volunteerMeals', 'mutualMeals'] as const;
const fields = {
  kind: z.enum(siteKinds),
  name,
  nameEn: name,
  areaCode: AreaCode,
  placeId: Id.nullable().default(null),
  organisationId: Id.describe('Who runs it, and is paid'),
  suppliedBy: Id.nullable().default(null).describe('The central kitchen or canteen that supplies it'),
  licenceNumber: z.string().trim().min(3).max(40),
  licenceUntil: Day,
  hygieneGrade: z.enum(['A', 'B', 'C']).nullable().default(null),
  seats: z.int().min(0).max(2000),
  sittings: z.array(Sitting).min(1).max(3),
  isOnPass: z.boolean().default(false).describe('On the city-wide pass: elders of any district get the discount'),
  isAllAge: z.boolean().default(true),
};
const Site = z.object({ ...fields, id: Id, name: Text, state: z.enum(['open', 'paused', 'closed']) }).omit({ nameEn: true });

/** GB 7718-2011, 4.4.3. */
export const Allergen = z.enum(['gluten', 'crustaceans', 'eggs', 'fish', 'peanuts', 'soy', 'milk', 'nuts']);
export const Suits = z.enum(['lowSugar', 'lowSalt', 'soft', 'vegetarian', 'halal']);
const dish = z.object({
  code: z.string().regex(/^[\w-]{1,20}$/),
  name,
  nameEn: name,
  priceFen: z.int().min(0).max(100_000),
  allergens: z.array(Allergen).default([]),
  suits: z.array(Suits).default([]),
});
const Menu = z.object({
  siteId: Id,
  day: Day,
  meal: Meal,
  dishes: z.array(dish).max(60),
  capacity: z.int().min(0).max(20_000),
  isStopped: z.boolean(),
});

export const listSites = query('/meals/sites', 'Canteens and meal points, also on a place or on the city-wide pass')
  .input(z.object({ areaCode: AreaCode.optional(), placeId: Id.optional(), onPass: Flag.optional() }))
  .output(z.array(Site.extend({ isServing: z.boolean().describe('Open now, by its sittings') })));
export const addSite = command('POST', '/meals/sites', 'Enters a canteen into the register')
  .input(z.object(fields))
  .output(z.object({ id: Id }))
  .errors(refuses(siteNameTaken));
export const editSite = command('PUT', '/meals/sites/{id}', 'Changes a canteen, pauses or closes it')
  .input(
    z.object({
      id: Id,
      licenceNumber: fields.licenceNumber,
      licenceUntil: Day,
      hygieneGrade: fields.hygieneGrade,
      seats: fields.seats,
      sittings: fields.sittings,
      isOnPass: z.boolean(),
      isAllAge: z.boolean(),
      state: z.enum(['open', 'paused', 'closed']),
    }),
  )
  .output(z.object({ id: Id }))
  .errors(refuses(noSuchSite));
export const listMenus = query('/meals/sites/{id}/menus', 'Menus of a canteen in a week from a day')
  .input(z.object({ id: Id, from: Day }))
  .output(z.array(Menu.extend({ left: z.int().describe('Meals that can still be ordered') })));
export const setMenu = command(
  'PUT',
  '/meals/sites/{id}/menus/{day}/{meal}',
  'Writes the menu of a sitting, how many meals there are, and whether the sale is stopped',
)
  .input(z.object({ id: Id, day: Day, meal: Meal, dishes: Menu.shape.dishes, capacity: Menu.shape.capacity, isStopped: z.boolean().default(false) }))
  .output(Menu)
  .errors(refuses(noSuchSite, fewerThanOrdered));

const InForce = z.object({ version: z.int(), from: Day, to: Day.nullable(), scheme: schemeSchema });
export const listSchemes = query('/meals/schemes', 'Discounts and subsidies in force and before, and the examples to start from').output(
  z.object({ inForce: z.array(InForce), examples: z.array(schemeSchema) }),
);
export const setScheme = command('POST', '/meals/schemes', 'Puts a scheme into force from a day; the one before ends there')
  .input(z.object({ scheme: schemeSchema, from: Day, to: Day.nullable().default(null) }))
  .output(z.object({ code: z.string(), version: z.int() }))
  .errors(refuses(schemeThere, wrongScheme));

export const sites = { listSites, addSite, editSite, listMenus, setMenu, listSchemes, setScheme };
