import { z } from 'zod';
import { staffRoles } from '../../platform/access.ts';
import { AreaCode, command, Id, Moment, query, refusal, refuses } from '../../platform/endpoint.ts';

export const wrongCode = refusal(401, 'identity/wrong-code', {
  zh: '验证码不对或已过期，请重新获取',
  en: 'The code is wrong or has expired; ask for a new one',
});
export const tooManyCodes = refusal(429, 'identity/too-many-codes', {
  zh: '获取验证码太频繁，请过一小时再试',
  en: 'Too many codes were asked for; try again in an hour',
});
export const wrongPassword = refusal(401, 'identity/wrong-password', {
  zh: '账号、密码或动态码不对',
  en: 'The name, password or code is wrong',
});
export const totpNeeded = refusal(401, 'identity/totp-needed', {
  zh: '请输入动态码',
  en: 'Enter the code of your authenticator',
});
export const locked = refusal(423, 'identity/locked', {
  zh: '多次输错，账号已暂时锁定，请稍后再试',
  en: 'Too many failed tries; the account is locked for a while',
});
export const noSuchAccount = refusal(404, 'identity/no-such-account', { zh: '没有这个账号', en: 'There is no such account' });
export const noSuchSession = refusal(404, 'identity/no-such-session', {
  zh: '这个登录已经退出',
  en: 'This session has ended already',
});
export const loginNameTaken = refusal(409, 'identity/login-name-taken', { zh: '这个登录名已被使用', en: 'This sign-in name is in use' }, 'account_login_name');
export const roleHeld = refusal(409, 'identity/role-held', { zh: '这个账号已有此角色', en: 'The account holds this role already' }, 'role_grant_once');
export const aboveYourself = refusal(403, 'identity/above-yourself', {
  zh: '不能授予比自己更高的角色',
  en: 'You cannot grant a role above your own',
});
export const roleDoesNotFit = refusal(422, 'identity/role-does-not-fit', {
  zh: '这个角色不能授予在这一级区划上',
  en: 'This role cannot be granted on an area of this level',
});
export const noGateway = refusal(409, 'identity/no-gateway', {
  zh: '短信服务还没有开通，请到社区服务窗口办理',
  en: 'No SMS gateway is set up; the counter of your community can help',
});
export const oidcOff = refusal(404, 'identity/oidc-off', {
  zh: '没有开通统一身份登录',
  en: 'Sign-in through an identity provider is not set up',
});
export const oidcFailed = refusal(401, 'identity/oidc-failed', {
  zh: '统一身份登录没有成功，请重试',
  en: 'Sign-in through the identity provider failed; try again',
});

export const Phone = z.string().regex(/^1[3-9]\d{9}$/, '手机号应为 11 位数字 / a mobile number has 11 digits');
export const RoleName = z.enum(staffRoles);
export const RoleGrant = z.object({
  id: Id,
  role: RoleName,
  areaCode: AreaCode.nullable(),
  areaName: z.string().nullable(),
  organisationId: Id.nullable(),
  organisationName: z.string().nullable(),
});
export const Me = z.object({
  account: z
    .object({
      id: Id,
      kind: z.enum(['resident', 'staff']),
      name: z.string(),
      district: z.string(),
      hasRecord: z.boolean(),
      roles: z.array(RoleGrant.omit({ id: true, areaName: true, organisationName: true })),
    })
    .nullable(),
  district: z.object({ code: z.string(), name: z.string(), centre: z.tuple([z.number(), z.number()]).nullable() }),
  demonstration: z.boolean(),
  oidcName: z.string().nullable(),
  tianditu: z.object({ key: z.string(), reviewNumber: z.string() }).nullable(),
});
export const Session = z.object({
  id: Id,
  device: z.string(),
  ip: z.string(),
  createdAt: Moment,
  lastSeenAt: Moment,
  isThisOne: z.boolean(),
});
export const Account = z.object({
  id: Id,
  kind: z.enum(['resident', 'staff']),
  name: z.string(),
  loginName: z.string().nullable(),
  lockedUntil: Moment.nullable(),
  closedAt: Moment.nullable(),
  roles: z.array(RoleGrant),
});
export const AuditEntry = z.object({
  seq: z.int(),
  at: Moment,
  actorName: z.string(),
  action: z.string(),
  objectId: z.string().nullable(),
  purpose: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  result: z.enum(['done', 'forbidden']),
});

const signedInAnswer = z.object({ name: z.string(), kind: z.enum(['resident', 'staff']), token: z.string() });
const Grant = z.object({ role: RoleName, areaCode: AreaCode.optional(), organisationId: Id.optional() });

