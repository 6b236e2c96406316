import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';

export type Tianditu = { key: string; reviewNumber: string };
export type BaseMap = { district: string; version: string; tianditu?: Tianditu | null };

const font = ['sans-serif'];

const streetLines: LayerSpecification[] = [
  {
    id: 'streets-case',
    type: 'line',
    source: 'base',
    'source-layer': 'streets',
    minzoom: 13,
    filter: ['<=', ['get', 'rank'], 2],
    paint: {
      'line-color': '#c9c2b4',
      'line-width': ['interpolate', ['linear'], ['zoom'], 13, ['case', ['==', ['get', 'rank'], 1], 4, 1.6], 17, ['case', ['==', ['get', 'rank'], 1], 15, 9]],
    },
    layout: { 'line-cap': 'round', 'line-join': 'round' },
  },
  {
    id: 'streets',
    type: 'line',
    source: 'base',
    'source-layer': 'streets',
    filter: ['<=', ['get', 'rank'], 2],
    paint: {
      'line-color': ['case', ['==', ['get', 'rank'], 1], '#ffe7a8', '#ffffff'],
      'line-width': [
        'interpolate',
        ['linear'],
        ['zoom'],
        11,
        ['case', ['==', ['get', 'rank'], 1], 1.2, 0.4],
        13,
        ['case', ['==', ['get', 'rank'], 1], 3, 1],
        17,
        ['case', ['==', ['get', 'rank'], 1], 13, 7],
      ],
    },
    layout: { 'line-cap': 'round', 'line-join': 'round' },
  },
  {
    id: 'paths',
    type: 'line',
    source: 'base',
    'source-layer': 'streets',
    minzoom: 13,
    filter: ['==', ['get', 'rank'], 3],
    paint: { 'line-color': '#9a8f7c', 'line-width': 1.2, 'line-dasharray': [2, 2] },
  },
];

const names: LayerSpecification[] = [
  {
    id: 'street-names',
    type: 'symbol',
    source: 'base',
    'source-layer': 'streets',
    minzoom: 15,
    layout: { 'symbol-placement': 'line', 'text-field': ['get', 'name'], 'text-size': 11, 'text-font': font },
    paint: { 'text-color': '#5b5344', 'text-halo-color': '#ffffff', 'text-halo-width': 1.4 },
  },
  {
    id: 'community-names',
    type: 'symbol',
    source: 'base',
    'source-layer': 'labels',
    minzoom: 13,
    filter: ['==', ['get', 'level'], 'community'],
    layout: { 'text-field': ['get', 'name'], 'text-size': 12, 'text-font': font },
    paint: { 'text-color': '#5d4569', 'text-halo-color': '#ffffff', 'text-halo-width': 1.6 },
  },
  {
    id: 'subdistrict-names',
    type: 'symbol',
    source: 'base',
    'source-layer': 'labels',
    maxzoom: 13.5,
    filter: ['==', ['get', 'level'], 'subdistrict'],
    layout: { 'text-field': ['get', 'name'], 'text-size': 14, 'text-font': font },
    paint: { 'text-color': '#432a50', 'text-halo-color': '#ffffff', 'text-halo-width': 1.8 },
  },
];

/** The base map of the district's own vector tiles. No glyphs and no sprites: letters are drawn with the fonts of the device. */
export function baseStyle({ district, version, tianditu }: BaseMap, origin: string): StyleSpecification {
  const raster = (layer: string) => ({
    type: 'raster' as const,
    tiles: [
      `https://t0.tianditu.gov.cn/${layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=${layer}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=${tianditu?.key}`,
    ],
    tileSize: 256,
    maxzoom: 18,
    attribution: `天地图 ${tianditu?.reviewNumber}`,
  });
  return {
    version: 8,
    sources: {
      base: { type: 'vector', tiles: [`${origin}/tiles/${district}/${version}/{z}/{x}/{y}.pbf`], minzoom: 9, maxzoom: 14 },
      ...(tianditu && { vec: raster('vec'), cva: raster('cva') }),
    },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': '#f4f1ea' } },
      {
        id: 'green',
        type: 'fill',
        source: 'base',
        'source-layer': 'backdrop',
        filter: ['==', ['get', 'kind'], 'green'],
        paint: { 'fill-color': '#d5e8cc' },
      },
      {
        id: 'water',
        type: 'fill',
        source: 'base',
        'source-layer': 'backdrop',
        filter: ['==', ['get', 'kind'], 'water'],
        paint: { 'fill-color': '#a9cfe6' },
      },
      ...streetLines,
      {
        id: 'communities',
        type: 'line',
        source: 'base',
        'source-layer': 'areas',
        minzoom: 12,
        filter: ['==', ['get', 'level'], 'community'],
        paint: { 'line-color': '#a78fb0', 'line-width': 0.8, 'line-dasharray': [3, 2] },
      },
      {
        id: 'subdistricts',
        type: 'line',
        source: 'base',
        'source-layer': 'areas',
        filter: ['==', ['get', 'level'], 'subdistrict'],
        paint: { 'line-color': '#7d5a8c', 'line-width': 1.6 },
      },
      ...(tianditu
        ? [
            { id: 'tianditu-vec', type: 'raster' as const, source: 'vec' },
            { id: 'tianditu-cva', type: 'raster' as const, source: 'cva' },
          ]
        : []),
      ...names,
    ],
  };
}
