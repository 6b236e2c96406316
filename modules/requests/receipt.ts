import { distanceMetres } from '../../engines/reach/metric.ts';
import type { Actor } from '../../platform/access.ts';
import type { Reading, Writing } from '../../platform/context.ts';
import { sameSecret } from '../../platform/crypto.ts';
import type { Read } from '../../platform/database.ts';
import { Refused, refuse } from '../../platform/refuse.ts';
import { listTold, moveCase } from '../cases/index.ts';
import { noSuchRequest, notPublic, notTheirMove } from './contract.ts';
import shipped from './data/matters.json' with { type: 'json' };
import type { DutyContent } from './duty/contract.ts';

const columns = ['id', 'number', 'matter', 'listVersion', 'placeText', 'words', 'wordsSealed', 'accountId', 'secretHash', 'isPublic'] as const;

const findByNumber = (db: Read, district: string, number: string) =>
  db.selectFrom('requests.request').select(columns).where('district', '=', district).where('number', '=', number).executeTakeFirst();

type Asking = Pick<Reading, 'district' | 'vault'> & { actor: Actor | null };
type ByNumber = { number: string; code?: string };

/** The request that a number means to whoever may see it: who sent it in, or who has its code. */
async function getOwn({ district, vault, actor }: Asking, db: Read, { number, code }: ByNumber) {
  const found = await findByNumber(db, district, number);
  if (!found) refuse(noSuchRequest);
  const isTheirs = actor !== null && found.accountId === actor.id;
  const hasCode = code !== undefined && sameSecret(found.secretHash, vault.blindIndex('requests.code', `${number} ${code}`));
  return isTheirs || hasCode ? found : refuse(noSuchRequest);
}

/** The words for matters, each from the version of the list under which it was told. */
export async function namesOfMatters(db: Read, district: string, versions: readonly number[]) {
  const rows = await db
    .selectFrom('requests.dutyList')
    .select(['version', 'content'])
    .where('district', '=', district)
    .where('version', 'in', [...new Set([0, ...versions])])
    .execute();
  const names = new Map(
    rows.flatMap(({ version, content }) => (content as unknown as DutyContent).matters.map(({ code, zh, en }) => [`${version} ${code}`, { zh, en }] as const)),
  );
  return (version: number, code: string) => names.get(`${version} ${code}`) ?? { zh: code, en: code };
}

export async function followRequestQuery(context: Reading, input: ByNumber) {
  const { db, district, vault } = context;
  const found = await getOwn(context, db, input);
  const told = (await listTold(context, found.id)) ?? refuse(noSuchRequest);
  const names = await namesOfMatters(db, district, [found.listVersion]);
  return {
    ...told,
    number: found.number,
    matter: names(found.listVersion, found.matter),
    placeText: found.placeText ?? '',
    words: found.words ?? vault.open('requests.request.words', found.wordsSealed!),
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
      return (await moveCase(acting, { id: found.id, move: name, detail: said }, ['reporter'])).after.state;
    } catch (error) {
      if (error instanceof Refused) refuse(notTheirMove, { because: error.refusal.type, ...error.facts });
      throw error;
    }
  };
  let state = await make(move, detail);
  if (move === 'rate' && detail.resolved === false) {
    const told = await listTold({ db: tx, district, now }, found.id);
    if (told?.moves.some((one) => one.name === 'reopen')) state = await make('reopen', { reason: detail.text ?? '评价为未解决' });
  }
  context.note({ object: found.id, detail: { move } });
  return { number, state };
}

const { metres: nearMetres, days: nearDays } = shipped.near;

export async function listNearQuery({ db, district, now }: Reading, { lon, lat, matter }: { lon: number; lat: number; matter?: string }) {
  const [dLat, dLon] = [nearMetres / 111_000, nearMetres / (111_000 * Math.cos((lat * Math.PI) / 180))];
  let wanted = db
    .selectFrom('requests.request as r')
    .innerJoin('cases.caseFile as c', (join) => join.onRef('c.district', '=', 'r.district').onRef('c.id', '=', 'r.id'))
    .select(['r.number', 'r.matter', 'r.listVersion', 'r.lon', 'r.lat', 'c.openedAt', 'c.state'])
    .select((eb) =>
      eb
        .selectFrom('requests.follower as f')
        .select(eb.fn.countAll<number>().as('n'))
        .whereRef('f.district', '=', 'r.district')
        .whereRef('f.requestId', '=', 'r.id')
        .as('followers'),
    )
    .where('r.district', '=', district)
    .where('r.isPublic', '=', true)
    .where('c.closedAt', 'is', null)
    .where('r.receivedAt', '>', new Date(now.getTime() - nearDays * 86_400_000))
    .where('r.lon', '>', lon - dLon)
    .where('r.lon', '<', lon + dLon)
    .where('r.lat', '>', lat - dLat)
    .where('r.lat', '<', lat + dLat);
  if (matter) wanted = wanted.where('r.matter', '=', matter);
  const rows = await wanted.orderBy('r.receivedAt', 'desc').limit(100).execute();
  const names = await namesOfMatters(
    db,
    district,
    rows.map((row) => row.listVersion),
  );
  return rows
    .map(({ listVersion, matter: matterCode, openedAt, followers, ...row }) => ({
      number: row.number,
      matterCode,
      matter: names(listVersion, matterCode),
      metres: Math.round(distanceMetres(lon, lat, row.lon!, row.lat!)),
      openedAt: openedAt.toISOString(),
      state: row.state,
      followers: followers ?? 0,
    }))
    .filter((row) => row.metres <= nearMetres)
    .toSorted((a, b) => a.metres - b.metres)
    .slice(0, 20);
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
