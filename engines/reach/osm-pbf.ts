import {
  type Blob,
  type Block,
  blobs,
  checkHeader,
  contentsOf,
  denseNodes,
  plainNodes,
  type Reader,
  readBlock,
  stringsAmong,
  textOf,
  unpacked,
  wayField,
} from './osm-wire.ts';
import { isBlocked, isWalkable, type RawStreets, type RawWay, WayCollector } from './streets.ts';

const wayKeys = new Set(['highway', 'foot', 'access', 'area', 'name', 'bridge', 'name:zh']);
const nodeKeys = new Set(['barrier', 'foot', 'access', 'locked']);

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
    tags[key] = textOf(block, value);
  }
  if (!isHighway || !isWalkable(tags)) return null;
  const ids: number[] = [];
  let ref = 0;
  while (refs.more) ids.push((ref += refs.signed()));
  return { id, tags, refs: ids };
}

function readWays(block: Block, collector: WayCollector): void {
  const keyIds = stringsAmong(block, wayKeys);
  for (const group of block.groups) {
    while (group.more) {
      const tag = group.varint();
      if (tag >> 3 !== wayField) group.skip(tag & 7);
      else {
        const way = readWay(group.inner(), block, keyIds);
        if (way) collector.addWay(way);
      }
    }
  }
}

/** Tags of the next node in a run of dense ones: pairs of key and value, ended by 0. */
function denseTags(run: Reader, block: Block, keyIds: Map<number, string>): Record<string, string> | null {
  let tags: Record<string, string> | null = null;
  while (run.more) {
    const key = run.varint();
    if (key === 0) return tags;
    const value = run.varint();
    const name = keyIds.get(key);
    if (name !== undefined) (tags ??= {})[name] = textOf(block, value);
  }
  return tags;
}

type NodeBlock = Block & { keys: Map<number, string>; hasBarriers: boolean };
const degrees = (block: Block, lon: number, lat: number) =>
  [1e-9 * (block.lonOffset + block.granularity * lon), 1e-9 * (block.latOffset + block.granularity * lat)] as const;

function readDense(reader: Reader, block: NodeBlock, collector: WayCollector): void {
  const runs = new Map<number, Reader>();
  while (reader.more) {
    const tag = reader.varint();
    const field = tag >> 3;
    if (field === 1 || field === 8 || field === 9 || field === 10) runs.set(field, reader.inner());
    else reader.skip(tag & 7);
  }
  const [ids, lats, lons] = [runs.get(1), runs.get(8), runs.get(9)];
  if (!ids || !lats || !lons) return;
  const tagged = block.hasBarriers ? runs.get(10) : undefined;
  let id = 0;
  let lat = 0;
  let lon = 0;
  while (ids.more) {
    id += ids.signed();
    lat += lats.signed();
    lon += lons.signed();
    const tags = tagged ? denseTags(tagged, block, block.keys) : null;
    collector.addNode(id, ...degrees(block, lon, lat), tags !== null && isBlocked(tags));
  }
}

function readPlainNode(reader: Reader, block: NodeBlock, collector: WayCollector): void {
  let id = 0;
  let lat = 0;
  let lon = 0;
  const tags: Record<string, string> = {};
  let [keys, values]: (Reader | null)[] = [null, null];
  while (reader.more) {
    const tag = reader.varint();
    const field = tag >> 3;
    if (field === 1) id = reader.signed();
    else if (field === 2) keys = reader.inner();
    else if (field === 3) values = reader.inner();
    else if (field === 8) lat = reader.signed();
    else if (field === 9) lon = reader.signed();
    else reader.skip(tag & 7);
  }
  while (keys?.more && values?.more) {
    const key = block.keys.get(keys.varint());
    const value = values.varint();
    if (key !== undefined) tags[key] = textOf(block, value);
  }
  collector.addNode(id, ...degrees(block, lon, lat), isBlocked(tags));
}

function readNodes(data: Uint8Array, collector: WayCollector): void {
  const plain = readBlock(data);
  const keys = stringsAmong(plain, nodeKeys);
  const block: NodeBlock = { ...plain, keys, hasBarriers: [...keys.values()].includes('barrier') };
  for (const group of block.groups) {
    while (group.more) {
      const tag = group.varint();
      if (tag >> 3 === denseNodes) readDense(group.inner(), block, collector);
      else if (tag >> 3 === plainNodes) readPlainNode(group.inner(), block, collector);
      else group.skip(tag & 7);
    }
  }
}

/** Blocks of nodes stay unpacked between the passes up to so many bytes; the others are unpacked again. */
const mostKept = 256 * 1024 * 1024;

/**
 * Walkable ways of an OpenStreetMap extract (.osm.pbf, zlib blocks, any order of objects). Two passes: the ways first, then only the nodes
 * that they use. Blocks are unpacked in other threads.
 * @param onProgress called with the share done, 0 to 1
 * @throws BrokenPbf when the file is cut off or not of this format
 */
export async function readOsmPbf(file: Uint8Array, onProgress: (share: number) => void = () => {}): Promise<RawStreets> {
  const collector = new WayCollector();
  const withNodes: (Blob & { kept: Uint8Array | null })[] = [];
  let kept = 0;
  for await (const { data, ...blob } of unpacked(blobs(file))) {
    if (blob.type === 'OSMHeader') checkHeader(data);
    else if (blob.type === 'OSMData') {
      const block = readBlock(data);
      const { nodes, ways } = contentsOf(block);
      if (ways) readWays(block, collector);
      if (nodes) withNodes.push({ ...blob, kept: (kept += data.length) <= mostKept ? data : null });
    }
    onProgress((0.5 * blob.at) / file.length);
  }
  collector.closeWays();
  for (const { kept: data } of withNodes) if (data) readNodes(data, collector);
  for await (const { data, at } of unpacked(withNodes.filter((blob) => !blob.kept))) {
    readNodes(data, collector);
    onProgress(0.5 + (0.5 * at) / file.length);
  }
  return collector.finish();
}
