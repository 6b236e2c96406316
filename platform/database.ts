import { CamelCasePlugin, CompiledQuery, type DatabaseConnection, Kysely, type KyselyProps, PostgresDialect, sql, type Transaction } from 'kysely';
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
    // Statements of one connection are sent without waiting for the answers to those before; each is answered by itself.
    pipeline: true,
    max: size,
    options: `-c role=${role} -c timezone=Asia/Shanghai -c statement_timeout=60000 -c idle_in_transaction_session_timeout=60000`,
  });
  // A lost connection fails the query that uses it; an idle one is replaced.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** What a builder over one connection is made of. */
const parts = new WeakMap<Database, Omit<KyselyProps, 'executor'>>();

/** The typed query builder over a pool; code says camelCase, SQL says snake_case. */
export function openDatabase(pool: pg.Pool): Database {
  const dialect = new PostgresDialect({ pool });
  const config = { dialect, plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })] };
  const db = new Kysely<DB>(config);
  parts.set(db, { config, dialect, driver: dialect.createDriver() });
  return db;
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

/**
 * A database over one connection. Kysely would let each statement wait for the answer to the one before; here what is asked
 * together leaves together, and PostgreSQL answers in that order.
 */
function over(db: Database, connection: DatabaseConnection): Write {
  const executor = db.getExecutor().withConnectionProvider({ provideConnection: (consume) => consume(connection) });
  return new Kysely<DB>({ ...parts.get(db)!, executor }) as Write;
}

/**
 * Begins and enters the district in one message, with whatever the work asks first: every command and every personal read pays
 * for each message that it waits for.
 */
function within<T>(db: Database, mode: string, district: string, work: (tx: Write) => Promise<T>): Promise<T> {
  if (!/^\d{0,6}$/.test(district)) throw new RangeError(`${district} is not a district`);
  return db.getExecutor().provideConnection(async (connection) => {
    const say = (text: string) => connection.executeQuery(CompiledQuery.raw(text));
    const begun = say(`start transaction ${mode}; set local app.district = '${district}'`);
    begun.catch(() => {});
    try {
      const done = await work(over(db, connection));
      await begun;
      await say('commit');
      return done;
    } catch (error) {
      // A connection that is lost cannot be asked to roll back; the database has done it.
      await say('rollback').catch(() => {});
      throw error;
    }
  });
}

/** Runs one transaction; after a serialization failure or a deadlock it is tried again, three times at most. */
export const inTransaction = <T>(db: Database, district: string, work: (tx: Write) => Promise<T>): Promise<T> => again(() => within(db, '', district, work));

/** Runs reads that must see one state and may see personal tables of the district. */
export const inReadTransaction = <T>(db: Database, district: string, work: (tx: Read) => Promise<T>): Promise<T> =>
  again(() => within(db, 'isolation level repeatable read read only', district, work));

/**
 * Works in another district inside the same transaction, then goes back to its own: for what two districts do together, as a canteen
 * of one and an elder of the other. Whatever fails undoes the work in both.
 */
export async function inOtherDistrict<T>(db: Read, own: string, other: string, work: () => Promise<T>): Promise<T> {
  if (other === own) return work();
  const enter = (district: string) => sql`select set_config('app.district', ${district}, true)`.execute(db as Write);
  await enter(other);
  const done = await work();
  await enter(own);
  return done;
}
