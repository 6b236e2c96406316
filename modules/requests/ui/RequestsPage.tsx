import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { moment } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { Answer, Empty } from '../../../ui/States.tsx';
import { calls } from './calls.ts';
import { words } from './words.ts';

/** What I told and follow; and any request by its number and code. */
export function RequestsPage({ isSignedIn }: { isSignedIn: boolean }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const mine = useQuery({ queryKey: ['requests', 'mine'], queryFn: () => calls.listMine(), enabled: isSignedIn });
  return (
    <>
      <h1>{w.mine}</h1>
      <p>{w.mineLead}</p>
      <p>
        <Link className="button main" href="/tell">
          {w.tell}
        </Link>
      </p>
      {isSignedIn ? (
        <Answer of={mine}>
          {(list) =>
            list.length === 0 ? (
              <Empty>{w.none}</Empty>
            ) : (
              list.map((one) => (
                <article key={one.number} className="card" aria-label={`${one.matter[language]} ${one.number}`}>
                  <h2>
                    {one.isOwn ? <Link href={`/requests/${one.number}`}>{one.matter[language]}</Link> : one.matter[language]}{' '}
                    <span className={one.isFinal ? 'badge closed' : 'badge open'}>{one.state[language]}</span>
                    {!one.isOwn && <span className="badge">{w.followedTag}</span>}
                  </h2>
                  <p className="soft">
                    {one.number} · {moment(one.openedAt, language)} {one.placeText}
                  </p>
                  {!one.isFinal && one.dueAt && <p>{one.isPaused ? w.paused : w.due(moment(one.dueAt, language))}</p>}
                </article>
              ))
            )
          }
        </Answer>
      ) : (
        <Empty>
          <Link className="button" href="/sign-in">
            {w.signIn}
          </Link>
        </Empty>
      )}
      <LookUp />
    </>
  );
}

/** Any request by its number and code. */
function LookUp() {
  const w = useWords(words);
  const [, go] = useLocation();
  const [number, setNumber] = useState('');
  const [code, setCode] = useState('');
  return (
    <form
      className="card"
      aria-label={w.lookUp}
      onSubmit={(event) => {
        event.preventDefault();
        go(`/requests/${number.trim()}?code=${code.trim()}`);
      }}
    >
      <h2>{w.lookUp}</h2>
      <div className="row">
        <label>
          <span className="label">{w.number}</span>
          <input className="field" inputMode="numeric" maxLength={12} value={number} onChange={(event) => setNumber(event.currentTarget.value)} />
        </label>
        <label>
          <span className="label">{w.code}</span>
          <input className="field" inputMode="numeric" maxLength={8} value={code} onChange={(event) => setCode(event.currentTarget.value)} />
        </label>
      </div>
      <button type="submit" className="button" disabled={number.trim().length < 6}>
        {w.find}
      </button>
    </form>
  );
}
