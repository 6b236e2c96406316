import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Empty, Form, Input, InputNumber, Modal, Select, Table } from 'antd';
import { useState } from 'react';
import { api } from '../../../../../platform/client.ts';
import { optionsOf, Trouble } from '../../../../../ui/desk.tsx';
import { today } from '../../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../../ui/preferences.ts';
import type { bookings } from '../../../contract.ts';
import { words } from './words.ts';

const calls = api<typeof bookings>('bookings');
type Resource = Awaited<ReturnType<typeof calls.listResources>>[number];
type Fields = { kind: Resource['kind']; name: string; nameEn: string; parentId?: string; skills: string[]; seats: number | null };

/** What can be taken at the place: rooms with their parts, equipment, people with skills. */
export function Resources({ placeId }: { placeId: string }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [isAdding, setAdding] = useState(false);
  const resources = useQuery({ queryKey: ['bookings', 'resources', placeId], queryFn: () => calls.listResources({ placeId }) });
  const nameOf = (id: string | null) => {
    const found = resources.data?.find((it) => it.id === id);
    return found ? (language === 'zh' ? found.name : found.nameEn) : '';
  };
  return (
    <section aria-label={w.resources}>
      <h2>{w.resources}</h2>
      <p>{w.resourcesLead}</p>
      <Button style={{ marginBottom: 12 }} onClick={() => setAdding(true)}>
        {w.addResource}
      </Button>
      <Trouble error={resources.error} onRetry={() => resources.refetch()} />
      <Table<Resource>
        rowKey="id"
        size="small"
        loading={resources.isPending}
        dataSource={resources.data ?? []}
        pagination={false}
        scroll={{ x: 640 }}
        locale={{ emptyText: <Empty description={w.noResources} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
        columns={[
          { title: w.name, render: (_, row) => nameOf(row.id) },
          { title: w.kind, render: (_, row) => w.resourceKinds[row.kind] },
          { title: w.partOf, render: (_, row) => nameOf(row.parentId) },
          { title: w.seats, dataIndex: 'seats' },
          { title: w.skills, render: (_, row) => row.skills.join('、') },
          { title: w.actions, render: (_, row) => <Retire resource={row} /> },
        ]}
      />
      {isAdding && <AddResource placeId={placeId} rooms={resources.data ?? []} onClose={() => setAdding(false)} />}
    </section>
  );
}

/** Takes a resource out of use, or back: what is booked stays. */
function Retire({ resource }: { resource: Resource }) {
  const w = useWords(words);
  const queries = useQueryClient();
  const { id, revision, name, nameEn, skills, seats, retiredOn } = resource;
  const change = useMutation({
    mutationFn: () => calls.editResource({ id, revision, name, nameEn, skills, seats, retiredOn: retiredOn === null ? today() : null }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['bookings'] }),
  });
  return (
    <>
      <Button size="small" loading={change.isPending} onClick={() => change.mutate()}>
        {retiredOn === null ? w.retire : w.useAgain}
      </Button>
      <Trouble error={change.error} />
    </>
  );
}

function AddResource({ placeId, rooms, onClose }: { placeId: string; rooms: readonly Resource[]; onClose: () => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const queries = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const kind = Form.useWatch('kind', form) ?? 'room';
  const add = useMutation({
    mutationFn: ({ parentId, seats, ...fields }: Fields) =>
      calls.addResource({ ...fields, placeId, roomId: null, parentId: parentId ?? null, seats: seats ?? null }),
    onSuccess: onClose,
    onSettled: () => queries.invalidateQueries({ queryKey: ['bookings'] }),
  });
  const needed = [{ required: true, min: 2, max: 60, message: w.needed }];
  return (
    <Modal open title={w.addResource} okText={w.save} cancelText={w.close} confirmLoading={add.isPending} onOk={() => form.submit()} onCancel={onClose}>
      <Form form={form} layout="vertical" initialValues={{ kind: 'room', skills: [], seats: null }} onFinish={(values) => add.mutate(values)}>
        <Form.Item name="kind" label={w.kind}>
          <Select options={optionsOf(w.resourceKinds)} />
        </Form.Item>
        <Form.Item name="name" label={w.nameZh} rules={needed}>
          <Input />
        </Form.Item>
        <Form.Item name="nameEn" label={w.nameEn} rules={needed}>
          <Input />
        </Form.Item>
        {kind === 'room' && (
          <Form.Item name="parentId" label={w.partOf}>
            <Select
              allowClear
              options={rooms
                .filter((it) => it.kind === 'room' && it.retiredOn === null)
                .map((it) => ({ value: it.id, label: language === 'zh' ? it.name : it.nameEn }))}
            />
          </Form.Item>
        )}
        <Form.Item name="skills" label={w.skills}>
          <Select mode="tags" tokenSeparators={[',', '，', '、']} />
        </Form.Item>
        <Form.Item name="seats" label={w.seats}>
          <InputNumber min={1} max={10_000} />
        </Form.Item>
      </Form>
      <Trouble error={add.error} />
    </Modal>
  );
}
