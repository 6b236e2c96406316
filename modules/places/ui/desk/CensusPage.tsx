import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Card, Form, Input, Table } from 'antd';
import { useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { Trouble, useDesk, useMyArea } from '../../../../ui/desk.tsx';
import { today } from '../../../../ui/format.ts';
import { useWords } from '../../../../ui/preferences.ts';
import type { places } from '../../contract.ts';
import { useCatalogue } from '../catalogue.ts';
import { words } from './words.ts';

const calls = api<typeof places>('places');

/** Censuses, the difference to now, and totals by function to reconcile with published numbers. */
export function CensusPage() {
  const w = useWords(words);
  const { roles } = useDesk();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<string | null>(null);
  const list = useQuery({ queryKey: ['places', 'censuses'], queryFn: () => calls.listCensuses() });
  const difference = useQuery({
    queryKey: ['places', 'difference', chosen],
    queryFn: () => calls.compareCensus({ id: chosen! }),
    enabled: chosen !== null,
  });
  const take = useMutation({
    mutationFn: ({ title }: { title: string }) => calls.takeCensus({ title, asOf: today() }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['places', 'censuses'] }),
  });
  const mayTake = roles.includes('districtOfficial') || roles.includes('cityOfficial');
  return (
    <>
      <h1>{w.census}</h1>
      <Trouble error={list.error ?? take.error ?? difference.error} onRetry={list.error ? list.refetch : undefined} />
      {mayTake && (
        <Form layout="vertical" onFinish={(fields) => take.mutate(fields)} style={{ marginBottom: 16 }}>
          <Form.Item name="title" label={w.censusTitle} rules={[{ required: true, min: 2 }]}>
            <Input />
          </Form.Item>
          <Button htmlType="submit" type="primary" loading={take.isPending}>
            {w.take}
          </Button>
        </Form>
      )}
      <div className="desk-grid">
        <div>
          <Table
            rowKey="id"
            size="small"
            loading={list.isPending}
            dataSource={list.data ?? []}
            pagination={false}
            scroll={{ x: 'max-content' }}
            locale={{ emptyText: w.noCensus }}
            columns={[
              { title: w.censusTitle, dataIndex: 'title' },
              { title: w.asOf, dataIndex: 'asOf' },
              { title: w.places, dataIndex: 'places', align: 'right' },
              {
                title: '',
                render: (_, row) => (
                  <Button size="small" onClick={() => setChosen(row.id)}>
                    {w.compare}
                  </Button>
                ),
              },
            ]}
          />
          {difference.data && <Difference data={difference.data} />}
        </div>
        <Totals />
      </div>
    </>
  );
}

function Difference({ data }: { data: Awaited<ReturnType<typeof calls.compareCensus>> }) {
  const w = useWords(words);
  const names = (list: { name: string }[]) => (list.length === 0 ? '–' : list.map((entry) => entry.name).join('、'));
  return (
    <Card size="small" style={{ marginTop: 16 }}>
      <p>
        <strong>{w.added}</strong>：{names(data.added)}
      </p>
      <p>
        <strong>{w.removed}</strong>：{names(data.removed)}
      </p>
      <p>{w.unchanged(data.unchanged)}</p>
      <Table
        rowKey="key"
        size="small"
        pagination={{ pageSize: 20, hideOnSinglePage: true }}
        scroll={{ x: 'max-content' }}
        dataSource={data.changed.flatMap((place) => place.fields.map((field) => ({ key: place.id + field.field, place: place.name, ...field })))}
        columns={[
          { title: w.changed, dataIndex: 'place' },
          { title: w.field, dataIndex: 'field' },
          { title: w.before, dataIndex: 'before' },
          { title: w.after, dataIndex: 'after' },
        ]}
      />
    </Card>
  );
}

/** How many places provide each function, to set beside published numbers. */
function Totals() {
  const w = useWords(words);
  const within = useMyArea();
  const { nameOf } = useCatalogue();
  const totals = useQuery({ queryKey: ['places', 'totals', within], queryFn: () => calls.countFacilities({ within }) });
  return (
    <Card size="small" title={w.totals}>
      <Table
        rowKey="functionCode"
        size="small"
        loading={totals.isPending}
        dataSource={totals.data ?? []}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: w.functions, dataIndex: 'functionCode', render: nameOf },
          { title: w.complexes, dataIndex: 'complexes', align: 'right' },
          { title: w.facilities, dataIndex: 'facilities', align: 'right' },
        ]}
      />
    </Card>
  );
}
