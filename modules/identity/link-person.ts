import type { Write } from '../../platform/database.ts';

/** Ties an account to the person whose record it may see. */
export async function linkPerson(tx: Write, district: string, accountId: string, personId: string, name: string): Promise<void> {
  await tx.updateTable('identity.account').set({ personId, name }).where('district', '=', district).where('id', '=', accountId).execute();
}

/** The blind index of the phone that an account proved to hold. */
export async function findPhoneIndex(tx: Write, district: string, accountId: string): Promise<string | null> {
  const account = await tx.selectFrom('identity.account').select('phoneIndex').where('district', '=', district).where('id', '=', accountId).executeTakeFirst();
  return account?.phoneIndex ?? null;
}
