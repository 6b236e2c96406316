import * as oidc from 'openid-client';
import type { Settings, Writing } from '../../../platform/context.ts';
import { sha256 } from '../../../platform/crypto.ts';
import { newId } from '../../../platform/id.ts';
import { keepAndRefuse, refuse } from '../../../platform/refuse.ts';
import { oidcFailed, oidcOff } from '../contract.ts';
import { accountRegistered } from '../events.ts';
import { openSession } from '../session.ts';

async function discover({ issuer, clientId, clientSecret }: NonNullable<Settings['oidc']>): Promise<oidc.Configuration> {
  const url = new URL(issuer);
  // A provider on this machine may speak plain HTTP; any other must use TLS.
  const isLocal = url.protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(url.hostname);
  return oidc.discovery(url, clientId, clientSecret, undefined, isLocal ? { execute: [oidc.allowInsecureRequests] } : undefined);
}

const callbackUrl = (settings: Settings) => `${settings.publicUrl}/sign-in/callback`;

/** Ties the attempt to the browser that began it, so that nobody is signed in to another's account by a link. */
const attemptCookie = 'linli_oidc';

export async function beginOidcCommand({ tx, district, now, settings, setCookie }: Writing) {
  if (!settings.oidc) refuse(oidcOff);
  const configuration = await discover(settings.oidc);
  const codeVerifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  const nonce = oidc.randomNonce();
  await tx.deleteFrom('identity.oidcAttempt').where('district', '=', district).where('expiresAt', '<', now).execute();
  await tx
    .insertInto('identity.oidcAttempt')
    .values({ district, stateHash: sha256(state), codeVerifier, nonce, expiresAt: new Date(now.getTime() + 600_000) })
    .execute();
  setCookie(attemptCookie, sha256(`browser:${state}`), 600);
  const url = oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: callbackUrl(settings),
    scope: 'openid profile',
    code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  });
  return { url: url.href };
}

export async function finishOidcCommand(context: Writing, { callback }: { callback: string }) {
  const { tx, district, now, settings } = context;
  if (!settings.oidc) refuse(oidcOff);
  const url = new URL(`${callbackUrl(settings)}?${callback.replace(/^\?/, '')}`);
  const state = url.searchParams.get('state') ?? '';
  if (context.readCookie(attemptCookie) !== sha256(`browser:${state}`)) refuse(oidcFailed);
  const attempt = await tx
    .deleteFrom('identity.oidcAttempt')
    .where('district', '=', district)
    .where('stateHash', '=', sha256(state))
    .where('expiresAt', '>', now)
    .returning(['codeVerifier', 'nonce'])
    .executeTakeFirst();
  if (!attempt) refuse(oidcFailed);
  let claims: oidc.IDToken | undefined;
  try {
    const tokens = await oidc.authorizationCodeGrant(await discover(settings.oidc), url, {
      pkceCodeVerifier: attempt.codeVerifier,
      expectedState: state,
      expectedNonce: attempt.nonce,
    });
    claims = tokens.claims();
  } catch (error) {
    context.log.warn({ err: error }, 'the identity provider refused');
  }
  if (!claims) return keepAndRefuse(oidcFailed);
  return openSession(context, await accountOf(context, settings.oidc.issuer, claims));
}

async function accountOf(context: Writing, issuer: string, claims: oidc.IDToken) {
  const { tx, district, now } = context;
  const known = await tx
    .selectFrom('identity.externalLogin as login')
    .innerJoin('identity.account as account', (join) => join.onRef('account.district', '=', 'login.district').onRef('account.id', '=', 'login.accountId'))
    .select(['account.id', 'account.kind', 'account.name'])
    .where('login.district', '=', district)
    .where('issuer', '=', issuer)
    .where('subject', '=', claims.sub)
    .executeTakeFirst();
  if (known) return known;
  const account = {
    id: newId(now.getTime()),
    kind: 'resident',
    name: String(claims['name'] ?? claims['preferred_username'] ?? '居民'),
  };
  await tx
    .insertInto('identity.account')
    .values({ district, ...account, createdAt: now })
    .execute();
  await tx.insertInto('identity.externalLogin').values({ district, issuer, subject: claims.sub, accountId: account.id, createdAt: now }).execute();
  await context.record(accountRegistered, account.id);
  return account;
}
