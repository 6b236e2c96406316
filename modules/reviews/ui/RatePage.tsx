import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { api } from '../../../platform/client.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { Answer, Failed } from '../../../ui/States.tsx';
import type { reviews } from '../contract.ts';
import { words } from './words.ts';

const calls = api<typeof reviews>('reviews');

/** Five grades for the service that the code was given for. */
export function RatePage({ code }: { code: string }) {
  const w = useWords(words);
  const occasion = useQuery({ queryKey: ['reviews', 'occasion', code], queryFn: () => calls.findOccasion({ code }), retry: false });
  return (
    <>
      <h1>{w.title}</h1>
      <p>{w.lead}</p>
      <Answer of={occasion}>
        {({ what, placeName, state }) => (
          <>
            <p>
              <strong>{w.where(what, placeName)}</strong>
            </p>
            {state === 'rated' && <p role="status">{w.done}</p>}
            {state === 'again' && <p className="notice">{w.again}</p>}
            {state !== 'rated' && <Grades code={code} isAgain={state === 'again'} />}
          </>
        )}
      </Answer>
    </>
  );
}

type Said = { grade: number | null; reasons: string[]; text: string; phone: string };
type Scale = Awaited<ReturnType<typeof calls.getScale>>;

function Grades({ code, isAgain }: { code: string; isAgain: boolean }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [said, setSaid] = useState<Said>({ grade: null, reasons: [], text: '', phone: '' });
  const { grade, reasons, text, phone } = said;
  const scale = useQuery({ queryKey: ['reviews', 'scale'], queryFn: () => calls.getScale(), staleTime: 600_000 });
  const isBad = grade !== null && scale.data !== undefined && grade <= scale.data.badUpTo;
  const send = useMutation({
    mutationFn: async () => {
      if (!isAgain) return calls.rate({ code, grade: grade!, reasons, ...(text.trim() && { words: text.trim() }), ...(isBad && phone && { phone }) });
      await calls.rateAgain({ code, grade: grade! });
      return { isFollowedUp: false, again: null };
    },
  });
  if (send.isSuccess)
    return (
      <section className="card" role="status">
        <p>
          {w.thanks} {send.data.isFollowedUp && w.followed}
        </p>
        {send.data.again && (
          <p>
            {w.againCode} <strong style={{ fontSize: '1.4em' }}>{send.data.again}</strong> <Link href={`/rate/${send.data.again}`}>{w.againLink}</Link>
          </p>
        )}
      </section>
    );
  return (
    <Answer of={scale}>
      {(of) => (
        <form
          className="card"
          onSubmit={(event) => {
            event.preventDefault();
            send.mutate();
          }}
        >
          <fieldset className="plain">
            <legend className="label">{w.grade}</legend>
            <div className="row">
              {of.grades.map((one) => (
                <button
                  key={one.grade}
                  type="button"
                  className="chip"
                  aria-pressed={grade === one.grade}
                  onClick={() => setSaid({ ...said, grade: one.grade, reasons: [] })}
                >
                  {one[language]}
                </button>
              ))}
            </div>
          </fieldset>
          {grade !== null && !isAgain && <Why scale={of} said={said} onSay={(more) => setSaid({ ...said, ...more })} />}
          {send.error && <Failed error={send.error} />}
          <button type="submit" className="button main" disabled={grade === null || send.isPending}>
            {w.send}
          </button>
        </form>
      )}
    </Answer>
  );
}

function Why({ scale, said, onSay }: { scale: Scale; said: Said; onSay: (more: Partial<Said>) => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { grade, reasons, text, phone } = said;
  const offered = scale.grades.find((one) => one.grade === grade)!.reasons;
  return (
    <>
      <fieldset className="plain">
        <legend className="label">{w.why}</legend>
        <div className="row">
          {offered.map((reason) => (
            <button
              key={reason}
              type="button"
              className="chip"
              aria-pressed={reasons.includes(reason)}
              onClick={() => onSay({ reasons: reasons.includes(reason) ? reasons.filter((other) => other !== reason) : [...reasons, reason] })}
            >
              {scale.reasons.find((one) => one.code === reason)![language]}
            </button>
          ))}
        </div>
      </fieldset>
      <label>
        <span className="label">{w.words}</span>
        <textarea className="field" rows={3} maxLength={500} value={text} onChange={(event) => onSay({ text: event.currentTarget.value })} />
      </label>
      {grade !== null && grade <= scale.badUpTo && (
        <label>
          <span className="label">{w.phone}</span>
          <input
            className="field"
            type="tel"
            maxLength={11}
            pattern="1[3-9][0-9]{9}"
            value={phone}
            onChange={(event) => onSay({ phone: event.currentTarget.value })}
          />
        </label>
      )}
    </>
  );
}
