import { randomBytes } from 'node:crypto';
import type { Actor } from '../../../platform/access.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { noSuchSite } from '../sites/contract.ts';
import { noRecord, noSuchPerson, noSuchTill } from './contract.ts';
import { cardContext, makeCode } from './people.ts';

/** Context under which the key of a till is sealed. */
export const tillKey = 'meals.till';

export async function listTillsQuery({ db, district }: Reading, { id }: { id: string }) {
  const rows = await db
    .selectFrom('meals.till')
    .select(['id', 'name', 'lastSeq', 'closedAt'])
    .where('district', '=', district)
    .where('siteId', '=', id)
    .orderBy('name')
    .execute();
  return rows.map((row) => ({ ...row, closedAt: row.closedAt?.toISOString() ?? null }));
}

export async function openTillCommand({ tx, district, now, vault, note }: Writing<Actor>, { id: siteId, name }: { id: string; name: string }) {
  const site = await tx.selectFrom('meals.site').select('id').where('district', '=', district).where('id', '=', siteId).executeTakeFirst();
  if (!site) refuse(noSuchSite);
  const [id, key] = [newId(now.getTime()), randomBytes(32).toString('hex')];
  await tx
    .insertInto('meals.till')
    .values({ district, id, siteId, name, keyCipher: vault.seal(tillKey, key), openedAt: now })
    .execute();
  note({ object: id });
  return { id, key };
}

export async function closeTillCommand({ tx, district, now, note }: Writing<Actor>, { id }: { id: string }) {
  const closed = await tx
    .updateTable('meals.till')
    .set({ closedAt: now })
    .where('district', '=', district)
    .where('id', '=', id)
    .where('closedAt', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!closed) refuse(noSuchTill);
  note({ object: id });
  return { id };
}

export async function issueCardCommand({ tx, district, now, vault, note }: Writing<Actor>, { personId, card }: { personId: string; card: string }) {
  const person = await tx.selectFrom('people.person').select('id').where('district', '=', district).where('id', '=', personId).executeTakeFirst();
  if (!person) refuse(noSuchPerson);
  const [id, numberIndex] = [newId(now.getTime()), vault.blindIndex(cardContext, card)];
  await tx.insertInto('meals.cardHome').values({ numberIndex, district }).execute();
  await tx.insertInto('meals.card').values({ district, id, personId, numberIndex, issuedAt: now }).execute();
  note({ object: personId });
  return { id };
}

export async function endCardCommand({ tx, district, now, note }: Writing<Actor>, { personId, reason }: { personId: string; reason: string }) {
  const ended = await tx
    .updateTable('meals.card')
    .set({ endedAt: now, endReason: reason })
    .where('district', '=', district)
    .where('personId', '=', personId)
    .where('endedAt', 'is', null)
    .returning('id')
    .execute();
  note({ object: personId, detail: { reason } });
  return { ended: ended.length };
}

export async function getMyMealCodeQuery({ vault, district, now, actor }: Reading<Actor>) {
  const { code, until } = makeCode({ vault, district, now }, actor.personId ?? refuse(noRecord));
  return { code, until: until.toISOString() };
}

/** Where and when one had subsidised meals, of whatever district the canteen was. */
export async function listMyMealsQuery({ db, district, actor }: Reading<Actor>) {
  if (!actor.personId) return [];
  const rows = await db
    .selectFrom('meals.subsidised as m')
    .leftJoin('meals.site as s', (join) => join.onRef('s.district', '=', 'm.saleDistrict').onRef('s.id', '=', 'm.siteId'))
    .select(['m.day', 'm.meal', 'm.amountFen', 's.name as site', 'm.freedAt'])
    .where('m.district', '=', district)
    .where('m.personId', '=', actor.personId)
    .orderBy('m.at', 'desc')
    .limit(200)
    .execute();
  return rows.map(({ freedAt, meal, site, ...row }) => ({ ...row, meal: meal as 'lunch', site: site ?? '', isFreed: freedAt !== null }));
}
