import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { moment } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { Answer, Failed } from '../../../ui/States.tsx';
import { calls, guessMatter, leavesOf, type Matter, type Receipt, useChange, useMatters } from './calls.ts';
import { NearAlready } from './NearAlready.tsx';
import { PhotoStep } from './PhotoStep.tsx';
import { PlaceStep, type Spot } from './PlaceStep.tsx';
import { words } from './words.ts';

type Draft = { photos: File[]; spot: Spot; placeText: string; matter: string; text: string; isAnonymous: boolean; phone: string };
const empty: Draft = { photos: [], spot: {}, placeText: '', matter: '', text: '', isAnonymous: false, phone: '' };

/** What is being written stays while somebody looks elsewhere or signs in; it goes with the page. */
let written = { step: 0, draft: empty, isSignedIn: false };

/** Sends the words first, so that they are safe, and then the photos one by one. */
async function send({ photos, spot, placeText, matter, text, isAnonymous, phone }: Draft, isSignedIn: boolean): Promise<Receipt & { lostPhotos: number }> {
  const receipt = await calls.tellUs({
    matter,
    words: text.trim(),
    ...spot,
    placeText: placeText.trim(),
    isAnonymous,
    ...(phone && (isAnonymous || !isSignedIn) && { phone }),
  });
  let lostPhotos = 0;
  for (const file of photos) await calls.addOwnPhoto({ number: receipt.number, code: receipt.code, file }).catch(() => lostPhotos++);
  return { ...receipt, lostPhotos };
}

/** The step and what is written; whoever goes on is taken to the heading of the next step. */
function useWriting(isSignedIn: boolean) {
  // Whoever signs out leaves nothing behind on the phone for the next person.
  if (written.isSignedIn && !isSignedIn) written = { step: 0, draft: empty, isSignedIn };
  const [step, setStep] = useState(written.step);
  const [draft, setDraft] = useState(written.draft);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (written.step !== step) heading.current?.focus();
    written = { step, draft, isSignedIn };
  }, [step, draft, isSignedIn]);
  return { step, setStep, draft, setDraft, heading };
}

/** Telling in three steps: photo, place, words. */
export function TellPage({ district, isSignedIn }: { district: string; isSignedIn: boolean }) {
  const w = useWords(words);
  const { step, setStep, draft, setDraft, heading } = useWriting(isSignedIn);
  const matters = useMatters();
  const tell = useChange(
    () => send(draft, isSignedIn),
    () => {
      // Also where the page was left while photos were on their way.
      written = { step: 0, draft: empty, isSignedIn };
      setDraft(empty);
      setStep(0);
    },
  );
  const change = (more: Partial<Draft>) => setDraft((before) => ({ ...before, ...more }));
  if (tell.data) return <Received receipt={tell.data} onAnother={() => tell.reset()} />;
  const names = [w.photo, w.place, w.what];
  const hasPlace = draft.spot.lon !== undefined || draft.spot.areaCode !== undefined;
  const mayGo = step === 0 || (step === 1 ? hasPlace : draft.matter !== '' && draft.text.trim().length >= 4);
  return (
    <>
      <h1>{w.title}</h1>
      <p>{w.lead}</p>
      <Steps names={names} step={step} />
      <form
        className="card"
        aria-label={names[step]}
        onSubmit={(event) => {
          event.preventDefault();
          if (step < 2) setStep(step + 1);
          else tell.mutate(undefined);
        }}
      >
        <h2 ref={heading} tabIndex={-1}>
          {names[step]}
        </h2>
        {step === 0 && (
          <Answer of={matters}>{({ mostPhotos }) => <PhotoStep photos={draft.photos} most={mostPhotos} onPhotos={(photos) => change({ photos })} />}</Answer>
        )}
        {step === 1 && (
          <PlaceStep
            district={district}
            spot={draft.spot}
            onSpot={(spot) => change({ spot })}
            placeText={draft.placeText}
            onPlaceText={(placeText) => change({ placeText })}
          />
        )}
        {step === 2 && (
          <Answer of={matters}>{({ matters: all }) => <WordsStep matters={all} draft={draft} onChange={change} isSignedIn={isSignedIn} />}</Answer>
        )}
        {step > 0 && draft.spot.lon !== undefined && (
          <NearAlready lon={draft.spot.lon} lat={draft.spot.lat!} matter={draft.matter} text={draft.text} isSignedIn={isSignedIn} />
        )}
        {tell.error && <Failed error={tell.error} />}
        <p className="row">
          {step > 0 && (
            <button type="button" className="button" onClick={() => setStep(step - 1)}>
              {w.back}
            </button>
          )}
          <button type="submit" className="button main" disabled={!mayGo || tell.isPending}>
            {step < 2 ? w.next : tell.isPending ? w.sending : w.send}
          </button>
        </p>
      </form>
    </>
  );
}

