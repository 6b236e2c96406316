import type { Write } from '../../platform/database.ts';
import { newId } from '../../platform/id.ts';
import { type Answer, type Caller, district } from './house.ts';

type Targets = {
  place: string;
  fund: string;
  fundProject: string;
  installment: string;
  reinvestment: string;
  commitment: string;
  goods: string;
  entry: string;
  keeper: string;
};
const day = '2026-11-01';

/** A well-formed call of each endpoint, for the access matrix. */
export const fundCalls: Record<string, (as: Caller, t: Targets) => Promise<Answer>> = {
  'funds.listFunds': (as) => as.get('/api/funds'),
  'funds.openFund': (as) =>
    as.send('POST', '/api/funds', { name: newId(), nameEn: 'Fund', kind: 'community', holder: '慈善总会', purpose: '社区公益', openedOn: day }),
  'funds.recordIncome': (as, t) => as.send('POST', `/api/funds/${t.fund}/income`, { kind: 'donation', amountFen: 100, receivedOn: day, reference: newId() }),
  'funds.getDisclosure': (as, t) => as.get(`/api/funds/${t.fund}/disclosure?from=2026-01-01&to=2026-12-31`),
  'funds.applyForProject': (as, t) =>
    as.send('POST', `/api/funds/${t.fund}/projects`, {
      organisationId: t.keeper,
      title: '项目',
      titleEn: 'Project',
      installments: [{ step: '首款', amountFen: 1 }],
    }),
  'funds.listProjects': (as, t) => as.get(`/api/funds/${t.fund}/projects`),
  'funds.decideProject': (as, t) => as.send('POST', `/api/funds/projects/${t.fundProject}/decision`, { approve: false }),
  'funds.payInstallment': (as, t) => as.send('POST', `/api/funds/installments/${t.installment}/payment`, { reference: newId() }),
  'funds.closeProject': (as, t) => as.send('POST', `/api/funds/projects/${t.fundProject}/close`, { result: '已经完成' }),
  'funds.agreeReinvestment': (as, t) =>
    as.send('POST', `/api/funds/${t.fund}/reinvestments`, { organisationId: t.keeper, percent: 2, fromDay: day, source: '反哺协议' }),
  'funds.listReinvestments': (as, t) => as.get(`/api/funds/${t.fund}/reinvestments`),
  'funds.reportTurnover': (as, t) => as.send('POST', `/api/funds/reinvestments/${t.reinvestment}/months/2026-10`, { turnoverFen: 100 }),
  'funds.payReinvestment': (as, t) => as.send('POST', `/api/funds/reinvestments/${t.reinvestment}/months/2026-10/payment`, { reference: newId() }),
  'funds.listSpaceAgreements': (as) => as.get('/api/funds/space'),
  'funds.agreeOnSpace': (as, t) =>
    as.send('POST', '/api/funds/space', {
      placeId: t.place,
      organisationId: t.keeper,
      title: '合唱室',
      area: 10,
      rentFen: 100,
      months: 1,
      fromDay: day,
      commitments: [{ service: '书法课', unit: '次', unitFen: 1000, quantity: 1 }],
    }),
  'funds.confirmDelivery': (as, t) =>
    as.send('POST', `/api/funds/space/commitments/${t.commitment}/deliveries`, { quantity: 1, onDay: day, evidence: '签到表一份' }),
  'funds.recordEntry': (as, t) =>
    as.send('POST', `/api/funds/places/${t.place}/book`, { month: '2026-10', side: 'cost', class: 'staff', amountFen: 1, note: '工资' }),
  'funds.reverseEntry': (as, t) => as.send('POST', `/api/funds/book/${t.entry}/reverse`),
  'funds.getBook': (as, t) => as.get(`/api/funds/places/${t.place}/book/2026`),
  'funds.listGoods': (as, t) => as.get(`/api/funds/places/${t.place}/goods`),
  'funds.takeGoods': (as, t) => as.send('POST', `/api/funds/places/${t.place}/goods`, { name: '大米', unit: '袋', quantity: 1, receipt: newId() }),
  'funds.giveGoods': (as, t) => as.send('POST', `/api/funds/goods/${t.goods}/issues`, { quantity: 1, whom: '张三', receipt: newId() }),
};

/** What those calls are about, at a place. */
export async function fundTargets(tx: Write, place: string): Promise<Omit<Targets, 'place'>> {
  const now = new Date();
  const ids = Array.from({ length: 8 }, () => newId());
  const [fund, fundProject, installment, reinvestment, commitment, goods, entry, keeper] = ids as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  await tx.insertInto('partners.organisation').values({ district, id: keeper, name: keeper, kind: 'charity', createdAt: now }).execute();
  await tx
    .insertInto('funds.fund')
    .values({ district, id: fund, name: fund, nameEn: 'Fund', kind: 'community', holder: '慈善总会', purpose: '社区公益', openedOn: day })
    .execute();
  await tx
    .insertInto('funds.project')
    .values({ district, id: fundProject, fundId: fund, organisationId: keeper, title: '项目', titleEn: 'Project', appliedAt: now })
    .execute();
  await tx.insertInto('funds.installment').values({ district, id: installment, projectId: fundProject, step: '首款', amountFen: 1 }).execute();
  await tx
    .insertInto('funds.reinvestment')
    .values({ district, id: reinvestment, fundId: fund, organisationId: keeper, percent: 2, fromDay: day, source: '协议' })
    .execute();
  const agreement = newId();
  const fields = { title: '合唱室', area: 10, rentFen: 100, months: 1, valueFen: 1000, fromDay: day };
  await tx
    .insertInto('funds.spaceAgreement')
    .values({ ...fields, district, id: agreement, placeId: place, organisationId: keeper })
    .execute();
  await tx
    .insertInto('funds.commitment')
    .values({ district, id: commitment, agreementId: agreement, service: '书法课', unit: '次', unitFen: 1000, quantity: 1 })
    .execute();
  await tx.insertInto('funds.goods').values({ district, id: goods, placeId: place, name: '油', unit: '桶', stock: 5 }).execute();
  const booked = { month: '2026-10-01', side: 'cost', class: 'staff', amountFen: 1, note: '工资', recordedBy: newId(), recordedAt: now };
  await tx
    .insertInto('funds.bookEntry')
    .values({ ...booked, district, id: entry, placeId: place })
    .execute();
  return { fund, fundProject, installment, reinvestment, commitment, goods, entry, keeper };
}
