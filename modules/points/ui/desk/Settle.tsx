import { useQuery } from '@tanstack/react-query';
import { Button, Empty, Input, Space, Table } from 'antd';
import { useState } from 'react';
import { Trouble, useDesk } from '../../../../ui/desk.tsx';
import { moment, today, yuan } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import { calls, usePointCall } from './calls.ts';
import { words } from './words.ts';

const lastMonth = () => new Date(Date.parse(`${today().slice(0, 7)}-01`) - 86_400_000).toISOString().slice(0, 7);

/** What merchants are paid for a month by their agreements. */
export function Settle() {
  const w = useWords(words);
  const { language } = usePreferences();
  const { roles } = useDesk();
  const [month, setMonth] = useState(lastMonth());
  const [reference, setReference] = useState('');
  const list = useQuery({ queryKey: ['points', 'settlements', month], queryFn: () => calls.listSettlements({ month }) });
  const draft = usePointCall(() => calls.draftSettlements({ month }));
  const pay = usePointCall(() => calls.paySettlements({ month, reference: reference.trim() }));
  const isOpen = (list.data ?? []).some(({ paidAt }) => paidAt === null);
  return (
    <>
      <Space wrap style={{ marginBottom: 12 }}>
        <Input aria-label={w.month} type="month" value={month} onChange={(event) => event.target.value && setMonth(event.target.value)} />
        {roles.includes('districtOfficial') && (
          <Button type="primary" loading={draft.isPending} onClick={() => draft.mutate(undefined)}>
            {w.draft}
          </Button>
        )}
      </Space>
      <Trouble error={list.error ?? draft.error ?? pay.error} />
      <Table
        rowKey={(row) => `${row.merchantId} ${row.unit}`}
        size="small"
        loading={list.isPending}
        dataSource={list.data ?? []}
        pagination={false}
        scroll={{ x: 640 }}
        locale={{ emptyText: <Empty description={w.none} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
        columns={[
          { title: w.columns.merchant, render: (_, row) => row.merchant[language] },
          { title: w.columns.count, align: 'end', dataIndex: 'redemptions' },
          { title: w.columns.amount, align: 'end', render: (_, row) => w.price(row.amount, w.units[row.unit]!) },
          { title: w.columns.fen, align: 'end', render: (_, row) => yuan(row.fen, language) },
          { title: w.columns.paid, render: (_, row) => row.paidAt && moment(row.paidAt, language) },
        ]}
      />
      {isOpen && roles.includes('districtOfficial') && (
        <Space style={{ marginTop: 12 }} wrap>
          <Input aria-label={w.reference} placeholder={w.reference} maxLength={60} value={reference} onChange={(event) => setReference(event.target.value)} />
          <Button type="primary" disabled={reference.trim().length < 3} loading={pay.isPending} onClick={() => pay.mutate(undefined)}>
            {w.pay}
          </Button>
        </Space>
      )}
    </>
  );
}
