import { dayHere, minuteHere } from '../../../platform/clock.ts';
import { inOtherDistrict } from '../../../platform/database.ts';
import { refuse } from '../../../platform/refuse.ts';
import { listUsed } from '../../ledger/index.ts';
import { factsOn } from '../../people/index.ts';
import { isoWeek } from '../pricing/periods.ts';
import { type Price, priceOf, type Terms, termsOf } from '../pricing/price.ts';
import { type SchemeCap, type SchemeOn, schemeOn } from '../pricing/scheme.ts';
import { findScheme } from '../sites/schemes.ts';
import { type Sitting, siteShutOn } from '../sites/sites.ts';
import { noSuchDish, noSuchTill, nothingSold, notServed, soldOut } from './contract.ts';
import { type Eater, type Here, identify, readEater, type Who } from './people.ts';

export type Meal = 'breakfast' | 'lunch' | 'dinner';
export type Order = {
  tillId: string;
  who: Who | null;
  meal?: Meal | undefined;
  dishes: { code: string; count: number }[];
  weighedFen: number;
  offerFen: number;
};
export type Till = { id: string; siteId: string; isOnPass: boolean; sittings: Sitting[] };
export type Quote = { till: Till; day: string; meal: Meal; eater: (Eater & { name: string }) | null; price: Price; terms: Terms | null; scheme: string | null };

/** A till that works, at a canteen that may sell. */
export async function getTill({ db, district, now }: Here, id: string): Promise<Till> {
  const row = await db
    .selectFrom('meals.till as t')
    .innerJoin('meals.site as s', (join) => join.onRef('s.district', '=', 't.district').onRef('s.id', '=', 't.siteId'))
    .select(['t.id', 't.siteId', 's.isOnPass', 's.sittings', 's.state', 's.licenceUntil'])
    .where('t.district', '=', district)
    .where('t.id', '=', id)
    .where('t.closedAt', 'is', null)
    .executeTakeFirst();
  if (!row) refuse(noSuchTill);
  siteShutOn(row, dayHere(now));
  return { id: row.id, siteId: row.siteId, isOnPass: row.isOnPass, sittings: row.sittings as Sitting[] };
}

/** The sitting that is on at a moment; a till may sell half an hour before and after. */
const graceMinutes = 30;
const sittingAt = (sittings: Sitting[], minute: number): Meal | undefined =>
  sittings.find(({ from, to }) => minute >= from - graceMinutes && minute < to + graceMinutes)?.meal;

/** What the dishes of the order come to by the menu of the day. */
async function listPrice({ db, district }: Here, till: Till, day: string, meal: Meal, { dishes, weighedFen }: Order): Promise<number> {
  const menu = await db
    .selectFrom('meals.menu')
    .select(['dishes', 'isStopped'])
    .where('district', '=', district)
    .where('siteId', '=', till.siteId)
    .where('day', '=', day)
    .where('meal', '=', meal)
    .executeTakeFirst();
  if (menu?.isStopped) refuse(soldOut);
  const prices = new Map(((menu?.dishes ?? []) as { code: string; priceFen: number }[]).map(({ code, priceFen }) => [code, priceFen]));
  const sum = dishes.reduce((fen, { code, count }) => fen + count * (prices.get(code) ?? refuse(noSuchDish, { dish: code })), weighedFen);
  return sum > 0 ? sum : refuse(nothingSold);
}

/** The periods in which caps are counted, for a meal. */
export const periodsOf = (day: string, meal: Meal): Record<SchemeCap['per'], string> => ({
  meal: `${day} ${meal}`,
  day,
  week: isoWeek(day),
  month: day.slice(0, 7),
});
export const capCode = (scheme: string, subsidy: string, { per }: SchemeCap) => `meals.${scheme}.${subsidy}.${per}`;

const none: SchemeOn = {
  scheme: {
    code: 'none',
    name: { zh: '无', en: 'none' },
    source: 'no scheme',
    isExample: false,
    onPassOnly: false,
    roundTo: 'fen',
    discounts: [],
    subsidies: [],
  },
  discounts: [],
  subsidies: [],
};

/** What the eater's own district knows and gives: facts, its scheme, what is used up. */
async function askHome(here: Here, eater: Eater, day: string, meal: Meal) {
  return inOtherDistrict(here.db, here.district, eater.home, async () => {
    const { name, known } = await readEater(here, eater);
    const scheme = await findScheme(here.db, eater.home, day);
    const used = await listUsed(here.db, eater.home, eater.personId, Object.values(periodsOf(day, meal)));
    const served = await here.db
      .selectFrom('meals.subsidised')
      .select('saleId')
      .where('district', '=', eater.home)
      .where('personId', '=', eater.personId)
      .where('day', '=', day)
      .where('meal', '=', meal)
      .where('freedAt', 'is', null)
      .executeTakeFirst();
    return { name, facts: factsOn(known, known.stated, day), scheme: scheme ? schemeOn(scheme, day) : none, used, isServed: served !== undefined };
  });
}

/**
 * The price of a meal for somebody: the discounts of the canteen's district, whoever comes; the subsidies of the eater's own, wherever
 * they eat (补贴跟人走).
 */
export async function priceFor(here: Here, till: Till, eater: Eater | null, meal: { day: string; meal: Meal; listFen: number; offerFen: number }) {
  const own = await findScheme(here.db, here.district, meal.day);
  const site = own ? schemeOn(own, meal.day) : none;
  if (!eater) return { price: priceOf(site, { ...meal, facts: null, isOnPass: till.isOnPass }), name: null, terms: null, scheme: null };
  const { name, facts, scheme: home, used, isServed } = await askHome(here, eater, meal.day, meal.meal);
  const scheme: SchemeOn = { scheme: { ...site.scheme, subsidies: home.scheme.subsidies }, discounts: site.discounts, subsidies: home.subsidies };
  const periods = periodsOf(meal.day, meal.meal);
  const hasRoom = (subsidy: string, cap: SchemeCap) => (used.get(`${capCode(home.scheme.code, subsidy, cap)} ${periods[cap.per]}`) ?? 0) < cap.most;
  const price = priceOf(scheme, { ...meal, facts, isOnPass: till.isOnPass, hasRoom, isServed });
  return { price, name, terms: termsOf(scheme, facts, till.isOnPass), scheme: home.scheme.code };
}

/** Everything about a meal before it is sold. */
export async function quote(here: Here, order: Order): Promise<Quote> {
  const till = await getTill(here, order.tillId);
  const day = dayHere(here.now);
  const meal = order.meal ?? sittingAt(till.sittings, minuteHere(here.now)) ?? refuse(notServed);
  const listFen = await listPrice(here, till, day, meal, order);
  const eater = order.who ? await identify(here, order.who) : null;
  const { price, name, terms, scheme } = await priceFor(here, till, eater, { day, meal, listFen, offerFen: order.offerFen });
  return { till, day, meal, eater: eater && { ...eater, name: name! }, price, terms, scheme };
}
