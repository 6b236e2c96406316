import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Select } from 'antd';
import { api } from '../../../../platform/client.ts';
import { Trouble, useMyArea } from '../../../../ui/desk.tsx';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { areas } from '../../../areas/contract.ts';
import { calls, guessMatter, leavesOf, useChange, useMatters } from '../calls.ts';
import { words } from './words.ts';

const areaCalls = api<typeof areas>('areas');
type Channel = 'counter' | 'phone' | 'paper';
type Values = { channel: Channel; matter: string; words: string; areaCode: string; placeText?: string; name?: string; phone?: string };

/** Whatever a resident can tell by phone or at the window stands in the same queue. */
export function TakeTab() {
  const w = useWords(words);
  const { language } = usePreferences();
  const within = useMyArea();
  const [form] = Form.useForm<Values>();
  const matters = useMatters();
  const list = useQuery({ queryKey: ['areas', 'list', within], queryFn: () => areaCalls.listAreas({ within }), staleTime: 600_000 });
  const take = useChange(
    ({ name, phone, ...told }: Values) =>
      calls.takeRequest({
        ...told,
        placeText: told.placeText ?? '',
        reporter: { ...(name?.trim() && { name: name.trim() }), ...(phone?.trim() && { phone: phone.trim() }) },
      }),
    () => form.resetFields(),
  );
  const all = matters.data?.matters ?? [];
  const communities = (list.data ?? []).filter((area) => area.level === 'community');
  return (
    <Form<Values> form={form} layout="vertical" style={{ maxWidth: 620 }} initialValues={{ channel: 'counter' }} onFinish={(values) => take.mutate(values)}>
      {take.data && (
        <Alert
          type="success"
          showIcon
          role="status"
          title={w.saved(take.data.number, take.data.code)}
          description={take.data.stop?.[language]}
          style={{ marginBottom: 12 }}
        />
      )}
      <Trouble error={take.error ?? matters.error ?? list.error} />
      <Form.Item name="channel" label={w.channel}>
        <Select aria-label={w.channel} options={(['counter', 'phone', 'paper'] as const).map((value) => ({ value, label: w.channels[value] }))} />
      </Form.Item>
      <Form.Item name="words" label={w.words} rules={[{ required: true, min: 4, message: w.words }]}>
        <Input.TextArea
          rows={4}
          maxLength={2000}
          onBlur={(event) => {
            const guessed = guessMatter(all, event.target.value);
            if (guessed && !form.getFieldValue('matter')) form.setFieldsValue({ matter: guessed.code });
          }}
        />
      </Form.Item>
      <Form.Item name="matter" label={w.matter} rules={[{ required: true, message: w.matter }]}>
        <Select
          aria-label={w.matter}
          showSearch={{ optionFilterProp: 'label' }}
          options={leavesOf(all).map((matter) => ({ value: matter.code, label: `${matter[language]}` }))}
        />
      </Form.Item>
      <Form.Item name="areaCode" label={w.community} rules={[{ required: true, message: w.community }]}>
        <Select
          aria-label={w.community}
          showSearch={{ optionFilterProp: 'label' }}
          options={communities.map(({ code, name }) => ({ value: code, label: name }))}
        />
      </Form.Item>
      <ReporterFields />
      <Button type="primary" htmlType="submit" loading={take.isPending}>
        {w.save}
      </Button>
    </Form>
  );
}

function ReporterFields() {
  const w = useWords(words);
  return (
    <>
      <Form.Item name="placeText" label={w.place}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name="name" label={w.name}>
        <Input maxLength={40} autoComplete="off" />
      </Form.Item>
      <Form.Item name="phone" label={w.phone}>
        <Input maxLength={20} autoComplete="off" />
      </Form.Item>
    </>
  );
}
