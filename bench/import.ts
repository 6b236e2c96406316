// Reading streets: our reader and network beside osm-pbf-parser, which decodes every object, and osmium-tool (C++, where it is installed),
// which counts tags; in turn on the same file. With `copies N` the file is so many Gothenburgs, written by osmium-tool.
import { spawnSync } from 'node:child_process';
import { createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { buildNetwork } from '../engines/reach/network.ts';
import { readOsmPbf } from '../engines/reach/osm-pbf.ts';
import { copies, writeOsm } from './cities.ts';
import { median, row } from './print.ts';

const wish = process.argv.slice(2);
const folder = mkdtempSync(path.join(os.tmpdir(), 'linli-import-'));
const file = wish[0] === 'copies' ? writeOsm(copies(Number(wish[1])), folder) : (wish[0] ?? '../shared/data/porto-alegre/poa_osm.pbf');
if (file === null) throw new Error('osmium-tool, which writes the file, is not installed.');
const bytes = readFileSync(file);
const parser = createRequire(import.meta.url)('osm-pbf-parser') as () => NodeJS.ReadWriteStream;
const timed = async (work: () => unknown) => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};
const peer = () =>
  new Promise<void>((resolve, reject) => {
    createReadStream(file)
      .pipe(parser())
      .on('data', () => {})
      .on('end', resolve)
      .on('error', reject);
  });

const osmium = () => spawnSync('osmium', ['tags-count', file, '-o', path.join(folder, 'tags.txt'), '-O']);
const hasOsmium = osmium().status === 0;
const times: Record<'read' | 'network' | 'peer' | 'osmium', number[]> = { read: [], network: [], peer: [], osmium: [] };
for (let run = 0; run < 7; run++) {
  let raw: Awaited<ReturnType<typeof readOsmPbf>> | undefined;
  times.read.push(await timed(async () => (raw = await readOsmPbf(bytes))));
  times.network.push(await timed(() => buildNetwork(raw!)));
  times.peer.push(await timed(peer));
  if (hasOsmium) times.osmium.push(await timed(osmium));
}
const speed = (ms: number) => `${(bytes.length / 1e6 / (ms / 1000)).toFixed(1)} MB/s`;
row('file', `${file}, ${(bytes.length / 1e6).toFixed(2)} MB`);
row('read walkable streets', `${(median(times.read) / 1000).toFixed(3)} s`, speed(median(times.read)));
row('read and build the network', `${((median(times.read) + median(times.network)) / 1000).toFixed(3)} s`, speed(median(times.read) + median(times.network)));
row('osm-pbf-parser, all objects, no network', `${(median(times.peer) / 1000).toFixed(3)} s`, speed(median(times.peer)));
row('ratio peer ÷ ours (read)', (median(times.peer) / median(times.read)).toFixed(2));
if (hasOsmium) {
  row('osmium-tool, tags counted, no network', `${(median(times.osmium) / 1000).toFixed(3)} s`, speed(median(times.osmium)));
  row('ratio osmium ÷ ours (read)', (median(times.osmium) / median(times.read)).toFixed(2));
}
rmSync(folder, { recursive: true });
