import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, App as Messages, Modal, Select } from 'antd';
import { useState } from 'react';
import { api } from '../../../../../platform/client.ts';
import { Trouble } from '../../../../../ui/desk.tsx';
import { clockTime, minuteOf } from '../../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../../ui/preferences.ts';
import type { bookings } from '../../../contract.ts';
import { RowActions } from '../RowActions.tsx';
import { type Ground, minuteIn, type Target } from './Board.tsx';
import { words } from './words.ts';

const calls = api<typeof bookings>('bookings');

/** Asks before a booking is moved: nobody's hour changes by a slip of the hand. */
export function MoveDialog({ ground, target, day, onClose }: { ground: Ground; target: Target; day: string; onClose: () => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { message } = Messages.useApp();
  const queries = useQueryClient();
  const { row } = target;
  const [at, setAt] = useState(clockTime(target.at));
  const [resourceId, setResourceId] = useState(target.resourceId);
  const minutes = minuteIn(day, row.to) - minuteIn(day, row.from);
  const allowed = ground.offerings.find(({ id }) => id === row.offeringId)?.resources ?? [];
  const isSame = resourceId === row.resourceId && minuteOf(at) === minuteIn(day, row.from);
  const move = useMutation({
    mutationFn: () => calls.moveBooking({ id: row.id, from: `${day}T${at}:00+08:00`, minutes, resourceId }),
    onSuccess: () => {
      void message.success(w.moved);
      onClose();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['bookings'] }),
  });
  return (
    <Modal
      open
      title={w.move}
      okText={w.ok}
      cancelText={w.close}
      okButtonProps={{ disabled: isSame || at === '', loading: move.isPending }}
      onOk={() => move.mutate()}
      onCancel={onClose}
    >
      <p>
        {row.title[language]} · {row.who} · {clockTime(minuteIn(day, row.from))}–{clockTime(Math.min(1440, minuteIn(day, row.to)))}
      </p>
      <Trouble error={move.error} />
      <Form layout="vertical">
        <Form.Item label={w.room}>
          <Select
            aria-label={w.room}
            value={resourceId}
            onChange={setResourceId}
            options={ground.resources.map(({ id, name }) => ({ value: id, label: name[language], disabled: !allowed.includes(id) }))}
          />
        </Form.Item>
        <Form.Item label={w.begins}>
          <Input aria-label={w.begins} type="time" value={at} onChange={(event) => setAt(event.target.value)} />
        </Form.Item>
      </Form>
      <RowActions row={row} />
    </Modal>
  );
}
