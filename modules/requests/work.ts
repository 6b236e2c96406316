import type { Actor } from '../../platform/access.ts';
import type { Reading, Writing } from '../../platform/context.ts';
import type { Read } from '../../platform/database.ts';
import { refuse } from '../../platform/refuse.ts';
import { seeCase } from '../cases/index.ts';
import { noSuchRequest } from './contract.ts';
import { namesOfMatters } from './names.ts';
import { listParts } from './split.ts';

async function findRequest(db: Read, district: string, id: string) {
  return db.selectFrom('requests.request').selectAll().where('district', '=', district).where('id', '=', id).executeTakeFirst();
}

/**
 * A request, for whoever may see its case. Who works on it may open who reported it; what is confidential is not for every clerk of the area, but for those who
 * send it on, supervise it or have it.
 */
export async function getSeen(context: Reading<Actor>, id: string) {
  const { parts } = await seeCase(context, id);
  const request = (await findRequest(context.db, context.district, id)) ?? refuse(noSuchRequest);
  const isConfidential = request.wordsSealed !== null;
  return { request, isConfidential, mayOpen: parts.some((part) => part !== 'clerk' || !isConfidential) };
}

type Contact = { name?: string; phone?: string; mail?: string; place?: string };
/** What is sealed of who reported it; of what is confidential, where it is, too. */
export const contactOf = ({ vault }: Pick<Reading, 'vault'>, { reporterSealed }: { reporterSealed: string | null }): Contact =>
  reporterSealed === null ? {} : JSON.parse(vault.open('requests.request.reporter', reporterSealed));

export async function getRequestQuery(context: Reading<Actor>, { id }: { id: string }) {
  const { db, district } = context;
  const { request, isConfidential, mayOpen } = await getSeen(context, id);
  // Of what is confidential the place is, too, also where it came before places were sealed with the words.
  const place = isConfidential && !mayOpen ? null : request;
  const names = await namesOfMatters(db, district, [request.listVersion]);
  const followers = await db
    .selectFrom('requests.follower')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('district', '=', district)
    .where('requestId', '=', id)
    .executeTakeFirstOrThrow();
  return {
    id,
    number: request.number,
    matter: { ...names(request.listVersion, request.matter), code: request.matter },
    channel: request.channel,
    placeText: place?.placeText ?? '',
    lon: place?.lon ?? null,
    lat: place?.lat ?? null,
    words: request.words,
    hasReporter: request.personId !== null || Object.keys(contactOf(context, request)).some((key) => key !== 'place'),
    mayOpen,
    followers: followers.n,
    parts: await listParts(db, district, { wholeId: id }),
    whole: request.wholeId === null ? null : ((await listParts(db, district, { id: request.wholeId }))[0] ?? null),
  };
}

/** Who works on a case reads who reported it; who only looks on does not. */
export async function openRequestCommand(context: Writing<Actor>, { id, purpose }: { id: string; purpose: string }) {
  const { tx, vault, note } = context;
  const { mayOpen, request } = await getSeen({ ...context, db: tx }, id);
  if (!mayOpen) refuse(noSuchRequest);
  const reporter = contactOf(context, request);
  const words = request.words ?? vault.open('requests.request.words', request.wordsSealed!);
  note({ object: id, areaCode: request.areaCode, purpose, detail: { opened: ['words', 'name', 'phone', 'mail'] } });
  return {
    words: [words, reporter.place].filter(Boolean).join('\n'),
    name: reporter.name ?? null,
    phone: reporter.phone ?? null,
    mail: reporter.mail ?? null,
  };
}
