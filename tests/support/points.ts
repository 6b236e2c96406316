import type { Write } from '../../platform/database.ts';
import { newId } from '../../platform/id.ts';
import { type Answer, type Caller, district } from './house.ts';

type Targets = { area: string; person: string; merchant: string; good: string };
const shelf = { available: 5, perMonth: 2 };

/** A well-formed call of each endpoint, for the access matrix. */
export const pointCalls: Record<string, (as: Caller, t: Targets) => Promise<Answer>> = {
  'points.listEarningRules': (as) => as.get('/api/points/rules'),
  'points.getMyPoints': (as) => as.get('/api/points/mine'),
  'points.award': (as, t) => as.send('POST', `/api/points/people/${t.person}/awards`, { rule: 'advice', reason: '建议采纳' }),
  'points.listMerchants': (as) => as.get('/api/points/merchants'),
  'points.addMerchant': (as, t) => as.send('POST', '/api/points/merchants', { name: newId(), nameEn: 'Shop', areaCode: t.area }),
  'points.listGoods': (as) => as.get('/api/points/goods'),
  'points.addGood': (as, t) =>
    as.send('POST', `/api/points/merchants/${t.merchant}/goods`, {
      title: newId(),
      titleEn: 'Haircut',
      unit: 'points',
      price: 30,
      settleFen: 1500,
      ...shelf,
    }),
  'points.editGood': (as, t) => as.send('PUT', `/api/points/goods/${t.good}`, shelf),
  'points.redeem': (as, t) => as.send('POST', `/api/points/goods/${t.good}/redemptions`),
  'points.cancelRedemption': (as) => as.send('POST', `/api/points/redemptions/${newId()}/cancel`),
  'points.handOut': (as, t) => as.send('POST', `/api/points/merchants/${t.merchant}/hand-outs`, { code: '12345678' }),
  'points.draftSettlements': (as) => as.send('POST', '/api/points/settlements/2026-10'),
  'points.listSettlements': (as) => as.get('/api/points/settlements/2026-10'),
  'points.paySettlements': (as) => as.send('POST', '/api/points/settlements/2026-10/payments', { reference: '十月积分' }),
};

/** A merchant with a good, run by an organisation where one is named. */
export async function pointTargets(tx: Write, area: string, organisationId: string | null): Promise<Pick<Targets, 'merchant' | 'good'>> {
  const [merchant, good] = [newId(), newId()];
  await tx.insertInto('points.merchant').values({ district, id: merchant, name: merchant, nameEn: 'Shop', areaCode: area, organisationId }).execute();
  const values = { district, id: good, merchantId: merchant, title: '理发', titleEn: 'Haircut', unit: 'points', price: 30, settleFen: 1500, ...shelf };
  await tx.insertInto('points.good').values(values).execute();
  return { merchant, good };
}
