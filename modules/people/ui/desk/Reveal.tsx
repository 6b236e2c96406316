import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Card, Checkbox, Form, Input, Select } from 'antd';
import { api } from '../../../../platform/client.ts';
import { optionsOf, Trouble } from '../../../../ui/desk.tsx';
import { useWords } from '../../../../ui/preferences.ts';
import type { people } from '../../contract.ts';
import { words } from './words.ts';

const calls = api<typeof people>('people');
type RevealFields = { fields: ('name' | 'identityNumber' | 'phone' | 'address')[]; purpose: 'service'; reason: string };

/** Reads protected fields for a purpose; the person sees who looked. */
export function Reveal({ id }: { id: string }) {
  const w = useWords(words);
  const queries = useQueryClient();
  const reveal = useMutation({
    mutationFn: (fields: RevealFields) => calls.revealFields({ id, ...fields }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['people', 'person', id] }),
  });
  return (
    <Card size="small" title={w.reveal} style={{ marginTop: 12 }}>
      <Form<RevealFields> layout="vertical" initialValues={{ fields: ['phone'], purpose: 'service' }} onFinish={(fields) => reveal.mutate(fields)}>
        <Form.Item
          name="fields"
          label={w.fields}
          rules={[{ validator: (_, chosen: string[]) => (chosen.length > 0 ? Promise.resolve() : Promise.reject(new Error(w.required))) }]}
        >
          <Checkbox.Group options={optionsOf(w.fieldNames)} />
        </Form.Item>
        <Form.Item name="purpose" label={w.purpose}>
          <Select options={optionsOf(w.purposes)} />
        </Form.Item>
        <Form.Item name="reason" label={w.reason} rules={[{ required: true, min: 4 }]}>
          <Input />
        </Form.Item>
        <Trouble error={reveal.error} />
        <Button htmlType="submit" loading={reveal.isPending}>
          {w.show}
        </Button>
      </Form>
      {reveal.data && (
        <dl role="status">
          {(['name', 'identityNumber', 'phone', 'address'] as const).map(
            (field) =>
              reveal.data[field] !== undefined && (
                <div key={field}>
                  <dt>{w.fieldNames[field]}</dt>
                  <dd>
                    <code>{reveal.data[field] ?? '–'}</code>
                  </dd>
                </div>
              ),
          )}
        </dl>
      )}
    </Card>
  );
}
