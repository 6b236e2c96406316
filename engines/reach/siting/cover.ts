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

/** Demands that the same sites cover are one demand with the sum of their weights. */
export function mergeDemands(cover: Cover, weight: Float64Array): { cover: Cover; weight: Float64Array } {
  const groups = new Map<string, number>();
  const sums: number[] = [];
  const groupOf = new Int32Array(cover.demands);
  for (let i = 0; i < cover.demands; i++) {
    const key = cover.demandSite.subarray(cover.demandStart[i]!, cover.demandStart[i + 1]!).join();
    let group = groups.get(key);
    if (group === undefined) {
      group = sums.length;
      groups.set(key, group);
      sums.push(0);
    }
    groupOf[i] = group;
    sums[group]! += weight[i]!;
  }
  const lists: number[][] = [];
  for (let j = 0; j < cover.sites; j++) {
    const list = new Set<number>();
    for (let k = cover.siteStart[j]!; k < cover.siteStart[j + 1]!; k++) list.add(groupOf[cover.siteDemand[k]!]!);
    lists.push([...list].sort((a, b) => a - b));
  }
  return { cover: createCover(sums.length, lists), weight: Float64Array.from(sums) };
}

/** Only some sites, numbered anew in their order; demands keep their numbers. */
export function restrictSites(cover: Cover, sites: Int32Array): Cover {
  return createCover(
    cover.demands,
    Array.from(sites, (j) => cover.siteDemand.subarray(cover.siteStart[j], cover.siteStart[j + 1])),
  );
}
