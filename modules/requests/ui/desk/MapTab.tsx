import { useQuery } from '@tanstack/react-query';
import { Spin } from 'antd';
import { lazy, Suspense, useMemo } from 'react';
import { api } from '../../../../platform/client.ts';
import { Trouble, useDesk } from '../../../../ui/desk.tsx';
import type { Overlay } from '../../../../ui/map/Map.tsx';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { streets } from '../../../streets/contract.ts';
import { calls } from '../calls.ts';
import { words } from './words.ts';

const LinliMap = lazy(() => import('../../../../ui/map/Map.tsx'));
const streetCalls = api<typeof streets>('streets');

/** Where public requests lie, with their numbers by matter beside it. */
export function MapTab() {
  const w = useWords(words);
  const { language } = usePreferences();
  const { district, tianditu } = useDesk();
  const points = useQuery({ queryKey: ['requests', 'map'], queryFn: () => calls.listPublicMap() });
  const network = useQuery({ queryKey: ['streets', 'network'], queryFn: () => streetCalls.getNetwork() });
  const overlays = useMemo(
    (): Overlay[] => [
      {
        id: 'requests',
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
            id: 'requests',
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
  if (network.isPending) return <Spin />;
  return (
    <div className="desk-grid">
      <div>
        <p>{w.mapLead}</p>
        <Trouble error={network.error ?? points.error} />
        {network.data && (
          <Suspense fallback={<Spin />}>
            <LinliMap
              base={{ district: district.code, version: network.data.tiles, tianditu }}
              bounds={network.data.bounds}
              overlays={overlays}
              label={w.mapLabel}
            />
          </Suspense>
        )}
      </div>
      <ul>
        {[...counts]
          .toSorted((a, b) => b[1] - a[1])
          .map(([name, n]) => (
            <li key={name}>
              {name}: {n}
            </li>
          ))}
      </ul>
    </div>
  );
}
