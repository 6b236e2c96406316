import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, InputNumber, Select, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'wouter';
import { api } from '../../../../platform/client.ts';
import { Trouble, useDesk } from '../../../../ui/desk.tsx';
import { today } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { evaluation } from '../../contract.ts';
import { RoundView } from './RoundView.tsx';
import { words } from './words.ts';

const calls = api<typeof evaluation>('evaluation');
type Round = Awaited<ReturnType<typeof calls.listRounds>>[number];
const colours = { open: 'blue', notice: 'orange', published: 'green' } as const;

/** Yearly lists, and one of them opened. */
export function ListingPage() {
  const id = useParams()['*'];
  return id ? <RoundView id={id} /> : <Rounds />;
}

function Rounds() {
  const w = useWords(words);
  const { language } = usePreferences();
  const { roles } = useDesk();
  const rounds = useQuery({ queryKey: ['evaluation', 'rounds'], queryFn: () => calls.listRounds() });
  return (
    <>
      <h1>{w.title}</h1>
      <p>{w.lead}</p>
      <Trouble error={rounds.error} onRetry={rounds.refetch} />
      {roles.includes('districtOfficial') && <Begin />}
      <Table<Round>
        rowKey="id"
        size="small"
        loading={rounds.isPending}
        dataSource={rounds.data ?? []}
        pagination={false}
        locale={{ emptyText: w.none }}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: w.year, dataIndex: 'year' },
          { title: w.standard, render: (_, row) => row.title[language] },
          { title: w.state, render: (_, row) => <Tag color={colours[row.state]}>{w.states[row.state]}</Tag> },
          { title: w.candidates, dataIndex: 'candidates' },
          { title: w.listed, dataIndex: 'listed' },
          { title: w.notice, render: (_, row) => (row.noticeFrom ? w.period(row.noticeFrom, row.noticeTo!) : '–') },
          {
            title: '',
            render: (_, row) => (
              <Link href={`/listing/${row.id}`} aria-label={w.openFor(row.title[language], row.year)}>
                {w.open}
              </Link>
            ),
          },
        ]}
      />
    </>
  );
}

function Begin() {
  const w = useWords(words);
  const { language } = usePreferences();
  const [standard, setStandard] = useState<string | null>(null);
  const [year, setYear] = useState(Number(today().slice(0, 4)));
  const standards = useQuery({ queryKey: ['evaluation', 'standards'], queryFn: () => calls.listStandards() });
  const queries = useQueryClient();
  const begin = useMutation({
    mutationFn: () => calls.openRound({ standard: chosen!, year }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['evaluation', 'rounds'] }),
  });
  const main = (standards.data ?? []).filter(({ reading }) => reading === null);
  const chosen = standard ?? main[0]?.id ?? null;
  return (
    <>
      <Trouble error={begin.error} />
      <Space wrap style={{ marginBottom: 12 }}>
        <Select
          aria-label={w.standard}
          style={{ width: 260 }}
          value={chosen}
          onChange={setStandard}
          options={main.map(({ id, title }) => ({ value: id, label: title[language] }))}
        />
        <InputNumber aria-label={w.year} min={2000} max={2100} value={year} onChange={(value) => setYear(Number(value ?? year))} />
        <Button type="primary" disabled={chosen === null} loading={begin.isPending} onClick={() => begin.mutate()}>
          {w.begin}
        </Button>
      </Space>
    </>
  );
}
