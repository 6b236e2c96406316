import type { Read } from '../../../platform/database.ts';
import { findEffectiveList, shippedMatters } from '../duty/duty-list.ts';
import { roughly } from '../found/public-map.ts';
import { namesOfMatters } from '../names.ts';

/** GeoReport v2 lists at most so many requests, and of at most so many days at a time where no ids are named. */
const [most, mostDays] = [1000, 90];

/** Service types as the standard names them: the matters that can be told to anybody, without levels above others and what is confidential. */
export async function listServices(db: Read, district: string) {
  const matters = (await findEffectiveList(db, district))?.content.matters ?? shippedMatters();
  const nameOf = new Map(matters.map(({ code, zh, en }) => [code, `${zh} ${en}`]));
  return matters
    .filter(({ code, isConfidential }) => !isConfidential && !matters.some((other) => other.code !== code && other.code.startsWith(code)))
    .map(({ code, zh, en, keywords, stop }) => ({
      service_code: code,
      service_name: `${zh} ${en}`,
      description: stop ? `${stop.zh} ${stop.en}` : `${zh} ${en}`,
      metadata: false,
      type: 'realtime',
      keywords: keywords.join(','),
      group: nameOf.get(code.slice(0, 2)) ?? null,
    }));
}

export type Wanted = { ids: string[] | null; codes: string[] | null; status: string | null; from: Date | null; to: Date | null };

/** Public requests as the standard writes them. What was said and by whom stays here. */
export async function listServiceRequests(db: Read, district: string, { ids, codes, status, from, to }: Wanted, now: Date) {
  const end = to ?? now;
  const start = new Date(Math.max(from?.getTime() ?? 0, end.getTime() - mostDays * 86_400_000));
  let rows = db
    .selectFrom('requests.request as r')
    .innerJoin('cases.caseFile as c', (join) => join.onRef('c.district', '=', 'r.district').onRef('c.id', '=', 'r.id'))
    .leftJoin('cases.unit as u', (join) => join.onRef('u.district', '=', 'c.district').onRef('u.id', '=', 'c.leadUnit'))
    .select(['r.number', 'r.matter', 'r.listVersion', 'r.lon', 'r.lat', 'c.state', 'c.openedAt', 'c.closedAt', 'c.dueAt', 'u.name as unit'])
    .select((eb) =>
      eb
        .selectFrom('cases.event as e')
        .select((event) => event.fn.max('e.at').as('at'))
        .whereRef('e.district', '=', 'c.district')
        .whereRef('e.caseId', '=', 'c.id')
        .as('movedAt'),
    )
    .where('r.district', '=', district)
    .where('r.isPublic', '=', true);
  // Who asks for a number of theirs is told what became of it; lists hold what is worked on or was.
  if (!ids) rows = rows.where('c.state', 'not in', ['joined', 'withdrawn', 'refused']);
  rows = ids ? rows.where('r.number', 'in', ids) : rows.where('r.receivedAt', '>=', start).where('r.receivedAt', '<=', end);
  if (codes) rows = rows.where('r.matter', 'in', codes);
  if (status === 'open') rows = rows.where('c.closedAt', 'is', null);
  if (status === 'closed') rows = rows.where('c.closedAt', 'is not', null);
  const found = await rows.orderBy('r.receivedAt', 'desc').limit(most).execute();
  const names = await namesOfMatters(
    db,
    district,
    found.map((row) => row.listVersion),
  );
  return found.map((row) => {
    const { zh, en } = names(row.listVersion, row.matter);
    return {
      service_request_id: row.number,
      status: row.closedAt ? 'closed' : 'open',
      status_notes: row.state,
      service_name: `${zh} ${en}`,
      service_code: row.matter,
      description: null,
      agency_responsible: row.unit,
      service_notice: null,
      requested_datetime: row.openedAt.toISOString(),
      updated_datetime: (row.closedAt ?? row.movedAt ?? row.openedAt).toISOString(),
      expected_datetime: row.dueAt?.toISOString() ?? null,
      address: null,
      address_id: null,
      zipcode: null,
      lat: row.lat === null ? null : roughly(row.lat),
      long: row.lon === null ? null : roughly(row.lon),
      media_url: null,
    };
  });
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function element(name: string, value: unknown): string {
  if (Array.isArray(value)) return `<${name}>${value.map((item) => element(singular(name), item)).join('')}</${name}>`;
  if (value !== null && typeof value === 'object')
    return `<${name}>${Object.entries(value)
      .map(([key, item]) => element(key, item))
      .join('')}</${name}>`;
  return value === null || value === undefined ? `<${name}/>` : `<${name}>${escaped(String(value))}</${name}>`;
}
const singular = (name: string) =>
  ({ services: 'service', service_requests: 'request', errors: 'error', endpoints: 'endpoint', formats: 'format', attributes: 'attribute' })[name] ?? 'item';

/** The same answer in XML, which the standard has beside JSON. */
export const toXml = (root: string, value: unknown): string => `<?xml version="1.0" encoding="utf-8"?>\n${element(root, value)}`;
