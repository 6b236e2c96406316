import { createRequire } from 'node:module';
import pg from 'pg';
import type { Condition } from '../engines/rules/document.ts';
import { sqlOf } from '../engines/rules/sql.ts';
import type { Atom, Tree } from '../engines/rules/tree.ts';
import { unknown } from '../engines/rules/value.ts';
import { dictionary } from './rules-people.ts';

type Rules = { Engine: new (rules: [], options: object) => { addRule(rule: object): void; run(facts: object): Promise<{ events: { type: string }[] }> } };
type Cel = { Environment: new (options: object) => { parse(text: string): (facts: object) => boolean } };
type Appender = { appendNull(): void; appendInteger(value: number): void; endRow(): void; closeSync(): void };
type Connection = { run(sql: string): Promise<{ getRowObjectsJson(): Promise<Record<string, string>[]> }>; createAppender(table: string): Promise<Appender> };
type Duck = { DuckDBInstance: { create(path: string, options: object): Promise<{ connect(): Promise<Connection> }> } };
const peer = createRequire(import.meta.url);

/** Runs policies over people with a peer: seconds, and of each policy how many it said no of, could not say, and yes. */
export type Peer = (
  people: number,
  conditions: readonly Condition[],
  trees: readonly Tree[],
  block: readonly Int32Array[],
) => Promise<{ seconds: number; verdicts: number[][] }>;

const codeOf = (field: number) => dictionary.fields[field]!.code;
const factsOf = (block: readonly Int32Array[], person: number): Record<string, number> => {
  const facts: Record<string, number> = {};
  block.forEach((column, field) => {
    const value = column[person % (1 << 16)]!;
    if (value !== unknown) facts[codeOf(field)] = value;
  });
  return facts;
};

type JsonRule = object;
function jsonRule(tree: Tree): JsonRule {
  if (tree.op === 'all' || tree.op === 'any') return { [tree.op]: tree.of.map(jsonRule) };
  if (tree.op === 'not') return { not: jsonRule(tree.of) };
  if (tree.op !== 'atom') throw new Error(tree.op);
  const fact = codeOf(tree.atom.field);
  const ranges = tree.atom.ranges.map(([from, to]) => ({
    all: [
      { fact, operator: 'greaterThanInclusive', value: from },
      { fact, operator: 'lessThanInclusive', value: to },
    ],
  }));
  return ranges.length === 1 ? ranges[0]! : { any: ranges };
}

/** json-rules-engine: an undefined fact compares as false. */
export const byJsonRules: Peer = async (people, _, trees, block) => {
  const { Engine } = peer('json-rules-engine') as Rules;
  const engine = new Engine([], { allowUndefinedFacts: true });
  for (const [n, tree] of trees.entries()) engine.addRule({ conditions: { all: [jsonRule(tree)] }, event: { type: `${n}` } });
  const verdicts = trees.map(() => [0, 0, 0]);
  const start = performance.now();
  for (let person = 0; person < people; person++) {
    const { events } = await engine.run(factsOf(block, person));
    for (const { type } of events) verdicts[Number(type)]![2]!++;
  }
  const seconds = (performance.now() - start) / 1000;
  for (const verdict of verdicts) verdict[0] = people - verdict[2]!;
  return { seconds, verdicts };
};

const cel = (tree: Tree): string => {
  if (tree.op === 'all') return `(${tree.of.map(cel).join(' && ')})`;
  if (tree.op === 'any') return `(${tree.of.map(cel).join(' || ')})`;
  if (tree.op === 'not') return `!(${cel(tree.of)})`;
  if (tree.op !== 'atom') throw new Error(tree.op);
  return celAtom(tree.atom);
};
const celAtom = ({ field, ranges }: Atom) => `(${ranges.map(([from, to]) => `(f.${codeOf(field)} >= ${from} && f.${codeOf(field)} <= ${to})`).join(' || ')})`;

