import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { buildNetwork } from './network.ts';
import { readOsmPbf } from './osm-pbf.ts';
import { BrokenPbf } from './osm-wire.ts';
import { isBlocked, isWalkable } from './streets.ts';

describe('which ways can be walked', () => {
  test.each([
    [{ highway: 'residential' }, true],
    [{ highway: 'motorway_link' }, false],
    [{ highway: 'trunk' }, false],
    [{ highway: 'construction' }, false],
    [{ highway: 'platform' }, false],
    [{ highway: 'proposed' }, false],
    [{ highway: 'pedestrian', area: 'yes' }, false],
    [{ highway: 'footway', foot: 'no' }, false],
    [{ highway: 'service', access: 'private' }, false],
    [{ highway: 'service', access: 'private', foot: 'yes' }, true],
    [{ highway: 'path', access: 'no', foot: 'designated' }, true],
    [{}, false],
  ])('%j: %s', (tags, expected) => {
    expect(isWalkable(tags as Record<string, string>)).toBe(expected);
  });
});

describe('which nodes stop people', () => {
  test.each([
    [{ barrier: 'gate' }, false],
    [{ barrier: 'gate', access: 'private' }, true],
    [{ barrier: 'gate', access: 'private', foot: 'yes' }, false],
    [{ barrier: 'lift_gate', foot: 'no' }, true],
    [{ barrier: 'gate', locked: 'yes' }, true],
    [{ barrier: 'wall' }, true],
    [{ barrier: 'bollard' }, false],
    [{ highway: 'crossing', foot: 'no' }, false],
    [{}, false],
  ])('%j: %s', (tags, expected) => {
    expect(isBlocked(tags as Record<string, string>)).toBe(expected);
  });
});

/** Writes just enough of the PBF format for a test. @param gate tags of the second of three nodes of one street */
function tinyPbf(gate: readonly string[] = []): Uint8Array {
  const varint = (n: number): number[] => (n < 128 ? [n] : [(n % 128) | 128, ...varint(Math.floor(n / 128))]);
  const zigzag = (n: number) => (n >= 0 ? 2 * n : -2 * n - 1);
  const field = (tag: number, bytes: number[]) => [...varint(tag * 8 + 2), ...varint(bytes.length), ...bytes];
  const text = (value: string) => [...Buffer.from(value)];
  const packed = (values: number[]) => values.flatMap(varint);
  const deltas = (values: number[]) => packed(values.map((value, i) => zigzag(value - (i === 0 ? 0 : values[i - 1]!))));
  const blob = (type: string, data: number[]) => {
    const body = [...field(3, [...deflateSync(Uint8Array.from(data))])];
    const sized = [...varint(2 * 8), ...varint(data.length), ...body];
    const header = [...field(1, text(type)), ...varint(3 * 8), ...varint(sized.length)];
    return [0, 0, 0, header.length, ...header, ...sized];
  };
  const strings = ['', 'highway', 'residential', 'name', '运河路', ...gate];
  const ids = [8_000_000_001, 8_000_000_002, 8_000_000_003];
  const dense = field(2, [
    ...field(1, deltas(ids)),
    ...field(8, deltas([300_000_000, 300_000_000, 300_010_000])),
    ...field(9, deltas([1_200_000_000, 1_200_010_000, 1_200_010_000])),
    ...field(10, packed([0, ...gate.map((_, i) => 5 + i), 0, 0])),
  ]);
  const way = field(3, [...varint(8), ...varint(77), ...field(2, packed([1, 3])), ...field(3, packed([2, 4])), ...field(8, deltas(ids))]);
  const table = field(
    1,
    strings.flatMap((value) => field(1, text(value))),
  );
  return Uint8Array.from([...blob('OSMHeader', field(4, text('DenseNodes'))), ...blob('OSMData', [...table, ...field(2, dense), ...field(2, way)])]);
}

describe('OpenStreetMap files', () => {
  test('ways and nodes in one block, ids beyond 32 bits, Chinese names', async () => {
    const network = buildNetwork(await readOsmPbf(tinyPbf()));
    expect(network.report).toMatchObject({ vertices: 3, segments: 2 });
    expect(network.ways[0]!.name).toBe('运河路');
    expect(network.lat[0]).toBeCloseTo(30, 5);
  });
  test('a street ends on both sides of a gate that is closed to people', async () => {
    const passes = buildNetwork(await readOsmPbf(tinyPbf(['barrier', 'gate'])));
    expect(passes.report).toMatchObject({ vertices: 3, segments: 2, components: 1, droppedVertices: 0 });
    const stops = buildNetwork(await readOsmPbf(tinyPbf(['barrier', 'gate', 'access', 'private'])));
    expect(stops.report).toMatchObject({ vertices: 2, segments: 1, components: 2, droppedVertices: 2 });
  });
  test('a file cut off anywhere is refused, never half read', async () => {
    const whole = tinyPbf();
    const headerEnds = 4 + whole[3]!;
    for (let length = 0; length < whole.length; length++) {
      const cut = () => readOsmPbf(whole.subarray(0, length));
      // Only a cut exactly between two blocks leaves a shorter, whole file, which then holds no street.
      try {
        expect((await cut()).ways).toEqual([]);
        expect(length).toBeGreaterThan(headerEnds);
      } catch (error) {
        expect(error).toBeInstanceOf(BrokenPbf);
      }
    }
  });
});
