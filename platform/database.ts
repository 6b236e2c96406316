import { CamelCasePlugin, Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import type { DB } from '../database/schema.ts';
import { isOutdated, PreparingClient } from './prepare.ts';

pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

/** A database that can only be read. A `Transaction` is a `Read`; a `Read` cannot insert. */
export type Read = Pick<Kysely<DB>, 'selectFrom' | 'getExecutor' | 'fn' | 'with'>;
/** One open transaction. */
export type Write = Transaction<DB>;
export type Database = Kysely<DB>;

/** What a part of the program may do in the database: change its shape, or serve. */
export type DatabaseRole = 'linli_migrator' | 'linli_app';

/**
 * A pool of connections that act as one of the two least-privilege roles.
 * @param url any login that is a member of the role
 */
export function openPool(url: string, role: DatabaseRole, size = 16): pg.Pool {
  const address = new URL(url);
  address.searchParams.delete('options'); // or it would win over the role below
  const pool = new pg.Pool({
    Client: PreparingClient as never,
    connectionString: address.href,
    max: size,
    options: `-c role=${role} -c timezone=Asia/Shanghai -c statement_timeout=60000 -c idle_in_transaction_session_timeout=60000`,
  });
  // A lost connection fails the query that uses it; an idle one is replaced.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** The typed query builder over a pool; code says camelCase, SQL says snake_case. */
export function openDatabase(pool: pg.Pool): Database {
  return new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
}

/** Lets row-level security see the district for the rest of the transaction. */
export async function enterDistrict(tx: Read, district: string): Promise<void> {
  await sql`select set_config('app.district', ${district}, true)`.execute(tx as Database);
}

type PostgresError = { code: string; constraint?: string };
export function isPostgresError(error: unknown): error is PostgresError & Error {
  return error instanceof Error && typeof (error as { code?: unknown }).code === 'string' && 'severity' in error;
}

const isTransient = (error: unknown) => isOutdated(error) || (isPostgresError(error) && (error.code === '40001' || error.code === '40P01'));

async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === 3 || !isTransient(error)) throw error;
    }
  }
}

/** Runs one transaction; after a serialization failure or a deadlock it is tried again, three times at most. */
export const inTransaction = <T>(db: Database, district: string, work: (tx: Write) => Promise<T>): Promise<T> =>
  again(() =>
    db.transaction().execute(async (tx) => {
      await enterDistrict(tx, district);
      return work(tx);
    }),
  );

/** Runs reads that must see one state and may see personal tables of the district. */
export const inReadTransaction = <T>(db: Database, district: string, work: (tx: Read) => Promise<T>): Promise<T> =>
  again(() =>
    db
      .transaction()
      .setAccessMode('read only')
      .setIsolationLevel('repeatable read')
      .execute(async (tx) => {
        await enterDistrict(tx, district);
        return work(tx);
      }),
  );
