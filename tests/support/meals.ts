import { createHmac } from 'node:crypto';
import pg from 'pg';
import { exampleSchemes } from '../../modules/meals/pricing/scheme.ts';
import { cardContext } from '../../modules/meals/till/people.ts';
import { tillKey } from '../../modules/meals/till/tills.ts';
import { type Stated, sealProfile } from '../../modules/people/index.ts';
import { inTransaction, type Write } from '../../platform/database.ts';
import { newId } from '../../platform/id.ts';
import { type Answer, type Caller, district, type TestHouse } from './house.ts';

const areaCode = '330105001051';
let count = 0;
let cards = 10_000_000;
export const elsewhere = '330106';
export const exampleScheme = (code: string) => ({
  ...exampleSchemes.find((scheme) => scheme.code === code)!,
  code: code.replace('example-', ''),
  isExample: false,
});

type Facts = Record<string, number | string | boolean>;
type Born = { bornOn: string; facts?: Facts; home?: string; deceasedOn?: string };
/** Somebody with a card, of this district or another, and what departments have stated about them. */
export async function makeEater(
  house: TestHouse,
  { bornOn, facts = {}, home = district, deceasedOn }: Born,
): Promise<{ personId: string; card: string; home: string }> {
  const [personId, card] = [newId(), String(++cards)];
  const { vault } = house;
  const stated: Stated[] = Object.entries(facts).map(([fact, value]) => ({
    fact,
    value,
    validFrom: '2020-01-01',
    validTo: null,
    statedOn: '2026-11-01',
    isFromKeeper: true,
  }));
  await inTransaction(house.db, home, async (tx) => {
    const name = { nameCipher: vault.seal('person.name', '陈测试'), nameIndex: personId };
    const person = {
      district: home,
      id: personId,
      areaCode: '330105',
      sex: 'female',
      bornOn,
      deceasedOn: deceasedOn ?? null,
      createdAt: house.clock.now,
      ...name,
    };
    await tx.insertInto('people.person').values(person).execute();
    const sealed = sealProfile(vault, stated);
    await tx.insertInto('people.profile').values({ district: home, personId, sealed }).execute();
    const numberIndex = vault.blindIndex(cardContext, card);
    await tx.insertInto('meals.cardHome').values({ numberIndex, district: home }).execute();
    await tx
      .insertInto('meals.card')
      .values({ district: home, id: newId(), personId, numberIndex, issuedAt: new Date('2026-01-01') })
      .execute();
  });
  return { personId, card, home };
}

export type Canteen = { siteId: string; organisationId: string; operator: Caller; till: { id: string; key: string } };
export const sittings = [
  { meal: 'breakfast', from: 390, to: 540 },
  { meal: 'lunch', from: 630, to: 780 },
  { meal: 'dinner', from: 990, to: 1110 },
];
/** A canteen with a till, and somebody who runs it. */
export async function makeCanteen(house: TestHouse, more: object = {}): Promise<Canteen> {
  const official = await house.staff('districtOfficial', { areaCode: district });
  const organisationId = newId();
  await inTransaction(house.db, district, (tx) =>
    tx
      .insertInto('partners.organisation')
      .values({ district, id: organisationId, name: `餐饮公司${organisationId}`, kind: 'operator', createdAt: house.clock.now })
      .execute(),
  );
  const fields = {
    kind: 'centreCanteen',
    name: `食堂${++count}`,
    nameEn: `Canteen ${count}`,
    areaCode,
    organisationId,
    licenceNumber: 'JY13301050000001',
    licenceUntil: '2030-01-01',
    seats: 60,
    sittings,
    isOnPass: true,
  };
  const site = await official.send('POST', '/api/meals/sites', { ...fields, ...more });
  if (site.status !== 200) throw new Error(JSON.stringify(site.body));
  const operator = await house.staff('operator', { organisationId });
  const till = await operator.send('POST', `/api/meals/sites/${site.body.id}/tills`, { name: '一号' });
  if (till.status !== 200) throw new Error(JSON.stringify(till.body));
  return { siteId: site.body.id, organisationId, operator, till: till.body };
}

/** The demonstration's own scheme would price what a test expects by another. */
export async function forgetSchemes(house: TestHouse): Promise<void> {
  const owner = new pg.Client({ connectionString: house.databaseUrl });
  await owner.connect();
  await owner.query('delete from meals.scheme');
  await owner.end();
}

/** A scheme of a district from a day on, as its official would enter it. */
export const enterScheme = (house: TestHouse, home: string, scheme: object, from = '2026-01-01') =>
  inTransaction(house.db, home, (tx) =>
    tx
      .insertInto('meals.scheme')
      .values({
        district: home,
        code: (scheme as { code: string }).code,
        version: 1,
        rules: JSON.stringify(scheme),
        fromDay: from,
        enteredBy: newId(),
        enteredAt: house.clock.now,
      })
      .execute(),
  );

