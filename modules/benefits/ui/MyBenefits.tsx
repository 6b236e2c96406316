import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { api } from '../../../platform/client.ts';
import { dayName } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { Failed } from '../../../ui/States.tsx';
import type { benefits } from '../contract.ts';
import { words } from './words.ts';

const calls = api<typeof benefits>('benefits');
export type Mine = Awaited<ReturnType<typeof calls.myBenefits>>;
type Notice = Mine['notices'][number];

function useRefresh() {
  const queries = useQueryClient();
  return { onSuccess: () => queries.invalidateQueries({ queryKey: ['benefits', 'mine'] }) };
}

/** What somebody signed in has to know first: notices to them, what they may be missing, what they applied for. */
export function MyBenefits({ mine }: { mine: Mine }) {
  const w = useWords(words);
  if (!mine.hasRecord)
    return (
      <p className="card">
        {w.noRecord} <Link href="/me">{w.tie}</Link>
      </p>
    );
  return (
    <>
      {mine.notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
      <Suggestions mine={mine} />
      <Applications mine={mine} />
    </>
  );
}

/** A proposed end in plain words, with the way to object. Nothing has been taken away. */
function NoticeCard({ notice }: { notice: Notice }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [reason, setReason] = useState('');
  const object = useMutation({ mutationFn: () => calls.objectToEnd({ id: notice.id, reason }), ...useRefresh() });
  const isRejected = notice.steps.includes('objectionRejected');
  return (
    <section className="notice" aria-label={w.notice}>
      <h2>{w.noticeTitle(notice.title[language])}</h2>
      <p>
        {w.noticeReason}
        {w.colon}
        {notice.reason}
      </p>
      <p>{notice.state === 'objected' ? w.objected : isRejected ? w.rejected : w.stillReceived(dayName(notice.objectUntil, language))}</p>
      {notice.state === 'proposed' && !isRejected && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            object.mutate();
          }}
        >
          <label>
            <span className="label">{w.objectWhy}</span>
            <textarea
              className="field"
              required
              minLength={4}
              maxLength={500}
              rows={3}
              value={reason}
              onInput={(event) => setReason(event.currentTarget.value)}
            />
          </label>
          {object.error && <Failed error={object.error} />}
          <p>
            <button type="submit" className="button main" disabled={object.isPending}>
              {w.object}
            </button>
          </p>
        </form>
      )}
    </section>
  );
}

function Suggestions({ mine }: { mine: Mine }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const push = useMutation({ mutationFn: (refuse: boolean) => calls.setPush({ refuse }), ...useRefresh() });
  const titles = mine.suggested.map((id) => mine.outcomes.find((it) => it.policyId === id)?.title[language] ?? id);
  return (
    <section className="card" aria-labelledby="suggested">
      <h2 id="suggested">{w.suggested}</h2>
      {mine.pushRefused && <p>{w.pushOff}</p>}
      {!mine.pushRefused && <p>{titles.length === 0 ? w.nothingMissing : w.missing(titles.join(w.listMark))}</p>}
      {push.error && <Failed error={push.error} />}
      <button type="button" className="button" disabled={push.isPending} onClick={() => push.mutate(!mine.pushRefused)}>
        {mine.pushRefused ? w.turnOn : w.turnOff}
      </button>
    </section>
  );
}

function Applications({ mine }: { mine: Mine }) {
  const w = useWords(words);
  const { language } = usePreferences();
  if (mine.applications.length === 0) return null;
  return (
    <section className="card" aria-labelledby="applications">
      <h2 id="applications">{w.applications}</h2>
      <ul className="plain">
        {mine.applications.map((it) => (
          <li key={it.id}>
            {it.title[language]} · {w.applicationStates[it.state]}
            {it.decisionReason && ` · ${it.decisionReason}`}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** One tap: what is on record goes along, and of the answers those that this policy needs. */
export function Apply({ policyId, answers }: { policyId: string; answers: Record<string, string | number | boolean> }) {
  const w = useWords(words);
  const apply = useMutation({ mutationFn: () => calls.applyFor({ policyId, answers }), ...useRefresh() });
  return (
    <>
      {apply.error && <Failed error={apply.error} />}
      <p>
        <button type="button" className="button main" disabled={apply.isPending} onClick={() => apply.mutate()}>
          {w.applyNow}
        </button>
      </p>
    </>
  );
}
