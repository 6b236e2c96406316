import { useQuery } from '@tanstack/react-query';
import { Empty, Table } from 'antd';
import { Trouble } from '../../../../../ui/desk.tsx';
import { yuan } from '../../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../../ui/preferences.ts';
import { calls } from '../calls.ts';
import { words } from './words.ts';

/** What districts owe one another for elders who ate elsewhere. */
export function Clearing({ month }: { month: string }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const rows = useQuery({ queryKey: ['meals', 'clearing', month], queryFn: () => calls.getClearing({ month }) });
  return (
    <>
      <Trouble error={rows.error} onRetry={() => rows.refetch()} />
      <Table
        rowKey="district"
        size="small"
        loading={rows.isPending}
        dataSource={rows.data ?? []}
        pagination={false}
        locale={{ emptyText: <Empty description={w.noClearing} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
        columns={[
          { title: w.district, dataIndex: 'district' },
          { title: w.owesUs, align: 'end', render: (_, row) => yuan(row.owesUsFen, language) },
          { title: w.weOwe, align: 'end', render: (_, row) => yuan(row.weOweFen, language) },
        ]}
      />
    </>
  );
}
