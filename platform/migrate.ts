import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { runMigrations as migrateJobs } from 'graphile-worker';
import pg from 'pg';
import { sha256 } from './crypto.ts';

const bootstrap = `
do $$ begin
  if not exists (select from pg_roles where rolname = 'linli_migrator') then create role linli_migrator; end if;
  if not exists (select from pg_roles where rolname = 'linli_app') then create role linli_app; end if;
exception when duplicate_object or unique_violation then null;
end $$;
do $$ begin
  if not (pg_has_role('linli_migrator', 'member') and pg_has_role('linli_app', 'member')) then
    execute format('grant linli_migrator, linli_app to %I', current_user);
  end if;
  execute format('grant create, connect on database %I to linli_migrator', current_database());
  execute format('grant connect on database %I to linli_app', current_database());
end $$;
create extension if not exists btree_gist;
`;

/** Another server may be doing the same: one of them works, the others wait. */
const migrationLock = 7_203_330_105;

/** The privileges the serving role needs on the job queue, whose tables another package makes. */
const jobPrivileges = `
grant usage on schema graphile_worker to linli_app;
grant select, insert, update, delete on all tables in schema graphile_worker to linli_app;
grant usage, select on all sequences in schema graphile_worker to linli_app;
grant execute on all functions in schema graphile_worker to linli_app;
do $$ declare t text; begin
  for t in select relname from pg_class where relnamespace = 'graphile_worker'::regnamespace and relrowsecurity loop
    execute format('drop policy if exists linli_app on graphile_worker.%I', t);
    execute format('create policy linli_app on graphile_worker.%I to linli_app using (true) with check (true)', t);
  end loop;
end $$;
`;

async function applyFile(client: pg.Client, file: string, text: string): Promise<void> {
  const hash = sha256(text);
  const known = await client.query<{ hash: string }>('select hash from linli_migration where file = $1', [file]);
  if (known.rows[0]?.hash === hash) return;
  if (known.rows[0]) {
    throw new Error(`The migration ${file} was changed after it had been applied. Migrations only go forward: put the change into a new file.`);
  }
  await client.query('begin');
  try {
    await client.query(text);
    await client.query('insert into linli_migration (file, hash, applied_at) values ($1, $2, now())', [file, hash]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`The migration ${file} failed: ${(error as Error).message}`, { cause: error });
  }
}

/**
 * Brings the database to the newest shape. Safe to call again and from several processes at once.
 * @param url a login that may create roles and extensions, or a member of linli_migrator where both exist already
 * @param directory the folder of *.sql files, applied in the order of their names
 * @returns how many migration files exist
 */
export async function migrate(url: string, directory: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ version: number }>(`select current_setting('server_version_num')::int as version`);
    if (rows[0]!.version < 150000) throw new Error('Linli needs PostgreSQL 15 or newer. Point DATABASE_URL at one, or unset it.');
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    const files = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
    await client.query(bootstrap);
    await client.query('set role linli_migrator');
    await client.query('create schema if not exists linli_schema authorization linli_migrator');
    await client.query('set search_path = linli_schema, public');
    await client.query('create table if not exists linli_migration (file text primary key, hash text not null, applied_at timestamptz not null)');
    for (const file of files) await applyFile(client, file, await readFile(path.join(directory, file), 'utf8'));
    await migrateJobs({ connectionString: `${url}${url.includes('?') ? '&' : '?'}options=-c%20role%3Dlinli_migrator` });
    await client.query(jobPrivileges);
    return files.length;
  } finally {
    await client.end();
  }
}
