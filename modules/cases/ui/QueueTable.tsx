import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Empty, Form, Input, Select, Table, Tag } from 'antd';
import { useEffect, useState } from 'react';
import { Trouble } from '../../../ui/desk.tsx';
import { moment } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { type CaseRow, calls, useCaseTypes, useNames } from './calls.ts';
import { words } from './words.ts';

const boxes = ['unit', 'helping', 'dispatch', 'approve', 'disputed', 'late', 'all'] as const;
type Box = (typeof boxes)[number];

/** My queue with its clocks: boxes by what is to be done, soonest due first. */
export function QueueTable({ chosen, onChoose, first = 'unit' }: { chosen: string | null; onChoose: (row: CaseRow) => void; first?: Box }) {
  const w = useWords(words);
  const [picked, setPicked] = useState<Box | null>(null);
  const [kind, setKind] = useState<string | null>(null);
  const [number, setNumber] = useState('');
  const [typed, setTyped] = useState('');
  const counts = useQuery({ queryKey: ['cases', 'counts'], queryFn: () => calls.countQueue(), refetchInterval: 60_000 });
  // Begins with the first box that holds something, so that nobody looks at an empty list while others wait.
  const filled = counts.data?.find(({ open }) => open > 0)?.box;
  // Once it stands it stays, also when counts change while somebody reads.
  useEffect(() => {
    if (picked === null && filled) setPicked(filled);
  }, [picked, filled]);
  const box = number ? 'all' : (picked ?? first);
  return (
    <>
      <Form layout="inline" style={{ rowGap: 10, marginBottom: 10 }}>
        <Form.Item style={{ maxWidth: '100%' }}>
          <div role="group" aria-label={w.state}>
            {boxes.map((one) => {
              const count = counts.data?.find((entry) => entry.box === one);
              return (
                <Button
                  key={one}
                  type={box === one ? 'primary' : 'default'}
                  aria-pressed={box === one}
                  onClick={() => {
                    setPicked(one);
                    setNumber('');
                    setTyped('');
                  }}
                  style={{ margin: '0 4px 4px 0' }}
                >
                  {w.boxes[one]}
                  {count && count.open > 0 ? ` ${count.open}` : ''}
                  {one !== 'late' && count && count.late > 0 ? ` (${count.late} ${w.late})` : ''}
                </Button>
              );
            })}
          </div>
        </Form.Item>
        <KindSelect value={kind} onChange={setKind} />
        <Form.Item>
          <Input.Search
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            aria-label={w.find}
            placeholder={w.find}
            allowClear
            maxLength={12}
            onSearch={(value) => setNumber(value.trim())}
            style={{ width: 190 }}
          />
        </Form.Item>
      </Form>
      <Trouble error={counts.error} onRetry={() => counts.refetch()} />
      <Rows box={box} kind={kind} number={number} chosen={chosen} onChoose={onChoose} />
    </>
  );
}

function KindSelect({ value, onChange }: { value: string | null; onChange: (kind: string | null) => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const types = useCaseTypes();
  return (
    <Form.Item>
      <Select
        aria-label={w.kind}
        style={{ minWidth: 150 }}
        value={value ?? ''}
        onChange={(kind) => onChange(kind || null)}
        options={[{ value: '', label: w.allKinds }, ...(types.data ?? []).map((type) => ({ value: type.kind, label: type.name[language] }))]}
      />
    </Form.Item>
  );
}

type RowsProps = { box: Box; kind: string | null; number: string; chosen: string | null; onChoose: (row: CaseRow) => void };
function Rows({ box, kind, number, chosen, onChoose }: RowsProps) {
  const w = useWords(words);
  const { language } = usePreferences();
  const nameOf = useNames();
  const asked = { box, ...(kind && { kind }), ...(number && { number }) };
  const rows = useInfiniteQuery({
    queryKey: ['cases', 'queue', asked],
    queryFn: ({ pageParam }) => calls.listQueue({ ...asked, ...(pageParam && { after: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: (page) => (page.more ? page.cases.at(-1)!.id : undefined),
  });
  const list = rows.data?.pages.flatMap((page) => page.cases) ?? [];
  return (
    <>
      <Trouble error={rows.error} onRetry={() => rows.refetch()} />
      <Table<CaseRow>
        rowKey="id"
        size="small"
        loading={rows.isPending}
        dataSource={list}
        pagination={false}
        scroll={{ x: 640 }}
        rowClassName={(row) => (row.id === chosen ? 'case-chosen' : '')}
        locale={{ emptyText: <Empty description={number ? w.noSuchNumber : w.none} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
        columns={[
          {
            title: w.title,
            render: (_, row) => (
              <Button
                type="link"
                style={{ padding: 0, height: 'auto', whiteSpace: 'normal', textAlign: 'start' }}
                aria-label={`${w.open} ${row.number}`}
                onClick={() => onChoose(row)}
              >
                {row.title}
                <br />
                <small>{row.number}</small>
              </Button>
            ),
          },
          { title: w.state, render: (_, row) => <Tag>{nameOf(row.kind, 'states', row.state, language)}</Tag> },
          { title: w.unit, render: (_, row) => row.leadUnit?.name[language] ?? '' },
          { title: w.due, render: (_, row) => <Due row={row} /> },
        ]}
      />
      {rows.hasNextPage && (
        <Button style={{ marginTop: 8 }} loading={rows.isFetchingNextPage} onClick={() => rows.fetchNextPage()}>
          {w.more}
        </Button>
      )}
    </>
  );
}

/** When a case is due; late ones say so in words, too. */
export function Due({ row }: { row: CaseRow }) {
  const w = useWords(words);
  const { language } = usePreferences();
  if (!row.dueAt || row.closedAt) return null;
  const isLate = !row.isPaused && !row.isResting && Date.parse(row.dueAt) < Date.now();
  return (
    <>
      {moment(row.dueAt, language)} {isLate && <Tag color="error">{w.late}</Tag>}
      {row.isPaused && <Tag>{w.paused}</Tag>}
      {row.level > 0 && <Tag color="#8a3b00">{w.level(row.level)}</Tag>}
    </>
  );
}
