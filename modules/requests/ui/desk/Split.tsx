import { Button, Form, Input, Modal, Select, Tag } from 'antd';
import { useState } from 'react';
import { Trouble } from '../../../../ui/desk.tsx';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import { type CaseDetail, useCaseCall, useNames } from '../../../cases/ui/calls.ts';
import { calls, leavesOf, useMatters } from '../calls.ts';
import { words } from './words.ts';

type Request = Awaited<ReturnType<typeof calls.getRequest>>;

/** The parts of a request, or the whole that it is a part of; and splitting off one more. */
export function Split({ detail, one }: { detail: CaseDetail; one: Request }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const nameOf = useNames();
  const [isSplitting, setSplitting] = useState(false);
  const shown = one.whole ? [one.whole] : one.parts;
  return (
    <>
      {shown.length > 0 && (
        <p>
          {one.whole ? w.wholeOf : w.partsOf}{' '}
          {shown.map((part) => (
            <Tag key={part.id}>
              {part.matter[language]} {part.number} · {nameOf('request', 'states', part.state, language)}
            </Tag>
          ))}
        </p>
      )}
      {one.whole === null && detail.moves.some(({ opensChild }) => opensChild) && (
        <p>
          <Button onClick={() => setSplitting(true)}>{w.split}</Button>
        </p>
      )}
      {isSplitting && <SplitOff detail={detail} onClose={() => setSplitting(false)} />}
    </>
  );
}

function SplitOff({ detail, onClose }: { detail: CaseDetail; onClose: () => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [form] = Form.useForm<{ matter: string; words: string }>();
  const matters = useMatters();
  const split = useCaseCall((said: { matter: string; words: string }) => calls.splitRequest({ id: detail.id, expects: detail.seq, ...said }), onClose);
  return (
    <Modal open title={w.split} okText={w.ok} cancelText={w.cancel} confirmLoading={split.isPending} onOk={() => form.submit()} onCancel={onClose}>
      <Trouble error={split.error ?? matters.error} />
      <p>{w.splitHow}</p>
      <Form form={form} layout="vertical" onFinish={(said) => split.mutate(said)}>
        <Form.Item name="matter" label={w.matter} rules={[{ required: true, message: w.matter }]}>
          <Select
            aria-label={w.matter}
            showSearch={{ optionFilterProp: 'label' }}
            loading={matters.isPending}
            options={leavesOf(matters.data?.matters ?? []).map((matter) => ({ value: matter.code, label: matter[language] }))}
          />
        </Form.Item>
        <Form.Item name="words" label={w.splitWords} rules={[{ required: true, whitespace: true, min: 4, message: w.splitWords }]}>
          <Input.TextArea rows={3} maxLength={2000} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
