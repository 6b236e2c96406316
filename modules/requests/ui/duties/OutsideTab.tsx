import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Popconfirm, Select, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { problemOf } from '../../../../platform/client.ts';
import { Trouble } from '../../../../ui/desk.tsx';
import { moment } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import { calls, useChange } from '../calls.ts';
import { words as deskWords } from '../desk/words.ts';
import { words } from './words.ts';

type Key = Awaited<ReturnType<typeof calls.listIntakeKeys>>[number];

/** Systems that send requests by a key of their own, and lists of calls as a file. */
export function OutsideTab() {
  const w = useWords(words);
  const d = useWords(deskWords);
  const { language } = usePreferences();
  const keys = useQuery({ queryKey: ['requests', 'keys'], queryFn: () => calls.listIntakeKeys() });
  const make = useChange((fields: { name: string; channel: Key['channel'] }) => calls.makeIntakeKey(fields));
  const end = useChange((id: string) => calls.endIntakeKey({ id }));
  return (
    <>
      <h2>{w.keys}</h2>
      <p>{w.keysLead}</p>
      <Trouble error={keys.error ?? make.error ?? end.error} />
      {make.data && <Alert type="success" role="status" title={w.keyShown(make.data.key)} style={{ marginBottom: 10 }} />}
      <Form layout="inline" style={{ rowGap: 8, marginBottom: 10 }} initialValues={{ channel: 'hotline' }} onFinish={(fields) => make.mutate(fields)}>
        <Form.Item name="name" rules={[{ required: true, min: 2, message: w.keyName }]}>
          <Input aria-label={w.keyName} placeholder={w.keyName} maxLength={60} />
        </Form.Item>
        <Form.Item name="channel">
          <Select
            aria-label={w.keyChannel}
            style={{ width: 140 }}
            options={(['hotline', 'open311', 'device', 'mail'] as const).map((value) => ({ value, label: d.channels[value] }))}
          />
        </Form.Item>
        <Button htmlType="submit" loading={make.isPending}>
          {w.addKey}
        </Button>
      </Form>
      <Table<Key>
        rowKey="id"
        size="small"
        loading={keys.isPending}
        dataSource={keys.data ?? []}
        pagination={false}
        scroll={{ x: 560 }}
        columns={[
          { title: w.keyName, dataIndex: 'name' },
          { title: w.keyChannel, render: (_, row) => `${d.channels[row.channel]} · ${w.requests(row.requests)}` },
          { title: '', render: (_, row) => moment(row.madeAt, language) },
          {
            title: w.actions,
            render: (_, row) =>
              row.endedAt ? (
                <Tag>{w.ended}</Tag>
              ) : (
                <Popconfirm title={w.endSure} okText={w.ok} cancelText={w.cancel} onConfirm={() => end.mutate(row.id)}>
                  <Button size="small" aria-label={`${w.end} ${row.name}`}>
                    {w.end}
                  </Button>
                </Popconfirm>
              ),
          },
        ]}
      />
      <Hotline />
    </>
  );
}

function Hotline() {
  const w = useWords(words);
  const { language } = usePreferences();
  const [file, setFile] = useState<File | null>(null);
  const bring = useChange(({ isLoad, skipBadRows }: { isLoad: boolean; skipBadRows: boolean }) => calls.importHotline({ file: file!, isLoad, skipBadRows }));
  const result = bring.data;
  return (
    <>
      <h2 style={{ marginTop: 20 }}>{w.hotline}</h2>
      <p>{w.hotlineLead}</p>
      <Space wrap>
        <input
          aria-label={w.hotline}
          type="file"
          accept=".csv,.xlsx"
          onChange={(event) => {
            setFile(event.target.files?.[0] ?? null);
            // What was checked was another file.
            bring.reset();
          }}
        />
        <Button disabled={!file} loading={bring.isPending} onClick={() => bring.mutate({ isLoad: false, skipBadRows: false })}>
          {w.check}
        </Button>
        {result && result.good > 0 && (
          <Button type="primary" loading={bring.isPending} onClick={() => bring.mutate({ isLoad: true, skipBadRows: result.issues.length > 0 })}>
            {result.issues.length > 0 ? w.skip : w.load}
          </Button>
        )}
      </Space>
      {bring.error && <Alert type="error" role="alert" title={problemOf(bring.error).title} style={{ marginTop: 8 }} />}
      {result && (
        <div role="status" style={{ marginTop: 8 }}>
          <p>{w.result(result.rows, result.good, result.loaded, result.repeated)}</p>
          <ul>
            {result.issues.map((issue) => (
              <li key={`${issue.row} ${issue.column} ${issue.en}`}>
                {w.row(issue.row)} {issue.column} · {issue[language]}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
