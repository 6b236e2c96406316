import { useQuery } from '@tanstack/react-query';
import { Empty, Table } from 'antd';
import { api } from '../../../platform/client.ts';
import { Figure, Trouble } from '../../../ui/desk.tsx';
import { percent } from '../../../ui/format.ts';
import { useWords } from '../../../ui/preferences.ts';
import type { reviews } from '../contract.ts';
import { deskWords } from './desk-words.ts';

const calls = api<typeof reviews>('reviews');
type Row = Awaited<ReturnType<typeof calls.getReviewFigures>>['places'][number];
const colours = ['#a3512b', '#cf8a5b', '#b9b9b9', '#7fb595', '#1b7837'];

/** How places were rated in a year; each row's grades as one bar. */
export function FiguresTab() {
  const w = useWords(deskWords);
  const figures = useQuery({ queryKey: ['reviews', 'figures'], queryFn: () => calls.getReviewFigures() });
  const shown = (share: { value: number | null }) => (share.value === null ? '–' : percent(share.value));
  return (
    <>
      <Trouble error={figures.error} onRetry={() => figures.refetch()} />
      {figures.data && (
        <>
          <div className="figures">
            <Figure label={w.badShare}>{shown(figures.data.bad)}</Figure>
            <Figure label={w.calledBack}>{shown(figures.data.calledBack)}</Figure>
            <Figure label={w.putRight}>{shown(figures.data.putRight)}</Figure>
          </div>
          <p>{w.excluded(figures.data.excluded)}</p>
        </>
      )}
      <Table<Row>
        rowKey="id"
        size="small"
        loading={figures.isPending}
        dataSource={figures.data?.places ?? []}
        pagination={{ pageSize: 30, hideOnSinglePage: true }}
        scroll={{ x: 640 }}
        locale={{ emptyText: <Empty description={w.noFigures} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
        columns={[
          { title: w.place, dataIndex: 'name' },
          { title: w.reviews, align: 'end', render: (_, row) => row.reviews ?? w.small },
          { title: w.satisfied, align: 'end', render: (_, row) => (row.satisfied ? shown(row.satisfied) : '') },
          {
            title: w.grades,
            render: (_, row) =>
              row.grades && (
                <span role="img" aria-label={row.grades.join(', ')} style={{ display: 'flex', width: 160, height: 12 }}>
                  {row.grades.map((count, i) => (
                    <span key={colours[i]} style={{ background: colours[i], flex: count }} />
                  ))}
                </span>
              ),
          },
        ]}
      />
    </>
  );
}
