import type { ReactNode } from 'react';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import type { Outcome } from './calculator.ts';
import { words } from './words.ts';

type Props = { outcome: Outcome /** What has come of it already. */; state?: string | null; action?: ReactNode };

/** A policy as it stands for this person: how much, why, on what basis, what to bring and where to go. */
export function OutcomeCard({ outcome, state = null, action = null }: Props) {
  const { policy, verdict, clauses, amount, givesWayTo } = outcome;
  const w = useWords(words);
  const { language } = usePreferences();
  const yuan = (fen: number) => (fen / 100).toLocaleString('en-US', { maximumFractionDigits: 2 });
  const told =
    amount &&
    amount.high > 0 &&
    (amount.low === amount.high ? yuan(amount.low) : amount.low === 0 ? w.upTo(yuan(amount.high)) : w.range(yuan(amount.low), yuan(amount.high)));
  const failed = clauses.filter((clause) => clause.verdict === 0).map((clause) => clause.note?.label?.[language] ?? '');
  return (
    <article className="card">
      <h3>{policy.title[language]}</h3>
      <p>
        {state && <strong>{state} · </strong>}
        {policy.department}
        {told && verdict !== 'notMet' && (
          <>
            {' · '}
            <strong>{w.amount(told, policy.per ? w.per[policy.per] : '')}</strong>
          </>
        )}
      </p>
      {givesWayTo && <p>{w.givesWay(givesWayTo.title[language])}</p>}
      {verdict === 'notMet' && <p>{w.clauses(failed.join('、'))}</p>}
      {verdict === 'met' && state === null && (
        <p>
          {policy.delivery === 'automatic' ? w.automatic : w.apply}。{w.where}
          {w.colon}
          {policy.where?.[language]}
          {policy.materials && policy.materials.length > 0 && `。${w.materials}${w.colon}${policy.materials.map((it) => it[language]).join('、')}`}
        </p>
      )}
      {action}
      <details>
        <summary>{w.why2}</summary>
        <ul>
          {clauses.map((clause) => (
            <li key={clause.note?.path}>
              {w.reason[clause.verdict]}
              {w.colon}
              {clause.note?.label?.[language]}
            </li>
          ))}
        </ul>
        <p>
          <small>
            {w.basis}
            {w.colon}
            {policy.basis.map((entry) => [entry.document, entry.article, entry.quote].filter(Boolean).join(' ')).join('；')}
          </small>
        </p>
      </details>
    </article>
  );
}
