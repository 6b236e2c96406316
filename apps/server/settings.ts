import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Settings } from '../../platform/context.ts';
import { createVault, type Vault } from '../../platform/crypto.ts';

type Environment = Record<string, string | undefined>;

/** Reads what the installation decided from the environment; docs/guides/operate.md lists every name. */
export function readSettings(env: Environment, address: { host: string; port: number }): Settings {
  const publicUrl = (env['PUBLIC_URL'] ?? `http://${address.host}:${address.port}`).replace(/\/$/, '');
  const pair = <A extends string, B extends string>(a: A, b: B) => (env[a] && env[b] ? { first: env[a]!, second: env[b]! } : null);
  const tianditu = pair('TIANDITU_KEY', 'TIANDITU_REVIEW_NUMBER');
  const sms = pair('SMS_GATEWAY_URL', 'SMS_GATEWAY_SECRET');
  const oidc = pair('OIDC_ISSUER', 'OIDC_CLIENT_ID');
  return {
    demonstration: isDemonstration(env),
    district: env['LINLI_DISTRICT'] ?? '330105',
    publicUrl,
    secureCookies: publicUrl.startsWith('https://'),
    tianditu: tianditu && { key: tianditu.first, reviewNumber: tianditu.second },
    smsGateway: sms && { url: sms.first, secret: sms.second },
    oidc: oidc && {
      issuer: oidc.first,
      clientId: oidc.second,
      clientSecret: env['OIDC_CLIENT_SECRET'] ?? '',
      name: env['OIDC_NAME'] ?? '统一身份认证',
    },
  };
}

/** Demonstration is what a fresh clone starts with; LINLI_MODE=production turns it off. */
export const isDemonstration = (env: Environment) => env['LINLI_MODE'] !== 'production';

/**
 * The vault over the master key: LINLI_KEY (64 hexadecimal digits), or in demonstration mode a key made once under var/.
 * @throws an Error with the cure when production has no key
 */
export function openVault(env: Environment, directory: string): Vault {
  const suite = env['LINLI_CRYPTO'] === 'gm' ? 'gm' : 'intl';
  if (env['LINLI_KEY']) {
    if (!/^[0-9a-f]{64}$/i.test(env['LINLI_KEY'])) throw new Error('LINLI_KEY must be 64 hexadecimal digits, such as `openssl rand -hex 32` prints.');
    return createVault(Buffer.from(env['LINLI_KEY'], 'hex'), suite);
  }
  if (!isDemonstration(env))
    throw new Error('In production the master key comes from LINLI_KEY (64 hexadecimal digits). Make one with `openssl rand -hex 32` and keep it safe.');
  const file = path.join(directory, 'demonstration.key');
  if (!fs.existsSync(file)) {
    fs.mkdirSync(directory, { recursive: true });
    fs.writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 });
  }
  return createVault(Buffer.from(fs.readFileSync(file, 'utf8').trim(), 'hex'), suite);
}
