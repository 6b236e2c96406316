import QRCode from 'qrcode';
import { type Actor, holdsAt, type StaffRole, staffRoles } from '../../platform/access.ts';
import { sessionCookie, type Writing } from '../../platform/context.ts';
import { newId } from '../../platform/id.ts';
import { refuse } from '../../platform/refuse.ts';
import { findArea } from '../areas/index.ts';
import { aboveYourself, noSuchAccount, noSuchSession, roleDoesNotFit } from './contract.ts';
import { rolesChanged } from './events.ts';
import policy from './policy.json' with { type: 'json' };
import { makeStaffAccount } from './staff-account.ts';

type Grant = { role: StaffRole; areaCode?: string; organisationId?: string };
type Context = Writing<Actor>;

/** Which roles may grant which: officials grant downwards, and auditors are named by the district or the city only. */
const mayGrant: Partial<Record<StaffRole, string[]>> = policy.mayGrant;
const roleLevels: Partial<Record<StaffRole, string[]>> = policy.roleLevels;

async function checkGrant({ tx, actor, district }: Context, { role, areaCode }: Omit<Grant, 'organisationId'>): Promise<void> {
  // An operator's organisation may run places anywhere in the district, so only who may grant everywhere in it may grant that.
  const area = await findArea(tx, role === 'operator' ? district : (areaCode ?? district));
  const granting = staffRoles.filter((own) => mayGrant[own]?.includes(role));
  if (!area || !holdsAt(actor, granting, { areaPath: area.path })) refuse(aboveYourself);
  if (role !== 'operator' && !roleLevels[role]?.includes(area.level)) refuse(roleDoesNotFit, { role, level: area.level });
}

/** Whoever changes an account must be one who could have granted each of its roles. */
async function checkMayManage(context: Context, id: string): Promise<void> {
  const grants = await context.tx
    .selectFrom('identity.roleGrant')
    .select(['role', 'areaCode', 'organisationId'])
    .where('district', '=', context.district)
    .where('accountId', '=', id)
    .where('validTo', 'is', null)
    .execute();
  for (const grant of grants) await checkGrant(context, { role: grant.role as StaffRole, areaCode: grant.areaCode ?? undefined });
}

async function insertGrant(context: Context, accountId: string, { role, areaCode, organisationId }: Grant): Promise<string> {
  const { tx, district, now, actor } = context;
  const id = newId(now.getTime());
  const organisation = role === 'operator' ? (organisationId ?? refuse(aboveYourself)) : null;
  await tx
    .insertInto('identity.roleGrant')
    .values({
      district,
      id,
      accountId,
      role,
      areaCode: role === 'operator' ? null : (areaCode ?? district),
      organisationId: organisation,
      validFrom: now,
      grantedBy: actor.id,
    })
    .execute();
  await context.record(rolesChanged, accountId, { role, areaCode, organisationId });
  return id;
}

export async function createAccountCommand(context: Context, input: { loginName: string; name: string } & Grant) {
  await checkGrant(context, input);
  const { tx, district, now, vault } = context;
  const { id, password, totpUri } = await makeStaffAccount({ tx, district, now, vault }, input);
  await insertGrant(context, id, input);
  context.note({ object: id, areaCode: input.areaCode, detail: { loginName: input.loginName, role: input.role } });
  return { id, password, totpUri, totpQr: await QRCode.toDataURL(totpUri, { margin: 1 }) };
}

export async function grantRoleCommand(context: Context, { id, ...grant }: { id: string } & Grant) {
  const { tx, district } = context;
  await checkGrant(context, grant);
  const account = await tx
    .selectFrom('identity.account')
    .select('id')
    .where('district', '=', district)
    .where('id', '=', id)
    .where('kind', '=', 'staff')
    .where('closedAt', 'is', null)
    .executeTakeFirst();
  if (!account) refuse(noSuchAccount);
  const granted = await insertGrant(context, id, grant);
  context.note({ object: id, areaCode: grant.areaCode, detail: { ...grant } });
  return { id: granted };
}

export async function revokeRoleCommand(context: Context, { grantId }: { grantId: string }) {
  const { tx, district, now } = context;
  const grant = await tx
    .selectFrom('identity.roleGrant')
    .select(['accountId', 'role', 'areaCode', 'organisationId'])
    .where('district', '=', district)
    .where('id', '=', grantId)
    .where('validTo', 'is', null)
    .executeTakeFirst();
  if (!grant) refuse(noSuchAccount);
  await checkGrant(context, { role: grant.role as StaffRole, areaCode: grant.areaCode ?? undefined });
  await tx.updateTable('identity.roleGrant').set({ validTo: now }).where('district', '=', district).where('id', '=', grantId).execute();
  await context.record(rolesChanged, grant.accountId, { ended: grant.role });
  context.note({ object: grant.accountId, areaCode: grant.areaCode ?? undefined, detail: { ended: grant.role } });
  return { id: grantId };
}

export async function unlockAccountCommand(context: Context, { id }: { id: string }) {
  const { tx, district } = context;
  await checkMayManage(context, id);
  const row = await tx
    .updateTable('identity.account')
    .set({ lockedUntil: null, failedAttempts: 0 })
    .where('district', '=', district)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  return row ?? refuse(noSuchAccount);
}

export async function closeAccountCommand(context: Context, { id }: { id: string }) {
  const { tx, district, now } = context;
  await checkMayManage(context, id);
  const row = await tx
    .updateTable('identity.account')
    .set({ closedAt: now })
    .where('district', '=', district)
    .where('id', '=', id)
    .where('kind', '=', 'staff')
    .returning('id')
    .executeTakeFirst();
  if (!row) refuse(noSuchAccount);
  await tx
    .updateTable('identity.session')
    .set({ revokedAt: now })
    .where('district', '=', district)
    .where('accountId', '=', id)
    .where('revokedAt', 'is', null)
    .execute();
  return row;
}

export async function revokeSessionCommand({ tx, actor, now }: Context, { id }: { id: string }) {
  const row = await tx
    .updateTable('identity.session')
    .set({ revokedAt: now })
    .where('district', '=', actor.district)
    .where('accountId', '=', actor.id)
    .where('id', '=', id)
    .where('revokedAt', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row ?? refuse(noSuchSession);
}

export async function signOutCommand(context: Context) {
  await revokeSessionCommand(context, { id: context.actor.sessionId });
  context.setCookie(sessionCookie, '', 0);
  return { ended: true };
}
