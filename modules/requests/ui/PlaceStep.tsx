import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useState } from 'react';
import { api } from '../../../platform/client.ts';
import type { Overlay } from '../../../ui/map/Map.tsx';
import { useWords } from '../../../ui/preferences.ts';
import { Answer, Loading } from '../../../ui/States.tsx';
import type { areas } from '../../areas/contract.ts';
import type { streets } from '../../streets/contract.ts';
import { words } from './words.ts';

const LinliMap = lazy(() => import('../../../ui/map/Map.tsx'));
const areaCalls = api<typeof areas>('areas');
const streetCalls = api<typeof streets>('streets');
export type Spot = { lon?: number; lat?: number; areaCode?: string };
type Props = { district: string; spot: Spot; onSpot: (spot: Spot) => void; placeText: string; onPlaceText: (text: string) => void };

/** Where it is: by the phone's position, on the map, or as a community from a list; any of the three is enough. */
export function PlaceStep({ district, spot, onSpot, placeText, onPlaceText }: Props) {
  const w = useWords(words);
  const [isDenied, setDenied] = useState(false);
  const [isLocating, setLocating] = useState(false);
  const [isMap, setMap] = useState(false);
  const locate = () => {
    setDenied(!navigator.geolocation);
    setLocating(Boolean(navigator.geolocation));
    navigator.geolocation?.getCurrentPosition(
      ({ coords }) => {
        setLocating(false);
        onSpot({ lon: coords.longitude, lat: coords.latitude });
      },
      () => {
        setLocating(false);
        setDenied(true);
      },
      { enableHighAccuracy: true, timeout: 15_000 },
    );
  };
  return (
    <>
      <p>{w.placeHow}</p>
      <p className="row">
        <button type="button" className="button" disabled={isLocating} onClick={locate}>
          {isLocating ? w.locating : w.locate}
        </button>
        <button type="button" className="button" aria-expanded={isMap} onClick={() => setMap(!isMap)}>
          {isMap ? w.hideMap : w.onMap}
        </button>
      </p>
      {isDenied && <p role="alert">{w.denied}</p>}
      {spot.lon !== undefined && (
        <p role="status">
          <strong>{w.located}</strong> {spot.lon.toFixed(4)}, {spot.lat!.toFixed(4)}
        </p>
      )}
      {isMap && <SpotMap district={district} spot={spot} onSpot={onSpot} />}
      <CommunityChooser value={spot.areaCode ?? ''} onChoose={(areaCode) => onSpot(areaCode ? { areaCode } : {})} />
      <label>
        <span className="label">{w.placeText}</span>
        <input className="field" maxLength={120} placeholder={w.placeExample} value={placeText} onChange={(event) => onPlaceText(event.currentTarget.value)} />
      </label>
    </>
  );
}

function SpotMap({ district, spot, onSpot }: Pick<Props, 'district' | 'spot' | 'onSpot'>) {
  const w = useWords(words);
  const network = useQuery({ queryKey: ['streets', 'network'], queryFn: () => streetCalls.getNetwork(), staleTime: 600_000 });
  const overlays = useMemo(
    (): Overlay[] => [
      {
        id: 'spot',
        data: {
          type: 'FeatureCollection',
          features: spot.lon === undefined ? [] : [{ type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [spot.lon, spot.lat!] } }],
        },
        layers: [
          { id: 'spot', type: 'circle', paint: { 'circle-radius': 10, 'circle-color': '#b5121b', 'circle-stroke-color': '#fff', 'circle-stroke-width': 3 } },
        ],
      },
    ],
    [spot.lon, spot.lat],
  );
  return (
    <Answer of={network}>
      {(info) =>
        info && (
          <Suspense fallback={<Loading />}>
            <LinliMap
              base={{ district, version: info.tiles }}
              bounds={info.bounds}
              overlays={overlays}
              label={w.onMap}
              onPick={({ lon, lat }) => onSpot({ lon, lat })}
              focus={spot.lon === undefined ? null : [spot.lon, spot.lat!]}
            />
          </Suspense>
        )
      }
    </Answer>
  );
}

function CommunityChooser({ value, onChoose }: { value: string; onChoose: (code: string) => void }) {
  const w = useWords(words);
  const [subdistrict, setSubdistrict] = useState(value.slice(0, 9));
  const list = useQuery({ queryKey: ['areas', 'list'], queryFn: () => areaCalls.listAreas({}), staleTime: 3_600_000 });
  const named = (all: Awaited<ReturnType<typeof areaCalls.listAreas>>) =>
    all.map(({ code, name }) => (
      <option key={code} value={code}>
        {name}
      </option>
    ));
  return (
    <Answer of={list}>
      {(all) => (
        <div className="row">
          <label>
            <span className="label">{w.subdistrict}</span>
            <select
              className="field"
              value={subdistrict}
              onChange={(event) => {
                setSubdistrict(event.currentTarget.value);
                // A community of the subdistrict before is not meant any longer.
                if (value && !value.startsWith(event.currentTarget.value || '-')) onChoose('');
              }}
            >
              <option value="">–</option>
              {named(all.filter((area) => area.level === 'subdistrict'))}
            </select>
          </label>
          <label>
            <span className="label">{w.community}</span>
            <select className="field" disabled={subdistrict === ''} value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
              <option value="">–</option>
              {named(all.filter((area) => area.parentCode === subdistrict))}
            </select>
          </label>
        </div>
      )}
    </Answer>
  );
}
