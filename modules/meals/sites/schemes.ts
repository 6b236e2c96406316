import type { Actor } from '../../../platform/access.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import type { Read } from '../../../platform/database.ts';
import { refuse } from '../../../platform/refuse.ts';
import { exampleSchemes, faultsOf, type Scheme } from '../pricing/scheme.ts';
import { wrongScheme } from './contract.ts';

/** The scheme of a district on a day; undefined where none is in force, as everywhere until a district enters its own. */
export async function findScheme(db: Read, district: string, day: string): Promise<Scheme | undefined> {
  const row = await db
    .selectFrom('meals.scheme')
    .select('rules')
    .where('district', '=', district)
    .where('fromDay', '<=', day)
    .where((eb) => eb.or([eb('toDay', 'is', null), eb('toDay', '>', day)]))
    .executeTakeFirst();
  return row?.rules as Scheme | undefined;
}

export async function listSchemesQuery({ db, district }: Reading) {
  const rows = await db
    .selectFrom('meals.scheme')
    .select(['version', 'fromDay as from', 'toDay as to', 'rules'])
    .where('district', '=', district)
    .orderBy('fromDay', 'desc')
    .execute();
  return { inForce: rows.map(({ rules, ...row }) => ({ ...row, scheme: rules as Scheme })), examples: exampleSchemes };
}

type InForce = { scheme: Scheme; from: string; to: string | null };
/** Enters a scheme; the one that runs on without an end stops on the day before. */
export async function setSchemeCommand({ tx, district, now, actor, note }: Writing<Actor>, { scheme, from, to }: InForce) {
  const [fault] = faultsOf(scheme, from);
  if (fault) refuse(wrongScheme, { path: fault.path, why: fault.zh });
  await tx.updateTable('meals.scheme').set({ toDay: from }).where('district', '=', district).where('toDay', 'is', null).where('fromDay', '<', from).execute();
  const { last } = await tx
    .selectFrom('meals.scheme')
    .select((eb) => eb.fn.max('version').as('last'))
    .where('district', '=', district)
    .where('code', '=', scheme.code)
    .executeTakeFirstOrThrow();
  const version = (last ?? 0) + 1;
  await tx
    .insertInto('meals.scheme')
    .values({ district, code: scheme.code, version, rules: JSON.stringify(scheme), fromDay: from, toDay: to, enteredBy: actor.id, enteredAt: now })
    .execute();
  note({ object: `${scheme.code} ${version}`, detail: { from } });
  return { code: scheme.code, version };
}