type Offline = { card: string | null; meal: string; how: string; listFen: number; discountFen: number; subsidyFen: number; paidBy: string; soldAt: string };
/** What a till writes down without a connection: the meals in order, each signed with the signature before it. */
export function signSeries(till: { id: string; key: string }, sales: Offline[], from = 1, before = '') {
  let previous = before;
  return sales.map((sale, i) => {
    const seq = from + i;
    const text = [till.id, previous, seq, sale.card ?? '', sale.meal, sale.how, sale.listFen, sale.discountFen, sale.subsidyFen, sale.paidBy, sale.soldAt].join(
      '|',
    );
    previous = createHmac('sha256', Buffer.from(till.key, 'hex')).update(text).digest('hex');
    return { ...sale, seq, signature: previous };
  });
}

type Targets = { area: string; person: string; site: string; siteTill: string; sale: string; claim: string; question: string };
const siteFields = { licenceNumber: 'JY1', licenceUntil: '2030-01-01', seats: 1, sittings, isOnPass: true, isAllAge: true };

/** A well-formed call of each endpoint, for the access matrix. */
export const mealCalls: Record<string, (as: Caller, t: Targets) => Promise<Answer>> = {
  'meals.listSites': (as) => as.get('/api/meals/sites'),
  'meals.addSite': (as, t) =>
    as.send('POST', '/api/meals/sites', {
      ...siteFields,
      licenceNumber: 'JY12',
      kind: 'mealPoint',
      name: newId(),
      nameEn: 'Point',
      areaCode: t.area,
      organisationId: newId(),
    }),
  'meals.editSite': (as, t) => as.send('PUT', `/api/meals/sites/${t.site}`, { ...siteFields, licenceNumber: 'JY12', hygieneGrade: 'A', state: 'open' }),
  'meals.listMenus': (as, t) => as.get(`/api/meals/sites/${t.site}/menus?from=2026-11-23`),
  'meals.setMenu': (as, t) => as.send('PUT', `/api/meals/sites/${t.site}/menus/2026-11-23/lunch`, { dishes: [], capacity: 10 }),
  'meals.listSchemes': (as) => as.get('/api/meals/schemes'),
  'meals.setScheme': (as) => as.send('POST', '/api/meals/schemes', { scheme: exampleScheme('example-pass'), from: '2027-01-01' }),
  'meals.listTills': (as, t) => as.get(`/api/meals/sites/${t.site}/tills`),
  'meals.openTill': (as, t) => as.send('POST', `/api/meals/sites/${t.site}/tills`, { name: newId().slice(-12) }),
  'meals.closeTill': (as, t) => as.send('POST', `/api/meals/tills/${t.siteTill}/close`),
  'meals.quoteMeal': (as, t) => as.send('POST', '/api/meals/quotes', { tillId: t.siteTill, who: null, meal: 'lunch', weighedFen: 1000 }),
  'meals.sellMeal': (as, t) =>
    as.send('POST', '/api/meals/sales', { tillId: t.siteTill, who: null, meal: 'lunch', weighedFen: 1000, paidBy: 'cash', expectedFen: 1000 }),
  'meals.refundSale': (as, t) => as.send('POST', `/api/meals/sales/${t.sale}/refund`, { reason: '打错了' }),
  'meals.listSales': (as, t) => as.get(`/api/meals/sites/${t.site}/sales?day=2026-11-23`),
  'meals.bringOfflineSales': (as, t) =>
    as.send('POST', `/api/meals/tills/${t.siteTill}/offline-sales`, {
      sales: [
        {
          seq: 1,
          card: null,
          meal: 'lunch',
          how: 'eatIn',
          listFen: 1,
          discountFen: 0,
          subsidyFen: 0,
          paidBy: 'cash',
          soldAt: '2026-11-23T04:00:00Z',
          signature: '0'.repeat(64),
        },
      ],
    }),
  'meals.issueCard': (as, t) => as.send('POST', `/api/meals/people/${t.person}/cards`, { card: String(++cards) }),
  'meals.endCard': (as, t) => as.send('POST', `/api/meals/people/${t.person}/cards/end`, { reason: 'lost' }),
  'meals.getMyMealCode': (as) => as.get('/api/meals/my-code'),
  'meals.listMyMeals': (as) => as.get('/api/meals/mine'),
  'meals.orderMeal': (as, t) =>
    as.send('POST', '/api/meals/orders', { siteId: t.site, day: '2099-01-01', meal: 'lunch', how: 'eatIn', dishes: [{ code: 'A', count: 1 }] }),
  'meals.orderForResident': (as, t) =>
    as.send('POST', `/api/meals/sites/${t.site}/orders`, {
      personId: t.person,
      day: '2099-01-01',
      meal: 'lunch',
      how: 'eatIn',
      dishes: [{ code: 'A', count: 1 }],
    }),
  'meals.cancelOrder': (as) => as.send('POST', `/api/meals/orders/${newId()}/cancel`),
  'meals.listMyOrders': (as) => as.get('/api/meals/orders/mine'),
  'meals.setStanding': (as, t) =>
    as.send('POST', '/api/meals/standing', {
      siteId: t.site,
      meal: 'lunch',
      how: 'eatIn',
      dishes: [{ code: 'A', count: 1 }],
      weekdays: [1],
      from: '2099-01-01',
    }),
  'meals.endStanding': (as) => as.send('POST', `/api/meals/standing/${newId()}/end`),
  'meals.moveOrder': (as, t) => as.send('POST', `/api/meals/sites/${t.site}/orders/${newId()}/step`, { step: 'served' }),
  'meals.getKitchen': (as, t) => as.get(`/api/meals/sites/${t.site}/kitchen?day=2099-01-01&meal=lunch`),
  'meals.draftClaims': (as) => as.send('POST', '/api/meals/settlements/2026-10'),
  'meals.listClaims': (as) => as.get('/api/meals/settlements/2026-10/claims'),
  'meals.listSiteClaims': (as, t) => as.get(`/api/meals/sites/${t.site}/claims`),
  'meals.submitClaim': (as, t) => as.send('POST', `/api/meals/sites/${t.site}/claims/2026-10/submit`),
  'meals.listQuestions': (as) => as.get('/api/meals/settlements/2026-10/questions'),
  'meals.answerQuestion': (as, t) => as.send('POST', `/api/meals/questions/${t.question}/answer`, { answer: 'fine', note: '核对过' }),
  'meals.approveClaim': (as, t) => as.send('POST', `/api/meals/claims/${t.claim}/approve`),
  'meals.payClaims': (as) => as.send('POST', '/api/meals/settlements/2026-10/payments', { reference: '十月助餐' }),
  'meals.getClearing': (as) => as.get('/api/meals/settlements/2026-10/clearing'),
  'meals.getBulletin': (as) => as.get('/api/meals/bulletin/2026-10'),
};

