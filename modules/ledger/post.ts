import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { type Database, isPostgresError, type Write } from '../../platform/database.ts';
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

type Sent = { district: string; now: Date; actorId: string | null; transfers: string; isLinked: boolean };
const call = statement<Sent, { outcomes: string[] }>(
  (_, { district, now, actorId, transfers, isLinked }) =>
    sql<{
      outcomes: string[];
    }>`select ledger.post(${district}, ${now}, ${actorId}::uuid, ${transfers}::ledger.new_transfer[], ${isLinked}::boolean) as outcomes`,
);
/** The same as a transaction of its own in one message: the district is entered on the way in. */
const callAlone = statement<Sent, { outcomes: string[] }>(
  (_, { district, now, actorId, transfers, isLinked }) =>
    sql<{ outcomes: string[] }>`select ledger.post(set_config('app.district', ${district}, true), ${now}, ${actorId}::uuid, ${transfers}::ledger.new_transfer[],
      ${isLinked}::boolean) as outcomes`,
);

/** A text inside a row inside an array: quoted in both. */
const quoted = (text: string) => `\\"${text.replaceAll(/["\\]/g, '\\\\\\$&')}\\"`;
/** The columns of ledger.new_transfer in their order, as PostgreSQL writes an array of rows. */
function rowOf({ id, flow = 'post', kind, reference, happenedAt, ...rest }: NewTransfer): string {
  const given = rest as Partial<Sides> & { ofId?: string; expiresAt?: Date; lotExpiresOn?: string | null };
  const cells = [
    id,
    flow,
    quoted(kind),
    given.debitId ?? '',
    given.creditId ?? '',
    given.amount ?? '',
    given.ofId ?? '',
    reference == null ? '' : quoted(reference),
    happenedAt?.toISOString() ?? '',
    given.expiresAt?.toISOString() ?? '',
    given.lotExpiresOn ?? '',
  ];
  return `"(${cells.join(',')})"`;
}

const values = ({ district, now, actor }: Omit<Posting, 'tx'>, transfers: NewTransfer[], isLinked: boolean) => ({
  district,
  now,
  actorId: actor?.id ?? null,
  transfers: `{${transfers.map(rowOf).join(',')}}`,
  isLinked,
});

/** Turns what ledger.post raises into the refusal that it means. */
function told(error: unknown): never {
  const refusal = isPostgresError(error) && error.code === 'LN001' && byOutcome[error.message];
  if (!refusal) throw error;
  refuse(refusal, { transfer: (error as { detail?: string }).detail });
}

/**
 * Moves value: all of the transfers, or none and a refusal that names the one that cannot be. What is there already with the same
 * content stays as it is. Limits hold whatever else happens at the same moment; kept accounts stay locked until the transaction ends.
 * @param transfers done in their order, so that a later one may spend what an earlier one brought
 */
export async function postTransfers(posting: Posting, transfers: NewTransfer[]): Promise<void> {
  if (transfers.length > 0) await call(posting.tx, values(posting, transfers, true)).catch(told);
}

/** As `postTransfers`, where nothing else belongs to the transaction: one message to PostgreSQL, so that locks last as short as can be. */
export async function postAlone(db: Database, posting: Omit<Posting, 'tx'>, transfers: NewTransfer[]): Promise<void> {
  if (transfers.length > 0) await callAlone(db, values(posting, transfers, true)).catch(told);
}

/** Moves value, each transfer for itself: what became of each, in the order given; those that cannot be leave the others standing. */
export async function postEach(posting: Posting, transfers: NewTransfer[]): Promise<Outcome[]> {
  if (transfers.length === 0) return [];
  const [answer] = await call(posting.tx, values(posting, transfers, false));
  return transfers.map(({ id }, i) => ({ id, outcome: answer!.outcomes[i]! }));
}

/**
 * The id of one leg of something that has an id itself, always the same: a retried settlement then finds its own transfers.
 * @returns a UUIDv8 that keeps the time of a UUIDv7 in front, so that neighbours lie together in the index
 */
export function legId(ofId: string, leg: string): string {
  const hash = createHash('sha256').update(`${ofId}:${leg}`).digest('hex');
  return `${ofId.slice(0, 13)}-8${hash.slice(0, 3)}-${((Number.parseInt(hash[3]!, 16) & 3) | 8).toString(16)}${hash.slice(4, 7)}-${hash.slice(7, 19)}`;
}
