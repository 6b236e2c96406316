import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Write } from '../../platform/database.ts';
import { isPostgresError } from '../../platform/database.ts';
import { refuse } from '../../platform/refuse.ts';
import { statement } from '../../platform/statement.ts';
import { byOutcome } from './refusals.ts';

type Common = {
  /** Chosen by the caller: sent again with the same content it is the same transfer, with other content it is refused. */
  id: string;
  /** Why value moves, `module.word`. */
  kind: string;
  reference?: string | null;
  /** When it came about, where that is not now: a meal at a till that was offline. */
  happenedAt?: Date;
};
type Sides = { debitId: string; creditId: string /** In the smallest part of the unit, more than 0. */; amount: number };
export type NewTransfer =
  | (Common & Sides & { flow?: 'post' /** First day on which what comes in is no longer good. */; lotExpiresOn?: string | null })
  | (Common & Sides & { flow: 'hold'; expiresAt: Date })
  | (Common & { flow: 'capture'; ofId: string /** A part of what is held; the rest becomes free. */; amount?: number })
  | (Common & { flow: 'release' | 'reverse'; ofId: string });

/** In whose transaction, for which district, when and by whom. */
export type Posting = { tx: Write; district: string; now: Date; actor: { id: string } | null };

/** `posted`, `already` where the same transfer was there, else the word of a refusal (refusals.ts). */
export type Outcome = { id: string; outcome: string };

const call = statement<{ district: string; now: Date; actorId: string | null; transfers: string; isLinked: boolean }, Outcome>(
  (_, { district, now, actorId, transfers, isLinked }) =>
    sql<Outcome>`select id, outcome from ledger.post(${district}, ${now}, ${actorId}::uuid, ${transfers}::jsonb, ${isLinked}::boolean)`,
);

const columnsOf = ({ happenedAt, ...transfer }: NewTransfer) => {
  const given = transfer as Partial<Sides> & { ofId?: string; expiresAt?: Date; lotExpiresOn?: string | null };
  return {
    id: transfer.id,
    flow: transfer.flow ?? 'post',
    kind: transfer.kind,
    debit_id: given.debitId,
    credit_id: given.creditId,
    amount: given.amount,
    of_id: given.ofId,
    reference: transfer.reference,
    happened_at: happenedAt,
    expires_at: given.expiresAt,
    lot_expires_on: given.lotExpiresOn,
  };
};

const send = ({ tx, district, now, actor }: Posting, transfers: NewTransfer[], isLinked: boolean) =>
  call(tx, { district, now, actorId: actor?.id ?? null, transfers: JSON.stringify(transfers.map(columnsOf)), isLinked });

/**
 * Moves value: all of the transfers, or none and a refusal that names the one that cannot be. What is there already with the same
 * content stays as it is. Limits hold whatever else happens at the same moment; kept accounts stay locked until the transaction ends.
 * @param transfers done in their order, so that a later one may spend what an earlier one brought
 */
export async function postTransfers(posting: Posting, transfers: NewTransfer[]): Promise<void> {
  if (transfers.length === 0) return;
  try {
    await send(posting, transfers, true);
  } catch (error) {
    if (!isPostgresError(error) || error.code !== 'LN001') throw error;
    const refusal = byOutcome[error.message];
    if (!refusal) throw error;
    refuse(refusal, { transfer: (error as { detail?: string }).detail });
  }
}

/** Moves value, each transfer for itself: what became of each, in the order given; those that cannot be leave the others standing. */
export const postEach = (posting: Posting, transfers: NewTransfer[]): Promise<Outcome[]> =>
  transfers.length === 0 ? Promise.resolve([]) : send(posting, transfers, false);

/**
 * The id of one leg of something that has an id itself, always the same: a retried settlement then finds its own transfers.
 * @returns a UUIDv8 that keeps the time of a UUIDv7 in front, so that neighbours lie together in the index
 */
export function legId(ofId: string, leg: string): string {
  const hash = createHash('sha256').update(`${ofId}:${leg}`).digest('hex');
  return `${ofId.slice(0, 13)}-8${hash.slice(0, 3)}-${((Number.parseInt(hash[3]!, 16) & 3) | 8).toString(16)}${hash.slice(4, 7)}-${hash.slice(7, 19)}`;
}
