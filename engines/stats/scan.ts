/**
 * Counts of one matter, area by area: `counts[area * days + day]`. `expected` lies the same way: what the season, the weekday and the area's own
 * past let one expect on each day.
 */
export type Counted = { areas: number; days: number; counts: Uint16Array };
export type Cluster = {
  /** The areas, the centre first. */
  areas: number[];
  /** The first and the last day, both inside. */
  from: number;
  to: number;
  count: number;
  expected: number;
  /** Log-likelihood ratio: how much better the counts are explained if there is something there. */
  ratio: number;
};
export type ScanOptions = {
  /** The longest time of a cluster in days, and the most areas in it. */
  mostDays: number;
  mostAreas: number;
  /** Fewer than this are no cluster, however unlikely. */
  least: number;
};

/** The log-likelihood ratio of a Poisson count against what was expected; 0 where there are not more than expected (Kulldorff 1997). */
export const ratioOf = (count: number, expected: number): number => (count <= expected ? 0 : count * Math.log(count / expected) - (count - expected));

export type BaselineOptions = {
  /** Days of the past that tell the level, and how many of the last days tell nothing, because they may belong to what is looked for. */
  levelDays: number;
  gapDays: number;
  /** Days on either side of the day a year ago that tell the season. */
  seasonDays: number;
  /** Counts of an area are drawn towards the mean of all as if so many days of the mean had been seen besides. */
  priorDays: number;
};
export const usualBaseline: BaselineOptions = { levelDays: 56, gapDays: 14, seasonDays: 14, priorDays: 28 };

const cumulate = (values: ArrayLike<number>, from: number, length: number): Float64Array => {
  const sums = new Float64Array(length + 1);
  for (let i = 0; i < length; i++) sums[i + 1] = sums[i]! + values[from + i]!;
  return sums;
};

function totalsOf({ areas, days, counts }: Counted): Float64Array {
  const totals = new Float64Array(days);
  for (let area = 0; area < areas; area++) for (let day = 0; day < days; day++) totals[day]! += counts[area * days + day]!;
  return totals;
}

/** How a weekday differs from the mean of all, from the days before one; 1 where nothing was seen. */
function weekdayFactors(totals: Float64Array, until: number): Float64Array {
  const [sums, seen] = [new Float64Array(7), new Float64Array(7)];
  for (let day = Math.max(0, until - 364); day < until; day++) {
    sums[day % 7]! += totals[day]!;
    seen[day % 7]!++;
  }
  const mean =
    sums.reduce((a, b) => a + b, 0) /
    Math.max(
      1,
      seen.reduce((a, b) => a + b, 0),
    );
  return sums.map((sum, i) => (mean > 0 && seen[i]! > 3 ? Math.max(0.05, sum / seen[i]! / mean) : 1));
}

/** The mean of a range of days that is cut to those before `until`; NaN where there is none. */
const meanOf = (sums: Float64Array, from: number, to: number) => {
  const [a, b] = [Math.max(0, from), Math.min(sums.length - 1, to)];
  return b > a ? (sums[b]! - sums[a]!) / (b - a) : Number.NaN;
};

/**
 * What one may expect of each area on each day, from the days before it alone: the level of the last weeks, times the step that the season made
 * at the same time a year ago, times the weekday, times the share of the area in the past year. A day uses nothing of itself or of the days just before it.
 * @param start the first day that is asked for; days before it stay 0
 */
