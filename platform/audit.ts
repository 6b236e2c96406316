import { sha256 } from './crypto.ts';
import type { Read, Write } from './database.ts';

export type AuditEntry = {
  district: string;
  at: Date;
  actorId: string | null;
  actorName: string;
  action: string;
  objectId: string | null;
  areaCode: string | null;
  purpose: string | null;
  detail: Record<string, unknown>;
  result: 'done' | 'forbidden';
};

const genesis = '0'.repeat(64);

/** Keys in alphabetical order at every depth, because PostgreSQL's jsonb does not keep theirs. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}

const linkHash = (previousHash: string, seq: number, entry: AuditEntry) => sha256(previousHash + canonical({ ...entry, at: entry.at.toISOString(), seq }));

/**
 * Appends to the hash chain of a district, in the caller's transaction. Call it last: the chain's head stays locked until commit,
 * so that entries of a district stand in one order.
 */
export async function appendAudit(tx: Write, entry: AuditEntry): Promise<void> {
  await tx
    .insertInto('platform.auditHead')
    .values({ district: entry.district, seq: 0, hash: genesis })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const head = await tx.selectFrom('platform.auditHead').select(['seq', 'hash']).where('district', '=', entry.district).forUpdate().executeTakeFirstOrThrow();
  const seq = head.seq + 1;
  const hash = linkHash(head.hash, seq, entry);
  await tx
    .insertInto('platform.auditEntry')
    .values({ ...entry, detail: JSON.stringify(entry.detail), seq, previousHash: head.hash, hash })
    .execute();
  await tx.updateTable('platform.auditHead').set({ seq, hash }).where('district', '=', entry.district).execute();
}

export type AuditVerdict = { entries: number; broken: { seq: number; why: string } | null };

/**
 * Recomputes the whole chain of a district: an entry altered, removed or put in between is found.
 * @returns the number of entries that hold, and the first that does not
 */
export async function verifyAudit(db: Read, district: string): Promise<AuditVerdict> {
  let previous = genesis;
  let seq = 0;
  for (;;) {
    const rows = await db
      .selectFrom('platform.auditEntry')
      .selectAll()
      .where('district', '=', district)
      .where('seq', '>', seq)
      .orderBy('seq')
      .limit(1000)
      .execute();
    for (const row of rows) {
      const { seq: at, previousHash, hash, ...entry } = row;
      if (at !== seq + 1) return { entries: seq, broken: { seq: seq + 1, why: 'an entry is missing' } };
      if (previousHash !== previous) return { entries: seq, broken: { seq: at, why: 'it does not follow the entry before it' } };
      if (linkHash(previous, at, entry as AuditEntry) !== hash) return { entries: seq, broken: { seq: at, why: 'its content was altered' } };
      previous = hash;
      seq = at;
    }
    if (rows.length < 1000) break;
  }
  const head = await db.selectFrom('platform.auditHead').selectAll().where('district', '=', district).executeTakeFirst();
  if (head && (head.seq !== seq || head.hash !== previous)) return { entries: seq, broken: { seq: head.seq, why: 'the newest entries are missing' } };
  return { entries: seq, broken: null };
}