export const requestCode = command('POST', '/identity/codes', 'Send a one-time code to a phone')
  .errors(refuses(tooManyCodes, noGateway))
  .input(z.object({ phone: Phone }))
  .output(z.object({ sentTo: z.string(), expiresAt: Moment, demonstrationCode: z.string().nullable() }));
export const signInWithCode = command('POST', '/identity/sessions/code', 'Sign in with a phone and its code')
  .errors(refuses(wrongCode, locked))
  .input(z.object({ phone: Phone, code: z.string().regex(/^\d{6}$/, '验证码是 6 位数字 / the code has 6 digits') }))
  .output(signedInAnswer);
export const signInWithPassword = command('POST', '/identity/sessions/password', 'Staff: sign in with name, password and authenticator code')
  .errors(refuses(wrongPassword, totpNeeded, locked))
  .input(
    z.object({
      loginName: z.string().trim().min(1).max(80),
      password: z.string().min(1).max(200),
      totp: z
        .string()
        .regex(/^\d{6}$/)
        .optional(),
    }),
  )
  .output(signedInAnswer);
export const beginOidc = command('POST', '/identity/oidc/begin', 'Begin to sign in through the identity provider')
  .errors(refuses(oidcOff))
  .output(z.object({ url: z.url() }));
export const finishOidc = command('POST', '/identity/oidc/finish', 'Finish signing in with what the identity provider sent back')
  .errors(refuses(oidcOff, oidcFailed))
  .input(z.object({ callback: z.string().max(4000).describe('the query string of the callback address') }))
  .output(signedInAnswer);
export const signOut = command('POST', '/identity/sign-out', 'End this session').output(z.object({ ended: z.boolean() }));
export const whoAmI = query('/identity/me', 'Who is signed in, and how this installation is set up').output(Me);
export const listSessions = query('/identity/sessions', 'Where I am signed in').output(z.array(Session));
export const revokeSession = command('POST', '/identity/sessions/{id}/revoke', 'Sign out one of my sessions')
  .errors(refuses(noSuchSession))
  .input(z.object({ id: Id }))
  .output(z.object({ id: Id }));

export const listAccounts = query('/identity/accounts', 'Staff accounts of my areas')
  .input(z.object({ find: z.string().trim().max(60).optional() }))
  .output(z.array(Account));
export const createAccount = command(
  'POST',
  '/identity/accounts',
  'Make a staff account with a first role; the password and the authenticator secret are shown once',
)
  .errors(refuses(loginNameTaken, aboveYourself, roleDoesNotFit))
  .input(
    z.object({
      loginName: z
        .string()
        .trim()
        .regex(/^[a-z0-9._-]{3,40}$/, '3–40 个小写字母、数字或 . _ - / 3–40 of a–z 0–9 . _ -'),
      name: z.string().trim().min(1).max(60),
      ...Grant.shape,
    }),
  )
  .output(z.object({ id: Id, password: z.string(), totpUri: z.string(), totpQr: z.string() }));
export const grantRole = command('POST', '/identity/accounts/{id}/roles', 'Grant a role on an area or an organisation')
  .errors(refuses(noSuchAccount, roleHeld, aboveYourself, roleDoesNotFit))
  .input(Grant.extend({ id: Id }))
  .output(z.object({ id: Id }));
export const revokeRole = command('POST', '/identity/roles/{grantId}/revoke', 'Take a role back')
  .errors(refuses(noSuchAccount, aboveYourself))
  .input(z.object({ grantId: Id }))
  .output(z.object({ id: Id }));
export const unlockAccount = command('POST', '/identity/accounts/{id}/unlock', 'Lift the lock of an account')
  .errors(refuses(noSuchAccount, aboveYourself, roleDoesNotFit))
  .input(z.object({ id: Id }))
  .output(z.object({ id: Id }));
export const closeAccount = command('POST', '/identity/accounts/{id}/close', 'Close a staff account and end its sessions')
  .errors(refuses(noSuchAccount, aboveYourself, roleDoesNotFit))
  .input(z.object({ id: Id }))
  .output(z.object({ id: Id }));
export const listAudit = query('/identity/audit', 'The audit chain, newest first')
  .input(z.object({ before: z.coerce.number().int().optional(), find: z.string().trim().max(60).optional() }))
  .output(z.array(AuditEntry));
export const verifyAuditChain = query('/identity/audit/verification', 'Recompute the audit chain').output(
  z.object({ entries: z.int(), broken: z.object({ seq: z.int(), why: z.string() }).nullable() }),
);

export const identity = {
  requestCode,
  signInWithCode,
  signInWithPassword,
  beginOidc,
  finishOidc,
  signOut,
  whoAmI,
  listSessions,
  revokeSession,
  listAccounts,
  createAccount,
  grantRole,
  revokeRole,
  unlockAccount,
  closeAccount,
  listAudit,
  verifyAuditChain,
};
