import { useMutation } from '@tanstack/react-query';
import { Button, Input, Space } from 'antd';
import { useState } from 'react';
import { Trouble } from '../../../ui/desk.tsx';
import { moment } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { calls } from './device.ts';
import { words } from './words.ts';

/** What was met on the visit from which a case came, for those who work on it and for a purpose that is kept. */
export function Reported({ id }: { id: string }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [purpose, setPurpose] = useState('');
  const open = useMutation({ mutationFn: () => calls.openReport({ id, purpose: purpose.trim() }) });
  if (open.data) {
    const { words: said, placeText, address, visitedAt } = open.data;
    return (
      <p role="status">
        {moment(visitedAt, language)} · {[placeText, address].filter(Boolean).join(' · ')}
        <br />
        {said}
      </p>
    );
  }
  return (
    <>
      <Trouble error={open.error} />
      <Space wrap>
        <Input
          aria-label={`${w.readMet} ${w.purpose}`}
          placeholder={w.purpose}
          maxLength={200}
          value={purpose}
          onChange={(event) => setPurpose(event.target.value)}
        />
        <Button disabled={purpose.trim().length < 2} loading={open.isPending} onClick={() => open.mutate()}>
          {w.readMet}
        </Button>
      </Space>
    </>
  );
}
