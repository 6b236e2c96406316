import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Modal, Select, Space } from 'antd';
import { useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { optionsOf, Trouble } from '../../../../ui/desk.tsx';
import { useWords } from '../../../../ui/preferences.ts';
import type { care } from '../../contract.ts';
import type { StayRow } from './CareDayPage.tsx';
import { words } from './words.ts';

const calls = api<typeof care>('care');

export function useCareCall<Input>(call: (input: Input) => Promise<unknown>, onDone?: () => void) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: call, onSuccess: () => onDone?.(), onSettled: () => queries.invalidateQueries({ queryKey: ['care'] }) });
}

/** What can be done about one person at the door: has come, leaves with whom, did not come. */
export function StayActions({ stay, isToday }: { stay: StayRow; isToday: boolean }) {
  const w = useWords(words);
  const [open, setOpen] = useState<'leave' | 'absent' | null>(null);
  const arrive = useCareCall(() => calls.arrive({ id: stay.id }));
  return (
    <Space wrap>
      {stay.state === 'planned' && isToday && (
        <Button size="small" type="primary" loading={arrive.isPending} onClick={() => arrive.mutate(undefined)}>
          {w.arrive}
        </Button>
      )}
      {stay.state === 'planned' && (
        <Button size="small" onClick={() => setOpen('absent')}>
          {w.absent}
        </Button>
      )}
      {stay.state === 'present' && (
        <Button size="small" type="primary" onClick={() => setOpen('leave')}>
          {w.leave}
        </Button>
      )}
      <Trouble error={arrive.error} />
      {open === 'leave' && <LeaveDialog stay={stay} onClose={() => setOpen(null)} />}
      {open === 'absent' && <AbsenceDialog stay={stay} onClose={() => setOpen(null)} />}
    </Space>
  );
}

function LeaveDialog({ stay, onClose }: { stay: StayRow; onClose: () => void }) {
  const w = useWords(words);
  const options = [
    ...(stay.isMinor ? [] : [{ value: 'self', label: w.alone }]),
    ...stay.guardians.map(({ id, name, relation }) => ({ value: `guardian ${id}`, label: w.guardian(name, relation) })),
    ...stay.pickups.map(({ id, name, relation }) => ({ value: `pickup ${id}`, label: w.pickup(name, relation) })),
  ];
  const [by, setBy] = useState<string | null>(options.length === 1 ? options[0]!.value : null);
  const leave = useCareCall(() => {
    const [kind, id] = by!.split(' ');
    return calls.leave({ id: stay.id, ...(kind === 'guardian' && { guardianId: id! }), ...(kind === 'pickup' && { pickupId: id! }) });
  }, onClose);
  return (
    <Modal
      open
      title={`${w.leave}: ${stay.who}`}
      okText={w.ok}
      cancelText={w.cancel}
      okButtonProps={{ disabled: by === null, loading: leave.isPending }}
      onOk={() => leave.mutate(undefined)}
      onCancel={onClose}
    >
      <Trouble error={leave.error} />
      {options.length === 0 ? (
        <p>{w.nobodyNamed}</p>
      ) : (
        <Select aria-label={w.fetchedBy} placeholder={w.fetchedBy} style={{ width: '100%' }} value={by} onChange={setBy} options={options} />
      )}
    </Modal>
  );
}

type Absence = 'sick' | 'planned' | 'unannounced';
function AbsenceDialog({ stay, onClose }: { stay: StayRow; onClose: () => void }) {
  const w = useWords(words);
  const [kind, setKind] = useState<Absence>('sick');
  const absent = useCareCall(() => calls.recordAbsence({ id: stay.id, kind }), onClose);
  return (
    <Modal
      open
      title={`${w.absent}: ${stay.who}`}
      okText={w.ok}
      cancelText={w.cancel}
      okButtonProps={{ loading: absent.isPending }}
      onOk={() => absent.mutate(undefined)}
      onCancel={onClose}
    >
      <Trouble error={absent.error} />
      <Select<Absence>
        aria-label={w.absent}
        style={{ width: '100%' }}
        value={kind}
        onChange={setKind}
        options={optionsOf({ sick: w.sick, planned: w.plannedAbsence, unannounced: w.unannounced }) as { value: Absence; label: string }[]}
      />
    </Modal>
  );
}
