import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { Alert, Button, Input, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { Trouble } from '../../../../ui/desk.tsx';
import { moment } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { identity } from '../../contract.ts';
import { words } from './words.ts';

const calls = api<typeof identity>('identity');
type Entry = Awaited<ReturnType<typeof calls.listAudit>>[number];

/** Who did what, newest first, and whether the chain of entries is whole. */
export function AuditPage() {
  const w = useWords(words);
  const { language } = usePreferences();
  const [find, setFind] = useState('');
  const list = useInfiniteQuery({
    queryKey: ['identity', 'audit', find],
    queryFn: ({ pageParam }) => calls.listAudit({ ...(find && { find }), ...(pageParam && { before: pageParam }) }),
    initialPageParam: 0,
    getNextPageParam: (last) => (last.length === 100 ? last.at(-1)!.seq : undefined),
  });
  const verify = useMutation({ mutationFn: () => calls.verifyAuditChain() });
  return (
    <>
      <h1>{w.audit}</h1>
      <Trouble error={list.error ?? verify.error} onRetry={list.refetch} />
      <Space style={{ marginBottom: 12 }} wrap>
        <Button loading={verify.isPending} onClick={() => verify.mutate()}>
          {w.verify}
        </Button>
        <Input.Search aria-label={w.who} placeholder={`${w.who} / ${w.action}`} allowClear onSearch={setFind} style={{ width: 260 }} />
      </Space>
      {verify.data && (
        <Alert
          style={{ marginBottom: 12 }}
          type={verify.data.broken ? 'error' : 'success'}
          showIcon
          title={verify.data.broken ? w.broken(verify.data.broken.seq, verify.data.broken.why) : w.holds(verify.data.entries)}
        />
      )}
      <Table<Entry>
        rowKey="seq"
        size="small"
        loading={list.isPending}
        dataSource={list.data?.pages.flat() ?? []}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: '#', dataIndex: 'seq' },
          { title: w.when, dataIndex: 'at', render: (at: string) => moment(at, language) },
          { title: w.who, dataIndex: 'actorName' },
          { title: w.action, dataIndex: 'action', render: (action: string) => <code>{action}</code> },
          { title: w.purpose, dataIndex: 'purpose' },
          {
            title: w.detail,
            dataIndex: 'detail',
            render: (detail: object) => <code>{JSON.stringify(detail) === '{}' ? '' : JSON.stringify(detail).slice(0, 90)}</code>,
          },
          {
            title: w.result,
            dataIndex: 'result',
            render: (result: 'done' | 'forbidden') => <Tag color={result === 'done' ? 'green' : 'red'}>{w[result]}</Tag>,
          },
        ]}
      />
      {list.hasNextPage && (
        <Button style={{ marginTop: 12 }} loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
          {w.more}
        </Button>
      )}
    </>
  );
}
