import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Card, Form, Input, Progress, Select, Space, Table, Tag } from 'antd';
import { useRef, useState } from 'react';
import { api } from '../../../platform/client.ts';
import { Figure, Trouble } from '../../../ui/desk.tsx';
import { moment } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import type { imports } from '../contract.ts';
import { words } from './words.ts';

const calls = api<typeof imports>('imports');
type Row = Awaited<ReturnType<typeof calls.listImports>>[number];
type Fields = { kind: 'areas' | 'facilities' | 'population' | 'streets'; crs?: 'WGS-84'; source?: string; asOf?: string };
const isBusy = (status: Row['status'] | undefined) => status === 'checking' || status === 'loading';

/** Send a file, see what is wrong with it by row and column, then load it or not. */
export function ImportsPage() {
  const w = useWords(words);
  const { language } = usePreferences();
  const [chosen, setChosen] = useState<string | null>(null);
  const list = useQuery({
    queryKey: ['imports', 'list'],
    queryFn: () => calls.listImports(),
    refetchInterval: ({ state }) => (state.data?.some((row) => isBusy(row.status)) ? 800 : false),
  });
  return (
    <>
      <h1>{w.title}</h1>
      <Trouble error={list.error} onRetry={list.refetch} />
      <div className="desk-grid">
        <div>
          {chosen ? <Found key={chosen} id={chosen} /> : <Card size="small">{w.choose}</Card>}
          <Table<Row>
            rowKey="id"
            size="small"
            style={{ marginTop: 16 }}
            loading={list.isPending}
            dataSource={list.data ?? []}
            pagination={{ pageSize: 12, hideOnSinglePage: true }}
            locale={{ emptyText: w.none }}
            scroll={{ x: 'max-content' }}
            columns={[
              {
                title: w.file,
                render: (_, row) => (
                  <Button type="link" style={{ padding: 0 }} onClick={() => setChosen(row.id)}>
                    {row.fileName}
                  </Button>
                ),
              },
              { title: w.kind, render: (_, row) => w.kinds[row.kind] },
              { title: w.when, render: (_, row) => moment(row.createdAt, language) },
              {
                title: '',
                render: (_, row) => <Tag color={row.status === 'loaded' ? 'green' : row.status === 'failed' ? 'red' : 'blue'}>{w.status[row.status]}</Tag>,
              },
            ]}
          />
        </div>
        <Send onSent={setChosen} />
      </div>
    </>
  );
}

function Send({ onSent }: { onSent: (id: string) => void }) {
  const w = useWords(words);
  const queries = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [form] = Form.useForm<Fields>();
  const kind = Form.useWatch('kind', form) ?? 'facilities';
  const start = useMutation({
    mutationFn: ({ asOf, source, crs, ...fields }: Fields) =>
      calls.startImport({
        ...fields,
        ...(crs && { crs }),
        ...(asOf && { asOf }),
        ...(source && { source }),
        file: input.current!.files![0]!,
      }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['imports'] });
      onSent(id);
    },
  });
  return (
    <Card size="small" title={w.check}>
      <p>{w.checkNote}</p>
      <Form<Fields> form={form} layout="vertical" initialValues={{ kind: 'facilities' }} onFinish={(fields) => start.mutate(fields)}>
        <Form.Item name="kind" label={w.kind}>
          <Select
            options={(['areas', 'facilities', 'population', 'streets'] as const).map((value) => ({
              value,
              label: w.kinds[value],
            }))}
          />
        </Form.Item>
        <Form.Item label={`${w.file}：${w.formats[kind]}`} htmlFor="import-file" required>
          <input id="import-file" ref={input} type="file" required accept=".csv,.xlsx,.geojson,.json,.pbf,.osm,.txt" />
        </Form.Item>
        <Form.Item name="crs" label={w.crs} help={w.crsHelp}>
          <Select allowClear options={['WGS-84', 'CGCS2000', 'GCJ-02', 'BD-09'].map((value) => ({ value, label: value }))} />
        </Form.Item>
        <Form.Item name="source" label={w.source}>
          <Input />
        </Form.Item>
        <Form.Item name="asOf" label={w.asOf}>
          <Input type="date" />
        </Form.Item>
        <Trouble error={start.error} />
        <Button type="primary" htmlType="submit" loading={start.isPending}>
          {w.check}
        </Button>
      </Form>
    </Card>
  );
}

function Found({ id }: { id: string }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const queries = useQueryClient();
  const found = useQuery({
    queryKey: ['imports', id],
    queryFn: () => calls.getImport({ id }),
    refetchInterval: ({ state }) => (isBusy(state.data?.status) ? 500 : false),
  });
  const apply = useMutation({
    mutationFn: (skipBadRows: boolean) => calls.applyImport({ id, skipBadRows }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['imports'] }),
  });
  const { data } = found;
  if (!data) return <Trouble error={found.error} onRetry={found.refetch} />;
  return (
    <Card size="small" title={`${data.fileName} · ${w.status[data.status]}`}>
      {isBusy(data.status) && <Progress percent={data.progress} format={() => `${data.progress}% ${data.step}`} aria-label={w.status[data.status]} />}
      {data.rowsTotal !== null && (
        <div className="figures">
          <Figure label={w.rows}>{data.rowsTotal}</Figure>
          <Figure label={w.good}>{data.rowsGood}</Figure>
          <Figure label={w.bad}>{data.rowsBad}</Figure>
        </div>
      )}
      {data.summary && (
        <p>{`${w.summary}：${Object.entries(data.summary)
          .map(([key, value]) => `${key} ${value}`)
          .join(', ')}`}</p>
      )}
      {data.notes.map((note) => (
        <Alert key={note.en} type="info" showIcon title={note[language]} style={{ marginBottom: 8 }} />
      ))}
      <Trouble error={apply.error} />
      {data.status === 'checked' && (data.rowsGood ?? 0) > 0 && (
        <Space style={{ marginBottom: 12 }}>
          {data.rowsBad === 0 ? (
            <Button type="primary" loading={apply.isPending} onClick={() => apply.mutate(false)}>
              {w.load}
            </Button>
          ) : (
            <Button loading={apply.isPending} onClick={() => apply.mutate(true)}>
              {w.skip(data.rowsBad ?? 0)}
            </Button>
          )}
        </Space>
      )}
      {data.issues.length > 0 && (
        <>
          <p>
            {w.firstIssues} · <a href={`/api/imports/${id}/issues`}>{w.issues}</a>
          </p>
          <Table
            rowKey={(issue) => `${issue.row}-${issue.column}-${issue.en}`}
            size="small"
            dataSource={data.issues}
            pagination={{ pageSize: 15, hideOnSinglePage: true }}
            scroll={{ x: 'max-content' }}
            columns={[
              { title: w.row, dataIndex: 'row', render: (row: number | null) => row ?? '–' },
              { title: w.column, dataIndex: 'column', render: (column: string | null) => column ?? '–' },
              { title: w.value, dataIndex: 'value', render: (value: string | null) => <code>{value ?? ''}</code> },
              { title: w.problem, render: (_, issue) => issue[language] },
            ]}
          />
        </>
      )}
    </Card>
  );
}
