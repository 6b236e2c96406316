import { generateSync, verifySync } from 'otplib';
import type { Writing } from '../../../platform/context.ts';
import { hashPassword, isPassword } from '../../../platform/crypto.ts';
import { keepAndRefuse, refuse } from '../../../platform/refuse.ts';
import { locked, totpNeeded, wrongPassword } from '../contract.ts';
import policy from '../policy.json' with { type: 'json' };
import { openSession } from '../session.ts';

// What is compared against when there is no such account, so that the answer takes as long.
const nobody = await hashPassword('nobody has this password');

/** The time step of a valid code, or null. One step of clock drift is allowed either way. */
function stepOf(secret: string, token: string, now: Date): number | null {
  const epoch = Math.floor(now.getTime() / 1000);
  const result = verifySync({ secret, token, epoch, epochTolerance: 30 });
  return result.valid ? Math.floor(epoch / 30) + (result.delta ?? 0) : null;
}

export async function signInWithPasswordCommand(context: Writing, input: { loginName: string; password: string; totp?: string }) {
  const { tx, district, now, vault, settings } = context;
  const account = await tx
    .selectFrom('identity.account')
    .select(['id', 'kind', 'name', 'passwordHash', 'totpCipher', 'totpLastStep', 'failedAttempts', 'lockedUntil'])
    .where('district', '=', district)
    .where('loginName', '=', input.loginName)
    .where('closedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (account?.lockedUntil && account.lockedUntil > now) refuse(locked, { until: account.lockedUntil.toISOString() });
  const isRight = await isPassword(input.password, account?.passwordHash ?? nobody);
  if (!account || !account.totpCipher) refuse(wrongPassword);
  const fail = async () => {
    const failedAttempts = account.failedAttempts + 1;
    const lockedUntil = failedAttempts >= policy.maxFailedAttempts ? new Date(now.getTime() + policy.lockMinutes * 60_000) : null;
    await update({ failedAttempts: lockedUntil ? 0 : failedAttempts, lockedUntil });
    return keepAndRefuse(lockedUntil ? locked : wrongPassword);
  };
  const update = (change: { failedAttempts: number; lockedUntil: Date | null; totpLastStep?: number; totpConfirmedAt?: Date }) =>
    tx.updateTable('identity.account').set(change).where('district', '=', district).where('id', '=', account.id).execute();
  if (!isRight) return fail();
  const secret = vault.open('account.totp', account.totpCipher);
  if (!input.totp) {
    const demonstrationCode = settings.demonstration ? generateSync({ secret, epoch: Math.floor(now.getTime() / 1000) }) : undefined;
    refuse(totpNeeded, demonstrationCode ? { demonstrationCode } : undefined);
  }
  const step = stepOf(secret, input.totp, now);
  // A code that was used once is worthless to who looked over a shoulder.
  if (step === null || (account.totpLastStep !== null && step <= account.totpLastStep && !settings.demonstration)) return fail();
  await update({ failedAttempts: 0, lockedUntil: null, totpLastStep: step, totpConfirmedAt: now });
  return openSession(context, account);
}
