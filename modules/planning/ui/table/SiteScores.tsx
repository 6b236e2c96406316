import { Button, Card, Table as Rows } from 'antd';
import { useEffect, useState } from 'react';
import { count } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import { listWords } from './list-words.ts';
import type { SiteScore, TableData } from './shape.ts';
import type { Table } from './use-table.ts';
import { words } from './words.ts';

type Props = { table: Table; data: TableData; onFocus: (at: [number, number]) => void };

/** Idle spaces and proposed sites beside one another, with the numbers behind each score. */
export function SiteScores({ table, data, onFocus }: Props) {
  const w = { ...useWords(words), ...useWords(listWords) };
  const { language } = usePreferences();
  const [isOpen, setOpen] = useState(false);
  const { score, now, settings } = table;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again whenever the picture or the question is another
  useEffect(() => {
    if (isOpen) score();
  }, [isOpen, now, settings]);
  const { criteria, source } = data.need.siteScore;
  const value = (row: SiteScore, code: (typeof criteria)[number]['code']) =>
    code === 'centre' ? (row.centre === null ? '–' : w.minute(Number(row.centre.toFixed(1)))) : count(Math.round(row[code]));
  return (
    <Card size="small" title={w.scores} style={{ marginTop: 12 }}>
      <p>{w.scoresHelp}</p>
      <Button aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? w.scoresHide : w.scoresShow}
      </Button>
      {isOpen && (
        <>
          <Rows<SiteScore>
            size="small"
            rowKey="id"
            style={{ marginTop: 8 }}
            loading={table.scores === null}
            dataSource={table.scores ?? []}
            pagination={{ pageSize: 10, showSizeChanger: false, hideOnSinglePage: true }}
            scroll={{ x: 'max-content' }}
            locale={{ emptyText: w.noSites }}
            columns={[
              {
                title: w.site,
                render: (_, row) => (
                  <Button type="link" size="small" style={{ padding: 0 }} onClick={() => onFocus([row.lon, row.lat])}>
                    {row.name}
                    {row.isSpace ? '' : `（${w.isNew}）`}
                  </Button>
                ),
              },
              { title: w.score, align: 'right', render: (_, row) => <strong>{row.score.toFixed(0)}</strong> },
              ...criteria.map((entry) => ({
                title: w.weighed(language === 'zh' ? entry.name : entry.nameEn, entry.weight),
                align: 'right' as const,
                render: (_: unknown, row: SiteScore) => value(row, entry.code),
              })),
              { title: w.area, align: 'right', render: (_, row) => (row.floorArea === null ? '–' : count(row.floorArea)) },
            ]}
          />
          <p className="soft">
            {w.onTheSpot} {source}
          </p>
        </>
      )}
    </Card>
  );
}
