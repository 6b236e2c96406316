import { sql } from 'kysely';
import {
  agreeOnSpaceCommand,
  applyForProjectCommand,
  decideProjectCommand,
  openFundCommand,
  payInstallmentCommand,
  recordEntryCommand,
  recordIncomeCommand,
} from '../modules/funds/index.ts';
import { earn, findRule } from '../modules/points/index.ts';
import { recordGroupHours } from '../modules/volunteers/index.ts';
import { dayHere } from '../platform/clock.ts';
import { newId } from '../platform/id.ts';
import { demoPhone } from './accounts.ts';
import { type Demo, demoDistrict as district } from './demo.ts';

const addDays = (day: string, n: number) => new Date(Date.parse(day) + n * 86_400_000).toISOString().slice(0, 10);

/** Stations with shifts to join, merchants that take points, and a mother of 80 years for the resident who signs in. All of it is invented. */
export async function openNeighbourhood(demo: Demo): Promise<void> {
  const resident = await findResident(demo);
  await openStations(demo);
  await openShops(demo);
  await openFund(demo);
  if (!resident) return;
  await nameMother(demo, resident);
  const { tx, now } = demo;
  for (const [i, code] of ['advice', 'advice', 'activity', 'good-deed'].entries()) {
    const rule = findRule(code)!;
    const id = newId(now.getTime() - (i + 1) * 86_400_000);
    await earn(
      { tx, district, now, actor: null },
      { id, personId: resident.id, rule, amount: rule.amount!, day: addDays(dayHere(now), -i - 1), reference: '演示' },
    );
  }
}

async function findResident({ tx, vault }: Demo) {
  return tx
    .selectFrom('identity.account as a')
    .innerJoin('people.person as p', (join) => join.onRef('p.district', '=', 'a.district').onRef('p.id', '=', 'a.personId'))
    .select(['p.id', 'p.areaCode', 'p.bornOn'])
    .where('a.district', '=', district)
    .where('a.phoneIndex', '=', vault.blindIndex('phone', demoPhone))
    .executeTakeFirst();
}

const shifts = [
  { kind: 'company', title: '陪独居老人聊天', titleEn: 'Company for elders who live alone', skills: [] as string[], days: 2, hour: 9, minutes: 120, places: 6 },
  { kind: 'haircut', title: '为老人理发', titleEn: 'Haircuts for elders', skills: ['haircut'], days: 3, hour: 14, minutes: 120, places: 2 },
  { kind: 'computer', title: '教老人用手机', titleEn: 'Phones explained to elders', skills: [], days: 4, hour: 9, minutes: 90, places: 4 },
  { kind: 'escort', title: '午间送餐', titleEn: 'Bringing lunch', skills: [], days: 1, hour: 11, minutes: 60, places: 5 },
];

async function openStations(demo: Demo): Promise<void> {
  const { tx, now, random } = demo;
  const places = await tx
    .selectFrom('places.place')
    .select(['id', 'name', 'nameEn', 'areaCode', 'lon', 'lat'])
    .where('district', '=', district)
    .where('kind', '=', 'complex')
    .orderBy('name')
    .limit(4)
    .execute();
  for (const { id: placeId, name, nameEn, areaCode, lon, lat } of places) {
    const stationId = random.id();
    const own = { district, id: stationId, placeId, areaCode, lon, lat, name: `${name}志愿服务站`, nameEn: `Volunteers, ${nameEn}` };
    await tx.insertInto('volunteers.station').values(own).execute();
    for (const { days, hour, minutes, ...shift } of shifts) {
      const from = new Date(`${addDays(dayHere(now), days)}T${String(hour).padStart(2, '0')}:00:00+08:00`);
      const during = sql`tstzrange(${from}, ${new Date(from.getTime() + minutes * 60_000)})` as never;
      await tx
        .insertInto('volunteers.shift')
        .values({ ...shift, district, id: random.id(), stationId, during, lon, lat, madeBy: random.id(), madeAt: now })
        .execute();
    }
    await recordGroupHours({ tx, district, now, actor: null }, { id: stationId, group: '青年志愿队（演示）', people: 12, minutes: 120 });
  }
}

const shops = [
  {
    name: '阿强理发店（演示）',
    nameEn: 'Aqiang barber (invented)',
    goods: [{ title: '理发一次', titleEn: 'A haircut', unit: 'points', price: 30, settleFen: 1500, available: 40, perMonth: 1 }],
  },
  {
    name: '便民超市（演示）',
    nameEn: 'Corner shop (invented)',
    goods: [
      { title: '食用油一瓶', titleEn: 'A bottle of oil', unit: 'points', price: 80, settleFen: 4000, available: 25, perMonth: 1 },
      { title: '洗衣液一袋', titleEn: 'Washing liquid', unit: 'loveBeans', price: 20, settleFen: 1200, available: 60, perMonth: 2 },
    ],
  },
  {
    name: '家电维修铺（演示）',
    nameEn: 'Repairs (invented)',
    goods: [{ title: '上门小修一次', titleEn: 'A small repair at home', unit: 'points', price: 50, settleFen: 3000, available: 15, perMonth: 1 }],
  },
];

