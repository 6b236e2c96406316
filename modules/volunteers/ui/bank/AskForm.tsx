import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { today } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import { Failed } from '../../../../ui/States.tsx';
import { ForWhom } from '../../../people/ui/ForWhom.tsx';
import { calls, useChange } from '../calls.ts';
import { words } from '../words.ts';

const lengths = [30, 60, 90, 120, 180, 240];
const tomorrow = () => `${new Date(Date.parse(today()) + 86_400_000).toISOString().slice(0, 10)}T09:00`;

/** What is needed, for whom, when and near where. */
export function AskForm({ isOldEnough }: { isOldEnough: boolean }) {
  const w = useWords(words);
  const [whom, setWhom] = useState('');
  const [kind, setKind] = useState('company');
  const [when, setWhen] = useState(tomorrow());
  const [minutes, setMinutes] = useState(60);
  const [picked, setStation] = useState('');
  const stations = useQuery({ queryKey: ['volunteers', 'stations'], queryFn: () => calls.listStations() });
  const station = stations.data?.find(({ id }) => id === picked) ?? stations.data?.[0];
  const ask = useChange(() =>
    calls.askForService({
      personId: whom || null,
      kind,
      title: words.zh.kinds[kind]!,
      from: new Date(`${when}:00+08:00`).toISOString(),
      minutes,
      lon: station!.lon,
      lat: station!.lat,
    }),
  );
  return (
    <form
      className="card"
      aria-labelledby="ask"
      onSubmit={(event) => {
        event.preventDefault();
        ask.mutate(undefined);
      }}
    >
      <h2 id="ask">{w.ask}</h2>
      <ForWhom label={w.forWhom} value={whom} onPick={setWhom} />
      <label>
        <span className="label">{w.what}</span>
        <select className="field" value={kind} onChange={(event) => setKind(event.currentTarget.value)}>
          {Object.entries(w.kinds).map(([code, name]) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span className="label">{w.when}</span>
        <input className="field" type="datetime-local" required value={when} onInput={(event) => setWhen(event.currentTarget.value)} />
      </label>
      <label>
        <span className="label">{w.howLong}</span>
        <select className="field" value={minutes} onChange={(event) => setMinutes(Number(event.currentTarget.value))}>
          {lengths.map((length) => (
            <option key={length} value={length}>
              {w.minutes(length)} · {w.coins(length)}
            </option>
          ))}
        </select>
      </label>
      <Near stations={stations.data ?? []} value={station?.id ?? ''} onPick={setStation} />
      {stations.data?.length === 0 && <p role="alert">{w.noStation}</p>}
      {ask.error && <Failed error={ask.error} />}
      {ask.data && <p role="status">{w.asked(w.coins(ask.data.coinMinutes))}</p>}
      <p style={{ marginTop: '0.6rem' }}>
        <button type="submit" className="button main" disabled={!station || !when || ask.isPending || (!isOldEnough && whom === '')}>
          {w.askNow}
        </button>
      </p>
    </form>
  );
}

type Station = Awaited<ReturnType<typeof calls.listStations>>[number];
function Near({ stations, value, onPick }: { stations: Station[]; value: string; onPick: (id: string) => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  return (
    <label>
      <span className="label">{w.near}</span>
      <select className="field" value={value} onChange={(event) => onPick(event.currentTarget.value)}>
        {stations.map(({ id, name }) => (
          <option key={id} value={id}>
            {name[language]}
          </option>
        ))}
      </select>
    </label>
  );
}
