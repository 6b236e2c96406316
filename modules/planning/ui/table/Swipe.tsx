import type { Map as GlMap } from 'maplibre-gl';
import { lazy, useRef, useState } from 'react';
import type { Overlay } from '../../../../ui/map/Map.tsx';
import type { BaseMap } from '../../../../ui/map/style.ts';
import { useWords } from '../../../../ui/preferences.ts';
import { words } from './words.ts';

const LinliMap = lazy(() => import('../../../../ui/map/Map.tsx'));

type Props = { base: BaseMap; bounds: [number, number, number, number]; before: Overlay[]; now: Overlay[] };

/** Two maps over one another that move together; a slider moves the seam between them. */
export function Swipe({ base, bounds, before, now }: Props) {
  const w = useWords(words);
  const [seam, setSeam] = useState(50);
  const maps = useRef<GlMap[]>([]);
  const join = (map: GlMap) => {
    maps.current = [...maps.current.slice(-1), map];
    map.on('move', ({ originalEvent }) => {
      if (!originalEvent) return;
      for (const other of maps.current) if (other !== map) other.jumpTo({ center: map.getCenter(), zoom: map.getZoom() });
    });
    map.on('remove', () => {
      maps.current = maps.current.filter((other) => other !== map);
    });
  };
  return (
    <div>
      <div className="swipe">
        <LinliMap base={base} bounds={bounds} overlays={before} label={w.mapBefore} onOpen={join} />
        <div className="swipe-over" style={{ clipPath: `inset(0 0 0 ${seam}%)` }}>
          <LinliMap base={base} bounds={bounds} overlays={now} label={w.mapNow} onOpen={join} />
        </div>
        <div className="swipe-seam" style={{ insetInlineStart: `${seam}%` }} />
        <span className="swipe-name">{w.mapBefore}</span>
        <span className="swipe-name swipe-name-end">{w.mapNow}</span>
      </div>
      <input
        type="range"
        min={0}
        max={100}
        value={seam}
        onChange={({ target }) => setSeam(Number(target.value))}
        aria-label={w.swipe}
        style={{ width: '100%' }}
      />
    </div>
  );
}
