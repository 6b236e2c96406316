import 'maplibre-gl/dist/maplibre-gl.css';
import type { GeoJSON } from 'geojson';
import { type GeoJSONSource, Map as GlMap, type LayerSpecification, type MapLayerMouseEvent, NavigationControl, ScaleControl, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { useEffect, useRef, useState } from 'react';
import { preferences } from '../preferences.ts';
import { type BaseMap, baseStyle } from './style.ts';

setWorkerUrl(workerUrl);

export type Overlay = { id: string; data: GeoJSON; layers: DistributedLayer[] };
type DistributedLayer = LayerSpecification extends infer L ? (L extends { source: string } ? Omit<L, 'source'> : never) : never;
export type Picked = { lon: number; lat: number; overlay: string | null; properties: Record<string, unknown> };

type Props = {
  base: BaseMap;
  bounds: [number, number, number, number];
  overlays: Overlay[];
  label: string;
  onPick?: (picked: Picked) => void;
  focus?: [number, number] | null;
  className?: string;
};

function addOverlay(map: GlMap, { id, data, layers }: Overlay): void {
  const source = map.getSource<GeoJSONSource>(id);
  if (source) {
    void source.setData(data);
    for (const layer of layers) {
      for (const [name, value] of Object.entries(layer.paint ?? {})) map.setPaintProperty(layer.id, name as never, value as never);
    }
    return;
  }
  map.addSource(id, { type: 'geojson', data });
  for (const layer of layers) map.addLayer({ ...layer, source: id } as LayerSpecification);
}

const chinese = {
  'NavigationControl.ZoomIn': '放大',
  'NavigationControl.ZoomOut': '缩小',
  'Map.Title': '地图',
  'AttributionControl.ToggleAttribution': '版权信息',
};

function openMap(container: HTMLElement, base: BaseMap, bounds: Props['bounds']): GlMap {
  const made = new GlMap({
    container,
    style: baseStyle(base, location.origin),
    bounds,
    fitBoundsOptions: { padding: 24 },
    attributionControl: { compact: true },
    localIdeographFontFamily: 'system-ui, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif',
    locale: preferences().language === 'zh' ? chinese : {},
    dragRotate: false,
    pitchWithRotate: false,
    fadeDuration: 0,
    canvasContextAttributes: { preserveDrawingBuffer: true },
  });
  made.addControl(new NavigationControl({ showCompass: false }), 'top-right');
  made.addControl(new ScaleControl({ unit: 'metric' }));
  return made;
}

/**
 * A map of the district on its own base map, with overlays of GeoJSON. Whatever a map shows stands in a list or table beside it,
 * so that nobody needs to see it.
 */
export default function LinliMap({ base, bounds, overlays, label, onPick, focus, className }: Props) {
  const holder = useRef<HTMLDivElement>(null);
  const map = useRef<GlMap | null>(null);
  const [isReady, setReady] = useState(false);
  const pick = useRef(onPick);
  pick.current = onPick;
  const shown = useRef(overlays);
  shown.current = overlays;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a map is made anew only when its base map is another one
  useEffect(() => {
    const made = openMap(holder.current!, base, bounds);
    made.on('load', () => setReady(true));
    made.on('click', (event: MapLayerMouseEvent) => {
      const layers = shown.current.flatMap((overlay) => overlay.layers.map((layer) => layer.id)).filter((id) => made.getLayer(id));
      const [hit] = made.queryRenderedFeatures(
        [
          [event.point.x - 6, event.point.y - 6],
          [event.point.x + 6, event.point.y + 6],
        ],
        { layers },
      );
      pick.current?.({
        lon: event.lngLat.lng,
        lat: event.lngLat.lat,
        overlay: hit ? String(hit.source) : null,
        properties: hit?.properties ?? {},
      });
    });
    made.on('idle', () => holder.current?.setAttribute('data-idle', 'true'));
    map.current = made;
    return () => {
      made.remove();
      map.current = null;
      setReady(false);
    };
  }, [base.district, base.version]);

  useEffect(() => {
    if (!isReady || !map.current) return;
    holder.current?.removeAttribute('data-idle');
    for (const overlay of overlays) addOverlay(map.current, overlay);
    map.current.triggerRepaint();
  }, [isReady, overlays]);

  useEffect(() => {
    if (focus && map.current)
      map.current.easeTo({
        center: focus,
        zoom: Math.max(15, map.current.getZoom()),
        animate: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      });
  }, [focus?.[0], focus?.[1]]);

  return <div ref={holder} className={className ?? 'map'} role="region" aria-label={label} />;
}
