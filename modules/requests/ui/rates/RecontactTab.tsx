import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Empty, Space, Table, Tag } from 'antd';
import { Trouble } from '../../../../ui/desk.tsx';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import { calls, useChange } from '../calls.ts';
import { words } from './words.ts';

type Row = Awaited<ReturnType<typeof calls.listRecontact>>[number];

/** Closed requests that were drawn to be asked again, by somebody who did not work on them. */
export function RecontactTab({ month }: { month: string }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const rows = useQuery({ queryKey: ['requests', 'recontact', month], queryFn: () => calls.listRecontact({ month }) });
  const draw = useChange(() => calls.drawRecontact({ month }));
  const record = useChange(({ requestId, outcome }: { requestId: string; outcome: 'solved' | 'notSolved' | 'unreachable' }) =>
    calls.recordRecontact({ month, requestId, outcome }),
  );
  const open = useMutation({ mutationFn: (id: string) => calls.openRequest({ id, purpose: w.recontact }) });
  return (
    <>
      <Trouble error={rows.error ?? draw.error ?? record.error ?? open.error} />
      {open.data && (
        <p role="status">
          {[open.data.name, open.data.phone, open.data.mail].filter(Boolean).join(' · ') || w.noContact} · {open.data.words}
        </p>
      )}
      {draw.data && <p role="status">{w.drawn(draw.data.drawn, draw.data.closed, draw.data.seed)}</p>}
      {rows.data?.length === 0 && (
        <Button type="primary" loading={draw.isPending} onClick={() => draw.mutate(undefined)}>
          {w.draw}
        </Button>
      )}
      <Table<Row>
        rowKey="requestId"
        size="small"
        style={{ marginTop: 10 }}
        loading={rows.isPending}
        dataSource={rows.data ?? []}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        scroll={{ x: 620 }}
        locale={{ emptyText: <Empty description={w.notDrawn} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
        columns={[
          { title: '#', dataIndex: 'position' },
          { title: w.name, render: (_, row) => `${row.matter[language]} ${row.number}` },
          {
            title: w.actions,
            render: (_, row) => (
              <Space wrap>
                {row.outcome && <Tag color={row.outcome === 'solved' ? '#0a6245' : 'default'}>{w.outcomes[row.outcome]}</Tag>}
                {row.canBeAsked ? (
                  <Button size="small" loading={open.isPending} aria-label={`${w.contact} ${row.number}`} onClick={() => open.mutate(row.requestId)}>
                    {w.contact}
                  </Button>
                ) : (
                  <Tag>{w.noContact}</Tag>
                )}
                {!row.outcome &&
                  (row.canBeAsked ? (['solved', 'notSolved', 'unreachable'] as const) : (['unreachable'] as const)).map((outcome) => (
                    <Button
                      key={outcome}
                      size="small"
                      disabled={record.isPending}
                      aria-label={`${w.outcomes[outcome]} ${row.number}`}
                      onClick={() => record.mutate({ requestId: row.requestId, outcome })}
                    >
                      {w.outcomes[outcome]}
                    </Button>
                  ))}
              </Space>
            ),
          },
        ]}
      />
    </>
  );
}
