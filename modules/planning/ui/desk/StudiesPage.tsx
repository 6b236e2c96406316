import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Card, Form, Input, InputNumber, Select, Space, Table, Tag } from 'antd';
import { useRef, useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { Trouble, useDesk } from '../../../../ui/desk.tsx';
import { count, moment, percent } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { planning } from '../../contract.ts';
import { words } from './words.ts';

const calls = api<typeof planning>('planning');
type Study = Awaited<ReturnType<typeof calls.listStudies>>[number];
type Fields = { title: string; minutes: number; speed: number; crs?: 'WGS-84' };

/** The study of the command line, on the district as loaded or on files of one's own. */
export function StudiesPage() {
  const w = useWords(words);
  const { roles } = useDesk();
  const { language } = usePreferences();
  const [chosen, setChosen] = useState<string | null>(null);
  const list = useQuery({
    queryKey: ['planning', 'studies'],
    queryFn: () => calls.listStudies(),
    refetchInterval: ({ state }) => (state.data?.some((study) => study.status === 'waiting' || study.status === 'running') ? 1000 : false),
  });
  const mayStart = roles.some((role) => ['cityOfficial', 'districtOfficial', 'subdistrictOfficial'].includes(role));
  return (
    <>
      <h1>{w.studies}</h1>
      <Trouble error={list.error} onRetry={list.refetch} />
      {mayStart && <NewStudy />}
      <Table<Study>
        rowKey="id"
        size="small"
        loading={list.isPending}
        dataSource={list.data ?? []}
        pagination={{ pageSize: 10, hideOnSinglePage: true }}
        locale={{ emptyText: w.none }}
        scroll={{ x: 'max-content' }}
        columns={[
          {
            title: w.studyTitle,
            render: (_, study) =>
              study.status === 'done' ? (
                <Button type="link" style={{ padding: 0 }} onClick={() => setChosen(study.id)}>
                  {study.title}
                </Button>
              ) : (
                study.title
              ),
          },
          { title: w.created, render: (_, study) => moment(study.createdAt, language) },
          { title: w.files, render: (_, study) => study.files.join('、') || '–' },
          {
            title: '',
            render: (_, study) => (
              <>
                <Tag color={study.status === 'done' ? 'green' : study.status === 'failed' ? 'red' : 'blue'}>
                  {w.status[study.status]} {study.progress}
                </Tag>
                {study.error}
              </>
            ),
          },
        ]}
      />
      {chosen && <Result key={chosen} id={chosen} onClose={() => setChosen(null)} />}
    </>
  );
}

function NewStudy() {
  const w = useWords(words);
  const queries = useQueryClient();
  const files = useRef<HTMLInputElement>(null);
  const start = useMutation({
    mutationFn: (fields: Fields) => calls.startStudy({ ...fields, ...(files.current?.files?.length && { files: [...files.current.files] }) }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['planning', 'studies'] }),
  });
  const { data: usual, error } = useQuery({ queryKey: ['planning', 'paces'], queryFn: () => calls.listPaces(), staleTime: Number.POSITIVE_INFINITY });
  if (!usual) return <Trouble error={error} />;
  return (
    <Card size="small" title={w.newStudy} style={{ marginBottom: 16 }}>
      <p>{w.studyHelp}</p>
      <Form<Fields>
        layout="vertical"
        initialValues={{ minutes: usual.minutes, speed: usual.paces.find(({ code }) => code === 'adult')?.metresPerSecond }}
        onFinish={(fields) => start.mutate(fields)}
      >
        <Space wrap align="end">
          <Form.Item name="title" label={w.studyTitle} rules={[{ required: true, min: 2 }]}>
            <Input style={{ width: 220 }} />
          </Form.Item>
          <Form.Item name="minutes" label={w.minutes}>
            <InputNumber min={1} max={60} />
          </Form.Item>
          <Form.Item name="speed" label={`${w.speed} (m/s)`}>
            <InputNumber min={0.3} max={3} step={0.1} />
          </Form.Item>
          <Form.Item name="crs" label={w.crs}>
            <Select allowClear style={{ width: 130 }} options={['WGS-84', 'CGCS2000', 'GCJ-02', 'BD-09'].map((value) => ({ value, label: value }))} />
          </Form.Item>
          <Form.Item label={w.files} htmlFor="study-files">
            <input id="study-files" ref={files} type="file" multiple accept=".pbf,.osm,.geojson,.csv,.xlsx" />
          </Form.Item>
          <Form.Item>
            <Button type="primary" htmlType="submit" loading={start.isPending}>
              {w.run}
            </Button>
          </Form.Item>
        </Space>
        <Trouble error={start.error} />
      </Form>
    </Card>
  );
}

function Result({ id, onClose }: { id: string; onClose: () => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const study = useQuery({ queryKey: ['planning', 'study', id], queryFn: () => calls.getStudy({ id }) });
  const result = study.data?.result;
  if (!result) return <Trouble error={study.error} />;
  const link = (as: string, label: string) => (
    <a href={`/api/planning/studies/${id}/report?as=${as}`} target="_blank" rel="noreferrer">
      {label}
    </a>
  );
  return (
    <Card
      size="small"
      title={result.title}
      extra={
        <Button size="small" onClick={onClose}>
          {w.close}
        </Button>
      }
      style={{ marginTop: 16 }}
    >
      <Space size="large">
        {link('html', w.report)}
        {link('csv', w.csv)}
        {link('json', w.json)}
      </Space>
      <Table
        rowKey="kind"
        size="small"
        pagination={false}
        style={{ marginTop: 12 }}
        scroll={{ x: 'max-content' }}
        dataSource={result.kinds}
        columns={[
          { title: w.function, render: (_, kind) => (language === 'zh' ? kind.name : kind.nameEn) },
          { title: w.facilities, dataIndex: 'facilities', align: 'right' },
          { title: w.within, align: 'right', render: (_, kind) => count(kind.figures.peopleWithin) },
          { title: w.share, align: 'right', render: (_, kind) => percent(kind.figures.share) },
          { title: w.straight, align: 'right', render: (_, kind) => percent(kind.figures.shareStraight) },
          { title: w.mean, align: 'right', render: (_, kind) => kind.figures.meanMinutes?.toFixed(1) ?? '–' },
          { title: w.p90, align: 'right', render: (_, kind) => kind.figures.p90Minutes?.toFixed(1) ?? '–' },
          { title: w.unreached, align: 'right', render: (_, kind) => count(kind.figures.peopleUnreached) },
        ]}
      />
    </Card>
  );
}
