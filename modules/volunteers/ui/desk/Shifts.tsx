import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Empty, Form, Input, InputNumber, Modal, Select, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { Trouble } from '../../../../ui/desk.tsx';
import { moment } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import { words as portalWords } from '../words.ts';
import { calls, type Station, useVolunteerCall } from './calls.ts';
import { words } from './words.ts';

type Shift = Awaited<ReturnType<typeof calls.listStationShifts>>[number];

/** What a station has asked volunteers for, and what elders have asked it for. */
export function Shifts({ station }: { station: Station }) {
  const w = useWords(words);
  const portal = useWords(portalWords);
  const { language } = usePreferences();
  const [isAdding, setAdding] = useState<'shift' | 'group' | null>(null);
  const shifts = useQuery({ queryKey: ['volunteers', 'shifts', station.id], queryFn: () => calls.listStationShifts({ id: station.id }) });
  return (
    <>
      <Space style={{ marginBottom: 12 }}>
        <Button type="primary" onClick={() => setAdding('shift')}>
          {w.addShift}
        </Button>
        <Button onClick={() => setAdding('group')}>{w.group}</Button>
      </Space>
      <Trouble error={shifts.error} onRetry={() => shifts.refetch()} />
      <Table<Shift>
        rowKey="id"
        size="small"
        loading={shifts.isPending}
        dataSource={shifts.data ?? []}
        pagination={{ pageSize: 30, hideOnSinglePage: true }}
        scroll={{ x: 720 }}
        locale={{ emptyText: <Empty description={w.noShifts} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
        columns={[
          { title: w.columns.what, render: (_, row) => row.title[language] },
          { title: w.columns.when, render: (_, row) => moment(row.from, language) },
          { title: w.columns.places, render: (_, row) => w.left(row.left, row.places) },
          {
            title: w.skills,
            render: (_, row) => (
              <>
                {row.isForOne && <Tag color="#1252c4">{w.forOne}</Tag>}
                {row.isRisky && <Tag color="#8a3b00">{w.risky}</Tag>}
                {row.skills.map((code) => portal.skillNames[code] ?? code).join(', ')}
              </>
            ),
          },
        ]}
      />
      {isAdding === 'shift' && <NewShift station={station} onClose={() => setAdding(null)} />}
      {isAdding === 'group' && <GroupHours station={station} onClose={() => setAdding(null)} />}
    </>
  );
}

type Fields = {
  title: string;
  titleEn: string;
  kind: string;
  from: string;
  minutes: number;
  places: number;
  skills: string[];
  isRisky: boolean;
  insuredBy?: string;
};
function NewShift({ station, onClose }: { station: Station; onClose: () => void }) {
  const w = useWords(words);
  const [form] = Form.useForm<Fields>();
  const isRisky = Form.useWatch('isRisky', form);
  const add = useVolunteerCall(({ from, insuredBy, ...fields }: Fields) => {
    const at = new Date(`${from}:00+08:00`).toISOString();
    return calls.addShift({ id: station.id, ...fields, from: at, insuredBy: insuredBy?.trim() || null, lon: station.lon, lat: station.lat });
  }, onClose);
  return (
    <Modal open title={w.addShift} okText={w.ok} cancelText={w.cancel} okButtonProps={{ loading: add.isPending }} onOk={() => form.submit()} onCancel={onClose}>
      <Trouble error={add.error} />
      <Form
        form={form}
        layout="vertical"
        initialValues={{ kind: 'company', minutes: 60, places: 1, skills: [], isRisky: false }}
        onFinish={(fields) => add.mutate(fields)}
      >
        <Form.Item name="title" label={w.shiftTitle} rules={[{ required: true, min: 2 }]}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="titleEn" label={w.shiftTitleEn} rules={[{ required: true, min: 2 }]}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="kind" label={w.kind} rules={[{ required: true, pattern: /^[\w-]{1,30}$/ }]}>
          <Input />
        </Form.Item>
        <Space wrap>
          <Form.Item name="from" label={w.from} rules={[{ required: true }]}>
            <Input type="datetime-local" />
          </Form.Item>
          <Form.Item name="minutes" label={w.minutes} rules={[{ required: true }]}>
            <InputNumber min={15} max={1440} step={15} />
          </Form.Item>
          <Form.Item name="places" label={w.places} rules={[{ required: true }]}>
            <InputNumber min={1} max={500} />
          </Form.Item>
        </Space>
        <Form.Item name="skills" label={w.skills}>
          <Select mode="tags" />
        </Form.Item>
        <Form.Item name="isRisky" valuePropName="checked">
          <Checkbox>{w.risky}</Checkbox>
        </Form.Item>
        {isRisky && (
          <Form.Item name="insuredBy" label={w.insuredBy}>
            <Input maxLength={60} />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}

function GroupHours({ station, onClose }: { station: Station; onClose: () => void }) {
  const w = useWords(words);
  const [form] = Form.useForm<{ group: string; people: number; minutes: number }>();
  const add = useVolunteerCall((fields: { group: string; people: number; minutes: number }) => calls.recordGroupHours({ id: station.id, ...fields }));
  return (
    <Modal
      open
      title={w.group}
      okText={w.ok}
      cancelText={w.cancel}
      okButtonProps={{ loading: add.isPending, disabled: add.isSuccess }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p>{w.groupHow}</p>
      <Trouble error={add.error} />
      {add.data && <Alert type="success" showIcon title={w.groupDone(add.data.coinMinutes)} style={{ marginBottom: 12 }} />}
      <Form form={form} layout="vertical" initialValues={{ people: 10, minutes: 120 }} onFinish={(fields) => add.mutate(fields)}>
        <Form.Item name="group" label={w.groupName} rules={[{ required: true, min: 2 }]}>
          <Input maxLength={60} />
        </Form.Item>
        <Space>
          <Form.Item name="people" label={w.people}>
            <InputNumber min={2} max={1000} />
          </Form.Item>
          <Form.Item name="minutes" label={w.minutes}>
            <InputNumber min={15} max={720} step={15} />
          </Form.Item>
        </Space>
      </Form>
    </Modal>
  );
}
