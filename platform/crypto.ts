import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/**
 * Protects fields of people. Two suites with one interface (standards.md §14):
 * `intl` AES-256-GCM, HMAC-SHA-256; `gm` SM4-CTR with HMAC-SM3 (encrypt-then-MAC), HMAC-SM3.
 * A ciphertext names its suite, so that data of both can lie side by side after a change.
 */
export type Suite = 'intl' | 'gm';
export type Vault = {
  suite: Suite;
  /** Encrypts text; `context` (table.column) is bound in, so that a value cannot be moved to another column. */
  seal(context: string, text: string): string;
  /** Decrypts; throws when the value was altered or sealed for another context. */
  open(context: string, sealed: string): string;
  /** A keyed fingerprint for finding equal values without decrypting any. The caller normalises first. */
  blindIndex(context: string, normalised: string): string;
};

type Keys = { encrypt: Buffer; authenticate: Buffer; index: Buffer };

function deriveKeys(master: Buffer, suite: Suite): Keys {
  const derive = (use: string, length: number) => Buffer.from(hkdfSync('sha256', master, 'linli', `${suite}:${use}`, length));
  return {
    encrypt: derive('encrypt', suite === 'gm' ? 16 : 32),
    authenticate: derive('authenticate', 32),
    index: derive('index', 32),
  };
}

function sealIntl(keys: Keys, context: string, text: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keys.encrypt, nonce).setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, body, cipher.getAuthTag()]);
}

function openIntl(keys: Keys, context: string, bytes: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', keys.encrypt, bytes.subarray(0, 12)).setAAD(Buffer.from(context));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
}

const macGm = (keys: Keys, context: string, bytes: Buffer) =>
  createHmac('sm3', keys.authenticate).update(`${context.length}:${context}`).update(bytes).digest();

function sealGm(keys: Keys, context: string, text: string): Buffer {
  const iv = randomBytes(16);
  const cipher = createCipheriv('sm4-ctr', keys.encrypt, iv);
  const body = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([body, macGm(keys, context, body)]);
}

function openGm(keys: Keys, context: string, bytes: Buffer): string {
  const body = bytes.subarray(0, -32);
  if (!timingSafeEqual(macGm(keys, context, body), bytes.subarray(-32))) throw new Error('this value was altered');
  const decipher = createDecipheriv('sm4-ctr', keys.encrypt, body.subarray(0, 16));
  return Buffer.concat([decipher.update(body.subarray(16)), decipher.final()]).toString('utf8');
}

/** A vault over a 32-byte master key; `suite` decides how new values are sealed. */
export function createVault(master: Buffer, suite: Suite = 'intl'): Vault {
  if (master.length !== 32) throw new Error('the master key must have 32 bytes (64 hexadecimal digits)');
  const keys = { intl: deriveKeys(master, 'intl'), gm: deriveKeys(master, 'gm') };
  return {
    suite,
    seal: (context, text) => {
      const bytes = suite === 'gm' ? sealGm(keys.gm, context, text) : sealIntl(keys.intl, context, text);
      return `${suite === 'gm' ? 'g1' : 'a1'}.${bytes.toString('base64url')}`;
    },
    open: (context, sealed) => {
      const bytes = Buffer.from(sealed.slice(3), 'base64url');
      if (sealed.startsWith('a1.')) return openIntl(keys.intl, context, bytes);
      if (sealed.startsWith('g1.')) return openGm(keys.gm, context, bytes);
      throw new Error('this value was sealed by an unknown suite');
    },
    blindIndex: (context, normalised) =>
      createHmac(suite === 'gm' ? 'sm3' : 'sha256', keys[suite].index)
        .update(`${context}\0${normalised}`)
        .digest('base64url')
        .slice(0, 27),
  };
}

/** SHA-256 in hexadecimal. */
export const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');

/** A random token with 256 bits, safe in URLs and cookies. */
export const randomToken = () => randomBytes(32).toString('base64url');

/** Whether two texts are equal, in time that does not tell where they differ. */
export const sameSecret = (a: string, b: string) => timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());

const scryptAsync = (password: string, salt: Buffer, cost: number) =>
  new Promise<Buffer>((resolve, reject) =>
    scrypt(password, salt, 32, { N: cost, r: 8, p: 1, maxmem: 256 * cost * 8 }, (error, key) => (error ? reject(error) : resolve(key))),
  );

/** Hashes a password with scrypt (N = 2^15, r = 8, p = 1, OWASP's minimum). */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const cost = 2 ** 15;
  return `scrypt.${cost}.${salt.toString('base64url')}.${(await scryptAsync(password, salt, cost)).toString('base64url')}`;
}

export async function isPassword(password: string, stored: string): Promise<boolean> {
  const [, cost, salt, hash] = stored.split('.') as [string, string, string, string];
  const key = await scryptAsync(password, Buffer.from(salt, 'base64url'), Number(cost));
  return timingSafeEqual(key, Buffer.from(hash, 'base64url'));
}
