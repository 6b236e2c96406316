import { useQuery } from '@tanstack/react-query';
import { Empty, Table } from 'antd';
import { Trouble } from '../../../ui/desk.tsx';
import { useWords } from '../../../ui/preferences.ts';
import { calls } from './device.ts';
import { words } from './words.ts';

type Row = Awaited<ReturnType<typeof calls.getTimeliness>>[number];

/** Households visited in time, by who keeps in touch with them. */
export function TimelinessTab() {
  const w = useWords(words);
  const rows = useQuery({ queryKey: ['visits', 'timeliness'], queryFn: () => calls.getTimeliness() });
  return (
    <>
      <Trouble error={rows.error} onRetry={() => rows.refetch()} />
      <Table<Row>
        rowKey="accountId"
        size="small"
        loading={rows.isPending && !rows.error}
        dataSource={rows.data ?? []}
        pagination={false}
        scroll={{ x: 520 }}
        locale={{ emptyText: <Empty description={w.noPlan} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
        columns={[
          { title: w.name, dataIndex: 'name' },
          { title: w.households, dataIndex: 'households', align: 'end' },
          { title: w.inTime, dataIndex: 'inTime', align: 'end' },
          { title: w.late, dataIndex: 'late', align: 'end' },
          { title: w.visits, dataIndex: 'visits', align: 'end' },
          { title: w.passedOn, dataIndex: 'reports', align: 'end' },
        ]}
      />
    </>
  );
}
