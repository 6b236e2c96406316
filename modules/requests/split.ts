import type { Actor } from '../../platform/access.ts';
import type { Writing } from '../../platform/context.ts';
import type { Read } from '../../platform/database.ts';
import { refuse } from '../../platform/refuse.ts';
import { moveCase } from '../cases/index.ts';
import { noSuchMatter, partOfPart } from './contract.ts';
import { findMatter, getEffectiveList } from './duty/duty-list.ts';
import { receive } from './intake.ts';
import { namesOfMatters } from './names.ts';
import { contactOf, getSeen } from './work.ts';

type Splitting = { id: string; matter: string; words: string; expects?: number };

/**
 * Splits off a part that another unit must deal with. It is told by the same person, from the same place, by the same channel; the whole is answered when all
 * its parts are.
 */
export async function splitRequestCommand(context: Writing<Actor>, { id, matter, words, expects }: Splitting) {
  const { tx, district, now } = context;
  const { request: whole } = await getSeen({ ...context, db: tx }, id);
  if (whole.wholeId !== null) refuse(partOfPart);
  const named = findMatter(await getEffectiveList(tx, district, now), matter) ?? refuse(noSuchMatter);
  // The move comes first: it locks the whole, so that nobody answers it meanwhile.
  await moveCase(context, { id, move: 'split', detail: { text: named.zh }, ...(expects !== undefined && { expects }) });
  const part = await receive(context, {
    matter,
    words,
    channel: whole.channel,
    areaCode: whole.areaCode,
    placeText: whole.placeText ?? '',
    ...(whole.lon !== null && whole.lat !== null && { lon: whole.lon, lat: whole.lat }),
    reporter: { accountId: whole.accountId, personId: whole.personId, ...contactOf(context, whole) },
    whole: { id, isConfidential: whole.wordsSealed !== null },
  });
  return { id: part.id, number: part.number };
}

/** Requests by their ids or by the whole that they are parts of, in the order in which they came. */
export async function listParts(db: Read, district: string, by: { wholeId: string } | { id: string }) {
  const [column, value] = 'id' in by ? (['r.id', by.id] as const) : (['r.wholeId', by.wholeId] as const);
  const rows = await db
    .selectFrom('requests.request as r')
    .innerJoin('cases.caseFile as c', (join) => join.onRef('c.district', '=', 'r.district').onRef('c.id', '=', 'r.id'))
    .select(['r.id', 'r.number', 'r.matter', 'r.listVersion', 'c.state'])
    .where('r.district', '=', district)
    .where(column, '=', value)
    .orderBy('r.receivedAt')
    .orderBy('r.id')
    .execute();
  const names = await namesOfMatters(
    db,
    district,
    rows.map((row) => row.listVersion),
  );
  return rows.map(({ id, number, matter, listVersion, state }) => ({ id, number, matter: names(listVersion, matter), state }));
}
