import { useQuery } from '@tanstack/react-query';
import { Button, Form, InputNumber, Space, Spin } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { Trouble, useDesk } from '../../../../ui/desk.tsx';
import type { Overlay } from '../../../../ui/map/Map.tsx';
import { useWords } from '../../../../ui/preferences.ts';
import type { streets } from '../../../streets/contract.ts';
import { words } from './place-words.ts';

const LinliMap = lazy(() => import('../../../../ui/map/Map.tsx'));
const streetCalls = api<typeof streets>('streets');
const sixth = (degrees: number) => Math.round(degrees * 1e6) / 1e6;

const marker = (at: [number, number] | null): Overlay => ({
  id: 'chosen',
  data: { type: 'FeatureCollection', features: at ? [{ type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: at } }] : [] },
  layers: [
    {
      id: 'chosen',
      type: 'circle',
      paint: { 'circle-radius': 9, 'circle-color': '#b5121b', 'circle-stroke-color': '#fff', 'circle-stroke-width': 3 },
    },
  ],
});

/** Longitude and latitude of the form around it: typed, or chosen on the map. */
export function PositionField() {
  const w = useWords(words);
  const { district, tianditu } = useDesk();
  const form = Form.useFormInstance<{ lon?: number; lat?: number }>();
  const [isOpen, setOpen] = useState(false);
  const lon = Form.useWatch('lon', form);
  const lat = Form.useWatch('lat', form);
  const network = useQuery({ queryKey: ['streets', 'network'], queryFn: () => streetCalls.getNetwork(), enabled: isOpen });
  const at: [number, number] | null = typeof lon === 'number' && typeof lat === 'number' ? [lon, lat] : null;
  const near = (at ?? null) && ([at![0] - 0.008, at![1] - 0.006, at![0] + 0.008, at![1] + 0.006] as const);
  return (
    <>
      <Space wrap align="end">
        <Form.Item name="lon" label={w.lon} rules={[{ required: true, message: w.required }]}>
          <InputNumber min={-180} max={180} step={0.0001} style={{ width: 130 }} />
        </Form.Item>
        <Form.Item name="lat" label={w.lat} rules={[{ required: true, message: w.required }]}>
          <InputNumber min={-90} max={90} step={0.0001} style={{ width: 130 }} />
        </Form.Item>
        <Form.Item>
          <Button onClick={() => setOpen(!isOpen)}>{isOpen ? w.hideMap : w.pick}</Button>
        </Form.Item>
      </Space>
      {isOpen && network.isPending && <Spin />}
      {isOpen && <Trouble error={network.error} onRetry={network.refetch} />}
      {isOpen && network.data && (
        <Suspense fallback={<Spin />}>
          <LinliMap
            className="map map-small"
            base={{ district: district.code, version: network.data.tiles, tianditu }}
            bounds={near ? [...near] : network.data.bounds}
            overlays={[marker(at)]}
            label={w.map}
            onPick={(picked) => form.setFieldsValue({ lon: sixth(picked.lon), lat: sixth(picked.lat) })}
          />
        </Suspense>
      )}
    </>
  );
}
