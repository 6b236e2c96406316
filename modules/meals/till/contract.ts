import { z } from 'zod';
import { command, Day, Id, Moment, query, refusal, refuses } from '../../../platform/endpoint.ts';
import { capReached } from '../../ledger/contract.ts';
import { How, Meal, noSuchSite, siteShut } from '../sites/contract.ts';

export const noSuchTill = refusal(404, 'meals/no-such-till', { zh: '没有这个收银台，或已停用', en: 'There is no such till, or it is closed' });
export const tillNameTaken = refusal(409, 'meals/till-name-taken', { zh: '这里已有同名的收银台', en: 'There is a till of this name here' }, 'till_name');
export const noSuchCard = refusal(404, 'meals/no-such-card', { zh: '没有这张卡，或已挂失', en: 'There is no such card, or it was reported lost' });
export const codeOver = refusal(410, 'meals/code-over', { zh: '就餐码已过期，请刷新', en: 'The code has run out; show a new one' });
export const noSuchPerson = refusal(404, 'meals/no-such-person', { zh: '没有这个人的登记', en: 'There is no record of this person' });
export const cardThere = refusal(
  409,
  'meals/card-there',
  { zh: '这个人已有一张卡，或卡号已发出', en: 'The person has a card already, or the number was given out' },
  'card_one',
  'card_number',
  'card_home_pkey',
);
export const noSuchDish = refusal(422, 'meals/no-such-dish', { zh: '今天的菜单上没有这道菜', en: 'This dish is not on the menu' });
export const nothingSold = refusal(422, 'meals/nothing-sold', { zh: '先选菜或填称重金额', en: 'Choose dishes, or enter what was weighed' });
export const soldOut = refusal(409, 'meals/sold-out', { zh: '这一餐已停售', en: 'The sale of this meal is stopped' });
export const notServed = refusal(422, 'meals/not-served', { zh: '现在不是供餐时间', en: 'No meal is served now' });
export const priceChanged = refusal(409, 'meals/price-changed', {
  zh: '价格变了，请跟老人再确认一次',
  en: 'The price is another now; please confirm it again',
});
export const servedAlready = refusal(
  409,
  'meals/served-already',
  { zh: '这一餐已在别处享受过补贴', en: 'This meal was subsidised at another till' },
  'subsidised_once',
);
export const noSuchSale = refusal(404, 'meals/no-such-sale', { zh: '没有这笔', en: 'There is no such sale' });
export const refundedAlready = refusal(409, 'meals/refunded-already', { zh: '这笔已经退过', en: 'It was refunded already' });
export const noRecord = refusal(404, 'meals/no-record', { zh: '您的账号还没有关联居民记录', en: 'Your account is not tied to a record yet' });
export const wrongSeries = refusal(422, 'meals/wrong-series', {
  zh: '离线记录的签名或序号不连续，这一条起没有收下',
  en: 'The signature or number of an offline sale does not follow; nothing from it on was taken',
});

const Text = z.object({ zh: z.string(), en: z.string() });
/** Who eats: a card, the code on a phone, somebody whom the worker has found, or nobody in particular. */
const Who = z.union([
  z.object({ card: z.string().regex(/^\d{8,20}$/, 'a card has 8 to 20 digits') }),
  z.object({ code: z.string().min(20).max(200) }),
  z.object({ personId: Id }),
]);
const fen = z.int().min(0).max(1_000_000);
const Order = z.object({
  tillId: Id,
  who: Who.nullable(),
  meal: Meal.optional().describe('The sitting that is on now, if not given'),
  dishes: z
    .array(z.object({ code: z.string(), count: z.int().min(1).max(50) }))
    .max(40)
    .default([]),
  weighedFen: fen.default(0).describe('Self-service food by weight'),
  offerFen: fen.default(0).describe('What the canteen itself takes off'),
});
const Price = z.object({
  lines: z.array(z.object({ kind: z.enum(['list', 'discount', 'offer', 'subsidy']), code: z.string(), name: Text, amountFen: z.int() })),
  listFen: z.int(),
  dueFen: z.int(),
  subsidyFen: z.int(),
  maybe: z.array(Text).describe('What the person may get too, once a fact is known'),
  usedUp: z.array(Text),
  person: z.object({ name: z.string().describe('masked'), home: z.string() }).nullable(),
  meal: Meal,
  terms: z
    .object({
      discount: z.object({ percent: z.int(), name: Text }).nullable(),
      roundTo: z.enum(['fen', 'jiao', 'yuan']),
      subsidies: z.array(z.object({ name: Text, leastFen: z.int(), amountFen: z.int() })),
      until: Day,
      perDay: z.int().describe('Meals of a card and day that may be sold without a connection'),
    })
    .nullable()
    .describe('What the till may grant this card without a connection'),
});
const PaidBy = z.enum(['cash', 'card', 'phone', 'nothing']);
const Sale = z.object({
  id: Id,
  siteId: Id,
  tillId: Id,
  day: Day,
  meal: Meal,
  how: How,
  lines: Price.shape.lines,
  listFen: z.int(),
  dueFen: z.int(),
  subsidyFen: z.int(),
  paidBy: PaidBy,
  state: z.enum(['sold', 'refunded']),
  soldAt: Moment,
  conflict: z.string().nullable().describe('Sold without a connection: why the subsidy was not given'),
});

