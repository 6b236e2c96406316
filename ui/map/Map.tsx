import 'maplibre-gl/dist/maplibre-gl.css';
import type { GeoJSON } from 'geojson';
import {
  type GeoJSONSource,
  Map as GlMap,
  type LayerSpecification,
  type MapLayerMouseEvent,
  type MapLayerTouchEvent,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
} from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { useEffect, useRef, useState } from 'react';
import { preferences } from '../preferences.ts';
import { type BaseMap, baseStyle } from './style.ts';

setWorkerUrl(workerUrl);

/**
 * Shapes on the map. `states` colour them without sending the shapes again: value i belongs to feature i, and layers read it as
 * ['feature-state', name].
 */
export type Overlay = { id: string; data: GeoJSON; layers: DistributedLayer[]; states?: { name: string; values: ArrayLike<number> } };
type DistributedLayer = LayerSpecification extends infer L ? (L extends { source: string } ? Omit<L, 'source'> : never) : never;
export type Picked = { lon: number; lat: number; overlay: string | null; properties: Record<string, unknown> };

type Props = {
  base: BaseMap;
  bounds: [number, number, number, number];
  overlays: Overlay[];
  label: string;
  onPick?: (picked: Picked) => void;
  /** Features of this overlay can be dragged; their property `id` is told with every move, and once more when let go. */
  drag?: { overlay: string; onMove: (id: string, lon: number, lat: number, isDone: boolean) => void };
  /** Called with the map once it stands, for maps that move together. */
  onOpen?: (map: GlMap) => void;
  focus?: [number, number] | null;
  className?: string;
};

/** What each source shows already, so that only changes are sent. */
type Shown = Map<string, { data: GeoJSON; values: ArrayLike<number> | null }>;

function addOverlay(map: GlMap, { id, data, layers, states }: Overlay, shown: Shown): void {
  const source = map.getSource<GeoJSONSource>(id);
  const before = shown.get(id);
  if (!source) {
    map.addSource(id, { type: 'geojson', data, generateId: states !== undefined });
    for (const layer of layers) map.addLayer({ ...layer, source: id } as LayerSpecification);
  } else {
    if (before?.data !== data) void source.setData(data);
    for (const layer of layers) {
      for (const [name, value] of Object.entries(layer.paint ?? {})) map.setPaintProperty(layer.id, name as never, value as never);
    }
  }
  const old = before?.data === data ? before.values : null;
  for (let i = 0; states && i < states.values.length; i++) {
    if (old?.[i] !== states.values[i]) map.setFeatureState({ source: id, id: i }, { [states.name]: states.values[i] });
  }
  shown.set(id, { data, values: states?.values ?? null });
}

/** Lets features of an overlay be taken along with the pointer or a finger. */
function letDrag(made: GlMap, dragged: { current: Props['drag'] }, layersOf: (overlay: string) => string[]): void {
  let id: string | null = null;
  let hasMoved = false;
  const at = (event: MapLayerMouseEvent | MapLayerTouchEvent) => {
    const layers = dragged.current ? layersOf(dragged.current.overlay) : [];
    const { x, y } = event.point;
    return layers.length > 0
      ? made.queryRenderedFeatures(
          [
            [x - 8, y - 8],
            [x + 8, y + 8],
          ],
          { layers },
        )[0]
      : undefined;
  };
  const take = (event: MapLayerMouseEvent | MapLayerTouchEvent) => {
    const hit = at(event);
    if (!hit) return;
    event.preventDefault();
    id = String(hit.properties['id']);
    hasMoved = false;
  };
  const move = (event: MapLayerMouseEvent | MapLayerTouchEvent) => {
    if (id !== null) {
      hasMoved = true;
      dragged.current?.onMove(id, event.lngLat.lng, event.lngLat.lat, false);
    } else made.getCanvas().style.cursor = at(event) ? 'grab' : '';
  };
  const drop = (event: MapLayerMouseEvent | MapLayerTouchEvent) => {
    if (id !== null && hasMoved) dragged.current?.onMove(id, event.lngLat.lng, event.lngLat.lat, true);
    id = null;
  };
  for (const name of ['mousedown', 'touchstart'] as const) made.on(name, take);
  for (const name of ['mousemove', 'touchmove'] as const) made.on(name, move);
  for (const name of ['mouseup', 'touchend'] as const) made.on(name, drop);
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
export default function LinliMap({ base, bounds, overlays, label, onPick, drag, onOpen, focus, className }: Props) {
  const holder = useRef<HTMLDivElement>(null);
  const map = useRef<GlMap | null>(null);
  const [isReady, setReady] = useState(false);
  const pick = useRef(onPick);
  pick.current = onPick;
  const shown = useRef(overlays);
  shown.current = overlays;
  const dragged = useRef(drag);
  dragged.current = drag;
  const sent = useRef<Shown>(new Map());

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
    letDrag(made, dragged, (overlay) =>
      shown.current.filter(({ id }) => id === overlay).flatMap(({ layers }) => layers.map((layer) => layer.id).filter((id) => made.getLayer(id))),
    );
    made.on('idle', () => holder.current?.setAttribute('data-idle', 'true'));
    map.current = made;
    onOpen?.(made);
    return () => {
      made.remove();
      map.current = null;
      sent.current = new Map();
      setReady(false);
    };
  }, [base.district, base.version]);

  useEffect(() => {
    if (!isReady || !map.current) return;
    holder.current?.removeAttribute('data-idle');
    for (const overlay of overlays) addOverlay(map.current, overlay, sent.current);
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
