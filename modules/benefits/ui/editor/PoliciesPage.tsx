import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Table, Tag } from 'antd';
import { useState } from 'react';
import { Link, useLocation, useParams } from 'wouter';
import type { Policy } from '../../../../engines/rules/document.ts';
import { api } from '../../../../platform/client.ts';
import { Trouble } from '../../../../ui/desk.tsx';
import { today } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { benefits } from '../../contract.ts';
import { PolicyEditor } from './PolicyEditor.tsx';
import './editor.css';
import { words } from './words.ts';

const calls = api<typeof benefits>('benefits');
type Row = Awaited<ReturnType<typeof calls.listPolicyVersions>>[number];
const colours: Record<string, string> = { published: 'green', proposed: 'orange', draft: 'blue' };

/** All policies; one of them opened to be read, written or published. */
export function PoliciesPage() {
  const policyId = useParams()['*'];
  return policyId ? <PolicyEditor key={policyId} policyId={policyId} /> : <PolicyList />;
}

function PolicyList() {
  const w = useWords(words);
  const { language } = usePreferences();
  const [isNew, setNew] = useState(false);
  const list = useQuery({ queryKey: ['benefits', 'versions'], queryFn: () => calls.listPolicyVersions() });
  return (
    <>
      <h1>{w.title}</h1>
      <p>{w.lead}</p>
      <Trouble error={list.error} onRetry={list.refetch} />
      <Button type="primary" style={{ marginBottom: 12 }} onClick={() => setNew(true)}>
        {w.create}
      </Button>
      <Table<Row>
        rowKey="policyId"
        size="small"
        loading={list.isPending}
        dataSource={list.data ?? []}
        pagination={false}
        locale={{ emptyText: w.empty }}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: w.policy, render: (_, row) => row.title[language] },
          { title: w.department, dataIndex: 'department' },
          { title: w.state, render: (_, row) => <Tag color={colours[row.state]!}>{w.states[row.state]}</Tag> },
          { title: w.version, dataIndex: 'version' },
          { title: w.validity, render: (_, row) => `${row.from} – ${row.to ?? w.forever}` },
          {
            title: '',
            render: (_, row) => (
              <Link href={`/policies/${row.policyId}`} aria-label={w.editFor(row.title[language])}>
                {w.edit}
              </Link>
            ),
          },
        ]}
      />
      {isNew && <NewDialog onClose={() => setNew(false)} />}
    </>
  );
}

type Named = { id: string; zh: string; en: string; department: string; document: string };

const begun = ({ id, zh, en, department, document }: Named): Policy => ({
  id,
  version: '1',
  of: 'person',
  title: { zh, en },
  department,
  status: 'draft',
  basis: [{ document }],
  validity: { from: today(), to: null },
  conditions: { all: [{ field: 'isLocal', op: '=', value: true }] },
  delivery: 'apply',
});

function NewDialog({ onClose }: { onClose: () => void }) {
  const w = useWords(words);
  const [form] = Form.useForm<Named>();
  const [, go] = useLocation();
  const queries = useQueryClient();
  const create = useMutation({
    mutationFn: (named: Named) => calls.createDraft({ content: begun(named) }),
    onSuccess: async ({ policyId }) => {
      await queries.invalidateQueries({ queryKey: ['benefits', 'versions'] });
      go(`/policies/${policyId}`);
    },
  });
  const required = [{ required: true }];
  return (
    <Modal open title={w.create} okText={w.begin} cancelText={w.cancel} onCancel={onClose} onOk={() => form.submit()} confirmLoading={create.isPending}>
      <Trouble error={create.error} />
      <Form form={form} layout="vertical" onFinish={(named) => create.mutate(named)}>
        <Form.Item name="id" label={w.newId} rules={[{ required: true, pattern: /^[a-z0-9][a-z0-9-]{1,59}$/ }]}>
          <Input />
        </Form.Item>
        <Form.Item name="zh" label={w.newTitle} rules={required}>
          <Input />
        </Form.Item>
        <Form.Item name="en" label={w.newTitleEn} rules={required}>
          <Input />
        </Form.Item>
        <Form.Item name="department" label={w.department} rules={required}>
          <Input />
        </Form.Item>
        <Form.Item name="document" label={w.document} rules={required}>
          <Input />
        </Form.Item>
      </Form>
    </Modal>
  );
}
