import { useIsMutating, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Empty, Input, Modal, Table, Tag } from 'antd';
import { useEffect, useState } from 'react';
import { api } from '../../../platform/client.ts';
import { Trouble, useDesk } from '../../../ui/desk.tsx';
import { moment } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { CasePanel } from '../../cases/ui/CasePanel.tsx';
import { useNames } from '../../cases/ui/calls.ts';
import type { reviews } from '../contract.ts';
import { deskWords } from './desk-words.ts';

const calls = api<typeof reviews>('reviews');
type Bad = Awaited<ReturnType<typeof calls.listBadReviews>>[number];

/** Who calls back. */
const followers = new Set(['districtOfficial', 'subdistrictOfficial', 'communityOfficial']);

/** A move in a case changes what stands in the list and in the figures. */
function useFreshAfterMoves() {
  const queries = useQueryClient();
  const moving = useIsMutating({ mutationKey: ['cases', 'move'] });
  useEffect(() => {
    if (moving === 0) void queries.invalidateQueries({ queryKey: ['reviews'] });
  }, [moving, queries]);
}

function useScale() {
  const { language } = usePreferences();
  const scale = useQuery({ queryKey: ['reviews', 'scale'], queryFn: () => calls.getScale(), staleTime: 600_000 });
  return {
    gradeName: (grade: number) => scale.data?.grades.find((one) => one.grade === grade)?.[language] ?? String(grade),
    reasonName: (code: string) => scale.data?.reasons.find((one) => one.code === code)?.[language] ?? code,
  };
}

/** Bad reviews beside the case in which each is put right. */
export function BadTab() {
  const w = useWords(deskWords);
  const { language } = usePreferences();
  const nameOf = useNames();
  const { roles } = useDesk();
  const mayOpen = roles.some((role) => followers.has(role));
  useFreshAfterMoves();
  const [chosen, setChosen] = useState<Bad | null>(null);
  const list = useQuery({ queryKey: ['reviews', 'bad'], queryFn: () => calls.listBadReviews() });
  const { gradeName, reasonName } = useScale();
  return (
    <div className="desk-grid wide">
      <div style={{ minWidth: 0 }}>
        <Trouble error={list.error} onRetry={() => list.refetch()} />
        <Table<Bad>
          rowKey="caseId"
          size="small"
          loading={list.isPending}
          dataSource={list.data ?? []}
          pagination={{ pageSize: 20, hideOnSinglePage: true }}
          scroll={{ x: 620 }}
          locale={{ emptyText: <Empty description={w.none} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
          columns={[
            {
              title: w.what,
              render: (_, row) => (
                <Button
                  type="link"
                  style={{ padding: 0, height: 'auto', whiteSpace: 'normal', textAlign: 'start' }}
                  aria-label={`${w.work} ${row.what} ${row.placeName}`}
                  onClick={() => setChosen(row)}
                >
                  {row.what} · {row.placeName}
                </Button>
              ),
            },
            { title: w.when, render: (_, row) => moment(row.at, language) },
            {
              title: w.grade,
              render: (_, row) => (
                <>
                  {gradeName(row.grade)} {row.finalGrade !== null && `→ ${gradeName(row.finalGrade)}`} {row.reasons.map(reasonName).join(' · ')}
                </>
              ),
            },
            {
              title: w.state,
              render: (_, row) => (
                <>
                  <Tag>{nameOf('badReview', 'states', row.state, language)}</Tag>
                  {row.isExcluded && <Tag>{w.excludedTag}</Tag>}
                </>
              ),
            },
          ]}
        />
      </div>
      <div style={{ minWidth: 0 }}>
        {chosen?.caseId ? (
          <CasePanel key={chosen.caseId} id={chosen.caseId}>
            {({ id }) => mayOpen && <Opening id={id} />}
          </CasePanel>
        ) : (
          <p>{w.choose}</p>
        )}
      </div>
    </div>
  );
}

function Opening({ id }: { id: string }) {
  const w = useWords(deskWords);
  const [isAsking, setAsking] = useState(false);
  const [purpose, setPurpose] = useState('');
  const open = useMutation({ mutationFn: () => calls.openBadReview({ id, purpose: purpose.trim() }), onSuccess: () => setAsking(false) });
  return (
    <>
      {open.data ? (
        <p role="status">{[open.data.words, open.data.phone].filter(Boolean).join(' · ') || '–'}</p>
      ) : (
        <p>
          <Button onClick={() => setAsking(true)}>{w.open}</Button>
        </p>
      )}
      <Modal
        open={isAsking}
        title={w.open}
        okText={w.ok}
        cancelText={w.cancel}
        okButtonProps={{ disabled: purpose.trim().length < 2, loading: open.isPending }}
        onOk={() => open.mutate()}
        onCancel={() => setAsking(false)}
      >
        <Trouble error={open.error} />
        <label>
          {w.purpose}
          <Input maxLength={200} value={purpose} onChange={(event) => setPurpose(event.target.value)} />
        </label>
      </Modal>
    </>
  );
}
