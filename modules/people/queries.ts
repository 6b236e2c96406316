import { type ExpressionBuilder, sql } from 'kysely';
import type { DB } from '../../database/schema.ts';
import type { Actor, Whereabouts } from '../../platform/access.ts';
import { dayHere } from '../../platform/clock.ts';
import type { Reading } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto.ts';
import type { Read } from '../../platform/database.ts';
import { maskPhone } from '../../platform/mask-phone.ts';
import { refuse } from '../../platform/refuse.ts';
import { areaWhereabouts, codesBelow, nowhere } from '../areas/index.ts';
import { noRecord, noSuchPerson } from './contract.ts';
import { ageBandOn, ageOn, maskIdentity, maskName } from './mask.ts';

export const personInput = async (db: Read, district: string, input: { id: string }): Promise<Whereabouts | undefined> => {
  const person = await db.selectFrom('people.person').select('areaCode').where('district', '=', district).where('id', '=', input.id).executeTakeFirst();
  return person && areaWhereabouts(db, person.areaCode);
};
export const areaInput = async (db: Read, _district: string, input: { areaCode: string }) => (await areaWhereabouts(db, input.areaCode)) ?? nowhere;

export const segmentsOf = (day: string) => (eb: ExpressionBuilder<DB & { person: DB['people.person'] }, 'person'>) =>
  eb
    .selectFrom('people.fact')
    .select(sql<string[]>`coalesce(array_agg(segment_code order by segment_code), '{}')`.as('segments'))
    .whereRef('people.fact.district', '=', 'person.district')
    .whereRef('personId', '=', 'person.id')
    .where('validFrom', '<=', day)
    .where((x) => x.or([x('validTo', 'is', null), x('validTo', '>', day)]))
    .as('segments');

export type PersonRow = {
  id: string;
  areaCode: string;
  nameCipher: string;
  sex: string;
  bornOn: string;
  identityCipher: string | null;
  phoneCipher: string | null;
  householdId: string | null;
  invented: boolean;
  segments: string[] | null;
};

export const personColumns = ['id', 'areaCode', 'nameCipher', 'sex', 'bornOn', 'identityCipher', 'phoneCipher', 'householdId', 'invented'] as const;

/** A person as lists show them: minors without any name or number. */
export function maskedPerson(row: PersonRow, vault: Vault, day: string) {
  const isMinor = ageOn(row.bornOn, day) < 18;
  return {
    id: row.id,
    areaCode: row.areaCode,
    name: isMinor ? '＊' : maskName(vault.open('person.name', row.nameCipher)),
    sex: row.sex as 'female',
    ageBand: ageBandOn(row.bornOn, day),
    identityNumber: row.identityCipher === null ? null : isMinor ? '＊' : maskIdentity(vault.open('person.identity', row.identityCipher)),
    phone: row.phoneCipher === null ? null : isMinor ? '＊' : maskPhone(vault.open('person.phone', row.phoneCipher)),
    householdId: row.householdId,
    segments: row.segments ?? [],
    invented: row.invented,
  };
}

const pageSize = 50;

export async function listPeopleQuery(
  { db, district, vault, now }: Reading,
  { areaCode, segment, after }: { areaCode: string; segment?: string; after?: string },
) {
  const day = dayHere(now);
  const below = db
    .selectFrom('people.person as person')
    .where('person.district', '=', district)
    .where('deceasedOn', 'is', null)
    .where('areaCode', 'in', codesBelow(areaCode))
    .$if(Boolean(segment), (q) =>
      q.where('id', 'in', (eb) =>
        eb
          .selectFrom('people.fact')
          .select('personId')
          .where('people.fact.district', '=', district)
          .where('segmentCode', '=', segment!)
          .where('validFrom', '<=', day)
          .where((x) => x.or([x('validTo', 'is', null), x('validTo', '>', day)])),
      ),
    );
  const { total } = await below.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const rows = await below
    .select(personColumns)
    .select(segmentsOf(day))
    .$if(Boolean(after), (q) => q.where('id', '>', after!))
    .orderBy('id')
    .limit(pageSize + 1)
    .execute();
  const people = rows.slice(0, pageSize).map((row) => maskedPerson(row, vault, day));
  return { people, total, next: rows.length > pageSize ? people.at(-1)!.id : null };
}

export async function listSegmentsQuery({ db }: Reading) {
  const rows = await db
    .selectFrom('people.segment')
    .select(['code', 'name', 'nameEn', 'kind', 'dataLevel', 'priority'])
    .orderBy('kind')
    .orderBy('code')
    .execute();
  return rows.map((row) => ({ ...row, kind: row.kind as 'age' }));
}

