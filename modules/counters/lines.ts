import { sql } from 'kysely';
import type { Actor } from '../../platform/access.ts';
import { dayHere } from '../../platform/clock.ts';
import type { Reading, Writing } from '../../platform/context.ts';
import type { Read } from '../../platform/database.ts';
import { newId } from '../../platform/id.ts';
import { refuse } from '../../platform/refuse.ts';
import { placeWhereabouts } from '../places/index.ts';
import { noSecond, noSuchPost, wrongLines } from './contract.ts';

/** Where what an input names lies, by its place. */
const locate =
  (table: 'line' | 'post' | 'ticket') =>
  async (db: Read, district: string, { id }: { id: string }) => {
    const { rows } = await sql<{ id: string }>`select place_id as id from counters.${sql.raw(table)} where district = ${district} and id = ${id}`.execute(
      db as never,
    );
    return rows[0] && placeWhereabouts(db, district, rows[0]);
  };
export const [lineInput, postInput, ticketInput] = [locate('line'), locate('post'), locate('ticket')] as const;

type LineRow = {
  id: string;
  placeId: string;
  prefix: string;
  name: string;
  nameEn: string;
  minutes: number;
  waiting: number;
  posts: number;
  usual: number | null;
};

/**
 * Queues with how many wait, at how many windows they are served, and how long one took today in the middle; about how long one waits
 * is those ahead shared among the windows.
 */
export async function listLinesOf(db: Read, district: string, placeId: string, day: string) {
  const { rows } = await sql<LineRow>`
    select l.id, l.place_id as "placeId", l.prefix, l.name, l.name_en as "nameEn", l.minutes,
      (select count(*)::int from counters.ticket t where t.district = l.district and t.line_id = l.id and t.day = ${day} and t.state = 'waiting') as waiting,
      (select count(*)::int from counters.post p where p.district = l.district and p.closed_on is null and l.id = any(p.lines)) as posts,
      (select percentile_cont(0.5) within group (order by extract(epoch from t.ended_at - t.begun_at) / 60) from counters.ticket t
        where t.district = l.district and t.line_id = l.id and t.day = ${day} and t.state = 'done' and t.begun_at is not null) as usual
    from counters.line l where l.district = ${district} and l.place_id = ${placeId} and l.closed_on is null order by l.prefix`.execute(db as never);
  return rows.map(({ name, nameEn, posts, usual, ...row }) => ({
    ...row,
    name: { zh: name, en: nameEn },
    aboutMinutes: aboutMinutes(row.waiting, posts, usual ?? row.minutes),
    eachMinutes: (usual ?? row.minutes) / Math.max(1, posts),
  }));
}
export const aboutMinutes = (ahead: number, posts: number, minutes: number) => Math.ceil((ahead * minutes) / Math.max(1, posts));

export async function listLinesQuery({ db, district, now }: Reading, { id }: { id: string }) {
  return (await listLinesOf(db, district, id, dayHere(now))).map(({ eachMinutes: _, ...line }) => line);
}

type NewLine = { placeId: string; prefix: string; name: string; nameEn: string; minutes: number; offeringId: string | null };
export async function addLineCommand({ tx, district, now, note }: Writing<Actor>, fields: NewLine) {
  const id = newId(now.getTime());
  await tx
    .insertInto('counters.line')
    .values({ ...fields, district, id })
    .execute();
  note({ object: id });
  return { id };
}

export async function listPostsQuery({ db, district }: Reading, { id }: { id: string }) {
  const rows = await db
    .selectFrom('counters.post')
    .select(['id', 'placeId', 'name', 'nameEn', 'lines', 'firstHolder', 'secondHolder', 'isAway'])
    .where('district', '=', district)
    .where('placeId', '=', id)
    .where('closedOn', 'is', null)
    .orderBy('name')
    .execute();
  return rows.map(({ name, nameEn, ...row }) => ({ ...row, name: { zh: name, en: nameEn } }));
}

type NewPost = { placeId: string; name: string; nameEn: string; lines: string[]; firstHolder: string; secondHolder: string | null };
export async function addPostCommand({ tx, district, now, note }: Writing<Actor>, fields: NewPost) {
  const known = await tx
    .selectFrom('counters.line')
    .select('id')
    .where('district', '=', district)
    .where('placeId', '=', fields.placeId)
    .where('id', 'in', fields.lines)
    .execute();
  if (known.length !== new Set(fields.lines).size) refuse(wrongLines, { field: 'lines' });
  const id = newId(now.getTime());
  await tx
    .insertInto('counters.post')
    .values({ ...fields, district, id })
    .execute();
  note({ object: id });
  return { id };
}

export async function setAwayCommand({ tx, district, note }: Writing<Actor>, { id, isAway }: { id: string; isAway: boolean }) {
  const post = await tx
    .selectFrom('counters.post')
    .select(['firstHolder', 'secondHolder'])
    .where('district', '=', district)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!post) refuse(noSuchPost);
  if (isAway && post.secondHolder === null) refuse(noSecond);
  await tx.updateTable('counters.post').set({ isAway }).where('district', '=', district).where('id', '=', id).execute();
  note({ object: id, detail: { isAway } });
  return { id, holder: isAway ? post.secondHolder! : post.firstHolder };
}
