import type { Actor } from '../../platform/access.ts';
import type { Reading, Writing } from '../../platform/context.ts';
import { sameSecret } from '../../platform/crypto.ts';
import type { Read } from '../../platform/database.ts';
import { Refused, refuse } from '../../platform/refuse.ts';
import { listTold, moveCase, sealSaid } from '../cases/index.ts';
import { noSuchRequest, notPublic, notTheirMove } from './contract.ts';
import { namesOfMatters } from './names.ts';
import { listPhotosOf } from './photos/photos.ts';
import { listParts } from './split.ts';

const columns = ['id', 'number', 'matter', 'listVersion', 'placeText', 'words', 'wordsSealed', 'accountId', 'secretHash', 'isPublic', 'wholeId'] as const;

const findByNumber = (db: Read, district: string, number: string) =>
  db.selectFrom('requests.request').select(columns).where('district', '=', district).where('number', '=', number).executeTakeFirst();

type Asking = Pick<Reading, 'district' | 'vault'> & { actor: Actor | null };
export type ByNumber = { number: string; code?: string | undefined };

const hasCode = ({ number, secretHash }: { number: string; secretHash: string }, code: string, vault: Reading['vault']) =>
  sameSecret(secretHash, vault.blindIndex('requests.code', `${number} ${code}`));

/** The request that a number means to whoever may see it: who sent it in, or who has its code or that of the whole that it is a part of. */
export async function getOwn({ district, vault, actor }: Asking, db: Read, { number, code }: ByNumber) {
  const found = await findByNumber(db, district, number);
  if (!found) refuse(noSuchRequest);
  const isTheirs = actor !== null && found.accountId === actor.id;
  if (isTheirs || (code !== undefined && hasCode(found, code, vault))) return found;
  if (code === undefined || found.wholeId === null) refuse(noSuchRequest);
  const whole = await db
    .selectFrom('requests.request')
    .select(['number', 'secretHash'])
    .where('district', '=', district)
    .where('id', '=', found.wholeId)
    .executeTakeFirst();
  return whole && hasCode(whole, code, vault) ? found : refuse(noSuchRequest);
}

export async function followRequestQuery(context: Reading, input: ByNumber) {
  const { db, district, vault } = context;
  const found = await getOwn(context, db, input);
  const told = (await listTold(context, found.id)) ?? refuse(noSuchRequest);
  const names = await namesOfMatters(db, district, [found.listVersion]);
  const parts = await listParts(db, district, { wholeId: found.id });
  return {
    ...told,
    number: found.number,
    matter: names(found.listVersion, found.matter),
    placeText: found.placeText ?? '',
    words: found.words ?? vault.open('requests.request.words', found.wordsSealed!),
    photos: await listPhotosOf(db, district, found.id),
    parts: await Promise.all(parts.map(async ({ id, number, matter }) => ({ number, matter, state: (await listTold(context, id))!.state }))),
  };
}

export async function listMineQuery(context: Reading<Actor>) {
  const { db, district, actor } = context;
  const followed = db.selectFrom('requests.follower').select('requestId').where('district', '=', district).where('accountId', '=', actor.id);
  const rows = await db
    .selectFrom('requests.request')
    .select([...columns, 'receivedAt'])
    .where('district', '=', district)
    .where((eb) => eb.or([eb('accountId', '=', actor.id), eb('id', 'in', followed)]))
    .orderBy('receivedAt', 'desc')
    .limit(50)
    .execute();
  const names = await namesOfMatters(
    db,
    district,
    rows.map((row) => row.listVersion),
  );
  const mine = [];
  for (const row of rows) {
    const told = await listTold(context, row.id);
    if (!told) continue;
    const { state, isFinal, openedAt, dueAt, isPaused } = told;
    const isOwn = row.accountId === actor.id;
    mine.push({
      number: row.number,
      matter: names(row.listVersion, row.matter),
      placeText: isOwn ? (row.placeText ?? '') : '',
      state,
      isFinal,
      openedAt,
      dueAt,
      isPaused,
      isOwn,
    });
  }
  return mine;
}

type OwnMove = ByNumber & { move: 'supply' | 'rate' | 'reopen' | 'withdraw'; text?: string; reason?: string; resolved?: boolean; grade?: number };
/** A move of the reporter. What is rated as not solved is opened again at once, as long as the rules allow it. */
export async function moveOwnCommand(context: Writing<Actor | null>, { number, code, move, ...detail }: OwnMove) {
  const { tx, district, now } = context;
  const found = await getOwn(context, tx, { number, ...(code && { code }) });
  const acting = { tx, district, now, actor: found.accountId === null ? null : context.actor };
  const make = async (name: string, said: object) => {
    try {
      return (await moveCase(acting, { id: found.id, move: name, detail: await sealSaid(context, found.id, said) }, ['reporter'])).after.state;
    } catch (error) {
      if (error instanceof Refused) refuse(notTheirMove, { because: error.refusal.type, ...error.facts });
      throw error;
    }
  };
  let state = await make(move, detail);
  if (move === 'rate' && detail.resolved === false) {
    const told = await listTold({ db: tx, district, now, vault: context.vault }, found.id);
    if (told?.moves.some((one) => one.name === 'reopen')) state = await make('reopen', { reason: detail.text ?? '评价为未解决' });
  }
  context.note({ object: found.id, detail: { move }, isNameless: found.accountId !== context.actor?.id });
  return { number, state };
}

export async function followCommand({ tx, district, now, actor, note }: Writing<Actor>, { number }: { number: string }) {
  const found = (await findByNumber(tx, district, number)) ?? refuse(noSuchRequest);
  if (!found.isPublic) refuse(notPublic);
  if (found.accountId !== actor.id) {
    await tx
      .insertInto('requests.follower')
      .values({ district, requestId: found.id, accountId: actor.id, since: now })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  note({ object: found.id, detail: { follows: true } });
  return { number };
}
