import { anyone, signedIn, staff, staffAt, staffOfDistrict } from '../../platform/access.ts';
import { answer, answerFor, perform, performForAnyone } from '../../platform/routes.ts';
import * as contract from './contract.ts';
import {
  closeAccountCommand,
  createAccountCommand,
  grantRoleCommand,
  revokeRoleCommand,
  revokeSessionCommand,
  signOutCommand,
  unlockAccountCommand,
} from './manage-accounts.ts';
import { accountWhereabouts, grantWhereabouts, listAccountsQuery, listAuditQuery, listSessionsQuery, verifyAuditQuery, whoAmIQuery } from './queries.ts';
import { requestCodeCommand, signInWithCodeCommand } from './sign-in/with-code.ts';
import { beginOidcCommand, finishOidcCommand } from './sign-in/with-oidc.ts';
import { signInWithPasswordCommand } from './sign-in/with-password.ts';

const officials = ['cityOfficial', 'districtOfficial', 'subdistrictOfficial', 'communityOfficial'] as const;
const managesAccounts = staff(...officials);
const managesAccount = staffAt(accountWhereabouts, ...officials);
const audits = staffOfDistrict('auditor', 'cityOfficial', 'districtOfficial');

export const routes = [
  performForAnyone(contract.requestCode, anyone, requestCodeCommand),
  performForAnyone(contract.signInWithCode, anyone, signInWithCodeCommand),
  performForAnyone(contract.signInWithPassword, anyone, signInWithPasswordCommand),
  performForAnyone(contract.beginOidc, anyone, beginOidcCommand),
  performForAnyone(contract.finishOidc, anyone, finishOidcCommand),
  answer(contract.whoAmI, anyone, whoAmIQuery),
  perform(contract.signOut, signedIn, signOutCommand),
  answerFor(contract.listSessions, signedIn, listSessionsQuery),
  perform(contract.revokeSession, signedIn, revokeSessionCommand),
  answerFor(contract.listAccounts, managesAccounts, listAccountsQuery),
  perform(contract.createAccount, managesAccounts, createAccountCommand),
  perform(contract.grantRole, managesAccount, grantRoleCommand),
  perform(contract.revokeRole, staffAt(grantWhereabouts, ...officials), revokeRoleCommand),
  perform(contract.unlockAccount, managesAccount, unlockAccountCommand),
  perform(contract.closeAccount, managesAccount, closeAccountCommand),
  answer(contract.listAudit, audits, listAuditQuery),
  answer(contract.verifyAuditChain, audits, verifyAuditQuery),
];
