import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Dropdown, Empty, Form, Select, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { api } from '../../../../../platform/client.ts';
import { Trouble, useMyArea } from '../../../../../ui/desk.tsx';
import { usePreferences, useWords } from '../../../../../ui/preferences.ts';
import type { places } from '../../../../places/contract.ts';
import type { bookings } from '../../../contract.ts';
import { Dates } from './Dates.tsx';
import type { Offering } from './draft.ts';
import { OfferingEditor } from './OfferingEditor.tsx';
import { Resources } from './Resources.tsx';
import { words } from './words.ts';

const calls = api<typeof bookings>('bookings');
const placeCalls = api<typeof places>('places');
const colours = { draft: 'orange', published: 'green', archived: 'default' } as const;
type Kind = Offering['kind'];

/** What one place offers: rooms, rules and dates, drafted here and published when they are right. */
export function OfferingsDeskPage() {
  const w = useWords(words);
  const within = useMyArea();
  const [placeId, setPlaceId] = useState<string | null>(null);
  const [editing, setEditing] = useState<{ offering: Offering | null; kind: Kind } | null>(null);
  const [dated, setDated] = useState<Offering | null>(null);
  const list = useQuery({ queryKey: ['places', 'complexes', within], queryFn: () => placeCalls.searchPlaces({ kind: 'complex', within, limit: 200 }) });
  const chosen = placeId ?? list.data?.[0]?.id ?? null;
  const offered = useQuery({
    queryKey: ['bookings', 'all-offerings', chosen],
    queryFn: () => calls.listAllOfferings({ id: chosen! }),
    enabled: chosen !== null,
  });
  return (
    <>
      <h1>{w.title}</h1>
      <p>{w.lead}</p>
      <Form layout="inline" style={{ rowGap: 12, marginBottom: 12 }}>
        <Form.Item label={w.place} style={{ maxWidth: '100%', minWidth: 0 }}>
          <Select
            aria-label={w.place}
            showSearch={{ optionFilterProp: 'label' }}
            style={{ minWidth: 200 }}
            loading={list.isPending}
            value={chosen}
            onChange={setPlaceId}
            options={(list.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
        <Dropdown
          disabled={chosen === null}
          menu={{
            items: (['slot', 'session', 'trial'] as const).map((key) => ({ key, label: w.kinds[key] })),
            onClick: ({ key }) => setEditing({ offering: null, kind: key as Kind }),
          }}
          trigger={['click']}
        >
          <Button type="primary">{w.add}</Button>
        </Dropdown>
      </Form>
      <Trouble error={list.error ?? offered.error} onRetry={() => (list.error ? list.refetch() : offered.refetch())} />
      <OfferingTable
        rows={offered.data}
        isLoading={offered.isPending && chosen !== null}
        onEdit={(offering) => setEditing({ offering, kind: offering.kind })}
        onDates={setDated}
      />
      {chosen && <Resources placeId={chosen} />}
      {editing && chosen && (
        <OfferingEditor
          key={editing.offering?.id ?? editing.kind}
          placeId={chosen}
          offering={editing.offering}
          kind={editing.kind}
          onClose={() => setEditing(null)}
        />
      )}
      {dated && <Dates key={dated.id} offering={dated} onClose={() => setDated(null)} />}
    </>
  );
}

type TableProps = { rows: Offering[] | undefined; isLoading: boolean; onEdit: (offering: Offering) => void; onDates: (offering: Offering) => void };
function OfferingTable({ rows, isLoading, onEdit, onDates }: TableProps) {
  const w = useWords(words);
  const { language } = usePreferences();
  return (
    <Table<Offering>
      rowKey="id"
      size="small"
      loading={isLoading}
      dataSource={rows ?? []}
      pagination={false}
      scroll={{ x: 760 }}
      locale={{ emptyText: <Empty description={w.empty} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
      columns={[
        { title: w.name, render: (_, row) => (language === 'zh' ? row.name : row.nameEn) },
        { title: w.kind, render: (_, row) => w.kinds[row.kind] },
        { title: w.price, render: (_, row) => w.priceOf(row.rules.price) },
        { title: w.rooms, render: (_, row) => row.resources.length || '' },
        { title: w.state, render: (_, row) => <Tag color={colours[row.state]}>{w.states[row.state]}</Tag> },
        {
          title: w.actions,
          render: (_, row) => (
            <Space wrap size="small">
              <Button size="small" onClick={() => onEdit(row)}>
                {w.edit}
              </Button>
              {row.kind === 'session' && (
                <Button size="small" onClick={() => onDates(row)}>
                  {w.dates}
                </Button>
              )}
              <StateButton offering={row} />
            </Space>
          ),
        },
      ]}
    />
  );
}

/** Publishes a draft, or takes what is published off the list; what is booked stays. */
function StateButton({ offering }: { offering: Offering }) {
  const w = useWords(words);
  const queries = useQueryClient();
  const { placeId: _p, placeName: _n, kind: _k, ...rest } = offering;
  const change = useMutation({
    mutationFn: (state: Offering['state']) => calls.editOffering({ ...rest, state }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['bookings'] }),
  });
  const next = offering.state === 'published' ? 'archived' : 'published';
  return (
    <>
      <Button size="small" type={next === 'published' ? 'primary' : 'default'} loading={change.isPending} onClick={() => change.mutate(next)}>
        {next === 'published' ? w.publish : w.archive}
      </Button>
      <Trouble error={change.error} />
    </>
  );
}
