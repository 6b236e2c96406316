import { useQuery } from '@tanstack/react-query';
import { Button, Empty, Input, InputNumber, Modal, Table, Tag } from 'antd';
import { useState } from 'react';
import { Trouble, useDesk } from '../../../../ui/desk.tsx';
import { percent, today, yuan } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import { Agree } from './Agree.tsx';
import { calls, useFundCall } from './calls.ts';
import { words } from './words.ts';

type Agreement = Awaited<ReturnType<typeof calls.listSpaceAgreements>>[number];
type Commitment = Agreement['commitments'][number];

/** Space given for services, with what was delivered of what is due. */
export function Space() {
  const w = useWords(words);
  const { language } = usePreferences();
  const { roles } = useDesk();
  const [isAgreeing, setAgreeing] = useState(false);
  const [delivering, setDelivering] = useState<Commitment | null>(null);
  const list = useQuery({ queryKey: ['funds', 'space'], queryFn: () => calls.listSpaceAgreements() });
  const isOfficial = roles.some((role) => role === 'districtOfficial' || role === 'subdistrictOfficial');
  return (
    <>
      {isOfficial && (
        <p>
          <Button type="primary" onClick={() => setAgreeing(true)}>
            {w.agree}
          </Button>
        </p>
      )}
      <Trouble error={list.error} onRetry={() => list.refetch()} />
      <Table<Agreement>
        rowKey="id"
        size="small"
        loading={list.isPending}
        dataSource={list.data ?? []}
        pagination={{ pageSize: 20, hideOnSinglePage: true }}
        scroll={{ x: 960 }}
        locale={{ emptyText: <Empty description={w.noSpace} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
        columns={[
          { title: w.columns.what, dataIndex: 'title' },
          { title: w.columns.who, dataIndex: 'organisation' },
          { title: w.columns.until, dataIndex: 'toDay' },
          { title: w.columns.value, align: 'end', render: (_, row) => yuan(row.valueFen, language) },
          { title: w.columns.delivered, align: 'end', render: (_, row) => yuan(row.deliveredFen, language) },
          {
            title: w.columns.rate,
            render: (_, row) => (
              <>
                {row.fulfilment === null ? '' : percent(row.fulfilment)} {row.needsCure && <Tag color="#8a3b00">{w.behind}</Tag>}
              </>
            ),
          },
          {
            title: w.columns.promises,
            render: (_, row) => (
              <ul style={{ margin: 0, paddingInlineStart: 18 }}>
                {row.commitments.map((commitment) => (
                  <li key={commitment.id}>
                    {`${commitment.service} ${commitment.delivered}/${commitment.quantity} ${commitment.unit}`}{' '}
                    {isOfficial && commitment.delivered < commitment.quantity && (
                      <Button size="small" aria-label={`${w.deliver} ${row.title} ${commitment.service}`} onClick={() => setDelivering(commitment)}>
                        {w.deliver}
                      </Button>
                    )}
                  </li>
                ))}
              </ul>
            ),
          },
        ]}
      />
      {isAgreeing && <Agree onClose={() => setAgreeing(false)} />}
      {delivering && <Deliver commitment={delivering} onClose={() => setDelivering(null)} />}
    </>
  );
}

function Deliver({ commitment, onClose }: { commitment: Commitment; onClose: () => void }) {
  const w = useWords(words);
  const [quantity, setQuantity] = useState(1);
  const [onDay, setDay] = useState(today());
  const [evidence, setEvidence] = useState('');
  const send = useFundCall(() => calls.confirmDelivery({ id: commitment.id, quantity, onDay, evidence: evidence.trim() }), onClose);
  return (
    <Modal
      open
      title={`${w.deliver} · ${commitment.service}`}
      okText={w.ok}
      cancelText={w.cancel}
      okButtonProps={{ disabled: evidence.trim().length < 4, loading: send.isPending }}
      onOk={() => send.mutate(undefined)}
      onCancel={onClose}
    >
      <Trouble error={send.error} />
      <p>
        <label>
          {w.quantity} <InputNumber min={1} max={commitment.quantity - commitment.delivered} value={quantity} onChange={(value) => setQuantity(value ?? 1)} />
        </label>
      </p>
      <p>
        <label>
          {w.onDay} <Input type="date" value={onDay} onChange={(event) => setDay(event.target.value)} />
        </label>
      </p>
      <label>
        {w.evidence}
        <Input maxLength={300} value={evidence} onChange={(event) => setEvidence(event.target.value)} />
      </label>
    </Modal>
  );
}
