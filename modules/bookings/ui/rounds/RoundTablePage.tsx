import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api } from '../../../../platform/client.ts';
import { clockTime } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import { Answer } from '../../../../ui/States.tsx';
import type { bookings } from '../../contract.ts';
import { words } from './words.ts';

const calls = api<typeof bookings>('bookings');

/** Everything a round was decided by, without names: anybody can work it out again. */
export function RoundTablePage({ id }: { id: string }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const table = useQuery({ queryKey: ['bookings', 'round', id], queryFn: () => calls.getRoundTable({ id }) });
  return (
    <Answer of={table}>
      {({ round, secret, seed, fair, firstCome, applications }) => (
        <>
          <p className="more">
            <Link href="/rounds">← {w.back}</Link>
          </p>
          <h1>{round.title[language]}</h1>
          <p>{w.how}</p>
          <p>
            <strong>{w.fair(fair.served, fair.applicants, fair.jain.toFixed(2))}</strong> {w.queue(firstCome.served, firstCome.jain.toFixed(2))}
          </p>
          <dl className="facts">
            <dt>{w.commitment}</dt>
            <dd style={{ overflowWrap: 'anywhere' }}>{round.commitment}</dd>
            <dt>{w.secret}</dt>
            <dd style={{ overflowWrap: 'anywhere' }}>{secret}</dd>
            <dt>{w.seed}</dt>
            <dd style={{ overflowWrap: 'anywhere' }}>{seed}</dd>
          </dl>
          {applications.map((application) => (
            <article key={application.id} className="card" aria-label={application.id}>
              <p style={{ overflowWrap: 'anywhere' }}>
                {w.application} {application.id}
              </p>
              <p className="soft">
                {w.rank} {application.rank + 1} · {w.past} {application.pastMinutes} · {w.wantsShort} {application.wants}
              </p>
              <ol>
                {application.wishes.map((wish) => (
                  <li key={wish.rank}>
                    {wish.resource[language]} · {w.weekdays[wish.weekday - 1]} {clockTime(wish.fromMinute)}–{clockTime(wish.fromMinute + wish.minutes)}:{' '}
                    {wish.outcome && w.outcomes[wish.outcome]} {wish.pass !== null && wish.turn !== null && `(${w.pass(wish.pass, wish.turn)})`}
                  </li>
                ))}
              </ol>
            </article>
          ))}
        </>
      )}
    </Answer>
  );
}
