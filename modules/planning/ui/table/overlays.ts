import type { Feature, FeatureCollection } from 'geojson';
import type { Overlay } from '../../../../ui/map/Map.tsx';
import { cellRadius, classColours } from '../desk/coverage-overlays.ts';
import type { Picture, Proposal, TableData } from './shape.ts';

const collection = (features: Feature[]): FeatureCollection => ({ type: 'FeatureCollection', features });
const point = (lon: number, lat: number, properties: Record<string, unknown>): Feature => ({
  type: 'Feature',
  properties,
  geometry: { type: 'Point', coordinates: [lon, lat] },
});

/** Cells as shapes: sent once, coloured by state. */
export const cellShapes = ({ cells }: TableData): FeatureCollection =>
  collection(cells.lon.map((lon, n) => point(lon, cells.lat[n]!, { n, people: cells.people[n]! })));

const minutes = ['/', ['coalesce', ['feature-state', 'tenths'], 65535], 10] as const;
const steps = [5.0001, 10.0001, 15.0001, 20.0001, 30.0001, 6000];
const colour = ['step', minutes, classColours[0]!, ...steps.flatMap((from, i) => [from, classColours[i + 1]!])];

/** Cells coloured by the walk to the nearest facility. */
export const cellsOverlay = (shapes: FeatureCollection, picture: Picture): Overlay => ({
  id: 'cells',
  data: shapes,
  states: { name: 'tenths', values: picture.minutes },
  layers: [
    {
      id: 'cells-dots',
      type: 'circle',
      paint: {
        'circle-color': colour as never,
        'circle-radius': cellRadius,
        'circle-stroke-color': '#333333',
        'circle-stroke-width': 0.7,
        'circle-opacity': 0.9,
      },
    },
  ],
});

/** The circle of the chosen facility, below everything else. */
export const circleOverlay = (outline: [number, number][][][]): Overlay => ({
  id: 'circle',
  data: collection(outline.length > 0 ? [{ type: 'Feature', properties: {}, geometry: { type: 'MultiPolygon', coordinates: outline } }] : []),
  layers: [
    { id: 'circle-land', type: 'fill', paint: { 'fill-color': '#d81b8c', 'fill-opacity': 0.12 } },
    { id: 'circle-line', type: 'line', paint: { 'line-color': '#d81b8c', 'line-width': 1.5 } },
  ],
});

/** Facilities with the function: open, new or changed, and closed ones. */
export function standsOverlay({ stands }: Picture, code: string, chosen: string | null): Overlay {
  const shown = stands.filter((it) => it.offers.some((offer) => offer.function === code));
  const stateOf = (it: (typeof shown)[number]) => (!it.isOpen ? 'closed' : it.isNew || it.isMoved ? 'new' : 'open');
  return {
    id: 'stands',
    data: collection(shown.map((it) => point(it.lon, it.lat, { id: it.id, state: stateOf(it), chosen: it.id === chosen }))),
    layers: [
      {
        id: 'stands-marks',
        type: 'circle',
        paint: {
          'circle-radius': ['interpolate', ['linear'], ['zoom'], 11, ['case', ['get', 'chosen'], 7, 4.5], 14, ['case', ['get', 'chosen'], 12, 9]],
          'circle-color': ['match', ['get', 'state'], 'new', '#d81b8c', 'closed', '#ffffff', '#1252c4'],
          'circle-stroke-color': ['match', ['get', 'state'], 'closed', '#8a1c1c', '#ffffff'],
          'circle-stroke-width': ['interpolate', ['linear'], ['zoom'], 11, 1.2, 14, 2.5],
        },
      },
    ],
  };
}

/** What is being drawn or proposed, and the walk that explains a cell. */
export function drawnOverlays(drawn: [number, number][], isRing: boolean, walk: [number, number][], proposal: Proposal | null): Overlay[] {
  const line = (coordinates: [number, number][]): Feature[] =>
    coordinates.length > 1 ? [{ type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates } }] : [];
  const ring = isRing && drawn.length > 2 ? [...drawn, drawn[0]!] : drawn;
  return [
    {
      id: 'drawn',
      data: collection([...line(ring), ...drawn.map(([lon, lat]) => point(lon, lat, {}))]),
      layers: [
        {
          id: 'drawn-line',
          type: 'line',
          filter: ['==', ['geometry-type'], 'LineString'],
          paint: { 'line-color': '#8a1c1c', 'line-width': 3, 'line-dasharray': [2, 1] },
        },
        { id: 'drawn-corners', type: 'circle', filter: ['==', ['geometry-type'], 'Point'], paint: { 'circle-radius': 5, 'circle-color': '#8a1c1c' } },
      ],
    },
    {
      id: 'walk',
      data: collection(line(walk)),
      layers: [{ id: 'walk-line', type: 'line', paint: { 'line-color': '#1252c4', 'line-width': 5 }, layout: { 'line-cap': 'round', 'line-join': 'round' } }],
    },
    {
      id: 'proposal',
      data: collection((proposal?.sites ?? []).map(({ lon, lat }) => point(lon, lat, {}))),
      layers: [
        {
          id: 'proposal-marks',
          type: 'circle',
          paint: { 'circle-radius': 10, 'circle-color': '#ffd400', 'circle-stroke-color': '#5a4a00', 'circle-stroke-width': 3 },
        },
      ],
    },
  ];
}
