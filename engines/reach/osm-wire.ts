import { inflateSync } from 'node:zlib';

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
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 10; i++) {
      if (this.pos >= this.end) throw new BrokenPbf('it ends in the middle of a number');
      const byte = bytes[this.pos++]!;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    throw new BrokenPbf('a number is too long');
  }

  /** A zigzag number; exact to 2^52. */
  signed(): number {
    const value = this.varint();
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

function inflateBlob(blob: Reader): Uint8Array {
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
  try {
    return inflateSync(packed, { maxOutputLength: maxBlobBytes });
  } catch {
    throw new BrokenPbf('a block does not unpack');
  }
}

export function* blocks(file: Uint8Array): Generator<{ type: string; data: Uint8Array; at: number }> {
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
    yield { type, data: inflateBlob(new Reader(file, start, start + size)), at: start + size };
    pos = start + size;
  }
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

export type Block = { strings: Uint8Array[]; groups: Reader[]; granularity: number; lonOffset: number; latOffset: number };

export function readBlock(data: Uint8Array): Block {
  const reader = new Reader(data);
  const block: Block = { strings: [], groups: [], granularity: 100, lonOffset: 0, latOffset: 0 };
  while (reader.more) {
    const tag = reader.varint();
    const field = tag >> 3;
    if (field === 1) {
      const table = reader.inner();
      while (table.more) {
        const inner = table.varint();
        if (inner >> 3 === 1) block.strings.push(table.raw());
        else table.skip(inner & 7);
      }
    } else if (field === 2) block.groups.push(reader.inner());
    else if (field === 17) block.granularity = reader.varint();
    else if (field === 19) block.latOffset = reader.varint();
    else if (field === 20) block.lonOffset = reader.varint();
    else reader.skip(tag & 7);
  }
  return block;
}
