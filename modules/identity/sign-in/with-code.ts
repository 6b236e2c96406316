import { randomInt } from 'node:crypto';
import { sql } from 'kysely';
import type { Writing } from '../../../platform/context.ts';
import { sameSecret, sha256 } from '../../../platform/crypto.ts';
import { newId } from '../../../platform/id.ts';
import { maskPhone } from '../../../platform/mask-phone.ts';
import { keepAndRefuse, refuse } from '../../../platform/refuse.ts';
import { locked, tooManyCodes, wrongCode } from '../contract.ts';
import { accountRegistered } from '../events.ts';
import policy from '../policy.json' with { type: 'json' };
import { openSession } from '../session.ts';
import { sendText } from './text-message.ts';

const minutesLater = (now: Date, minutes: number) => new Date(now.getTime() + minutes * 60_000);

export async function requestCodeCommand(context: Writing, { phone }: { phone: string }) {
  const { tx, district, now, vault, settings } = context;
  const phoneIndex = vault.blindIndex('phone', phone);
  // Parallel requests wait for each other here, so that all of them are counted, in whatever district.
  await sql`select pg_advisory_xact_lock(hashtextextended(${phoneIndex}, 1))`.execute(tx);
  const { byPhone, byAddress } = await tx
    .selectFrom('identity.oneTimeCode')
    .select((eb) => [
      eb.fn.countAll<number>().filterWhere('phoneIndex', '=', phoneIndex).as('byPhone'),
      eb.fn.countAll<number>().filterWhere('ip', '=', context.ip).as('byAddress'),
    ])
    .where('sentAt', '>', minutesLater(now, -60))
    .where((eb) => eb.or([eb('phoneIndex', '=', phoneIndex), eb('ip', '=', context.ip)]))
    .executeTakeFirstOrThrow();
  if ((byPhone >= policy.codesPerHour || byAddress >= policy.codesPerHourByAddress) && !settings.demonstration) refuse(tooManyCodes);
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const id = newId(now.getTime());
  const expiresAt = minutesLater(now, policy.codeMinutes);
  await tx
    .insertInto('identity.oneTimeCode')
    .values({ district, id, phoneIndex, codeHash: sha256(id + code), sentAt: now, expiresAt, ip: context.ip })
    .execute();
  await sendText(context, phone, `【邻里】您的验证码是 ${code}，${policy.codeMinutes} 分钟内有效。请不要告诉他人。`);
  return {
    sentTo: maskPhone(phone),
    expiresAt: expiresAt.toISOString(),
    demonstrationCode: settings.demonstration ? code : null,
  };
}

export async function signInWithCodeCommand(context: Writing, { phone, code }: { phone: string; code: string }) {
  const { tx, district, now, vault } = context;
  const phoneIndex = vault.blindIndex('phone', phone);
  const sent = await tx
    .updateTable('identity.oneTimeCode')
    .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
    .where('district', '=', district)
    .where('id', '=', (eb) =>
      eb
        .selectFrom('identity.oneTimeCode as newest')
        .select('newest.id')
        .where('newest.district', '=', district)
        .where('newest.phoneIndex', '=', phoneIndex)
        .orderBy('newest.sentAt', 'desc')
        .orderBy('newest.id', 'desc')
        .limit(1),
    )
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)
    .where('attempts', '<', policy.codeAttempts)
    .returning(['id', 'codeHash'])
    .executeTakeFirst();
  if (!sent) refuse(wrongCode);
  if (!sameSecret(sha256(sent.id + code), sent.codeHash)) return keepAndRefuse(wrongCode);
  await tx.updateTable('identity.oneTimeCode').set({ usedAt: now }).where('district', '=', district).where('id', '=', sent.id).execute();
  const account = await accountOf(context, phone, phoneIndex);
  if (account.lockedUntil && account.lockedUntil > now) return keepAndRefuse(locked);
  return openSession(context, account);
}

/** The resident's account of a phone; the first sign-in makes it. */
async function accountOf(context: Writing, phone: string, phoneIndex: string) {
  const { tx, district, now, vault } = context;
  const id = newId(now.getTime());
  const made = await tx
    .insertInto('identity.account')
    .values({
      district,
      id,
      kind: 'resident',
      name: maskPhone(phone),
      phoneCipher: vault.seal('account.phone', phone),
      phoneIndex,
      createdAt: now,
    })
    .onConflict((conflict) => conflict.columns(['district', 'phoneIndex']).doNothing())
    .returning(['id', 'kind', 'name', 'lockedUntil'])
    .executeTakeFirst();
  if (made) {
    await context.record(accountRegistered, id);
    return made;
  }
  return tx
    .selectFrom('identity.account')
    .select(['id', 'kind', 'name', 'lockedUntil'])
    .where('district', '=', district)
    .where('phoneIndex', '=', phoneIndex)
    .executeTakeFirstOrThrow();
}
