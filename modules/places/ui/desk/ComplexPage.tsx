import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Form, Input, InputNumber, Modal, Popconfirm, Select, Space, Spin, Table, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import { api } from '../../../../platform/client.ts';
import { Figure, Trouble } from '../../../../ui/desk.tsx';
import { percent } from '../../../../ui/format.ts';
import { useWords } from '../../../../ui/preferences.ts';
import type { places } from '../../contract.ts';
import { useCatalogue } from '../catalogue.ts';
import { FloorPlan } from '../FloorPlan.tsx';
import { HoursEditor } from './HoursEditor.tsx';
import { words } from './words.ts';

const calls = api<typeof places>('places');
type Place = Awaited<ReturnType<typeof calls.getPlace>>;
type Room = Place['rooms'][number];

/** One complex: live ratios, the room ledger, hours. */
export function ComplexPage({ id }: { id: string }) {
  const w = useWords(words);
  const place = useQuery({ queryKey: ['places', 'place', id], queryFn: () => calls.getPlace({ id }) });
  if (place.isPending) return <Spin />;
  if (!place.data) return <Trouble error={place.error} onRetry={place.refetch} />;
  const { data } = place;
  const { ratios } = data;
  return (
    <>
      <Link href="/register">← {w.back}</Link>
      <h1>{data.name}</h1>
      {!data.may.edit && <Alert type="info" showIcon title={w.readOnly} style={{ marginBottom: 12 }} />}
      {ratios && (
        <div className="figures">
          <Figure label={w.usable}>{ratios.usableArea.toFixed(1)}</Figure>
          {(['multiFunction', 'market', 'social', 'allDay', 'office'] as const).map((key) => (
            <Figure key={key} label={w.ratios[key]}>
              {percent(ratios[key].share)}
            </Figure>
          ))}
          {ratios.missingZones.length > 0 && (
            <Figure label={w.missing}>
              {ratios.missingZones.map((zone) => (
                <Tag key={zone} color="orange">
                  {w.zones[zone]}
                </Tag>
              ))}
            </Figure>
          )}
        </div>
      )}
      <div className="desk-grid">
        <Ledger place={data} />
        <div>
          {data.rooms.length > 0 && <FloorPlan rooms={data.rooms} />}
          <HoursEditor key={data.revision} place={data} />
        </div>
      </div>
    </>
  );
}

function Ledger({ place }: { place: Place }) {
  const w = useWords(words);
  const queries = useQueryClient();
  const { nameOf } = useCatalogue();
  const [editing, setEditing] = useState<Room | 'new' | null>(null);
  const remove = useMutation({
    mutationFn: (id: string) => calls.removeRoom({ placeId: place.id, id }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['places'] }),
  });
  return (
    <div>
      <Trouble error={remove.error} />
      <Table<Room>
        rowKey="id"
        size="small"
        dataSource={place.rooms}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: w.room, render: (_, room) => <strong>{room.name}</strong> },
          { title: w.floor, dataIndex: 'floor' },
          { title: w.roomArea, align: 'right', render: (_, room) => room.usableArea.toFixed(1) },
          { title: w.zone, render: (_, room) => (room.zone ? w.zones[room.zone] : '–') },
          {
            title: w.functions,
            render: (_, room) => (
              <>
                {[...new Set([...room.functions, ...room.times.map((time) => time.functionCode)])].map((code) => (
                  <Tag key={code}>{nameOf(code)}</Tag>
                ))}
                {room.times.length > 0 && <span>{w.times(room.times.length)}</span>}
              </>
            ),
          },
          { title: w.operatorClass, render: (_, room) => w.operators[room.operatorClass] },
          { title: w.useKind, render: (_, room) => w.uses[room.useKind] },
          {
            title: '',
            render: (_, room) => (
              <>
                {room.allDay && <Tag color="blue">{w.allDay}</Tag>}
                {room.openUse && <Tag>{w.openUse}</Tag>}
                {place.may.edit && (
                  <Space>
                    <Button size="small" onClick={() => setEditing(room)}>
                      {w.edit}
                    </Button>
                    <Popconfirm title={w.sure} onConfirm={() => remove.mutate(room.id)}>
                      <Button size="small" danger>
                        {w.remove}
                      </Button>
                    </Popconfirm>
                  </Space>
                )}
              </>
            ),
          },
        ]}
      />
      {place.may.edit && (
        <Button style={{ marginTop: 12 }} onClick={() => setEditing('new')}>
          {w.add}
        </Button>
      )}
      {editing && <RoomDialog placeId={place.id} room={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </div>
  );
}

type RoomFields = Omit<Parameters<typeof calls.addRoom>[0], 'placeId'>;

function RoomDialog({ placeId, room, onClose }: { placeId: string; room: Room | null; onClose: () => void }) {
  const w = useWords(words);
  const queries = useQueryClient();
  const { functions, nameOf } = useCatalogue();
  const save = useMutation({
    mutationFn: (fields: RoomFields) => (room ? calls.updateRoom({ ...fields, placeId, id: room.id }) : calls.addRoom({ ...fields, placeId })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['places'] });
      onClose();
    },
  });
  const options = <T extends Record<string, string>>(names: T) => Object.entries(names).map(([value, label]) => ({ value, label }));
  const initial = room ?? {
    floor: '1',
    operatorClass: 'public',
    useKind: 'service',
    functions: [],
    allDay: false,
    openUse: false,
  };
  return (
    <Modal open title={room ? room.name : w.add} onCancel={onClose} footer={null}>
      <Form<RoomFields> layout="vertical" initialValues={initial} onFinish={(fields) => save.mutate(fields)}>
        <Form.Item name="name" label={w.room} rules={[{ required: true }]}>
          <Input />
        </Form.Item>
        <Space wrap>
          <Form.Item name="floor" label={w.floor} rules={[{ required: true }]}>
            <Input style={{ width: 90 }} />
          </Form.Item>
          <Form.Item name="usableArea" label={w.roomArea} rules={[{ required: true }]}>
            <InputNumber min={0.1} step={0.1} />
          </Form.Item>
          <Form.Item name="zone" label={w.zone}>
            <Select allowClear style={{ width: 150 }} options={options(w.zones)} />
          </Form.Item>
        </Space>
        <Form.Item name="functions" label={w.functions}>
          <Select mode="multiple" optionFilterProp="label" options={functions.map((entry) => ({ value: entry.code, label: nameOf(entry.code) }))} />
        </Form.Item>
        <Space wrap>
          <Form.Item name="operatorClass" label={w.operatorClass}>
            <Select style={{ width: 140 }} options={options(w.operators)} />
          </Form.Item>
          <Form.Item name="useKind" label={w.useKind}>
            <Select style={{ width: 110 }} options={options(w.uses)} />
          </Form.Item>
          <Form.Item name="allDay" valuePropName="checked" label=" ">
            <Checkbox>{w.allDay}</Checkbox>
          </Form.Item>
          <Form.Item name="openUse" valuePropName="checked" label=" ">
            <Checkbox>{w.openUse}</Checkbox>
          </Form.Item>
        </Space>
        <Trouble error={save.error} />
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {w.save}
        </Button>
      </Form>
    </Modal>
  );
}
