import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { api } from '../../../platform/client.ts';
import { useWords } from '../../../ui/preferences.ts';
import { Failed, Loading } from '../../../ui/States.tsx';
import type { identity } from '../contract.ts';
import { words } from './words.ts';

const calls = api<typeof identity>('identity');

/** Residents sign in with their phone and a code, or through the identity provider of the city. */
export function SignInPage({ oidcName }: { oidcName: string | null }) {
  const w = useWords(words);
  const [phone, setPhone] = useState('');
  const [code, setCode] = useState('');
  const [, go] = useLocation();
  const queries = useQueryClient();
  const ask = useMutation({ mutationFn: () => calls.requestCode({ phone }) });
  const enter = useMutation({
    mutationFn: () => calls.signInWithCode({ phone, code }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      go('/me');
    },
  });
  return (
    <>
      <h1>{w.title}</h1>
      <p className="soft">{w.why}</p>
      <form
        className="card"
        onSubmit={(event) => {
          event.preventDefault();
          if (ask.data) enter.mutate();
          else ask.mutate();
        }}
      >
        <label>
          <span className="label">{w.phone}</span>
          <input
            className="field"
            type="tel"
            inputMode="numeric"
            autoComplete="tel-national"
            required
            pattern="1[3-9][0-9]{9}"
            maxLength={11}
            value={phone}
            onInput={(event) => setPhone(event.currentTarget.value)}
          />
        </label>
        {ask.data && <CodeField sent={ask.data} code={code} onCode={setCode} />}
        {(ask.error || enter.error) && <Failed error={enter.error ?? ask.error} />}
        <p className="row" style={{ marginTop: '0.8rem' }}>
          <button type="submit" className="button main" disabled={ask.isPending || enter.isPending}>
            {ask.data ? w.signIn : w.getCode}
          </button>
          {ask.data && (
            <button type="button" className="button" onClick={() => ask.mutate()}>
              {w.getCode}
            </button>
          )}
        </p>
      </form>
      {oidcName && <Provider name={oidcName} />}
      <p className="soft">{w.counter}</p>
    </>
  );
}

function CodeField({ sent, code, onCode }: { sent: { sentTo: string; demonstrationCode: string | null }; code: string; onCode: (code: string) => void }) {
  const w = useWords(words);
  return (
    <>
      <p role="status">
        {w.sentTo(sent.sentTo)}
        {sent.demonstrationCode && <strong> {w.demoCode(sent.demonstrationCode)}</strong>}
      </p>
      <label>
        <span className="label">{w.code}</span>
        <input
          className="field"
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          pattern="[0-9]{6}"
          maxLength={6}
          value={code}
          onInput={(event) => onCode(event.currentTarget.value)}
        />
      </label>
    </>
  );
}

function Provider({ name }: { name: string }) {
  const w = useWords(words);
  const begin = useMutation({ mutationFn: () => calls.beginOidc(), onSuccess: ({ url }) => location.assign(url) });
  return (
    <>
      <p>
        {w.or}{' '}
        <button type="button" className="button" onClick={() => begin.mutate()}>
          {w.oidc(name)}
        </button>
      </p>
      {begin.error && <Failed error={begin.error} />}
    </>
  );
}

/** Where the identity provider sends people back to. */
export function SignInCallbackPage() {
  const w = useWords(words);
  const [, go] = useLocation();
  const queries = useQueryClient();
  const finish = useMutation({
    mutationFn: () => calls.finishOidc({ callback: location.search }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      go('/me');
    },
  });
  // Once, when the page opens: what the provider sent works a single time.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a second call would be refused
  useEffect(() => finish.mutate(), []);
  return (
    <>
      <h1>{w.finishing}</h1>
      {finish.error ? <Failed error={finish.error} /> : <Loading />}
    </>
  );
}
