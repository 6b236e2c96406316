import { useQuery } from '@tanstack/react-query';
import { Button, Empty, Form, Input, Modal, Select, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { Trouble, useDesk, useMyArea } from '../../../../ui/desk.tsx';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import { useUnits } from '../../../cases/ui/calls.ts';
import { calls, useChange, useMatters } from '../calls.ts';
import { useAreaNames } from './areas.ts';
import { words } from './words.ts';

type Change = Awaited<ReturnType<typeof calls.listDutyChanges>>[number];

/** Changes that units ask for; granted ones go into the draft. */
export function ChangesTab({ mayDecide }: { mayDecide: boolean }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { roles } = useDesk();
  const { nameOf } = useAreaNames();
  const mayAsk = roles.some((role) => role !== 'auditor');
  const [isAsking, setAsking] = useState(false);
  const [deciding, setDeciding] = useState<{ change: Change; isAccepted: boolean } | null>(null);
  const changes = useQuery({ queryKey: ['requests', 'duty-changes'], queryFn: () => calls.listDutyChanges() });
  return (
    <>
      {mayAsk && (
        <Button style={{ marginBottom: 10 }} onClick={() => setAsking(true)}>
          {w.ask}
        </Button>
      )}
      <Trouble error={changes.error} onRetry={() => changes.refetch()} />
      <Table<Change>
        rowKey="id"
        size="small"
        loading={changes.isPending}
        dataSource={changes.data ?? []}
        pagination={{ pageSize: 30, hideOnSinglePage: true }}
        scroll={{ x: 760 }}
        locale={{ emptyText: <Empty description={w.noChanges} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
        columns={[
          { title: w.matter, render: (_, row) => row.matter[language] },
          { title: w.area, render: (_, row) => nameOf(row.area) },
          { title: w.lead_, render: (_, row) => row.lead[language] },
          { title: w.reason, render: (_, row) => `${row.reason} · ${row.askedBy}` },
          {
            title: w.actions,
            render: (_, row) =>
              row.state !== 'asked' || !mayDecide ? (
                <>
                  <Tag>{w.changeStates[row.state]}</Tag>
                  {row.answer}
                </>
              ) : (
                <Space>
                  <Button size="small" type="primary" onClick={() => setDeciding({ change: row, isAccepted: true })}>
                    {w.accept}
                  </Button>
                  <Button size="small" onClick={() => setDeciding({ change: row, isAccepted: false })}>
                    {w.decline}
                  </Button>
                </Space>
              ),
          },
        ]}
      />
      {isAsking && <Ask onClose={() => setAsking(false)} />}
      {deciding && <Decide {...deciding} onClose={() => setDeciding(null)} />}
    </>
  );
}

function Ask({ onClose }: { onClose: () => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const area = useMyArea();
  const { options } = useAreaNames();
  const [form] = Form.useForm<{ matter: string; area: string; lead: string; reason: string }>();
  const matters = useMatters();
  const units = useUnits();
  const ask = useChange((fields: { matter: string; area: string; lead: string; reason: string }) => calls.askDutyChange(fields), onClose);
  return (
    <Modal open title={w.ask} okText={w.ok} cancelText={w.cancel} confirmLoading={ask.isPending} onOk={() => form.submit()} onCancel={onClose}>
      <Trouble error={ask.error} />
      <Form form={form} layout="vertical" initialValues={{ area }} onFinish={(fields) => ask.mutate(fields)}>
        <Form.Item name="matter" label={w.matter} rules={[{ required: true, message: w.matter }]}>
          <Select
            aria-label={w.matter}
            showSearch={{ optionFilterProp: 'label' }}
            options={(matters.data?.matters ?? []).map((one) => ({ value: one.code, label: `${one.code} ${one[language]}` }))}
          />
        </Form.Item>
        <Form.Item name="area" label={w.area} rules={[{ required: true, message: w.area }]}>
          <Select aria-label={w.area} showSearch={{ optionFilterProp: 'label' }} options={options} />
        </Form.Item>
        <Form.Item name="lead" label={w.lead_} rules={[{ required: true, message: w.lead_ }]}>
          <Select
            aria-label={w.lead_}
            showSearch={{ optionFilterProp: 'label' }}
            options={(units.data ?? []).map((unit) => ({ value: unit.id, label: unit.name[language] }))}
          />
        </Form.Item>
        <Form.Item name="reason" label={w.reason} rules={[{ required: true, min: 4, message: w.reason }]}>
          <Input.TextArea rows={3} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function Decide({ change, isAccepted, onClose }: { change: Change; isAccepted: boolean; onClose: () => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [answer, setAnswer] = useState('');
  const decide = useChange(() => calls.decideDutyChange({ id: change.id, isAccepted, answer: answer.trim() }), onClose);
  return (
    <Modal
      open
      title={`${isAccepted ? w.accept : w.decline} · ${change.matter[language]}`}
      okText={w.ok}
      cancelText={w.cancel}
      okButtonProps={{ disabled: answer.trim().length < 2, loading: decide.isPending }}
      onOk={() => decide.mutate(undefined)}
      onCancel={onClose}
    >
      <Trouble error={decide.error} />
      <label>
        {w.answer}
        <Input.TextArea rows={2} maxLength={500} value={answer} onChange={(event) => setAnswer(event.target.value)} />
      </label>
    </Modal>
  );
}
