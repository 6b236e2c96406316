import { type ReactNode, useEffect, useRef, useState } from 'react';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { type Field, skipped } from './calculator.ts';
import { words } from './words.ts';

type Props = {
  field: Field;
  policies: number /** Whether it follows another: then the reader is taken to it. */;
  isNext: boolean;
  faultOf: (answer: unknown) => string | null;
  onAnswer: (answer: unknown) => void;
};

/** One question with large answers; nobody must answer. */
export function QuestionCard({ field, policies, isNext, faultOf, onAnswer }: Props) {
  const w = useWords(words);
  const { language } = usePreferences();
  const text = (field.question ?? field.name)[language];
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (isNext) heading.current?.focus({ preventScroll: true });
  }, [isNext]);
  const few = field.kind === 'number' && field.max! - field.min! < 6 ? Array.from({ length: field.max! - field.min! + 1 }, (_, i) => field.min! + i) : null;
  return (
    <form className="card" aria-label={w.question} onSubmit={(event) => event.preventDefault()}>
      <h2 ref={heading} tabIndex={-1}>
        {text}
      </h2>
      <p>
        <small>{w.why(policies)}</small>
      </p>
      <div className="row">
        {field.kind === 'flag' && (
          <>
            <Choice onChoose={() => onAnswer(true)}>{w.yes}</Choice>
            <Choice onChoose={() => onAnswer(false)}>{w.no}</Choice>
          </>
        )}
        {field.kind === 'code' &&
          field.values!.map((value) => (
            <Choice key={value.code} onChoose={() => onAnswer(value.code)}>
              {value.name[language]}
            </Choice>
          ))}
        {few?.map((value) => (
          <Choice key={value} onChoose={() => onAnswer(value)}>
            {value}
          </Choice>
        ))}
        {(field.kind === 'number' || field.kind === 'date') && !few && <Entry field={field} label={text} faultOf={faultOf} onAnswer={onAnswer} />}
        {field.canBeNone && <Choice onChoose={() => onAnswer('none')}>{w.none}</Choice>}
        {field.canNotApply && <Choice onChoose={() => onAnswer('notApplicable')}>{w.notApplicable}</Choice>}
        <Choice onChoose={() => onAnswer(skipped)}>{w.skip}</Choice>
      </div>
    </form>
  );
}

function Choice({ children, onChoose }: { children: ReactNode; onChoose: () => void }) {
  return (
    <button type="button" className="button" onClick={onChoose}>
      {children}
    </button>
  );
}

function Entry({ field, label, faultOf, onAnswer }: { field: Field; label: string; faultOf: Props['faultOf']; onAnswer: Props['onAnswer'] }) {
  const w = useWords(words);
  const [written, setWritten] = useState('');
  const [fault, setFault] = useState(false);
  const answer = field.kind === 'number' ? Number(written) : written;
  const send = () => {
    if (written.trim() === '' || faultOf(answer) !== null) setFault(true);
    else onAnswer(answer);
  };
  return (
    <>
      <input
        className="field"
        aria-label={label}
        aria-invalid={fault}
        type={field.kind === 'number' ? 'number' : 'date'}
        inputMode={field.kind === 'number' ? 'decimal' : undefined}
        min={field.kind === 'number' ? field.min : '1900-01-01'}
        max={field.kind === 'number' ? field.max : new Date().toLocaleDateString('en-CA', { timeZone: 'Asia/Shanghai' })}
        value={written}
        onChange={(event) => {
          setWritten(event.target.value);
          setFault(false);
        }}
        onKeyDown={(event) => event.key === 'Enter' && send()}
      />
      <button type="button" className="button main" onClick={send}>
        {w.next}
      </button>
      {fault && <span role="alert">{field.kind === 'number' ? w.wrongNumber(field.min ?? 0, field.max!) : w.wrongDay}</span>}
    </>
  );
}