export function expectedOf(counted: Counted, start: number, options: BaselineOptions = usualBaseline): Float32Array {
  const { areas, days, counts } = counted;
  const { levelDays, gapDays, seasonDays, priorDays } = options;
  const totals = totalsOf(counted);
  const sums = cumulate(totals, 0, days);
  const own = Array.from({ length: areas }, (_, area) => cumulate(counts, area * days, days));
  const expected = new Float32Array(areas * days);
  let factors = weekdayFactors(totals, Math.max(0, start - gapDays));
  for (let day = start; day < days; day++) {
    if (day % 7 === 0) factors = weekdayFactors(totals, Math.max(0, day - gapDays));
    const until = Math.max(0, day - gapDays);
    const level = meanOf(sums, until - levelDays, until) || 0;
    const [then, before] = [meanOf(sums, day - 365 - seasonDays, day - 364 + seasonDays), meanOf(sums, until - 365 - levelDays, until - 365)];
    const season = then > 0 && before > 0 && day - 365 - seasonDays >= 0 ? Math.min(4, Math.max(0.25, then / before)) : 1;
    const daily = level * season * factors[day % 7]!;
    const seen = Math.min(365, until);
    const all = sums[until]! - sums[until - seen]!;
    const mean = all / areas / Math.max(1, seen);
    for (let area = 0; area < areas; area++) {
      const share = all > 0 ? (own[area]![until]! - own[area]![until - seen]! + mean * priorDays) / (all + mean * priorDays * areas) : 1 / areas;
      expected[area * days + day] = daily * share;
    }
  }
  return expected;
}

/** The areas near each area, itself first, by straight distance. @param at longitude and latitude of each centre */
export function nearestAreas(at: readonly (readonly [number, number])[], most: number): Int32Array[] {
  return at.map(([lon, lat]) => {
    const narrow = Math.cos((lat * Math.PI) / 180);
    const distance = at.map(([x, y]) => ((x - lon) * narrow) ** 2 + (y - lat) ** 2);
    return Int32Array.from([...at.keys()].sort((a, b) => distance[a]! - distance[b]! || a - b).slice(0, most));
  });
}

/**
 * Scans one matter day by day for more than was expected: of all circles of neighbouring areas and all times that end on the day, the one that is explained best by
 * there being something (space-time scan statistic, prospective; Kulldorff 2001). Looked at are circles around areas with reports, in which something was
 * reported on the day itself.
 * @param each told the best cluster of a day that has one
 */
export function scanDays(
  counted: Counted,
  expected: Float32Array,
  near: readonly Int32Array[],
  { mostDays, mostAreas, least }: ScanOptions,
  { from, to }: { from: number; to: number },
  each: (day: number, best: Cluster) => void,
): void {
  const { areas } = counted;
  const { sumC, sumB } = cumulateByDay(counted, expected);
  const [inTime, expectedIn] = [new Int32Array(mostDays + 1), new Float64Array(mostDays + 1)];
  const alive = new Uint8Array(areas);
  // The same count is the more telling the less was expected: only a new lowest expectation of a count can be the best, so few logarithms are taken.
  const lowest = new Float64Array(sumC.reduce((most, sum) => Math.max(most, sum), 0) * mostAreas + 1);
  const around = circlesWith(near, mostAreas);
  for (let day = from; day <= to; day++) {
    let top = 0;
    let best: { centre: number; size: number; days: number; count: number; expected: number } | null = null;
    const end = (day + 1) * areas;
    const longest = Math.min(mostDays, day + 1);
    const start = end - longest * areas;
    alive.fill(0);
    lowest.fill(Infinity);
    for (let area = 0; area < areas; area++) if (sumC[end + area]! > sumC[end - areas + area]!) for (const centre of around[area]!) alive[centre] = 1;
    for (let centre = 0; centre < areas; centre++) {
      if (alive[centre] === 0 || sumC[end + centre] === sumC[start + centre]) continue;
      const ring = near[centre]!;
      const size = Math.min(mostAreas, ring.length);
      let total = 0;
      for (let k = 0; k < size; k++) total += sumC[end + ring[k]!]! - sumC[start + ring[k]!]!;
      if (total < least) continue;
      inTime.fill(0);
      expectedIn.fill(0);
      for (let k = 0; k < size; k++) {
        const at = end + ring[k]!;
        const endC = sumC[at]!;
        const endB = sumB[at]!;
        for (let length = 1, then = at - areas; length <= longest; length++, then -= areas) expectedIn[length]! += endB - sumB[then]!;
        // An area, or a day more, that adds no report only adds to what was expected: the circle without it is better.
        if (endC === sumC[start + ring[k]!]) continue;
        let shorter = 0;
        for (let length = 1, then = at - areas; length <= longest; length++, then -= areas) {
          const count = (inTime[length]! += endC - sumC[then]!);
          if (count === shorter) continue;
          shorter = count;
          const b = expectedIn[length]!;
          if (count < least || b >= lowest[count]!) continue;
          lowest[count] = b;
          const ratio = ratioOf(count, b);
          if (ratio <= top) continue;
          top = ratio;
          best = { centre, size: k + 1, days: length, count, expected: b };
        }
      }
    }
    if (best) {
      const { centre, size, days, count, expected: b } = best;
      each(day, { areas: [...near[centre]!.subarray(0, size)], from: day + 1 - days, to: day, count, expected: b, ratio: top });
    }
  }
}

