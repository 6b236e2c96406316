import type { Actor } from '../../../platform/access.ts';
import { dayHere } from '../../../platform/clock.ts';
import type { Reading } from '../../../platform/context.ts';
import type { Vault } from '../../../platform/crypto.ts';
import type { Read } from '../../../platform/database.ts';
import { ageOn, maskName } from '../mask.ts';

/** The consent by which an adult lets the person recorded as speaking for them act on the platform. */
export const proxyPurpose = 'proxy';

const relatives = (db: Read, district: string, personId: string, day: string) =>
  db
    .selectFrom('people.guardianship as g')
    .innerJoin('people.person as p', (join) => join.onRef('p.district', '=', 'g.district').onRef('p.id', '=', 'g.wardId'))
    .select(['p.id', 'p.nameCipher', 'p.bornOn', 'g.relation'])
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('people.consent as c')
            .select('c.id')
            .whereRef('c.district', '=', 'g.district')
            .whereRef('c.personId', '=', 'g.wardId')
            .where('c.purpose', '=', proxyPurpose)
            .where('c.withdrawnAt', 'is', null),
        )
        .as('agrees'),
    )
    .where('g.district', '=', district)
    .where('g.guardianId', '=', personId)
    .where('g.validFrom', '<=', day)
    .where((eb) => eb.or([eb('g.validTo', 'is', null), eb('g.validTo', '>', day)]))
    .where('p.deceasedOn', 'is', null)
    .orderBy('p.bornOn');

const mayBeSpokenFor = (day: string) => (row: { bornOn: string; agrees: unknown }) => ageOn(row.bornOn, day) < 18 || row.agrees === true;

/**
 * Whom a person may act for on a day: children whose guardian they are, and adults for whom they are recorded as speaking and
 * who have agreed to it. A consent withdrawn ends it at once.
 */
export async function listFamily(db: Read, vault: Vault, district: string, personId: string, day: string) {
  const rows = await relatives(db, district, personId, day).limit(50).execute();
  return rows.filter(mayBeSpokenFor(day)).map(({ id, nameCipher, bornOn, relation }) => ({
    id,
    name: maskName(vault.open('person.name', nameCipher)),
    relation,
    isMinor: ageOn(bornOn, day) < 18,
  }));
}

/** Whether a person may act for another on a day. */
export async function mayActFor(db: Read, district: string, personId: string, wardId: string, day: string): Promise<boolean> {
  const rows = await relatives(db, district, personId, day).where('p.id', '=', wardId).execute();
  return rows.some(mayBeSpokenFor(day));
}

export async function listMyFamilyQuery({ db, district, vault, now, actor }: Reading<Actor>) {
  return actor.personId === null ? [] : listFamily(db, vault, district, actor.personId, dayHere(now));
}

/** Who speaks for somebody on a day. */
export async function listGuardians(db: Read, vault: Vault, district: string, wardIds: readonly string[], day: string) {
  if (wardIds.length === 0) return [];
  const rows = await db
    .selectFrom('people.guardianship as g')
    .innerJoin('people.person as p', (join) => join.onRef('p.district', '=', 'g.district').onRef('p.id', '=', 'g.guardianId'))
    .select(['g.wardId', 'p.id', 'p.nameCipher', 'g.relation'])
    .where('g.district', '=', district)
    .where('g.wardId', 'in', wardIds)
    .where('g.validFrom', '<=', day)
    .where((eb) => eb.or([eb('g.validTo', 'is', null), eb('g.validTo', '>', day)]))
    .where('p.deceasedOn', 'is', null)
    .orderBy('g.validFrom')
    .execute();
  return rows.map(({ nameCipher, ...row }) => ({ ...row, name: maskName(vault.open('person.name', nameCipher)) }));
}
