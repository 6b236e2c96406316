import { readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateTypes } from '../database/generate.ts';
import { mayUse } from '../modules/modules.ts';
import { openTestHouse, type TestHouse } from './support/house.ts';

let house: TestHouse;
let client: pg.Client;
const schemas = ['platform', ...Object.keys(mayUse)];
const rows = async <T>(text: string) => (await client.query(text, [schemas])).rows as T[];

beforeAll(async () => {
  house = await openTestHouse();
  client = new pg.Client({ connectionString: house.databaseUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await house.close();
});

type Table = { name: string; comment: string | null };
const tables = () =>
  rows<Table>(`select n.nspname || '.' || c.relname as name, obj_description(c.oid) as comment from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname = any($1) order by 1`);

describe('the database', () => {
  test('every table says whether it is reference or by district', async () => {
    const all = await tables();
    expect(all.length).toBeGreaterThan(35);
    expect(all.filter(({ comment }) => !/^(reference|by district): .{10,}/.test(comment ?? ''))).toEqual([]);
  });
  test('in tables by district, the district is the first column of the primary key and part of every unique and exclusion constraint and index', async () => {
    const byDistrict = new Set((await tables()).filter(({ comment }) => comment!.startsWith('by district')).map(({ name }) => name));
    const keys = await rows<{ table: string; index: string; primary: boolean; first: string; columns: string[] }>(`
      select n.nspname || '.' || c.relname as table, i.relname as index, x.indisprimary as primary,
        (select attname from pg_attribute where attrelid = c.oid and attnum = x.indkey[0]) as first,
        array(select attname::text from pg_attribute where attrelid = c.oid and attnum = any(x.indkey)) as columns
      from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class c on c.oid = x.indrelid join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = any($1) and (x.indisunique or x.indisexclusion)`);
    const concerned = keys.filter((key) => byDistrict.has(key.table));
    expect(concerned.filter((key) => key.primary).length).toBe(byDistrict.size);
    expect(concerned.filter((key) => (key.primary ? key.first !== 'district' : !key.columns.includes('district')))).toEqual([]);
  });
  test('foreign keys between tables by district carry the district', async () => {
    const byDistrict = new Set((await tables()).filter(({ comment }) => comment!.startsWith('by district')).map(({ name }) => name));
    const keys = await rows<{ from: string; to: string; columns: string[] }>(`
      select conrelid::regclass::text as from, confrelid::regclass::text as to,
        array(select attname::text from pg_attribute where attrelid = conrelid and attnum = any(conkey)) as columns
      from pg_constraint join pg_class c on c.oid = conrelid join pg_namespace n on n.oid = c.relnamespace where contype = 'f' and n.nspname = any($1)`);
    expect(keys.length).toBeGreaterThan(20);
    expect(keys.filter((key) => byDistrict.has(key.from) && byDistrict.has(key.to) && !key.columns.includes('district'))).toEqual([]);
    expect(keys.filter((key) => !byDistrict.has(key.from) && byDistrict.has(key.to))).toEqual([]);
    const follows = keys.filter(({ from, to }) => {
      const [own, other] = [from.split('.')[0]!, to.split('.')[0]!];
      return own !== other && !mayUse[own]?.includes(other);
    });
    expect(follows).toEqual([]);
  });
  test('personal tables have row-level security, also for their owner', async () => {
    const open = await rows(`select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'people' and c.relkind = 'r' and obj_description(c.oid) like 'by district%' and not (relrowsecurity and relforcerowsecurity) and n.nspname = any($1)`);
    expect(open).toEqual([]);
  });
  test('moments carry their zone, texts have no length, no table has a trigger of its own', async () => {
    const columns = await rows<{
      column: string;
      type: string;
    }>(`select table_schema || '.' || table_name || '.' || column_name as column, data_type as type
      from information_schema.columns where table_schema = any($1) and data_type in ('timestamp without time zone', 'character varying', 'character', 'money')`);
    expect(columns).toEqual([]);
    const triggers = await rows(
      `select tgname from pg_trigger t join pg_class c on c.oid = tgrelid join pg_namespace n on n.oid = c.relnamespace where not tgisinternal and n.nspname = any($1)`,
    );
    expect(triggers).toEqual([]);
  });
  test('the committed types are those of the database', () => {
    const committed = readFileSync(path.resolve(import.meta.dirname, '../database/schema.ts'), 'utf8');
    expect(generateTypes(house.databaseUrl)).toBe(committed);
  });
});
