import { randomBytes } from 'node:crypto';
import { generateSecret, generateURI } from 'otplib';
import type { StaffRole } from '../../platform/access.ts';
import { hashPassword, type Vault } from '../../platform/crypto.ts';
import type { Write } from '../../platform/database.ts';
import { newId } from '../../platform/id.ts';

type Making = { tx: Write; district: string; now: Date; vault: Vault };

/** A staff account with a random password and an authenticator secret; both leave this function once and are kept hashed and sealed. */
export async function makeStaffAccount({ tx, district, now, vault }: Making, { loginName, name }: { loginName: string; name: string }) {
  const id = newId(now.getTime());
  const password = randomBytes(12).toString('base64url');
  const secret = generateSecret();
  await tx
    .insertInto('identity.account')
    .values({
      district,
      id,
      kind: 'staff',
      name,
      loginName,
      passwordHash: await hashPassword(password),
      totpCipher: vault.seal('account.totp', secret),
      createdAt: now,
    })
    .execute();
  return { id, password, totpUri: generateURI({ issuer: 'Linli', label: loginName, secret }) };
}

/** The first official of an installation, made by whoever runs the server: nobody is there yet who could grant. */
export async function makeFirstOfficial(making: Making, input: { loginName: string; name: string; role: StaffRole; areaCode: string }) {
  const { tx, district, now } = making;
  const made = await makeStaffAccount(making, input);
  await tx
    .insertInto('identity.roleGrant')
    .values({
      district,
      id: newId(now.getTime()),
      accountId: made.id,
      role: input.role,
      areaCode: input.areaCode,
      validFrom: now,
    })
    .execute();
  return made;
}
