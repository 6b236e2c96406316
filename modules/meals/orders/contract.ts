import { z } from 'zod';
import { command, Day, Id, query, refusal, refuses } from '../../../platform/endpoint.ts';
import { How, Meal, noSuchSite } from '../sites/contract.ts';

export const noMenu = refusal(404, 'meals/no-menu', { zh: '这一餐还没有菜单，不能预订', en: 'There is no menu for this meal yet' });
export const mealsGone = refusal(409, 'meals/meals-gone', { zh: '这一餐已经订满或停售', en: 'No meals are left, or the sale is stopped' }, 'menu_ordered');
export const orderClosed = refusal(422, 'meals/order-closed', { zh: '已过预订截止时间', en: 'It is too late to order for that meal' });
export const orderedAlready = refusal(409, 'meals/ordered-already', { zh: '这一餐已经订过', en: 'A meal is ordered for then already' }, 'order_once');
export const addressNeeded = refusal(422, 'meals/address-needed', { zh: '送餐要填地址', en: 'A meal that is brought needs an address' });
export const notYours = refusal(403, 'meals/not-yours', { zh: '只能为自己或登记的家人订餐', en: 'Only for oneself, or family on record' });
export const noSuchOrder = refusal(404, 'meals/no-such-order', { zh: '没有这个订单', en: 'There is no such order' });
export const orderMoved = refusal(409, 'meals/order-moved', { zh: '现在不能这样做', en: 'This cannot be done now' });
export const unknownDish = refusal(422, 'meals/unknown-dish', { zh: '菜单上没有这道菜', en: 'This dish is not on the menu' });
export const noStanding = refusal(404, 'meals/no-standing', { zh: '没有这个固定订餐', en: 'There is no such standing order' });
export const unlinked = refusal(404, 'meals/unlinked', { zh: '您的账号还没有关联居民记录', en: 'Your account is not tied to a record yet' });

const Text = z.object({ zh: z.string(), en: z.string() });
const dishes = z
  .array(z.object({ code: z.string(), count: z.int().min(1).max(10) }))
  .min(1)
  .max(10);
const address = z.string().trim().min(4).max(100).nullable().default(null);
const State = z.enum(['ordered', 'served', 'cancelled', 'missed']);
const Order = z.object({
  id: Id,
  siteId: Id,
  site: Text,
  personId: Id,
  person: z.string().describe('masked'),
  day: Day,
  meal: Meal,
  how: How,
  dishes: z.array(z.object({ code: z.string(), count: z.int() })),
  route: z.string().nullable(),
  isStanding: z.boolean(),
  state: State,
});
const weekday = z.int().min(1).max(7).describe('1 is Monday');
const Standing = z.object({
  id: Id,
  siteId: Id,
  site: Text,
  personId: Id,
  person: z.string(),
  weekdays: z.array(weekday),
  meal: Meal,
  how: How,
  from: Day,
  to: Day.nullable(),
});

const NewOrder = z.object({
  personId: Id.nullable().default(null).describe('For whom, if not oneself'),
  siteId: Id,
  day: Day,
  meal: Meal,
  how: How,
  dishes,
  address,
});
export const orderMeal = command('POST', '/meals/orders', 'Orders a meal ahead for oneself or family')
  .input(NewOrder)
  .output(Order)
  .errors(refuses(unlinked, notYours, noMenu, mealsGone, orderClosed, orderedAlready, addressNeeded, unknownDish));
export const orderForResident = command('POST', '/meals/sites/{id}/orders', 'Orders a meal for somebody at the counter or on the phone, up to the meal')
  .input(z.object({ id: Id, personId: Id, day: Day, meal: Meal, how: How, dishes, address }))
  .output(Order)
  .errors(refuses(noMenu, mealsGone, orderedAlready, addressNeeded, unknownDish));
export const cancelOrder = command('POST', '/meals/orders/{id}/cancel', 'Cancels an order before it closes')
  .input(z.object({ id: Id }))
  .output(Order)
  .errors(refuses(noSuchOrder, orderMoved, orderClosed));
export const listMyOrders = query('/meals/orders/mine', 'Orders of mine and of family, and what is ordered again and again').output(
  z.object({ orders: z.array(Order), standing: z.array(Standing) }),
);
export const setStanding = command('POST', '/meals/standing', 'Orders the same meal on weekdays again and again')
  .input(NewOrder.omit({ day: true }).extend({ weekdays: z.array(weekday).min(1).max(7), from: Day, to: Day.nullable().default(null) }))
  .output(z.object({ id: Id, days: z.array(Day).describe('Days ahead on which it will be ordered, where there is a menu') }))
  .errors(refuses(unlinked, notYours, noSuchSite, addressNeeded));
export const endStanding = command('POST', '/meals/standing/{id}/end', 'Ends it; what was ordered by it and is not closed yet is cancelled')
  .input(z.object({ id: Id }))
  .output(z.object({ id: Id, cancelled: z.int() }))
  .errors(refuses(noStanding));
export const moveOrder = command('POST', '/meals/sites/{id}/orders/{orderId}/step', 'A meal was handed out or brought, nobody came, or it goes on a route')
  .input(
    z.object({
      id: Id,
      orderId: Id,
      step: z.enum(['served', 'missed', 'route']),
      route: z.string().trim().min(1).max(20).optional(),
      deliveredBy: z.string().trim().min(1).max(40).optional(),
    }),
  )
  .output(Order)
  .errors(refuses(noSuchOrder, orderMoved));
export const getKitchen = query(
  '/meals/sites/{id}/kitchen',
  'What the kitchen cooks for a sitting: orders by dish and route, what suits whom, and how many more to expect',
)
  .input(z.object({ id: Id, day: Day, meal: Meal }))
  .output(
    z.object({
      orders: z.array(Order.extend({ address: z.string().nullable().describe('Only of what is brought') })),
      dishes: z.array(z.object({ code: z.string(), name: Text, count: z.int(), allergens: z.array(z.string()) })),
      byHow: z.object({ eatIn: z.int(), takeAway: z.int(), delivery: z.int() }),
      inCare: z.int().describe('In care at the place of the canteen at that time'),
      expected: z.int().describe('Orders and those in care, or what was sold on the same weekday before, whichever is more'),
      usual: z.number().describe('Meals sold on the same weekday of the weeks before, on average'),
      capacity: z.int(),
    }),
  )
  .errors(refuses(noMenu));

export const orders = { orderMeal, orderForResident, cancelOrder, listMyOrders, setStanding, endStanding, moveOrder, getKitchen };
