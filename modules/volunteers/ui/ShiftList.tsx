import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { moment } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { Answer, Empty, Failed } from '../../../ui/States.tsx';
import { calls, useChange, whereAmI } from './calls.ts';
import { words } from './words.ts';

type Shift = Awaited<ReturnType<typeof calls.listShifts>>[number];

/** Where help is needed: what suits one's skills first, and if one likes the nearest. */
export function ShiftList({ joined }: { joined: Set<string> }) {
  const w = useWords(words);
  const [at, setAt] = useState<{ lon: number; lat: number } | null>(null);
  const shifts = useQuery({ queryKey: ['volunteers', 'shifts', at], queryFn: () => calls.listShifts(at ?? {}), placeholderData: (before) => before });
  return (
    <section aria-labelledby="shifts">
      <h2 id="shifts">{w.shifts}</h2>
      {!at && (
        <p>
          <button type="button" className="button" onClick={() => whereAmI().then(setAt, () => {})}>
            {w.nearFirst}
          </button>
        </p>
      )}
      <Answer of={shifts}>
        {(list) => {
          const open = list.filter(({ id }) => !joined.has(id));
          return open.length === 0 ? (
            <Empty>{w.noShifts}</Empty>
          ) : (
            <div className="cards">
              {open.map((shift) => (
                <ShiftCard key={shift.id} shift={shift} />
              ))}
            </div>
          );
        }}
      </Answer>
    </section>
  );
}

function ShiftCard({ shift }: { shift: Shift }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const join = useChange(() => calls.joinShift({ id: shift.id }));
  const minutes = Math.round((Date.parse(shift.to) - Date.parse(shift.from)) / 60_000);
  return (
    <article className="card" aria-label={shift.title[language]}>
      <h3>{shift.title[language]}</h3>
      <p>
        {moment(shift.from, language)} · {w.minutes(minutes)} {shift.metres !== null && `· ${w.away(shift.metres)}`}
      </p>
      <p>
        <span className="badge">{shift.isForOne ? w.forOne : w.left(shift.left)}</span>
        {shift.skills.map((code) => (
          <span key={code} className="badge">
            {w.skillNames[code] ?? code}
          </span>
        ))}
      </p>
      {join.error && <Failed error={join.error} />}
      <button type="button" className="button main" disabled={join.isPending} onClick={() => join.mutate(undefined)}>
        {w.signUp}
      </button>
    </article>
  );
}
