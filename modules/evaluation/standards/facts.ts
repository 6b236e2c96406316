import { Dictionary, type Field } from '../../../engines/rules/dictionary.ts';
import { unknown } from '../../../engines/rules/value.ts';
import type { Read } from '../../../platform/database.ts';
import { codesBelow } from '../../areas/index.ts';
import { functionsOf, type LedgerRoom, ledgerRatios, listFunctionGroups, listKnownFunctions, listRooms } from '../../places/index.ts';
import data from '../data/place-facts.json' with { type: 'json' };

type Entry = (typeof data.facts)[number] & { shareOf?: string; unit?: string; decimals?: number; max?: number; values?: string[][] };

/** What is known of a complex, as the rules engine reads it. */
export const placeFacts = new Dictionary(
  data.version,
  (data.facts as Entry[]).map(
    ({ code, kind, zh, en, source, unit, decimals, max, values }): Field => ({
      code,
      kind: kind as Field['kind'],
      name: { zh, en },
      of: 'place',
      source,
      sensitivity: 'open',
      ...(unit && { unit }),
      ...(decimals && { decimals }),
      ...(max && { min: 0, max }),
      ...(values && { values: values.map(([value, own, ownEn]) => ({ code: value!, name: { zh: own!, en: ownEn! } })) }),
    }),
  ),
);

/** Of shares of an area, the fact that says how large the whole is. */
export const wholeOf = (code: string): string | undefined => (data.facts as Entry[]).find((entry) => entry.code === code)?.shareOf;

type Place = {
  id: string;
  name: string;
  areaCode: string;
  areaName: string;
  buildType: string | null;
  buildingArea: number | null;
  operatorId: string | null;
  communities: string[] | null;
};
type Room = LedgerRoom & { name: string };
type Known = Awaited<ReturnType<typeof listKnownFunctions>>;
type Groups = Awaited<ReturnType<typeof listFunctionGroups>>;

/** Cut, not rounded: 9.99996 % is not 10 %. */
const percent = (share: number) => Math.floor(1e6 * share + 1e-6) / 1e4;

/** Facts of a complex from its register and room ledger; null is unknown. Without rooms nothing that is counted from them is known. */
export function factsOf(place: Place, rooms: readonly Room[], known: Known, groups: Groups): Record<string, unknown> {
  const own = {
    buildType: place.buildType,
    buildingArea: place.buildingArea,
    // No operator on record does not say that nobody runs it.
    hasOperator: place.operatorId === null ? null : true,
    communities: place.communities?.length ?? null,
  };
  if (rooms.length === 0) return own;
  const ratios = ledgerRatios(rooms);
  const open = rooms.filter((room) => room.useKind !== 'office');
  const all = [...new Set(open.flatMap((room) => [...functionsOf(room)]))];
  const serving = (whom: string) => all.filter((code) => known.find((entry) => entry.code === code)?.serves === whom);
  const basic = all.filter((code) => known.find((entry) => entry.code === code)?.basic);
  const inGroup = (grouping: string, code: string) => groups.find((group) => group.grouping === grouping && group.code === code)?.functions ?? [];
  const has = (code: string) => all.some((own) => inGroup('embedded-four', code).includes(own));
  const service = open.filter((room) => room.useKind === 'service');
  const projects = service.reduce((sum, room) => sum + functionsOf(room).size, 0);
  const entrants = service.filter(({ operatorClass }) => operatorClass === 'market' || operatorClass === 'social');
  const entrantProjects = entrants.reduce((sum, room) => sum + functionsOf(room).size, 0);
  const area = (list: readonly Room[]) => list.reduce((sum, room) => sum + room.usableArea, 0);
  const zone = (code: string) => rooms.some((room) => room.zone === code);
  const isFor = (room: Room, whom: string) => [...functionsOf(room)].some((code) => serving(whom).includes(code));
  const parlours = rooms.filter(({ name }) => name.includes('会客厅'));
  return {
    ...own,
    parlourArea: parlours.length > 0 ? Math.round(10 * area(parlours)) / 10 : null,
    zoneParty: zone('party'),
    zoneCounter: zone('counter'),
    zoneDeliberation: zone('deliberation'),
    zoneElderAndChild: zone('elderAndChild'),
    zoneLiving: zone('living'),
    basicFunctions: basic.length,
    domains: groups.filter((group) => group.grouping === 'seven-domains' && group.functions.some((code) => basic.includes(code))).length,
    ownFunctions: all.length - basic.length,
    functions: all.length,
    projects,
    entrantProjects,
    entrantShare: projects === 0 ? null : percent(entrantProjects / projects),
    usableArea: ratios.usableArea,
    multiFunctionShare: percent(ratios.multiFunction.share),
    marketShare: percent(ratios.market.share),
    socialShare: percent(ratios.social.share),
    enteredShare: percent(ratios.market.share + ratios.social.share),
    allDayShare: percent(ratios.allDay.share),
    officeShare: percent(ratios.office.share),
    displayShare: percent(area(rooms.filter(({ useKind }) => useKind === 'display')) / area(rooms)),
    fusionProjects: service.filter((room) => isFor(room, 'elder') && isFor(room, 'child')).length,
    elderFunctions: serving('elder').length,
    childFunctions: serving('child').length,
    hasElderCare: has('elder'),
    hasCanteen: has('meal'),
    hasNursery: has('nursery'),
    hasAfterSchool: has('afterSchool'),
  };
}

/** Facts coded in the order of the dictionary. */
export function coded(facts: Record<string, unknown>): Int32Array {
  return Int32Array.from(placeFacts.fields, ({ code }, field) => (facts[code] === undefined ? unknown : placeFacts.encode(field, facts[code])));
}

/** Complexes of an area with what is known of each, by name. */
export async function listComplexFacts(db: Read, district: string, { within, id }: { within?: string | undefined; id?: string }) {
  const places = await db
    .selectFrom('places.place as p')
    .innerJoin('areas.area as a', 'a.code', 'p.areaCode')
    .leftJoin('areas.serviceArea as s', (join) => join.onRef('s.district', '=', 'p.district').onRef('s.id', '=', 'p.serviceAreaId'))
    .select(['p.id', 'p.name', 'p.areaCode', 'a.name as areaName', 'p.buildType', 'p.buildingArea', 'p.operatorId', 's.communities'])
    .where('p.district', '=', district)
    .where('p.kind', '=', 'complex')
    .where('p.closedOn', 'is', null)
    .$if(within !== undefined, (q) => q.where('p.areaCode', 'in', codesBelow(within!)))
    .$if(id !== undefined, (q) => q.where('p.id', '=', id!))
    .orderBy('p.name')
    .orderBy('p.id')
    .execute();
  const ids = places.map((place) => place.id);
  const [rooms, known, groups] = await Promise.all([listRooms(db, district, ids), listKnownFunctions(db, district), listFunctionGroups(db)]);
  const byPlace = new Map<string, Room[]>(ids.map((id) => [id, []]));
  for (const room of rooms) byPlace.get(room.placeId)!.push(room);
  return places.map((place) => ({ place, facts: coded(factsOf(place, byPlace.get(place.id)!, known, groups)) }));
}
