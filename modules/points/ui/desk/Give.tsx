import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { Trouble, useMyArea } from '../../../../ui/desk.tsx';
import { FindPerson } from '../../../../ui/FindPerson.tsx';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { people } from '../../../people/contract.ts';
import { calls, usePointCall } from './calls.ts';
import { words } from './words.ts';

const peopleCalls = api<typeof people>('people');

/** Points for somebody on record, by a rule and for a reason. */
export function Give() {
  const w = useWords(words);
  const { language } = usePreferences();
  const areaCode = useMyArea();
  const [personId, setPerson] = useState<string | null>(null);
  const [picked, setPicked] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const rules = useQuery({ queryKey: ['points', 'rules'], queryFn: () => calls.listEarningRules() });
  const byHand = (rules.data ?? []).filter((rule) => rule.byHand);
  const rule = byHand.find(({ code }) => code === picked) ?? byHand[0];
  const give = usePointCall(() => calls.award({ personId: personId!, rule: rule!.code, reason: reason.trim() }));
  return (
    <Form layout="vertical" style={{ maxWidth: 520 }} onFinish={() => give.mutate(undefined)}>
      <FindPerson
        find={(asked) => peopleCalls.findPeople({ areaCode, ...asked })}
        value={personId}
        onPick={(id) => {
          setPerson(id);
          give.reset();
        }}
      />
      <Form.Item label={w.rule} extra={rule && w.most(rule.caps.map(({ per, most }) => `${w.per[per]} ${most}`).join(language === 'zh' ? '，' : ', '))}>
        <Select
          aria-label={w.rule}
          value={rule?.code ?? null}
          onChange={(code) => {
            setPicked(code);
            give.reset();
          }}
          options={byHand.map(({ code, name, amount, unit }) => ({ value: code, label: `${name[language]} · ${w.price(amount ?? 0, w.units[unit]!)}` }))}
        />
      </Form.Item>
      <Form.Item label={w.reason}>
        <Input aria-label={w.reason} maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Form.Item>
      <Trouble error={rules.error ?? give.error} />
      {give.data && <Alert type="success" showIcon title={w.given(give.data.given)} style={{ marginBottom: 12 }} />}
      <Button type="primary" htmlType="submit" disabled={!personId || !rule || reason.trim().length < 2} loading={give.isPending}>
        {w.give}
      </Button>
    </Form>
  );
}
