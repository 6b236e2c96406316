import { useQuery } from '@tanstack/react-query';
import { Button, Card, Empty, Form, Input, Modal, Select, Skeleton } from 'antd';
import { useState } from 'react';
import { Trouble } from '../../../ui/desk.tsx';
import { useWords } from '../../../ui/preferences.ts';
import { useCatalogue } from '../../places/ui/catalogue.ts';
import { calls, type Suggestion, useNeedCall } from './calls.ts';
import { words } from './words.ts';

/** Wishes that are alike, to be written into the register by a person. */
export function SuggestedTab() {
  const w = useWords(words);
  const [taking, setTaking] = useState<Suggestion | null>(null);
  const found = useQuery({ queryKey: ['needs', 'suggestions'], queryFn: () => calls.suggestNeeds() });
  if (found.error) return <Trouble error={found.error} onRetry={() => found.refetch()} />;
  if (!found.data) return <Skeleton active />;
  if (found.data.length === 0) return <Empty description={w.noSuggestions} image={Empty.PRESENTED_IMAGE_SIMPLE} />;
  return (
    <>
      {found.data.map((one) => (
        <Card key={one.requests[0]!.id} size="small" style={{ marginBottom: 8 }} role="article" aria-label={one.title}>
          <strong>{one.title}</strong> · {one.areaName} · {w.count(one.requests.length)}
          <ul>
            {sayings(one).map(([said, n]) => (
              <li key={said}>
                {said} {n > 1 && `× ${n}`}
              </li>
            ))}
          </ul>
          <Button type="primary" aria-label={`${w.register} ${one.title}`} onClick={() => setTaking(one)}>
            {w.register}
          </Button>
        </Card>
      ))}
      {taking && <Register suggestion={taking} onClose={() => setTaking(null)} />}
    </>
  );
}

/** What was said, each wording once with how often, the most frequent first. */
function sayings({ requests }: Suggestion): [string, number][] {
  const counts = new Map<string, number>();
  for (const { words: said } of requests) counts.set(said, (counts.get(said) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1]).slice(0, 6);
}

type Values = { title: string; functionCode?: string; segment?: string };
function Register({ suggestion, onClose }: { suggestion: Suggestion; onClose: () => void }) {
  const w = useWords(words);
  const [form] = Form.useForm<Values>();
  const { domains, nameOf } = useCatalogue();
  const open = useNeedCall(
    ({ title, functionCode = null as never, segment }: Values) =>
      calls.openNeed({
        title,
        areaCode: suggestion.areaCode,
        functionCode,
        segment: segment?.trim() || null,
        requestIds: suggestion.requests.map(({ id }) => id),
      }),
    onClose,
  );
  return (
    <Modal open title={w.register} okText={w.ok} cancelText={w.cancel} confirmLoading={open.isPending} onOk={() => form.submit()} onCancel={onClose}>
      <Trouble error={open.error} />
      <Form<Values> form={form} layout="vertical" initialValues={{ title: suggestion.title }} onFinish={(values) => open.mutate(values)}>
        <Form.Item name="title" label={w.name} rules={[{ required: true, min: 4, message: w.name }]}>
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item name="functionCode" label={w.function}>
          <Select
            aria-label={w.function}
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            options={[...new Set(domains.flatMap((group) => group.functions))].map((code) => ({ value: code, label: nameOf(code) }))}
          />
        </Form.Item>
        <Form.Item name="segment" label={w.segment}>
          <Input maxLength={40} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
