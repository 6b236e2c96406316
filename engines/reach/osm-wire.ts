import { promisify } from 'node:util';
import { inflate } from 'node:zlib';

/** Unpacks in the threads that Node keeps for it. */
const unpack = promisify(inflate) as (packed: Uint8Array, options: { maxOutputLength: number }) => Promise<Uint8Array>;

/** Reads the protocol buffer wire format, just what OpenStreetMap's files use. */
export class Reader {
  readonly bytes: Uint8Array;
  pos: number;
  readonly end: number;
  constructor(bytes: Uint8Array, pos = 0, end = bytes.length) {
    this.bytes = bytes;
    this.pos = pos;
    this.end = end;
  }

  /** An unsigned number up to 2^53. */
  varint(): number {
    const { bytes } = this;
    const byte = this.pos < this.end ? bytes[this.pos]! : 0x80;
    if (byte < 0x80) {
      this.pos++;
      return byte;
    }
    return this.longVarint();
  }

  private longVarint(): number {
    const { bytes, end } = this;
    let { pos } = this;
    let value = 0;
    // Four bytes fit the whole numbers that are fast; what is longer is added up as a float.
    for (let shift = 0; shift < 28; shift += 7) {
      if (pos >= end) throw new BrokenPbf('it ends in the middle of a number');
      const byte = bytes[pos++]!;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        this.pos = pos;
        return value;
      }
    }
    for (let scale = 2 ** 28, i = 4; i < 10; i++, scale *= 128) {
      if (pos >= end) throw new BrokenPbf('it ends in the middle of a number');
      const byte = bytes[pos++]!;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        this.pos = pos;
        return value;
      }
    }
    throw new BrokenPbf('a number is too long');
  }

  /** A zigzag number; exact to 2^52. */
  signed(): number {
    const value = this.varint();
    if (value < 0x80000000) return (value >>> 1) ^ -(value & 1);
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** A sub-message or bytes: a reader over them, and this one moves on. */
  inner(): Reader {
    const length = this.varint();
    const end = this.pos + length;
    if (end > this.end) throw new BrokenPbf('it ends in the middle of a block');
    const inner = new Reader(this.bytes, this.pos, end);
    this.pos = end;
    return inner;
  }

  raw(): Uint8Array {
    const inner = this.inner();
    return this.bytes.subarray(inner.pos, inner.end);
  }

  skip(wire: number): void {
    if (wire === 0) this.varint();
    else if (wire === 1) this.pos += 8;
    else if (wire === 2) this.inner();
    else if (wire === 5) this.pos += 4;
    else throw new BrokenPbf('it holds a field of an unknown kind');
  }

  get more(): boolean {
    return this.pos < this.end;
  }
}

/** The file is not a whole OSM PBF; the message says where it broke. */
export class BrokenPbf extends Error {
  constructor(what: string) {
    super(`This is not a complete .osm.pbf file: ${what}. Download it again.`);
  }
}

const maxBlobBytes = 32 * 1024 * 1024; // the format's own limit
const knownFeatures = new Set(['OsmSchema-V0.6', 'DenseNodes', 'HistoricalInformation']);

async function inflateBlob(blob: Reader): Promise<Uint8Array> {
  let size = 0;
  let packed: Uint8Array | null = null;
  while (blob.more) {
    const tag = blob.varint();
    if (tag >> 3 === 1) return blob.raw();
    if (tag >> 3 === 2) size = blob.varint();
    else if (tag >> 3 === 3) packed = blob.raw();
    else blob.skip(tag & 7);
  }
  if (!packed) throw new BrokenPbf('a block is compressed in a way other than zlib; convert the file with osmium');
  if (size > maxBlobBytes) throw new BrokenPbf('a block says that it is larger than the format allows');
  return unpack(packed, { maxOutputLength: maxBlobBytes }).catch(() => {
    throw new BrokenPbf('a block does not unpack');
  });
}

/** A block that is still packed, and where it ends in the file. */
export type Blob = { type: string; packed: Reader; at: number };

/**
 * The blocks of a file in their order, still packed.
 * @throws BrokenPbf where the file is cut off or not of this format
 */
export function* blobs(file: Uint8Array): Generator<Blob> {
  let pos = 0;
  if (file.length < 8) throw new BrokenPbf('it is empty');
  while (pos < file.length) {
    if (pos + 4 > file.length) throw new BrokenPbf('it ends in the middle of a block');
    const headerLength = new DataView(file.buffer, file.byteOffset + pos).getUint32(0);
    if (headerLength > 64 * 1024) throw new BrokenPbf('its first bytes are not those of this format');
    const header = new Reader(file, pos + 4, Math.min(file.length, pos + 4 + headerLength));
    let type = '';
    let size = -1;
    while (header.more) {
      const tag = header.varint();
      if (tag >> 3 === 1) type = Buffer.from(header.raw()).toString();
      else if (tag >> 3 === 3) size = header.varint();
      else header.skip(tag & 7);
    }
    const start = pos + 4 + headerLength;
    if (size < 0 || size > maxBlobBytes) throw new BrokenPbf('its first bytes are not those of this format');
    if (start + size > file.length) throw new BrokenPbf(`it ends after ${file.length} bytes, in the middle of a block`);
    yield { type, packed: new Reader(file, start, start + size), at: start + size };
    pos = start + size;
  }
}

