import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal, Space } from 'antd';
import { useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { Trouble } from '../../../../ui/desk.tsx';
import { useWords } from '../../../../ui/preferences.ts';
import type { bookings } from '../../contract.ts';
import { words } from './words.ts';

const calls = api<typeof bookings>('bookings');
export type Row = Awaited<ReturnType<typeof calls.listDay>>[number];
type Reasoned = 'refuse' | 'withdraw' | 'excuse';

/** What the counter can do with a booking as it stands; whatever goes against somebody needs its reason. */
export function RowActions({ row }: { row: Row }) {
  const w = useWords(words);
  const queries = useQueryClient();
  const [asking, setAsking] = useState<Reasoned | null>(null);
  const [reason, setReason] = useState('');
  const { id } = row;
  const act = useMutation({
    mutationFn: (what: 'confirm' | 'arrive' | 'depart' | Reasoned) => {
      if (what === 'confirm') return calls.decideBooking({ id, confirm: true });
      if (what === 'refuse') return calls.decideBooking({ id, confirm: false, reason });
      if (what === 'arrive') return calls.checkIn({ id });
      if (what === 'depart') return calls.checkOut({ id });
      return what === 'withdraw' ? calls.cancelForResident({ id, reason }) : calls.excuseAbsence({ id, reason });
    },
    onSuccess: () => {
      setAsking(null);
      return queries.invalidateQueries({ queryKey: ['bookings'] });
    },
  });
  const isAhead = Date.parse(row.from) > Date.now();
  return (
    <>
      <Space size="small" wrap>
        {row.state === 'requested' && (
          <Button size="small" type="primary" onClick={() => act.mutate('confirm')}>
            {w.confirm}
          </Button>
        )}
        {row.state === 'requested' && (
          <Button size="small" onClick={() => setAsking('refuse')}>
            {w.refuse}
          </Button>
        )}
        {row.state === 'confirmed' && (
          <Button size="small" onClick={() => act.mutate('arrive')}>
            {w.arrive}
          </Button>
        )}
        {row.state === 'checkedIn' && (
          <Button size="small" onClick={() => act.mutate('depart')}>
            {w.depart}
          </Button>
        )}
        {row.state === 'confirmed' && isAhead && (
          <Button size="small" onClick={() => setAsking('withdraw')}>
            {w.withdraw}
          </Button>
        )}
        {row.state === 'missed' && (
          <Button size="small" onClick={() => setAsking('excuse')}>
            {w.excuse}
          </Button>
        )}
      </Space>
      {asking === null && <Trouble error={act.error} />}
      {asking !== null && (
        <ReasonDialog
          title={w.reasonFor[asking]}
          reason={reason}
          error={act.error}
          isPending={act.isPending}
          onReason={setReason}
          onClose={() => setAsking(null)}
          onOk={() => act.mutate(asking)}
        />
      )}
    </>
  );
}

type Dialog = { title: string; reason: string; error: unknown; isPending: boolean; onReason: (reason: string) => void; onOk: () => void; onClose: () => void };
function ReasonDialog({ title, reason, error, isPending, onReason, onOk, onClose }: Dialog) {
  const w = useWords(words);
  return (
    <Modal
      open
      title={title}
      okText={w.ok}
      cancelText={w.cancel}
      okButtonProps={{ disabled: reason.trim().length < 2, loading: isPending }}
      onOk={onOk}
      onCancel={onClose}
    >
      <Trouble error={error} />
      <Input.TextArea aria-label={title} rows={3} maxLength={300} value={reason} onChange={(event) => onReason(event.target.value)} />
    </Modal>
  );
}
