import { useQuery } from '@tanstack/react-query';
import { Button, Card, Table as Rows } from 'antd';
import { useMemo } from 'react';
import { api } from '../../../../platform/client.ts';
import { Trouble } from '../../../../ui/desk.tsx';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { planning } from '../../contract.ts';
import { listWords } from './list-words.ts';
import type { TableData } from './shape.ts';
import type { Table } from './use-table.ts';
import { words } from './words.ts';

const calls = api<typeof planning>('planning');
type Wish = { function: string; people: number; communities: number };

/** What residents said they miss, most wanted first; one click looks at that function. */
export function Wishes({ table, data }: { table: Table; data: TableData }) {
  const w = { ...useWords(words), ...useWords(listWords) };
  const { language } = usePreferences();
  const counts = useQuery({ queryKey: ['planning', 'wishes', 'counts'], queryFn: () => calls.countWishes(), retry: false });
  const names = useMemo(() => new Map(data.functions.map((entry) => [entry.code, language === 'zh' ? entry.name : entry.nameEn])), [data, language]);
  const rows = useMemo(() => {
    const all = new Map<string, Wish>();
    for (const { function: code, areaCode, wishes } of counts.data ?? []) {
      const row = all.get(code) ?? { function: code, people: 0, communities: 0 };
      all.set(code, { ...row, people: row.people + wishes, communities: row.communities + (areaCode === null ? 0 : 1) });
    }
    return [...all.values()].sort((a, b) => b.people - a.people || (a.function < b.function ? -1 : 1));
  }, [counts.data]);
  return (
    <Card size="small" title={w.wishes} style={{ marginTop: 12 }}>
      <p>{w.wishesHelp}</p>
      <Trouble error={counts.error} />
      <Rows<Wish>
        size="small"
        rowKey="function"
        loading={counts.isPending}
        dataSource={rows}
        pagination={{ pageSize: 10, showSizeChanger: false, hideOnSinglePage: true }}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: w.noWishes }}
        columns={[
          { title: w.function, render: (_, row) => names.get(row.function) ?? row.function },
          { title: w.wishers, align: 'right', dataIndex: 'people' },
          { title: w.wishCommunities, align: 'right', dataIndex: 'communities' },
          {
            title: '',
            render: (_, row) =>
              names.has(row.function) && (
                <Button size="small" onClick={() => table.read({ ...table.asked, function: row.function })}>
                  {w.lookAt}
                </Button>
              ),
          },
        ]}
      />
    </Card>
  );
}