/** Running sums, day by day with all areas of a day side by side: a day's scan then reads a few short rows. */
function cumulateByDay({ areas, days, counts }: Counted, expected: Float32Array) {
  const [sumC, sumB] = [new Int32Array(areas * (days + 1)), new Float64Array(areas * (days + 1))];
  for (let day = 0; day < days; day++) {
    for (let area = 0; area < areas; area++) {
      const at = day * areas + area;
      sumC[at + areas] = sumC[at]! + counts[area * days + day]!;
      sumB[at + areas] = sumB[at]! + expected[area * days + day]!;
    }
  }
  return { sumC, sumB };
}

/** For each area the centres whose circles reach it. */
function circlesWith(near: readonly Int32Array[], mostAreas: number): number[][] {
  const around: number[][] = near.map(() => []);
  for (const [centre, ring] of near.entries()) for (const area of ring.subarray(0, mostAreas)) around[area]!.push(centre);
  return around;
}

/**
 * One past in which nothing clusters: the days of all reports are dealt out anew among the reports, so that every area keeps its count and every day
 * keeps its total with its season and weekday, and only what belongs together in place and time is torn apart.
 * @param random numbers from 0 to 1
 */
export function shuffleDays({ areas, days, counts }: Counted, random: () => number): Counted {
  const [of, when]: [number[], number[]] = [[], []];
  for (let area = 0; area < areas; area++) {
    for (let day = 0; day < days; day++) {
      for (let n = counts[area * days + day]!; n > 0; n--) {
        of.push(area);
        when.push(day);
      }
    }
  }
  for (let i = when.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [when[i], when[j]] = [when[j]!, when[i]!];
  }
  const dealt = new Uint16Array(areas * days);
  for (const [i, area] of of.entries()) dealt[area * days + when[i]!]!++;
  return { areas, days, counts: dealt };
}

/** Whether two clusters are the same thing going on: they share an area and the later begins before the earlier is long over. */
export const isSame = (a: Cluster, b: Cluster, apartDays: number): boolean =>
  Math.abs(a.to - b.to) <= apartDays && a.areas.some((area) => b.areas.includes(area));

/** New alarms in order of days: clusters above the threshold that continue no alarm before them. */
export function alarmsOf(clusters: readonly Cluster[], threshold: number, apartDays: number): Cluster[] {
  const alarms: Cluster[] = [];
  const last: Cluster[] = [];
  for (const cluster of clusters) {
    if (cluster.ratio < threshold) continue;
    const going = last.findIndex((one) => isSame(one, cluster, apartDays));
    if (going >= 0) last[going] = cluster;
    else {
      alarms.push(cluster);
      last.push(cluster);
    }
  }
  return alarms;
}

/**
 * The threshold at which replays of a past without clusters raise at most so many alarms in a month.
 * @param replays the best clusters of each replay in order of days
 * @param days of one replay
 */
export function thresholdForAlarms(replays: readonly (readonly Cluster[])[], days: number, mostInAMonth: number, apartDays: number): number {
  const months = (replays.length * days) / 30.4375;
  const ratios = replays.flatMap((clusters) => clusters.map(({ ratio }) => ratio)).toSorted((a, b) => b - a);
  let [low, high] = [0, ratios.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const threshold = ratios[middle - 1]!;
    const alarms = replays.reduce((sum, clusters) => sum + alarmsOf(clusters, threshold, apartDays).length, 0);
    if (alarms <= mostInAMonth * months) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? (ratios[0] ?? 0) + 1e-9 : low === ratios.length ? 0 : (ratios[low - 1]! + ratios[low]!) / 2;
}
