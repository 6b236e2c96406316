import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { api } from '../../../../platform/client.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import { Answer, Empty, Failed } from '../../../../ui/States.tsx';
import type { evaluation } from '../../contract.ts';
import { words } from './words.ts';

const calls = api<typeof evaluation>('evaluation');
type Lists = Awaited<ReturnType<typeof calls.getPublicList>>;
type List = Lists['lists'][number];

/** The public lists: who is on them this year, what changed, and during notice the way to object. */
export function ListsPage({ isSignedIn }: { isSignedIn: boolean }) {
  const w = useWords(words);
  const [year, setYear] = useState<number | undefined>();
  const asked = { ...(year !== undefined && { year }) };
  const lists = useQuery({ queryKey: ['evaluation', 'lists', asked], queryFn: () => calls.getPublicList(asked) });
  return (
    <>
      <h1>{w.publicTitle}</h1>
      <p>{w.publicLead}</p>
      <Answer of={lists}>
        {(found) => (
          <>
            {found.years.length > 1 && (
              <p className="row">
                {found.years.map((own) => (
                  <button key={own} type="button" className="button" aria-pressed={own === found.year} onClick={() => setYear(own)}>
                    {w.yearOf(own)}
                  </button>
                ))}
              </p>
            )}
            {found.lists.length === 0 && <Empty>{w.nothingYet}</Empty>}
            {found.lists.map((list) => (
              <ListCard key={list.id} list={list} isSignedIn={isSignedIn} />
            ))}
            <Gone lists={found} />
          </>
        )}
      </Answer>
    </>
  );
}

function ListCard({ list, isSignedIn }: { list: List; isSignedIn: boolean }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const isNotice = list.state === 'notice';
  return (
    <section className="card" aria-label={list.title[language]}>
      <h2>
        {w.yearOf(list.year)} {list.title[language]}
      </h2>
      <p>
        {w.states[list.state]} · {isNotice ? w.until(list.noticeTo!) : w.on(list.publishedOn ?? '')}
      </p>
      <ul>
        {list.complexes.map((it) => (
          <li key={it.placeId}>
            <Link href={`/places/${it.placeId}`}>{it.name}</Link> {it.areaName}
            {it.change && ` · ${w.changes[it.change]}`}
          </li>
        ))}
      </ul>
      {list.notListed.length > 0 && (
        <>
          <h3>{w.notListedTitle}</h3>
          <ul>
            {list.notListed.map((it) => (
              <li key={it.placeId}>
                {it.name}
                {w.colon}
                {it.reason}
              </li>
            ))}
          </ul>
        </>
      )}
      {isNotice && (isSignedIn ? <ObjectionForm list={list} /> : <Link href="/sign-in">{w.signIn}</Link>)}
    </section>
  );
}

function ObjectionForm({ list }: { list: List }) {
  const w = useWords(words);
  const all = [...list.complexes, ...list.notListed];
  const [placeId, setPlace] = useState(all[0]?.placeId ?? '');
  const [reason, setReason] = useState('');
  const object = useMutation({ mutationFn: () => calls.objectToListing({ id: list.id, placeId, reason }) });
  if (object.isSuccess) return <p role="status">{w.sent}</p>;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        object.mutate();
      }}
    >
      <label>
        <span className="label">{w.complex}</span>
        <select className="field" value={placeId} onChange={(event) => setPlace(event.currentTarget.value)}>
          {all.map((it) => (
            <option key={it.placeId} value={it.placeId}>
              {it.name}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span className="label">{w.objectWhy}</span>
        <textarea className="field" required minLength={4} maxLength={500} rows={3} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />
      </label>
      {object.error && <Failed error={object.error} />}
      <p>
        <button type="submit" className="button main" disabled={object.isPending}>
          {w.object}
        </button>
      </p>
    </form>
  );
}

function Gone({ lists }: { lists: Lists }) {
  const w = useWords(words);
  const { language } = usePreferences();
  if (lists.gone.length === 0) return null;
  return (
    <section className="card" aria-labelledby="gone">
      <h2 id="gone">{w.gone}</h2>
      <ul>
        {lists.gone.map((it) => (
          <li key={it.placeId}>
            {it.name} · {w.was(it.was[language])}
          </li>
        ))}
      </ul>
    </section>
  );
}
