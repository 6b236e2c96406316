import { randomInt } from 'node:crypto';
import type { Actor } from '../../platform/access.ts';
import type { Writing } from '../../platform/context.ts';
import type { Read } from '../../platform/database.ts';
import { refuse } from '../../platform/refuse.ts';
import { listCommunities, locator } from '../areas/index.ts';
import { beginCase, moveCase } from '../cases/index.ts';
import { noSuchMatter, placeUnknown } from './contract.ts';
import { findDuty, findMatter, getEffectiveList } from './duty/duty-list.ts';
import { cellOf, keepWords } from './found/words.ts';

export type Place = { areaCode?: string | undefined; lon?: number | undefined; lat?: number | undefined; placeText: string };
type Reporter = {
  accountId: string | null;
  personId: string | null;
  name?: string | undefined;
  phone?: string | undefined;
  mail?: string | undefined;
  place?: string | undefined;
};
/** The request of which a part is split off; what it keeps confidential, its parts do too. */
type Whole = { id: string; isConfidential: boolean };
export type Told = Place & {
  matter: string;
  words: string;
  channel: string;
  reporter: Reporter;
  outsideId?: string | undefined;
  intakeKey?: string;
  whole?: Whole;
};

/** The community that is meant: the one that holds the point, or else the one that was named. */
async function communityOf(db: Read, district: string, { areaCode, lon, lat }: Place): Promise<{ code: string; name: string }> {
  const code = lon === undefined || lat === undefined ? null : locator(await listCommunities(db, district))(lon, lat);
  const area = await db
    .selectFrom('areas.area')
    .select(['code', 'name'])
    .where('code', '=', code ?? areaCode ?? '')
    .where('code', 'like', `${district}%`)
    .where('validTo', 'is', null)
    .executeTakeFirst();
  return area ?? refuse(placeUnknown);
}

const byThemselves = ['portal', 'open311', 'mail'];
const partOf = (channel: string) => (byThemselves.includes(channel) ? 'reporter' : channel === 'device' ? 'system' : 'clerk');

/** A mobile number as the register of people has it, however it was written: 138 0000 0000, +86-138…. */
const plainPhone = (text: string) => text.replaceAll(/[\s\-()（）]/g, '').replace(/^(\+|00)?86(?=1\d{10}$)/, '');

const placeOf = ({ placeText, lon, lat }: Told) =>
  [placeText, lon !== undefined && lat !== undefined ? `${lon.toFixed(5)}, ${lat.toFixed(5)}` : ''].filter(Boolean).join('\n');

/** Receives a request by any channel: one receipt, one case, and where the law says so, at once with the unit whose duty it is. */
export async function receive(context: Pick<Writing<Actor | null>, 'tx' | 'district' | 'now' | 'vault' | 'actor' | 'note'>, told: Told) {
  const { tx, district, now, vault } = context;
  const list = await getEffectiveList(tx, district, now);
  const matter = findMatter(list, told.matter) ?? refuse(noSuchMatter);
  if ((told.lon === undefined) !== (told.lat === undefined)) refuse(placeUnknown, { field: told.lon === undefined ? 'lon' : 'lat' });
  const area = await communityOf(tx, district, told);
  const { accountId, personId, name, phone, mail } = told.reporter;
  const isConfidential = matter.isConfidential || told.whole?.isConfidential === true;
  const part = told.whole ? 'clerk' : partOf(told.channel);
  const fresh = {
    kind: 'request',
    class: matter.class,
    title: `${matter.zh} · ${area.name}`,
    areaCode: area.code,
    part,
    isConfidential,
    ...(told.whole && { parentId: told.whole.id }),
  } as const;
  // What is told without a name leaves no trace of an account in its events either.
  const acting = { tx, district, now, actor: part === 'reporter' && told.channel === 'portal' && accountId === null ? null : context.actor };
  const opened = await beginCase(acting, fresh);
  const code = String(randomInt(10 ** 8)).padStart(8, '0');
  // Of what is confidential the place is, too: it is sealed with who reported it.
  const sealedPlace = isConfidential ? (told.reporter.place ?? placeOf(told)) || undefined : undefined;
  const hasReporter = [name, phone, mail, sealedPlace].some((one) => one !== undefined);
  const { lon = null, lat = null } = told;
  const place = isConfidential ? { lon: null, lat: null, cell: null, placeText: '' } : { lon, lat, cell: cellOf(lon, lat), placeText: told.placeText };
  await tx
    .insertInto('requests.request')
    .values({
      district,
      id: opened.id,
      number: opened.number,
      matter: matter.code,
      listVersion: list.version,
      channel: told.channel,
      areaCode: area.code,
      ...place,
      outsideId: told.outsideId ?? null,
      intakeKey: told.intakeKey ?? null,
      wholeId: told.whole?.id ?? null,
      words: isConfidential ? null : told.words,
      wordsSealed: isConfidential ? vault.seal('requests.request.words', told.words) : null,
      isPublic: matter.isPublic && !isConfidential,
      accountId,
      personId,
      reporterSealed: hasReporter ? vault.seal('requests.request.reporter', JSON.stringify({ name, phone, mail, place: sealedPlace })) : null,
      phoneIndex: phone ? vault.blindIndex('phone', plainPhone(phone)) : null,
      secretHash: vault.blindIndex('requests.code', `${opened.number} ${code}`),
      receivedAt: now,
    })
    .execute();
  if (!isConfidential) await keepWords(tx, [{ id: opened.id, receivedAt: now, text: `${told.words} ${told.placeText} ${matter.zh}` }]);
  const duty = matter.goesAtOnce === null ? undefined : findDuty(list, matter.code, area.code);
  if (duty)
    await moveCase({ tx, district, now, actor: null }, { id: opened.id, move: 'dispatch', detail: { unit: duty.lead, reason: matter.goesAtOnce! } }, [
      'system',
    ]);
  const isNameless = told.channel === 'portal' && accountId === null;
  context.note({ object: opened.id, areaCode: area.code, detail: { channel: told.channel, matter: matter.code }, isNameless });
  return { id: opened.id, number: opened.number, code, dueAt: opened.dueAt?.toISOString() ?? null, stop: matter.stop };
}

type Telling = Place & { matter: string; words: string; isAnonymous: boolean; phone?: string | undefined };
export async function tellUsCommand(context: Writing<Actor | null>, { isAnonymous, phone, ...told }: Telling) {
  const { actor } = context;
  const isKnown = actor?.kind === 'resident' && !isAnonymous;
  const reporter: Reporter = { accountId: isKnown ? actor.id : null, personId: isKnown ? actor.personId : null, phone };
  const { id: _, ...receipt } = await receive(context, { ...told, channel: 'portal', reporter });
  return receipt;
}

type Taking = Place & {
  matter: string;
  words: string;
  channel: 'counter' | 'phone' | 'paper' | 'visit';
  reporter: { name?: string; phone?: string; personId?: string };
};
export const takeRequestCommand = (context: Writing<Actor>, { reporter: { personId = null as never, ...who }, ...told }: Taking) =>
  receive(context, { ...told, reporter: { accountId: null, personId, ...who } });
