import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { type Database, inTransaction, type Write } from './database.ts';
import { newId } from './id.ts';
import { enqueue, type Job } from './job.ts';

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
 * whatever process is killed when. Facts recorded beside a transaction that is still open are left for later, so that none
 * is skipped: `behind` then says that the caller must come back, because nothing else will wake it.
 */
export async function catchUp(db: Database, reactions: Reaction[], log: Logger): Promise<{ done: number; behind: boolean }> {
  let done = 0;
  let behind = false;
  for (const reaction of reactions) {
    let step = await reactOnce(db, reaction, log);
    for (; step === 'done'; done++) step = await reactOnce(db, reaction, log);
    if (step === 'behind') behind = true;
  }
  return { done, behind };
}

/** The job that catches up: it waits `patience` ms for open transactions that hold facts back, and then plans itself again. */
export const reactJob = (db: Database, reactions: Reaction[], log: Logger, patience = 2000): Job => ({
  name: 'react',
  cron: '* * * * *',
  run: async () => {
    for (const until = Date.now() + patience; (await catchUp(db, reactions, log)).behind; ) {
      if (Date.now() >= until) return enqueue(db, 'react', {}, { key: 'react', delay: 1 });
      await setTimeout(100);
    }
  },
});

async function reactOnce(db: Database, reaction: Reaction, log: Logger): Promise<'done' | 'idle' | 'behind'> {
  await db
    .insertInto('platform.reactionCursor')
    .values({ reaction: reaction.name })
    .onConflict((c) => c.doNothing())
    .execute();
  return inTransaction(db, '', async (tx) => {
    const cursor = await sql<{ txid: string; seq: number }>`
      select txid::text, seq from platform.reaction_cursor where reaction = ${reaction.name} for update skip locked`.execute(tx);
    if (!cursor.rows[0]) return 'behind';
    const { rows } = await sql<RecordedEvent & { txid: string; seq: number; settled: boolean }>`
      select district, id, name, subject, detail, actor_id, at, txid::text, seq, txid < pg_snapshot_xmin(pg_current_snapshot()) as settled
      from platform.event
      where (txid, seq) > (${cursor.rows[0].txid}::xid8, ${cursor.rows[0].seq}::bigint)
        and name = any(${reaction.on.map((kind) => kind.name)})
      order by txid, seq limit 1`.execute(tx);
    const fact = rows[0];
    if (!fact) return 'idle';
    if (!fact.settled) return 'behind';
    await sql`select set_config('app.district', ${fact.district}, true)`.execute(tx);
    await reaction.react({ tx, log }, fact);
    await sql`update platform.reaction_cursor set txid = ${fact.txid}::xid8, seq = ${fact.seq} where reaction = ${reaction.name}`.execute(tx);
    return 'done';
  });
}
