import { useQuery } from '@tanstack/react-query';
import { Alert, Empty, Form, Input, Select, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { Trouble } from '../../../../ui/desk.tsx';
import { clockTime, today } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { care } from '../../contract.ts';
import { CareChart } from './CareChart.tsx';
import { ContractDialog, GroupDialog, PlanDialog } from './CareDialogs.tsx';
import { Shifts } from './Shifts.tsx';
import { StayActions } from './StayActions.tsx';
import { words } from './words.ts';

const calls = api<typeof care>('care');
export type CareDay = Awaited<ReturnType<typeof calls.getCareDay>>;
export type StayRow = CareDay['stays'][number];
const colours = { planned: 'blue', present: 'green', gone: 'default', absent: 'orange' } as const;
/** With the big letters of 长辈版 a field takes less than it likes on a phone, not more than there is. */
const fits = { maxWidth: '100%', minWidth: 0 };

/** A day of one group, live: it is asked for again every half minute. */
export function CareDayPage() {
  const w = useWords(words);
  const { language } = usePreferences();
  const [groupId, setGroupId] = useState<string | null>(null);
  const [day, setDay] = useState(today());
  const groups = useQuery({ queryKey: ['care', 'groups'], queryFn: () => calls.listGroups({}) });
  const chosen = groupId ?? groups.data?.[0]?.id ?? null;
  const board = useQuery({
    queryKey: ['care', 'day', chosen, day],
    queryFn: () => calls.getCareDay({ id: chosen!, day }),
    enabled: chosen !== null,
    refetchInterval: 30_000,
  });
  const group = board.data?.group;
  return (
    <>
      <h1>{w.title}</h1>
      <p>{w.lead}</p>
      <Form layout="inline" style={{ rowGap: 12, marginBottom: 12 }}>
        <Form.Item label={w.group} style={fits}>
          <Select
            aria-label={w.group}
            showSearch={{ optionFilterProp: 'label' }}
            style={{ minWidth: 200 }}
            loading={groups.isPending}
            value={chosen}
            onChange={setGroupId}
            options={(groups.data ?? []).map((it) => ({ value: it.id, label: `${it.placeName} · ${language === 'zh' ? it.name : it.nameEn}` }))}
          />
        </Form.Item>
        <Form.Item label={w.day} style={fits}>
          <Input aria-label={w.day} type="date" value={day} onChange={(event) => event.target.value && setDay(event.target.value)} />
        </Form.Item>
        <Space wrap>
          {group && <PlanDialog group={group} day={day} />}
          {group && <ContractDialog group={group} />}
          <GroupDialog onMade={setGroupId} />
        </Space>
      </Form>
      <Trouble error={groups.error ?? board.error} onRetry={() => (groups.error ? groups.refetch() : board.refetch())} />
      {groups.data?.length === 0 && <Empty description={w.noGroups} />}
      {board.data?.now && <Now now={board.data.now} />}
      {board.data && <CareChart steps={board.data.steps} />}
      {chosen && (
        <Table<StayRow>
          rowKey="id"
          size="small"
          loading={board.isPending}
          dataSource={board.data?.stays ?? []}
          pagination={false}
          scroll={{ x: 760 }}
          locale={{ emptyText: <Empty description={w.nobody} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
          columns={[
            { title: w.columns.when, render: (_, row) => `${clockTime(row.from)}–${clockTime(row.to)}` },
            { title: w.columns.who, dataIndex: 'who' },
            { title: w.columns.mode, render: (_, row) => w.modes[row.mode] },
            {
              title: w.columns.state,
              render: (_, row) => <Tag color={colours[row.state]}>{`${w.states[row.state]}${row.fetchedHow ? ` · ${row.fetchedHow}` : ''}`}</Tag>,
            },
            { title: w.columns.actions, render: (_, row) => <StayActions stay={row} isToday={day === today()} /> },
          ]}
        />
      )}
      {board.data && <Shifts groupId={board.data.group.id} day={day} shifts={board.data.shifts} />}
    </>
  );
}

function Now({ now }: { now: NonNullable<CareDay['now']> }) {
  const w = useWords(words);
  return (
    <Alert
      type={now.isShort ? 'error' : 'success'}
      role={now.isShort ? 'alert' : 'status'}
      showIcon
      style={{ marginBottom: 12 }}
      title={w.now(now.present, now.needed, now.carers)}
      description={now.isShort ? w.short : w.enough}
    />
  );
}
