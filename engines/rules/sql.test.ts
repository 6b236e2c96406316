import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestHouse, type TestHouse } from '../../tests/support/house.ts';
import { condition, dictionary, drawPeople, setting } from '../../tests/support/rules.ts';
import { compile } from './compile.ts';
import { judge } from './interpret.ts';
import { type Source, sqlOf } from './sql.ts';
import type { Tree } from './tree.ts';
import { unknown } from './value.ts';

let house: TestHouse;
let client: pg.Client;
const { people, columns, households } = drawPeople(21, 400);
const source: Source = {
  own: (field) => `p.f${field}`,
  member: (field) => `m.f${field}`,
  members: (scope, aggregates) => `select ${aggregates} from facts m where m.household = p.household${scope === 'others' ? ' and m.id <> p.id' : ''}`,
  isComplete: 'p.complete',
};
beforeAll(async () => {
  house = await openTestHouse();
  client = new pg.Client({ connectionString: house.databaseUrl });
  await client.connect();
  await client.query(`create temporary table facts (id int, household int, complete boolean, ${dictionary.fields.map((_, i) => `f${i} int`).join(', ')})`);
  const rows = Array.from({ length: people.count }, (_, id) => {
    const household = people.households!.findLastIndex((start) => start <= id);
    const facts = columns.map((column) => (column[id] === unknown ? 'null' : column[id]));
    return `(${[id, household, people.isComplete![household] === 1, ...facts].join(', ')})`;
  });
  await client.query(`insert into facts values ${rows.join(', ')}`);
});
afterAll(async () => {
  await client?.end();
  await house?.close();
});

const verdictsBySql = async (trees: readonly string[]) => {
  const list = trees.map((expression, n) => `${expression} as v${n}`).join(', ');
  const { rows } = await client.query(`select ${list} from facts p order by id`);
  return trees.map((_, n) => rows.map((row) => (row[`v${n}`] === null ? 1 : row[`v${n}`] ? 2 : 0)));
};
const verdictsByHand = (tree: Tree) => households.map((facts) => judge(tree, facts));
const drawTrees = (count: number) =>
  fc.sample(condition, { seed: 31, numRuns: count }).map((conditions) => compile({ id: 'p', version: '1', conditions }, setting).tree);

test('PostgreSQL says of everybody what the interpreter says', async () => {
  const trees = drawTrees(300);
  for (let from = 0; from < trees.length; from += 50) {
    const part = trees.slice(from, from + 50);
    expect(await verdictsBySql(part.map((tree) => sqlOf(tree, source)))).toEqual(part.map(verdictsByHand));
  }
});

test('faults planted in the SQL are found', async () => {
  const trees = drawTrees(80);
  const written = trees.map((tree) => sqlOf(tree, source));
  const byHand = trees.map(verdictsByHand);
  const faults: [string, string | RegExp, string][] = [
    ['unknown counts as met', / is not false/g, ''],
    ['unknown adds nothing', /when m\.f\d+ is null then \d+/g, 'when false then 0'],
    ['not forgets unknown', /\(not \(/g, '(not coalesce(false, '],
    ['an end left out', /between (-?\d+) and/g, 'between 1 + $1 and'],
    ['the other end left out', / and (\d+)( or|\))/g, ' and $1 - 1$2'],
    ['incomplete households taken as complete', /p\.complete/g, 'true'],
    ['members counted without oneself', /where m\.household = p\.household/g, 'where m.household = p.household and m.id <> p.id'],
    ['or for and', / and \(p/g, ' or (p'],
    ['none taken for a value', /= -2147483647/g, '= 1'],
    ['greater for at least', /low >= /g, 'low > '],
  ];
  for (const [name, find, replacement] of faults) {
    const broken = written.map((expression) => expression.replaceAll(find as RegExp, replacement));
    expect([name, broken.join() !== written.join()]).toEqual([name, true]);
    let isFound = false;
    for (const [n, expression] of broken.entries()) {
      if (expression === written[n] || isFound) continue;
      const [verdicts] = await verdictsBySql([expression]).catch(() => [null]);
      isFound = JSON.stringify(verdicts) !== JSON.stringify(byHand[n]);
    }
    expect([name, isFound]).toEqual([name, true]);
  }
});
