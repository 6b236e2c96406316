import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { migrate } from '../platform/migrate.ts';

const here = import.meta.dirname;
const header = '// Generated from the database by "npm run schema"; do not edit.\n';

/** The TypeScript types of a migrated database, as they are committed in database/schema.ts. */
export function generateTypes(url: string): string {
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'linli-schema-')), 'schema.ts');
  const schemas = [
    'platform',
    'areas',
    'partners',
    'identity',
    'people',
    'places',
    'services',
    'streets',
    'planning',
    'benefits',
    'evaluation',
    'bookings',
    'care',
    'counters',
    'ledger',
    'meals',
    'funds',
    'cases',
    'requests',
    'signals',
    'visits',
    'needs',
    'reviews',
    'points',
    'volunteers',
    'imports',
  ];
  const result = spawnSync(
    process.execPath,
    [
      path.join(here, '../node_modules/kysely-codegen/dist/cli/bin.js'),
      '--dialect=postgres',
      '--camel-case',
      '--numeric-parser=number',
      '--date-parser=string',
      `--url=${url}`,
      `--out-file=${file}`,
      `--include-pattern={${schemas.join(',')}}.*`,
    ],
    { encoding: 'utf8' },
  );
  if (result.status !== 0) throw new Error(`kysely-codegen failed: ${result.stderr}${result.stdout}`);
  const text = readFileSync(file, 'utf8').replace(/^\/\*\*[\s\S]*?\*\/\s*/, '');
  rmSync(path.dirname(file), { recursive: true });
  // pg parses int8 into numbers here (platform/database.ts)
  return header + text.replace('Int8 = ColumnType<string, bigint', 'Int8 = ColumnType<number, bigint');
}

if (process.argv[1] === import.meta.filename) {
  const { startPostgres } = await import('../platform/postgres.ts');
  const pg = (await import('pg')).default;
  const postgres = await startPostgres({ dataDirectory: path.join(here, '../var/schema-postgres'), durable: false });
  const client = new pg.Client({ connectionString: postgres.url() });
  await client.connect();
  await client.query('drop database if exists linli_schema');
  await client.query('create database linli_schema');
  await client.end();
  await migrate(postgres.url('linli_schema'), path.join(here, 'migrations'));
  writeFileSync(path.join(here, 'schema.ts'), generateTypes(postgres.url('linli_schema')));
  await postgres.stop();
  process.stdout.write('database/schema.ts is up to date.\n');
}