function Steps({ names, step }: { names: string[]; step: number }) {
  const w = useWords(words);
  return (
    <ol className="row plain" aria-label={w.title}>
      {names.map((name, i) => (
        <li key={name} className={i === step ? 'badge open' : 'badge'} aria-current={i === step ? 'step' : undefined}>
          {i + 1} {name}
        </li>
      ))}
    </ol>
  );
}

type Step = { matters: Matter[]; draft: Draft; onChange: (more: Partial<Draft>) => void; isSignedIn: boolean };
function WordsStep({ matters, draft, onChange, isSignedIn }: Step) {
  const w = useWords(words);
  const { language } = usePreferences();
  const leaves = leavesOf(matters);
  const chosen = matters.find(({ code }) => code === draft.matter);
  const guessed = guessMatter(matters, draft.text);
  const groups = matters.filter(({ code }) => code.length === 2);
  return (
    <>
      <p>{w.whatHow}</p>
      <label>
        <span className="label">{w.words}</span>
        <textarea className="field" rows={4} maxLength={2000} value={draft.text} onChange={(event) => onChange({ text: event.currentTarget.value })} />
      </label>
      {guessed && guessed.code !== draft.matter && (
        <p>
          <button type="button" className="button" onClick={() => onChange({ matter: guessed.code })}>
            {w.guess(guessed[language])}
          </button>
        </p>
      )}
      <label>
        <span className="label">{w.kind}</span>
        <select className="field" value={draft.matter} onChange={(event) => onChange({ matter: event.currentTarget.value })}>
          <option value="">{w.choose}</option>
          {groups.map((group) => (
            <optgroup key={group.code} label={group[language]}>
              {leaves
                .filter(({ code }) => code.startsWith(group.code))
                .map((leaf) => (
                  <option key={leaf.code} value={leaf.code}>
                    {leaf[language]}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
      </label>
      {chosen?.stop && (
        <p className="notice" role="alert">
          {chosen.stop[language]}
        </p>
      )}
      {isSignedIn && (
        <p>
          <label>
            <input type="checkbox" checked={draft.isAnonymous} onChange={(event) => onChange({ isAnonymous: event.currentTarget.checked })} /> {w.anonymous}
          </label>
        </p>
      )}
      {(!isSignedIn || draft.isAnonymous) && (
        <label>
          <span className="label">{w.phone}</span>
          <input
            className="field"
            type="tel"
            inputMode="numeric"
            maxLength={11}
            pattern="1[3-9][0-9]{9}"
            value={draft.phone}
            onChange={(event) => onChange({ phone: event.currentTarget.value })}
          />
        </label>
      )}
    </>
  );
}

function Received({ receipt, onAnother }: { receipt: Receipt & { lostPhotos: number }; onAnother: () => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  return (
    <section className="card" role="status">
      <h1>✓ {w.received}</h1>
      <dl className="facts">
        <dt>{w.number}</dt>
        <dd>
          <strong style={{ fontSize: '1.4em' }}>{receipt.number}</strong>
        </dd>
        <dt>{w.code}</dt>
        <dd>
          <strong style={{ fontSize: '1.4em' }}>{receipt.code}</strong>
        </dd>
      </dl>
      <p>{w.keep}</p>
      {receipt.dueAt && <p>{w.due(moment(receipt.dueAt, language))}</p>}
      {receipt.stop && <p className="notice">{receipt.stop[language]}</p>}
      {receipt.lostPhotos > 0 && <p className="notice">{w.photoFailed}</p>}
      <p className="row">
        <Link className="button main" href={`/requests/${receipt.number}?code=${receipt.code}`}>
          {w.toFollow}
        </Link>
        <button type="button" className="button" onClick={onAnother}>
          {w.another}
        </button>
      </p>
    </section>
  );
}
