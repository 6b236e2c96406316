import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Overlay } from '../../../ui/map/Map.tsx';
import { usePreferences } from '../../../ui/preferences.ts';
import { calls } from './calls.ts';

/** Public requests as dots for a map, and how many there are of each matter, most first. */
export function usePublicMap() {
  const { language } = usePreferences();
  const points = useQuery({ queryKey: ['requests', 'map'], queryFn: () => calls.listPublicMap() });
  const overlays = useMemo(
    (): Overlay[] => [
      {
        id: 'voices',
        data: {
          type: 'FeatureCollection',
          features: (points.data ?? []).map(({ lon, lat, isClosed }) => ({
            type: 'Feature',
            properties: { isClosed },
            geometry: { type: 'Point', coordinates: [lon, lat] },
          })),
        },
        layers: [
          {
            id: 'voices',
            type: 'circle',
            paint: {
              'circle-radius': 6,
              'circle-color': ['case', ['get', 'isClosed'], '#6b7a70', '#b5341f'],
              'circle-stroke-color': '#fff',
              'circle-stroke-width': 1.5,
            },
          },
        ],
      },
    ],
    [points.data],
  );
  const counts = new Map<string, number>();
  for (const { matter } of points.data ?? []) counts.set(matter[language], (counts.get(matter[language]) ?? 0) + 1);
  return { overlays, counts: [...counts].toSorted((a, b) => b[1] - a[1]), error: points.error };
}
