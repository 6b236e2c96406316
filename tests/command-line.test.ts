import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { run } from '../apps/cli/main.ts';

let folder: string;
const file = (name: string, text: string) => {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};
const pairs = 'site,client,distance,people\na,1,1,100\na,2,80,50\na,3,40,10\nb,1,80,100\nb,2,1,50\nb,3,40,10\nc,1,40,100\nc,2,40,50\nc,3,1,10\n';

async function say(...words: string[]): Promise<string> {
  const said: string[] = [];
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  const err = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  try {
    await run({ root: folder, words });
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
  return said.join('');
}

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'linli-command-'));
  file('pairs.csv', pairs);
  file('wide.csv', 'client,weight,a,b,c\n1,100,1,80,40\n2,50,80,1,40\n3,10,40,40,1\n');
  file('supply.csv', 'id,beds\na,15\nb,20\nc,100\n');
  file('points.csv', 'id,x,y,weight\np,0,0,5\nq,3,4,1\nr,30,40,2\n');
  file('graph.txt', ' 4 4 1\n 1 2 10\n 2 3 10\n 3 4 10\n 1 2 4\n');
});
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => path.join(folder, name);
const site = async (...words: string[]) => JSON.parse(await say('reach', 'site', '--json', '--seconds', '2', ...words));

describe('linli reach site --problem cpmp', () => {
  test('gives every demand to a site that holds it', async () => {
    file('loads.csv', 'id,x,y,demand\na,0,0,6\nb,1,0,6\nc,10,0,6\nd,11.5,0,6\n');
    const found = await site('--problem', 'cpmp', '--points', at('loads.csv'), '--p', '2', '--capacity', '12', '--rounding', 'down');
    expect(found).toMatchObject({ value: 2, proven: true, measure: 'weight × distance' });
    expect(found.assignment.a).toBe(found.assignment.b);
    expect(found.assignment.c).toBe(found.assignment.d);
    const tight = await site('--problem', 'cpmp', '--points', at('loads.csv'), '--p', '4', '--capacity', '6');
    expect([tight.value, tight.sites]).toEqual([0, ['a', 'b', 'c', 'd']]);
  });
  test('says what is missing or cannot fit', async () => {
    await expect(site('--problem', 'cpmp', '--points', at('loads.csv'), '--p', '2', '--capacity', '11')).rejects.toThrow('hold');
    await expect(site('--problem', 'cpmp', '--matrix', at('pairs.csv'), '--p', '2', '--capacity', '500')).rejects.toThrow('--loads');
    await expect(site('--problem', 'cpmp', '--points', at('loads.csv'), '--p', '2')).rejects.toThrow('supply');
    await expect(site('--problem', 'cpmp', '--points', at('loads.csv'), '--p', '2', '--capacity', '12', '--rounding', 'up')).rejects.toThrow('--rounding');
  });
});

describe('linli reach site --problem mclp within a budget', () => {
  const people = 'id,x,y,weight,function\na,0,0,60,MEAL\nb,1000,0,50,MEAL\na,0,0,9,CARE\nb,1000,0,40,CARE\n';
  const rooms = 'id,x,y,cost,function\nr1,100,0,30,MEAL\nr1,100,0,30,CARE\nr2,900,0,30,MEAL\nr2,900,0,20,CARE\n';
  const programme = (...words: string[]) => site('--problem', 'mclp', '--points', at('people.csv'), '--sites', at('rooms.csv'), ...words);

  test('gives each room the function that reaches most people, and spends no more than there is', async () => {
    file('people.csv', people);
    file('rooms.csv', rooms);
    // r1 as a canteen reaches 60; r2 then is care for 40 at 20, or a canteen for 50 at 30.
    expect(await programme('--radius', '500', '--budget', '60')).toMatchObject({ value: 110, proven: true, sites: ['r1:MEAL', 'r2:MEAL'] });
    expect(await programme('--radius', '500', '--budget', '50')).toMatchObject({ value: 100, proven: true, sites: ['r1:MEAL', 'r2:CARE'] });
    // Care reaches far, so that one room of it serves both places.
    expect(await programme('--radius', 'MEAL=500,CARE=2000', '--budget', '50')).toMatchObject({ value: 109, sites: ['r1:MEAL', 'r2:CARE'] });
    expect(await programme('--radius', '500', '--budget', '55', '--pairs', 'r1:CARE+r2:CARE')).toMatchObject({ value: 60, sites: ['r1:MEAL'] });
    expect(await programme('--radius', '500', '--p', '1')).toMatchObject({ value: 60 });
  });
  test('says what is missing or cannot be', async () => {
    await expect(programme('--radius', '500')).rejects.toThrow('--budget');
    await expect(programme('--radius', 'MEAL=500', '--p', '1')).rejects.toThrow('how far CARE reaches');
    await expect(programme('--radius', '500', '--budget', '10', '--fixed', 'r1:MEAL')).rejects.toThrow('the fixed sites cost 30, the budget is 10');
    await expect(programme('--radius', '500', '--p', '1', '--pairs', 'r1:MEAL')).rejects.toThrow('--pairs');
  });
});

