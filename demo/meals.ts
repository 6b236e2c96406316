import { cardContext, exampleSchemes, sellAsQuoted, tillKey } from '../modules/meals/index.ts';
import { type Stated, sealProfile } from '../modules/people/index.ts';
import { dayHere } from '../platform/clock.ts';
import { inOtherDistrict } from '../platform/database.ts';
import { type Demo, demoDistrict as district } from './demo.ts';

/** A district beside, of which a single elder is known: she eats here too. */
const elsewhere = '330106';

const foreignCard = '3301060000000001';

const dish = (code: string, name: string, nameEn: string, priceFen: number, allergens: string[], suits: string[]) => ({
  code,
  name,
  nameEn,
  priceFen,
  allergens,
  suits,
});
const menus = [
  [
    dish('A', '红烧狮子头套餐', 'Braised meatball set', 1600, ['soy', 'gluten'], []),
    dish('B', '清蒸鲈鱼套餐', 'Steamed bass set', 1800, ['fish'], ['lowSalt', 'soft']),
    dish('C', '番茄蛋面', 'Tomato and egg noodles', 1000, ['gluten', 'eggs'], ['soft']),
  ],
  [
    dish('A', '东坡肉套餐', 'Dongpo pork set', 1800, ['soy'], []),
    dish('B', '香菇蒸鸡套餐', 'Chicken with mushrooms set', 1600, ['soy'], ['soft', 'lowSalt']),
    dish('C', '素什锦套餐', 'Vegetable set', 1200, ['soy'], ['vegetarian', 'lowSugar']),
  ],
  [
    dish('A', '鱼香肉丝套餐', 'Shredded pork set', 1500, ['soy'], []),
    dish('B', '南瓜小米粥套餐', 'Millet porridge set', 1000, [], ['soft', 'lowSugar', 'vegetarian']),
    dish('C', '油爆虾套餐', 'Fried shrimp set', 2000, ['crustaceans'], []),
  ],
];
const sittings = [
  { meal: 'breakfast', from: 390, to: 510 },
  { meal: 'lunch', from: 630, to: 780 },
  { meal: 'dinner', from: 990, to: 1110 },
];
const addDays = (day: string, n: number) => new Date(Date.parse(day) + n * 86_400_000).toISOString().slice(0, 10);
const lastMonthOf = (day: string) => addDays(`${day.slice(0, 7)}-01`, -1).slice(0, 7);

type Site = { id: string; till: string };

/** Canteens in the first complexes, menus, a scheme, cards, and what was sold in the month before. All of it is invented. */
export async function openMeals(demo: Demo): Promise<void> {
  const month = lastMonthOf(dayHere(demo.now));
  await enterScheme(demo, `${month}-01`);
  const sites = await openCanteens(demo);
  const cards = await issueCards(demo);
  await welcomeNeighbour(demo);
  for (const site of sites) await writeMenus(demo, site, month);
  await sellLastMonth(demo, sites, cards, month);
}

/** After the shape of a real ladder; the amounts of the district are not in the sources. */
async function enterScheme({ tx, now, random }: Demo, from: string): Promise<void> {
  const ladder = exampleSchemes.find(({ code }) => code === 'example-ladder')!;
  const caps = [{ per: 'meal', most: 1 }];
  const scheme = {
    ...ladder,
    code: 'demo',
    isExample: false,
    name: { zh: '演示办法：折扣加分档补贴', en: 'Demonstration: discount and graded subsidy' },
    source: `演示用，不是拱墅区的真实标准；${ladder.source}`,
    subsidies: ladder.subsidies.map((subsidy) => ({ ...subsidy, caps })),
  };
  for (const home of [district, elsewhere])
    await tx
      .insertInto('meals.scheme')
      .values({ district: home, code: 'demo', version: 1, rules: JSON.stringify(scheme), fromDay: from, enteredBy: random.id(), enteredAt: now })
      .execute();
}

async function openCanteens({ tx, vault, now, random }: Demo): Promise<Site[]> {
  const { id: organisationId } = await tx.selectFrom('partners.organisation').select('id').where('district', '=', district).executeTakeFirstOrThrow();
  const places = await tx
    .selectFrom('places.place')
    .select(['id', 'name', 'nameEn', 'areaCode'])
    .where('district', '=', district)
    .where('kind', '=', 'complex')
    .orderBy('name')
    .limit(8)
    .execute();
  const common = { district, organisationId, licenceUntil: addDays(dayHere(now), 700), sittings: JSON.stringify(sittings), changedAt: now, isOnPass: true };
  const sites: Site[] = [];
  for (const [i, { id: placeId, name, nameEn, areaCode }] of places.entries()) {
    const [id, till] = [random.id(), random.id()];
    const kind = i % 4 === 0 ? 'centreCanteen' : 'mealPoint';
    const own = { id, placeId, areaCode, kind, name: `${name}食堂`, nameEn: `Canteen, ${nameEn}`, seats: 20 + 10 * (i % 4), isAllAge: i % 3 !== 1 };
    await tx
      .insertInto('meals.site')
      .values({ ...common, ...own, licenceNumber: `JY3301050000${String(1000 + i)}`, hygieneGrade: random.pick(['A', 'A', 'B']) })
      .execute();
    await tx
      .insertInto('meals.till')
      .values({ district, id: till, siteId: id, name: '一号', keyCipher: vault.seal(tillKey, random.id().replaceAll('-', '').repeat(2)), openedAt: now })
      .execute();
    sites.push({ id, till });
  }
  return sites;
}