export async function findPersonRow(db: Read, district: string, id: string, day: string) {
  return db
    .selectFrom('people.person as person')
    .select(personColumns)
    .select('deceasedOn')
    .select(segmentsOf(day))
    .where('district', '=', district)
    .where('id', '=', id)
    .executeTakeFirst();
}

export async function getPersonQuery({ db, district, vault, now }: Reading, { id }: { id: string }) {
  const day = dayHere(now);
  const row = (await findPersonRow(db, district, id, day)) ?? refuse(noSuchPerson);
  const [facts, guardians, consents, reveals, household] = await Promise.all([
    db
      .selectFrom('people.fact')
      .select(factColumns)
      .where('district', '=', district)
      .where('personId', '=', id)
      .orderBy('validFrom', 'desc')
      .limit(200)
      .execute(),
    db
      .selectFrom('people.guardianship as g')
      .innerJoin('people.person as p', (join) => join.onRef('p.district', '=', 'g.district').onRef('p.id', '=', 'g.guardianId'))
      .select(['p.id', 'p.nameCipher', 'g.relation', 'g.validFrom', 'g.validTo'])
      .where('g.district', '=', district)
      .where('g.wardId', '=', id)
      .where((eb) => eb.or([eb('g.validTo', 'is', null), eb('g.validTo', '>', day)]))
      .limit(20)
      .execute(),
    db
      .selectFrom('people.consent')
      .select(consentColumns)
      .where('district', '=', district)
      .where('personId', '=', id)
      .orderBy('givenAt', 'desc')
      .limit(100)
      .execute(),
    db.selectFrom('people.reveal').select(revealColumns).where('district', '=', district).where('personId', '=', id).orderBy('at', 'desc').limit(200).execute(),
    row.householdId === null
      ? undefined
      : db.selectFrom('people.household').select('estate').where('district', '=', district).where('id', '=', row.householdId).executeTakeFirst(),
  ]);
  return {
    ...maskedPerson(row, vault, day),
    bornOn: ageOn(row.bornOn, day) < 18 ? null : row.bornOn,
    deceasedOn: row.deceasedOn,
    address: household ? `${household.estate ?? ''}****` : null,
    facts: facts.map(factView),
    guardians: guardians.map((g) => ({
      id: g.id,
      name: maskName(vault.open('person.name', g.nameCipher)),
      relation: g.relation,
      validFrom: g.validFrom,
      validTo: g.validTo,
    })),
    consents: consents.map(consentView),
    reveals: reveals.map((r) => ({ ...r, at: r.at.toISOString(), purpose: r.purpose as 'service' })),
  };
}

/** A resident reads the own record; staff masks stay, since a phone is often looked over a shoulder. */
export async function myRecordQuery(context: Reading<Actor>) {
  return getPersonQuery(context, { id: context.actor.personId ?? refuse(noRecord) });
}

export const factColumns = ['id', 'segmentCode', 'sourceDepartment', 'sourceReference', 'validFrom', 'validTo', 'recordedAt'] as const;
export const factView = (row: {
  id: string;
  segmentCode: string;
  sourceDepartment: string;
  sourceReference: string | null;
  validFrom: string;
  validTo: string | null;
  recordedAt: Date;
}) => {
  const { segmentCode, recordedAt, ...rest } = row;
  return { ...rest, segment: segmentCode, recordedAt: recordedAt.toISOString() };
};
export const consentColumns = ['id', 'purpose', 'textVersion', 'channel', 'givenAt', 'withdrawnAt'] as const;
export const consentView = (row: { id: string; purpose: string; textVersion: string; channel: string; givenAt: Date; withdrawnAt: Date | null }) => ({
  ...row,
  channel: row.channel as 'online',
  givenAt: row.givenAt.toISOString(),
  withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
});
const revealColumns = ['id', 'at', 'accountName', 'organisation', 'fields', 'purpose', 'reason'] as const;

export type PriorityGroup = 'elder' | 'minor' | 'disabled';

/** The groups that come first (S2:106) that a person belongs to on a day: by age bands and recorded segments. */
export async function priorityGroups(db: Read, district: string, personId: string, day: string): Promise<Set<PriorityGroup>> {
  const person = await db
    .selectFrom('people.person as person')
    .select(['bornOn', segmentsOf(day)])
    .where('person.district', '=', district)
    .where('person.id', '=', personId)
    .executeTakeFirst();
  const groups = new Set<PriorityGroup>();
  if (!person) return groups;
  const band = ageBandOn(person.bornOn, day);
  if (band === '60-79' || band === '80+') groups.add('elder');
  if (band === '0-6' || band === '7-17') groups.add('minor');
  if (person.segments?.some((segment) => segment === 'disabled' || segment === 'disabledElder')) groups.add('disabled');
  return groups;
}