describe('linli reach matrix', () => {
  test('walks along the streets of a file from points to points, farther ones left out', async () => {
    const line = (...coordinates: [number, number][]) => ({
      type: 'Feature',
      properties: { highway: 'residential' },
      geometry: { type: 'LineString', coordinates },
    });
    const corner: [number, number] = [120.01, 30];
    file('streets.geojson', JSON.stringify({ type: 'FeatureCollection', features: [line([120, 30], corner), line(corner, [120.01, 30.01])] }));
    file('from.csv', 'id,lon,lat\n"a,1",120.002,30\n');
    file('to.csv', 'id,lon,lat\nsame,120.004,30\nround,120.01,30.003\nfar,120.01,30.009\n');
    const rows = (
      await say('reach', 'matrix', '--streets', at('streets.geojson'), '--from', at('from.csv'), '--to', at('to.csv'), '--radius', '1200', '--crs', 'WGS-84')
    )
      .trim()
      .split('\n');
    expect(rows[0]).toBe('from,to,metres');
    const metres = rows.slice(1).map((row) => [row.slice(0, row.lastIndexOf(',')), Number(row.split(',').at(-1))] as const);
    expect(metres.map(([pair]) => pair)).toEqual(['"a,1",same', '"a,1",round']);
    expect(metres[0]![1]).toBeCloseTo(193, 0);
    expect(metres[1]![1]).toBeCloseTo(772 + 332.6, 0);
  });
  test('says what is missing', async () => {
    await expect(say('reach', 'matrix', '--radius', '500')).rejects.toThrow('--streets');
    await expect(say('reach', 'matrix', '--streets', 'x', '--from', 'y')).rejects.toThrow('--radius');
    await expect(say('reach', 'matrix', '--streets', at('streets.geojson'), '--from', at('points.csv'), '--radius', '500', '--crs', 'WGS-84')).rejects.toThrow(
      'lon and lat',
    );
  });
});

describe('linli reach site', () => {
  test('reads pairs and a table of rows alike', async () => {
    const asked = ['--problem', 'pmedian', '--p', '1', '--matrix'];
    for (const name of ['pairs.csv', 'wide.csv']) expect(await site(...asked, at(name))).toMatchObject({ value: 4500, sites: ['a'], proven: true, gap: 0 });
  });
  test('reads points, and keeps fixed and forbidden sites', async () => {
    const asked = ['--problem', 'mclp', '--points', at('points.csv'), '--p', '1', '--radius', '5'];
    expect(await site(...asked)).toMatchObject({ value: 6, proven: true, demands: 3, candidates: 3 });
    expect(await site(...asked, '--fixed', 'r')).toMatchObject({ value: 2, sites: ['r'] });
    expect(await site(...asked, '--forbidden', 'p,q')).toMatchObject({ value: 2, sites: ['r'] });
  });
  test('reads a graph with its p; of an edge given twice the later one holds', async () => {
    expect(await site('--problem', 'pcenter', '--graph', at('graph.txt'))).toMatchObject({ value: 14, sites: ['3'] });
    expect(await site('--problem', 'lscp', '--graph', at('graph.txt'), '--radius', '10')).toMatchObject({ value: 2, proven: true });
  });
  test.each([
    ['no problem', ['reach', 'site'], /Say what to do/],
    ['no file', ['reach', 'site', '--problem', 'mclp', '--matrix', 'nowhere.csv', '--p', '1', '--radius', '5'], /There is no file nowhere.csv/],
    ['no radius', ['reach', 'site', '--problem', 'mclp', '--matrix', '{pairs.csv}', '--p', '1'], /Say --radius/],
    ['too many sites', ['reach', 'site', '--problem', 'pmedian', '--matrix', '{pairs.csv}', '--p', '4'], /between 1 and 3/],
    ['a site that is not there', ['reach', 'site', '--problem', 'pmedian', '--matrix', '{pairs.csv}', '--p', '1', '--fixed', 'x'], /there is no site x/],
    ['a demand out of reach', ['reach', 'site', '--problem', 'lscp', '--matrix', '{pairs.csv}', '--radius', '0.5'], /^1 lies within the radius of no site/],
    [
      'supply that is not told',
      ['reach', 'fca', '--matrix', '{pairs.csv}', '--radius', '9', '--supply', '{points.csv}', '--supply-column', 'weight'],
      /does not say what a supplies/,
    ],
    ['zones that are none', ['reach', 'fca', '--matrix', '{pairs.csv}', '--decay', '5:x'], /Write zones/],
  ])('says what to mend: %s', async (_, words, sentence) => {
    const filled = words.map((word) => word.replace(/^\{(.+)\}$/, (__, name: string) => at(name)));
    await expect(say(...filled)).rejects.toThrow(sentence);
  });
  test('a number that is none is named by row and column', async () => {
    file('wrong.csv', pairs.replace('80,50', 'far,50'));
    await expect(site('--problem', 'pmedian', '--p', '1', '--matrix', at('wrong.csv'))).rejects.toThrow('Row 3, column distance: “far” is not a number.');
  });
});

test('linli reach fca prints PySAL’s three tracts', async () => {
  const text = await say('reach', 'fca', '--method', '2sfca', '--decay', 'binary', '--radius', '60', '--matrix', at('pairs.csv'), '--supply', at('supply.csv'));
  const values = text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => Number(line.split(',')[1]));
  [0.7613636, 0.9583333, 1.094697].forEach((value, i) => {
    expect(Math.abs(values[i]! - value)).toBeLessThan(1e-7);
  });
});
