import { oc } from '@orpc/contract';
import { z } from 'zod';

/** An expected answer that is not success. Sent as an RFC 9457 problem whose `type` the screens match on. */
export type Refusal = { status: number; type: string; zh: string; en: string; constraints: string[] };

/**
 * Declares a refusal.
 * @param status HTTP status, 400–499
 * @param type `module/what-is-wrong`, stable
 * @param words what to tell a person, with the cure
 * @param constraints the named database constraints that mean the same
 */
export function refusal(status: number, type: string, words: { zh: string; en: string }, ...constraints: string[]): Refusal {
  return { status, type, ...words, constraints };
}

const Facts = z.record(z.string(), z.unknown()).optional();

/** The error map of oRPC for a list of declared refusals. */
export function refuses(...refusals: Refusal[]) {
  return Object.fromEntries(refusals.map((r) => [r.type, { status: r.status, message: r.en, data: Facts, refusal: r } as const]));
}

export type EndpointMeta = { kind?: 'query' | 'command'; summary?: string };

const builder = oc.$meta<EndpointMeta>({});

/** A read; never changes anything. POST only where what is asked about is too much for an address. */
export function query(path: `/${string}`, summary: string, method: 'GET' | 'POST' = 'GET') {
  return builder.meta({ kind: 'query', summary }).route({ method, path, summary });
}

/** A change: one transaction, an idempotency key from the caller, an audit entry. */
export function command(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: `/${string}`, summary: string) {
  return builder.meta({ kind: 'command', summary }).route({ method, path, summary });
}

/** A moment as sent over the wire: ISO 8601 with offset. */
export const Moment = z.iso.datetime({ offset: true });
/** A calendar day, `YYYY-MM-DD`. */
export const Day = z.iso.date();
export const Id = z.uuid();
/** Division code of 6, 9 or 12 digits. */
export const AreaCode = z.string().regex(/^\d{6}(\d{3}(\d{3})?)?$/, 'a division code has 6, 9 or 12 digits');
export const Longitude = z.coerce.number().min(-180).max(180);
export const Latitude = z.coerce.number().min(-90).max(90);
/** `true` and `false` as they come in a query string. */
export const Flag = z.union([z.boolean(), z.stringbool()]);
/** One value or a list in a query string. */
export const listOf = <T extends z.ZodType>(item: T) => z.preprocess((v) => (v === undefined || Array.isArray(v) ? v : [v]), z.array(item));
