import { type Cover, createCover } from './cover.ts';

/** What is left of a cover once nothing can be left out: demands and sites by their old numbers. */
export type ReducedCover = { cover: Cover; demand: Int32Array; site: Int32Array };

/** Lists one after the other, each ascending. */
type Lists = { start: Int32Array; item: Int32Array };

/** Whether list `a` of `lists` lies within list `b`; both ascend. */
function isWithin({ start, item }: Lists, a: number, b: number): boolean {
  let at = start[b]!;
  const end = start[b + 1]!;
  if (end - at < start[a + 1]! - start[a]!) return false;
  for (let k = start[a]!; k < start[a + 1]!; k++) {
    const wanted = item[k]!;
    while (at < end && item[at]! < wanted) at++;
    if (at === end || item[at] !== wanted) return false;
    at++;
  }
  return true;
}

/** The item of list `a` whose own list, in `other`, is shortest: who holds all of `a` stands in that list. */
function rarest(lists: Lists, other: Lists, a: number): number {
  let best = -1;
  let least = Infinity;
  for (let k = lists.start[a]!; k < lists.start[a + 1]!; k++) {
    const item = lists.item[k]!;
    const length = other.start[item + 1]! - other.start[item]!;
    if (length < least) {
      least = length;
      best = item;
    }
  }
  return best;
}

/** Sites whose demands another site covers as well; of equals the first stays. */
function dominatedSites(sites: Lists, demands: Lists): Uint8Array {
  const isOut = new Uint8Array(sites.start.length - 1);
  for (let j = 0; j < isOut.length; j++) {
    const row = rarest(sites, demands, j);
    if (row < 0) {
      isOut[j] = 1;
      continue;
    }
    for (let k = demands.start[row]!; k < demands.start[row + 1]! && isOut[j] === 0; k++) {
      const other = demands.item[k]!;
      if (other === j || isOut[other] === 1 || !isWithin(sites, j, other)) continue;
      if (other < j || !isWithin(sites, other, j)) isOut[j] = 1;
    }
  }
  return isOut;
}

/** Demands that are covered whenever another one is; of equals the first stays. */
function impliedDemands(demands: Lists, sites: Lists): Uint8Array {
  const isOut = new Uint8Array(demands.start.length - 1);
  for (let i = 0; i < isOut.length; i++) {
    if (isOut[i] === 1) continue;
    const site = rarest(demands, sites, i);
    if (site < 0) continue;
    for (let k = sites.start[site]!; k < sites.start[site + 1]!; k++) {
      const other = sites.item[k]!;
      if (other === i || isOut[other] === 1 || !isWithin(demands, i, other)) continue;
      if (i < other || !isWithin(demands, other, i)) isOut[other] = 1;
    }
  }
  return isOut;
}

const sitesOf = ({ siteStart, siteDemand }: Cover): Lists => ({ start: siteStart, item: siteDemand });
const demandsOf = ({ demandStart, demandSite }: Cover): Lists => ({ start: demandStart, item: demandSite });

/** Leaves out some demands and sites; the lists ascend afterwards. */
function without({ cover, demand, site }: ReducedCover, demandOut: Uint8Array, siteOut: Uint8Array): ReducedCover {
  const number = new Int32Array(cover.demands).fill(-1);
  const kept = demand.filter((_, i) => demandOut[i] === 0);
  let next = 0;
  for (let i = 0; i < cover.demands; i++) if (demandOut[i] === 0) number[i] = next++;
  const lists: Int32Array[] = [];
  for (let j = 0; j < cover.sites; j++) {
    if (siteOut[j] === 1) continue;
    lists.push(
      cover.siteDemand
        .subarray(cover.siteStart[j], cover.siteStart[j + 1])
        .map((i) => number[i]!)
        .filter((i) => i >= 0)
        .sort(),
    );
  }
  return { cover: createCover(kept.length, lists), demand: kept, site: site.filter((_, j) => siteOut[j] === 0) };
}

/**
 * A set cover without what never matters (Beasley 1987): demands that a fixed site covers, sites that must not open, sites whose demands
 * another site covers too, and demands that are covered whenever another one is; again and again until nothing more falls out.
 * Any smallest cover of the rest is, with the fixed sites, a smallest cover of the whole.
 * @param role of each site: 0 must not open, 1 may, 2 must
 */
export function reduceCover(whole: Cover, role: Uint8Array): ReducedCover {
  const covered = new Uint8Array(whole.demands);
  for (let j = 0; j < whole.sites; j++) {
    if (role[j] === 2) for (let k = whole.siteStart[j]!; k < whole.siteStart[j + 1]!; k++) covered[whole.siteDemand[k]!] = 1;
  }
  const all: ReducedCover = { cover: whole, demand: Int32Array.from(covered.keys()), site: Int32Array.from(role.keys()) };
  let rest = without(
    all,
    covered,
    role.map((entry) => (entry === 1 ? 0 : 1)),
  );
  for (;;) {
    const before = rest.cover.demands + rest.cover.sites;
    const { cover } = rest;
    rest = without(rest, impliedDemands(demandsOf(cover), sitesOf(cover)), new Uint8Array(cover.sites));
    rest = without(rest, new Uint8Array(rest.cover.demands), dominatedSites(sitesOf(rest.cover), demandsOf(rest.cover)));
    if (rest.cover.demands + rest.cover.sites === before) return rest;
  }
}

/**
 * Sites that need not open: another covers all that they do. The lists of the cover must ascend, as `restrictSites` leaves them.
 * @returns 1 for each such site
 */
export const needlessSites = (cover: Cover): Uint8Array => dominatedSites(sitesOf(cover), demandsOf(cover));

/** The parts of a cover that share no demand, each with the numbers its sites and demands have in the whole. */
export function separate({ cover, demand, site }: ReducedCover): ReducedCover[] {
  const part = new Int32Array(cover.sites).fill(-1);
  let count = 0;
  for (let first = 0; first < cover.sites; first++) {
    if (part[first]! >= 0) continue;
    const queue = [first];
    part[first] = count;
    for (let j = queue.pop(); j !== undefined; j = queue.pop()) {
      for (let k = cover.siteStart[j]!; k < cover.siteStart[j + 1]!; k++) {
        const i = cover.siteDemand[k]!;
        for (let m = cover.demandStart[i]!; m < cover.demandStart[i + 1]!; m++) {
          const other = cover.demandSite[m]!;
          if (part[other]! >= 0) continue;
          part[other] = count;
          queue.push(other);
        }
      }
    }
    count++;
  }
  const partOfDemand = Int32Array.from({ length: cover.demands }, (_, i) => part[cover.demandSite[cover.demandStart[i]!]!]!);
  return Array.from({ length: count }, (_, n) =>
    without(
      { cover, demand, site },
      Uint8Array.from(partOfDemand, (of) => Number(of !== n)),
      Uint8Array.from(part, (of) => Number(of !== n)),
    ),
  );
}
