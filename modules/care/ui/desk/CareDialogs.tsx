import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import { api, problemOf } from '../../../../platform/client.ts';
import { optionsOf, Trouble, useMyArea } from '../../../../ui/desk.tsx';
import { FindPerson } from '../../../../ui/FindPerson.tsx';
import { clockTime, today } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { people } from '../../../people/contract.ts';
import type { places } from '../../../places/contract.ts';
import type { care } from '../../contract.ts';
import { words as portalWords } from '../words.ts';
import type { CareDay } from './CareDayPage.tsx';
import { quarters } from './Shifts.tsx';
import { useCareCall } from './StayActions.tsx';
import { words } from './words.ts';

const calls = api<typeof care>('care');
const peopleCalls = api<typeof people>('people');
const placeCalls = api<typeof places>('places');
type Group = CareDay['group'];
type Mode = 'fullDay' | 'halfDay' | 'hourly' | 'temporary';

/** Residents of one's area, by the whole name or the phone. */
const useFind = () => {
  const areaCode = useMyArea();
  return (asked: { name?: string; phone?: string }) => peopleCalls.findPeople({ areaCode, ...asked });
};

export function PlanDialog({ group, day }: { group: Group; day: string }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [isOpen, setOpen] = useState(false);
  const find = useFind();
  const [personId, setPersonId] = useState<string | null>(null);
  const [mode, setMode] = useState<Mode>('temporary');
  const [time, setTime] = useState({ from: 540, to: 660 });
  const plan = useCareCall(
    () => calls.planForResident({ id: group.id, personId: personId!, mode, days: [day], time }),
    () => setOpen(false),
  );
  const refused = plan.error ? (problemOf(plan.error)['days'] as { why: keyof (typeof portalWords)['zh']['why']; at: number | null }[] | undefined) : undefined;
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {w.plan}
      </Button>
      <Modal
        open={isOpen}
        title={`${w.plan} ${day}`}
        okText={w.ok}
        cancelText={w.cancel}
        okButtonProps={{ disabled: personId === null || time.from >= time.to, loading: plan.isPending }}
        onOk={() => plan.mutate(undefined)}
        onCancel={() => setOpen(false)}
      >
        <Form layout="vertical">
          <FindPerson find={find} value={personId} onPick={setPersonId} />
          <Form.Item label={w.mode}>
            <Select<Mode> aria-label={w.mode} value={mode} onChange={setMode} options={optionsOf(w.modes) as { value: Mode; label: string }[]} />
          </Form.Item>
          <Form.Item label={w.from}>
            <Select aria-label={w.from} value={time.from} onChange={(from) => setTime({ ...time, from })} options={quarters} />
          </Form.Item>
          <Form.Item label={w.to}>
            <Select aria-label={w.to} value={time.to} onChange={(to) => setTime({ ...time, to })} options={quarters} />
          </Form.Item>
        </Form>
        <Trouble error={plan.error} />
        {refused?.map(({ why, at }) => (
          <p key={why}>
            {portalWords[language].why[why]} {at !== null && clockTime(at)}
          </p>
        ))}
      </Modal>
    </>
  );
}

export function ContractDialog({ group }: { group: Group }) {
  const w = useWords(words);
  const [isOpen, setOpen] = useState(false);
  const find = useFind();
  const [personId, setPersonId] = useState<string | null>(null);
  const [mode, setMode] = useState<Mode>('fullDay');
  const [hours, setHours] = useState<number | null>(null);
  const [from, setFrom] = useState(today());
  const make = useCareCall(
    () => calls.addContract({ id: group.id, personId: personId!, mode, monthlyHours: hours, from }),
    () => setOpen(false),
  );
  return (
    <>
      <Button onClick={() => setOpen(true)}>{w.newContract}</Button>
      <Modal
        open={isOpen}
        title={w.newContract}
        okText={w.ok}
        cancelText={w.cancel}
        okButtonProps={{ disabled: personId === null, loading: make.isPending }}
        onOk={() => make.mutate(undefined)}
        onCancel={() => setOpen(false)}
      >
        <Trouble error={make.error} />
        <Form layout="vertical">
          <FindPerson find={find} value={personId} onPick={setPersonId} />
          <Form.Item label={w.mode}>
            <Select<Mode> aria-label={w.mode} value={mode} onChange={setMode} options={optionsOf(w.modes) as { value: Mode; label: string }[]} />
          </Form.Item>
          <Form.Item label={w.hours}>
            <InputNumber aria-label={w.hours} min={1} max={400} value={hours} onChange={setHours} />
          </Form.Item>
          <Form.Item label={w.start}>
            <Input aria-label={w.start} type="date" value={from} onChange={(event) => setFrom(event.target.value)} />
          </Form.Item>
        </Form>
      </Modal>
    </>
  );
}

