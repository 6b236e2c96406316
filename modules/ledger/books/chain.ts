import { sql } from 'kysely';
import { sha256 } from '../../../platform/crypto.ts';
import type { Read, Write } from '../../../platform/database.ts';

const genesis = '0'.repeat(64);
/** Transfers in a block, about: one transaction is never cut in two. */
const blockSize = 20_000;

/** A transfer as the hash sees it: every column that says what moved, in this order, divided by bars. */
const line = sql`concat_ws('|', id, seq, txid, flow, kind, debit_id, credit_id, amount, unit, coalesce(of_id::text, ''), coalesce(reference, ''),
  extract(epoch from happened_at), extract(epoch from posted_at), coalesce(extract(epoch from expires_at)::text, ''), coalesce(lot_expires_on::text, ''),
  coalesce(debit_after::text, ''), coalesce(credit_after::text, ''), coalesce(actor_id::text, ''))`;
const dayOf = sql`(posted_at at time zone 'Asia/Shanghai')::date`;

export type Sealed = { blocks: number; entries: number };

/**
 * Adds what has been posted since to the hash chain of a district. A block holds the transfers of one day whose transactions began in a
 * range of transaction ids that is settled: nobody can still add to it. Posting never waits for it. Run it in a transaction of its own.
 * @throws Error where the database counts transactions anew (restored from a dump rather than a base backup)
 */
export async function sealDistrict(tx: Write, district: string, now: Date): Promise<Sealed> {
  await sql`select pg_advisory_xact_lock(hashtextextended('ledger.seal:' || ${district}, 0))`.execute(tx);
  const sealed: Sealed = { blocks: 0, entries: 0 };
  for (;;) {
    const { rows } = await sql<{ entries: number; backwards: boolean }>`
      with last as (select number, to_txid, hash from ledger.seal where district = ${district} order by number desc limit 1),
      start as (select coalesce((select to_txid from last), '0'::xid8) as txid),
      horizon as (select pg_snapshot_xmin(pg_current_snapshot()) as txid),
      cut as (select t.txid from ledger.transfer t, start, horizon where t.district = ${district} and t.txid >= start.txid and t.txid < horizon.txid
        order by t.txid offset ${blockSize} limit 1),
      first as (select min(t.txid) as txid from ledger.transfer t, start where t.district = ${district} and t.txid >= start.txid),
      until as (select case when cut.txid > first.txid then cut.txid when cut.txid is not null then (cut.txid::text::bigint + 1)::text::xid8 else horizon.txid end as txid
        from horizon cross join first left join cut on true),
      day as (select ${dayOf} as day, count(*)::int as entries, string_agg(${line}, E'\n' order by txid, seq) as lines
        from ledger.transfer t where t.district = ${district} and t.txid >= (select txid from start) and t.txid < (select txid from until) group by 1),
      numbered as (select *, row_number() over (order by day) as n from day),
      chained as (
        with recursive c as (
          select n, day, entries, coalesce((select hash from last), ${genesis}) as previous,
            encode(sha256(convert_to(coalesce((select hash from last), ${genesis}) || E'\n' || lines, 'utf8')), 'hex') as hash from numbered where n = 1
          union all
          select x.n, x.day, x.entries, c.hash, encode(sha256(convert_to(c.hash || E'\n' || x.lines, 'utf8')), 'hex') from c join numbered x on x.n = c.n + 1
        ) select * from c
      ), written as (
        insert into ledger.seal (district, number, day, from_txid, to_txid, entries, previous_hash, hash, sealed_at)
        select ${district}, coalesce((select number from last), 0) + n, day, (select txid from start), (select txid from until), entries, previous, hash, ${now}
        from chained returning entries
      )
      select (select coalesce(sum(entries), 0)::int from written) as entries, (select txid from start) > (select txid from horizon) as backwards`.execute(tx);
    const { entries, backwards } = rows[0]!;
    if (backwards) {
      throw new Error(
        `The ledger of ${district} was sealed by a database that had counted more transactions. Restore from a base backup, not from a dump (docs/guides/operate.md).`,
      );
    }
    if (entries === 0) return sealed;
    sealed.blocks++;
    sealed.entries += entries;
  }
}

export type ChainVerdict = { blocks: number; entries: number; unsealed: number; broken: { number: number; why: string } | null };
type Seal = { number: number; day: string; fromTxid: string; toTxid: string; entries: number; previousHash: string; hash: string };

/**
 * Recomputes the chain of a district from the transfers: one altered, removed or put in between is found, whoever did it.
 * @returns what holds, what is not sealed yet, and the first block that does not hold
 */
export async function verifyChain(db: Read, district: string): Promise<ChainVerdict> {
  const seals =
    await sql<Seal>`select number, day::text, from_txid::text as "fromTxid", to_txid::text as "toTxid", entries, previous_hash as "previousHash", hash
    from ledger.seal where district = ${district} order by number`.execute(db as never);
  let previous = genesis;
  const verdict: ChainVerdict = { blocks: 0, entries: 0, unsealed: 0, broken: null };
  for (const seal of seals.rows) {
    const broken = (why: string) => ({ ...verdict, broken: { number: seal.number, why } });
    if (seal.number !== verdict.blocks + 1) return broken('a block is missing before it');
    if (seal.previousHash !== previous) return broken('it does not follow the block before it');
    const { rows } = await sql<{ line: string }>`select ${line} as line from ledger.transfer where district = ${district}
      and txid >= ${seal.fromTxid}::xid8 and txid < ${seal.toTxid}::xid8 and ${dayOf} = ${seal.day}::date order by txid, seq`.execute(db as never);
    if (rows.length !== seal.entries) return broken(`it was sealed with ${seal.entries} transfers and now has ${rows.length}`);
    if (sha256(`${previous}\n${rows.map((row) => row.line).join('\n')}`) !== seal.hash) return broken('a transfer in it was altered');
    previous = seal.hash;
    verdict.blocks++;
    verdict.entries += seal.entries;
  }
  const { rows } = await sql<{ all: number; before: number }>`select count(*)::int as all,
    count(*) filter (where txid < ${seals.rows.at(-1)?.toTxid ?? '0'}::xid8)::int as before from ledger.transfer where district = ${district}`.execute(
    db as never,
  );
  verdict.unsealed = rows[0]!.all - rows[0]!.before;
  if (rows[0]!.before !== verdict.entries) verdict.broken = { number: verdict.blocks, why: 'a transfer was put in between sealed ones' };
  return verdict;
}
