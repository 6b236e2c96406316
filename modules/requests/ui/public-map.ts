import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Overlay } from '../../../ui/map/Map.tsx';
import { usePreferences } from '../../../ui/preferences.ts';
import { calls } from './calls.ts';

/** Public requests as dots for a map, those that are open on top; how many there are of each matter, most first; and one matter alone where it is chosen. */
export function usePublicMap() {
  const { language } = usePreferences();
  const [chosen, setChosen] = useState<string | null>(null);
  const points = useQuery({ queryKey: ['requests', 'map'], queryFn: () => calls.listPublicMap() });
  const overlays = useMemo(
    (): Overlay[] => [
      {
        id: 'voices',
        data: {
          type: 'FeatureCollection',
          features: (points.data ?? [])
            .filter(({ matter }) => chosen === null || matter.zh === chosen)
            .map(({ lon, lat, isClosed }) => ({ type: 'Feature', properties: { isClosed }, geometry: { type: 'Point', coordinates: [lon, lat] } })),
        },
        layers: [
          {
            id: 'voices',
            type: 'circle',
            layout: { 'circle-sort-key': ['case', ['get', 'isClosed'], 0, 1] },
            paint: {
              'circle-radius': ['interpolate', ['linear'], ['zoom'], 11, 3, 15, 7],
              'circle-color': ['case', ['get', 'isClosed'], '#6b7a70', '#b5341f'],
              'circle-stroke-color': '#fff',
              'circle-stroke-width': 1.5,
            },
          },
        ],
      },
    ],
    [points.data, chosen],
  );
  const counts = new Map<string, { name: string; n: number }>();
  for (const { matter } of points.data ?? []) counts.set(matter.zh, { name: matter[language], n: (counts.get(matter.zh)?.n ?? 0) + 1 });
  const matters = [...counts].map(([key, one]) => ({ key, ...one })).toSorted((a, b) => b.n - a.n);
  const choose = (key: string) => setChosen(key === chosen ? null : key);
  return { overlays, matters, chosen, choose, error: points.error };
}
