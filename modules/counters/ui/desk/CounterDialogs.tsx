import { Button, Form, Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { Trouble } from '../../../../ui/desk.tsx';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { counters } from '../../contract.ts';
import { useCounterCall } from './CounterPage.tsx';
import { words } from './words.ts';

const calls = api<typeof counters>('counters');
type Line = Awaited<ReturnType<typeof calls.listLines>>[number];

export function AddLine({ placeId }: { placeId: string }) {
  const w = useWords(words);
  const [isOpen, setOpen] = useState(false);
  const [fields, setFields] = useState({ prefix: 'A', name: '', nameEn: '' });
  const [minutes, setMinutes] = useState(8);
  const add = useCounterCall(
    () => calls.addLine({ placeId, ...fields, minutes }),
    () => setOpen(false),
  );
  const isReady = /^[A-Z]$/.test(fields.prefix) && fields.name.trim().length > 1 && fields.nameEn.trim().length > 1;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{w.addLine}</Button>
      <Modal
        open={isOpen}
        title={w.addLine}
        okText={w.ok}
        cancelText={w.cancel}
        okButtonProps={{ disabled: !isReady, loading: add.isPending }}
        onOk={() => add.mutate(undefined)}
        onCancel={() => setOpen(false)}
      >
        <Trouble error={add.error} />
        <Form layout="vertical">
          <Form.Item label={w.prefix}>
            <Input
              aria-label={w.prefix}
              maxLength={1}
              value={fields.prefix}
              onChange={(event) => setFields({ ...fields, prefix: event.target.value.toUpperCase() })}
            />
          </Form.Item>
          <Form.Item label={w.name}>
            <Input aria-label={w.name} maxLength={30} value={fields.name} onChange={(event) => setFields({ ...fields, name: event.target.value })} />
          </Form.Item>
          <Form.Item label={w.nameEn}>
            <Input aria-label={w.nameEn} maxLength={30} value={fields.nameEn} onChange={(event) => setFields({ ...fields, nameEn: event.target.value })} />
          </Form.Item>
          <Form.Item label={w.minutes}>
            <InputNumber aria-label={w.minutes} min={1} max={240} value={minutes} onChange={(value) => setMinutes(value ?? 1)} />
          </Form.Item>
        </Form>
      </Modal>
    </>
  );
}

export function AddPost({ placeId, lines }: { placeId: string; lines: Line[] }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [isOpen, setOpen] = useState(false);
  const [fields, setFields] = useState({ name: '', nameEn: '', firstHolder: '', secondHolder: '' });
  const [served, setServed] = useState<string[]>([]);
  const add = useCounterCall(
    () => calls.addPost({ placeId, ...fields, secondHolder: fields.secondHolder.trim() || null, lines: served }),
    () => setOpen(false),
  );
  const isReady = served.length > 0 && [fields.name, fields.nameEn, fields.firstHolder].every((text) => text.trim().length > 1);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{w.addPost}</Button>
      <Modal
        open={isOpen}
        title={w.addPost}
        okText={w.ok}
        cancelText={w.cancel}
        okButtonProps={{ disabled: !isReady, loading: add.isPending }}
        onOk={() => add.mutate(undefined)}
        onCancel={() => setOpen(false)}
      >
        <Trouble error={add.error} />
        <Form layout="vertical">
          <Form.Item label={w.lines}>
            <Select
              aria-label={w.lines}
              mode="multiple"
              value={served}
              onChange={setServed}
              options={lines.map(({ id, prefix, name }) => ({ value: id, label: `${prefix} · ${name[language]}` }))}
            />
          </Form.Item>
          {(['name', 'nameEn', 'firstHolder', 'secondHolder'] as const).map((key) => (
            <Form.Item key={key} label={w[key]}>
              <Input aria-label={w[key]} maxLength={30} value={fields[key]} onChange={(event) => setFields({ ...fields, [key]: event.target.value })} />
            </Form.Item>
          ))}
        </Form>
      </Modal>
    </>
  );
}
