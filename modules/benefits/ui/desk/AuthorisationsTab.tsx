import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Popconfirm, Select, Space, Table } from 'antd';
import { useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { Trouble, useDesk, useMyArea } from '../../../../ui/desk.tsx';
import { count, moment } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { benefits } from '../../contract.ts';
import { words } from './words.ts';

const calls = api<typeof benefits>('benefits');
type Authorisation = Awaited<ReturnType<typeof calls.listAuthorisations>>[number];

function useRefresh() {
  const queries = useQueryClient();
  return { onSuccess: () => queries.invalidateQueries({ queryKey: ['benefits'] }) };
}

/** What allows people to be matched: who allowed it, what for, until when, and what each run has done. */
export function AuthorisationsTab() {
  const w = useWords(words);
  const { roles } = useDesk();
  const mayGive = roles.some((role) => role === 'districtOfficial' || role === 'subdistrictOfficial');
  const [isGiving, setGiving] = useState(false);
  const list = useQuery({
    queryKey: ['benefits', 'authorisations'],
    queryFn: () => calls.listAuthorisations(),
    refetchInterval: (query) => (query.state.data?.some((it) => it.runs[0]?.finishedAt === null) ? 1000 : false),
  });
  return (
    <>
      <Trouble error={list.error} onRetry={list.refetch} />
      {mayGive && (
        <Button type="primary" style={{ marginBottom: 12 }} onClick={() => setGiving(true)}>
          {w.give}
        </Button>
      )}
      <Table<Authorisation>
        rowKey="id"
        size="small"
        loading={list.isPending}
        dataSource={list.data ?? []}
        pagination={false}
        locale={{ emptyText: w.noAuthorisations }}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: w.area, dataIndex: 'areaName' },
          { title: w.policies, render: (_, row) => w.policyCount(row.policies.length) },
          { title: w.purpose, render: (_, row) => <div style={{ maxWidth: 320, whiteSpace: 'normal' }}>{`${row.purpose}；${row.legalBasis}`}</div> },
          { title: w.givenBy, dataIndex: 'givenByName' },
          { title: w.until, render: (_, row) => (row.endedAt ? w.ended : row.validTo) },
          { title: w.lastRun, render: (_, row) => <LastRun authorisation={row} /> },
          { title: '', render: (_, row) => mayGive && row.endedAt === null && <Actions authorisation={row} /> },
        ]}
      />
      {isGiving && <GiveDialog onClose={() => setGiving(false)} />}
    </>
  );
}

function LastRun({ authorisation: { runs } }: { authorisation: Authorisation }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [run] = runs;
  if (!run) return w.neverRun;
  if (run.finishedAt === null) return <span role="status">{w.running}</span>;
  if (run.failure) return w.failed;
  return `${moment(run.finishedAt, language)} · ${w.runResult(count(run.people ?? 0), count(run.opened ?? 0), count(run.closed ?? 0))}`;
}

function Actions({ authorisation: { id, areaName } }: { authorisation: Authorisation }) {
  const w = useWords(words);
  const run = useMutation({ mutationFn: () => calls.startRun({ id }), ...useRefresh() });
  const end = useMutation({ mutationFn: () => calls.endAuthorisation({ id }), ...useRefresh() });
  return (
    <Space>
      <Trouble error={run.error ?? end.error} />
      <Button size="small" aria-label={`${w.runNow} ${areaName}`} loading={run.isPending} onClick={() => run.mutate()}>
        {w.runNow}
      </Button>
      <Popconfirm title={w.endAuthorisation} onConfirm={() => end.mutate()}>
        <Button size="small" aria-label={`${w.endAuthorisation} ${areaName}`}>
          {w.endAuthorisation}
        </Button>
      </Popconfirm>
    </Space>
  );
}

type Given = { policies: string[]; purpose: string; legalBasis: string; validTo: string };

function GiveDialog({ onClose }: { onClose: () => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const areaCode = useMyArea();
  const [form] = Form.useForm<Given>();
  const policies = useQuery({ queryKey: ['benefits', 'policies'], queryFn: () => calls.listPolicies() });
  const queries = useQueryClient();
  const give = useMutation({
    mutationFn: async (given: Given) => calls.startRun(await calls.giveAuthorisation({ areaCode, ...given })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['benefits'] });
      onClose();
    },
  });
  const required = [{ required: true }];
  return (
    <Modal open title={w.give} okText={w.giveNow} onCancel={onClose} onOk={() => form.submit()} confirmLoading={give.isPending}>
      <Trouble error={give.error} />
      <Form form={form} layout="vertical" onFinish={(given) => give.mutate(given)}>
        <Form.Item name="policies" label={w.policies} rules={required}>
          <Select
            mode="multiple"
            maxTagCount={4}
            optionFilterProp="label"
            options={(policies.data?.policies ?? []).map((policy) => ({ value: policy.id, label: policy.title[language] }))}
          />
        </Form.Item>
        <Form.Item name="purpose" label={w.purpose} rules={[{ required: true, min: 4 }]}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="legalBasis" label={w.legalBasis} rules={[{ required: true, min: 4 }]}>
          <Input maxLength={300} />
        </Form.Item>
        <Form.Item name="validTo" label={w.until} rules={required}>
          <Input type="date" />
        </Form.Item>
      </Form>
    </Modal>
  );
}