/** Merchants of the operator's organisation, so that its people can hand out. */
async function openShops({ tx, random }: Demo): Promise<void> {
  const { id: organisationId } = await tx.selectFrom('partners.organisation').select('id').where('district', '=', district).executeTakeFirstOrThrow();
  const { areaCode } = await tx
    .selectFrom('places.place')
    .select('areaCode')
    .where('district', '=', district)
    .where('kind', '=', 'complex')
    .orderBy('name')
    .executeTakeFirstOrThrow();
  for (const { goods, ...shop } of shops) {
    const merchantId = random.id();
    await tx
      .insertInto('points.merchant')
      .values({ ...shop, district, id: merchantId, areaCode, organisationId })
      .execute();
    for (const good of goods)
      await tx
        .insertInto('points.good')
        .values({ ...good, district, id: random.id(), merchantId })
        .execute();
  }
}

/** Somebody a generation older in the same community, who has agreed that the resident acts for her. */
async function nameMother({ tx, now, random }: Demo, resident: { id: string; areaCode: string; bornOn: string }): Promise<void> {
  const mother = await tx
    .selectFrom('people.person')
    .select('id')
    .where('district', '=', district)
    .where('sex', '=', 'female')
    .where('deceasedOn', 'is', null)
    .where('id', '<>', resident.id)
    .where('bornOn', '<', `${Math.min(Number(resident.bornOn.slice(0, 4)) - 18, Number(dayHere(now).slice(0, 4)) - 62)}-01-01`)
    .orderBy('areaCode')
    .orderBy('id')
    .executeTakeFirst();
  if (!mother) return;
  await tx
    .insertInto('people.guardianship')
    .values({ district, id: random.id(), wardId: mother.id, guardianId: resident.id, relation: '母亲', validFrom: '2025-12-01' })
    .execute();
  const consent = { purpose: 'proxy', textVersion: '2026-11', channel: 'counter', givenAt: now, givenBy: mother.id };
  await tx
    .insertInto('people.consent')
    .values({ ...consent, district, id: random.id(), personId: mother.id })
    .execute();
}

/** A community fund with gifts and a project, an agreement on space, and the book of a complex. */
async function openFund(demo: Demo): Promise<void> {
  const { tx, vault, now, random } = demo;
  const official = await tx
    .selectFrom('identity.account')
    .select('id')
    .where('district', '=', district)
    .where('loginName', '=', 'district')
    .executeTakeFirstOrThrow();
  const { id: placeId } = await tx
    .selectFrom('places.place')
    .select('id')
    .where('district', '=', district)
    .where('kind', '=', 'complex')
    .orderBy('name')
    .executeTakeFirstOrThrow();
  const charity = random.id();
  await tx.insertInto('partners.organisation').values({ district, id: charity, name: '演示公益服务社', kind: 'charity', createdAt: now }).execute();
  const today = dayHere(now);
  const context = { tx, district, vault, now, actor: { id: official.id }, note: () => {} } as unknown as Parameters<typeof openFundCommand>[0];
  const fields = { nameEn: 'Community fund (invented)', kind: 'community', holder: '区慈善总会（演示）', purpose: '独居老人结对、儿童课后陪伴' };
  const { id } = await openFundCommand(context, { ...fields, name: '和睦社区基金（演示）', openedOn: addDays(today, -200) });
  const gift = { organisationId: null, event: null, giver: null, receivedOn: addDays(today, -20) };
  await recordIncomeCommand(context, { ...gift, id, kind: 'donation', amountFen: 2_000_000, reference: '演示-001' });
  await recordIncomeCommand(context, { ...gift, id, kind: 'market', event: '秋季慈善市集', amountFen: 356_000, reference: '演示-002' });
  const steps = [
    { step: '首款', amountFen: 600_000 },
    { step: '末期', amountFen: 400_000 },
  ];
  const project = { id, organisationId: charity, placeId, title: '独居老人结对', titleEn: 'Company for elders who live alone', installments: steps };
  const { id: projectId, installments } = await applyForProjectCommand(context, project);
  await decideProjectCommand(context, { id: projectId, approve: true });
  await payInstallmentCommand(context, { id: installments[0]!.id, reference: '演示-拨付-1' });
  const lesson = { service: '免费书法课', unit: '节', unitFen: 30_000, quantity: 72 };
  const space = { placeId, organisationId: charity, title: '书法工作室', area: 60, rentFen: 3000, months: 12, defectPercent: 0, fromDay: addDays(today, -90) };
  await agreeOnSpaceCommand(context, { ...space, commitments: [lesson] });
  const entries = [
    ['income', 'lowFee', 1_260_000],
    ['income', 'subsidy', 800_000],
    ['cost', 'staff', 1_500_000],
    ['cost', 'energy', 240_000],
  ] as const;
  for (const [side, kind, amountFen] of entries)
    await recordEntryCommand(context, { id: placeId, month: today.slice(0, 7), side, class: kind, amountFen, note: '演示' });
}
