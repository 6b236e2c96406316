import { Card, Table as Rows } from 'antd';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { TableData } from './shape.ts';
import type { Table } from './use-table.ts';
import { words } from './words.ts';

/** One dwelling place: which functions it reaches, where the nearest is, what is missing. The walk is drawn on the map. */
export function Explain({ table, data }: { table: Table; data: TableData }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { explanation } = table;
  if (!explanation) return null;
  const names = new Map(data.functions.map((entry) => [entry.code, language === 'zh' ? entry.name : entry.nameEn]));
  const { cell, reached, missing } = explanation;
  return (
    <Card size="small" title={`${w.explain}${data.cells.name[cell] ? `：${data.cells.name[cell]}` : ''}`} style={{ marginBottom: 12 }}>
      <p role="status">{w.reachedHere(reached.length, data.functions.length)}</p>
      <Rows
        size="small"
        rowKey="function"
        pagination={false}
        scroll={{ y: 220, x: 'max-content' }}
        dataSource={reached}
        columns={[
          { title: w.function, render: (_, row) => names.get(row.function) },
          { title: w.nearestHere, dataIndex: 'name' },
          { title: w.minutes, align: 'right', render: (_, row) => w.minute((row.tenths / 10).toFixed(1)) },
        ]}
      />
      {missing.length > 0 && (
        <p>
          {w.missingHere}：{missing.map((code) => names.get(code)).join(language === 'zh' ? '、' : ', ')}
        </p>
      )}
    </Card>
  );
}
