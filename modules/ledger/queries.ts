import type { Actor } from '../../platform/access.ts';
import type { Reading } from '../../platform/context.ts';
import type { Read } from '../../platform/database.ts';
import { refuse } from '../../platform/refuse.ts';
import { listBalances, listLines } from './accounts.ts';
import { getTrialBalance } from './books/check.ts';
import { noSuchAccount } from './refusals.ts';
import { listUnits } from './units.ts';

export const listUnitsQuery = async () => listUnits();

export async function getBooksQuery({ db, district }: Reading) {
  const last = await db
    .selectFrom('ledger.seal')
    .select(['number', 'day', 'hash'])
    .where('district', '=', district)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  const { entries } = await db
    .selectFrom('ledger.seal')
    .select((eb) => eb.fn.coalesce(eb.fn.sum<number>('entries'), eb.lit(0)).as('entries'))
    .where('district', '=', district)
    .executeTakeFirstOrThrow();
  return {
    units: await getTrialBalance(db, district),
    sealed: { blocks: last?.number ?? 0, entries, day: last?.day ?? null, hash: last?.hash ?? null },
  };
}

async function listAccountsOf(db: Read, district: string, ownerKind: string, ownerId: string) {
  const rows = await db
    .selectFrom('ledger.account')
    .select(['id', 'ownerKind', 'ownerId', 'unit', 'kind', 'name', 'openedAt', 'closedAt'])
    .where('district', '=', district)
    .where('ownerKind', '=', ownerKind)
    .where('ownerId', '=', ownerId)
    .orderBy('unit')
    .orderBy('kind')
    .execute();
  const balances = await listBalances(
    db,
    district,
    rows.map(({ id }) => id),
  );
  return rows.map(({ openedAt, closedAt, ...row }) => ({
    ...row,
    ...balances.get(row.id)!,
    openedAt: openedAt.toISOString(),
    closedAt: closedAt?.toISOString() ?? null,
  }));
}

export const listAccountsQuery = ({ db, district }: Reading, { ownerKind, ownerId }: { ownerKind: string; ownerId: string }) =>
  listAccountsOf(db, district, ownerKind, ownerId);

export async function listMyAccountsQuery({ db, district, actor }: Reading<Actor>) {
  return actor.personId ? listAccountsOf(db, district, 'person', actor.personId) : [];
}

async function listLinesOf(db: Read, district: string, id: string, before: number | undefined) {
  const lines = await listLines(db, district, id, before === undefined ? {} : { before });
  const others = lines.length
    ? await db
        .selectFrom('ledger.account')
        .select(['id', 'name'])
        .where('district', '=', district)
        .where(
          'id',
          'in',
          lines.map(({ otherId }) => otherId),
        )
        .execute()
    : [];
  const nameOf = new Map(others.map((other) => [other.id, other.name]));
  return lines.map(({ happenedAt, postedAt, ...line }) => ({
    ...line,
    other: nameOf.get(line.otherId) ?? '',
    happenedAt: happenedAt.toISOString(),
    postedAt: postedAt.toISOString(),
  }));
}

type Which = { id: string; before?: number | undefined };
const findOwner = (db: Read, district: string, id: string) =>
  db.selectFrom('ledger.account').select(['ownerKind', 'ownerId']).where('district', '=', district).where('id', '=', id).executeTakeFirst();

export async function listAccountLinesQuery({ db, district }: Reading, { id, before }: Which) {
  if (!(await findOwner(db, district, id))) refuse(noSuchAccount);
  return listLinesOf(db, district, id, before);
}

/** Somebody else's account is answered as one that is not there. */
export async function listMyLinesQuery({ db, district, actor }: Reading<Actor>, { id, before }: Which) {
  const owner = await findOwner(db, district, id);
  if (owner?.ownerKind !== 'person' || owner.ownerId !== actor.personId) refuse(noSuchAccount);
  return listLinesOf(db, district, id, before);
}
