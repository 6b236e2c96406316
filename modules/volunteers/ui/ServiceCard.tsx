import { useState } from 'react';
import { moment } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { Failed } from '../../../ui/States.tsx';
import { calls, type Mine, useChange, whereAmI } from './calls.ts';
import { words } from './words.ts';

type Service = Mine['services'][number];

/** One service from joining to confirmed hours, with the next step. */
export function ServiceCard({ service }: { service: Service }) {
  const w = useWords(words);
  const { language } = usePreferences();
  return (
    <article className="card" aria-label={service.title[language]}>
      <h3>
        {service.title[language]} <span className="badge">{w.states[service.state]}</span>
      </h3>
      <p>
        {moment(service.from, language)}
        {service.minutes !== null && ` · ${w.minutes(service.minutes)}`}
        {service.countedAs && ` · ${w.counted[service.countedAs]}`}
      </p>
      {service.state === 'joined' && <Joined service={service} />}
      {service.state === 'in' && <Out id={service.id} />}
      {service.state === 'refused' && <Refused service={service} />}
    </article>
  );
}

function Joined({ service: { id, from } }: { service: Service }) {
  const w = useWords(words);
  const [isLost, setLost] = useState(false);
  const leave = useChange(() => calls.leaveShift({ id }));
  const arrive = useChange(async () => {
    setLost(false);
    const at = await whereAmI().catch(() => null);
    if (!at) return setLost(true);
    await calls.checkIn({ id, ...at });
  });
  return (
    <>
      {arrive.isPending && <p role="status">{w.locating}</p>}
      {isLost && <p role="alert">{w.noPlace}</p>}
      {(arrive.error ?? leave.error) && <Failed error={arrive.error ?? leave.error} />}
      <div className="row">
        <button type="button" className="button main" disabled={arrive.isPending} onClick={() => arrive.mutate(undefined)}>
          {w.checkIn}
        </button>
        {Date.parse(from) > Date.now() && (
          <button type="button" className="button" disabled={leave.isPending} onClick={() => leave.mutate(undefined)}>
            {w.leave}
          </button>
        )}
      </div>
    </>
  );
}

function Out({ id }: { id: string }) {
  const w = useWords(words);
  const leave = useChange(() => calls.checkOut({ id }));
  return (
    <>
      {leave.error && <Failed error={leave.error} />}
      <button type="button" className="button main" disabled={leave.isPending} onClick={() => leave.mutate(undefined)}>
        {w.checkOut}
      </button>
    </>
  );
}

function Refused({ service: { id, refusal } }: { service: Service }) {
  const w = useWords(words);
  const [appeal, setAppeal] = useState('');
  const send = useChange(() => calls.appealService({ id, appeal: appeal.trim() }));
  return (
    <details>
      <summary>
        {w.refused(refusal ?? '')} · {w.appeal}
      </summary>
      <label>
        <span className="label">{w.appealWhy}</span>
        <textarea className="field" rows={2} maxLength={500} value={appeal} onInput={(event) => setAppeal(event.currentTarget.value)} />
      </label>
      {send.error && <Failed error={send.error} />}
      <button type="button" className="button" disabled={appeal.trim().length < 2 || send.isPending} onClick={() => send.mutate(undefined)}>
        {w.send}
      </button>
    </details>
  );
}
