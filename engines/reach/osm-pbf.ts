import { inflateSync } from 'node:zlib';
import { isWalkable, type RawStreets, type RawWay, WayCollector } from './streets.ts';

/** Reads the protocol buffer wire format, just what OpenStreetMap's files use. */
class Reader {
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

function* blocks(file: Uint8Array): Generator<{ type: string; data: Uint8Array; at: number }> {
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

function checkHeader(data: Uint8Array): void {
  const reader = new Reader(data);
  while (reader.more) {
    const tag = reader.varint();
    if (tag >> 3 === 4) {
      const feature = Buffer.from(reader.raw()).toString();
      if (!knownFeatures.has(feature)) throw new BrokenPbf(`it needs the feature ${feature}, which is not read here`);
    } else reader.skip(tag & 7);
  }
}

type Block = { strings: Uint8Array[]; groups: Reader[]; granularity: number; lonOffset: number; latOffset: number };

function readBlock(data: Uint8Array): Block {
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

const wanted = new Set(['highway', 'foot', 'access', 'area', 'name', 'bridge', 'name:zh']);

function readWay(reader: Reader, block: Block, keyIds: Map<number, string>): RawWay | null {
  let id = 0;
  let keys: Reader | null = null;
  let values: Reader | null = null;
  let refs: Reader | null = null;
  while (reader.more) {
    const tag = reader.varint();
    const field = tag >> 3;
    if (field === 1) id = reader.varint();
    else if (field === 2) keys = reader.inner();
    else if (field === 3) values = reader.inner();
    else if (field === 8) refs = reader.inner();
    else reader.skip(tag & 7);
  }
  if (!keys || !values || !refs) return null;
  const tags: Record<string, string> = {};
  let isHighway = false;
  while (keys.more && values.more) {
    const key = keyIds.get(keys.varint());
    const value = values.varint();
    if (key === undefined) continue;
    if (key === 'highway') isHighway = true;
    tags[key] = Buffer.from(block.strings[value] ?? []).toString();
  }
  if (!isHighway || !isWalkable(tags)) return null;
  const ids: number[] = [];
  let ref = 0;
  while (refs.more) ids.push((ref += refs.signed()));
  return { id, tags, refs: ids };
}

function readWays(data: Uint8Array, collector: WayCollector): void {
  const block = readBlock(data);
  const keyIds = new Map<number, string>();
  block.strings.forEach((bytes, index) => {
    if (bytes.length <= 8) {
      const text = Buffer.from(bytes).toString();
      if (wanted.has(text)) keyIds.set(index, text);
    }
  });
  for (const group of block.groups) {
    while (group.more) {
      const tag = group.varint();
      if (tag >> 3 !== 3) group.skip(tag & 7);
      else {
        const way = readWay(group.inner(), block, keyIds);
        if (way) collector.addWay(way);
      }
    }
  }
}

function readDense(reader: Reader, block: Block, collector: WayCollector): void {
  let ids: Reader | null = null;
  let lats: Reader | null = null;
  let lons: Reader | null = null;
  while (reader.more) {
    const tag = reader.varint();
    const field = tag >> 3;
    if (field === 1) ids = reader.inner();
    else if (field === 8) lats = reader.inner();
    else if (field === 9) lons = reader.inner();
    else reader.skip(tag & 7);
  }
  if (!ids || !lats || !lons) return;
  let id = 0;
  let lat = 0;
  let lon = 0;
  while (ids.more) {
    id += ids.signed();
    lat += lats.signed();
    lon += lons.signed();
    collector.addNode(id, 1e-9 * (block.lonOffset + block.granularity * lon), 1e-9 * (block.latOffset + block.granularity * lat));
  }
}

function readPlainNode(reader: Reader, block: Block, collector: WayCollector): void {
  let id = 0;
  let lat = 0;
  let lon = 0;
  while (reader.more) {
    const tag = reader.varint();
    const field = tag >> 3;
    if (field === 1) id = reader.signed();
    else if (field === 8) lat = reader.signed();
    else if (field === 9) lon = reader.signed();
    else reader.skip(tag & 7);
  }
  collector.addNode(id, 1e-9 * (block.lonOffset + block.granularity * lon), 1e-9 * (block.latOffset + block.granularity * lat));
}

function readNodes(data: Uint8Array, collector: WayCollector): void {
  const block = readBlock(data);
  for (const group of block.groups) {
    while (group.more) {
      const tag = group.varint();
      if (tag >> 3 === 2) readDense(group.inner(), block, collector);
      else if (tag >> 3 === 1) readPlainNode(group.inner(), block, collector);
      else group.skip(tag & 7);
    }
  }
}

/**
 * Walkable ways of an OpenStreetMap extract (.osm.pbf, zlib blocks, any order of objects).
 * Two passes: the ways first, then only the nodes that they use.
 * @param onProgress called with the share done, 0 to 1
 * @throws BrokenPbf when the file is cut off or not of this format
 */
export function readOsmPbf(file: Uint8Array, onProgress: (share: number) => void = () => {}): RawStreets {
  const collector = new WayCollector();
  for (const block of blocks(file)) {
    if (block.type === 'OSMHeader') checkHeader(block.data);
    else if (block.type === 'OSMData') readWays(block.data, collector);
    onProgress((0.5 * block.at) / file.length);
  }
  collector.closeWays();
  for (const block of blocks(file)) {
    if (block.type === 'OSMData') readNodes(block.data, collector);
    onProgress(0.5 + (0.5 * block.at) / file.length);
  }
  return collector.finish();
}
