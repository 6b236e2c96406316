import { useQuery } from '@tanstack/react-query';
import { Button, Empty, Form, Input, InputNumber, Modal, Select, Space, Table } from 'antd';
import { useState } from 'react';
import { optionsOf, Trouble, useDesk } from '../../../../ui/desk.tsx';
import { today, yuan } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import { calls, fenOf, useFundCall } from './calls.ts';
import { Projects } from './Projects.tsx';
import { words } from './words.ts';

export type Fund = Awaited<ReturnType<typeof calls.listFunds>>[number];

/** Funds of the district with what they hold; one of them with its projects. */
export function Funds() {
  const w = useWords(words);
  const { language } = usePreferences();
  const { roles } = useDesk();
  const isKeeper = roles.includes('districtOfficial');
  const [isOpening, setOpening] = useState(false);
  const [booking, setBooking] = useState<Fund | null>(null);
  const [shown, setShown] = useState<Fund | null>(null);
  const funds = useQuery({ queryKey: ['funds', 'list'], queryFn: () => calls.listFunds() });
  if (shown) return <Projects fund={shown} onBack={() => setShown(null)} />;
  return (
    <>
      {isKeeper && (
        <p>
          <Button type="primary" onClick={() => setOpening(true)}>
            {w.openFund}
          </Button>
        </p>
      )}
      <Trouble error={funds.error} onRetry={() => funds.refetch()} />
      <Table<Fund>
        rowKey="id"
        size="small"
        loading={funds.isPending}
        dataSource={funds.data ?? []}
        pagination={false}
        scroll={{ x: 860 }}
        locale={{ emptyText: <Empty description={w.noFunds} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
        columns={[
          { title: w.name, render: (_, row) => row.name[language] },
          { title: w.kind, render: (_, row) => w.kinds[row.kind] },
          { title: w.holder, dataIndex: 'holder' },
          { title: w.balance, align: 'end', render: (_, row) => yuan(row.balanceFen, language) },
          { title: w.held, align: 'end', render: (_, row) => yuan(row.heldFen, language) },
          {
            title: w.actions,
            render: (_, row) => (
              <Space>
                <Button size="small" aria-label={`${w.projects} ${row.name[language]}`} onClick={() => setShown(row)}>
                  {w.projects}
                </Button>
                {isKeeper && (
                  <Button size="small" aria-label={`${w.income} ${row.name[language]}`} onClick={() => setBooking(row)}>
                    {w.income}
                  </Button>
                )}
              </Space>
            ),
          },
        ]}
      />
      {isOpening && <OpenFund onClose={() => setOpening(false)} />}
      {booking && <Income fund={booking} onClose={() => setBooking(null)} />}
    </>
  );
}

type NewFund = Parameters<typeof calls.openFund>[0];
function OpenFund({ onClose }: { onClose: () => void }) {
  const w = useWords(words);
  const [form] = Form.useForm<NewFund>();
  const save = useFundCall((fields: NewFund) => calls.openFund(fields), onClose);
  const text = (name: keyof NewFund, label: string, least = 2) => (
    <Form.Item name={name} label={label} rules={[{ required: true, min: least }]}>
      <Input maxLength={300} />
    </Form.Item>
  );
  return (
    <Modal
      open
      title={w.openFund}
      okText={w.ok}
      cancelText={w.cancel}
      okButtonProps={{ loading: save.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Trouble error={save.error} />
      <Form form={form} layout="vertical" initialValues={{ kind: 'community', openedOn: today() }} onFinish={(fields) => save.mutate(fields)}>
        {text('name', w.name)}
        {text('nameEn', w.nameEn)}
        <Form.Item name="kind" label={w.kind}>
          <Select options={optionsOf(w.kinds)} />
        </Form.Item>
        {text('holder', w.holder)}
        {text('purpose', w.purpose, 4)}
        <Form.Item name="openedOn" label={w.openedOn} rules={[{ required: true }]}>
          <Input type="date" />
        </Form.Item>
      </Form>
    </Modal>
  );
}

type Fields = { kind: 'donation' | 'market'; amount: number; receivedOn: string; reference: string; giver?: string; event?: string };
function Income({ fund, onClose }: { fund: Fund; onClose: () => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [form] = Form.useForm<Fields>();
  const kind = Form.useWatch('kind', form);
  const save = useFundCall(
    ({ amount, giver, event, ...fields }: Fields) =>
      calls.recordIncome({ id: fund.id, ...fields, amountFen: fenOf(amount), giver: giver?.trim() || null, event: event?.trim() || null }),
    onClose,
  );
  return (
    <Modal
      open
      title={`${w.income} · ${fund.name[language]}`}
      okText={w.ok}
      cancelText={w.cancel}
      okButtonProps={{ loading: save.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Trouble error={save.error} />
      <Form form={form} layout="vertical" initialValues={{ kind: 'donation', receivedOn: today() }} onFinish={(fields) => save.mutate(fields)}>
        <Form.Item name="kind" label={w.incomeKind}>
          <Select options={optionsOf(w.incomeKinds)} />
        </Form.Item>
        <Form.Item name="amount" label={w.amount} rules={[{ required: true }]}>
          <InputNumber min={0.01} style={{ width: 180 }} />
        </Form.Item>
        <Form.Item name="receivedOn" label={w.receivedOn} rules={[{ required: true }]}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="reference" label={w.reference} rules={[{ required: true, min: 3 }]}>
          <Input maxLength={60} />
        </Form.Item>
        {kind === 'market' ? (
          <Form.Item name="event" label={w.event} rules={[{ required: true, min: 2 }]}>
            <Input maxLength={60} />
          </Form.Item>
        ) : (
          <Form.Item name="giver" label={w.giver}>
            <Input maxLength={60} />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
