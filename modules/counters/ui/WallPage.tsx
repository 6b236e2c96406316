import { useQuery } from '@tanstack/react-query';
import { api } from '../../../platform/client.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { Answer } from '../../../ui/States.tsx';
import type { counters } from '../contract.ts';
import { words } from './words.ts';

const calls = api<typeof counters>('counters');
const often = 3000;

/** For the screen on the wall: read from far away, told to a screen reader, asked for every three seconds. */
export function WallPage({ placeId }: { placeId: string }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const board = useQuery({ queryKey: ['counters', 'board', placeId], queryFn: () => calls.getBoard({ id: placeId }), refetchInterval: often });
  return (
    <Answer of={board}>
      {({ placeName, called, lines }) => (
        <>
          <h1>{w.wallTitle(placeName)}</h1>
          <section aria-live="polite" aria-label={w.wall}>
            {called.length === 0 && <p style={{ fontSize: '2rem' }}>{w.nobody}</p>}
            {called.map(({ number, post, isNew, holder }) => (
              <p key={number} className={isNew ? 'notice' : 'card'} style={{ fontSize: 'clamp(1.6rem, 5vw, 3.4rem)', fontWeight: 700, margin: '0.5rem 0' }}>
                {w.toWindow(number, post[language])} <small style={{ fontWeight: 400, fontSize: '0.5em' }}>{holder}</small>
              </p>
            ))}
          </section>
          <ul className="plain" style={{ fontSize: '1.4rem' }}>
            {lines.map((line) => (
              <li key={line.id}>
                {line.prefix} · {line.name[language]}: {w.waiting(line.waiting)}
              </li>
            ))}
          </ul>
        </>
      )}
    </Answer>
  );
}
