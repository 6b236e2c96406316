// Weak signals on simulated years with planted outbreaks: how soon they are seen and how often nothing is there, beside rules with a fixed
// threshold; and the time of a year over a city.
import { alarmsOf, type Cluster, type Counted, expectedOf, nearestAreas, scanDays, shuffleDays, thresholdForAlarms } from '../engines/stats/scan.ts';
import { median, quantile, row } from './print.ts';

const years = Number(process.argv[2] ?? 200);
let state = 20261201;
const random = () => {
  state = (state + 0x6d2b79f5) >>> 0;
  let t = state;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
};
const poisson = (mean: number) => {
  const limit = Math.exp(-mean);
  let [count, product] = [0, random()];
  while (product > limit) [count, product] = [count + 1, product * random()];
  return count;
};

const side = 9;
const areas = side * side;
const [days, from] = [1095, 730];
const matters = 8;
const near = nearestAreas(
  Array.from({ length: areas }, (_, i) => [120 + (i % side) * 0.008, 30 + Math.floor(i / side) * 0.008] as const),
  12,
);
const scan = { mostDays: 14, mostAreas: 12, least: 3 };
const apart = 14;
const wanted = 1;

/** Three years of one matter: areas of unequal size, a season, weekdays, a slow drift; about four reports a day. */
function drawYears(matter: number): Counted {
  const counts = new Uint16Array(areas * days);
  const size = Array.from({ length: areas }, () => 0.3 + 1.4 * random());
  const total = size.reduce((a, b) => a + b, 0);
  const [phase, swing, drift] = [random() * 6.28, 0.2 + 0.5 * random(), (random() - 0.5) * 0.3];
  for (let day = 0; day < days; day++) {
    const level = (2 + matter * 0.6) * (1 + swing * Math.sin((6.2832 * day) / 365 + phase)) * (day % 7 < 5 ? 1.15 : 0.62) * (1 + (drift * day) / 365);
    for (let area = 0; area < areas; area++) counts[area * days + day] = poisson((level * size[area]!) / total);
  }
  return { areas, days, counts };
}

type Outbreak = { matter: number; areas: number[]; from: number; to: number; extra: number };
/** Twelve in the last year, in one to four neighbouring areas over four to ten days, one to two extra reports a day in all of them together. */
function plant(of: Counted[]): Outbreak[] {
  return Array.from({ length: 12 }, (_, i) => {
    const matter = Math.floor(random() * matters);
    const at = near[Math.floor(random() * areas)]!.subarray(0, 1 + Math.floor(random() * 4));
    const start = from + 20 + i * 28 + Math.floor(random() * 10);
    const length = 4 + Math.floor(random() * 7);
    const daily = 1 + random();
    let extra = 0;
    for (let day = start; day < start + length; day++) {
      for (let n = poisson(daily); n > 0; n--, extra++) of[matter]!.counts[at[Math.floor(random() * at.length)]! * days + day]!++;
    }
    return { matter, areas: [...at], from: start, to: start + length - 1, extra };
  });
}

type Rule = (counted: Counted) => Cluster[];
const scanned: Rule = (counted) => {
  const found: Cluster[] = [];
  scanDays(counted, expectedOf(counted, from - scan.mostDays), near, scan, { from, to: days - 1 }, (_, best) => found.push(best));
  return found;
};
/** So many in one area within seven days; `ratio` is the number, so that its threshold is chosen like that of the scan. */
const fixed: Rule = ({ counts }) => {
  const found: Cluster[] = [];
  for (let day = from; day < days; day++) {
    for (let area = 0; area < areas; area++) {
      let count = 0;
      for (let back = 0; back < 7; back++) count += counts[area * days + day - back]!;
      if (count >= 2 && counts[area * days + day]! > 0)
        found.push({ areas: [area], from: day - 6, to: day, count, expected: 0, ratio: count + 1e-3 * random() });
    }
  }
  return found;
};
/** The week of an area against its mean and spread of eight weeks before: z of at least 3 and three reports (standards.md §7.3). */
const weekly: Rule = ({ counts }) => {
  const found: Cluster[] = [];
  for (let day = from; day < days; day++) {
    for (let area = 0; area < areas; area++) {
      if (counts[area * days + day]! === 0) continue;
      const weeks = Array.from({ length: 9 }, (_, w) => {
        let count = 0;
        for (let back = 0; back < 7; back++) count += counts[area * days + day - w * 7 - back]!;
        return count;
      });
      const [now, ...past] = weeks as [number, ...number[]];
      let [mean, weight, total] = [0, 1, 0];
      for (const count of past) {
        mean += weight * count;
        total += weight;
        weight *= 0.8;
      }
      mean /= total;
      const spread = Math.sqrt(Math.max(0.25, past.reduce((sum, count) => sum + (count - mean) ** 2, 0) / past.length));
      if (now >= 3 && (now - mean) / spread >= 3)
        found.push({ areas: [area], from: day - 6, to: day, count: now, expected: mean, ratio: (now - mean) / spread });
    }
  }
  return found;
};