const usual = {
  fullDay: { time: { from: 510, to: 1050 }, fen: 8000 },
  halfDay: {
    times: [
      { from: 510, to: 720 },
      { from: 780, to: 1050 },
    ],
    fen: 4500,
  },
  hourly: { shortestMinutes: 60, longestMinutes: 240, fenAnHour: 1500 },
  temporary: { shortestMinutes: 60, longestMinutes: 240, fenAnHour: 2000 },
  planMinutes: 60,
  absenceMinutes: 720,
  horizonDays: 60,
};

type Kind = 'nursery' | 'dayCare' | 'afterSchool';
/** Opens a group with the usual times and prices; the age class brings the most places with it. */
export function GroupDialog({ onMade }: { onMade: (id: string) => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const within = useMyArea();
  const [isOpen, setOpen] = useState(false);
  const [fields, setFields] = useState({ placeId: '', ageClass: '', name: '', nameEn: '' });
  const [places, setPlaces] = useState(1);
  const classes = useQuery({ queryKey: ['care', 'classes'], queryFn: () => calls.listAgeClasses(), enabled: isOpen });
  const list = useQuery({
    queryKey: ['places', 'complexes', within],
    queryFn: () => placeCalls.searchPlaces({ kind: 'complex', within, limit: 200 }),
    enabled: isOpen,
  });
  const ages = classes.data?.find(({ code }) => code === fields.ageClass);
  const make = useCareCall(async () => {
    const { id } = await calls.addGroup({ ...fields, kind: ages!.kind as Kind, places, rules: usual });
    setOpen(false);
    onMade(id);
  });
  const isReady = ages !== undefined && fields.placeId !== '' && fields.name.trim().length > 1 && fields.nameEn.trim().length > 1;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{w.newGroup}</Button>
      <Modal
        open={isOpen}
        title={w.newGroup}
        okText={w.ok}
        cancelText={w.cancel}
        okButtonProps={{ disabled: !isReady, loading: make.isPending }}
        onOk={() => make.mutate(undefined)}
        onCancel={() => setOpen(false)}
      >
        <Trouble error={make.error ?? classes.error ?? list.error} />
        <Form layout="vertical">
          <Form.Item label={w.place}>
            <Select
              aria-label={w.place}
              showSearch={{ optionFilterProp: 'label' }}
              value={fields.placeId || null}
              onChange={(placeId) => setFields({ ...fields, placeId })}
              options={(list.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            />
          </Form.Item>
          <Form.Item label={w.ageClass} help={ages?.basis}>
            <Select
              aria-label={w.ageClass}
              value={fields.ageClass || null}
              onChange={(ageClass) => {
                setFields({ ...fields, ageClass });
                setPlaces(classes.data!.find(({ code }) => code === ageClass)!.places);
              }}
              options={(classes.data ?? []).map(({ code, kind, name }) => ({ value: code, label: `${w.kinds[kind as Kind]} · ${name[language]}` }))}
            />
          </Form.Item>
          <Form.Item label={w.name}>
            <Input aria-label={w.name} maxLength={40} value={fields.name} onChange={(event) => setFields({ ...fields, name: event.target.value })} />
          </Form.Item>
          <Form.Item label={w.nameEn}>
            <Input aria-label={w.nameEn} maxLength={40} value={fields.nameEn} onChange={(event) => setFields({ ...fields, nameEn: event.target.value })} />
          </Form.Item>
          <Form.Item label={w.places}>
            <InputNumber aria-label={w.places} min={1} max={ages?.places ?? 1} value={places} onChange={(value) => setPlaces(value ?? 1)} />
          </Form.Item>
        </Form>
      </Modal>
    </>
  );
}
