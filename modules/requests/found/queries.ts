import { type Actor, areaPathsOf, type StaffRole } from '../../../platform/access.ts';
import type { Reading } from '../../../platform/context.ts';
import { refuse } from '../../../platform/refuse.ts';
import { getCaseQuery } from '../../cases/index.ts';
import { noSuchRequest } from '../contract.ts';
import { namesOfMatters } from '../names.ts';
import { listNeighbours, near } from './near.ts';
import { findByWords } from './words.ts';

export async function listNearQuery(
  { db, district, now }: Reading,
  { lon, lat, matter, words = '' }: { lon: number; lat: number; matter?: string; words?: string },
) {
  const rows = await listNeighbours(db, district, { lon, lat, at: now, text: words, matter: matter ?? null, isForAll: true });
  const shown = rows.slice(0, 20);
  const names = await namesOfMatters(
    db,
    district,
    shown.map((row) => row.listVersion),
  );
  const followers = await countFollowers(
    { db, district },
    shown.map(({ id }) => id),
  );
  return shown.map((row) => ({
    number: row.number,
    matterCode: row.matter,
    matter: names(row.listVersion, row.matter),
    metres: row.metres,
    openedAt: row.openedAt.toISOString(),
    state: row.state,
    followers: followers.get(row.id) ?? 0,
    isAlike: row.likeness >= near.alike,
  }));
}

async function countFollowers({ db, district }: Pick<Reading, 'db' | 'district'>, ids: string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('requests.follower')
    .select(['requestId', (eb) => eb.fn.countAll<number>().as('n')])
    .where('district', '=', district)
    .where('requestId', 'in', ids)
    .groupBy('requestId')
    .execute();
  return new Map(rows.map(({ requestId, n }) => [requestId, n]));
}

/** Cases beside this one: what could be the same, and what was done about others like it. */
export async function listSimilarQuery(context: Reading<Actor>, { id }: { id: string }) {
  const { db, district } = context;
  await getCaseQuery(context, { id });
  const own = await db.selectFrom('requests.request').selectAll().where('district', '=', district).where('id', '=', id).executeTakeFirst();
  if (!own) refuse(noSuchRequest);
  const text = own.words ?? '';
  const around =
    own.lon === null || own.lat === null
      ? []
      : await listNeighbours(db, district, { lon: own.lon, lat: own.lat, at: own.receivedAt, text, matter: null, isForAll: false });
  const shown = around.filter((row) => row.id !== id && (row.likeness >= near.alike || row.matter === own.matter)).slice(0, 12);
  const names = await namesOfMatters(
    db,
    district,
    shown.map((row) => row.listVersion),
  );
  return shown.map((row) => ({
    id: row.id,
    number: row.number,
    matter: names(row.listVersion, row.matter),
    words: row.words,
    state: row.state,
    metres: row.metres,
    days: row.days,
    likeness: Math.round(row.likeness * 100) / 100,
    isSame: row.closedAt === null && row.matter === own.matter && row.likeness >= near.alike,
  }));
}

const readers: StaffRole[] = ['cityOfficial', 'districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'communityWorker', 'auditor'];
const [pageSize, atOnce] = [30, 300];

/** Requests whose words hold all that is asked for, in the areas of the reader, latest first. */
export async function searchRequestsQuery(context: Reading<Actor>, { text, before }: { text: string; before?: string }) {
  const { db, district, actor } = context;
  const paths = areaPathsOf(actor, readers);
  const isMine = (path: string) => paths.some((own) => path === own || path.startsWith(`${own}/`));
  const rows = [];
  let until = before ? new Date(before) : new Date(context.now.getTime() + 1);
  let isOver = false;
  while (!isOver && rows.length <= pageSize) {
    const found = await findByWords(db, text, until, atOnce);
    isOver = found.length < atOnce;
    if (found.length === 0) break;
    until = found.at(-1)!.receivedAt;
    const ids = found.map(({ requestId }) => requestId);
    const read = await db
      .selectFrom('requests.request as r')
      .innerJoin('cases.caseFile as c', (join) => join.onRef('c.district', '=', 'r.district').onRef('c.id', '=', 'r.id'))
      .innerJoin('areas.area as a', 'a.code', 'r.areaCode')
      .select(['r.id', 'r.number', 'r.words', 'r.receivedAt', 'c.title', 'c.state', 'a.path', 'a.name as areaName'])
      .where('r.district', '=', district)
      .where('r.id', 'in', ids)
      .orderBy('r.receivedAt', 'desc')
      .execute();
    rows.push(...read.filter((row) => isMine(row.path)));
  }
  const page = rows.slice(0, pageSize);
  return {
    found: page.map(({ path: _, receivedAt, ...row }) => ({ ...row, words: row.words ?? '', receivedAt: receivedAt.toISOString() })),
    more: rows.length > pageSize,
  };
}
