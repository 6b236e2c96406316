import type { Reading, Writing } from '../../platform/context.ts';
import { newId } from '../../platform/id.ts';
import { creditCodeWarning } from './credit-code.ts';

export async function listOrganisationsQuery({ db, district }: Reading) {
  const rows = await db
    .selectFrom('partners.organisation')
    .select(['id', 'name', 'creditCode', 'kind'])
    .where('district', '=', district)
    .orderBy('name')
    .limit(2000)
    .execute();
  return rows.map((row) => ({
    ...row,
    kind: row.kind as 'operator',
    creditCodeWarning: row.creditCode ? creditCodeWarning(row.creditCode) : null,
  }));
}

export async function createOrganisationCommand(
  { tx, district, now }: Writing,
  input: { name: string; creditCode?: string; kind: 'government' | 'operator' | 'market' | 'charity' | 'resident' },
) {
  const id = newId(now.getTime());
  const creditCode = input.creditCode || null;
  await tx.insertInto('partners.organisation').values({ district, id, name: input.name, creditCode, kind: input.kind, createdAt: now }).execute();
  return {
    id,
    name: input.name,
    kind: input.kind,
    creditCode,
    creditCodeWarning: creditCode ? creditCodeWarning(creditCode) : null,
  };
}
