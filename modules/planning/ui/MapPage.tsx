import { useQuery } from '@tanstack/react-query';
import type { Feature, FeatureCollection } from 'geojson';
import { lazy, Suspense, useMemo, useState } from 'react';
import { Link, useSearch } from 'wouter';
import { api } from '../../../platform/client.ts';
import { count } from '../../../ui/format.ts';
import type { Overlay, Picked } from '../../../ui/map/Map.tsx';
import type { Tianditu } from '../../../ui/map/style.ts';
import { useWords } from '../../../ui/preferences.ts';
import { Answer, Empty, Loading } from '../../../ui/States.tsx';
import type { places } from '../../places/contract.ts';
import { useCatalogue, usePlaceName } from '../../places/ui/catalogue.ts';
import { FunctionChips } from '../../places/ui/FunctionChips.tsx';
import { OpenBadge } from '../../places/ui/OpenBadge.tsx';
import type { streets } from '../../streets/contract.ts';
import type { planning } from '../contract.ts';
import { words } from './words.ts';

const LinliMap = lazy(() => import('../../../ui/map/Map.tsx'));
const calls = api<typeof planning>('planning');
const placeCalls = api<typeof places>('places');
const streetCalls = api<typeof streets>('streets');

const collection = (features: Feature[]): FeatureCollection => ({ type: 'FeatureCollection', features });

/** Complexes and facilities on the map, with the circle of the one that is chosen. */
export function MapPage({ district, tianditu }: { district: string; tianditu: Tianditu | null }) {
  const w = useWords(words);
  const asked = new URLSearchParams(useSearch()).get('place');
  const [chosen, setChosen] = useState<string | null>(asked);
  const [domain, setDomain] = useState<string | null>(null);
  const [openNow, setOpenNow] = useState(false);
  const { domains } = useCatalogue();
  const network = useQuery({ queryKey: ['streets', 'network'], queryFn: () => streetCalls.getNetwork() });
  const functions = domains.find((group) => group.code === domain)?.functions;
  const filter = { limit: 1000, ...(functions && { function: functions }), ...(openNow && { openNow: true }) };
  const list = useQuery({ queryKey: ['places', 'map', filter], queryFn: () => placeCalls.searchPlaces(filter) });
  const circle = useQuery({
    queryKey: ['planning', 'circle', chosen],
    queryFn: () => calls.getCircle({ placeId: chosen! }),
    enabled: chosen !== null,
    retry: false,
  });
  const overlays = useMemo(() => overlaysOf(list.data ?? [], circle.data?.lines ?? [], chosen), [list.data, circle.data, chosen]);
  const place = list.data?.find((entry) => entry.id === chosen);
  const pick = ({ overlay, properties }: Picked) => setChosen(overlay === 'places' ? String(properties['id']) : null);
  return (
    <>
      <h1>{w.map}</h1>
      <FunctionChips label={w.kinds} openNow={w.openNow} all={w.all} isOpenNow={openNow} domain={domain} onOpenNow={setOpenNow} onDomain={setDomain} />
      <Answer of={network}>
        {(info) =>
          info === null ? (
            <Empty>{w.noStreets}</Empty>
          ) : (
            <div className="split">
              <Suspense fallback={<Loading />}>
                <LinliMap
                  base={{ district, version: info.tiles, tianditu }}
                  bounds={info.bounds}
                  overlays={overlays}
                  label={w.mapLabel}
                  onPick={pick}
                  focus={place ? [place.lon, place.lat] : null}
                />
              </Suspense>
              <div className="beside">
                {place && (
                  <Chosen place={place} people={circle.data ? [circle.data.people, circle.data.peopleStraight] : null} onClear={() => setChosen(null)} />
                )}
                <Beside list={list.data ?? []} onChoose={setChosen} />
              </div>
            </div>
          )
        }
      </Answer>
    </>
  );
}

type Listed = Awaited<ReturnType<typeof placeCalls.searchPlaces>>[number];

function Chosen({ place, people, onClear }: { place: Listed; people: [number, number] | null; onClear: () => void }) {
  const w = useWords(words);
  const nameOf = usePlaceName();
  return (
    <div className="card" role="status">
      <h2>{nameOf(place)}</h2>
      <p>
        <OpenBadge open={place.open} />
      </p>
      {people && (
        <p>
          {w.circleOn}：{w.people(count(people[0]))}（{w.straight(count(people[1]))}）
        </p>
      )}
      <p className="row">
        <Link className="button main" href={`/places/${place.id}`}>
          {w.details}
        </Link>
        <button type="button" className="button" onClick={onClear}>
          {w.clear}
        </button>
      </p>
    </div>
  );
}

/** The same places as a list: who cannot see a map or use a pointer chooses here. */
function Beside({ list, onChoose }: { list: Listed[]; onChoose: (id: string) => void }) {
  const w = useWords(words);
  const nameOf = usePlaceName();
  return (
    <section className="card listed" aria-label={w.list} tabIndex={0}>
      <h2>
        {w.list} ({list.length})
      </h2>
      <ul className="plain">
        {list.map((place) => (
          <li key={place.id}>
            <button type="button" className="link" onClick={() => onChoose(place.id)}>
              {nameOf(place)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function overlaysOf(list: Listed[], lines: [number, number][][], chosen: string | null): Overlay[] {
  const points = list.map(
    ({ id, lon, lat, kind, open }): Feature => ({
      type: 'Feature',
      properties: { id, kind, isOpen: open.isOpen, isChosen: id === chosen },
      geometry: { type: 'Point', coordinates: [lon, lat] },
    }),
  );
  const streetsReached: Feature = { type: 'Feature', properties: {}, geometry: { type: 'MultiLineString', coordinates: lines } };
  return [
    {
      id: 'circle',
      data: collection(lines.length > 0 ? [streetsReached] : []),
      layers: [
        {
          id: 'circle-glow',
          type: 'line',
          paint: {
            'line-color': '#1a9d6d',
            'line-width': ['interpolate', ['linear'], ['zoom'], 12, 7, 16, 44],
            'line-opacity': 0.28,
          },
          layout: { 'line-cap': 'round', 'line-join': 'round' },
        },
        { id: 'circle-streets', type: 'line', paint: { 'line-color': '#0a6245', 'line-width': 2 } },
      ],
    },
    {
      id: 'places',
      data: collection(points),
      layers: [
        {
          id: 'places-dots',
          type: 'circle',
          paint: {
            'circle-radius': ['case', ['get', 'isChosen'], 11, ['==', ['get', 'kind'], 'complex'], 8, 5],
            'circle-color': ['case', ['==', ['get', 'kind'], 'complex'], '#b5341f', '#1252c4'],
            'circle-opacity': ['case', ['get', 'isOpen'], 1, 0.45],
            'circle-stroke-color': '#ffffff',
            'circle-stroke-width': 1.6,
          },
        },
      ],
    },
  ];
}
