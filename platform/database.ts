import { CamelCasePlugin, Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import type { DB } from '../database/schema.ts';

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

const transient = new Set(['40001', '40P01']);

/** Runs one transaction; a serialization failure or deadlock is tried once more. */
export async function inTransaction<T>(db: Database, district: string, work: (tx: Write) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute(async (tx) => {
        await enterDistrict(tx, district);
        return work(tx);
      });
    } catch (error) {
      if (attempt < 3 && isPostgresError(error) && transient.has(error.code)) continue;
      throw error;
    }
  }
}

/** Runs reads that must see one state and may see personal tables of the district. */
export function inReadTransaction<T>(db: Database, district: string, work: (tx: Read) => Promise<T>): Promise<T> {
  return db
    .transaction()
    .setAccessMode('read only')
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      await enterDistrict(tx, district);
      return work(tx);
    });
}
