import { useQuery } from '@tanstack/react-query';
import { Button, Card, Empty, Skeleton, Tag } from 'antd';
import { Trouble } from '../../../ui/desk.tsx';
import { today } from '../../../ui/format.ts';
import { useWords } from '../../../ui/preferences.ts';
import { planOf, type Written } from './device.ts';
import { words } from './words.ts';

/** The households to be visited, those due first; seen without a connection, too. */
export function PlanTab({ account, onVisit }: { account: string; onVisit: (visit: Partial<Written>) => void }) {
  const w = useWords(words);
  const plan = useQuery({ queryKey: ['visits', 'plan', account], queryFn: () => planOf(account), networkMode: 'always' });
  if (plan.error) return <Trouble error={plan.error} onRetry={() => plan.refetch()} />;
  if (!plan.data) return <Skeleton active />;
  if (plan.data.length === 0) return <Empty description={w.noPlan} image={Empty.PRESENTED_IMAGE_SIMPLE} />;
  return plan.data.map((one) => (
    <Card key={one.householdId} size="small" style={{ marginBottom: 8 }} role="article" aria-label={one.address}>
      <strong>{one.address}</strong> {one.dueOn <= today() && <Tag color="error">{w.overdue}</Tag>}
      <div>{one.people.map(({ name, ageBand }) => `${name} (${ageBand})`).join('、')}</div>
      <div>
        {one.why} · {w.due(one.dueOn)} · {one.lastVisit ? w.last(one.lastVisit) : w.never}
      </div>
      {one.lastNote && <div style={{ color: '#4d4d4d' }}>{one.lastNote}</div>}
      <Button
        type="primary"
        style={{ marginTop: 6 }}
        aria-label={`${w.visit} ${one.address}`}
        onClick={() => onVisit({ householdId: one.householdId, areaCode: one.areaCode })}
      >
        {w.visit}
      </Button>
    </Card>
  ));
}
