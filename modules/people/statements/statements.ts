import { sql } from 'kysely';
import type { Actor } from '../../../platform/access.ts';
import { dayHere } from '../../../platform/clock.ts';
import type { Writing } from '../../../platform/context.ts';
import type { Vault } from '../../../platform/crypto.ts';
import type { Read, Write } from '../../../platform/database.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { noSuchFactKind, noSuchPerson, notAValue, notYet } from '../contract.ts';
import { factRecorded } from '../events.ts';
import { keeps, personFacts, type Stated, sealProfile } from './facts.ts';

type NewStatement = {
  id: string;
  fact: string;
  value: number | string | boolean;
  sourceDepartment: string;
  sourceReference?: string;
  statedOn: string;
  validFrom?: string;
  validTo?: string;
};

/** What the register itself keeps is changed there. */
const registerOwn = ['district', 'birth', 'sex', 'isAlive'];

/**
 * Records what a department states. What stood for the same days before is replaced, not deleted: it stays known that it was believed until now.
 */
export async function recordStatementCommand(context: Writing<Actor>, input: NewStatement) {
  const { tx, district, now, actor, vault } = context;
  const field = registerOwn.includes(input.fact) ? undefined : personFacts.numberOf(input.fact);
  if (field === undefined) refuse(noSuchFactKind, { field: 'fact' });
  if (input.statedOn > dayHere(now)) refuse(notYet, { field: 'statedOn' });
  try {
    personFacts.encode(field, input.value);
  } catch (error) {
    refuse(notAValue, { field: 'value', takes: (error as Error).message });
  }
  const person = await tx
    .selectFrom('people.person')
    .select('areaCode')
    .where('district', '=', district)
    .where('id', '=', input.id)
    .forUpdate()
    .executeTakeFirst();
  if (!person) refuse(noSuchPerson);
  const validFrom = input.validFrom ?? input.statedOn;
  const validTo = input.validTo ?? null;
  const source = { sourceDepartment: input.sourceDepartment, sourceReference: input.sourceReference ?? null, statedOn: input.statedOn };
  await replaceOverlapping(tx, { district, personId: input.id, fact: input.fact, validFrom, validTo, now });
  const id = newId(now.getTime());
  const row = { district, id, personId: input.id, fact: input.fact, valueCipher: vault.seal('statement.value', JSON.stringify(input.value)) };
  await tx
    .insertInto('people.statement')
    .values({ ...row, ...source, validFrom, validTo, recordedAt: now, recordedBy: actor.id })
    .execute();
  await renewProfile(tx, vault, district, input.id);
  await context.record(factRecorded, input.id, { statement: id, fact: input.fact });
  context.note({ object: input.id, areaCode: person.areaCode, detail: { statement: id, fact: input.fact } });
  return { id };
}

type Span = { district: string; personId: string; fact: string; validFrom: string; validTo: string | null; now: Date };

/** Ends belief in what stood for those days; what it said of other days stands on. */
async function replaceOverlapping(tx: Write, { district, personId, fact, validFrom, validTo, now }: Span): Promise<void> {
  const replaced = await tx
    .updateTable('people.statement')
    .set({ replacedAt: now })
    .where('district', '=', district)
    .where('personId', '=', personId)
    .where('fact', '=', fact)
    .where('replacedAt', 'is', null)
    .where(sql<boolean>`daterange(valid_from, valid_to) && daterange(${validFrom}::date, ${validTo}::date)`)
    .returningAll()
    .execute();
  for (const old of replaced) {
    const rest = { ...old, recordedAt: now, replacedAt: null };
    if (old.validFrom < validFrom)
      await tx
        .insertInto('people.statement')
        .values({ ...rest, id: newId(now.getTime()), validTo: validFrom })
        .execute();
    if (validTo !== null && (old.validTo === null || old.validTo > validTo))
      await tx
        .insertInto('people.statement')
        .values({ ...rest, id: newId(now.getTime()), validFrom: validTo })
        .execute();
  }
}

/** Seals what stands about a person anew, and tells readers of profiles that it, or what the register knows, changed. */
export async function renewProfile(tx: Write, vault: Vault, district: string, personId: string): Promise<void> {
  const sealed = sealProfile(vault, await listStated(tx, vault, district, personId, null));
  await tx
    .insertInto('people.profile')
    .values({ district, personId, sealed })
    .onConflict((c) => c.columns(['district', 'personId']).doUpdateSet({ sealed, changedIn: sql`pg_current_xact_id()` }))
    .execute();
}

export type Statement = Stated & { sourceDepartment: string; sourceReference: string | null };

/**
 * What stands about a person, with its sources.
 * @param knownAt what stood at that moment; now, if null
 */
export async function listStated(db: Read, vault: Vault, district: string, personId: string, knownAt: Date | null): Promise<Statement[]> {
  const rows = await db
    .selectFrom('people.statement')
    .select(['fact', 'valueCipher', 'validFrom', 'validTo', 'statedOn', 'sourceDepartment', 'sourceReference'])
    .where('district', '=', district)
    .where('personId', '=', personId)
    .$if(knownAt === null, (q) => q.where('replacedAt', 'is', null))
    .$if(knownAt !== null, (q) => q.where('recordedAt', '<=', knownAt!).where((eb) => eb.or([eb('replacedAt', 'is', null), eb('replacedAt', '>', knownAt!)])))
    .orderBy('fact')
    .orderBy('validFrom')
    .execute();
  return rows.map(({ valueCipher, ...row }) => ({
    ...row,
    value: JSON.parse(vault.open('statement.value', valueCipher)) as unknown,
    isFromKeeper: keeps(row.sourceDepartment, row.fact),
  }));
}
