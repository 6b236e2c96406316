import { useState } from 'react';
import { useWords } from '../../../ui/preferences.ts';
import { Failed } from '../../../ui/States.tsx';
import { calls, type Followed, useChange } from './calls.ts';
import { words } from './words.ts';

type Props = { one: Followed; code: string | undefined };

/** What the reporter can do now: answer a question, rate, open again, withdraw; and send more photos. */
export function OwnMoves({ one, code }: Props) {
  const w = useWords(words);
  const may = (name: string) => one.moves.some((move) => move.name === name);
  const isTheirTurn = may('supply') || may('rate');
  const asked = { number: one.number, ...(code && { code }) };
  const photo = useChange((file: File) => calls.addOwnPhoto({ ...asked, file }));
  const answer = one.steps.findLast(({ text }) => text !== null)?.text;
  return (
    <>
      {isTheirTurn && (
        <section className="notice" aria-label={w.yourTurn}>
          <h2>{w.yourTurn}</h2>
          {answer && <blockquote>{answer}</blockquote>}
          {may('supply') && <Supply {...asked} />}
          {may('rate') && <Rate {...asked} />}
        </section>
      )}
      {may('reopen') && !may('rate') && <Reopen {...asked} />}
      {!one.isFinal && (
        <p className="row">
          <label className="button">
            {photo.isPending ? w.sending : w.addPhoto}
            <input
              className="hidden"
              type="file"
              accept="image/*"
              disabled={photo.isPending}
              onChange={(event) => {
                const [file] = event.currentTarget.files ?? [];
                if (file) photo.mutate(file);
                event.currentTarget.value = '';
              }}
            />
          </label>
          {may('withdraw') && <Withdraw {...asked} />}
        </p>
      )}
      {photo.error && <Failed error={photo.error} />}
      {photo.isSuccess && <p role="status">{w.photoSent}</p>}
    </>
  );
}

type Asked = { number: string; code?: string };
type Said = { move: 'supply' | 'rate' | 'reopen' | 'withdraw'; text?: string; reason?: string; resolved?: boolean; grade?: number };
const useMove = (asked: Asked) => useChange((said: Said) => calls.moveOwn({ ...asked, ...said }));

function Supply(asked: Asked) {
  const w = useWords(words);
  const [text, setText] = useState('');
  const move = useMove(asked);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        move.mutate({ move: 'supply', text: text.trim() });
      }}
    >
      <label>
        <span className="label">{w.answerQuestion}</span>
        <textarea className="field" rows={3} value={text} onChange={(event) => setText(event.currentTarget.value)} />
      </label>
      {move.error && <Failed error={move.error} />}
      <button type="submit" className="button main" disabled={text.trim() === '' || move.isPending}>
        {w.supply}
      </button>
    </form>
  );
}

function Rate(asked: Asked) {
  const w = useWords(words);
  const [resolved, setResolved] = useState<boolean | null>(null);
  const [grade, setGrade] = useState<number | null>(null);
  const [text, setText] = useState('');
  const move = useMove(asked);
  return (
    <form
      aria-label={w.rateTitle}
      onSubmit={(event) => {
        event.preventDefault();
        move.mutate({ move: 'rate', resolved: resolved!, ...(grade && { grade }), ...(text.trim() && { text: text.trim() }) });
      }}
    >
      <fieldset className="plain">
        <legend className="label">{w.rateTitle}</legend>
        <div className="row">
          {[true, false].map((value) => (
            <button key={String(value)} type="button" className="chip" aria-pressed={resolved === value} onClick={() => setResolved(value)}>
              {value ? w.solved : w.notSolved}
            </button>
          ))}
        </div>
      </fieldset>
      {resolved === false && <p role="status">{w.opensAgain}</p>}
      <fieldset className="plain">
        <legend className="label">{w.grade}</legend>
        <div className="row">
          {[5, 4, 3, 2, 1].map((value) => (
            <button key={value} type="button" className="chip" aria-pressed={grade === value} onClick={() => setGrade(value)}>
              {w.grades[value]}
            </button>
          ))}
        </div>
      </fieldset>
      <label>
        <span className="label">{w.rateWords}</span>
        <textarea className="field" rows={2} value={text} onChange={(event) => setText(event.currentTarget.value)} />
      </label>
      {move.error && <Failed error={move.error} />}
      <button type="submit" className="button main" disabled={resolved === null || move.isPending}>
        {w.rate}
      </button>
    </form>
  );
}

function Reopen(asked: Asked) {
  const w = useWords(words);
  const [reason, setReason] = useState('');
  const move = useMove(asked);
  return (
    <details className="card">
      <summary>{w.reopen}</summary>
      <label>
        <span className="label">{w.reopenWhy}</span>
        <textarea className="field" rows={2} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
      </label>
      {move.error && <Failed error={move.error} />}
      <button
        type="button"
        className="button main"
        disabled={reason.trim().length < 2 || move.isPending}
        onClick={() => move.mutate({ move: 'reopen', reason: reason.trim() })}
      >
        {w.reopen}
      </button>
    </details>
  );
}

function Withdraw(asked: Asked) {
  const w = useWords(words);
  const [isSure, setSure] = useState(false);
  const move = useMove(asked);
  return (
    <>
      <button type="button" className="button" disabled={move.isPending} onClick={() => (isSure ? move.mutate({ move: 'withdraw' }) : setSure(true))}>
        {isSure ? w.sure : w.withdraw}
      </button>
      {move.error && <Failed error={move.error} />}
    </>
  );
}
