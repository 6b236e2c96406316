import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { Trouble } from '../../../../ui/desk.tsx';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import { calls, usePointCall } from './calls.ts';
import { words } from './words.ts';

/** At the merchant's counter: the code, then what it stands for. */
export function HandOut() {
  const w = useWords(words);
  const { language } = usePreferences();
  const [picked, setPicked] = useState<string | null>(null);
  const [code, setCode] = useState('');
  const merchants = useQuery({ queryKey: ['points', 'merchants'], queryFn: () => calls.listMerchants() });
  const id = picked ?? merchants.data?.[0]?.id;
  const hand = usePointCall(
    () => calls.handOut({ id: id!, code }),
    () => setCode(''),
  );
  return (
    <Form layout="vertical" style={{ maxWidth: 420 }} onFinish={() => hand.mutate(undefined)}>
      <Form.Item label={w.merchant}>
        <Select
          aria-label={w.merchant}
          showSearch={{ optionFilterProp: 'label' }}
          value={id ?? null}
          onChange={setPicked}
          options={(merchants.data ?? []).map(({ id: value, name }) => ({ value, label: name[language] }))}
        />
      </Form.Item>
      <Form.Item label={w.code}>
        <Input
          aria-label={w.code}
          inputMode="numeric"
          maxLength={8}
          value={code}
          onChange={(event) => {
            setCode(event.target.value.trim());
            hand.reset();
          }}
        />
      </Form.Item>
      <Trouble error={merchants.error ?? hand.error} />
      {hand.data && (
        <Alert
          type="success"
          showIcon
          style={{ marginBottom: 12 }}
          title={w.done(hand.data.title[language], w.price(hand.data.price, w.units[hand.data.unit]!))}
        />
      )}
      <Button type="primary" htmlType="submit" disabled={!id || !/^\d{8}$/.test(code)} loading={hand.isPending}>
        {w.handOut}
      </Button>
    </Form>
  );
}
