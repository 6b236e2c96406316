import { useQuery } from '@tanstack/react-query';
import { Button, Select, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { Trouble, useMyArea } from '../../../../ui/desk.tsx';
import { count } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { benefits } from '../../contract.ts';
import { FindingDrawer } from './FindingDrawer.tsx';
import { words } from './words.ts';

const calls = api<typeof benefits>('benefits');
export type Finding = Awaited<ReturnType<typeof calls.listFindings>>['findings'][number];
const colours = { missed: 'green', possible: 'blue', doubtful: 'orange', unclear: 'blue' } as const;

/** What it is worth, in words; nothing where no amount is known. */
export function useWorth() {
  const w = useWords(words);
  return ({ lowFen, highFen, per }: Pick<Finding, 'lowFen' | 'highFen' | 'per'>) => {
    if (highFen === null || lowFen === null || highFen === 0) return '–';
    const yuan = (fen: number) => (fen / 100).toLocaleString('en-US', { maximumFractionDigits: 0 });
    return w.yuan(lowFen === highFen ? yuan(lowFen) : `${yuan(lowFen)}–${yuan(highFen)}`, w.per[per ?? 'once'] ?? '');
  };
}

export function FindingsTab({ list }: { list: 'outreach' | 'verify' }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const areaCode = useMyArea();
  const [policyId, setPolicy] = useState<string | undefined>();
  const [after, setAfter] = useState<string | undefined>();
  const [opened, setOpened] = useState<string | null>(null);
  const asked = { areaCode, list, ...(policyId && { policyId }), ...(after && { after }) };
  const found = useQuery({ queryKey: ['benefits', 'findings', asked], queryFn: () => calls.listFindings(asked) });
  return (
    <>
      <Trouble error={found.error} onRetry={found.refetch} />
      <Space wrap style={{ marginBottom: 12 }}>
        <Select
          aria-label={w.policy}
          allowClear
          placeholder={w.allPolicies}
          style={{ width: 260 }}
          value={policyId}
          onChange={(value?: string) => {
            setPolicy(value);
            setAfter(undefined);
          }}
          options={(found.data?.byPolicy ?? []).map((it) => ({ value: it.policyId, label: `${it.title[language]} (${count(it.count)})` }))}
        />
        {found.data && <span>{w.total(count(found.data.total))}</span>}
        {after && <Button onClick={() => setAfter(undefined)}>{w.first}</Button>}
        {found.data?.next && <Button onClick={() => setAfter(found.data.next ?? undefined)}>{w.more}</Button>}
      </Space>
      <FindingsTable list={list} findings={found.data?.findings ?? []} isLoading={found.isPending} onOpen={setOpened} />
      {opened && <FindingDrawer id={opened} onClose={() => setOpened(null)} />}
    </>
  );
}

type TableProps = { list: 'outreach' | 'verify'; findings: Finding[]; isLoading: boolean; onOpen: (id: string) => void };

function FindingsTable({ list, findings, isLoading, onOpen }: TableProps) {
  const w = useWords(words);
  const { language } = usePreferences();
  const worth = useWorth();
  return (
    <Table<Finding>
      rowKey="id"
      size="small"
      loading={isLoading}
      dataSource={findings}
      pagination={false}
      locale={{ emptyText: list === 'outreach' ? w.none : w.noVerify }}
      scroll={{ x: 'max-content' }}
      columns={[
        { title: w.person, render: (_, row) => `${row.name} ${row.ageBand}` },
        { title: w.policy, render: (_, row) => row.title[language] },
        { title: w.kind, render: (_, row) => <Tag color={colours[row.kind]}>{w.kinds[row.kind]}</Tag> },
        { title: list === 'outreach' ? w.asks : w.against, render: (_, row) => row.asks.map((ask) => ask[language]).join(w.listMark) || '–' },
        ...(list === 'outreach' ? [] : [{ title: w.confidence, render: (_: unknown, row: Finding) => (row.confidence ? w.confidences[row.confidence] : '–') }]),
        { title: w.worth, render: (_, row) => worth(row) },
        { title: w.state, render: (_, row) => w.states[row.state] },
        {
          title: '',
          render: (_, row) => (
            <Button size="small" aria-label={w.openFor(row.name, row.title[language])} onClick={() => onOpen(row.id)}>
              {w.open}
            </Button>
          ),
        },
      ]}
    />
  );
}
