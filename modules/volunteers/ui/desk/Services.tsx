import { useQuery } from '@tanstack/react-query';
import { Button, Empty, Input, Modal, Rate, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { Trouble } from '../../../../ui/desk.tsx';
import { moment } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import { calls, type Station, useVolunteerCall } from './calls.ts';
import { words } from './words.ts';

type Service = Awaited<ReturnType<typeof calls.listStationServices>>[number];
const minutesOf = ({ inAt, outAt }: Service) => (inAt && outAt ? Math.round((Date.parse(outAt) - Date.parse(inAt)) / 60_000) : null);

/** Services that wait for somebody to say whether the hours are right. */
export function Services({ station }: { station: Station }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [deciding, setDeciding] = useState<{ service: Service; confirm: boolean } | null>(null);
  const services = useQuery({ queryKey: ['volunteers', 'services', station.id], queryFn: () => calls.listStationServices({ id: station.id }) });
  return (
    <>
      <Trouble error={services.error} onRetry={() => services.refetch()} />
      <Table<Service>
        rowKey="id"
        size="small"
        loading={services.isPending}
        dataSource={services.data ?? []}
        pagination={{ pageSize: 30, hideOnSinglePage: true }}
        scroll={{ x: 860 }}
        locale={{ emptyText: <Empty description={w.none} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
        columns={[
          { title: w.columns.what, render: (_, row) => row.title[language] },
          { title: w.columns.when, render: (_, row) => moment(row.from, language) },
          { title: w.columns.who, dataIndex: 'volunteer' },
          { title: w.columns.hours, align: 'end', render: (_, row) => (minutesOf(row) === null ? '' : w.served(minutesOf(row)!)) },
          {
            title: w.columns.state,
            render: (_, row) => (
              <>
                <Tag>{w.states[row.state]}</Tag>
                {row.appeal && w.appeal(row.appeal)}
              </>
            ),
          },
          {
            title: w.columns.actions,
            render: (_, row) => (
              <Space>
                {row.state !== 'joined' && (
                  <Button size="small" type="primary" aria-label={`${w.yes} ${row.volunteer}`} onClick={() => setDeciding({ service: row, confirm: true })}>
                    {w.yes}
                  </Button>
                )}
                <Button size="small" aria-label={`${w.no} ${row.volunteer}`} onClick={() => setDeciding({ service: row, confirm: false })}>
                  {w.no}
                </Button>
              </Space>
            ),
          },
        ]}
      />
      {deciding && <Decide {...deciding} onClose={() => setDeciding(null)} />}
    </>
  );
}

function Decide({ service, confirm, onClose }: { service: Service; confirm: boolean; onClose: () => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [reason, setReason] = useState('');
  const [rating, setRating] = useState(0);
  const send = useVolunteerCall(
    () =>
      service.state === 'appealed'
        ? calls.answerAppeal({ id: service.id, confirm, ...(reason.trim() && { reason: reason.trim() }) })
        : calls.confirmService({ id: service.id, confirm, ...(reason.trim() && { reason: reason.trim() }), ...(rating > 0 && { rating }) }),
    onClose,
  );
  return (
    <Modal
      open
      title={`${confirm ? w.yes : w.no} · ${service.volunteer} · ${service.title[language]}`}
      okText={w.ok}
      cancelText={w.cancel}
      okButtonProps={{ disabled: !confirm && reason.trim().length < 2, loading: send.isPending }}
      onOk={() => send.mutate(undefined)}
      onCancel={onClose}
    >
      <Trouble error={send.error} />
      {service.appeal && <p>{w.appeal(service.appeal)}</p>}
      {confirm ? (
        <p>
          {w.rating} <Rate value={rating} onChange={setRating} />
        </p>
      ) : (
        <label>
          {w.why}
          <Input.TextArea rows={2} maxLength={300} value={reason} onChange={(event) => setReason(event.target.value)} />
        </label>
      )}
    </Modal>
  );
}
