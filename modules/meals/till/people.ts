import type { Reading } from '../../../platform/context.ts';
import { inOtherDistrict, type Read } from '../../../platform/database.ts';
import { refuse } from '../../../platform/refuse.ts';
import { listKnown, maskName } from '../../people/index.ts';
import { codeOver, noSuchCard, noSuchPerson } from './contract.ts';

/** Where one asks, and when. */
export type Here = Pick<Reading, 'district' | 'vault' | 'now'> & { db: Read };
export type Who = { card: string } | { code: string } | { personId: string };
export type Eater = { home: string; personId: string };

const minutesGood = 5;
/** Context of the keyed fingerprint of a card's number. */
export const cardContext = 'meals.card';

const sign = (vault: Here['vault'], text: string) => vault.blindIndex('meals.code', text).slice(0, 32);

/** A code for the screen of a phone: whose it is and until when, signed; nothing in it names anybody. */
export function makeCode({ vault, district, now }: Pick<Here, 'vault' | 'district' | 'now'>, personId: string): { code: string; until: Date } {
  const until = new Date(now.getTime() + minutesGood * 60_000);
  const text = `${district}.${personId}.${Math.floor(until.getTime() / 1000).toString(36)}`;
  return { code: `${text}.${sign(vault, text)}`, until };
}

function readCode({ vault, now }: Here, code: string): Eater {
  const [home, personId, seconds, signature] = code.split('.');
  if (!home || !personId || !seconds || signature !== sign(vault, `${home}.${personId}.${seconds}`)) refuse(codeOver);
  if (Number.parseInt(seconds, 36) * 1000 < now.getTime()) refuse(codeOver);
  return { home, personId };
}

/** Whose card it was at a moment: cards work in every district of the city. */
export async function findCard(here: Here, card: string, at: Date): Promise<Eater | undefined> {
  const { db, district, vault } = here;
  const numberIndex = vault.blindIndex(cardContext, card);
  const issued = await db.selectFrom('meals.cardHome').select('district').where('numberIndex', '=', numberIndex).executeTakeFirst();
  if (!issued) return undefined;
  const home = issued.district;
  const found = await inOtherDistrict(db, district, home, () =>
    db
      .selectFrom('meals.card')
      .select('personId')
      .where('district', '=', home)
      .where('numberIndex', '=', numberIndex)
      .where((eb) => eb.or([eb('endedAt', 'is', null), eb('endedAt', '>', at)]))
      .executeTakeFirst(),
  );
  return found && { home, personId: found.personId };
}

/** Who eats, by what they showed or by whom the worker found. */
export async function identify(here: Here, who: Who): Promise<Eater> {
  if ('card' in who) return (await findCard(here, who.card, here.now)) ?? refuse(noSuchCard);
  if ('code' in who) return readCode(here, who.code);
  return { home: here.district, personId: who.personId };
}

/** Somebody's first character and what stands about them; asked in the district that keeps them. */
export async function readEater({ db, vault }: Here, { home, personId }: Eater) {
  const row = await db.selectFrom('people.person').select('nameCipher').where('district', '=', home).where('id', '=', personId).executeTakeFirst();
  const [known] = await listKnown(db, vault, home, [personId]);
  if (!row || !known) refuse(noSuchPerson);
  return { name: maskName(vault.open('person.name', row.nameCipher)), known };
}
