import { linksOf, type Network, type NetworkReport } from './network.ts';

const magic = 'LINLIWLK';
/** Version 1 had no neighbour lists and was aligned to 8 bytes; it is still read. */
const version = 2;
const alignment = 64;
const kinds = {
  lon: Float64Array,
  lat: Float64Array,
  from: Int32Array,
  to: Int32Array,
  length: Int32Array,
  way: Int32Array,
  offsets: Int32Array,
  links: Int32Array,
};
type Section = keyof typeof kinds;
type Header = { table: { name: string; at: number; count: number }[]; ways: Network['ways']; report: NetworkReport };

/** The bytes are not a network file of this version. */
export class BrokenGraphFile extends Error {}

const aligned = (bytes: number, to: number) => Math.ceil(bytes / to) * to;

/**
 * A network as one run of bytes: magic (8), version and header length (4 each, little-endian), a JSON header with the section table,
 * then the arrays, each at a multiple of 64.
 */
export function writeGraphFile(network: Network): Uint8Array<ArrayBuffer> {
  let at = 0;
  const table = (Object.keys(kinds) as Section[]).map((name) => {
    const entry = { name, at, count: network[name].length };
    at += aligned(network[name].byteLength, alignment);
    return entry;
  });
  const header = new TextEncoder().encode(JSON.stringify({ table, ways: network.ways, report: network.report } satisfies Header));
  const start = aligned(16 + header.length, alignment);
  const bytes = new Uint8Array(start + at);
  bytes.set(new TextEncoder().encode(magic));
  const view = new DataView(bytes.buffer);
  view.setUint32(8, version, true);
  view.setUint32(12, header.length, true);
  bytes.set(header, 16);
  for (const { name, at: offset } of table) {
    const { buffer, byteOffset, byteLength } = network[name];
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), start + offset);
  }
  return bytes;
}

/**
 * Reads what `writeGraphFile` wrote: the arrays are views of the bytes, which must not change afterwards. Only bytes that do not begin at a
 * multiple of 8 in their buffer are copied, once.
 * @throws BrokenGraphFile when the bytes are of another kind or version, or cut off
 */
export function readGraphFile(bytes: Uint8Array): Network {
  if (bytes.length < 16 || new TextDecoder().decode(bytes.subarray(0, 8)) !== magic) throw new BrokenGraphFile('these bytes are not a walking network');
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const written = view.getUint32(8, true);
  if (written !== version && written !== 1) throw new BrokenGraphFile('the walking network is of another version; import the streets again');
  const headerLength = view.getUint32(12, true);
  const { table, ways, report } = JSON.parse(new TextDecoder().decode(bytes.subarray(16, 16 + headerLength))) as Header;
  const start = aligned(16 + headerLength, written === 1 ? 8 : alignment);
  const ends = table.map(({ name, at, count }) => start + at + aligned(count * kinds[name as Section].BYTES_PER_ELEMENT, written === 1 ? 8 : alignment));
  if (Math.max(...ends) > bytes.length) throw new BrokenGraphFile('the walking network is cut off');
  const { buffer, byteOffset } = bytes.byteOffset % 8 === 0 ? bytes : Uint8Array.from(bytes);
  const section = <K extends Section>(name: K): InstanceType<(typeof kinds)[K]> => {
    const { at, count } = table.find((entry) => entry.name === name)!;
    return new kinds[name](buffer as ArrayBuffer, byteOffset + start + at, count) as InstanceType<(typeof kinds)[K]>;
  };
  const [lon, from, to, length] = [section('lon'), section('from'), section('to'), section('length')];
  const near = written === 1 ? linksOf(lon.length, from, to, length) : { offsets: section('offsets'), links: section('links') };
  return { lon, lat: section('lat'), from, to, length, way: section('way'), ...near, ways, report };
}
