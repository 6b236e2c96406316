import { sql } from 'kysely';
import type { Write } from '../../platform/database.ts';
import shipped from './data/retention.json' with { type: 'json' };

const own = Object.entries(shipped.byMatter);
const atOnce = 500;

const monthsBefore = (now: Date, months: number) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, now.getUTCDate()));

/** Closed requests of a matter, or of all without a time of their own, that are older than so many months. */
function old(tx: Write, district: string, now: Date, months: number, matter: string | null, isFollowed = false) {
  const rows = tx
    .selectFrom('requests.request as r')
    .innerJoin('cases.caseFile as c', (join) => join.onRef('c.district', '=', 'r.district').onRef('c.id', '=', 'r.id'))
    .select('r.id')
    .where('r.district', '=', district)
    .where('r.forgottenAt', 'is', null)
    .where('c.closedAt', '<', monthsBefore(now, months))
    .where('r.matter', matter === null ? 'not in' : 'in', matter === null ? own.map(([code]) => code) : [matter])
    .limit(atOnce);
  return isFollowed ? rows.where(sql<boolean>`exists (select from requests.follower f where f.district = r.district and f.request_id = r.id)`) : rows;
}

/**
 * Forgets what need not be known any more: who reported, then what was said with its photos. What was done, when and by whom stays, so that the figures can
 * still be counted.
 * @returns of how many requests something was forgotten; call again while it is not 0
 */
export async function forgetOld(tx: Write, district: string, now: Date): Promise<number> {
  let done = 0;
  const spans = [[null, shipped] as const, ...own.map(([matter, span]) => [matter, span] as const)];
  for (const [matter, { reporterMonths, textMonths }] of spans) {
    const nameless = await tx
      .updateTable('requests.request')
      .set({ reporterSealed: null, phoneIndex: null, accountId: null, personId: null })
      .where('district', '=', district)
      .where(
        'id',
        'in',
        old(tx, district, now, reporterMonths, matter).where((eb) =>
          eb.or([eb('reporterSealed', 'is not', null), eb('phoneIndex', 'is not', null), eb('accountId', 'is not', null), eb('personId', 'is not', null)]),
        ),
      )
      .returning('id')
      .execute();
    if (nameless.length > 0) await sql`select cases.forget_reporters(${nameless.map(({ id }) => id)}::uuid[])`.execute(tx);
    const followed = await tx
      .deleteFrom('requests.follower')
      .where('district', '=', district)
      .where('requestId', 'in', old(tx, district, now, reporterMonths, matter, true))
      .executeTakeFirst();
    done += nameless.length + Number(followed.numDeletedRows);
    const silent = await old(tx, district, now, textMonths, matter).execute();
    for (const { id } of silent) await forgetWords(tx, district, id, now);
    done += silent.length;
  }
  return done;
}

async function forgetWords(tx: Write, district: string, id: string, now: Date): Promise<void> {
  await tx.deleteFrom('requests.photo').where('district', '=', district).where('requestId', '=', id).execute();
  await sql`select requests.forget_words(${id}), cases.forget_texts(${id})`.execute(tx);
  await tx
    .updateTable('requests.request')
    .set({ words: '（已按期删除 forgotten in time）', wordsSealed: null, placeText: null, lon: null, lat: null, cell: null, outsideId: null, forgottenAt: now })
    .where('district', '=', district)
    .where('id', '=', id)
    .execute();
}
