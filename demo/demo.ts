import type { Logger } from 'pino';
import type { Vault } from '../platform/crypto.ts';
import type { Write } from '../platform/database.ts';
import type { Random } from './random.ts';

export const demoDistrict = '330105';
/** The day the invented district is of. */
export const asOf = '2026-01-01';

/** What every part of making the district needs. */
export type Demo = { tx: Write; vault: Vault; now: Date; random: Random; log: Logger; say(step: string): void };
