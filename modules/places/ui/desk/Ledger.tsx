import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Form, Grid, Input, InputNumber, Modal, Popconfirm, Select, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { optionsOf, Trouble } from '../../../../ui/desk.tsx';
import { useWords } from '../../../../ui/preferences.ts';
import type { places } from '../../contract.ts';
import { useCatalogue } from '../catalogue.ts';
import { useFunctionOptions } from './function-options.ts';
import { words as placeWords } from './place-words.ts';
import { TimesDialog } from './TimesDialog.tsx';
import { words } from './words.ts';

const calls = api<typeof places>('places');
type Place = Awaited<ReturnType<typeof calls.getPlace>>;
type Room = Place['rooms'][number];

/** What a room is for at any hour. */
const functionsOf = (room: Room) => [...room.functions, ...room.times.map((time) => time.functionCode)];

/** The room ledger of a place. */
export function Ledger({ place }: { place: Place }) {
  const w = useWords(words);
  const queries = useQueryClient();
  const { nameOf } = useCatalogue();
  const [editing, setEditing] = useState<Room | 'new' | null>(null);
  const [timing, setTiming] = useState<Room | null>(null);
  const options = useFunctionOptions(place.areaCode, place.rooms.flatMap(functionsOf));
  const { lg: isWide } = Grid.useBreakpoint();
  const siteName = (room: Room) => place.sites.find((site) => site.id === room.siteId)?.name;
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
          { title: w.room, render: (_, room) => [<strong key="name">{room.name}</strong>, ' ', siteName(room)] },
          { title: w.floor, dataIndex: 'floor' },
          { title: w.roomArea, align: 'right', render: (_, room) => room.usableArea.toFixed(1) },
          { title: w.zone, render: (_, room) => (room.zone ? w.zones[room.zone] : '–') },
          {
            title: w.functions,
            render: (_, room) => (
              <>
                {[...new Set(functionsOf(room))].map((code) => (
                  <Tag key={code}>{nameOf(code)}</Tag>
                ))}
                {room.times.length > 0 && <span>{w.times(room.times.length)}</span>}
              </>
            ),
          },
          { title: w.operatorClass, render: (_, room) => w.operators[room.operatorClass] },
          {
            title: w.useKind,
            render: (_, room) => (
              <>
                {w.uses[room.useKind]} {room.allDay && <Tag color="blue">{w.allDay}</Tag>}
                {room.openUse && <Tag>{w.openUse}</Tag>}
              </>
            ),
          },
          {
            title: '',
            fixed: isWide ? 'right' : undefined,
            render: (_, room) => <>{place.may.edit && <RoomActions room={room} onEdit={setEditing} onTimes={setTiming} onRemove={remove.mutate} />}</>,
          },
        ]}
      />
      {place.may.edit && (
        <Button style={{ marginTop: 12 }} onClick={() => setEditing('new')}>
          {w.add}
        </Button>
      )}
      {editing && <RoomDialog place={place} room={editing === 'new' ? null : editing} options={options} onClose={() => setEditing(null)} />}
      {timing && <TimesDialog placeId={place.id} room={timing} options={options} onClose={() => setTiming(null)} />}
    </div>
  );
}

type RoomFields = Omit<Parameters<typeof calls.addRoom>[0], 'placeId'>;

type ActionProps = { room: Room; onEdit: (room: Room) => void; onTimes: (room: Room) => void; onRemove: (id: string) => void };

function RoomActions({ room, onEdit, onTimes, onRemove }: ActionProps) {
  const w = useWords(words);
  return (
    <Space>
      <Button size="small" aria-label={`${w.edit} ${room.name}`} onClick={() => onEdit(room)}>
        {w.edit}
      </Button>
      <Button size="small" aria-label={`${w.timed} ${room.name}`} onClick={() => onTimes(room)}>
        {w.timed}
      </Button>
      <Popconfirm title={w.sure} onConfirm={() => onRemove(room.id)}>
        <Button size="small" danger aria-label={`${w.remove} ${room.name}`}>
          {w.remove}
        </Button>
      </Popconfirm>
    </Space>
  );
}

type DialogProps = { place: Place; room: Room | null; options: { value: string; label: string }[]; onClose: () => void };

function RoomDialog({ place, room, options, onClose }: DialogProps) {
  const w = useWords(words);
  const p = useWords(placeWords);
  const queries = useQueryClient();
  const placeId = place.id;
  const save = useMutation({
    mutationFn: (fields: RoomFields) => {
      const sent = { ...fields, zone: fields.zone ?? null, siteId: fields.siteId ?? null, placeId };
      return room ? calls.updateRoom({ ...sent, id: room.id }) : calls.addRoom(sent);
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['places'] });
      onClose();
    },
  });
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
            <Select allowClear style={{ width: 150 }} options={optionsOf(w.zones)} />
          </Form.Item>
        </Space>
        {place.sites.length > 0 && (
          <Form.Item name="siteId" label={p.site}>
            <Select allowClear placeholder={p.mainSite} options={place.sites.map((site) => ({ value: site.id, label: site.name }))} />
          </Form.Item>
        )}
        <Form.Item name="functions" label={w.functions}>
          <Select mode="multiple" optionFilterProp="label" options={options} />
        </Form.Item>
        <Space wrap>
          <Form.Item name="operatorClass" label={w.operatorClass}>
            <Select style={{ width: 140 }} options={optionsOf(w.operators)} />
          </Form.Item>
          <Form.Item name="useKind" label={w.useKind}>
            <Select style={{ width: 110 }} options={optionsOf(w.uses)} />
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
