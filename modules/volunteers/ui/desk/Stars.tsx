import { useQuery } from '@tanstack/react-query';
import { Button, Empty, Input, Modal, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { Trouble } from '../../../../ui/desk.tsx';
import { useWords } from '../../../../ui/preferences.ts';
import { calls, useVolunteerCall } from './calls.ts';
import { words } from './words.ts';

type Star = Awaited<ReturnType<typeof calls.listStars>>[number];
type Step = { id: string; step: 'notice' | 'give' | 'refuse'; reason?: string };

/** Stars: applied for, in public notice, given. */
export function Stars() {
  const w = useWords(words);
  const [refusing, setRefusing] = useState<Star | null>(null);
  const stars = useQuery({ queryKey: ['volunteers', 'stars'], queryFn: () => calls.listStars() });
  const decide = useVolunteerCall(
    (step: Step) => calls.decideStar(step),
    () => setRefusing(null),
  );
  return (
    <>
      <Trouble error={stars.error ?? decide.error} />
      <Table<Star>
        rowKey="id"
        size="small"
        loading={stars.isPending}
        dataSource={stars.data ?? []}
        pagination={{ pageSize: 30, hideOnSinglePage: true }}
        scroll={{ x: 640 }}
        locale={{ emptyText: <Empty description={w.noStars} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
        columns={[
          { title: w.columns.who, dataIndex: 'name' },
          { title: w.columns.star, render: (_, row) => '★'.repeat(row.star) },
          { title: w.columns.hours, align: 'end', render: (_, row) => Math.floor(row.minutes / 60) },
          {
            title: w.columns.state,
            render: (_, row) => (
              <>
                <Tag>{w.starStates[row.state]}</Tag>
                {row.state === 'noticed' && row.noticeUntil && w.until(row.noticeUntil)}
              </>
            ),
          },
          {
            title: w.columns.actions,
            render: (_, row) => (
              <Space>
                {row.state === 'applied' && (
                  <Button size="small" type="primary" onClick={() => decide.mutate({ id: row.id, step: 'notice' })}>
                    {w.notice}
                  </Button>
                )}
                {row.state === 'noticed' && (
                  <Button size="small" type="primary" onClick={() => decide.mutate({ id: row.id, step: 'give' })}>
                    {w.give}
                  </Button>
                )}
                {(row.state === 'applied' || row.state === 'noticed') && (
                  <Button size="small" onClick={() => setRefusing(row)}>
                    {w.refuse}
                  </Button>
                )}
              </Space>
            ),
          },
        ]}
      />
      {refusing && (
        <Refuse
          isPending={decide.isPending}
          onRefuse={(reason) => decide.mutate({ id: refusing.id, step: 'refuse', reason })}
          onClose={() => setRefusing(null)}
        />
      )}
    </>
  );
}

function Refuse({ isPending, onRefuse, onClose }: { isPending: boolean; onRefuse: (reason: string) => void; onClose: () => void }) {
  const w = useWords(words);
  const [reason, setReason] = useState('');
  return (
    <Modal
      open
      title={w.refuse}
      okText={w.ok}
      cancelText={w.cancel}
      okButtonProps={{ disabled: reason.trim().length < 2, loading: isPending }}
      onOk={() => onRefuse(reason.trim())}
      onCancel={onClose}
    >
      <label>
        {w.why}
        <Input maxLength={300} value={reason} onChange={(event) => setReason(event.target.value)} />
      </label>
    </Modal>
  );
}
