import { useQuery } from '@tanstack/react-query';
import { Checkbox, Form, Input, InputNumber, Modal, Select, Space } from 'antd';
import { api } from '../../../../../platform/client.ts';
import { optionsOf, Trouble, useMyArea } from '../../../../../ui/desk.tsx';
import { clockTime, minuteOf } from '../../../../../ui/format.ts';
import { useWords } from '../../../../../ui/preferences.ts';
import type { areas } from '../../../../areas/contract.ts';
import type { partners } from '../../../../partners/contract.ts';
import { calls, type Site, useMealCall } from '../calls.ts';
import { words } from './words.ts';

const areaCalls = api<typeof areas>('areas');
const partnerCalls = api<typeof partners>('partners');
const meals = ['breakfast', 'lunch', 'dinner'] as const;
type Times = Partial<Record<(typeof meals)[number], { from?: string; to?: string }>>;
type Fields = Omit<Parameters<typeof calls.addSite>[0], 'sittings'> & { state: Site['state']; times: Times };

const usual: Times = { lunch: { from: '10:30', to: '13:00' }, dinner: { from: '16:30', to: '18:30' } };
const timesOf = (site: Site | null): Times =>
  site ? Object.fromEntries(site.sittings.map(({ meal, from, to }) => [meal, { from: clockTime(from), to: clockTime(to) }])) : usual;
const sittingsOf = (times: Times) =>
  meals.flatMap((meal) => {
    const { from, to } = times[meal] ?? {};
    return from && to ? [{ meal, from: minuteOf(from), to: minuteOf(to) }] : [];
  });

/** A canteen in the register: new, or changed. */
export function CanteenForm({ site, onClose }: { site: Site | null; onClose: () => void }) {
  const w = useWords(words);
  const [form] = Form.useForm<Fields>();
  const save = useMealCall(({ times, state, ...fields }: Fields): Promise<{ id: string }> => {
    const sittings = sittingsOf(times);
    if (!site) return calls.addSite({ ...fields, sittings });
    return calls.editSite({ ...site, ...fields, id: site.id, state, sittings });
  }, onClose);
  const start = { kind: 'mealPoint', isOnPass: true, isAllAge: true, seats: 30, hygieneGrade: null, state: 'open', ...site, times: timesOf(site) };
  return (
    <Modal
      open
      title={site ? w.edit : w.add}
      okText={w.save}
      cancelText={w.cancel}
      okButtonProps={{ loading: save.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Trouble error={save.error} />
      <Form form={form} layout="vertical" initialValues={start as object} onFinish={(fields) => save.mutate(fields)}>
        {!site && <NewFields />}
        <Form.Item name="licenceNumber" label={w.licenceNumber} rules={[{ required: true, min: 3 }]}>
          <Input maxLength={40} />
        </Form.Item>
        <Space wrap>
          <Form.Item name="licenceUntil" label={w.licenceUntil} rules={[{ required: true }]}>
            <Input type="date" />
          </Form.Item>
          <Form.Item name="hygieneGrade" label={w.columns.grade}>
            <Select allowClear style={{ width: 90 }} options={['A', 'B', 'C'].map((value) => ({ value, label: value }))} />
          </Form.Item>
          <Form.Item name="seats" label={w.columns.seats}>
            <InputNumber min={0} max={2000} />
          </Form.Item>
          {site && (
            <Form.Item name="state" label={w.columns.state}>
              <Select style={{ width: 110 }} options={optionsOf(w.states)} />
            </Form.Item>
          )}
        </Space>
        {meals.map((meal) => (
          <Space key={meal} wrap>
            <Form.Item name={['times', meal, 'from']} label={`${w.meals[meal]} ${w.from}`}>
              <Input type="time" />
            </Form.Item>
            <Form.Item name={['times', meal, 'to']} label={`${w.meals[meal]} ${w.to}`}>
              <Input type="time" />
            </Form.Item>
          </Space>
        ))}
        <Form.Item name="isOnPass" valuePropName="checked">
          <Checkbox>{w.columns.pass}</Checkbox>
        </Form.Item>
        <Form.Item name="isAllAge" valuePropName="checked">
          <Checkbox>{w.allAge}</Checkbox>
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** What cannot be changed later. */
function NewFields() {
  const w = useWords(words);
  const own = useMyArea();
  const areaList = useQuery({ queryKey: ['areas'], queryFn: () => areaCalls.listAreas({ within: own }) });
  const organisations = useQuery({ queryKey: ['partners'], queryFn: () => partnerCalls.listOrganisations() });
  const communities = (areaList.data ?? []).filter(({ code }) => code.length === 12 && code.startsWith(own));
  return (
    <>
      <Form.Item name="kind" label={w.columns.kind}>
        <Select options={optionsOf(w.kinds)} />
      </Form.Item>
      <Form.Item name="name" label={w.name} rules={[{ required: true, min: 2 }]}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="nameEn" label={w.nameEn} rules={[{ required: true, min: 2 }]}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="areaCode" label={w.area} rules={[{ required: true }]}>
        <Select showSearch={{ optionFilterProp: 'label' }} options={communities.map(({ code, name }) => ({ value: code, label: name }))} />
      </Form.Item>
      <Form.Item name="organisationId" label={w.organisation} rules={[{ required: true }]}>
        <Select showSearch={{ optionFilterProp: 'label' }} options={(organisations.data ?? []).map(({ id, name }) => ({ value: id, label: name }))} />
      </Form.Item>
    </>
  );
}
