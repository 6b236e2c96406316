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
type Reasoned = 'refuse' | 'withdraw' | 'excuse' | 'keep';
type Act = 'confirm' | 'waive' | 'arrive' | 'depart' | 'hold' | 'giveBack' | Reasoned;
const needsReason = (act: Act): act is Reasoned => act === 'refuse' || act === 'withdraw' || act === 'excuse' || act === 'keep';

/** What the counter can do with a booking as it stands, the usual first. */
function actsOf({ state, from, freeReason, depositFen, deposit }: Row): Act[] {
  const acts: Act[] = [];
  if (state === 'requested') acts.push('confirm', ...(freeReason === null ? [] : (['waive'] as const)), 'refuse');
  if (state === 'confirmed') acts.push('arrive');
  if (state === 'checkedIn') acts.push('depart');
  if (depositFen > 0 && deposit === 'none' && (state === 'confirmed' || state === 'checkedIn')) acts.push('hold');
  if (deposit === 'held') acts.push('giveBack', 'keep');
  if (state === 'confirmed' && Date.parse(from) > Date.now()) acts.push('withdraw');
  if (state === 'missed') acts.push('excuse');
  return acts;
}

function call(id: string, act: Act, reason: string) {
  switch (act) {
    case 'confirm':
    case 'waive':
      return calls.decideBooking({ id, confirm: true, waive: act === 'waive' });
    case 'refuse':
      return calls.decideBooking({ id, confirm: false, reason });
    case 'arrive':
      return calls.checkIn({ id });
    case 'depart':
      return calls.checkOut({ id });
    case 'withdraw':
      return calls.cancelForResident({ id, reason });
    case 'excuse':
      return calls.excuseAbsence({ id, reason });
    default:
      return calls.moveDeposit({ id, what: act, ...(act === 'keep' && { reason }) });
  }
}

/** Buttons for one booking; whatever goes against somebody needs its reason. */
export function RowActions({ row }: { row: Row }) {
  const w = useWords(words);
  const queries = useQueryClient();
  const [asking, setAsking] = useState<Reasoned | null>(null);
  const [reason, setReason] = useState('');
  const act = useMutation({
    mutationFn: (what: Act) => call(row.id, what, reason),
    onSuccess: () => {
      setAsking(null);
      return queries.invalidateQueries({ queryKey: ['bookings'] });
    },
  });
  return (
    <>
      <Space size="small" wrap>
        {actsOf(row).map((what, i) => (
          <Button
            key={what}
            size="small"
            type={i === 0 && row.state === 'requested' ? 'primary' : 'default'}
            onClick={() => (needsReason(what) ? setAsking(what) : act.mutate(what))}
          >
            {w[what]}
          </Button>
        ))}
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
