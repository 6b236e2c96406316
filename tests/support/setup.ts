import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { createLog, prepareDatabase } from '../../apps/server/open-house.ts';
import { loadDemo } from '../../demo/load.ts';
import { createVault } from '../../platform/crypto.ts';
import { openDatabase, openPool } from '../../platform/database.ts';
import { startPostgres } from '../../platform/postgres.ts';

export const root = path.resolve(import.meta.dirname, '../..');
export const testKey = Buffer.alloc(32, 7);

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string;
  }
}

async function make(postgresUrl: string, name: string, from?: string): Promise<string> {
  const client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
  await client.query(`drop database if exists ${name} with (force)`);
  await client.query(`create database ${name} ${from ? `template ${from} strategy file_copy` : ''}`);
  await client.end();
  return postgresUrl.replace(/\/postgres$/, `/${name}`);
}

/** Before the clocks of all tests: what is loaded later than they show would not hold yet. */
const loadedAt = new Date('2026-11-22T00:00:00Z');

/** One PostgreSQL for all tests, with two templates: an empty prepared database, and a small demonstration district. */
export default async function setup(project: TestProject) {
  const postgres = await startPostgres({
    dataDirectory: path.join(root, 'var/test-postgres'),
    durable: false,
    flags: ['max_connections=200'],
  });
  const url = postgres.url();
  await prepareDatabase(await make(url, 'linli_empty'), root, loadedAt);
  const demoUrl = await make(url, 'linli_demo', 'linli_empty');
  const db = openDatabase(openPool(demoUrl, 'linli_app', 2));
  await loadDemo(db, createVault(testKey), createLog('silent'), () => {}, { households: 3000, reports: project.name === 'journeys' ? 2500 : 0, now: loadedAt });
  await db.destroy();
  project.provide('postgresUrl', url);
  return async () => {
    await postgres.stop();
  };
}
