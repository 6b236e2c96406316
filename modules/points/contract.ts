import { z } from 'zod';
import { AreaCode, command, Day, Id, Moment, query, refusal, refuses } from '../../platform/endpoint.ts';

export const noSuchPerson = refusal(404, 'points/no-such-person', { zh: '没有这个人的登记', en: 'There is no record of this person' });
export const noRecord = refusal(404, 'points/no-record', { zh: '您的账号还没有关联居民记录', en: 'Your account is not tied to a record yet' });
export const noSuchRule = refusal(422, 'points/no-such-rule', {
  zh: '没有这条积分规则，或不能手工发放',
  en: 'There is no such rule, or nobody gives it by hand',
});
export const usedUp = refusal(409, 'points/used-up', { zh: '今天或本月已到上限，没有发放', en: 'The most of the day or month is reached; nothing was given' });
export const merchantNameTaken = refusal(
  409,
  'points/merchant-name-taken',
  { zh: '这里已有同名的商户', en: 'There is a merchant of this name here' },
  'merchant_name',
);
export const noSuchMerchant = refusal(404, 'points/no-such-merchant', { zh: '没有这个商户', en: 'There is no such merchant' });
export const goodTitleTaken = refusal(
  409,
  'points/good-title-taken',
  { zh: '这个商户已有同名的项目', en: 'The merchant has a good of this title' },
  'good_title',
);
export const noSuchGood = refusal(404, 'points/no-such-good', { zh: '没有这个兑换项目，或已下架', en: 'There is no such good, or it is no longer given' });
export const goodGone = refusal(409, 'points/good-gone', { zh: '已经兑完', en: 'None are left' });
export const takenEnough = refusal(409, 'points/taken-enough', { zh: '本月兑换次数已满', en: 'You have taken as many as a month allows' });
export const notEnoughPoints = refusal(409, 'points/not-enough', { zh: '积分不够', en: 'There are not enough points' });
export const noSuchRedemption = refusal(404, 'points/no-such-redemption', {
  zh: '没有这个兑换，或已经用过、取消、过期',
  en: 'There is no such redemption, or it is over',
});
export const monthNotOver = refusal(422, 'points/month-not-over', { zh: '这个月还没过完', en: 'The month is not over yet' });

const Text = z.object({ zh: z.string(), en: z.string() });
const Unit = z.enum(['points', 'loveBeans']);
const name = z.string().trim().min(2).max(40);
const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month as 2026-11');
const Merchant = z.object({ id: Id, name: Text, areaCode: AreaCode });
const Good = z.object({
  id: Id,
  merchantId: Id,
  merchant: Text,
  title: Text,
  unit: Unit,
  price: z.int(),
  perMonth: z.int().describe('How many one person may take in a month'),
  available: z.int(),
});
const Redemption = z.object({
  id: Id,
  title: Text,
  merchant: Text,
  unit: Unit,
  price: z.int(),
  code: z.string().describe('Told at the counter of the merchant'),
  state: z.enum(['reserved', 'handedOut', 'cancelled', 'expired']),
  reservedAt: Moment,
  until: Moment,
});
const Settlement = z.object({
  merchantId: Id,
  merchant: Text,
  unit: Unit,
  redemptions: z.int(),
  amount: z.int(),
  fen: z.int().describe('What the merchant is paid by the agreement; points are not money and are not turned into it'),
  paidAt: Moment.nullable(),
});
const ById = z.object({ id: Id });

export const listEarningRules = query('/points/rules', 'How points and love beans are earned, with the most of a day or month').output(
  z.array(
    z.object({
      code: z.string(),
      unit: Unit,
      name: Text,
      amount: z.int().nullable(),
      perHour: z.int().nullable(),
      byHand: z.boolean(),
      caps: z.array(z.object({ per: z.enum(['day', 'month']), most: z.int() })),
    }),
  ),
);
export const getMyPoints = query('/points/mine', 'My points and love beans, what runs out next, and what I took').output(
  z.object({
    balances: z.array(
      z.object({ unit: Unit, available: z.int(), held: z.int(), runsOut: z.object({ day: Day, amount: z.int() }).nullable(), accountId: Id.nullable() }),
    ),
    redemptions: z.array(Redemption),
  }),
);
export const award = command('POST', '/points/people/{personId}/awards', 'Gives somebody points by a rule, for a reason')
  .input(z.object({ personId: Id, rule: z.string().max(30), reason: z.string().trim().min(2).max(200) }))
  .output(z.object({ id: Id, given: z.int() }))
  .errors(refuses(noSuchPerson, noSuchRule, usedUp));
export const listMerchants = query('/points/merchants', 'Shops and services that take points').output(z.array(Merchant));
export const addMerchant = command('POST', '/points/merchants', 'A merchant that takes points from now on')
  .input(z.object({ name, nameEn: name, areaCode: AreaCode, organisationId: Id.nullable().default(null).describe('Whose people hand out there') }))
  .output(ById)
  .errors(refuses(merchantNameTaken));
export const listGoods = query('/points/goods', 'What can be had for points or love beans').output(z.array(Good));
const shelf = { available: z.int().min(0).max(100_000), perMonth: z.int().min(1).max(100) };
export const addGood = command('POST', '/points/merchants/{id}/goods', 'Something that can be had for points')
  .input(ById.extend({ title: name, titleEn: name, unit: Unit, price: z.int().min(1).max(100_000), settleFen: z.int().min(0).max(1_000_000), ...shelf }))
  .output(ById)
  .errors(refuses(noSuchMerchant, goodTitleTaken));
export const editGood = command('PUT', '/points/goods/{id}', 'Changes how many are left and how many one may take, or takes it off the shelf')
  .input(ById.extend({ ...shelf, isClosed: z.boolean().default(false) }))
  .output(ById)
  .errors(refuses(noSuchGood));
export const redeem = command('POST', '/points/goods/{id}/redemptions', 'Takes something for points: they are set aside until it is handed out')
  .input(ById)
  .output(Redemption)
  .errors(refuses(noRecord, noSuchGood, goodGone, takenEnough, notEnoughPoints));
export const cancelRedemption = command('POST', '/points/redemptions/{id}/cancel', 'Gives it back before it is handed out; the points are free again')
  .input(ById)
  .output(Redemption)
  .errors(refuses(noSuchRedemption));
export const handOut = command('POST', '/points/merchants/{id}/hand-outs', 'Hands out what a code stands for; the points go to the merchant')
  .input(
    ById.extend({
      code: z
        .string()
        .trim()
        .regex(/^\d{8}$/, 'a code has 8 digits'),
    }),
  )
  .output(z.object({ title: Text, price: z.int(), unit: Unit }))
  .errors(refuses(noSuchRedemption));
export const draftSettlements = command('POST', '/points/settlements/{month}', 'Draws up what merchants are paid for a month that is over')
  .input(z.object({ month: Month }))
  .output(z.array(Settlement))
  .errors(refuses(monthNotOver));
export const listSettlements = query('/points/settlements/{month}', 'What merchants are paid for a month')
  .input(z.object({ month: Month }))
  .output(z.array(Settlement));
export const paySettlements = command('POST', '/points/settlements/{month}/payments', 'Records that merchants were paid for a month')
  .input(z.object({ month: Month, reference: z.string().trim().min(3).max(60) }))
  .output(z.object({ paid: z.int(), fen: z.int() }));

export const points = {
  listEarningRules,
  getMyPoints,
  award,
  listMerchants,
  addMerchant,
  listGoods,
  addGood,
  editGood,
  redeem,
  cancelRedemption,
  handOut,
  draftSettlements,
  listSettlements,
  paySettlements,
};
