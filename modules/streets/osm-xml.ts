import { SaxesParser } from 'saxes';
import { isBlocked, isWalkable, type RawStreets, WayCollector } from '../../engines/reach/streets.ts';
import { FileFault } from '../../platform/files/fault.ts';
import { decodeText } from '../../platform/files/text.ts';

/** Reads an .osm file (OSM XML): once for the ways, once for their nodes. */
export function readOsmXml(bytes: Uint8Array): RawStreets {
  const { text } = decodeText(bytes);
  const collector = new WayCollector();
  let way: { id: number; tags: Record<string, string>; refs: number[] } | null = null;
  parse(
    text,
    (name, attributes) => {
      if (name === 'way') way = { id: Number(attributes['id']), tags: {}, refs: [] };
      else if (name === 'nd' && way) way.refs.push(Number(attributes['ref']));
      else if (name === 'tag' && way) way.tags[attributes['k'] ?? ''] = attributes['v'] ?? '';
    },
    (name) => {
      if (name === 'way' && way) {
        if (isWalkable(way.tags)) collector.addWay(way);
        way = null;
      }
    },
  );
  collector.closeWays();
  let node: { id: number; lon: number; lat: number; tags: Record<string, string> } | null = null;
  parse(
    text,
    (name, attributes) => {
      if (name === 'node') node = { id: Number(attributes['id']), lon: Number(attributes['lon']), lat: Number(attributes['lat']), tags: {} };
      else if (name === 'tag' && node) node.tags[attributes['k'] ?? ''] = attributes['v'] ?? '';
    },
    (name) => {
      if (name !== 'node' || !node) return;
      collector.addNode(node.id, node.lon, node.lat, isBlocked(node.tags));
      node = null;
    },
  );
  return collector.finish();
}

function parse(text: string, open: (name: string, attributes: Record<string, string>) => void, close: (name: string) => void = () => {}): void {
  const parser = new SaxesParser();
  let root = '';
  parser.on('opentag', (tag) => {
    root ||= tag.name;
    open(tag.name, tag.attributes as Record<string, string>);
  });
  parser.on('closetag', (tag) => close(tag.name));
  parser.on('error', (error) => {
    throw new FileFault('osm-xml', {
      zh: 'OSM XML 文件不完整或有误',
      en: `This .osm file is broken: ${error.message.split('\n')[0]}`,
    });
  });
  parser.write(text).close();
  if (root !== 'osm') throw new FileFault('osm-xml', { zh: '这不是 .osm 文件', en: 'This is not an .osm file: its root is not <osm>' });
}
