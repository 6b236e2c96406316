import { useQuery } from '@tanstack/react-query';
import { Spin } from 'antd';
import { lazy, Suspense } from 'react';
import { api } from '../../../../platform/client.ts';
import { Trouble, useDesk } from '../../../../ui/desk.tsx';
import { useWords } from '../../../../ui/preferences.ts';
import type { streets } from '../../../streets/contract.ts';
import { usePublicMap } from '../public-map.ts';
import { words } from './words.ts';

const LinliMap = lazy(() => import('../../../../ui/map/Map.tsx'));
const streetCalls = api<typeof streets>('streets');

/** Where public requests lie, with their numbers by matter beside it. */
export function MapTab() {
  const w = useWords(words);
  const { district, tianditu } = useDesk();
  const { overlays, counts, error } = usePublicMap();
  const network = useQuery({ queryKey: ['streets', 'network'], queryFn: () => streetCalls.getNetwork() });
  if (network.isPending) return <Spin />;
  return (
    <div className="desk-grid">
      <div>
        <p>{w.mapLead}</p>
        <Trouble error={network.error ?? error} />
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
        {counts.map(([name, n]) => (
          <li key={name}>
            {name}: {n}
          </li>
        ))}
      </ul>
    </div>
  );
}
