import { sql } from 'kysely';
import type { Logger } from 'pino';
import { type Database, inTransaction, type Write } from './database.ts';
import { newId } from './id.ts';
import { enqueue } from './job.ts';

/** A fact that a module records: its name, `module.past-participle`. */
export type EventKind = { name: string };
export const event = (name: `${string}.${string}`): EventKind => ({ name });

export type RecordedEvent = {
  district: string;
  id: string;
  name: string;
  subject: string;
  detail: Record<string, unknown>;
  actorId: string | null;
  at: Date;
};

/** What a module does about others' facts. Runs in its own transaction, in the order the facts were recorded. */
export type Reaction = { name: string; on: EventKind[]; react: (context: ReactionContext, fact: RecordedEvent) => Promise<void> };
export type ReactionContext = { tx: Write; log: Logger };

/** Writes the fact and wakes the reactions, in the caller's transaction. */
export async function recordEvent(
  tx: Write,
  fact: {
    district: string;
    kind: EventKind;
    subject: string;
    detail?: Record<string, unknown>;
    actorId: string | null;
    at: Date;
  },
): Promise<void> {
  await tx
    .insertInto('platform.event')
    .values({
      district: fact.district,
      id: newId(fact.at.getTime()),
      name: fact.kind.name,
      subject: fact.subject,
      detail: JSON.stringify(fact.detail ?? {}),
      actorId: fact.actorId,
      at: fact.at,
    })
    .execute();
  await enqueue(tx, 'react', {}, { key: 'react' });
}

/**
 * Lets every reaction catch up. The cursor moves in the transaction of the reaction, so that each fact has its effect once,
 * whatever process is killed when. Facts of transactions still open are left for the next call: nothing is skipped.
 */
export async function catchUp(db: Database, reactions: Reaction[], log: Logger): Promise<number> {
  let done = 0;
  for (const reaction of reactions) while (await reactOnce(db, reaction, log)) done++;
  return done;
}

async function reactOnce(db: Database, reaction: Reaction, log: Logger): Promise<boolean> {
  await db
    .insertInto('platform.reactionCursor')
    .values({ reaction: reaction.name })
    .onConflict((c) => c.doNothing())
    .execute();
  return inTransaction(db, '', async (tx) => {
    const cursor = await sql<{ txid: string; seq: number }>`
      select txid::text, seq from platform.reaction_cursor where reaction = ${reaction.name} for update skip locked`.execute(tx);
    if (!cursor.rows[0]) return false;
    const { rows } = await sql<RecordedEvent & { txid: string; seq: number }>`
      select district, id, name, subject, detail, actor_id, at, txid::text, seq from platform.event
      where (txid, seq) > (${cursor.rows[0].txid}::xid8, ${cursor.rows[0].seq}::bigint)
        and txid < pg_snapshot_xmin(pg_current_snapshot()) and name = any(${reaction.on.map((kind) => kind.name)})
      order by txid, seq limit 1`.execute(tx);
    const fact = rows[0];
    if (!fact) return false;
    await sql`select set_config('app.district', ${fact.district}, true)`.execute(tx);
    await reaction.react({ tx, log }, fact);
    await sql`update platform.reaction_cursor set txid = ${fact.txid}::xid8, seq = ${fact.seq} where reaction = ${reaction.name}`.execute(tx);
    return true;
  });
}
