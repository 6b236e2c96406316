// Reading streets: our reader and network beside osm-pbf-parser, which decodes every object, in turn on the same file.
import { createReadStream, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { buildNetwork } from '../engines/reach/network.ts';
import { readOsmPbf } from '../engines/reach/osm-pbf.ts';
import { median, row } from './print.ts';

const file = process.argv[2] ?? '../shared/data/porto-alegre/poa_osm.pbf';
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

const times: Record<'read' | 'network' | 'peer', number[]> = { read: [], network: [], peer: [] };
for (let run = 0; run < 7; run++) {
  let raw: ReturnType<typeof readOsmPbf> | undefined;
  times.read.push(await timed(() => (raw = readOsmPbf(bytes))));
  times.network.push(await timed(() => buildNetwork(raw!)));
  times.peer.push(await timed(peer));
}
const speed = (ms: number) => `${(bytes.length / 1e6 / (ms / 1000)).toFixed(1)} MB/s`;
row('file', `${file}, ${(bytes.length / 1e6).toFixed(2)} MB`);
row('read walkable streets', `${(median(times.read) / 1000).toFixed(3)} s`, speed(median(times.read)));
row('read and build the network', `${((median(times.read) + median(times.network)) / 1000).toFixed(3)} s`, speed(median(times.read) + median(times.network)));
row('osm-pbf-parser, all objects, no network', `${(median(times.peer) / 1000).toFixed(3)} s`, speed(median(times.peer)));
row('ratio peer ÷ ours (read)', (median(times.peer) / median(times.read)).toFixed(2));
