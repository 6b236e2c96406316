import { type Actor, holdsAt, type StaffRole } from '../../platform/access.ts';
import { dayHere } from '../../platform/clock.ts';
import type { Writing } from '../../platform/context.ts';
import { refuse } from '../../platform/refuse.ts';
import { noSuchFact, noSuchGuardian, noSuchPerson, notYet, notYourArea } from './contract.ts';
import { factRecorded, personChanged } from './events.ts';
import { areaInput, factColumns, factView } from './queries.ts';
import { householdAt } from './register-person.ts';
import { renewProfile } from './statements/statements.ts';

/** Who keeps the records of residents of an area. */
export const caseRoles: StaffRole[] = ['districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'communityWorker'];

type Changes = { id: string; areaCode?: string; phone?: string | null; address?: string; deceasedOn?: string | null };

export async function updatePersonCommand(context: Writing<Actor>, { id, areaCode, phone, address, deceasedOn }: Changes) {
  const { tx, district, now, vault, actor } = context;
  const person = await tx.selectFrom('people.person').select('areaCode').where('district', '=', district).where('id', '=', id).forUpdate().executeTakeFirst();
  if (!person) refuse(noSuchPerson);
  if (deceasedOn && deceasedOn > dayHere(now)) refuse(notYet);
  if (areaCode !== undefined && !holdsAt(actor, caseRoles, await areaInput(tx, district, { areaCode }))) refuse(notYourArea);
  const changes = {
    ...(areaCode !== undefined && { areaCode }),
    ...(phone !== undefined && {
      phoneCipher: phone === null ? null : vault.seal('person.phone', phone),
      phoneIndex: phone === null ? null : vault.blindIndex('phone', phone),
    }),
    ...(address !== undefined && { householdId: await householdAt(context, areaCode ?? person.areaCode, address) }),
    ...(deceasedOn !== undefined && { deceasedOn }),
  };
  const fields = Object.entries({ areaCode, phone, address, deceasedOn }).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (fields.length > 0) await tx.updateTable('people.person').set(changes).where('district', '=', district).where('id', '=', id).execute();
  await renewProfile(tx, vault, district, id);
  await context.record(personChanged, id, { fields });
  context.note({ object: id, areaCode: areaCode ?? person.areaCode, detail: { fields } });
  return { id };
}

export async function endFactCommand(context: Writing<Actor>, { id, factId, validTo }: { id: string; factId: string; validTo: string }) {
  const { tx, district } = context;
  const row = await tx
    .updateTable('people.fact')
    .set({ validTo })
    .where('district', '=', district)
    .where('id', '=', factId)
    .where('personId', '=', id)
    .where((eb) => eb.or([eb('validTo', 'is', null), eb('validTo', '>', validTo)]))
    .returning(factColumns)
    .executeTakeFirst();
  if (!row) refuse(noSuchFact);
  await context.record(factRecorded, id, { fact: row.id, validTo });
  context.note({ object: id, detail: { fact: row.id, validTo } });
  return factView(row);
}

export async function endGuardianCommand(context: Writing<Actor>, { id, guardianId, validTo }: { id: string; guardianId: string; validTo: string }) {
  const { tx, district } = context;
  const row = await tx
    .updateTable('people.guardianship')
    .set({ validTo })
    .where('district', '=', district)
    .where('wardId', '=', id)
    .where('guardianId', '=', guardianId)
    .where((eb) => eb.or([eb('validTo', 'is', null), eb('validTo', '>', validTo)]))
    .returning('id')
    .executeTakeFirst();
  if (!row) refuse(noSuchGuardian);
  context.note({ object: id, detail: { guardianship: row.id, validTo } });
  return { id };
}
