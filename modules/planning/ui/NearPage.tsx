import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { Link } from 'wouter';
import type { z } from 'zod';
import { api } from '../../../platform/client.ts';
import { count } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { Answer, Empty } from '../../../ui/States.tsx';
import type { PlaceSummary, places } from '../../places/contract.ts';
import { useCatalogue, usePlaceName } from '../../places/ui/catalogue.ts';
import { FunctionChips } from '../../places/ui/FunctionChips.tsx';
import { OpenBadge } from '../../places/ui/OpenBadge.tsx';
import type { planning } from '../contract.ts';
import { type Pace, PaceChooser } from './PaceChooser.tsx';
import { StartChooser } from './StartChooser.tsx';
import { type Start, useStart } from './start.ts';
import { words } from './words.ts';

const calls = api<typeof planning>('planning');
const placeCalls = api<typeof places>('places');
/** What is near and open: the first page. */
export function NearPage({ centre }: { centre: [number, number] }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const chosen = useStart();
  const start: Start = chosen ?? { lon: centre[0], lat: centre[1], name: w.centre, isMine: false };
  const [isChoosing, setChoosing] = useState(false);
  const [find, setFind] = useState('');
  const [domain, setDomain] = useState<string | null>(null);
  const [openNow, setOpenNow] = useState(false);
  const [pace, setPace] = useState<Pace>('adult');
  const { domains } = useCatalogue();
  const functions = domains.find((group) => group.code === domain)?.functions;
  const asked = {
    lon: start.lon,
    lat: start.lat,
    pace,
    ...(functions && { function: functions }),
    ...(openNow && { openNow: true }),
  };
  const near = useQuery({
    queryKey: ['planning', 'near', asked, language],
    queryFn: () => calls.near(asked),
    placeholderData: keepPreviousData,
  });
  const typed = useDeferredValue(find.trim());
  return (
    <>
      <h1>{w.title}</h1>
      <p className="row">
        <span>{w.from(start.isMine ? w.myPlace : (start.name ?? ''))}</span>
        <button type="button" className="button" aria-expanded={isChoosing} onClick={() => setChoosing(!isChoosing)}>
          {w.change}
        </button>
        <Link className="button" href="/tell">
          {w.tell}
        </Link>
      </p>
      {isChoosing && <StartChooser onDone={() => setChoosing(false)} />}
      <label>
        <span className="hidden">{w.search}</span>
        <input className="field" type="search" placeholder={w.search} value={find} onInput={(event) => setFind(event.currentTarget.value)} />
      </label>
      {typed ? (
        <Found find={typed} />
      ) : (
        <>
          <FunctionChips label={w.kinds} openNow={w.openNow} all={w.all} isOpenNow={openNow} domain={domain} onOpenNow={setOpenNow} onDomain={setDomain} />
          <PaceChooser pace={pace} onChoose={setPace} />
          <Answer of={near}>
            {(answer) =>
              !answer.isJoined ? <Empty>{w.offStreets}</Empty> : answer.places.length === 0 ? <Empty>{w.none}</Empty> : <PlaceList places={answer.places} />
            }
          </Answer>
        </>
      )}
    </>
  );
}

type Listed = z.infer<typeof PlaceSummary> & { walkMinutes?: number; walkMetres?: number };

function PlaceList({ places: list }: { places: Listed[] }) {
  const w = useWords(words);
  const nameOf = usePlaceName();
  const { nameOf: functionName } = useCatalogue();
  return (
    <ul className="plain cards">
      {list.map((place) => (
        <li key={place.id} className="card">
          <h2>
            <Link href={`/places/${place.id}`}>{nameOf(place)}</Link>
          </h2>
          {place.walkMinutes !== undefined && <p>{w.walk(place.walkMinutes.toFixed(0), count(place.walkMetres ?? 0))}</p>}
          <p>
            <OpenBadge open={place.open} />
          </p>
          <p className="fold">
            {place.functions.slice(0, 6).map((code) => (
              <span className="badge" key={code}>
                {functionName(code)}
              </span>
            ))}
            {place.functions.length > 6 && <span className="soft">+{place.functions.length - 6}</span>}
          </p>
        </li>
      ))}
    </ul>
  );
}

function Found({ find }: { find: string }) {
  const w = useWords(words);
  const found = useQuery({
    queryKey: ['places', 'search', find],
    queryFn: () => placeCalls.searchPlaces({ find, limit: 40 }),
    placeholderData: keepPreviousData,
  });
  return (
    <Answer of={found}>
      {(list) =>
        list.length === 0 ? (
          <Empty>{w.noneFound}</Empty>
        ) : (
          <>
            <p role="status">{w.found(list.length)}</p>
            <PlaceList places={list} />
          </>
        )
      }
    </Answer>
  );
}
