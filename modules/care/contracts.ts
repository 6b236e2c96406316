import { sql } from 'kysely';
import type { Actor } from '../../platform/access.ts';
import { dayHere } from '../../platform/clock.ts';
import type { Reading, Writing } from '../../platform/context.ts';
import type { Read } from '../../platform/database.ts';
import { newId } from '../../platform/id.ts';
import { refuse } from '../../platform/refuse.ts';
import { listFamily, maskName, mayActFor } from '../people/index.ts';
import { noSuchContract, noSuchPerson, noSuchPickup, notYours } from './contract.ts';
import { getGroup } from './groups.ts';

type NewContract = { id: string; personId: string; mode: string; monthlyHours: number | null; from: string; to: string | null };
export async function addContractCommand(
  { tx, district, now, actor, note }: Writing<Actor>,
  { id: groupId, personId, mode, monthlyHours, from, to }: NewContract,
) {
  await getGroup(tx, district, groupId);
  const person = await tx.selectFrom('people.person').select('id').where('district', '=', district).where('id', '=', personId).executeTakeFirst();
  if (!person) refuse(noSuchPerson);
  const id = newId(now.getTime());
  await tx
    .insertInto('care.contract')
    .values({ district, id, groupId, personId, mode, monthlyHours, valid: sql`daterange(${from}, ${to}, '[]')`, madeBy: actor.id, madeAt: now })
    .execute();
  note({ object: id });
  return { id };
}

export async function endContractCommand({ tx, district, note }: Writing<Actor>, { id, to }: { id: string; to: string }) {
  const row = await tx
    .updateTable('care.contract')
    .set({ valid: sql`daterange(lower(valid), ${to}, '[]')` })
    .where('district', '=', district)
    .where('id', '=', id)
    .where(sql<boolean>`lower(valid) <= ${to}`)
    .returning('id')
    .executeTakeFirst();
  note({ object: id });
  return row ?? refuse(noSuchContract);
}

const contractsOf = (db: Read, district: string) =>
  db
    .selectFrom('care.contract as c')
    .innerJoin('care.careGroup as g', (join) => join.onRef('g.district', '=', 'c.district').onRef('g.id', '=', 'c.groupId'))
    .innerJoin('people.person as p', (join) => join.onRef('p.district', '=', 'c.district').onRef('p.id', '=', 'c.personId'))
    .select(['c.id', 'c.groupId', 'g.name', 'g.nameEn', 'c.personId', 'p.nameCipher', 'c.mode', 'c.monthlyHours'])
    .select([sql<string>`lower(c.valid)::text`.as('from'), sql<string | null>`(upper(c.valid) - 1)::text`.as('to')])
    .where('c.district', '=', district)
    .orderBy('c.id', 'desc')
    .limit(500);

type ContractRow = Awaited<ReturnType<ReturnType<typeof contractsOf>['execute']>>[number];
const contractView = ({ name, nameEn, nameCipher, mode, ...row }: ContractRow, vault: Reading['vault']) => ({
  ...row,
  group: { zh: name, en: nameEn },
  who: maskName(vault.open('person.name', nameCipher)),
  mode: mode as 'fullDay',
});

export async function listContractsQuery({ db, district, vault }: Reading, { id }: { id: string }) {
  return (await contractsOf(db, district).where('c.groupId', '=', id).execute()).map((row) => contractView(row, vault));
}

/** Contracts of some people, with what is planned and used in a month. */
export async function listContractsOf({ db, district, vault }: Pick<Reading, 'db' | 'district' | 'vault'>, people: readonly string[], month: string) {
  if (people.length === 0) return [];
  const rows = await contractsOf(db, district).where('c.personId', 'in', people).select(usedIn(month)).execute();
  return rows.map(({ usedMinutes, ...row }) => ({ ...contractView(row, vault), usedMinutes }));
}

const usedIn = (month: string) =>
  sql<number>`(select coalesce(sum(s.to_minute - s.from_minute), 0)::int from care.stay s where s.district = c.district and s.contract_id = c.id
    and to_char(s.day, 'YYYY-MM') = ${month} and (s.state <> 'absent' or s.is_charged))`.as('usedMinutes');

/** The contract of a person with a group that holds on a day, with what is planned and used in that month. */
export async function findContract(db: Read, district: string, groupId: string, personId: string, day: string) {
  return db
    .selectFrom('care.contract as c')
    .select(['c.id', 'c.mode', 'c.monthlyHours'])
    .select(usedIn(day.slice(0, 7)))
    .where('c.district', '=', district)
    .where('c.groupId', '=', groupId)
    .where('c.personId', '=', personId)
    .where(sql<boolean>`c.valid @> ${day}::date`)
    .executeTakeFirst();
}

/** Oneself, or whom one may act for. */
export async function keepFamily({ tx, district, now, actor }: Writing<Actor>, personId: string): Promise<void> {
  if (actor.personId === personId) return;
  if (actor.personId === null || !(await mayActFor(tx, district, actor.personId, personId, dayHere(now)))) refuse(notYours);
}

type NewPickup = { personId: string; name: string; phone: string; relation: string };
export async function addPickupCommand(context: Writing<Actor>, { personId, name, phone, relation }: NewPickup) {
  const { tx, district, now, actor, vault } = context;
  await keepFamily(context, personId);
  const id = newId(now.getTime());
  const sealed = { nameCipher: vault.seal('care.pickup', name), phoneCipher: vault.seal('care.pickup', phone) };
  await tx
    .insertInto('care.pickup')
    .values({ district, id, personId, ...sealed, relation, addedBy: actor.id, addedAt: now })
    .execute();
  context.note({ object: personId, detail: { pickup: id } });
  return { id };
}

export async function removePickupCommand(context: Writing<Actor>, { id }: { id: string }) {
  const { tx, district, now } = context;
  const row = await tx.selectFrom('care.pickup').select(['personId', 'withdrawnAt']).where('district', '=', district).where('id', '=', id).executeTakeFirst();
  if (!row || row.withdrawnAt !== null) refuse(noSuchPickup);
  await keepFamily(context, row.personId);
  await tx.updateTable('care.pickup').set({ withdrawnAt: now }).where('district', '=', district).where('id', '=', id).execute();
  context.note({ object: row.personId, detail: { pickup: id } });
  return { id };
}

/** Who may fetch some people, names masked. */
export async function listPickups({ db, district, vault }: Pick<Reading, 'db' | 'district' | 'vault'>, people: readonly string[]) {
  if (people.length === 0) return [];
  const rows = await db
    .selectFrom('care.pickup')
    .select(['id', 'personId', 'nameCipher', 'relation'])
    .where('district', '=', district)
    .where('personId', 'in', people)
    .where('withdrawnAt', 'is', null)
    .orderBy('id')
    .execute();
  return rows.map(({ nameCipher, ...row }) => ({ ...row, name: maskName(vault.open('care.pickup', nameCipher)) }));
}

/** Oneself and whom one may act for, with their names masked. */
export async function listOwnPeople({ db, district, vault, now, actor }: Reading<Actor>) {
  if (actor.personId === null) return [];
  const self = { id: actor.personId, name: actor.name, relation: '', isMinor: false };
  return [self, ...(await listFamily(db, vault, district, actor.personId, dayHere(now)))];
}
