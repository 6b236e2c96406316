import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from 'wouter';
import { api } from '../../../platform/client.ts';
import { moment } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { Answer, Failed } from '../../../ui/States.tsx';
import type { needs } from '../../needs/contract.ts';
import { calls, type Followed, useChange } from './calls.ts';
import { OwnMoves } from './OwnMoves.tsx';
import { words } from './words.ts';

const needCalls = api<typeof needs>('needs');

/** One request from telling to rating, like a parcel. */
export function FollowPage({ number }: { number: string }) {
  const w = useWords(words);
  const code = new URLSearchParams(useSearch()).get('code') ?? undefined;
  const asked = { number, ...(code && { code }) };
  const request = useQuery({ queryKey: ['requests', 'followed', asked], queryFn: () => calls.followRequest(asked), retry: false });
  return (
    <>
      <p className="more">
        <Link href="/requests">← {w.mine}</Link>
      </p>
      <Answer of={request}>{(one) => <Shown one={one} code={code} />}</Answer>
    </>
  );
}

function Shown({ one, code }: { one: Followed; code: string | undefined }) {
  const w = useWords(words);
  const { language } = usePreferences();
  return (
    <>
      <h1>
        {one.matter[language]} <span className={one.isFinal ? 'badge closed' : 'badge open'}>{one.state[language]}</span>
      </h1>
      <p className="soft">
        {one.number} {one.placeText}
      </p>
      <p>{one.words}</p>
      {one.unit && <p>{w.unit(one.unit[language])}</p>}
      {!one.isFinal && one.dueAt && <p>{one.isPaused ? w.paused : w.due(moment(one.dueAt, language))}</p>}
      <OwnMoves one={one} code={code} />
      <Parts parts={one.parts} code={code} />
      <BecameOf number={one.number} code={code} />
      <section className="card" aria-labelledby="progress">
        <h2 id="progress">{w.progress}</h2>
        <ol className="plain">
          {one.steps.toReversed().map((step) => (
            <li
              key={`${step.at} ${step.words.en}`}
              style={{ borderInlineStart: '3px solid var(--accent)', paddingInlineStart: '0.8rem', marginBottom: '0.8rem' }}
            >
              <strong>{step.words[language]}</strong> <span className="soft">{moment(step.at, language)}</span>
              {step.text && <p style={{ margin: 0 }}>{step.text}</p>}
            </li>
          ))}
        </ol>
      </section>
      {one.photos.length > 0 && (
        <section aria-labelledby="photos">
          <h2 id="photos">{w.photos}</h2>
          <div className="photos" tabIndex={0} role="group" aria-label={w.photos}>
            {one.photos.map((photo) => (
              <figure key={photo.id}>
                <img
                  src={`/api/requests/receipts/${one.number}/photos/${photo.id}?size=large${code ? `&code=${code}` : ''}`}
                  alt={photo.byPart === 'staff' ? w.photoOfWork : w.photoOf}
                  width={photo.width}
                  height={photo.height}
                  loading="lazy"
                />
                <figcaption>
                  {photo.byPart === 'staff' ? w.photoOfWork : w.photoOf} · {moment(photo.addedAt, language)}
                </figcaption>
              </figure>
            ))}
          </div>
        </section>
      )}
    </>
  );
}

/** What was split off goes its own way, and is followed with the same code. */
function Parts({ parts, code }: { parts: Followed['parts']; code: string | undefined }) {
  const w = useWords(words);
  const { language } = usePreferences();
  if (parts.length === 0) return null;
  return (
    <section className="card" aria-labelledby="parts">
      <h2 id="parts">{w.parts}</h2>
      <ul className="plain">
        {parts.map((part) => (
          <li key={part.number}>
            <Link href={`/requests/${part.number}${code ? `?code=${code}` : ''}`}>{part.matter[language]}</Link>{' '}
            <span className="badge">{part.state[language]}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The need that the request is part of, and the project that came of it; asked at its end. */
function BecameOf({ number, code }: { number: string; code: string | undefined }) {
  const w = useWords(words);
  const asked = { number, ...(code && { code }) };
  const found = useQuery({ queryKey: ['requests', 'need', asked], queryFn: () => needCalls.getOfReceipt(asked), retry: false });
  const answer = useChange((isMet: boolean) => needCalls.answerProject({ ...asked, isMet }));
  if (!found.data) return null;
  const { need, project } = found.data;
  return (
    <section className="card">
      <p>
        {w.need} <strong>{need.title}</strong> <span className="badge">{w.voices(need.voices)}</span>
      </p>
      {need.because && (
        <p>
          {need.state === 'met' ? w.met : w.dropped} {need.because}
        </p>
      )}
      {project && (
        <>
          <p>
            {w.project} <strong>{project.title}</strong> <span className="badge open">{w.projectStates[project.state]}</span>
          </p>
          {project.outcome && <p>{project.outcome}</p>}
          {answer.error && <Failed error={answer.error} />}
          {answer.data && <p role="status">{w.thanks}</p>}
          {project.mayAnswer && !answer.data && (
            <p className="row">
              <span>{w.gotIt}</span>
              <button type="button" className="button main" disabled={answer.isPending} onClick={() => answer.mutate(true)}>
                {w.yes}
              </button>
              <button type="button" className="button" disabled={answer.isPending} onClick={() => answer.mutate(false)}>
                {w.no}
              </button>
            </p>
          )}
        </>
      )}
    </section>
  );
}
