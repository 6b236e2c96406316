import { Button, Card, Input, Select, Space, Tag } from 'antd';
import type { Policy } from '../../../../engines/rules/document.ts';
import { optionsOf } from '../../../../ui/desk.tsx';
import { today } from '../../../../ui/format.ts';
import { useWords } from '../../../../ui/preferences.ts';
import type { Rules } from '../calculator.ts';
import { FactValue, useFactOptions } from './ClauseRow.tsx';
import { words } from './words.ts';

type Test = NonNullable<Policy['tests']>[number];
type Outcome = { name: string; expect: string; found: string };

const firstOf = (rules: Rules, fact: string): unknown => {
  const field = rules.facts.fields.find(({ code }) => code === fact);
  if (!field || field.kind === 'flag') return true;
  if (field.kind === 'code') return field.values![0]!.code;
  return field.kind === 'date' ? '1960-01-01' : (field.min ?? 0);
};

/** People as examples, with what should come out; and what comes out. */
export function TestsForm({ policy, rules, outcomes, onChange }: { policy: Policy; rules: Rules; outcomes: Outcome[]; onChange: (policy: Policy) => void }) {
  const w = useWords(words);
  const tests = policy.tests ?? [];
  const put = (at: number, test: Test | null) => onChange({ ...policy, tests: tests.flatMap((old, i) => (i === at ? (test ? [test] : []) : [old])) });
  const add = () =>
    onChange({ ...policy, tests: [...tests, { name: `${w.testName} ${tests.length + 1}`, asOf: today(), facts: { birth: '1960-01-01' }, expect: 'true' }] });
  return (
    <>
      <p>{w.testLead}</p>
      {tests.map((test, i) => (
        <Card key={i} size="small" style={{ marginBottom: 8 }}>
          <TestRow
            test={test}
            rules={rules}
            outcome={outcomes.find(({ name }) => name === test.name)}
            onChange={(next) => put(i, next)}
            onRemove={() => put(i, null)}
          />
        </Card>
      ))}
      <Button size="small" onClick={add}>
        {w.addTest}
      </Button>
    </>
  );
}

type RowProps = { test: Test; rules: Rules; outcome: Outcome | undefined; onChange: (test: Test) => void; onRemove: () => void };

function TestRow({ test, rules, outcome, onChange, onRemove }: RowProps) {
  const w = useWords(words);
  const options = useFactOptions(rules);
  const facts = Object.entries(test.facts);
  const put = (entries: [string, unknown][]) => onChange({ ...test, facts: Object.fromEntries(entries) });
  const unused = options.filter(({ value }) => !(value in test.facts));
  return (
    <>
      <Space wrap size={4}>
        <Input aria-label={w.testName} style={{ width: 200 }} value={test.name} onChange={(event) => onChange({ ...test, name: event.target.value })} />
        <Select
          aria-label={w.expect}
          style={{ width: 120 }}
          value={test.expect}
          options={optionsOf(w.expects)}
          onChange={(expect) => onChange({ ...test, expect: expect as 'true' })}
        />
        {outcome && (
          <Tag color={outcome.expect === outcome.found ? 'green' : 'red'}>
            {outcome.expect === outcome.found ? w.right : w.wrong(w.expects[outcome.found]!)}
          </Tag>
        )}
        <Button size="small" aria-label={w.removeTest} onClick={onRemove}>
          ✕
        </Button>
      </Space>
      {facts.map(([fact, value]) => (
        <Space key={fact} wrap size={4} style={{ display: 'flex', marginTop: 4 }}>
          <span>{options.find((option) => option.value === fact)?.label ?? fact}</span>
          <FactValue fact={fact} value={value} rules={rules} onChange={(next) => put(facts.map((entry) => (entry[0] === fact ? [fact, next] : entry)))} />
          <Button size="small" aria-label={`${w.remove} ${fact}`} onClick={() => put(facts.filter(([other]) => other !== fact))}>
            ✕
          </Button>
        </Space>
      ))}
      <Select
        aria-label={w.addFact}
        placeholder={w.addFact}
        showSearch={{ optionFilterProp: 'label' }}
        style={{ width: 220, marginTop: 4 }}
        value={null}
        options={unused}
        onChange={(fact: string | null) => fact && put([...facts, [fact, firstOf(rules, fact)]])}
      />
    </>
  );
}