/** CEL: a missing key is an error, and errors are absorbed as Kleene absorbs unknown. */
export const byCel: Peer = async (people, _, trees, block) => {
  const { Environment } = peer('@marcbachmann/cel-js') as Cel;
  const environment = new Environment({ unlistedVariablesAreDyn: true });
  const programs = trees.map((tree) => environment.parse(cel(tree)));
  const verdicts = trees.map(() => [0, 0, 0]);
  const start = performance.now();
  for (let person = 0; person < people; person++) {
    const facts = { f: Object.fromEntries(Object.entries(factsOf(block, person)).map(([code, value]) => [code, BigInt(value)])) };
    programs.forEach((program, n) => {
      try {
        verdicts[n]![program(facts) ? 2 : 0]!++;
      } catch {
        verdicts[n]![1]!++;
      }
    });
  }
  return { seconds: (performance.now() - start) / 1000, verdicts };
};

const source = { own: (field: number) => `f${field}`, member: () => '', members: () => '', isComplete: 'true' };
const countsOf = (trees: readonly Tree[]) =>
  trees.map((tree, n) => `count(*) filter (where ${sqlOf(tree, source)}) as t${n}, count(*) filter (where not ${sqlOf(tree, source)}) as n${n}`).join(', ');
const sqlRow = (block: readonly Int32Array[], person: number) => block.map((column) => (column[person]! === unknown ? 'null' : column[person])).join(', ');

export const byDuckDb: Peer = async (people, _, trees, block) => {
  const { DuckDBInstance } = peer('@duckdb/node-api') as Duck;
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect();
  await connection.run(`create table block (${block.map((_column, i) => `f${i} integer`).join(', ')})`);
  const appender = await connection.createAppender('block');
  for (let person = 0; person < 1 << 16; person++) {
    for (const column of block) {
      if (column[person] === unknown) appender.appendNull();
      else appender.appendInteger(column[person]!);
    }
    appender.endRow();
  }
  appender.closeSync();
  await connection.run(`create table facts as select block.* from block, range(${Math.ceil(people / (1 << 16))}) limit ${people}`);
  const start = performance.now();
  const [counts] = await (await connection.run(`select ${countsOf(trees)} from facts`)).getRowObjectsJson();
  const seconds = (performance.now() - start) / 1000;
  return { seconds, verdicts: verdictsOf(trees, counts!, people) };
};

const verdictsOf = (trees: readonly Tree[], counts: Record<string, string>, people: number) =>
  trees.map((_, n) => [Number(counts[`n${n}`]), people - Number(counts[`n${n}`]) - Number(counts[`t${n}`]), Number(counts[`t${n}`])]);

export const byPostgres =
  (connectionString: string): Peer =>
  async (people, _, trees, block) => {
    const client = new pg.Client({ connectionString });
    await client.connect();
    await client.query('set max_parallel_workers_per_gather = 0; set jit = off');
    await client.query(`create temporary table block (${block.map((_column, i) => `f${i} int`).join(', ')})`);
    for (let from = 0; from < 1 << 16; from += 4096) {
      const rows = Array.from({ length: 4096 }, (_row, i) => `(${sqlRow(block, from + i)})`);
      await client.query(`insert into block values ${rows.join(', ')}`);
    }
    await client.query(`create temporary table facts as select block.* from generate_series(1, ${Math.ceil(people / (1 << 16))}), block limit ${people}`);
    await client.query('analyze facts');
    const start = performance.now();
    let seconds = 0;
    const verdicts: number[][] = [];
    for (let n = 0; n < trees.length; n += 50) {
      const part = trees.slice(n, n + 50);
      const { rows } = await client.query(`select ${countsOf(part)} from facts`);
      verdicts.push(...verdictsOf(part, rows[0], people));
    }
    seconds = (performance.now() - start) / 1000;
    await client.end();
    return { seconds, verdicts };
  };
