import type { Logger } from 'pino';
import type { Actor } from './access.ts';
import type { Vault } from './crypto.ts';
import type { Read, Write } from './database.ts';
import type { EventKind } from './event.ts';

/** The cookie that holds a browser's session token. */
export const sessionCookie = 'linli_session';

type Common = {
  district: string;
  now: Date;
  language: 'zh' | 'en';
  vault: Vault;
  settings: Settings;
  log: Logger;
  ip: string;
  device: string;
};

/** What the installation decided; read from the environment once, at start. */
export type Settings = {
  demonstration: boolean;
  district: string;
  publicUrl: string;
  secureCookies: boolean;
  tianditu: { key: string; reviewNumber: string } | null;
  smsGateway: { url: string; secret: string } | null;
  oidc: { issuer: string; clientId: string; clientSecret: string; name: string } | null;
};

/** What a query handler gets: a database that can only be read. */
export type Reading<A extends Actor | null = Actor | null> = Common & { db: Read; actor: A };

/** What a command handler gets: one transaction, who acts, and the time. */
export type Writing<A extends Actor | null = Actor | null> = Common & {
  tx: Write;
  actor: A;
  /**
   * Adds to the audit entry of this command; never put a protected value in. `isNameless`: a resident does this without a name, and the entry does not name
   * the account either.
   */
  note(entry: { object?: string; areaCode?: string; purpose?: string; detail?: Record<string, unknown>; isNameless?: boolean }): void;
  /** Records a fact for other modules to react to, in this transaction. */
  record(kind: EventKind, subject: string, detail?: Record<string, unknown>): Promise<void>;
  readCookie(name: string): string | undefined;
  /** Plans a job in this transaction. */
  enqueue(job: string, payload: Record<string, unknown>): Promise<void>;
  setCookie(name: string, value: string, maxAgeSeconds: number): void;
};
