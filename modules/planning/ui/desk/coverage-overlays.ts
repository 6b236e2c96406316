import type { Feature, FeatureCollection } from 'geojson';
import type { ExpressionSpecification } from 'maplibre-gl';
import type { Overlay } from '../../../../ui/map/Map.tsx';
import type { Coverage } from './CoveragePage.tsx';

/** As in the report: light to dark, told apart by colour-blind people; the last is “unreached”. */
export const classColours = ['#1b7837', '#7fbf7b', '#d9f0d3', '#fdb863', '#e66101', '#7b3294', '#333333'];

/** Cells by their people: the area of a dot grows with them. */
export const cellRadius: ExpressionSpecification = [
  'interpolate',
  ['linear'],
  ['zoom'],
  11,
  ['+', 2, ['/', ['sqrt', ['get', 'people']], 9]],
  15,
  ['+', 5, ['/', ['sqrt', ['get', 'people']], 2.5]],
];

const collection = (features: Feature[]): FeatureCollection => ({ type: 'FeatureCollection', features });

/** Cells coloured by minutes, sized by people, and the walk last asked for. */
export function coverageOverlays({ cells }: Coverage, walk: [number, number][]): Overlay[] {
  const points = cells.id.map(
    (id, i): Feature => ({
      type: 'Feature',
      properties: { id, minutes: cells.minutes[i] ?? 999, people: cells.people[i]! },
      geometry: { type: 'Point', coordinates: [cells.lon[i]!, cells.lat[i]!] },
    }),
  );
  const line: Feature[] = walk.length > 1 ? [{ type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates: walk } }] : [];
  return [
    {
      id: 'cells',
      data: collection(points),
      layers: [
        {
          id: 'cells-dots',
          type: 'circle',
          paint: {
            'circle-color': [
              'step',
              ['get', 'minutes'],
              classColours[0]!,
              5.0001,
              classColours[1]!,
              10.0001,
              classColours[2]!,
              15.0001,
              classColours[3]!,
              20.0001,
              classColours[4]!,
              30.0001,
              classColours[5]!,
              998,
              classColours[6]!,
            ],
            'circle-radius': cellRadius,
            'circle-stroke-color': '#333333',
            'circle-stroke-width': 0.7,
            'circle-opacity': 0.9,
          },
        },
      ],
    },
    {
      id: 'walk',
      data: collection(line),
      layers: [
        {
          id: 'walk-line',
          type: 'line',
          paint: { 'line-color': '#1252c4', 'line-width': 5 },
          layout: { 'line-cap': 'round', 'line-join': 'round' },
        },
      ],
    },
  ];
}
