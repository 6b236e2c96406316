import { Button, Card, Table as Rows } from 'antd';
import { useMemo } from 'react';
import { count, percent } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { AreaShare, Deficit, TableData } from './shape.ts';
import type { Table } from './use-table.ts';
import { words } from './words.ts';

/** The middle of the people of an area, to look at on the map. */
function middleOf({ cells, areas }: TableData, code: string): [number, number] | null {
  const inside = new Set([code, ...areas.filter((area) => area.parentCode === code).map((area) => area.code)]);
  const own = cells.areaCode.flatMap((area, i) => (area !== null && inside.has(area) ? [i] : []));
  if (own.length === 0) return null;
  const mean = (values: readonly number[]) => own.reduce((sum, i) => sum + values[i]!, 0) / own.length;
  return [mean(cells.lon), mean(cells.lat)];
}

/** Need against supply: what each norm asks for in each area, what is there and what is missing. */
export function Deficits({ table, data, onFocus }: { table: Table; data: TableData; onFocus: (at: [number, number]) => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const norms = useMemo(() => new Map(data.need.norms.map((norm) => [norm.code, norm])), [data]);
  const names = useMemo(() => new Map(data.areas.map((area) => [area.code, area.name])), [data]);
  const value = (amount: number, row: Deficit) => `${count(Math.round(amount))} ${w.unit[norms.get(row.norm)!.unit]}`;
  return (
    <Card size="small" title={w.deficits} style={{ marginBottom: 12 }}>
      <p>{w.deficitHelp}</p>
      <Rows<Deficit>
        size="small"
        rowKey={(row) => `${row.norm} ${row.code}`}
        dataSource={table.now!.deficits}
        pagination={{ pageSize: 10, showSizeChanger: false }}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: w.noDeficits }}
        columns={[
          {
            title: w.norm,
            filters: data.need.norms.map((norm) => ({ value: norm.code, text: language === 'zh' ? norm.name : norm.nameEn })),
            onFilter: (code, row) => row.norm === code,
            render: (_, row) => (language === 'zh' ? norms.get(row.norm)!.name : norms.get(row.norm)!.nameEn),
          },
          {
            title: w.place,
            render: (_, row) => {
              const at = row.code === '' ? null : middleOf(data, row.code);
              const name = row.code === '' ? w.whole : (names.get(row.code) ?? row.code);
              return at ? (
                <Button type="link" size="small" style={{ padding: 0 }} onClick={() => onFocus(at)}>
                  {name}
                </Button>
              ) : (
                name
              );
            },
          },
          { title: w.need, align: 'right', render: (_, row) => value(row.need, row) },
          { title: w.supply, align: 'right', render: (_, row) => value(row.supply, row) },
          { title: w.missing, align: 'right', render: (_, row) => `${value(row.missing, row)}（${percent(row.missing / row.need)}）` },
          { title: w.source, responsive: ['lg'], width: 360, render: (_, row) => <span style={{ whiteSpace: 'normal' }}>{norms.get(row.norm)!.source}</span> },
        ]}
      />
    </Card>
  );
}

const share = (area: AreaShare | undefined) => (area && area.people > 0 ? area.within / area.people : 0);

/** Shares by community beside what they were. */
export function Areas({ table, data }: { table: Table; data: TableData }) {
  const w = useWords(words);
  const names = useMemo(() => new Map(data.areas.map((area) => [area.code, area.name])), [data]);
  const was = useMemo(() => new Map(table.before!.areas.map((area) => [area.code, area])), [table.before]);
  const rows = useMemo(() => table.now!.areas.toSorted((a, b) => share(a) - share(b) || b.people - a.people), [table.now]);
  return (
    <Card size="small" title={w.areas}>
      <Rows<AreaShare>
        size="small"
        rowKey="code"
        dataSource={rows}
        pagination={{ pageSize: 10, showSizeChanger: false }}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: w.community, render: (_, row) => names.get(row.code) ?? row.code },
          { title: w.before, align: 'right', render: (_, row) => percent(share(was.get(row.code))) },
          { title: w.now, align: 'right', render: (_, row) => percent(share(row)) },
        ]}
      />
    </Card>
  );
}
