import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../platform/client.ts';
import { moment } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { Answer, Empty, Failed } from '../../../ui/States.tsx';
import { ForWhom } from '../../people/ui/ForWhom.tsx';
import type { bookings } from '../contract.ts';
import { Booked } from './Booked.tsx';
import type { Offering } from './OfferingsPage.tsx';
import { words } from './words.ts';

const calls = api<typeof bookings>('bookings');
type Session = Awaited<ReturnType<typeof calls.listSessions>>[number];

export function SessionList({ offering, isSignedIn }: { offering: Offering; isSignedIn: boolean }) {
  const w = useWords(words);
  const sessions = useQuery({ queryKey: ['bookings', 'sessions', offering.id], queryFn: () => calls.listSessions({ id: offering.id }) });
  return (
    <section aria-labelledby="dates">
      <h2 id="dates">{w.sessions}</h2>
      <Answer of={sessions}>
        {(list) =>
          list.length === 0 ? (
            <Empty>{w.noSessions}</Empty>
          ) : (
            list.map((session) => <SessionCard key={session.id} session={session} offering={offering} isSignedIn={isSignedIn} />)
          )
        }
      </Answer>
    </section>
  );
}

/** One date: places left, and the one thing that can be done about it. */
function SessionCard({ session, offering, isSignedIn }: { session: Session; offering: Offering; isSignedIn: boolean }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const queries = useQueryClient();
  const { least, most } = offering.rules.places;
  const [places, setPlaces] = useState(least);
  const [whom, setWhom] = useState('');
  const wanted = { id: session.id, places, ...(whom && { forPerson: whom }) };
  const settled = { onSettled: () => queries.invalidateQueries({ queryKey: ['bookings'] }) };
  const join = useMutation({ mutationFn: () => calls.joinSession(wanted), ...settled });
  const wait = useMutation({ mutationFn: () => calls.waitForPlaces(wanted), ...settled });
  if (join.data) return <Booked booking={join.data} />;
  const left = session.places - session.taken;
  const isFull = left < places;
  return (
    <article className="card" aria-label={moment(session.from, language)}>
      <p>
        <strong>{moment(session.from, language)}</strong>{' '}
        <span className="badge">{session.state === 'cancelled' ? w.cancelled : left > 0 ? w.left(left) : w.full}</span>
      </p>
      {session.reason && <p>{session.reason}</p>}
      {wait.data && <p role="status">{w.waitingNow(wait.data.ahead)}</p>}
      {(join.error ?? wait.error) && <Failed error={join.error ?? wait.error} />}
      {session.state === 'planned' && isSignedIn && !wait.data && (
        <div className="row">
          <ForWhom label={w.forWhom} value={whom} onPick={setWhom} isSignedIn={isSignedIn} />
          {most > least && (
            <label className="row">
              <span>{w.people}</span>
              <input
                className="field"
                style={{ width: '5rem' }}
                type="number"
                min={least}
                max={most}
                value={places}
                onInput={(event) => setPlaces(Math.min(most, Math.max(least, Number(event.currentTarget.value) || least)))}
              />
            </label>
          )}
          {!isFull && (
            <button type="button" className="button main" disabled={join.isPending} onClick={() => join.mutate()}>
              {w.join}
            </button>
          )}
          {isFull && offering.rules.waiting && (
            <button type="button" className="button" disabled={wait.isPending} onClick={() => wait.mutate()}>
              {w.wait}
            </button>
          )}
        </div>
      )}
    </article>
  );
}
