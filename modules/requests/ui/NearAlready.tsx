import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { Failed } from '../../../ui/States.tsx';
import { calls, useChange } from './calls.ts';
import { words } from './words.ts';

type Props = { lon: number; lat: number; matter: string; text: string; isSignedIn: boolean };

/** A text once nobody has changed it for a moment, so that not every letter is a question. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 600);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** What others told near here, the most alike first: to follow it instead of telling it again. */
export function NearAlready({ lon, lat, matter, text, isSignedIn }: Props) {
  const w = useWords(words);
  const { language } = usePreferences();
  const said = useSettled(text.trim().slice(0, 300));
  const asked = { lon, lat, ...(matter && { matter }), ...(said && { words: said }) };
  const near = useQuery({ queryKey: ['requests', 'near', asked], queryFn: () => calls.listNear(asked), placeholderData: keepPreviousData });
  const follow = useChange((number: string) => calls.follow({ number }));
  if (!near.data || near.data.length === 0) return null;
  return (
    <section className="notice" aria-labelledby="near">
      <h3 id="near">{w.near}</h3>
      <p>{w.nearHow}</p>
      {follow.error && <Failed error={follow.error} />}
      {follow.data && <p role="status">{w.followed}</p>}
      <ul className="plain">
        {near.data.slice(0, 5).map((one) => (
          <li key={one.number} style={{ marginBottom: '0.6rem' }}>
            <strong>{one.matter[language]}</strong> · {w.metres(one.metres)} {one.isAlike && <span className="badge open">{w.alike}</span>}
            {one.followers > 0 && <span className="badge">{w.followers(one.followers)}</span>}
            <br />
            {isSignedIn ? (
              <button
                type="button"
                className="button"
                aria-label={`${w.follow} ${one.matter[language]} ${w.metres(one.metres)}`}
                disabled={follow.isPending}
                onClick={() => follow.mutate(one.number)}
              >
                {w.follow}
              </button>
            ) : (
              <Link href="/sign-in">{w.signInToFollow}</Link>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
