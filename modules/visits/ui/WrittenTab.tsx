import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Card, Empty, Input, Modal, Table, Tag } from 'antd';
import { useState } from 'react';
import { Trouble } from '../../../ui/desk.tsx';
import { moment } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { calls, type Kept, type Written } from './device.ts';
import { words } from './words.ts';

type Visit = Awaited<ReturnType<typeof calls.listVisits>>['visits'][number];

/** What lies on this phone, and what the house has of my areas. */
export function WrittenTab({ kept, onEdit }: { kept: Kept[]; onEdit: (visit: Partial<Written>) => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [opening, setOpening] = useState<Visit | null>(null);
  const visits = useQuery({ queryKey: ['visits', 'list'], queryFn: () => calls.listVisits({}) });
  return (
    <>
      {kept.map(({ visit, state, why, number }) => (
        <Card key={visit.id} size="small" style={{ marginBottom: 8 }} role="article" aria-label={moment(visit.visitedAt, language)}>
          {moment(visit.visitedAt, language)} · {w.outcomes[visit.outcome]}{' '}
          <Tag color={state === 'kept' ? '#0a6245' : state === 'refused' ? 'error' : '#8a3b00'}>
            {state === 'kept' ? w.kept(number) : state === 'refused' ? '!' : w.waiting(1)}
          </Tag>
          {why && (
            <p role="alert">
              {w.refused}
              {why[language]}
            </p>
          )}
          <div>{visit.note}</div>
          <Button size="small" onClick={() => onEdit(visit)}>
            {w.edit}
          </Button>
        </Card>
      ))}
      {visits.error && kept.length === 0 && <Trouble error={visits.error} onRetry={() => visits.refetch()} />}
      <Table<Visit>
        rowKey="id"
        size="small"
        loading={visits.isPending && !visits.error}
        dataSource={visits.data?.visits ?? []}
        pagination={{ pageSize: 25, hideOnSinglePage: true }}
        scroll={{ x: 620 }}
        locale={{ emptyText: <Empty description={w.none} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
        columns={[
          { title: w.when, render: (_, row) => moment(row.visitedAt, language) },
          { title: w.by, render: (_, row) => `${row.by} · ${row.areaName}` },
          {
            title: w.what,
            render: (_, row) => (
              <>
                <Tag>{w.outcomes[row.outcome]}</Tag>
                {(row.requestId || row.caseId) && <Tag color="#0a4a8a">{w.passedTag}</Tag>}
                {row.note}{' '}
                {row.mayOpenSealed && (
                  <Button size="small" onClick={() => setOpening(row)}>
                    {w.openSealed}
                  </Button>
                )}
              </>
            ),
          },
        ]}
      />
      {opening && <OpenSealed visit={opening} onClose={() => setOpening(null)} />}
    </>
  );
}

function OpenSealed({ visit, onClose }: { visit: Visit; onClose: () => void }) {
  const w = useWords(words);
  const [purpose, setPurpose] = useState('');
  const open = useMutation({ mutationFn: () => calls.openSealedNote({ id: visit.id, purpose: purpose.trim() }) });
  return (
    <Modal
      open
      title={w.openSealed}
      okText={w.ok}
      cancelText={w.cancel}
      okButtonProps={{ disabled: purpose.trim().length < 2, loading: open.isPending }}
      onOk={() => (open.data ? onClose() : open.mutate())}
      onCancel={onClose}
    >
      <Trouble error={open.error} />
      {open.data ? (
        <p role="status">{open.data.note}</p>
      ) : (
        <label>
          {w.purpose}
          <Input maxLength={200} value={purpose} onChange={(event) => setPurpose(event.target.value)} />
        </label>
      )}
    </Modal>
  );
}
