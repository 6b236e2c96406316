import { sql } from 'kysely';
import { addDays } from '../../engines/calendar/working-days.ts';
import { type Cluster, type Counted, expectedOf, scanDays, shuffleDays, thresholdForAlarms } from '../../engines/stats/scan.ts';

import type { Writing } from '../../platform/context.ts';
import type { Write } from '../../platform/database.ts';
import { newId } from '../../platform/id.ts';
import shipped from './data/signals.json' with { type: 'json' };
import { dayAt, type History, readHistory } from './history.ts';

/** A repeatable stream of numbers from 0 to 1, so that a calibration can be worked out again. */
function createStream(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const total = ({ counts }: Counted) => counts.reduce((sum, n) => sum + n, 0);

/** The matters that are told often enough for a season to be seen in them. */
export const scanned = ({ matters, days }: History): [string, Counted][] =>
  [...matters].filter(([matter, counted]) => !shipped.sensitive.includes(matter) && total(counted) >= (shipped.leastReportsAYear * days) / 365);

/**
 * The threshold at which the own past, with days dealt out anew among its reports, raises no more alarms in a month than wanted, over all matters together.
 * @returns infinity while the past is shorter than that of a season and what it is compared with
 */
export function calibrate(
  history: History,
  { replays, calibrationDays, leastPastDays, mostAlarmsInAMonth, apartDays, scan, leastRatio }: typeof shipped = shipped,
): number {
  const matters = scanned(history);
  const from = history.days - calibrationDays;
  if (matters.length === 0 || history.pastDays < leastPastDays) return Number.POSITIVE_INFINITY;
  const random = createStream(20261201);
  const past: Cluster[][] = [];
  for (let replay = 0; replay < replays; replay++) {
    for (const [, counted] of matters) {
      const dealt = shuffleDays(counted, random);
      const clusters: Cluster[] = [];
      scanDays(dealt, expectedOf(dealt, Math.max(1, from - scan.mostDays)), history.near, scan, { from, to: history.days - 1 }, (_, best) =>
        clusters.push(best),
      );
      past.push(clusters);
    }
  }
  // Where a past is so thin that replays hardly cluster at all, some evidence is still asked for.
  return Math.max(leastRatio, thresholdForAlarms(past, calibrationDays, mostAlarmsInAMonth / matters.length, apartDays));
}

async function getThreshold(tx: Write, district: string, history: History, day: string): Promise<number> {
  const last = await tx.selectFrom('signals.calibration').selectAll().where('district', '=', district).orderBy('day', 'desc').limit(1).executeTakeFirst();
  if (last && last.rules === shipped.version && String(last.day) > addDays(day, -shipped.calibrateEveryDays)) return last.threshold;
  const threshold = calibrate(history);
  if (!Number.isFinite(threshold)) return threshold;
  const row = { district, day, rules: shipped.version, threshold, replays: shipped.replays, matters: scanned(history).length, reports: history.reports };
  await tx
    .insertInto('signals.calibration')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return threshold;
}

type Found = { kind: 'cluster' | 'sensitive'; matter: string; areas: string[]; from: string; count: number; expected: number; ratio: number };

type Going = { id: string; state: string; ratio: number; isCentreFree: boolean };
/**
 * Keeps what was found. A cluster that goes on where one was found before is the same signal: as it is told best, with its areas and what was expected of them.
 * What was set aside stays so unless it becomes clearly stronger. Each report of a sensitive matter is a signal of its own.
 * @returns whether the signal is new
 */
async function keep(
  tx: Write,
  { district, day, threshold, now }: { district: string; day: string; threshold: number; now: Date },
  found: Found,
): Promise<boolean> {
  const { areas, from, kind, matter, ...figures } = found;
  const as = { ...figures, areaCode: areas[0]!, areaCodes: areas, fromDay: from };
  if (kind === 'cluster') {
    const { rows } = await sql<Going>`
      select id, state, ratio, not exists (select from signals.signal other where other.district = s.district and other.kind = s.kind
          and other.matter = s.matter and other.area_code = ${areas[0]!} and other.first_day = s.first_day and other.id <> s.id) as "isCentreFree"
      from signals.signal s where district = ${district} and kind = ${kind} and matter = ${matter} and area_codes && ${areas}::text[]
        and last_day >= ${addDays(day, -shipped.apartDays)}::date order by state = 'dismissed', area_code = ${areas[0]!} desc, last_day desc limit 1 for update of s`.execute(
      tx,
    );
    const [going] = rows;
    if (going && (going.state !== 'dismissed' || figures.ratio < going.ratio * shipped.dismissedAgainRatio)) {
      const isBest = going.state !== 'dismissed' && figures.ratio > going.ratio;
      await tx
        .updateTable('signals.signal')
        .set({ lastDay: day, ...(isBest && (going.isCentreFree ? as : { ...figures, areaCodes: areas, fromDay: from })) })
        .where('district', '=', district)
        .where('id', '=', going.id)
        .execute();
      return false;
    }
  }
  const made = await tx
    .insertInto('signals.signal')
    .values({
      ...as,
      kind,
      matter,
      district,
      id: newId(now.getTime()),
      firstDay: kind === 'cluster' ? day : from,
      lastDay: kind === 'cluster' ? day : from,
      threshold,
    })
    .onConflict((conflict) => conflict.constraint('signal_once').doNothing())
    .returning('id')
    .executeTakeFirst();
  return made !== undefined;
}

/** The clusters of a day, the strongest first: each next one is looked for where the ones before it are not. */
function clustersOf(counted: Counted, near: History['near'], day: number, threshold: number): Cluster[] {
  const expected = expectedOf(counted, Math.max(1, day - shipped.scan.mostDays));
  const left = { ...counted, counts: counted.counts.slice() };
  const found: Cluster[] = [];
  while (found.length < shipped.mostAtOnce) {
    const before = found.length;
    scanDays(left, expected, near, shipped.scan, { from: day, to: day }, (_, best) => {
      if (best.ratio >= threshold) found.push(best);
    });
    if (found.length === before) break;
    for (const area of found.at(-1)!.areas) left.counts.fill(0, area * counted.days + found.at(-1)!.from, area * counted.days + day + 1);
  }
  return found;
}

/** Looks at the last whole day of a district. @returns how many signals are new */
export async function scanDistrict({
  tx,
  district,
  now,
}: Pick<Writing, 'tx' | 'district' | 'now'>): Promise<{ day: string; found: number; threshold: number }> {
  const history = await readHistory(tx, district, now);
  const today = history.days - 1;
  const day = dayAt(history, today);
  const threshold = await getThreshold(tx, district, history, day);
  const named = (areas: number[]) => areas.map((area) => history.areas[area]!);
  const found: Found[] = [];
  if (Number.isFinite(threshold)) {
    for (const [matter, counted] of scanned(history)) {
      for (const { areas, from, count, expected, ratio } of clustersOf(counted, history.near, today, threshold))
        found.push({ kind: 'cluster', matter, areas: named(areas), from: dayAt(history, from), count, expected, ratio });
    }
  }
  // Days on which nothing was looked at, because the server was off, are looked at now.
  for (const matter of shipped.sensitive) {
    const counted = history.matters.get(matter);
    for (const [area, code] of history.areas.entries()) {
      for (let at = Math.max(0, today + 1 - shipped.sensitiveDays); at <= today; at++) {
        const count = counted?.counts[area * history.days + at] ?? 0;
        if (count > 0) found.push({ kind: 'sensitive', matter, areas: [code], from: dayAt(history, at), count, expected: 0, ratio: 0 });
      }
    }
  }
  let made = 0;
  for (const one of found) if (await keep(tx, { district, day, threshold: one.kind === 'sensitive' ? 0 : threshold, now }, one)) made++;
  return { day, found: made, threshold: Number.isFinite(threshold) ? threshold : 0 };
}