async function writeMenus({ tx, now }: Demo, { id: siteId }: Site, month: string): Promise<void> {
  const today = dayHere(now);
  const days = [
    ...Array.from({ length: 31 }, (_, i) => addDays(`${month}-01`, i)).filter((day) => day.startsWith(month)),
    ...Array.from({ length: 10 }, (_, i) => addDays(today, i)),
  ];
  const rows = [...new Set(days)].flatMap((day, i) =>
    ['lunch', 'dinner'].map((meal) => ({ district, siteId, day, meal, dishes: JSON.stringify(menus[i % menus.length]), capacity: 60, changedAt: now })),
  );
  await tx.insertInto('meals.menu').values(rows).execute();
}

/** Cards of elders whom departments have stated something about, and of one of the district beside. */
async function issueCards(demo: Demo): Promise<string[]> {
  const { tx, vault, now, random } = demo;
  const elders = await tx
    .selectFrom('people.person as p')
    .innerJoin('people.profile as f', (join) => join.onRef('f.district', '=', 'p.district').onRef('f.personId', '=', 'p.id'))
    .select('p.id')
    .where('p.district', '=', district)
    .where('p.deceasedOn', 'is', null)
    .where('p.bornOn', '<', `${Number(dayHere(now).slice(0, 4)) - 62}-01-01`)
    .orderBy('p.id')
    .limit(24)
    .execute();
  const cards: string[] = [];
  for (const [i, { id: personId }] of elders.entries()) {
    const card = `330105${String(i + 1).padStart(10, '0')}`;
    const numberIndex = vault.blindIndex(cardContext, card);
    await tx.insertInto('meals.cardHome').values({ numberIndex, district }).execute();
    await tx
      .insertInto('meals.card')
      .values({ district, id: random.id(), personId, numberIndex, issuedAt: new Date(now.getTime() - 90 * 86_400_000) })
      .execute();
    cards.push(card);
  }
  return cards;
}

/** Her record and her card stand in the district beside. */
async function welcomeNeighbour({ tx, vault, now, random }: Demo): Promise<void> {
  const [personId, numberIndex] = [random.id(), vault.blindIndex(cardContext, foreignCard)];
  const local: Stated = { fact: 'isLocal', value: true, validFrom: '2020-01-01', validTo: null, statedOn: '2026-01-01', isFromKeeper: true };
  await inOtherDistrict(tx, district, elsewhere, async () => {
    const name = { nameCipher: vault.seal('person.name', '吴秀英'), nameIndex: vault.blindIndex('name', '吴秀英') };
    const person = { district: elsewhere, id: personId, areaCode: district, sex: 'female', bornOn: '1944-03-08', invented: true, createdAt: now, ...name };
    await tx.insertInto('people.person').values(person).execute();
    await tx
      .insertInto('people.profile')
      .values({ district: elsewhere, personId, sealed: sealProfile(vault, [local]) })
      .execute();
    await tx.insertInto('meals.cardHome').values({ numberIndex, district: elsewhere }).execute();
    await tx.insertInto('meals.card').values({ district: elsewhere, id: random.id(), personId, numberIndex, issuedAt: now }).execute();
  });
}

/** Lunches of the month before at the first two canteens; and one person who was at both within minutes, which somebody will have to ask about. */
async function sellLastMonth({ tx, vault, random }: Demo, [one, two]: Site[], cards: string[], month: string): Promise<void> {
  const seller = { id: random.id() };
  const sell = (at: string, site: Site, card: string, meal: 'lunch' | 'dinner', tray: { code?: string; weighedFen?: number }) =>
    sellAsQuoted(
      { tx, district, vault, now: new Date(at), actor: seller },
      {
        tillId: site.till,
        who: { card },
        meal,
        dishes: tray.code ? [{ code: tray.code, count: 1 }] : [],
        weighedFen: tray.weighedFen ?? 0,
        offerFen: 0,
        how: 'eatIn',
        paidBy: 'phone',
      },
    );
  const days = Array.from({ length: 28 }, (_, i) => addDays(`${month}-01`, i));
  let subsidised = cards[0]!;
  for (const day of days) {
    if (new Date(day).getUTCDay() % 6 === 0) continue;
    const own = cards.filter(() => random.chance(0.35));
    for (const [i, card] of own.entries()) {
      const at = `${day}T11:${String(10 + i).padStart(2, '0')}:00+08:00`;
      const { subsidyFen } = await sell(at, i % 3 === 0 ? two! : one!, card, 'lunch', { code: random.pick(['A', 'B', 'C']) });
      if (subsidyFen > 0) subsidised = card;
    }
  }
  const saturday = days.findLast((day) => new Date(day).getUTCDay() === 6)!;
  await sell(`${saturday}T12:50:00+08:00`, one!, subsidised, 'lunch', { weighedFen: 2000 });
  await sell(`${saturday}T12:58:00+08:00`, two!, subsidised, 'dinner', { weighedFen: 2000 });
}
