import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Modal, Select, Space } from 'antd';
import { useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { Trouble, useDesk, useMyArea } from '../../../../ui/desk.tsx';
import { useWords } from '../../../../ui/preferences.ts';
import type { areas } from '../../../areas/contract.ts';
import { calls, useVolunteerCall } from './calls.ts';
import { words } from './words.ts';

const areaCalls = api<typeof areas>('areas');
type Fields = Parameters<typeof calls.addStation>[0];

/** A station where volunteers are organised. */
export function NewStation() {
  const w = useWords(words);
  const own = useMyArea();
  const { district } = useDesk();
  const [isOpen, setOpen] = useState(false);
  const [form] = Form.useForm<Fields>();
  const list = useQuery({ queryKey: ['areas', own], queryFn: () => areaCalls.listAreas({ within: own }), enabled: isOpen });
  const add = useVolunteerCall(
    (fields: Fields) => calls.addStation(fields),
    () => setOpen(false),
  );
  const [lon, lat] = district.centre ?? [120.15, 30.3];
  return (
    <>
      <Button onClick={() => setOpen(true)}>{w.addStation}</Button>
      <Modal
        open={isOpen}
        title={w.addStation}
        okText={w.ok}
        cancelText={w.cancel}
        okButtonProps={{ loading: add.isPending }}
        onOk={() => form.submit()}
        onCancel={() => setOpen(false)}
      >
        <Trouble error={add.error} />
        <Form form={form} layout="vertical" component={false} initialValues={{ lon, lat }} onFinish={(fields) => add.mutate(fields)}>
          <Form.Item name="name" label={w.name} rules={[{ required: true, min: 2 }]}>
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item name="nameEn" label={w.nameEn} rules={[{ required: true, min: 2 }]}>
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item name="areaCode" label={w.area} rules={[{ required: true }]}>
            <Select
              showSearch={{ optionFilterProp: 'label' }}
              options={(list.data ?? []).filter(({ code }) => code.length === 12).map(({ code, name }) => ({ value: code, label: name }))}
            />
          </Form.Item>
          <Space>
            <Form.Item name="lon" label={w.lon} rules={[{ required: true }]}>
              <InputNumber min={73} max={136} step={0.001} />
            </Form.Item>
            <Form.Item name="lat" label={w.lat} rules={[{ required: true }]}>
              <InputNumber min={3} max={54} step={0.001} />
            </Form.Item>
          </Space>
        </Form>
      </Modal>
    </>
  );
}
