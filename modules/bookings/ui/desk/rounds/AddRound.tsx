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

/** Announces a round. Days are whole: one applies from the first minute of a day until the last of another. */
export function AddRound() {
  const w = useWords(words);
  const { language } = usePreferences();
  const within = useMyArea();
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [placeId, setPlaceId] = useState<string | null>(null);
  const [offerings, setOfferings] = useState<string[]>([]);
  const [first, setFirst] = useState<Group[]>(['elder', 'minor', 'disabled']);
  const [fields, setFields] = useState({ name: '', nameEn: '', appliesFrom: today(), appliesTo: dayAfter(14), usesFrom: dayAfter(28), usesTo: dayAfter(118) });
  const list = useQuery({
    queryKey: ['places', 'complexes', within],
    queryFn: () => placeCalls.searchPlaces({ kind: 'complex', within, limit: 200 }),
    enabled: isOpen,
  });
  const offered = useQuery({
    queryKey: ['bookings', 'offerings', placeId, ''],
    queryFn: () => calls.listOfferings({ placeId: placeId! }),
    enabled: placeId !== null,
  });
  const add = useMutation({
    mutationFn: () =>
      calls.addRound({
        ...{ placeId: placeId!, offerings, first, name: fields.name.trim(), nameEn: fields.nameEn.trim(), usesFrom: fields.usesFrom, usesTo: fields.usesTo },
        appliesFrom: `${fields.appliesFrom}T00:00:00+08:00`,
        appliesTo: `${fields.appliesTo}T23:59:00+08:00`,
      }),
    onSuccess: () => setOpen(false),
    onSettled: () => queries.invalidateQueries({ queryKey: ['bookings'] }),
  });
  const isReady = placeId !== null && offerings.length > 0 && fields.name.trim().length > 1 && fields.nameEn.trim().length > 1;
  const field = (key: keyof typeof fields, label: string, type = 'text') => (
    <Form.Item label={label} style={{ minWidth: 0 }}>
      <Input aria-label={label} type={type} maxLength={80} value={fields[key]} onChange={(event) => setFields({ ...fields, [key]: event.target.value })} />
    </Form.Item>
  );
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
        <Trouble error={list.error ?? offered.error ?? add.error} />
        <Form layout="vertical">
          <Form.Item label={w.place}>
            <Select
              aria-label={w.place}
              showSearch={{ optionFilterProp: 'label' }}
              value={placeId}
              onChange={(id) => {
                setPlaceId(id);
                setOfferings([]);
              }}
              options={(list.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            />
          </Form.Item>
          <Form.Item label={w.offerings}>
            <Select
              aria-label={w.offerings}
              mode="multiple"
              value={offerings}
              onChange={setOfferings}
              options={(offered.data ?? [])
                .filter(({ kind }) => kind === 'slot')
                .map((it) => ({ value: it.id, label: language === 'zh' ? it.name : it.nameEn }))}
            />
          </Form.Item>
          {field('name', w.name)}
          {field('nameEn', w.nameEn)}
          <Space wrap>
            {field('appliesFrom', `${w.applies} ${w.from}`, 'date')}
            {field('appliesTo', `${w.applies} ${w.to}`, 'date')}
          </Space>
          <Space wrap>
            {field('usesFrom', `${w.uses} ${w.from}`, 'date')}
            {field('usesTo', `${w.uses} ${w.to}`, 'date')}
          </Space>
          <Form.Item label={w.first}>
            <Select<Group[]>
              aria-label={w.first}
              mode="multiple"
              value={first}
              onChange={setFirst}
              options={optionsOf(portalWords[language].groups) as { value: Group; label: string }[]}
            />
          </Form.Item>
        </Form>
      </Modal>
    </div>
  );
}
