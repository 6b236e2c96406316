import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../platform/client.ts';
import { useWords } from '../../../ui/preferences.ts';
import { Answer } from '../../../ui/States.tsx';
import type { areas } from '../../areas/contract.ts';
import { startFrom } from './start.ts';
import { words } from './words.ts';

const calls = api<typeof areas>('areas');

/** Where to start from: the position of the device, asked for only when the button is pressed, or a community. */
export function StartChooser({ onDone }: { onDone: () => void }) {
  const w = useWords(words);
  const [isDenied, setDenied] = useState(false);
  const [subdistrict, setSubdistrict] = useState('');
  const list = useQuery({ queryKey: ['areas', 'list'], queryFn: () => calls.listAreas({}), staleTime: 3_600_000 });
  const locate = () =>
    navigator.geolocation?.getCurrentPosition(
      ({ coords }) => {
        startFrom({ lon: coords.longitude, lat: coords.latitude, name: null, isMine: true });
        onDone();
      },
      () => setDenied(true),
      { timeout: 10_000 },
    );
  return (
    <div className="card">
      <p>
        <button type="button" className="button" onClick={locate}>
          {w.useLocation}
        </button>
      </p>
      <p className="soft">{w.locationNote}</p>
      {isDenied && <p role="alert">{w.locationDenied}</p>}
      <Answer of={list}>
        {(all) => (
          <div className="row">
            <label>
              <span className="label">{w.subdistrict}</span>
              <select className="field" value={subdistrict} onChange={(event) => setSubdistrict(event.currentTarget.value)}>
                <option value="">–</option>
                {all
                  .filter((area) => area.level === 'subdistrict')
                  .map((area) => (
                    <option key={area.code} value={area.code}>
                      {area.name}
                    </option>
                  ))}
              </select>
            </label>
            <label>
              <span className="label">{w.choose}</span>
              <select
                className="field"
                disabled={subdistrict === ''}
                value=""
                onChange={(event) => {
                  const area = all.find((entry) => entry.code === event.currentTarget.value);
                  if (!area?.centre) return;
                  startFrom({ lon: area.centre[0], lat: area.centre[1], name: area.name, isMine: false });
                  onDone();
                }}
              >
                <option value="">–</option>
                {all
                  .filter((area) => area.parentCode === subdistrict && area.centre)
                  .map((area) => (
                    <option key={area.code} value={area.code}>
                      {area.name}
                    </option>
                  ))}
              </select>
            </label>
          </div>
        )}
      </Answer>
    </div>
  );
}
