import { useQuery } from '@tanstack/react-query';
import { Button, Empty, Form, Input, Modal, Table, Tag } from 'antd';
import { useState } from 'react';
import { Trouble } from '../../../../ui/desk.tsx';
import { today, yuan } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import { calls, type Sale, useMealCall } from './calls.ts';
import { words } from './words.ts';

/** What was sold today, with what can be refunded. */
export function TodayTable({ siteId }: { siteId: string }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [refunding, setRefunding] = useState<Sale | null>(null);
  const day = today();
  const sales = useQuery({ queryKey: ['meals', 'sales', siteId, day], queryFn: () => calls.listSales({ id: siteId, day }) });
  const time = (iso: string) => new Date(iso).toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Shanghai' });
  return (
    <section>
      <h2>{w.today}</h2>
      <Trouble error={sales.error} onRetry={() => sales.refetch()} />
      <Table<Sale>
        rowKey="id"
        size="small"
        loading={sales.isPending}
        dataSource={sales.data ?? []}
        pagination={{ pageSize: 20, hideOnSinglePage: true }}
        scroll={{ x: 720 }}
        locale={{ emptyText: <Empty description={w.empty} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
        columns={[
          { title: w.columns.time, render: (_, row) => time(row.soldAt) },
          { title: w.columns.meal, render: (_, row) => w.meals[row.meal] },
          { title: w.columns.list, align: 'end', render: (_, row) => yuan(row.listFen, language) },
          { title: w.columns.subsidy, align: 'end', render: (_, row) => (row.subsidyFen > 0 ? yuan(row.subsidyFen, language) : '') },
          { title: w.columns.due, align: 'end', render: (_, row) => yuan(row.dueFen, language) },
          {
            title: w.columns.state,
            render: (_, row) => (
              <>
                <Tag>{w.states[row.state]}</Tag>
                {row.conflict && <Tag color="#8a3b00">{w.conflict}</Tag>}
              </>
            ),
          },
          {
            title: w.columns.actions,
            render: (_, row) =>
              row.state === 'sold' && (
                <Button size="small" onClick={() => setRefunding(row)}>
                  {w.refund}
                </Button>
              ),
          },
        ]}
      />
      {refunding && <Refund sale={refunding} onClose={() => setRefunding(null)} />}
    </section>
  );
}

function Refund({ sale, onClose }: { sale: Sale; onClose: () => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [reason, setReason] = useState('');
  const refund = useMealCall(() => calls.refundSale({ id: sale.id, reason: reason.trim() }), onClose);
  return (
    <Modal
      open
      title={`${w.refund} ${yuan(sale.dueFen, language)}`}
      okText={w.ok}
      cancelText={w.cancel}
      okButtonProps={{ disabled: reason.trim().length < 2, loading: refund.isPending }}
      onOk={() => refund.mutate(undefined)}
      onCancel={onClose}
    >
      <Trouble error={refund.error} />
      <Form layout="vertical">
        <Form.Item label={w.refundWhy}>
          <Input aria-label={w.refundWhy} maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
