import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { api } from '../../../platform/client.ts';
import { clockTime, dayName, moment } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { Answer, Empty, Failed } from '../../../ui/States.tsx';
import type { care } from '../contract.ts';
import { Pickups } from './Pickups.tsx';
import { PlanDays } from './PlanDays.tsx';
import { words } from './words.ts';

const calls = api<typeof care>('care');
export type Mine = Awaited<ReturnType<typeof calls.listMyCare>>;

export function useCareChange<T>(change: () => Promise<T>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: change, onSettled: () => queries.invalidateQueries({ queryKey: ['care'] }) });
}

/** Care of one's family: the days to come, planning more, and who may fetch. */
export function CarePage({ isSignedIn }: { isSignedIn: boolean }) {
  const w = useWords(words);
  const mine = useQuery({ queryKey: ['care', 'mine'], queryFn: () => calls.listMyCare(), enabled: isSignedIn });
  return (
    <>
      <h1>{w.title}</h1>
      <p>{w.lead}</p>
      {!isSignedIn && (
        <Empty>
          <p>{w.signInFirst}</p>
          <Link className="button main" href="/sign-in">
            {w.signIn}
          </Link>
        </Empty>
      )}
      {isSignedIn && <Answer of={mine}>{(data) => (data.people.length === 0 ? <Empty>{w.noRecord}</Empty> : <Family mine={data} />)}</Answer>}
    </>
  );
}

function Family({ mine }: { mine: Mine }) {
  const w = useWords(words);
  const { language } = usePreferences();
  return (
    <>
      <section aria-labelledby="ahead">
        <h2 id="ahead">{w.ahead}</h2>
        {mine.stays.length === 0 && <Empty>{w.nothingAhead}</Empty>}
        {mine.stays.map((stay) => (
          <StayCard key={stay.id} stay={stay} />
        ))}
      </section>
      <PlanDays people={mine.people} />
      {mine.contracts.length > 0 && (
        <section aria-labelledby="contracts">
          <h2 id="contracts">{w.contracts}</h2>
          {mine.contracts.map((contract) => (
            <article key={contract.id} className="card">
              <strong>{contract.who}</strong> · {contract.group[language]} · {w.modes[contract.mode]}
              {contract.monthlyHours !== null && <p>{w.used((contract.usedMinutes / 60).toFixed(1).replace('.0', ''), contract.monthlyHours)}</p>}
              {contract.to && <p>{w.until(contract.to)}</p>}
            </article>
          ))}
        </section>
      )}
      {mine.people
        .filter(({ isMinor }) => isMinor)
        .map((child) => (
          <Pickups key={child.id} child={child} />
        ))}
    </>
  );
}

function StayCard({ stay }: { stay: Mine['stays'][number] }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [isAsking, setAsking] = useState(false);
  const absence = useMutationOf(stay.id);
  return (
    <article className="card" aria-label={`${stay.who} ${dayName(stay.day, language)}`}>
      <h3>
        {stay.who} · {dayName(stay.day, language)} {clockTime(stay.from)}–{clockTime(stay.to)} <span className="badge">{w.states[stay.state]}</span>
      </h3>
      <p>
        {stay.placeName} · {stay.group[language]} · {w.modes[stay.mode]}
      </p>
      {stay.fetchedHow && <p>{w.fetched(stay.fetchedHow)}</p>}
      {stay.state === 'absent' && <p>{stay.isCharged ? w.charged : w.notCharged}</p>}
      {absence.error && <Failed error={absence.error} />}
      {stay.state === 'planned' && !isAsking && (
        <button type="button" className="button" onClick={() => setAsking(true)}>
          {w.absent}
        </button>
      )}
      {stay.state === 'planned' && isAsking && (
        <>
          <p>{w.freeUntil(moment(stay.freeUntil, language))}</p>
          <div className="row">
            <button type="button" className="button main" disabled={absence.isPending} onClick={() => absence.mutate('sick')}>
              {w.sick}
            </button>
            <button type="button" className="button main" disabled={absence.isPending} onClick={() => absence.mutate('planned')}>
              {w.other}
            </button>
          </div>
        </>
      )}
    </article>
  );
}

function useMutationOf(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (kind: 'sick' | 'planned') => calls.reportAbsence({ id, kind }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['care'] }),
  });
}
