import { Button, Card, InputNumber, Progress, Radio, Space } from 'antd';
import { useState } from 'react';
import { count, percent } from '../../../../ui/format.ts';
import { useWords } from '../../../../ui/preferences.ts';
import { usualOffer } from './need.ts';
import type { Among, TableData } from './shape.ts';
import type { Table } from './use-table.ts';
import { words } from './words.ts';

/** A plan of new sites as the search finds it: what it brings, what no plan can exceed, and how far apart the two are. */
export function ProposePanel({ table, data }: { table: Table; data: TableData }) {
  const w = useWords(words);
  const [sites, setSites] = useState(3);
  const [among, setAmong] = useState<Among>('crossings');
  const { proposal } = table;
  const plan = proposal?.plan;
  const accept = () => {
    const n = table.edits.filter((edit) => edit.kind === 'add').length;
    const offer = usualOffer(data, table.settings.function);
    const edits = plan!.sites.map(({ lon, lat, name, floorArea }, i) => {
      const offers = [floorArea === null ? offer : { ...offer, area: floorArea }];
      return { kind: 'add' as const, id: `new-${crypto.randomUUID()}`, name: name ?? w.newName(n + i + 1), lon, lat, offers };
    });
    table.apply(...edits);
    table.dropProposal();
  };
  return (
    <Card size="small" title={w.propose} style={{ marginBottom: 12 }}>
      <p>{w.proposeHelp}</p>
      <Radio.Group
        aria-label={w.among}
        style={{ marginBottom: 8 }}
        value={among}
        onChange={({ target }) => setAmong(target.value as Among)}
        options={[
          { value: 'crossings', label: w.amongCrossings },
          { value: 'spaces', label: w.amongSpaces(data.spaces.length), disabled: data.spaces.length === 0 },
        ]}
      />
      <Space wrap>
        <label>
          {w.sites} <InputNumber aria-label={w.sites} min={1} max={50} value={sites} onChange={(value) => value && setSites(value)} />
        </label>
        {proposal?.isRunning ? <Button onClick={table.stop}>{w.stop}</Button> : <Button onClick={() => table.propose(sites, among)}>{w.start}</Button>}
        {plan && (
          <Button type="primary" onClick={accept}>
            {w.accept}
          </Button>
        )}
      </Space>
      {proposal && !proposal.isRunning && !plan && <p role="status">{w.nobody}</p>}
      {plan && (
        <dl className="table-facts">
          <dt>{w.gains}</dt>
          <dd>{count(plan.value)}</dd>
          <dt>{w.bound}</dt>
          <dd>{count(Math.floor(plan.bound))}</dd>
          <dt>{w.gap}</dt>
          <dd>{plan.isProven ? w.proven : percent(plan.gap)}</dd>
          <dt />
          <dd>{w.candidates(count(plan.candidates))}</dd>
        </dl>
      )}
      {proposal?.isRunning && <Progress percent={Math.round(100 * (1 - (plan?.gap ?? 1)))} status="active" showInfo={false} aria-label={w.gap} />}
    </Card>
  );
}
