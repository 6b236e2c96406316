import { useQuery } from '@tanstack/react-query';
import { Card, Drawer, Spin, Table, Tag } from 'antd';
import { api } from '../../../../platform/client.ts';
import { Trouble } from '../../../../ui/desk.tsx';
import { moment } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { benefits } from '../../contract.ts';
import { FindingActions } from './FindingActions.tsx';
import { useWorth } from './FindingsTab.tsx';
import { words } from './words.ts';

const calls = api<typeof benefits>('benefits');
export type Opened = Awaited<ReturnType<typeof calls.openFinding>>;
const colours: Record<number, string> = { 2: 'green', 1: 'blue', 0: 'orange' };

/** One finding: why, by which facts, what was done, and what can be done now. Opening it is written where the person sees it. */
export function FindingDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const worth = useWorth();
  const opened = useQuery({
    queryKey: ['benefits', 'finding', id],
    queryFn: () => calls.openFinding({ id }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  const { data } = opened;
  return (
    <Drawer open onClose={onClose} size={560} title={data ? `${data.finding.name} · ${data.finding.title[language]}` : w.open}>
      {opened.isPending && <Spin />}
      <Trouble error={opened.error} onRetry={opened.refetch} />
      {data && (
        <>
          <p>
            <Tag>{w.kinds[data.finding.kind]}</Tag> {w.states[data.finding.state]} · {worth(data.finding)}
            {data.finding.confidence && ` · ${w.confidence} ${w.confidences[data.finding.confidence]}`}
          </p>
          <Reasons opened={data} />
          <Facts opened={data} />
          <Card size="small" title={w.steps} style={{ marginTop: 12 }}>
            {data.steps.length === 0 && w.noSteps}
            {data.steps.map((step) => (
              <p key={`${step.at}${step.kind}`}>
                <strong>{w.stepKinds[step.kind]}</strong> · {step.byName} · {moment(step.at, language)}
                <br />
                {step.note}
              </p>
            ))}
          </Card>
          <FindingActions opened={data} />
          <p style={{ marginTop: 12 }}>
            <small>
              {w.basis}: {data.basis.join('; ')}
              {data.materials.length > 0 && ` · ${w.materials}: ${data.materials.map((it) => it[language]).join(w.listMark)}`}
            </small>
          </p>
        </>
      )}
    </Drawer>
  );
}

function Reasons({ opened }: { opened: Opened }) {
  const w = useWords(words);
  const { language } = usePreferences();
  return (
    <Card size="small" title={w.reasons}>
      {opened.outcome?.clauses.map((clause) => (
        <p key={clause.label.zh}>
          <Tag color={colours[clause.verdict]!}>{w.verdicts[clause.verdict]}</Tag> {clause.label[language]}
        </p>
      ))}
    </Card>
  );
}

function Facts({ opened }: { opened: Opened }) {
  const w = useWords(words);
  const { language } = usePreferences();
  return (
    <Table<Opened['facts'][number]>
      style={{ marginTop: 12 }}
      rowKey="fact"
      size="small"
      pagination={false}
      dataSource={opened.facts}
      title={() => w.facts}
      scroll={{ x: 'max-content' }}
      columns={[
        { title: w.fact, render: (_, row) => row.name[language] },
        { title: w.value, render: (_, row) => `${row.shown?.[language] ?? '–'}${row.isStale ? ` (${w.stale})` : ''}` },
        { title: w.source, render: (_, row) => row.source ?? w.register },
        { title: w.statedOn, render: (_, row) => row.statedOn ?? '–' },
      ]}
    />
  );
}
