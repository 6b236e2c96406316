import { sql } from 'kysely';
import type { Actor } from '../../platform/access.ts';
import { dayHere } from '../../platform/clock.ts';
import type { Writing } from '../../platform/context.ts';
import { newId } from '../../platform/id.ts';
import { refuse } from '../../platform/refuse.ts';
import { noSuchPerson, noSuchSegment, wrongIdentityNumber } from './contract.ts';
import { factRecorded, personRegistered } from './events.ts';
import { readIdentityNumber } from './identity-number.ts';
import { factColumns, factView, findPersonRow, maskedPerson } from './queries.ts';
import { renewProfile } from './statements/statements.ts';

export const normalName = (name: string) => name.replaceAll(/\s+/g, '');
export const normalNumber = (number: string) => number.replaceAll(/\s+/g, '').toUpperCase();
export const normalAddress = (address: string) => address.replaceAll(/\s+/g, '').replaceAll('栋', '幢');

type NewPerson = {
  areaCode: string;
  name: string;
  identityKind: 'residentId' | 'hkMacauResidence' | 'taiwanResidence' | 'foreignPermanent' | 'passport';
  identityNumber: string;
  bornOn?: string;
  sex?: 'female' | 'male' | 'unknown';
  phone?: string;
  address?: string;
};

/** Birthday and sex: from the number itself where it carries them, else as stated. */
function birthOf(input: NewPerson): { bornOn: string; sex: string } {
  if (input.identityKind !== 'residentId') {
    return { bornOn: input.bornOn ?? refuse(wrongIdentityNumber, { field: 'bornOn' }), sex: input.sex ?? 'unknown' };
  }
  const reading = readIdentityNumber(input.identityNumber);
  if ('fault' in reading) refuse(wrongIdentityNumber, { field: 'identityNumber', fault: reading.fault });
  return reading;
}

export async function registerPersonCommand(context: Writing<Actor>, input: NewPerson) {
  const { tx, district, now, vault } = context;
  const birth = birthOf(input);
  const id = newId(now.getTime());
  const householdId = input.address ? await householdAt(context, input.areaCode, input.address) : null;
  const number = normalNumber(input.identityNumber);
  await tx
    .insertInto('people.person')
    .values({
      district,
      id,
      householdId,
      areaCode: input.areaCode,
      nameCipher: vault.seal('person.name', input.name),
      nameIndex: vault.blindIndex('name', normalName(input.name)),
      ...birth,
      identityKind: input.identityKind,
      identityCipher: vault.seal('person.identity', number),
      identityIndex: vault.blindIndex('identity', number),
      phoneCipher: input.phone ? vault.seal('person.phone', input.phone) : null,
      phoneIndex: input.phone ? vault.blindIndex('phone', input.phone) : null,
      createdAt: now,
    })
    .execute();
  await renewProfile(tx, vault, district, id);
  await context.record(personRegistered, id, { areaCode: input.areaCode });
  context.note({ object: id, areaCode: input.areaCode });
  return maskedPerson((await findPersonRow(tx, district, id, dayHere(now)))!, vault, dayHere(now));
}

/** The household of a dwelling in a community; the first person of it makes it. Two who register there at once follow one another. */
export async function householdAt({ tx, district, now, vault }: Writing, areaCode: string, address: string): Promise<string> {
  const addressIndex = vault.blindIndex('address', normalAddress(address));
  await sql`select pg_advisory_xact_lock(hashtextextended(${`household ${district} ${addressIndex}`}, 0))`.execute(tx);
  const known = await tx
    .selectFrom('people.household')
    .select('id')
    .where('district', '=', district)
    .where('addressIndex', '=', addressIndex)
    .where('areaCode', '=', areaCode)
    .orderBy('id')
    .executeTakeFirst();
  if (known) return known.id;
  const id = newId(now.getTime());
  await tx
    .insertInto('people.household')
    .values({ district, id, areaCode, addressCipher: vault.seal('household.address', address), addressIndex, createdAt: now })
    .execute();
  return id;
}

type NewFact = {
  id: string;
  segment: string;
  sourceDepartment: string;
  sourceReference?: string;
  validFrom: string;
  validTo?: string;
};

export async function recordFactCommand(context: Writing<Actor>, input: NewFact) {
  const { tx, district, now, actor } = context;
  if (!(await findPersonRow(tx, district, input.id, dayHere(now)))) refuse(noSuchPerson);
  const segment = await tx.selectFrom('people.segment').select('code').where('code', '=', input.segment).executeTakeFirst();
  if (!segment) refuse(noSuchSegment);
  const row = await tx
    .insertInto('people.fact')
    .values({
      district,
      id: newId(now.getTime()),
      personId: input.id,
      segmentCode: input.segment,
      sourceDepartment: input.sourceDepartment,
      sourceReference: input.sourceReference ?? null,
      validFrom: input.validFrom,
      validTo: input.validTo ?? null,
      recordedAt: now,
      recordedBy: actor.id,
    })
    .returning(factColumns)
    .executeTakeFirstOrThrow();
  await context.record(factRecorded, input.id, { fact: row.id });
  context.note({ object: input.id, detail: { fact: row.id } });
  return factView(row);
}

export async function addGuardianCommand(context: Writing<Actor>, input: { id: string; guardianId: string; relation: string; validFrom: string }) {
  const { tx, district, now } = context;
  for (const id of [input.id, input.guardianId]) if (!(await findPersonRow(tx, district, id, dayHere(now)))) refuse(noSuchPerson);
  const id = newId(now.getTime());
  await tx
    .insertInto('people.guardianship')
    .values({
      district,
      id,
      wardId: input.id,
      guardianId: input.guardianId,
      relation: input.relation,
      validFrom: input.validFrom,
    })
    .execute();
  context.note({ object: input.id });
  return { id };
}
