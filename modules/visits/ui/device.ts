import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { api } from '../../../platform/client.ts';
import type { visits, Written } from '../contract.ts';

export const calls = api<typeof visits>('visits');
export type Plan = Awaited<ReturnType<typeof calls.getPlan>>;
export type { Written };
export type Outcome = Awaited<ReturnType<typeof calls.uploadVisits>>[number];
/** A visit on this phone, and what the house said to it. */
export type Kept = { visit: Written; state: 'waiting' | 'refused' | 'kept'; why: Outcome['why']; number: string | null };

type Sealed = { iv: Uint8Array<ArrayBuffer>; bytes: ArrayBuffer };
interface Shape extends DBSchema {
  keys: { key: string; value: CryptoKey };
  sealed: { key: string; value: Sealed };
}

let opened: Promise<IDBPDatabase<Shape>> | null = null;
function store(): Promise<IDBPDatabase<Shape>> {
  opened ??= openDB<Shape>('linli-visits', 1, {
    upgrade: (db) => {
      db.createObjectStore('keys');
      db.createObjectStore('sealed');
    },
  });
  return opened;
}

/** A key of this phone and account that no program can read out; everything is kept under it. */
async function keyOf(account: string): Promise<CryptoKey> {
  const db = await store();
  const kept = await db.get('keys', account);
  if (kept) return kept;
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  await db.put('keys', key, account);
  return key;
}

async function put(account: string, name: string, value: unknown): Promise<void> {
  const key = await keyOf(account);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const bytes = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(JSON.stringify(value)));
  await (await store()).put('sealed', { iv, bytes }, `${account} ${name}`);
}

async function open<T>(account: string, sealed: Sealed): Promise<T> {
  const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.iv }, await keyOf(account), sealed.bytes);
  return JSON.parse(new TextDecoder().decode(plain)) as T;
}

async function get<T>(account: string, name: string): Promise<T | null> {
  const sealed = await (await store()).get('sealed', `${account} ${name}`);
  return sealed ? open<T>(account, sealed) : null;
}

const outbox = (account: string) => IDBKeyRange.bound(`${account} visit `, `${account} visit \uffff`);

/** The plan as it was last seen with a connection. */
export async function planOf(account: string): Promise<Plan> {
  try {
    const plan = await calls.getPlan();
    await put(account, 'plan', plan);
    return plan;
  } catch (error) {
    const kept = await get<Plan>(account, 'plan');
    if (kept) return kept;
    throw error;
  }
}

export async function listKept(account: string): Promise<Kept[]> {
  const db = await store();
  const all = await Promise.all((await db.getAll('sealed', outbox(account))).map((sealed) => open<Kept>(account, sealed)));
  return all.toSorted((a, b) => (a.visit.visitedAt < b.visit.visitedAt ? 1 : -1));
}

/** Writes a visit down on this phone; one that was written before gets its next revision. */
export async function keepVisit(account: string, visit: Written): Promise<void> {
  const before = await get<Kept>(account, `visit ${visit.id}`);
  const revision = before ? before.visit.revision + 1 : 1;
  await put(account, `visit ${visit.id}`, { visit: { ...visit, revision }, state: 'waiting', why: null, number: null } satisfies Kept);
}

const atOnce = 50;
/** Brings what waits, one window at a time. Nothing is marked as brought before the house has said so; sent again, the house knows it. */
export const bringVisits = (account: string): Promise<number> =>
  navigator.locks.request(`linli-visits-${account}`, async () => {
    const waiting = (await listKept(account)).filter(({ state }) => state === 'waiting');
    for (let from = 0; from < waiting.length; from += atOnce) {
      const part = waiting.slice(from, from + atOnce);
      const answers = await calls.uploadVisits({ visits: part.map(({ visit }) => visit) });
      for (const [i, { visit }] of part.entries()) {
        const said = answers[i]!;
        const now = await get<Kept>(account, `visit ${visit.id}`);
        // Changed on the phone while it was on its way: the change still waits.
        if (!now || now.visit.revision !== visit.revision) continue;
        await put(account, `visit ${visit.id}`, {
          visit,
          state: said.state === 'refused' ? 'refused' : 'kept',
          why: said.why,
          number: said.number ?? now.number,
        } satisfies Kept);
      }
    }
    await forget(account);
    return waiting.length;
  });

const keepMs = 7 * 86_400_000;
/** What was brought a week ago need not lie on a phone any longer. */
async function forget(account: string): Promise<void> {
  const db = await store();
  for (const { visit, state } of await listKept(account)) {
    if (state === 'kept' && Date.parse(visit.visitedAt) < Date.now() - keepMs) await db.delete('sealed', `${account} visit ${visit.id}`);
  }
}
