import { Input, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import type { Policy } from '../../../../engines/rules/document.ts';
import { optionsOf } from '../../../../ui/desk.tsx';
import { useWords } from '../../../../ui/preferences.ts';
import { words } from './words.ts';

function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <label className="labelled">
      <span>{label}</span>
      {children}
    </label>
  );
}

/** What a policy is called, where it comes from, when it holds, and what it gives. */
export function BasicsForm({ policy, onChange }: { policy: Policy; onChange: (policy: Policy) => void }) {
  const w = useWords(words);
  const put = (changes: Partial<Policy>) => onChange({ ...policy, ...changes });
  const [first, ...others] = policy.basis;
  const basis = (changes: Partial<Policy['basis'][number]>) => put({ basis: [{ ...first!, ...changes }, ...others] });
  const isFixed = policy.amount === undefined || typeof policy.amount === 'number';
  return (
    <div className="basics">
      <Labelled label={w.newTitle}>
        <Input value={policy.title.zh} onChange={(event) => put({ title: { ...policy.title, zh: event.target.value } })} />
      </Labelled>
      <Labelled label={w.newTitleEn}>
        <Input value={policy.title.en} onChange={(event) => put({ title: { ...policy.title, en: event.target.value } })} />
      </Labelled>
      <Labelled label={w.department}>
        <Input value={policy.department} onChange={(event) => put({ department: event.target.value })} />
      </Labelled>
      <Labelled label={w.document}>
        <Input value={first!.document} onChange={(event) => basis({ document: event.target.value })} />
      </Labelled>
      <Labelled label={w.article}>
        <Input value={first!.article ?? ''} onChange={(event) => basis({ article: event.target.value })} />
      </Labelled>
      <Labelled label={w.quote}>
        <Input value={first!.quote ?? ''} onChange={(event) => basis({ quote: event.target.value })} />
      </Labelled>
      <Labelled label={w.from}>
        <Input type="date" value={policy.validity.from} onChange={(event) => put({ validity: { ...policy.validity, from: event.target.value } })} />
      </Labelled>
      <Labelled label={w.to}>
        <Input type="date" value={policy.validity.to ?? ''} onChange={(event) => put({ validity: { ...policy.validity, to: event.target.value || null } })} />
      </Labelled>
      <Labelled label={w.delivery}>
        <Select aria-label={w.delivery} value={policy.delivery} options={optionsOf(w.deliveries)} onChange={(delivery) => put({ delivery })} />
      </Labelled>
      {isFixed ? (
        <Labelled label={w.amount}>
          <InputNumber min={0} value={(policy.amount as number | undefined) ?? null} onChange={(amount) => put({ amount: amount ?? undefined })} />
        </Labelled>
      ) : (
        <p>
          <small>{w.amountAsText}</small>
        </p>
      )}
      {policy.amount !== undefined && (
        <Labelled label={w.per}>
          <Select aria-label={w.per} value={policy.per} options={optionsOf(w.pers)} onChange={(per) => put({ per: per as 'month' })} />
        </Labelled>
      )}
    </div>
  );
}
