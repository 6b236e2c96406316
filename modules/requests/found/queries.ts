import { type Actor, holdsAt, type StaffRole } from '../../../platform/access.ts';
import type { Reading } from '../../../platform/context.ts';
import { unitsOf } from '../../cases/index.ts';
import { namesOfMatters } from '../names.ts';
import { getSeen } from '../work.ts';
import { listNeighbours, near } from './near.ts';
import { findByWords } from './words.ts';

/** As on the public map: to about a hundred metres, so that nobody finds a door by asking from three sides. */
const inHundreds = (metres: number) => Math.max(100, Math.round(metres / 100) * 100);

/** What is public near a point. Whether words are alike is told only as yes or no, and what is alike comes first. */
export async function listNearQuery(
  { db, district, now }: Reading,
  { lon, lat, matter, words = '' }: { lon: number; lat: number; matter?: string; words?: string },
) {
  const rows = await listNeighbours(db, district, { lon, lat, at: now, text: words, matter: matter ?? null, isForAll: true });
  const shown = rows
    .map((row) => ({ ...row, metres: inHundreds(row.metres), isAlike: row.likeness >= near.alike }))
    .toSorted((a, b) => Number(b.isAlike) - Number(a.isAlike) || a.metres - b.metres || b.receivedAt.getTime() - a.receivedAt.getTime())
    .slice(0, 20);
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
    isAlike: row.isAlike,
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
  const { db, district, actor } = context;
  const { request: own } = await getSeen(context, id);
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
  const isMine = insideOf(actor);
  const units = new Set((await unitsOf(db, district, actor.id)).map(({ unitId }) => unitId));
  return shown.map((row) => ({
    id: row.id,
    number: row.number,
    matter: names(row.listVersion, row.matter),
    // What somebody else's case says is not for whoever has one beside it.
    words: isMine(row.path) || units.has(row.leadUnit ?? '') ? row.words : null,
    state: row.state,
    metres: row.metres,
    days: row.days,
    likeness: Math.round(row.likeness * 100) / 100,
    isSame: row.closedAt === null && row.matter === own.matter && row.likeness >= near.alike,
  }));
}

const readers: StaffRole[] = ['cityOfficial', 'districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'communityWorker', 'auditor'];
/** Whether an area is one of those in which somebody may read what was told. */
const insideOf = (actor: Actor) => (path: string) => holdsAt(actor, readers, { areaPath: path });

const firstId = '00000000-0000-0000-0000-000000000000';
/** What is looked through at once, and how often before the reader is told that there is more: the areas of others may hold most of what is found. */
const [pageSize, atOnce, mostRounds] = [30, 300, 20];

/** Requests whose words hold all that is asked for, in the areas of the reader, latest first. */
export async function searchRequestsQuery(context: Reading<Actor>, { text, before }: { text: string; before?: string }) {
  const { db, district, actor } = context;
  const isMine = insideOf(actor);
  const rows = [];
  let until = { receivedAt: before ? new Date(before) : new Date(context.now.getTime() + 1), requestId: firstId };
  let isOver = false;
  for (let round = 0; round < mostRounds && !isOver && rows.length <= pageSize; round++) {
    const found = await findByWords(db, text, until, atOnce);
    isOver = found.length < atOnce;
    if (found.length === 0) break;
    until = found.at(-1)!;
    const ids = found.map(({ requestId }) => requestId);
    const read = await db
      .selectFrom('requests.request as r')
      .innerJoin('cases.caseFile as c', (join) => join.onRef('c.district', '=', 'r.district').onRef('c.id', '=', 'r.id'))
      .innerJoin('areas.area as a', 'a.code', 'r.areaCode')
      .select(['r.id', 'r.number', 'r.words', 'r.receivedAt', 'c.title', 'c.state', 'a.path', 'a.name as areaName'])
      .where('r.district', '=', district)
      .where('r.id', 'in', ids)
      .orderBy('r.receivedAt', 'desc')
      .orderBy('r.id', 'desc')
      .execute();
    rows.push(...read.filter((row) => isMine(row.path)));
  }
  const page = rows.slice(0, pageSize);
  return {
    found: page.map(({ path: _, receivedAt, ...row }) => ({ ...row, words: row.words ?? '', receivedAt: receivedAt.toISOString() })),
    more: rows.length > pageSize || !isOver,
  };
}
