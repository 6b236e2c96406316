import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Select, Space } from 'antd';
import { useState } from 'react';
import { api } from '../../../../../platform/client.ts';
import { optionsOf, Trouble, useMyArea } from '../../../../../ui/desk.tsx';
import { today } from '../../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../../ui/preferences.ts';
import type { places } from '../../../../places/contract.ts';
import type { bookings } from '../../../contract.ts';
import { words as portalWords } from '../../rounds/words.ts';
import { words } from './words.ts';

const calls = api<typeof bookings>('bookings');
const placeCalls = api<typeof places>('places');
type Group = 'elder' | 'minor' | 'disabled';
const dayAfter = (n: number) => new Date(Date.parse(today()) + n * 86_400_000).toISOString().slice(0, 10);

const noRound = () => ({
  placeId: '',
  offerings: [] as string[],
  first: ['elder', 'minor', 'disabled'] as Group[],
  ...{ name: '', nameEn: '', appliesFrom: today(), appliesTo: dayAfter(14), usesFrom: dayAfter(28), usesTo: dayAfter(118) },
});
type Draft = ReturnType<typeof noRound>;

/** Announces a round. Days are whole: one applies from the first minute of a day until the last of another. */
export function AddRound() {
  const w = useWords(words);
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [draft, setDraft] = useState(noRound);
  const add = useMutation({
    mutationFn: () =>
      calls.addRound({
        ...draft,
        appliesFrom: `${draft.appliesFrom}T00:00:00+08:00`,
        appliesTo: `${draft.appliesTo}T23:59:00+08:00`,
      }),
    onSuccess: () => {
      setOpen(false);
      setDraft(noRound());
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['bookings'] }),
  });
  const isReady = draft.placeId !== '' && draft.offerings.length > 0 && draft.name.trim().length > 1 && draft.nameEn.trim().length > 1;
  return (
    <div style={{ marginBottom: 12 }}>
      <Button type="primary" onClick={() => setOpen(true)}>
        {w.add}
      </Button>
      <Modal
        open={isOpen}
        title={w.add}
        okText={w.ok}
        cancelText={w.cancel}
        okButtonProps={{ disabled: !isReady, loading: add.isPending }}
        onOk={() => add.mutate()}
        onCancel={() => setOpen(false)}
      >
        <Trouble error={add.error} />
        {isOpen && <Fields draft={draft} onChange={(change) => setDraft({ ...draft, ...change })} />}
      </Modal>
    </div>
  );
}

type Changing = { draft: Draft; onChange: (change: Partial<Draft>) => void };
function Fields({ draft, onChange }: Changing) {
  const w = useWords(words);
  const { language } = usePreferences();
  return (
    <Form layout="vertical">
      <WhereFields draft={draft} onChange={onChange} />
      <TextField label={w.name} value={draft.name} onChange={(name) => onChange({ name })} />
      <TextField label={w.nameEn} value={draft.nameEn} onChange={(nameEn) => onChange({ nameEn })} />
      <Space wrap>
        <TextField type="date" label={`${w.applies} ${w.from}`} value={draft.appliesFrom} onChange={(appliesFrom) => onChange({ appliesFrom })} />
        <TextField type="date" label={`${w.applies} ${w.to}`} value={draft.appliesTo} onChange={(appliesTo) => onChange({ appliesTo })} />
      </Space>
      <Space wrap>
        <TextField type="date" label={`${w.uses} ${w.from}`} value={draft.usesFrom} onChange={(usesFrom) => onChange({ usesFrom })} />
        <TextField type="date" label={`${w.uses} ${w.to}`} value={draft.usesTo} onChange={(usesTo) => onChange({ usesTo })} />
      </Space>
      <Form.Item label={w.first}>
        <Select<Group[]>
          aria-label={w.first}
          mode="multiple"
          value={draft.first}
          onChange={(first) => onChange({ first })}
          options={optionsOf(portalWords[language].groups) as { value: Group; label: string }[]}
        />
      </Form.Item>
    </Form>
  );
}

function TextField({ label, value, onChange, type = 'text' }: { label: string; value: string; onChange: (value: string) => void; type?: string }) {
  return (
    <Form.Item label={label} style={{ minWidth: 0 }}>
      <Input aria-label={label} type={type} maxLength={80} value={value} onChange={(event) => onChange(event.target.value)} />
    </Form.Item>
  );
}

function WhereFields({ draft, onChange }: Changing) {
  const w = useWords(words);
  const { language } = usePreferences();
  const within = useMyArea();
  const list = useQuery({ queryKey: ['places', 'complexes', within], queryFn: () => placeCalls.searchPlaces({ kind: 'complex', within, limit: 200 }) });
  const offered = useQuery({
    queryKey: ['bookings', 'offerings', draft.placeId, ''],
    queryFn: () => calls.listOfferings({ placeId: draft.placeId }),
    enabled: draft.placeId !== '',
  });
  return (
    <>
      <Trouble error={list.error ?? offered.error} />
      <Form.Item label={w.place}>
        <Select
          aria-label={w.place}
          showSearch={{ optionFilterProp: 'label' }}
          value={draft.placeId || null}
          onChange={(placeId) => onChange({ placeId, offerings: [] })}
          options={(list.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item label={w.offerings}>
        <Select
          aria-label={w.offerings}
          mode="multiple"
          value={draft.offerings}
          onChange={(offerings) => onChange({ offerings })}
          options={(offered.data ?? []).filter(({ kind }) => kind === 'slot').map((it) => ({ value: it.id, label: language === 'zh' ? it.name : it.nameEn }))}
        />
      </Form.Item>
    </>
  );
}