/** So many blocks are unpacked ahead of the one that is read: more than there are threads for it. */
const ahead = 8;

/** Unpacks blocks in other threads, some ahead of the one that is asked for. */
export async function* unpacked<B extends Blob>(packed: Iterable<B>): AsyncGenerator<B & { data: Uint8Array }> {
  const waiting: { blob: B; data: Promise<Uint8Array> }[] = [];
  const next = async () => {
    const { blob, data } = waiting.shift()!;
    return { ...blob, data: await data };
  };
  for (const blob of packed) {
    const data = inflateBlob(new Reader(blob.packed.bytes, blob.packed.pos, blob.packed.end));
    // Whoever stops early leaves these unread.
    data.catch(() => {});
    waiting.push({ blob, data });
    if (waiting.length >= ahead) yield await next();
  }
  while (waiting.length > 0) yield await next();
}

export function checkHeader(data: Uint8Array): void {
  const reader = new Reader(data);
  while (reader.more) {
    const tag = reader.varint();
    if (tag >> 3 === 4) {
      const feature = Buffer.from(reader.raw()).toString();
      if (!knownFeatures.has(feature)) throw new BrokenPbf(`it needs the feature ${feature}, which is not read here`);
    } else reader.skip(tag & 7);
  }
}

/** What a block holds; strings stay bytes, `strings[2 * i]` to `strings[2 * i + 1]` of `data`, until they are asked for. */
export type Block = { data: Uint8Array; strings: number[]; groups: Reader[]; granularity: number; lonOffset: number; latOffset: number };

export function readBlock(data: Uint8Array): Block {
  const reader = new Reader(data);
  const block: Block = { data, strings: [], groups: [], granularity: 100, lonOffset: 0, latOffset: 0 };
  while (reader.more) {
    const tag = reader.varint();
    const field = tag >> 3;
    if (field === 1) readStrings(reader.inner(), block.strings);
    else if (field === 2) block.groups.push(reader.inner());
    else if (field === 17) block.granularity = reader.varint();
    else if (field === 19) block.latOffset = reader.varint();
    else if (field === 20) block.lonOffset = reader.varint();
    else reader.skip(tag & 7);
  }
  return block;
}

function readStrings(table: Reader, strings: number[]): void {
  while (table.more) {
    const tag = table.varint();
    if (tag >> 3 !== 1) {
      table.skip(tag & 7);
      continue;
    }
    const length = table.varint();
    if (table.pos + length > table.end) throw new BrokenPbf('it ends in the middle of a block');
    strings.push(table.pos, table.pos + length);
    table.pos += length;
  }
}

/** A string of a block; empty when there is no such. */
export function textOf({ data, strings }: Block, index: number): string {
  const start = strings[2 * index];
  return start === undefined ? '' : Buffer.from(data.buffer, data.byteOffset + start, strings[2 * index + 1]! - start).toString();
}

/** Which strings of a block are among the wanted, by number. */
export function stringsAmong(block: Block, wanted: ReadonlySet<string>): Map<number, string> {
  const longest = Math.max(...Array.from(wanted, (text) => text.length));
  const letters = new Set(Array.from(wanted, (text) => text.charCodeAt(0)));
  const found = new Map<number, string>();
  const { data, strings } = block;
  for (let i = 0; i < strings.length; i += 2) {
    if (strings[i + 1]! - strings[i]! > longest || !letters.has(data[strings[i]!]!)) continue;
    const text = textOf(block, i / 2);
    if (wanted.has(text)) found.set(i / 2, text);
  }
  return found;
}

/** Numbers of the fields of a group that hold dense nodes, plain nodes and ways. */
export const plainNodes = 1;
export const denseNodes = 2;
export const wayField = 3;

/** Whether a block holds nodes, and whether it holds ways. */
export function contentsOf(block: Block): { nodes: boolean; ways: boolean } {
  const kinds = new Set<number>();
  for (const { bytes, pos, end } of block.groups) {
    const group = new Reader(bytes, pos, end);
    while (group.more) {
      const tag = group.varint();
      kinds.add(tag >> 3);
      group.skip(tag & 7);
    }
  }
  return { nodes: kinds.has(plainNodes) || kinds.has(denseNodes), ways: kinds.has(wayField) };
}
