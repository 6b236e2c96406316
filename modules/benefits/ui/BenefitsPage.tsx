import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { Link } from 'wouter';
import { api } from '../../../platform/client.ts';
import { useWords } from '../../../ui/preferences.ts';
import { Answer, Empty } from '../../../ui/States.tsx';
import type { benefits } from '../contract.ts';
import { type Answers, Calculator, type Outcome, type Rules } from './calculator.ts';
import { Apply, type Mine, MyBenefits } from './MyBenefits.tsx';
import { OutcomeCard } from './OutcomeCard.tsx';
import { QuestionCard } from './QuestionCard.tsx';
import { words } from './words.ts';

const calls = api<typeof benefits>('benefits');

const nobody: Mine = { hasRecord: false, facts: [], outcomes: [], suggested: [], pushRefused: false, applications: [], notices: [] };

/** What can I have: the fewest questions, answers at once, worked out on this phone. Who is signed in is not asked what is known already. */
export function BenefitsPage({ isSignedIn }: { isSignedIn: boolean }) {
  const w = useWords(words);
  const rules = useQuery({ queryKey: ['benefits', 'policies'], queryFn: () => calls.listPolicies(), staleTime: Number.POSITIVE_INFINITY });
  const mine = useQuery({ queryKey: ['benefits', 'mine'], queryFn: () => calls.myBenefits(), enabled: isSignedIn });
  return (
    <>
      <h1>{w.title}</h1>
      {!isSignedIn && <Answer of={rules}>{(found) => <Asking rules={found} mine={nobody} lead={w.lead} />}</Answer>}
      {isSignedIn && (
        <Answer of={mine}>
          {(own) => (
            <>
              <MyBenefits mine={own} />
              <Answer of={rules}>{(found) => <Asking rules={found} mine={own} lead={own.hasRecord ? w.leadKnown : w.lead} />}</Answer>
            </>
          )}
        </Answer>
      )}
    </>
  );
}

/** What is on record, as answers that need not be given. */
function knownOf({ facts, outcomes }: Mine): Answers {
  const received = outcomes.map(({ policyId, isReceived }): [string, unknown] => [`enrolled:${policyId}`, isReceived]);
  return new Map([...facts.filter((fact) => fact.value !== null).map((fact): [string, unknown] => [fact.fact, fact.value]), ...received]);
}

function Asking({ rules, mine, lead }: { rules: Rules; mine: Mine; lead: string }) {
  const w = useWords(words);
  const [answers, setAnswers] = useState<Answers>(new Map());
  const calculator = useMemo(() => new Calculator(rules), [rules]);
  const all = useMemo(() => new Map([...(mine.hasRecord ? knownOf(mine) : []), ...answers]), [mine, answers]);
  const outcomes = useMemo(() => calculator.outcomes(all), [calculator, all]);
  const next = useMemo(() => calculator.next(all), [calculator, all]);
  const isReceived = (id: string) => mine.outcomes.some((it) => it.policyId === id && it.isReceived);
  const hasApplied = (id: string) => mine.applications.some((it) => it.policyId === id && it.state === 'submitted');
  const actionFor = (id: string) =>
    !mine.hasRecord || hasApplied(id) || isReceived(id) ? null : <Apply policyId={id} answers={calculator.answersFor(id, answers)} />;
  const count = (verdict: Outcome['verdict']) => outcomes.filter((outcome) => outcome.verdict === verdict).length;
  const stateOf = (id: string) => (isReceived(id) ? w.received : hasApplied(id) ? w.applied : null);
  return (
    <>
      <p>{lead}</p>
      <p role="status">
        <strong>{w.status(count('met'), count('open'))}</strong>
      </p>
      {next ? (
        <QuestionCard
          key={next.field.code}
          field={next.field}
          policies={next.policies}
          isNext={answers.size > 0}
          faultOf={(answer) => calculator.faultOf(next.field.code, answer)}
          onAnswer={(answer) => setAnswers(new Map([...answers, [next.field.code, answer]]))}
        />
      ) : (
        <p>{w.done}</p>
      )}
      {answers.size > 0 && (
        <p className="row">
          <button type="button" className="button" onClick={() => setAnswers(new Map([...answers].slice(0, -1)))}>
            {w.back}
          </button>
          <button type="button" className="button" onClick={() => setAnswers(new Map())}>
            {w.restart}
          </button>
        </p>
      )}
      <Outcomes outcomes={outcomes} isDone={next === null} hasAnswers={answers.size > 0} stateOf={stateOf} actionFor={actionFor} />
      <p className="more">
        <Link href="/certificates">{w.certificates}</Link>
      </p>
      <p>
        <small>{w.example}</small>
      </p>
    </>
  );
}

type OutcomesProps = {
  outcomes: readonly Outcome[];
  isDone: boolean;
  hasAnswers: boolean;
  stateOf: (policyId: string) => string | null;
  actionFor: (policyId: string) => ReactNode;
};

function Outcomes({ outcomes, isDone, hasAnswers, stateOf, actionFor }: OutcomesProps) {
  const w = useWords(words);
  const of = (verdict: Outcome['verdict']) => outcomes.filter((outcome) => outcome.verdict === verdict);
  const [met, open, notMet] = [of('met'), of('open'), of('notMet')];
  return (
    <>
      <section aria-labelledby="met">
        <h2 id="met">{w.met}</h2>
        {met.length === 0 && <Empty>{isDone ? w.nothingMet : w.nothing}</Empty>}
        {met.map((outcome) => (
          <OutcomeCard key={outcome.policy.id} outcome={outcome} state={stateOf(outcome.policy.id)} action={actionFor(outcome.policy.id)} />
        ))}
      </section>
      {hasAnswers && open.length > 0 && (
        <details>
          <summary>{w.count(w.open, open.length)}</summary>
          {open.map((outcome) => (
            <OutcomeCard key={outcome.policy.id} outcome={outcome} />
          ))}
        </details>
      )}
      {notMet.length > 0 && (
        <details>
          <summary>{w.count(w.notMet, notMet.length)}</summary>
          {notMet.map((outcome) => (
            <OutcomeCard key={outcome.policy.id} outcome={outcome} />
          ))}
        </details>
      )}
    </>
  );
}
