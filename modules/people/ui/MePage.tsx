import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import type { z } from 'zod';
import { api } from '../../../platform/client.ts';
import { moment } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { Answer, Empty, Failed } from '../../../ui/States.tsx';
import { Sessions } from '../../identity/ui/Sessions.tsx';
import type { PersonDetail, people } from '../contract.ts';
import { consentVersion, words } from './words.ts';

const calls = api<typeof people>('people');
type Detail = z.infer<typeof PersonDetail>;

/** What is recorded about me, who looked, what I agreed to, and where I am signed in. */
export function MePage({ account }: { account: { hasRecord: boolean; kind: string } | null }) {
  const w = useWords(words);
  if (!account) {
    return (
      <>
        <h1>{w.title}</h1>
        <Empty>
          <p>{w.signInFirst}</p>
          <Link className="button main" href="/sign-in">
            {w.signIn}
          </Link>
        </Empty>
      </>
    );
  }
  return (
    <>
      <h1>{w.title}</h1>
      {account.kind === 'resident' && (account.hasRecord ? <MyRecord /> : <Claim />)}
      <Sessions />
    </>
  );
}

function MyRecord() {
  const record = useQuery({ queryKey: ['people', 'me'], queryFn: () => calls.myRecord() });
  return (
    <Answer of={record}>
      {(person) => (
        <>
          <RecordCard person={person} />
          <Looked person={person} />
          <Consents person={person} />
        </>
      )}
    </Answer>
  );
}

function RecordCard({ person }: { person: Detail }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const segments = useQuery({
    queryKey: ['people', 'segments'],
    queryFn: () => calls.listSegments(),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const segmentName = (code: string) => {
    const found = segments.data?.find((entry) => entry.code === code);
    return found ? (language === 'zh' ? found.name : found.nameEn) : code;
  };
  return (
    <section className="card">
      <h2>{w.record}</h2>
      <dl className="facts">
        <dt>{w.name}</dt>
        <dd>{person.name}</dd>
        <dt>{w.number}</dt>
        <dd>{person.identityNumber ?? '–'}</dd>
        <dt>{w.phone}</dt>
        <dd>{person.phone ?? '–'}</dd>
        <dt>{w.address}</dt>
        <dd>{person.address ?? '–'}</dd>
        <dt>{w.facts}</dt>
        <dd>
          {person.facts.length === 0
            ? w.noFacts
            : person.facts.map((fact) => (
                <p key={fact.id}>
                  {segmentName(fact.segment)}{' '}
                  <span className="soft">
                    {w.source} {fact.sourceDepartment} · {fact.validFrom} {w.from}
                  </span>
                </p>
              ))}
        </dd>
      </dl>
    </section>
  );
}

function Looked({ person }: { person: Detail }) {
  const w = useWords(words);
  const { language } = usePreferences();
  return (
    <section className="card">
      <h2>{w.looked}</h2>
      {person.reveals.length === 0 ? (
        <p className="soft">{w.nobody}</p>
      ) : (
        <ul className="plain">
          {person.reveals.map((reveal) => (
            <li key={reveal.id} style={{ padding: '0.4rem 0', borderBottom: '1px solid var(--line)' }}>
              <strong>{reveal.accountName}</strong> · {moment(reveal.at, language)}
              <br />
              {reveal.fields.map((field) => w.fields[field] ?? field).join('、')}
              <br />
              <span className="soft">
                {w.purposes[reveal.purpose]}：{reveal.reason}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Consents({ person }: { person: Detail }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const queries = useQueryClient();
  const refresh = { onSuccess: () => queries.invalidateQueries({ queryKey: ['people', 'me'] }) };
  const give = useMutation({
    mutationFn: (purpose: string) => calls.giveConsent({ purpose, textVersion: consentVersion }),
    ...refresh,
  });
  const withdraw = useMutation({ mutationFn: (id: string) => calls.withdrawConsent({ id }), ...refresh });
  return (
    <section className="card">
      <h2>{w.consents}</h2>
      {(give.error || withdraw.error) && <Failed error={give.error ?? withdraw.error} />}
      <ul className="plain">
        {Object.entries(w.consentList).map(([purpose, text]) => {
          const held = person.consents.find((consent) => consent.purpose === purpose && consent.withdrawnAt === null);
          return (
            <li key={purpose} className="row" style={{ justifyContent: 'space-between', padding: '0.4rem 0' }}>
              <span>
                {text}
                <br />
                <span className="soft">{held ? w.given(moment(held.givenAt, language)) : w.notGiven}</span>
              </span>
              <button
                type="button"
                className="button"
                aria-label={`${held ? w.withdraw : w.give}: ${text}`}
                onClick={() => (held ? withdraw.mutate(held.id) : give.mutate(purpose))}
              >
                {held ? w.withdraw : w.give}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Claim() {
  const w = useWords(words);
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [identityNumber, setNumber] = useState('');
  const claim = useMutation({
    mutationFn: () => calls.claimRecord({ name, identityNumber }),
    onSuccess: () => queries.invalidateQueries(),
  });
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        claim.mutate();
      }}
    >
      <h2>{w.claim}</h2>
      <p className="soft">{w.claimText}</p>
      <label>
        <span className="label">{w.realName}</span>
        <input className="field" autoComplete="name" required value={name} onInput={(event) => setName(event.currentTarget.value)} />
      </label>
      <label>
        <span className="label">{w.identityNumber}</span>
        <input className="field" required minLength={15} maxLength={18} value={identityNumber} onInput={(event) => setNumber(event.currentTarget.value)} />
      </label>
      {claim.error && <Failed error={claim.error} />}
      <p style={{ marginTop: '0.8rem' }}>
        <button type="submit" className="button main" disabled={claim.isPending}>
          {w.tie}
        </button>
      </p>
    </form>
  );
}
