import { Table } from 'antd';
import { percent } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { Rates } from './FiguresTab.tsx';
import { words } from './words.ts';

type Group = Rates['units'][number];

/** Units beside others of their class only; groups too small to be shown have no figures. */
export function LeagueTab({ rates }: { rates: Rates }) {
  const w = useWords(words);
  const classes = [...new Set(rates.units.map((unit) => unit.class ?? ''))];
  return (
    <>
      {classes.map((one) => (
        <Groups key={one} title={`${w.byUnit} · ${w.classes[one] ?? one}`} groups={rates.units.filter((unit) => (unit.class ?? '') === one)} />
      ))}
      <Groups title={w.byArea} groups={rates.areas} />
      <Groups title={w.byMatter} groups={rates.matters} />
    </>
  );
}

function Groups({ title, groups }: { title: string; groups: Group[] }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const shown = (value: number | null | undefined) => (value === null || value === undefined ? '–' : percent(value));
  return (
    <>
      <h2>{title}</h2>
      <Table<Group>
        rowKey="code"
        size="small"
        dataSource={groups}
        pagination={false}
        scroll={{ x: 760 }}
        columns={[
          { title: w.name, render: (_, row) => row.name[language] },
          { title: w.requests, align: 'end', render: (_, row) => row.requests ?? w.small },
          { title: w.composite, align: 'end', render: (_, row) => shown(row.figures?.composite) },
          { title: w.response, align: 'end', render: (_, row) => shown(row.figures?.response.value) },
          { title: w.solved, align: 'end', render: (_, row) => shown(row.figures?.solved.value) },
          { title: w.satisfied, align: 'end', render: (_, row) => shown(row.figures?.satisfied.value) },
          { title: w.cameBack, align: 'end', render: (_, row) => shown(row.figures?.cameBack.value) },
        ]}
      />
    </>
  );
}
