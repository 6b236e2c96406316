import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Modal, Select, Space } from 'antd';
import { api } from '../../../../platform/client.ts';
import { Trouble } from '../../../../ui/desk.tsx';
import { today, yuan } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { partners } from '../../../partners/contract.ts';
import { calls, fenOf, useFundCall } from './calls.ts';
import { usePlaces } from './usePlaces.ts';
import { words } from './words.ts';

const partnerCalls = api<typeof partners>('partners');
type Promised = { service: string; unit: string; price: number; quantity: number };
type Fields = {
  title: string;
  placeId: string;
  organisationId: string;
  area: number;
  rent: number;
  months: number;
  defectPercent: number;
  fromDay: string;
  commitments: Promised[];
};
const worthOf = ({ area = 0, rent = 0, months = 0, defectPercent = 0 }: Partial<Fields>) =>
  Math.round((area * fenOf(rent) * months * (100 - defectPercent)) / 100);
const promisedOf = ({ commitments = [] }: Partial<Fields>) =>
  commitments.reduce((sum, commitment) => sum + fenOf(commitment?.price ?? 0) * (commitment?.quantity ?? 0), 0);

/** Both sides of the bargain as they are written: what the space is worth, and what the services are. */
export function Agree({ onClose }: { onClose: () => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [form] = Form.useForm<Fields>();
  const now = (Form.useWatch([], form) ?? {}) as Partial<Fields>;
  const places = usePlaces();
  const organisations = useQuery({ queryKey: ['partners'], queryFn: () => partnerCalls.listOrganisations() });
  const save = useFundCall(({ rent, commitments, ...fields }: Fields) => {
    const promised = commitments.map(({ price, ...commitment }) => ({ ...commitment, unitFen: fenOf(price) }));
    return calls.agreeOnSpace({ ...fields, rentFen: fenOf(rent), commitments: promised });
  }, onClose);
  const number = (name: keyof Fields, label: string, least: number) => (
    <Form.Item name={name} label={label} rules={[{ required: true }]}>
      <InputNumber min={least} />
    </Form.Item>
  );
  return (
    <Modal
      open
      width={760}
      title={w.agree}
      okText={w.ok}
      cancelText={w.cancel}
      okButtonProps={{ loading: save.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Trouble error={save.error} />
      <Form
        form={form}
        layout="vertical"
        initialValues={{ months: 12, defectPercent: 0, fromDay: today(), commitments: [{}] }}
        onFinish={(fields) => save.mutate(fields)}
      >
        <Form.Item name="title" label={w.columns.what} rules={[{ required: true, min: 2 }]}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="placeId" label={w.place} rules={[{ required: true }]}>
          <Select showSearch={{ optionFilterProp: 'label' }} options={places} />
        </Form.Item>
        <Form.Item name="organisationId" label={w.organisation} rules={[{ required: true }]}>
          <Select showSearch={{ optionFilterProp: 'label' }} options={(organisations.data ?? []).map(({ id, name }) => ({ value: id, label: name }))} />
        </Form.Item>
        <Space wrap>
          {number('area', w.area, 1)}
          {number('rent', w.rent, 0.01)}
          {number('months', w.months, 1)}
          {number('defectPercent', w.defects, 0)}
          <Form.Item name="fromDay" label={w.from} rules={[{ required: true }]}>
            <Input type="date" />
          </Form.Item>
        </Space>
        <Promises />
        <p role="status">
          {w.value(yuan(worthOf(now), language))} · {w.promised(yuan(promisedOf(now), language))}
        </p>
      </Form>
    </Modal>
  );
}

function Promises() {
  const w = useWords(words);
  return (
    <Form.List name="commitments">
      {(rows, { add, remove }) => (
        <fieldset style={{ border: 0, padding: 0 }}>
          <legend>{w.services}</legend>
          {rows.map(({ key, name }) => (
            <Space key={key} wrap align="end">
              <Form.Item name={[name, 'service']} label={w.service} rules={[{ required: true, min: 2 }]}>
                <Input style={{ width: 200 }} />
              </Form.Item>
              <Form.Item name={[name, 'unit']} label={w.unit} rules={[{ required: true }]}>
                <Input style={{ width: 70 }} />
              </Form.Item>
              <Form.Item name={[name, 'price']} label={w.unitFen} rules={[{ required: true }]}>
                <InputNumber min={0.01} />
              </Form.Item>
              <Form.Item name={[name, 'quantity']} label={w.quantity} rules={[{ required: true }]}>
                <InputNumber min={1} />
              </Form.Item>
              <Form.Item>
                <Button aria-label={`${w.remove} ${name + 1}`} onClick={() => remove(name)}>
                  {w.remove}
                </Button>
              </Form.Item>
            </Space>
          ))}
          <div>
            <Button onClick={() => add({})}>{w.addService}</Button>
          </div>
        </fieldset>
      )}
    </Form.List>
  );
}
