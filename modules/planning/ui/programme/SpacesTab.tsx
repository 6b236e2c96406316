import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Space as Row, Select, Table, Tag } from 'antd';
import { useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { Figure, optionsOf, Trouble, useDesk } from '../../../../ui/desk.tsx';
import { count, yuan } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import { PositionField } from '../../../places/ui/desk/PositionField.tsx';
import type { planning } from '../../contract.ts';
import { AreaField, FormDialog, PlaceField } from './parts.tsx';
import { words } from './words.ts';

const calls = api<typeof planning>('planning');
type Space = Awaited<ReturnType<typeof calls.listSpaces>>[number];
const colours: Record<Space['status'], string> = { offered: 'blue', surveyed: 'cyan', agreed: 'orange', converted: 'green', withdrawn: 'default' };

/** Idle rooms and land: what is offered, on what terms, and what became of it. */
export function SpacesTab() {
  const w = useWords(words);
  const { language } = usePreferences();
  const { roles } = useDesk();
  const [editing, setEditing] = useState<Space | 'new' | null>(null);
  const [moving, setMoving] = useState<Space | null>(null);
  const list = useQuery({ queryKey: ['planning', 'programme', 'spaces'], queryFn: () => calls.listSpaces() });
  const may = roles.some((role) => role.endsWith('Official') || role === 'communityWorker');
  const sum = (status: readonly string[]) =>
    count((list.data ?? []).filter((space) => status.includes(space.status)).reduce((all, space) => all + space.floorArea, 0));
  return (
    <>
      <Trouble error={list.error} onRetry={list.refetch} />
      <div className="figures">
        <Figure label={w.statuses.converted}>{w.revived(sum(['converted']))}</Figure>
        <Figure label={w.statuses.offered}>{w.offered(sum(['offered', 'surveyed', 'agreed']))}</Figure>
      </div>
      {may && (
        <Button type="primary" style={{ marginBottom: 12 }} onClick={() => setEditing('new')}>
          {w.newSpace}
        </Button>
      )}
      <Table<Space>
        rowKey="id"
        size="small"
        loading={list.isPending}
        dataSource={list.data ?? []}
        pagination={{ pageSize: 20, hideOnSinglePage: true }}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: w.none }}
        columns={[
          { title: w.name, render: (_, space) => <strong>{space.name}</strong> },
          { title: w.area, dataIndex: 'areaName' },
          { title: w.kind, render: (_, space) => w.kinds[space.kind] },
          { title: w.floorArea, align: 'right', render: (_, space) => count(space.floorArea) },
          { title: w.owner, dataIndex: 'owner' },
          { title: w.acquisition, render: (_, space) => w.acquisitions[space.acquisition] },
          { title: w.rentShort, align: 'right', render: (_, space) => (space.rentFen === 0 ? w.free : yuan(space.rentFen, language)) },
          { title: w.status, render: (_, space) => <Tag color={colours[space.status]}>{w.statuses[space.status]}</Tag> },
          { title: w.place, render: (_, space) => space.placeName ?? space.statusNote ?? '–' },
          {
            title: '',
            render: (_, space) =>
              may && (
                <Row>
                  <Button size="small" aria-label={`${w.editSpace} ${space.name}`} onClick={() => setEditing(space)}>
                    {w.editSpace}
                  </Button>
                  <Button size="small" aria-label={`${w.moveOn} ${space.name}`} onClick={() => setMoving(space)}>
                    {w.moveOn}
                  </Button>
                </Row>
              ),
          },
        ]}
      />
      {editing && <SpaceDialog space={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
      {moving && <StatusDialog space={moving} onClose={() => setMoving(null)} />}
    </>
  );
}

type Fields = Omit<Parameters<typeof calls.offerSpace>[0], 'rentFen' | 'availableFrom'> & { rentYuan: number; availableFrom?: string };

function SpaceDialog({ space, onClose }: { space: Space | null; onClose: () => void }) {
  const w = useWords(words);
  const required = [{ required: true, message: w.required }];
  const send = ({ rentYuan, availableFrom, address, termMonths, areaCode, ...fields }: Fields) => {
    const sent = {
      ...fields,
      rentFen: Math.round(100 * rentYuan),
      availableFrom: availableFrom || null,
      address: address || null,
      termMonths: termMonths ?? null,
    };
    return space ? calls.updateSpace({ ...sent, id: space.id, revision: space.revision }) : calls.offerSpace({ ...sent, areaCode });
  };
  const initial: Partial<Fields> = space
    ? { ...space, rentYuan: space.rentFen / 100, availableFrom: space.availableFrom ?? '' }
    : { rentYuan: 0, kind: 'stateOwned', acquisition: 'provision' };
  return (
    <FormDialog<Fields> title={space ? space.name : w.newSpace} initial={initial} onSend={send} onClose={onClose}>
      <Form.Item name="name" label={w.name} rules={[...required, { min: 2 }]}>
        <Input maxLength={80} />
      </Form.Item>
      {!space && <AreaField label={w.area} levels={['community']} />}
      <Form.Item name="address" label={w.address}>
        <Input maxLength={200} />
      </Form.Item>
      <PositionField />
      <Form.Item name="owner" label={w.owner} rules={[...required, { min: 2 }]}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name="kind" label={w.kind} rules={required}>
        <Select options={optionsOf(w.kinds)} />
      </Form.Item>
      <Form.Item name="floorArea" label={w.floorArea} rules={required}>
        <InputNumber min={0.1} max={1_000_000} />
      </Form.Item>
      <Form.Item name="acquisition" label={w.acquisition} rules={required}>
        <Select options={optionsOf(w.acquisitions)} />
      </Form.Item>
      <Form.Item name="rentYuan" label={w.rent} rules={required}>
        <InputNumber min={0} max={10_000_000} />
      </Form.Item>
      <Form.Item name="termMonths" label={w.term}>
        <InputNumber min={1} max={1200} precision={0} />
      </Form.Item>
      <Form.Item name="availableFrom" label={w.availableFrom}>
        <Input type="date" style={{ width: 180 }} />
      </Form.Item>
    </FormDialog>
  );
}

type StatusFields = { status: Space['status']; note?: string; placeId?: string };

function StatusDialog({ space, onClose }: { space: Space; onClose: () => void }) {
  const w = useWords(words);
  const [status, setStatus] = useState(space.status);
  return (
    <FormDialog<StatusFields>
      title={`${w.moveOn}：${space.name}`}
      initial={{ status: space.status, ...(space.placeId && { placeId: space.placeId }), ...(space.statusNote && { note: space.statusNote }) }}
      onSend={({ status: next, note, placeId }) =>
        calls.setSpaceStatus({ id: space.id, revision: space.revision, status: next, note: note || null, placeId: placeId ?? null })
      }
      onClose={onClose}
    >
      <Form.Item name="status" label={w.status}>
        <Select options={optionsOf(w.statuses)} onChange={setStatus} />
      </Form.Item>
      {status === 'converted' && <PlaceField label={w.place} areaCode={space.areaCode} isRequired />}
      <Form.Item name="note" label={w.note} rules={[{ required: status === 'withdrawn', message: w.required }, { min: 2 }]}>
        <Input maxLength={400} />
      </Form.Item>
    </FormDialog>
  );
}
