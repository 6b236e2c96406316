import { describe, expect, test } from 'vitest';
import { BrokenGraphFile, readGraphFile, writeGraphFile } from './graph-file.ts';
import { buildNetwork, type Network } from './network.ts';
import { streetsFromLines } from './streets.ts';

const street = (...coordinates: [number, number][]) => ({ tags: { highway: 'residential', name: '运河路' }, coordinates });
const ladder = () => buildNetwork(streetsFromLines([street([120, 30], [120.01, 30], [120.02, 30]), street([120.01, 30], [120.01, 30.01])]));

/** A file as version 1 wrote it: aligned to 8 bytes, without neighbour lists. */
function firstVersion(network: Network): Uint8Array {
  const names = ['lon', 'lat', 'from', 'to', 'length', 'way'] as const;
  let at = 0;
  const table = names.map((name) => {
    const entry = { name, at, count: network[name].length };
    at += Math.ceil(network[name].byteLength / 8) * 8;
    return entry;
  });
  const header = Buffer.from(JSON.stringify({ table, ways: network.ways, report: network.report }));
  const start = Math.ceil((16 + header.length) / 8) * 8;
  const bytes = Buffer.alloc(start + at);
  bytes.write('LINLIWLK');
  bytes.writeUInt32LE(1, 8);
  bytes.writeUInt32LE(header.length, 12);
  bytes.set(header, 16);
  for (const { name, at: offset } of table) bytes.set(new Uint8Array(network[name].buffer), start + offset);
  return bytes;
}

test('a graph file of version 1 is still read', () => {
  const network = ladder();
  const read = readGraphFile(firstVersion(network));
  for (const key of ['lon', 'from', 'to', 'length', 'offsets', 'links'] as const) expect([...read[key]]).toEqual([...network[key]]);
});

describe('a graph file', () => {
  test('gives the same network back, also from a Buffer inside a pool', () => {
    const network = ladder();
    const bytes = writeGraphFile(network);
    const pool = Buffer.concat([Buffer.from('xxx'), Buffer.from(bytes)]);
    for (const copy of [readGraphFile(bytes), readGraphFile(pool.subarray(3))]) {
      for (const key of ['lon', 'lat', 'from', 'to', 'length', 'way', 'offsets', 'links'] as const) expect([...copy[key]]).toEqual([...network[key]]);
      expect(copy.ways).toEqual(network.ways);
    }
    expect(() => readGraphFile(bytes.subarray(0, bytes.length - 1))).toThrow(BrokenGraphFile);
    expect(() => readGraphFile(Buffer.from('something else entirely'))).toThrow(BrokenGraphFile);
  });
});
