import type { Actor } from '../../platform/access.ts';
import { dayHere } from '../../platform/clock.ts';
import type { Writing } from '../../platform/context.ts';
import { newId } from '../../platform/id.ts';
import { refuse } from '../../platform/refuse.ts';
import { codesBelow } from '../areas/index.ts';
import { noSuchPerson } from './contract.ts';
import { fieldsRevealed } from './events.ts';
import { findPersonRow, maskedPerson, personColumns, segmentsOf } from './queries.ts';
import { normalName, normalNumber } from './register-person.ts';

type Field = 'name' | 'identityNumber' | 'phone' | 'address';
type Reveal = { id: string; fields: Field[]; purpose: string; reason: string };

/** Writes who looks at what of a person and why, where the person can see it; in the transaction of the reading. */
export async function recordReveal(
  { tx, district, now, actor }: Writing<Actor>,
  personId: string,
  { fields, purpose, reason }: Omit<Reveal, 'id' | 'fields'> & { fields: string[] },
): Promise<void> {
  const organisation = actor.grants.map((grant) => grant.areaCode ?? grant.organisationId).join(', ');
  const row = { district, id: newId(now.getTime()), personId, fields, purpose, reason, accountId: actor.id, accountName: actor.name, organisation, at: now };
  await tx.insertInto('people.reveal').values(row).execute();
}

/** Reads protected fields. Who reads, what and why is written first, in the same transaction, where the person can see it. */
export async function revealFieldsCommand(context: Writing<Actor>, { id, fields, purpose, reason }: Reveal) {
  const { tx, district, now, vault } = context;
  const row = (await findPersonRow(tx, district, id, dayHere(now))) ?? refuse(noSuchPerson);
  await recordReveal(context, id, { fields, purpose, reason });
  await context.record(fieldsRevealed, id, { fields, purpose });
  context.note({ object: id, areaCode: row.areaCode, purpose, detail: { fields } });
  const open = (column: string, cipher: string | null) => (cipher === null ? null : vault.open(column, cipher));
  const household =
    fields.includes('address') && row.householdId !== null
      ? await tx.selectFrom('people.household').select('addressCipher').where('district', '=', district).where('id', '=', row.householdId).executeTakeFirst()
      : undefined;
  return {
    id,
    ...(fields.includes('name') && { name: vault.open('person.name', row.nameCipher) }),
    ...(fields.includes('identityNumber') && { identityNumber: open('person.identity', row.identityCipher) }),
    ...(fields.includes('phone') && { phone: open('person.phone', row.phoneCipher) }),
    ...(fields.includes('address') && { address: open('household.address', household?.addressCipher ?? null) }),
  };
}

type Find = { areaCode: string; name?: string; identityNumber?: string; phone?: string };

/** Finds by blind index, so that the database never sees what was looked for. */
export async function findPeopleCommand({ tx, district, now, vault, note }: Writing<Actor>, { areaCode, name, identityNumber, phone }: Find) {
  note({ areaCode, detail: { by: [name && 'name', identityNumber && 'identityNumber', phone && 'phone'].filter(Boolean) } });
  if (!name && !identityNumber && !phone) return [];
  const rows = await tx
    .selectFrom('people.person as person')
    .select(personColumns)
    .select(segmentsOf(dayHere(now)))
    .where('district', '=', district)
    .where('areaCode', 'in', codesBelow(areaCode))
    .$if(Boolean(name), (q) => q.where('nameIndex', '=', vault.blindIndex('name', normalName(name!))))
    .$if(Boolean(identityNumber), (q) => q.where('identityIndex', '=', vault.blindIndex('identity', normalNumber(identityNumber!))))
    .$if(Boolean(phone), (q) => q.where('phoneIndex', '=', vault.blindIndex('phone', phone!)))
    .orderBy('id')
    .limit(50)
    .execute();
  return rows.map((row) => maskedPerson(row, vault, dayHere(now)));
}
