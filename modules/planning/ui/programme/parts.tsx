import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, App as Messages, Modal, Select } from 'antd';
import type { ReactNode } from 'react';
import { api } from '../../../../platform/client.ts';
import { Trouble, useMyArea } from '../../../../ui/desk.tsx';
import { useWords } from '../../../../ui/preferences.ts';
import type { areas } from '../../../areas/contract.ts';
import type { places } from '../../../places/contract.ts';
import { words } from './words.ts';

const areaCalls = api<typeof areas>('areas');
const placeCalls = api<typeof places>('places');

type DialogProps<F> = { title: string; initial?: Partial<F>; onSend: (fields: F) => Promise<unknown>; onClose: () => void; children: ReactNode };

/** A dialog with a form that sends one command, shows why it was refused, and closes when it was done. */
export function FormDialog<F extends object>({ title, initial, onSend, onClose, children }: DialogProps<F>) {
  const w = useWords(words);
  const queries = useQueryClient();
  const { message } = Messages.useApp();
  const send = useMutation({
    mutationFn: (fields: F) => onSend(fields),
    onSuccess: async () => {
      void message.success(w.saved);
      await queries.invalidateQueries({ queryKey: ['planning', 'programme'] });
      onClose();
    },
  });
  return (
    <Modal open title={title} footer={null} onCancel={onClose}>
      <Form<F> layout="vertical" initialValues={initial ?? {}} onFinish={(fields) => send.mutate(fields)}>
        {children}
        <Trouble error={send.error} />
        <Button type="primary" htmlType="submit" loading={send.isPending}>
          {w.save}
        </Button>
      </Form>
    </Modal>
  );
}

/** An area below the reader's own. */
export function AreaField({ label, levels }: { label: string; levels: readonly string[] }) {
  const w = useWords(words);
  const within = useMyArea();
  const list = useQuery({ queryKey: ['areas', 'list', within], queryFn: () => areaCalls.listAreas({ within }) });
  const options = (list.data ?? []).filter((area) => levels.includes(area.level)).map((area) => ({ value: area.code, label: `${area.name} ${area.code}` }));
  return (
    <Form.Item name="areaCode" label={label} rules={[{ required: true, message: w.required }]}>
      <Select showSearch={{ optionFilterProp: 'label' }} loading={list.isPending} options={options} />
    </Form.Item>
  );
}

/** A registered complex or facility of an area. */
export function PlaceField({ label, areaCode, isRequired }: { label: string; areaCode: string; isRequired: boolean }) {
  const w = useWords(words);
  const list = useQuery({ queryKey: ['places', 'of-area', areaCode], queryFn: () => placeCalls.listRegister({ within: areaCode }) });
  const options = (list.data ?? []).map((place) => ({ value: place.id, label: place.name }));
  return (
    <Form.Item name="placeId" label={label} rules={isRequired ? [{ required: true, message: w.required }] : []}>
      <Select allowClear showSearch={{ optionFilterProp: 'label' }} loading={list.isPending} options={options} />
    </Form.Item>
  );
}
