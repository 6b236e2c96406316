import { sql } from 'kysely';
import PostalMime from 'postal-mime';
import type { Actor } from '../../../platform/access.ts';
import type { Writing } from '../../../platform/context.ts';
import type { Read } from '../../../platform/database.ts';
import { refuse } from '../../../platform/refuse.ts';
import { type DutyList, getEffectiveList } from '../duty/duty-list.ts';
import { receive, type Told } from '../intake.ts';
import { noSuchMatter } from '../refusals.ts';
import { mailUnreadable } from './contract.ts';
import { checkKey } from './keys.ts';

type Outside = Omit<Told, 'reporter'> & { outsideId?: string | undefined; reporter: { name?: string; phone?: string; mail?: string } };

/** A request under somebody else's number, taken once: who sends the same number again, even at the same moment, is told the first receipt. */
export async function receiveOnce(context: Writing<Actor | null>, { reporter, ...told }: Outside) {
  const { tx, district } = context;
  const { outsideId } = told;
  if (outsideId) {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`${district} ${told.channel} ${told.intakeKey ?? ''} ${outsideId}`}, 0))`.execute(tx);
    const before = await findOutside(tx, district, { ...told, outsideId });
    if (before) return { id: before.id, number: before.number, code: null, dueAt: before.dueAt?.toISOString() ?? null, isRepeated: true };
  }
  const { id, number, code, dueAt } = await receive(context, { ...told, reporter: { accountId: null, personId: null, ...reporter } });
  return { id, number, code, dueAt, isRepeated: false };
}

type Under = { channel: string; intakeKey?: string; outsideId: string };
const findOutside = (db: Read, district: string, { channel, intakeKey, outsideId }: Under) =>
  db
    .selectFrom('requests.request as r')
    .innerJoin('cases.caseFile as c', (join) => join.onRef('c.district', '=', 'r.district').onRef('c.id', '=', 'r.id'))
    .select(['r.id', 'r.number', 'c.dueAt'])
    .where('r.district', '=', district)
    .where('r.channel', '=', channel)
    .where('r.outsideId', '=', outsideId)
    .where('r.intakeKey', intakeKey ? '=' : 'is', intakeKey ?? null)
    .executeTakeFirst();

type Receiving = Omit<Outside, 'channel'> & { key: string; channel: 'open311' | 'device' | 'hotline' };
export async function receiveOutsideCommand(context: Writing<Actor | null>, { key, ...told }: Receiving) {
  const intakeKey = await checkKey(context, key, told.channel);
  const { id: _, ...receipt } = await receiveOnce(context, { ...told, intakeKey });
  return receipt;
}

/** The matter whose key words stand in a text most often; otherwise the one that the list has for everything else, where it has one. */
export function matterFromWords({ content }: DutyList, text: string): string | undefined {
  const hits = content.matters
    .map(({ code, keywords }) => ({ code, count: keywords.filter((word) => text.includes(word)).length }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count || b.code.length - a.code.length);
  return hits[0]?.code ?? content.matters.find(({ code }) => code === '99')?.code;
}

const plain = (html: string) => html.replaceAll(/<(style|script)[\s\S]*?<\/\1>/gi, ' ').replaceAll(/<[^>]+>/g, ' ');

export async function receiveMailCommand(context: Writing<Actor | null>, { key, message }: { key: string; message: string }) {
  const intakeKey = await checkKey(context, key, 'mail');
  const mail = await PostalMime.parse(message).catch(() => refuse(mailUnreadable));
  const text = `${mail.subject ?? ''}\n${mail.text ?? plain(mail.html ?? '')}`.replaceAll(/[ \t]+/g, ' ').trim();
  if (text.length < 4 || !mail.messageId) refuse(mailUnreadable, { because: mail.messageId ? 'no text' : 'no Message-ID' });
  const list = await getEffectiveList(context.tx, context.district, context.now);
  const name = mail.from?.name;
  const { id: _, ...receipt } = await receiveOnce(context, {
    channel: 'mail',
    intakeKey,
    outsideId: mail.messageId.slice(0, 120),
    matter: matterFromWords(list, text) ?? refuse(noSuchMatter),
    words: text.slice(0, 2000),
    areaCode: context.district,
    placeText: '',
    reporter: { ...(name && { name }), ...(mail.from?.address && { mail: mail.from.address }) },
  });
  return receipt;
}
