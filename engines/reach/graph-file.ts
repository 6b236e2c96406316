import { linksOf, type Network, type NetworkReport } from './network.ts';

const magic = 'LINLIWLK';
const version = 1;

/** The bytes are not a network file of this version. */
export class BrokenGraphFile extends Error {}

/**
 * A network as one run of bytes: magic (8), version and header length (4 each, little-endian), a JSON header with the section table,
 * then the arrays, each at a multiple of 8.
 */
export function writeGraphFile(network: Network): Uint8Array<ArrayBuffer> {
  const sections = {
    lon: network.lon,
    lat: network.lat,
    from: network.from,
    to: network.to,
    length: network.length,
    way: network.way,
  };
  let at = 0;
  const table = Object.entries(sections).map(([name, array]) => {
    const entry = { name, at, count: array.length };
    at += Math.ceil(array.byteLength / 8) * 8;
    return entry;
  });
  const header = new TextEncoder().encode(JSON.stringify({ table, ways: network.ways, report: network.report }));
  const start = Math.ceil((16 + header.length) / 8) * 8;
  const bytes = new Uint8Array(start + at);
  bytes.set(new TextEncoder().encode(magic));
  const view = new DataView(bytes.buffer);
  view.setUint32(8, version, true);
  view.setUint32(12, header.length, true);
  bytes.set(header, 16);
  for (const { name, at: offset } of table) {
    const array = sections[name as keyof typeof sections];
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), start + offset);
  }
  return bytes;
}

/**
 * Reads what `writeGraphFile` wrote.
 * @throws BrokenGraphFile when the bytes are of another kind or version, or cut off
 */
export function readGraphFile(bytes: Uint8Array): Network {
  if (bytes.length < 16 || new TextDecoder().decode(bytes.subarray(0, 8)) !== magic) throw new BrokenGraphFile('these bytes are not a walking network');
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  if (view.getUint32(8, true) !== version) throw new BrokenGraphFile('the walking network is of another version; import the streets again');
  const headerLength = view.getUint32(12, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(16, 16 + headerLength))) as {
    table: { name: string; at: number; count: number }[];
    ways: Network['ways'];
    report: NetworkReport;
  };
  const start = Math.ceil((16 + headerLength) / 8) * 8;
  const copy = (name: string, size: number) => {
    const entry = header.table.find((section) => section.name === name)!;
    const first = start + entry.at;
    if (first + entry.count * size > bytes.length) throw new BrokenGraphFile('the walking network is cut off');
    // Not bytes.slice: a Buffer's slice shares memory, and its .buffer is the whole pool.
    return Uint8Array.prototype.slice.call(bytes, first, first + entry.count * size).buffer;
  };
  const lon = new Float64Array(copy('lon', 8));
  const from = new Int32Array(copy('from', 4));
  const to = new Int32Array(copy('to', 4));
  const length = new Int32Array(copy('length', 4));
  return {
    lon,
    lat: new Float64Array(copy('lat', 8)),
    from,
    to,
    length,
    way: new Int32Array(copy('way', 4)),
    ...linksOf(lon.length, from, to, length),
    ways: header.ways,
    report: header.report,
  };
}