type Result = { delays: number[]; planted: number; seen: number; false: number };
const nothing = (): Result => ({ delays: [], planted: 0, seen: 0, false: 0 });
function judge(result: Result, perMatter: Cluster[][], threshold: number, outbreaks: Outbreak[]): void {
  for (const [matter, clusters] of perMatter.entries()) {
    const own = outbreaks.filter((one) => one.matter === matter);
    const meets = (one: Cluster, outbreak: Outbreak) =>
      one.to >= outbreak.from && one.to <= outbreak.to + 3 && outbreak.areas.some((area) => one.areas.includes(area));
    for (const outbreak of own) {
      result.planted++;
      // Seen is the first day on which the rule points there, whether it counts as a new alarm or as one that goes on.
      const first = clusters.find((one) => one.ratio >= threshold && meets(one, outbreak));
      if (first) {
        result.seen++;
        result.delays.push(first.to - outbreak.from);
      }
    }
    // An alarm is false when it touches no outbreak, not even one that has just ended and is still in its window.
    result.false += alarmsOf(clusters, threshold, apart).filter(
      (one) =>
        !own.some((outbreak) => one.to >= outbreak.from && one.to <= outbreak.to + scan.mostDays && outbreak.areas.some((area) => one.areas.includes(area))),
    ).length;
  }
}

const rules: [string, Rule][] = [
  ['scan statistic', scanned],
  ['fixed number a week, same false alarms', fixed],
  ['z ≥ 3 and n ≥ 3 a week (standards.md)', weekly],
];
process.stdout.write(`calibrating on replays of six histories, at most ${wanted} false alarm a month over ${matters} matters\n`);
const replays = new Map(rules.map(([name]) => [name, [] as Cluster[][]]));
for (let round = 0; round < 6; round++) {
  for (let matter = 0; matter < matters; matter++) {
    const dealt = shuffleDays(drawYears(matter), random);
    for (const [name, rule] of rules) replays.get(name)!.push(rule(dealt));
  }
}
const thresholds = new Map(
  rules.map(([name]) => [name, name.startsWith('z') ? 3 : thresholdForAlarms(replays.get(name)!, days - from, wanted / matters, apart)]),
);
const results = new Map(rules.map(([name]) => [name, nothing()]));
for (let year = 0; year < years; year++) {
  const drawn = Array.from({ length: matters }, (_, matter) => drawYears(matter));
  const outbreaks = plant(drawn);
  for (const [name, rule] of rules) judge(results.get(name)!, drawn.map(rule), thresholds.get(name)!, outbreaks);
  if ((year + 1) % 25 === 0) process.stdout.write(`  ${year + 1} of ${years} years\n`);
}
row('', 'threshold', 'outbreaks seen', 'delay p50', 'delay p90', 'false a month');
for (const [name] of rules) {
  const { delays, planted, seen, false: wrong } = results.get(name)!;
  const months = (years * (days - from)) / 30.4375;
  row(
    name,
    thresholds.get(name)!.toFixed(2),
    `${((100 * seen) / planted).toFixed(1)} % of ${planted}`,
    `${median(delays)} days`,
    `${quantile(delays, 0.9)} days`,
    (wrong / months).toFixed(2),
  );
}

const [cityAreas, cityMatters] = [1000, 40];
const cityNear = nearestAreas(
  Array.from({ length: cityAreas }, () => [120 + random() * 0.5, 30 + random() * 0.5] as const),
  12,
);
let [ms, alarms] = [0, 0];
for (let matter = 0; matter < cityMatters; matter++) {
  const counts = new Uint16Array(cityAreas * 730);
  for (let i = 0; i < 30_000; i++) counts[Math.floor(random() * cityAreas) * 730 + Math.floor(random() * 730)]!++;
  const started = performance.now();
  const city = { areas: cityAreas, days: 730, counts };
  scanDays(city, expectedOf(city, 365 - scan.mostDays), cityNear, scan, { from: 365, to: 729 }, () => alarms++);
  ms += performance.now() - started;
}
process.stdout.write('\n');
row(`a year over a city: ${cityAreas} communities, ${cityMatters} matters, 600,000 reports`, `${(ms / 1000).toFixed(2)} s`, `${alarms} days with a cluster`);
