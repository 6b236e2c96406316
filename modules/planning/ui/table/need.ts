import type { Deficit, Norm, Stand, TableData } from './shape.ts';

type Sums = { people: number; households: number };

/** People and households of every community, subdistrict and the district (''). */
function sumsByArea({ cells, areas }: TableData): Map<string, Sums> {
  const parents = new Map(areas.map((area) => [area.code, area.parentCode]));
  const sums = new Map<string, Sums>();
  cells.people.forEach((people, i) => {
    const code = cells.areaCode[i];
    for (const key of code ? [code, parents.get(code) ?? '-', ''] : ['']) {
      const sum = sums.get(key) ?? { people: 0, households: 0 };
      sums.set(key, sum);
      sum.people += people;
      sum.households += cells.households[i]!;
    }
  });
  return sums;
}

/** What a norm asks for where so many live: need = max(rate × base, least), 0 where it does not apply. */
export function needOf({ need }: Norm, { people, households }: Sums): number {
  if (need.whenPeopleAbove !== undefined && people <= need.whenPeopleAbove) return 0;
  if (people === 0) return 0;
  const rate = ((need.perHundredHouseholds ?? 0) * households) / 100 + ((need.perThousandPeople ?? 0) * people) / 1000;
  return Math.max(rate, need.least ?? 0);
}

/** What a facility gives towards a norm, in the norm's unit; rooms that have two of its functions count once, by the larger. */
function givenBy(norm: Norm, stand: Stand): number {
  if (!stand.isOpen || !norm.kinds.includes(stand.kind)) return 0;
  if (norm.functions.length === 0) return norm.unit === 'area' ? stand.area : 1;
  const own = stand.offers.filter((offer) => norm.functions.includes(offer.function)).map((offer) => offer[norm.unit]);
  if (own.length === 0) return 0;
  return norm.unit === 'area'
    ? Math.min(
        stand.area || Infinity,
        own.reduce((sum, n) => sum + n, 0),
      )
    : Math.max(...own);
}

/** Need against supply for every norm in every area it speaks of; areas that lack something, the largest shares first. */
export function deficitsOf(data: TableData, stands: readonly Stand[]): Deficit[] {
  const sums = sumsByArea(data);
  const parents = new Map(data.areas.map((area) => [area.code, area.parentCode]));
  const keyOf = (norm: Norm, code: string | null) => (norm.per === 'district' ? '' : norm.per === 'community' ? code : code && (parents.get(code) ?? null));
  const deficits: Deficit[] = [];
  for (const norm of data.need.norms) {
    const supply = new Map<string, number>();
    for (const stand of stands) {
      const given = givenBy(norm, stand);
      const key = keyOf(norm, stand.areaCode);
      if (given > 0 && key !== null) supply.set(key, (supply.get(key) ?? 0) + given);
    }
    const codes = norm.per === 'district' ? [''] : data.areas.filter((area) => area.level === norm.per).map((area) => area.code);
    for (const code of codes) {
      const need = needOf(norm, sums.get(code) ?? { people: 0, households: 0 });
      const there = supply.get(code) ?? 0;
      if (need > there) deficits.push({ norm: norm.code, code, need, supply: there, missing: need - there });
    }
  }
  return deficits.sort((a, b) => b.missing / b.need - a.missing / a.need || b.need - a.need || (a.code < b.code ? -1 : 1));
}

/** A new facility is as large as the usual one of its function in this district. */
export function usualOffer(data: TableData, code: string) {
  const all = data.facilities.flatMap(({ offers }) => offers.filter((offer) => offer.function === code));
  const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
  const known = (name: 'area' | 'capacity') => median(all.map((offer) => offer[name]).filter((value) => value > 0));
  return { function: code, count: 1, area: known('area') || 200, capacity: known('capacity') };
}
