import { expect, test } from 'vitest';
import { buildNetwork } from '../../engines/reach/network.ts';
import { readOsmXml } from './osm-xml.ts';

const city = (gate: string) =>
  Buffer.from(`<osm version="0.6">
    <node id="1" lon="120" lat="30"/>
    <node id="2" lon="120.001" lat="30"><tag k="barrier" v="gate"/>${gate}</node>
    <node id="3" lon="120.002" lat="30"/><node id="4" lon="120.003" lat="30"/>
    <way id="9"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="4"/><tag k="highway" v="footway"/></way></osm>`);

test('an .osm file is read with its gates: a closed one ends the street on both sides', () => {
  expect(buildNetwork(readOsmXml(city(''))).report).toMatchObject({ vertices: 4, segments: 3 });
  expect(buildNetwork(readOsmXml(city('<tag k="access" v="private"/>'))).report).toMatchObject({ vertices: 3, segments: 2, droppedVertices: 2 });
});
