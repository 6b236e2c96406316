import { sql } from 'kysely';
import { addDays } from '../../engines/calendar/working-days.ts';
import { type Counted, nearestAreas } from '../../engines/stats/scan.ts';
import { dayHere } from '../../platform/clock.ts';
import type { Read, Write } from '../../platform/database.ts';
import shipped from './data/signals.json' with { type: 'json' };

export type History = {
  /** The first day that is counted; the last one is the last whole day. */
  firstDay: string;
  days: number;
  areas: string[];
  near: Int32Array[];
  matters: Map<string, Counted>;
  reports: number;
  /** How many days ago the first of them came, of those that are counted. */
  pastDays: number;
};

export const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** How often what was told where on which day, of all communities of the district, up to the last whole day. Joined and refused ones do not count. @param only one matter */
export async function readHistory(db: Read, district: string, now: Date, only: string | null = null): Promise<History> {
  const most = shipped.historyDays;
  const lastDay = addDays(dayHere(now), -1);
  const firstDay = addDays(lastDay, 1 - most);
  const communities = await db
    .selectFrom('areas.area')
    .select(['code', 'centreLon', 'centreLat'])
    .where('level', '=', 'community')
    .where('code', 'like', `${district}%`)
    .where('validTo', 'is', null)
    .where('centreLon', 'is not', null)
    .orderBy('code')
    .execute();
  const areas = communities.map(({ code }) => code);
  const indexOf = new Map(areas.map((code, i) => [code, i]));
  const { rows } = await sql<{ matter: string; area: string; day: string; n: number }>`
    select r.matter, r.area_code as area, (r.received_at at time zone 'Asia/Shanghai')::date as day, count(*)::int as n
    from requests.request r join cases.case_file c on c.district = r.district and c.id = r.id
    where r.district = ${district} and r.received_at >= ${new Date(`${firstDay}T00:00:00+08:00`)} and r.received_at < ${new Date(`${dayHere(now)}T00:00:00+08:00`)}
      and c.state not in ('joined', 'refused') and (${only}::text is null or r.matter = ${only}) group by 1, 2, 3`.execute(db as Write);
  const matters = new Map<string, Counted>();
  let reports = 0;
  let first = most;
  for (const { matter, area, day, n } of rows) {
    const at = indexOf.get(area);
    if (at === undefined) continue;
    if (!matters.has(matter)) matters.set(matter, { areas: areas.length, days: most, counts: new Uint16Array(areas.length * most) });
    const index = daysBetween(firstDay, day);
    first = Math.min(first, index);
    matters.get(matter)!.counts[at * most + index] = n;
    reports += n;
  }
  const near = nearestAreas(
    communities.map(({ centreLon, centreLat }) => [centreLon!, centreLat!] as const),
    shipped.scan.mostAreas,
  );
  return { firstDay, days: most, areas, near, matters, reports, pastDays: most - first };
}

export const dayAt = ({ firstDay }: History, index: number): string => addDays(firstDay, index);
