import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { api, problemOf } from '../../../platform/client.ts';
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
  // Of two pages that begin at once the first one's key holds, for both.
  await db.add('keys', key, account).catch(() => {});
  return (await db.get('keys', account)) ?? key;
}

/** Reading a record and writing it again, so that nothing that is written meanwhile is lost. */
const alone = <T>(account: string, work: () => Promise<T>): Promise<T> => navigator.locks.request(`linli-visits-record-${account}`, work) as Promise<T>;

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
    // Only without a connection: what the house refuses, an old plan does not show instead.
    const kept = problemOf(error).status === 0 ? await get<Plan>(account, 'plan') : null;
    if (kept) return kept;
    throw error;
  }
}

/** What lies on this phone, latest first; one record that cannot be opened hides no other and is counted. */
export async function listKept(account: string): Promise<{ visits: Kept[]; lost: number }> {
  const db = await store();
  const all = await Promise.allSettled((await db.getAll('sealed', outbox(account))).map((sealed) => open<Kept>(account, sealed)));
  const visits = all.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
  return { visits: visits.toSorted((a, b) => (a.visit.visitedAt < b.visit.visitedAt ? 1 : -1)), lost: all.length - visits.length };
}

/** What somebody is writing: it outlives another tab, a reload and an empty battery. */
export type Draft = { begin: Partial<Written>; values: Record<string, unknown> };
/** Each visit and each household has a draft of its own, and one is for what was begun without either. */
export const draftKey = ({ id, householdId }: Partial<Written>): string => id ?? householdId ?? 'new';
export const keepDraft = (account: string, key: string, draft: Draft): Promise<void> => put(account, `draft ${key}`, draft);
export const draftOf = (account: string, key: string): Promise<Draft | null> => get<Draft>(account, `draft ${key}`).catch(() => null);
export const dropDraft = async (account: string, key: string): Promise<void> => (await store()).delete('sealed', `${account} draft ${key}`);

/** Writes a visit down on this phone; one that was written before gets its next revision. */
export const keepVisit = (account: string, visit: Written): Promise<void> =>
  alone(account, async () => {
    const before = await get<Kept>(account, `visit ${visit.id}`);
    const revision = before ? before.visit.revision + 1 : 1;
    await put(account, `visit ${visit.id}`, { visit: { ...visit, revision }, state: 'waiting', why: null, number: before?.number ?? null } satisfies Kept);
  });

/** Writes down what the house said to a visit; one that was changed while it was on its way still waits. */
const writeAnswer = (account: string, visit: Written, said: Outcome): Promise<void> =>
  alone(account, async () => {
    const now = await get<Kept>(account, `visit ${visit.id}`);
    if (!now || now.visit.revision !== visit.revision) return;
    const state = said.state === 'refused' ? 'refused' : 'kept';
    await put(account, `visit ${visit.id}`, { visit, state, why: said.why, number: said.number ?? now.number } satisfies Kept);
  });

const atOnce = 50;
/** Brings what waits, one window at a time. Nothing is marked as brought before the house has said so; sent again, the house knows it. */
export const bringVisits = (account: string): Promise<number> =>
  navigator.locks.request(`linli-visits-${account}`, async () => {
    const waiting = (await listKept(account)).visits.filter(({ state }) => state === 'waiting');
    for (let from = 0; from < waiting.length; from += atOnce) {
      const part = waiting.slice(from, from + atOnce);
      const answers = await calls.uploadVisits({ visits: part.map(({ visit }) => visit) });
      for (const [i, { visit }] of part.entries()) {
        await writeAnswer(account, visit, answers[i]!);
      }
    }
    await forget(account);
    return waiting.length;
  });

const keepMs = 7 * 86_400_000;
/** What was brought a week ago need not lie on a phone any longer. */
async function forget(account: string): Promise<void> {
  const db = await store();
  for (const { visit, state } of (await listKept(account)).visits) {
    if (state === 'kept' && Date.parse(visit.visitedAt) < Date.now() - keepMs) await db.delete('sealed', `${account} visit ${visit.id}`);
  }
}