/** What those calls are about, at an organisation that runs a canteen. */
export async function mealTargets(
  tx: Write,
  vault: TestHouse['vault'],
  area: string,
  runBy: string | null,
): Promise<Pick<Targets, 'site' | 'siteTill' | 'sale' | 'claim' | 'question'>> {
  const now = new Date();
  const organisationId = runBy ?? newId();
  if (!runBy)
    await tx.insertInto('partners.organisation').values({ district, id: organisationId, name: organisationId, kind: 'operator', createdAt: now }).execute();
  const [site, siteTill, sale, claim, question] = [newId(), newId(), newId(), newId(), newId()];
  const fields = {
    kind: 'centreCanteen',
    name: newId(),
    nameEn: 'Canteen',
    areaCode: area,
    organisationId,
    licenceNumber: 'JY1',
    licenceUntil: '2030-01-01',
    seats: 10,
  };
  await tx
    .insertInto('meals.site')
    .values({ district, id: site, ...fields, sittings: JSON.stringify(sittings), changedAt: now })
    .execute();
  await tx
    .insertInto('meals.till')
    .values({ district, id: siteTill, siteId: site, name: '一号', keyCipher: vault.seal(tillKey, '00'), openedAt: now })
    .execute();
  const sold = { day: '2026-11-22', meal: 'lunch', how: 'eatIn', listFen: 0, dueFen: 0, subsidyFen: 0, lines: '[]', paidBy: 'nothing', identifiedBy: 'nobody' };
  await tx
    .insertInto('meals.sale')
    .values({ district, id: sale, siteId: site, tillId: siteTill, ...sold, soldAt: now, receivedAt: now, soldBy: newId() })
    .execute();
  await tx
    .insertInto('meals.claim')
    .values({ district, id: claim, siteId: site, month: '2026-09-01', meals: 0, amountFen: 0, byPayer: '[]', draftedAt: now })
    .execute();
  await tx
    .insertInto('meals.question')
    .values({ district, id: question, month: '2026-09-01', siteId: site, kind: 'tooFast', detail: '{}', amountFen: 0, askedAt: now })
    .execute();
  return { site, siteTill, sale, claim, question };
}
