import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { calls } from '../calls.ts';
import type { Terms } from './price.ts';

export type OfflineSale = Parameters<typeof calls.bringOfflineSales>[0]['sales'][number];
/** What a till sold without a connection, and what became of it. */
export type Kept = OfflineSale & { tillId: string; state: 'waiting' | 'brought'; why: string | null };
type Till = { id: string; key: CryptoKey; seq: number; signature: string };
interface Shape extends DBSchema {
  tills: { key: string; value: Till };
  terms: { key: string; value: Terms };
  sales: { key: [string, number]; value: Kept };
}

let opened: Promise<IDBPDatabase<Shape>> | null = null;
function store(): Promise<IDBPDatabase<Shape>> {
  opened ??= openDB<Shape>('linli-till', 1, {
    upgrade: (db) => {
      db.createObjectStore('tills', { keyPath: 'id' });
      db.createObjectStore('terms');
      db.createObjectStore('sales', { keyPath: ['tillId', 'seq'] });
    },
  });
  return opened;
}

const bytesOf = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
async function signed(key: CryptoKey, text: string): Promise<string> {
  const signature = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text));
  return Array.from(new Uint8Array(signature), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Keeps the key of a till on this device, where it can sign but nobody can read it. */
export async function keepTill(id: string, hexKey: string): Promise<void> {
  const key = await crypto.subtle.importKey('raw', bytesOf(hexKey), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  await (await store()).put('tills', { id, key, seq: 0, signature: '' });
}
export const isKept = async (id: string) => (await (await store()).get('tills', id)) !== undefined;

/** Cards are remembered by a fingerprint that only this till can make. */
const cardKey = async (till: Till, card: string) => `${till.id} ${await signed(till.key, `card|${card}`)}`;
export async function rememberTerms(tillId: string, card: string, terms: Terms): Promise<void> {
  const till = await (await store()).get('tills', tillId);
  if (till) await (await store()).put('terms', terms, await cardKey(till, card));
}
export async function findTerms(tillId: string, card: string, day: string): Promise<Terms | null> {
  const till = await (await store()).get('tills', tillId);
  const terms = till && (await (await store()).get('terms', await cardKey(till, card)));
  return terms && day <= terms.until ? terms : null;
}

const ofTill = (tillId: string) => IDBKeyRange.bound([tillId, 0], [tillId, Number.MAX_SAFE_INTEGER]);
export const listKept = async (tillId: string) => (await store()).getAll('sales', ofTill(tillId));

/** One at a time for a till, in whatever window: numbers and signatures follow one another. */
const alone = <T>(tillId: string, work: () => Promise<T>): Promise<T> => navigator.locks.request(`linli-till-${tillId}`, work);

/** Writes down and signs a sale; the next number is taken together with it or not at all. */
export function keepSale(tillId: string, sale: Omit<OfflineSale, 'seq' | 'signature'>): Promise<Kept> {
  return alone(tillId, async () => {
    const db = await store();
    const till = (await db.get('tills', tillId))!;
    const seq = till.seq + 1;
    const { card, meal, how, listFen, discountFen, subsidyFen, paidBy, soldAt } = sale;
    const text = [tillId, till.signature, seq, card ?? '', meal, how, listFen, discountFen, subsidyFen, paidBy, soldAt].join('|');
    const signature = await signed(till.key, text);
    const kept: Kept = { ...sale, tillId, seq, signature, state: 'waiting', why: null };
    const write = db.transaction(['tills', 'sales'], 'readwrite');
    await Promise.all([write.objectStore('tills').put({ ...till, seq, signature }), write.objectStore('sales').add(kept), write.done]);
    return kept;
  });
}

const atOnce = 500;
const keepMs = 3 * 86_400_000;

/**
 * Brings what waits to the house, in its order. Nothing is dropped before the house has it; sent again, the house knows it.
 * @returns how many were taken, and how many subsidies the house did not give
 */
export function bringSales(tillId: string, bring: typeof calls.bringOfflineSales): Promise<{ taken: number; conflicts: number }> {
  return alone(tillId, async () => {
    const db = await store();
    const waiting = (await db.getAll('sales', ofTill(tillId))).filter(({ state }) => state === 'waiting');
    const done = { taken: 0, conflicts: 0 };
    for (let from = 0; from < waiting.length; from += atOnce) {
      const part = waiting.slice(from, from + atOnce);
      const answer = await bring({ id: tillId, sales: part.map(({ state: _, why: _why, tillId: _till, ...sale }) => sale) });
      const whys = new Map(answer.conflicts.map(({ seq, why }) => [seq, why]));
      const write = db.transaction('sales', 'readwrite');
      await Promise.all([...part.map((sale) => write.store.put({ ...sale, state: 'brought', why: whys.get(sale.seq) ?? null })), write.done]);
      done.taken += answer.taken;
      done.conflicts += answer.conflicts.length;
    }
    for (const { seq, state, soldAt } of await db.getAll('sales', ofTill(tillId)))
      if (state === 'brought' && Date.parse(soldAt) < Date.now() - keepMs) await db.delete('sales', [tillId, seq]);
    return done;
  });
}
