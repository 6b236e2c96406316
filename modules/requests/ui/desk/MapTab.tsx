import { useQuery } from '@tanstack/react-query';
import { Button, Spin } from 'antd';
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
  const { overlays, matters, chosen, choose, error } = usePublicMap();
  const network = useQuery({ queryKey: ['streets', 'network'], queryFn: () => streetCalls.getNetwork() });
  if (network.isPending) return <Spin />;
  return (
    <div className="desk-grid">
      <div>
        <p>
          {w.mapLead} <span style={{ color: '#b5341f' }}>●</span> {w.openDot} <span style={{ color: '#6b7a70' }}>●</span> {w.closedDot}
        </p>
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
      <ul className="plain">
        {matters.map(({ key, name, n }) => (
          <li key={key}>
            <Button type={chosen === key ? 'primary' : 'text'} size="small" aria-pressed={chosen === key} onClick={() => choose(key)}>
              {name} {n}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