export const listTills = query('/meals/sites/{id}/tills', 'Tills of a canteen')
  .input(z.object({ id: Id }))
  .output(z.array(z.object({ id: Id, name: z.string(), lastSeq: z.int(), closedAt: Moment.nullable() })));
export const openTill = command('POST', '/meals/sites/{id}/tills', 'Opens a till; its key is told once and signs what is sold without a connection')
  .input(z.object({ id: Id, name: z.string().trim().min(1).max(20) }))
  .output(z.object({ id: Id, key: z.string() }))
  .errors(refuses(noSuchSite, tillNameTaken));
export const closeTill = command('POST', '/meals/tills/{id}/close', 'Closes a till: its key signs nothing more')
  .input(z.object({ id: Id }))
  .output(z.object({ id: Id }))
  .errors(refuses(noSuchTill));
export const quoteMeal = query('/meals/quotes', 'What a meal costs somebody, line by line, before it is sold', 'POST')
  .input(Order)
  .output(Price)
  .errors(refuses(noSuchTill, siteShut, noSuchCard, codeOver, noSuchPerson, noSuchDish, nothingSold, soldOut, notServed));
export const sellMeal = command('POST', '/meals/sales', 'Sells a meal: price, subsidy and record in one')
  .input(Order.extend({ how: How.default('eatIn'), paidBy: PaidBy, expectedFen: fen.describe('What the customer was told') }))
  .output(Sale)
  .errors(
    refuses(noSuchTill, siteShut, noSuchCard, codeOver, noSuchPerson, noSuchDish, nothingSold, soldOut, notServed, priceChanged, servedAlready, capReached),
  );
export const refundSale = command('POST', '/meals/sales/{id}/refund', 'Refunds a meal: every leg is reversed, and the subsidised meal is free again')
  .input(z.object({ id: Id, reason: z.string().trim().min(2).max(200) }))
  .output(Sale)
  .errors(refuses(noSuchSale, refundedAlready));
export const listSales = query('/meals/sites/{id}/sales', 'Sales of a canteen on a day, the newest first; nobody is named')
  .input(z.object({ id: Id, day: Day }))
  .output(z.array(Sale));
export const bringOfflineSales = command('POST', '/meals/tills/{id}/offline-sales', 'Takes in what a till sold without a connection, in its signed order')
  .input(
    z.object({
      id: Id,
      sales: z
        .array(
          z.object({
            seq: z.int().min(1),
            card: z
              .string()
              .regex(/^\d{8,20}$/)
              .nullable(),
            meal: Meal,
            how: How,
            listFen: fen,
            discountFen: fen,
            subsidyFen: fen,
            paidBy: PaidBy,
            soldAt: Moment,
            signature: z.string().length(64),
          }),
        )
        .min(1)
        .max(500),
    }),
  )
  .output(z.object({ taken: z.int(), known: z.int(), conflicts: z.array(z.object({ seq: z.int(), why: z.string(), subsidyFen: z.int() })) }))
  .errors(refuses(noSuchTill, wrongSeries));
export const issueCard = command('POST', '/meals/people/{personId}/cards', 'Gives somebody a card')
  .input(z.object({ personId: Id, card: z.string().regex(/^\d{8,20}$/, 'a card has 8 to 20 digits') }))
  .output(z.object({ id: Id }))
  .errors(refuses(noSuchPerson, cardThere));
export const endCard = command('POST', '/meals/people/{personId}/cards/end', 'Ends the card of somebody: lost, replaced, given back')
  .input(z.object({ personId: Id, reason: z.enum(['lost', 'replaced', 'returned']) }))
  .output(z.object({ ended: z.int() }))
  .errors(refuses(noSuchPerson));
export const getMyMealCode = query('/meals/my-code', 'A code for the till, good for five minutes')
  .output(z.object({ code: z.string(), until: Moment }))
  .errors(refuses(noRecord));
export const listMyMeals = query('/meals/mine', 'My subsidised meals, the newest first').output(
  z.array(z.object({ day: Day, meal: Meal, amountFen: z.int(), site: z.string(), isFreed: z.boolean() })),
);

export const till = {
  listTills,
  openTill,
  closeTill,
  quoteMeal,
  sellMeal,
  refundSale,
  listSales,
  bringOfflineSales,
  issueCard,
  endCard,
  getMyMealCode,
  listMyMeals,
};
