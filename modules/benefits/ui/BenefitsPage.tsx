import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import { api } from '../../../platform/client.ts';
import { useWords } from '../../../ui/preferences.ts';
import { Answer, Empty } from '../../../ui/States.tsx';
import type { benefits } from '../contract.ts';
import { type Answers, Calculator, type Rules } from './calculator.ts';
import { OutcomeCard } from './OutcomeCard.tsx';
import { QuestionCard } from './QuestionCard.tsx';
import { words } from './words.ts';

const calls = api<typeof benefits>('benefits');

/** What can I have: the fewest questions, answers at once, all of it worked out on this phone. */
export function BenefitsPage() {
  const w = useWords(words);
  const rules = useQuery({ queryKey: ['benefits', 'policies'], queryFn: () => calls.listPolicies(), staleTime: Number.POSITIVE_INFINITY });
  return (
    <>
      <h1>{w.title}</h1>
      <p>{w.lead}</p>
      <Answer of={rules}>{(found) => <Asking rules={found} />}</Answer>
    </>
  );
}

function Asking({ rules }: { rules: Rules }) {
  const w = useWords(words);
  const [answers, setAnswers] = useState<Answers>(new Map());
  const calculator = useMemo(() => new Calculator(rules), [rules]);
  const outcomes = useMemo(() => calculator.outcomes(answers), [calculator, answers]);
  const next = useMemo(() => calculator.next(answers), [calculator, answers]);
  const of = (verdict: 'met' | 'open' | 'notMet') => outcomes.filter((outcome) => outcome.verdict === verdict);
  const [met, open, notMet] = [of('met'), of('open'), of('notMet')];
  return (
    <>
      <p role="status">
        <strong>{w.status(met.length, open.length)}</strong>
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
      <section aria-labelledby="met">
        <h2 id="met">{w.met}</h2>
        {met.length === 0 && <Empty>{next ? w.nothing : w.nothingMet}</Empty>}
        {met.map((outcome) => (
          <OutcomeCard key={outcome.policy.id} outcome={outcome} />
        ))}
      </section>
      {answers.size > 0 && open.length > 0 && (
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
      <p>
        <Link href="/certificates">{w.certificates}</Link>
      </p>
      <p>
        <small>{w.example}</small>
      </p>
    </>
  );
}
