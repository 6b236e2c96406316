import { useQuery } from '@tanstack/react-query';
import { Segmented, Table, Tag } from 'antd';
import { useState } from 'react';
import { api } from '../../../platform/client.ts';
import { Figure, Trouble, useMyArea } from '../../../ui/desk.tsx';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import type { evaluation } from '../contract.ts';
import { colours } from './ClauseList.tsx';
import { ComplexChecks } from './ComplexChecks.tsx';
import { words } from './words.ts';

const calls = api<typeof evaluation>('evaluation');
type Complex = Awaited<ReturnType<typeof calls.checkComplexes>>[number];
export type Standard = Awaited<ReturnType<typeof calls.listStandards>>[number];
type Verdict = Complex['checks'][number]['verdict'];

/** Every complex against every standard; below each the clauses with what is missing. */
export function StandardsPage() {
  const w = useWords(words);
  const { language } = usePreferences();
  const within = useMyArea();
  const standards = useQuery({ queryKey: ['evaluation', 'standards'], queryFn: () => calls.listStandards() });
  const complexes = useQuery({ queryKey: ['evaluation', 'checks', within], queryFn: () => calls.checkComplexes({ within }) });
  const [shown, setShown] = useState<string | null>(null);
  const [verdict, setVerdict] = useState<Verdict | 'all'>('all');
  const main = (standards.data ?? []).filter((standard) => standard.reading === null);
  const chosen = shown ?? main[0]?.id;
  const rows = (complexes.data ?? []).filter((row) => verdict === 'all' || row.checks.some((check) => check.standard === chosen && check.verdict === verdict));
  const count = (standard: string, of: Verdict) =>
    (complexes.data ?? []).filter((row) => row.checks.some((it) => it.standard === standard && it.verdict === of)).length;
  return (
    <>
      <h1>{w.title}</h1>
      <p>{w.lead}</p>
      <Trouble error={standards.error ?? complexes.error} onRetry={() => Promise.all([standards.refetch(), complexes.refetch()])} />
      <div className="figures">
        {main.map((standard) => (
          <Figure key={standard.id} label={standard.title[language]}>
            {w.counts.met(count(standard.id, 'met'))}{' '}
            <small>
              {w.counts.notMet(count(standard.id, 'notMet'))} · {w.counts.unknown(count(standard.id, 'unknown'))}
            </small>
          </Figure>
        ))}
      </div>
      <div className="check-filter">
        <Segmented
          aria-label={w.standards}
          value={chosen ?? ''}
          onChange={(id) => setShown(String(id))}
          options={main.map((standard) => ({ value: standard.id, label: standard.title[language] }))}
        />
        <Segmented<Verdict | 'all'>
          aria-label={w.show}
          value={verdict}
          onChange={setVerdict}
          options={[{ value: 'all' as const, label: w.all }, ...(['met', 'notMet', 'unknown'] as const).map((value) => ({ value, label: w.verdicts[value] }))]}
        />
      </div>
      <Table<Complex>
        className="check-table"
        rowKey="id"
        size="small"
        loading={complexes.isPending || standards.isPending}
        dataSource={rows}
        pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: verdict === 'all' ? w.none : w.empty }}
        expandable={{
          expandedRowRender: (row) => <ComplexChecks id={row.id} name={row.name} standards={standards.data ?? []} />,
        }}
        columns={[
          { title: w.complex, render: (_, row) => <strong>{row.name}</strong> },
          { title: w.area, dataIndex: 'areaName' },
          ...main.map((standard) => ({
            title: standard.title[language],
            render: (_: unknown, row: Complex) => <Cell check={row.checks.find((check) => check.standard === standard.id)} />,
          })),
        ]}
      />
      <Sources standards={standards.data ?? []} />
    </>
  );
}

function Cell({ check }: { check: Complex['checks'][number] | undefined }) {
  const w = useWords(words);
  if (!check) return null;
  return (
    <>
      <Tag color={colours[check.verdict]}>{w.verdicts[check.verdict]}</Tag> <small>{w.lacks(check.notMet, check.unknown)}</small>
    </>
  );
}

function Sources({ standards }: { standards: Standard[] }) {
  const w = useWords(words);
  const { language } = usePreferences();
  return (
    <details className="check-sources">
      <summary>{w.sources}</summary>
      <ul>
        {standards.map((standard) => (
          <li key={standard.id}>
            <strong>{standard.title[language]}</strong> <Tag>{w[standard.status]}</Tag> {w.from(standard.from)} · {standard.department}
            {standard.reading && ` · ${standard.reading[language]}`}
            <ul>
              {standard.basis.map((entry) => (
                <li key={`${entry.article}${entry.quote}`}>
                  {entry.document} {entry.article}：{entry.quote}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </details>
  );
}
