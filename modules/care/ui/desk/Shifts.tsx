import { Button, Form, Input, Modal, Select, Tag } from 'antd';
import { useState } from 'react';
import { api, problemOf } from '../../../../platform/client.ts';
import { Trouble } from '../../../../ui/desk.tsx';
import { clockTime } from '../../../../ui/format.ts';
import { useWords } from '../../../../ui/preferences.ts';
import type { care } from '../../contract.ts';
import type { CareDay } from './CareDayPage.tsx';
import { useCareCall } from './StayActions.tsx';
import { words } from './words.ts';

const calls = api<typeof care>('care');
export const quarters = Array.from({ length: 57 }, (_, i) => 420 + 15 * i).map((minute) => ({ value: minute, label: clockTime(minute) }));

/** Who is on duty when; nobody who is needed is taken off by mistake. */
export function Shifts({ groupId, day, shifts }: { groupId: string; day: string; shifts: CareDay['shifts'] }) {
  const w = useWords(words);
  const [carer, setCarer] = useState('');
  const [time, setTime] = useState({ from: 510, to: 1050 });
  const add = useCareCall(
    () => calls.addShift({ id: groupId, carer: carer.trim(), day, time }),
    () => setCarer(''),
  );
  return (
    <section aria-label={w.shifts}>
      <h2>{w.shifts}</h2>
      <ul style={{ listStyle: 'none', padding: 0 }}>
        {shifts.map((shift) => (
          <li key={shift.id} style={{ marginBottom: 8 }}>
            <Tag>{`${clockTime(shift.from)}–${clockTime(shift.to)}`}</Tag> {shift.carer} <Drop shift={shift} />
          </li>
        ))}
      </ul>
      <Form layout="inline" style={{ rowGap: 12 }} onFinish={() => add.mutate(undefined)}>
        <Form.Item label={w.carer} style={{ maxWidth: '100%' }}>
          <Input aria-label={w.carer} maxLength={40} value={carer} onChange={(event) => setCarer(event.target.value)} />
        </Form.Item>
        <Form.Item label={w.from}>
          <Select aria-label={w.from} style={{ width: 100 }} value={time.from} onChange={(from) => setTime({ ...time, from })} options={quarters} />
        </Form.Item>
        <Form.Item label={w.to}>
          <Select aria-label={w.to} style={{ width: 100 }} value={time.to} onChange={(to) => setTime({ ...time, to })} options={quarters} />
        </Form.Item>
        <Button htmlType="submit" disabled={carer.trim().length === 0 || time.from >= time.to} loading={add.isPending}>
          {w.addShift}
        </Button>
      </Form>
      <Trouble error={add.error} />
    </section>
  );
}

function Drop({ shift }: { shift: CareDay['shifts'][number] }) {
  const w = useWords(words);
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const drop = useCareCall(
    (evenIfShort: boolean) => calls.dropShift({ id: shift.id, reason: reason.trim(), evenIfShort }),
    () => setOpen(false),
  );
  const problem = drop.error ? problemOf(drop.error) : null;
  const shortAt = problem?.type === 'care/carers-needed' ? (problem['at'] as number) : null;
  return (
    <>
      <Button size="small" aria-label={`${w.drop} ${shift.carer}`} onClick={() => setOpen(true)}>
        {w.drop}
      </Button>
      {isOpen && (
        <Modal
          open
          title={`${w.drop}: ${shift.carer}`}
          okText={shortAt === null ? w.ok : w.dropAnyway}
          cancelText={w.cancel}
          okButtonProps={{ danger: shortAt !== null, disabled: reason.trim().length < 2, loading: drop.isPending }}
          onOk={() => drop.mutate(shortAt !== null)}
          onCancel={() => setOpen(false)}
        >
          <Trouble error={drop.error} />
          {shortAt !== null && <p>{w.shortFrom(clockTime(shortAt))}</p>}
          <Input aria-label={w.dropReason} placeholder={w.dropReason} maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Modal>
      )}
    </>
  );
}
