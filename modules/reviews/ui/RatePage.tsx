import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
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

function Grades({ code, isAgain }: { code: string; isAgain: boolean }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [grade, setGrade] = useState<number | null>(null);
  const [reasons, setReasons] = useState<string[]>([]);
  const [text, setText] = useState('');
  const [phone, setPhone] = useState('');
  const scale = useQuery({ queryKey: ['reviews', 'scale'], queryFn: () => calls.getScale(), staleTime: 600_000 });
  const send = useMutation({
    mutationFn: async () => {
      if (isAgain) await calls.rateAgain({ code, grade: grade! });
      else return (await calls.rate({ code, grade: grade!, reasons, ...(text.trim() && { words: text.trim() }), ...(phone && { phone }) })).isFollowedUp;
      return false;
    },
  });
  if (send.isSuccess)
    return (
      <p className="card" role="status">
        {w.thanks} {send.data && w.followed}
      </p>
    );
  return (
    <Answer of={scale}>
      {({ grades, reasons: all }) => (
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
              {grades.map((one) => (
                <button
                  key={one.grade}
                  type="button"
                  className="chip"
                  aria-pressed={grade === one.grade}
                  onClick={() => {
                    setGrade(one.grade);
                    setReasons([]);
                  }}
                >
                  {one[language]}
                </button>
              ))}
            </div>
          </fieldset>
          {grade !== null && !isAgain && (
            <>
              <fieldset className="plain">
                <legend className="label">{w.why}</legend>
                <div className="row">
                  {grades
                    .find((one) => one.grade === grade)!
                    .reasons.map((reason) => (
                      <button
                        key={reason}
                        type="button"
                        className="chip"
                        aria-pressed={reasons.includes(reason)}
                        onClick={() => setReasons(reasons.includes(reason) ? reasons.filter((other) => other !== reason) : [...reasons, reason])}
                      >
                        {all.find((one) => one.code === reason)![language]}
                      </button>
                    ))}
                </div>
              </fieldset>
              <label>
                <span className="label">{w.words}</span>
                <textarea className="field" rows={3} maxLength={500} value={text} onChange={(event) => setText(event.currentTarget.value)} />
              </label>
              {grade <= 2 && (
                <label>
                  <span className="label">{w.phone}</span>
                  <input
                    className="field"
                    type="tel"
                    maxLength={11}
                    pattern="1[3-9][0-9]{9}"
                    value={phone}
                    onChange={(event) => setPhone(event.currentTarget.value)}
                  />
                </label>
              )}
            </>
          )}
          {send.error && <Failed error={send.error} />}
          <button type="submit" className="button main" disabled={grade === null || send.isPending}>
            {w.send}
          </button>
        </form>
      )}
    </Answer>
  );
}
