import { useQuery } from '@tanstack/react-query';
import { Button, Empty, Table, Tag } from 'antd';
import { useState } from 'react';
import { Figure, Trouble, useDesk } from '../../../ui/desk.tsx';
import { percent } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { calls, type Signal, useSignalCall } from './calls.ts';
import { EvidencePanel } from './EvidencePanel.tsx';
import { words } from './words.ts';

/** Signals beside their evidence. */
export function SignalsPage() {
  const w = useWords(words);
  const { roles } = useDesk();
  const [chosen, setChosen] = useState<string | null>(null);
  const list = useQuery({ queryKey: ['signals', 'list'], queryFn: () => calls.listSignals() });
  const scan = useSignalCall(() => calls.scanNow());
  return (
    <>
      <h1>{w.title}</h1>
      <p>{w.lead}</p>
      <Trouble error={list.error ?? scan.error} onRetry={() => list.refetch()} />
      {list.data && (
        <div className="figures">
          <Figure label={w.proactive}>{list.data.proactive.value === null ? '–' : percent(list.data.proactive.value)}</Figure>
          <div style={{ maxWidth: 620 }}>
            {list.data.calibration
              ? w.threshold(list.data.calibration.threshold, list.data.calibration.mostAlarmsInAMonth, list.data.calibration.replays)
              : w.noThreshold}
          </div>
        </div>
      )}
      {roles.includes('districtOfficial') && (
        <p>
          <Button loading={scan.isPending} onClick={() => scan.mutate(undefined)}>
            {w.scan}
          </Button>{' '}
          {scan.data && <span role="status">{w.found(scan.data.found, scan.data.day)}</span>}
        </p>
      )}
      <div className="desk-grid wide">
        <SignalTable signals={list.data?.signals ?? []} isPending={list.isPending} onChoose={setChosen} />
        <div style={{ minWidth: 0 }}>{chosen ? <EvidencePanel key={chosen} id={chosen} /> : <p>{w.choose}</p>}</div>
      </div>
    </>
  );
}

function SignalTable({ signals, isPending, onChoose }: { signals: Signal[]; isPending: boolean; onChoose: (id: string) => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const where = ({ areas }: Signal) => (areas.length > 2 ? `${areas[0]!.name} ${w.and(areas.length)}` : areas.map(({ name }) => name).join('、'));
  return (
    <Table<Signal>
      rowKey="id"
      size="small"
      loading={isPending}
      dataSource={signals}
      pagination={{ pageSize: 20, hideOnSinglePage: true }}
      scroll={{ x: 620 }}
      locale={{ emptyText: <Empty description={w.none} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
      columns={[
        {
          title: w.matter,
          render: (_, row) => (
            <Button type="link" style={{ padding: 0 }} aria-label={`${w.open} ${row.matter[language]} ${row.areas[0]!.name}`} onClick={() => onChoose(row.id)}>
              {row.matter[language]}
            </Button>
          ),
        },
        { title: w.where, render: (_, row) => where(row) },
        { title: w.when, render: (_, row) => `${row.fromDay.slice(5)} – ${row.lastDay.slice(5)}` },
        {
          title: w.reports,
          render: (_, row) => (
            <>
              {row.count} {row.kind === 'cluster' ? <small>{w.expected(row.expected)}</small> : <Tag>{w.kinds[row.kind]}</Tag>}
            </>
          ),
        },
        { title: w.state, render: (_, row) => <Tag color={row.state === 'new' ? '#8a3b00' : 'default'}>{w.states[row.state]}</Tag> },
      ]}
    />
  );
}
