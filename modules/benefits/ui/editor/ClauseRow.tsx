import { Button, Input, InputNumber, Select, Space } from 'antd';
import { unitName } from '../../../../engines/rules/dictionary.ts';
import type { Constant } from '../../../../engines/rules/document.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { Rules } from '../calculator.ts';
import { type Clause, enrolledPrefix, firstValue, type Mode, modesOf, modesWithoutValue } from './clause.ts';
import { words } from './words.ts';

type Props = { clause: Clause; rules: Rules; onChange: (clause: Clause) => void; onRemove?: (() => void) | undefined };

/** Facts and policies received, as options. */
export function useFactOptions(rules: Rules) {
  const w = useWords(words);
  const { language } = usePreferences();
  return [
    ...rules.facts.fields.filter((field) => field.question).map((field) => ({ value: field.code, label: field.name[language] })),
    ...rules.policies.map((policy) => ({ value: enrolledPrefix + policy.id, label: w.receives(policy.title[language]) })),
  ];
}

/** One clause: a fact, how it stands, and to what. */
export function ClauseRow({ clause, rules, onChange, onRemove }: Props) {
  const w = useWords(words);
  const options = useFactOptions(rules);
  const fieldOf = (code: string) => rules.facts.fields.find((field) => field.code === code);
  const field = fieldOf(clause.fact);
  const take = (fact: string, mode: Mode) => onChange({ fact, mode, value: firstValue(mode, fieldOf(fact)) });
  return (
    <Space wrap size={4} className="clause">
      <Select
        aria-label={w.fact}
        showSearch={{ optionFilterProp: 'label' }}
        style={{ width: 220 }}
        value={clause.fact}
        options={options}
        onChange={(fact: string) => take(fact, modesOf(fieldOf(fact))[0]!)}
      />
      <Select<Mode>
        aria-label={w.mode}
        style={{ width: 150 }}
        value={clause.mode}
        options={modesOf(field).map((mode) => ({ value: mode, label: w.modes[mode] }))}
        onChange={(mode) => take(clause.fact, mode)}
      />
      {!modesWithoutValue.includes(clause.mode) && <Value clause={clause} rules={rules} onChange={onChange} />}
      {onRemove && (
        <Button size="small" aria-label={w.remove} onClick={onRemove}>
          ✕
        </Button>
      )}
    </Space>
  );
}

function Value({ clause, rules, onChange }: Omit<Props, 'onRemove'>) {
  const w = useWords(words);
  const { language } = usePreferences();
  const field = rules.facts.fields.find(({ code }) => code === clause.fact);
  const give = (value: Clause['value']) => onChange({ ...clause, value });
  if (clause.mode === 'in')
    return (
      <Select<string[]>
        aria-label={w.value}
        mode="multiple"
        style={{ minWidth: 160 }}
        value={(clause.value ?? []) as string[]}
        options={(field?.values ?? []).map((it) => ({ value: it.code, label: it.name[language] }))}
        onChange={give}
      />
    );
  if (clause.mode === 'between') {
    const [low, high] = clause.value as [number, number];
    return (
      <>
        <InputNumber aria-label={`${w.value} 1`} value={low} onChange={(value) => give([Number(value ?? 0), high])} />
        <InputNumber aria-label={`${w.value} 2`} value={high} onChange={(value) => give([low, Number(value ?? 0)])} />
      </>
    );
  }
  const isNumber = field?.kind === 'number' && clause.mode !== 'since';
  return <NumberOrParameter value={clause.value as Constant} rules={rules} unit={isNumber ? (field.unit ?? '') : ''} mayName={isNumber} onChange={give} />;
}

/** A number, or the name of a standard that the law sets: so that a change of the standard changes the policy. */
function NumberOrParameter(props: { value: Constant; rules: Rules; unit: string; mayName: boolean; onChange: (value: Constant) => void }) {
  const { value, rules, unit, mayName, onChange } = props;
  const w = useWords(words);
  const { language } = usePreferences();
  const named = typeof value === 'object' ? value.param : '';
  return (
    <>
      {named === '' && (
        <InputNumber
          aria-label={w.value}
          style={{ width: 110 }}
          value={Number(value)}
          onChange={(next) => onChange(Number(next ?? 0))}
          suffix={unitName(unit, language)}
        />
      )}
      {mayName && (
        <Select
          aria-label={w.parameter}
          style={{ width: 190 }}
          value={named}
          options={[{ value: '', label: w.own }, ...rules.parameters.map((it) => ({ value: it.code, label: it.name[language] }))]}
          onChange={(code: string) => onChange(code === '' ? 0 : { param: code })}
        />
      )}
    </>
  );
}

/** One fact of a test person. */
export function FactValue({ fact, value, rules, onChange }: { fact: string; value: unknown; rules: Rules; onChange: (value: unknown) => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const field = rules.facts.fields.find(({ code }) => code === fact);
  const states = field?.canBeNone ? [{ value: 'none', label: w.modes['none']! }] : [];
  if (!field || field.kind === 'flag')
    return (
      <Select
        aria-label={w.value}
        style={{ width: 110 }}
        value={value === true}
        options={[
          { value: true, label: w.modes['yes']! },
          { value: false, label: w.modes['no']! },
        ]}
        onChange={onChange}
      />
    );
  if (field.kind === 'code') {
    const options = [...(field.values ?? []).map((it) => ({ value: it.code, label: it.name[language] })), ...states];
    return <Select aria-label={w.value} style={{ width: 160 }} value={String(value)} options={options} onChange={onChange} />;
  }
  const isNone = value === 'none';
  return (
    <>
      {!isNone && field.kind === 'date' && (
        <Input aria-label={w.value} type="date" style={{ width: 150 }} value={String(value)} onChange={(event) => onChange(event.target.value)} />
      )}
      {!isNone && field.kind === 'number' && <InputNumber aria-label={w.value} value={Number(value)} onChange={(next) => onChange(Number(next ?? 0))} />}
      {field.canBeNone && (
        <Button size="small" aria-pressed={isNone} onClick={() => onChange(isNone ? (field.kind === 'date' ? '2000-01-01' : (field.min ?? 0)) : 'none')}>
          {w.modes['none']}
        </Button>
      )}
    </>
  );
}
