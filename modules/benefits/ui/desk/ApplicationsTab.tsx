import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Popconfirm, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { Trouble, useDesk, useMyArea } from '../../../../ui/desk.tsx';
import { moment } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { benefits } from '../../contract.ts';
import { words } from './words.ts';

const calls = api<typeof benefits>('benefits');
type Application = Awaited<ReturnType<typeof calls.listApplications>>[number];

/** Applications that wait, the longest waiting first, with what the rules say of each. */
export function ApplicationsTab() {
  const w = useWords(words);
  const { language } = usePreferences();
  const areaCode = useMyArea();
  const { roles } = useDesk();
  const mayDecide = roles.some((role) => role === 'districtOfficial' || role === 'subdistrictOfficial');
  const list = useQuery({ queryKey: ['benefits', 'applications', areaCode], queryFn: () => calls.listApplications({ areaCode }) });
  return (
    <>
      <Trouble error={list.error} onRetry={list.refetch} />
      <Table<Application>
        rowKey="id"
        size="small"
        loading={list.isPending}
        dataSource={list.data ?? []}
        pagination={false}
        locale={{ emptyText: w.noApplications }}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: w.person, dataIndex: 'name' },
          { title: w.policy, render: (_, row) => row.title[language] },
          {
            title: w.verdict,
            render: (_, row) => <Tag color={row.verdict === 2 ? 'green' : row.verdict === 1 ? 'blue' : 'orange'}>{w.verdicts[row.verdict]}</Tag>,
          },
          { title: w.madeAt, render: (_, row) => `${moment(row.madeAt, language)} · ${w.channel[row.channel]}` },
          { title: '', render: (_, row) => mayDecide && <Decide application={row} /> },
        ]}
      />
    </>
  );
}

function Decide({ application }: { application: Application }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [reason, setReason] = useState('');
  const queries = useQueryClient();
  const decide = useMutation({
    mutationFn: (grant: boolean) => calls.decideApplication({ id: application.id, grant, reason: reason.trim() }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['benefits'] }),
  });
  const field = (
    <Input.TextArea aria-label={w.decisionReason} placeholder={w.decisionReason} rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />
  );
  const label = (verb: string) => `${verb} ${application.name} ${application.title[language]}`;
  const isShort = reason.trim().length < 4;
  return (
    <Space>
      <Trouble error={decide.error} />
      {([true, false] as const).map((grant) => (
        <Popconfirm
          key={String(grant)}
          title={grant ? w.grant : w.refuse}
          description={field}
          okButtonProps={{ disabled: isShort, loading: decide.isPending }}
          onConfirm={() => decide.mutate(grant)}
        >
          <Button size="small" aria-label={label(grant ? w.grant : w.refuse)}>
            {grant ? w.grant : w.refuse}
          </Button>
        </Popconfirm>
      ))}
    </Space>
  );
}
