import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Select } from 'antd';
import { api } from '../../../../platform/client.ts';
import { optionsOf, Trouble, useMyArea } from '../../../../ui/desk.tsx';
import { useWords } from '../../../../ui/preferences.ts';
import type { people } from '../../contract.ts';
import { useCommunityOptions } from './PersonForms.tsx';
import { words } from './words.ts';

const calls = api<typeof people>('people');
type Fields = Parameters<typeof calls.registerPerson>[0];

/** Registers a resident at the counter. */
export function RegisterDialog({ onClose }: { onClose: (id?: string) => void }) {
  const w = useWords(words);
  const queries = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const isResident = (Form.useWatch('identityKind', form) ?? 'residentId') === 'residentId';
  const within = useMyArea();
  const communities = useCommunityOptions();
  const save = useMutation({
    mutationFn: (fields: Fields) =>
      calls.registerPerson(Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '' && value !== undefined)) as Fields),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['people', 'list'] });
      onClose(id);
    },
  });
  const required = [{ required: true, message: w.required }];
  return (
    <Modal open title={w.register} footer={null} onCancel={() => onClose()}>
      <Form<Fields>
        form={form}
        layout="vertical"
        initialValues={{ identityKind: 'residentId', ...(within.length === 12 && { areaCode: within }) }}
        onFinish={(fields) => save.mutate(fields)}
        autoComplete="off"
      >
        <Form.Item name="areaCode" label={w.community} rules={required}>
          <Select showSearch optionFilterProp="label" options={communities} />
        </Form.Item>
        <Form.Item name="name" label={w.name} rules={required}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="identityKind" label={w.identityKind}>
          <Select options={optionsOf(w.identityKinds)} />
        </Form.Item>
        <Form.Item name="identityNumber" label={w.number} rules={[...required, { min: 5 }]}>
          <Input maxLength={30} />
        </Form.Item>
        {!isResident && (
          <>
            <Form.Item name="bornOn" label={w.born} rules={required}>
              <Input type="date" />
            </Form.Item>
            <Form.Item name="sex" label={w.sexLabel}>
              <Select allowClear options={optionsOf(w.sex)} />
            </Form.Item>
          </>
        )}
        <Form.Item name="phone" label={w.phone} rules={[{ pattern: /^1[3-9]\d{9}$/, message: w.wrongPhone }]}>
          <Input inputMode="tel" />
        </Form.Item>
        <Form.Item name="address" label={w.address} rules={[{ min: 3 }]}>
          <Input maxLength={200} />
        </Form.Item>
        <Trouble error={save.error} />
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {w.save}
        </Button>
      </Form>
    </Modal>
  );
}
