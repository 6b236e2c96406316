import { Button, Checkbox, Form, Input, App as Messages, Select } from 'antd';
import { useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { Trouble } from '../../../../ui/desk.tsx';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { counters } from '../../contract.ts';
import { useCounterCall } from './CounterPage.tsx';
import { words } from './words.ts';

const calls = api<typeof counters>('counters');
type Line = Awaited<ReturnType<typeof calls.listLines>>[number];

/** A number on the spot, and appointments that have come. */
export function GiveNumber({ placeId, lines }: { placeId: string; lines: Line[] }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { message } = Messages.useApp();
  const [picked, setLine] = useState<string | null>(null);
  const lineId = lines.some(({ id }) => id === picked) ? picked! : lines[0]!.id;
  const [isFirst, setFirst] = useState(false);
  const [code, setCode] = useState('');
  const say = ({ number }: { number: string }) => {
    void message.success(w.given(number));
  };
  const give = useCounterCall(async () => say(await calls.takeTicketAtCounter({ id: lineId, isFirst })));
  const checkIn = useCounterCall(
    async () => say(await calls.checkInAppointment({ id: placeId, code: code.trim() })),
    () => setCode(''),
  );
  return (
    <Form layout="inline" style={{ rowGap: 12, marginBottom: 12 }}>
      <Form.Item style={{ maxWidth: '100%' }}>
        <Select
          aria-label={w.columns.line}
          style={{ minWidth: 180 }}
          value={lineId}
          onChange={setLine}
          options={lines.map(({ id, prefix, name }) => ({ value: id, label: `${prefix} · ${name[language]}` }))}
        />
      </Form.Item>
      <Form.Item>
        <Checkbox checked={isFirst} onChange={(event) => setFirst(event.target.checked)}>
          {w.first}
        </Checkbox>
      </Form.Item>
      <Form.Item>
        <Button loading={give.isPending} onClick={() => give.mutate(undefined)}>
          {w.give}
        </Button>
      </Form.Item>
      <Form.Item style={{ maxWidth: '100%' }}>
        <Input aria-label={w.code} placeholder={w.code} style={{ minWidth: 0 }} maxLength={8} value={code} onChange={(event) => setCode(event.target.value)} />
      </Form.Item>
      <Button disabled={code.trim().length !== 8} loading={checkIn.isPending} onClick={() => checkIn.mutate(undefined)}>
        {w.checkIn}
      </Button>
      <Trouble error={give.error ?? checkIn.error} />
    </Form>
  );
}
