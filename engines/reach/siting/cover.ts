/** Which demands each site covers, and which sites cover each demand, as lists one after the other. */
export type Cover = { demands: number; sites: number; siteStart: Int32Array; siteDemand: Int32Array; demandStart: Int32Array; demandSite: Int32Array };

/** Turns the lists of sites into both directions. `demandsOf[j]` are the numbers of the demands that site j covers. */
export function createCover(demands: number, demandsOf: readonly ArrayLike<number>[]): Cover {
  const sites = demandsOf.length;
  const siteStart = new Int32Array(sites + 1);
  for (let j = 0; j < sites; j++) siteStart[j + 1] = siteStart[j]! + demandsOf[j]!.length;
  const siteDemand = new Int32Array(siteStart[sites]!);
  for (let j = 0; j < sites; j++) siteDemand.set(demandsOf[j]!, siteStart[j]!);
  return { demands, sites, siteStart, siteDemand, ...transpose(demands, sites, siteStart, siteDemand) };
}

function transpose(demands: number, sites: number, siteStart: Int32Array, siteDemand: Int32Array) {
  const demandStart = new Int32Array(demands + 1);
  for (const i of siteDemand) demandStart[i + 1]!++;
  for (let i = 0; i < demands; i++) demandStart[i + 1]! += demandStart[i]!;
  const next = demandStart.slice();
  const demandSite = new Int32Array(siteDemand.length);
  for (let j = 0; j < sites; j++) for (let k = siteStart[j]!; k < siteStart[j + 1]!; k++) demandSite[next[siteDemand[k]!]!++] = j;
  return { demandStart, demandSite };
}

/** Pairs within a distance, from a matrix `distance[j * demands + i]`. */
export function coverWithin(distance: Float64Array, demands: number, radius: number): Cover {
  const sites = distance.length / demands;
  const lists: number[][] = [];
  for (let j = 0; j < sites; j++) {
    const list: number[] = [];
    for (let i = 0, at = j * demands; i < demands; i++, at++) if (distance[at]! <= radius) list.push(i);
    lists.push(list);
  }
  return createCover(demands, lists);
}

/** Two numbers that tell lists apart but for one case in 2^53; FNV-1a and a multiplicative hash. */
function hashOf(list: Int32Array): number {
  let a = 0x811c9dc5;
  let b = list.length;
  for (const item of list) {
    a = Math.imul(a ^ item, 0x01000193);
    b = (Math.imul(b, 31) + Math.imul(item + 1, 0x9e3779b1)) | 0;
  }
  return (a >>> 0) * 0x200000 + ((b >>> 0) & 0x1fffff);
}

/** The first demand of those that exactly the same sites cover, for each demand. */
function firstAlike({ demands, demandStart, demandSite }: Cover): Int32Array {
  const listOf = (i: number) => demandSite.subarray(demandStart[i]!, demandStart[i + 1]!);
  const isAlike = (a: Int32Array, b: Int32Array) => a.length === b.length && a.every((item, k) => item === b[k]);
  const known = new Map<number, number[]>();
  const first = new Int32Array(demands);
  for (let i = 0; i < demands; i++) {
    const list = listOf(i);
    const key = hashOf(list);
    const others = known.get(key) ?? [];
    const other = others.find((one) => isAlike(listOf(one), list));
    first[i] = other ?? i;
    if (other === undefined) known.set(key, [...others, i]);
  }
  return first;
}

/** Demands that the same sites cover are one demand with the sum of their weights. The lists of sites ascend afterwards. */
export function mergeDemands(cover: Cover, weight: Float64Array): { cover: Cover; weight: Float64Array } {
  const first = firstAlike(cover);
  const groupOf = new Int32Array(cover.demands);
  const sums: number[] = [];
  for (let i = 0; i < cover.demands; i++) {
    if (first[i] === i) groupOf[i] = sums.push(0) - 1;
    else groupOf[i] = groupOf[first[i]!]!;
    sums[groupOf[i]!]! += weight[i]!;
  }
  const lists = Array.from({ length: cover.sites }, (_, j) =>
    cover.siteDemand
      .subarray(cover.siteStart[j], cover.siteStart[j + 1])
      .filter((i) => first[i] === i)
      .map((i) => groupOf[i]!)
      .sort(),
  );
  return { cover: createCover(sums.length, lists), weight: Float64Array.from(sums) };
}

/** Only some sites, numbered anew in their order; demands keep their numbers. The lists ascend. */
export function restrictSites(cover: Cover, sites: Int32Array): Cover {
  return createCover(
    cover.demands,
    Array.from(sites, (j) => cover.siteDemand.slice(cover.siteStart[j], cover.siteStart[j + 1]).sort()),
  );
}

/** How many demands the sites cover, counted for each. */
export const pairsOf = ({ siteStart }: Cover, sites: Int32Array): number => sites.reduce((sum, j) => sum + siteStart[j + 1]! - siteStart[j]!, 0);
