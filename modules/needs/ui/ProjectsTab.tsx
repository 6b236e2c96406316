import { useQuery } from '@tanstack/react-query';
import { Button, Card, Empty, Input, Modal, Skeleton, Space, Tag } from 'antd';
import { useState } from 'react';
import { Trouble } from '../../../ui/desk.tsx';
import { yuan } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { calls, type Project, useNeedCall } from './calls.ts';
import { words } from './words.ts';

type To = 'handedOver' | 'decided' | 'building' | 'done' | 'dropped';
const next: Record<string, To[]> = {
  proposed: ['handedOver', 'dropped'],
  handedOver: ['decided', 'dropped'],
  decided: ['building', 'dropped'],
  building: ['done', 'dropped'],
};

/** Projects from proposal to what those who asked first say of them. */
export function ProjectsTab({ mayDecide }: { mayDecide: boolean }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [ending, setEnding] = useState<{ project: Project; to: To } | null>(null);
  const list = useQuery({ queryKey: ['needs', 'projects'], queryFn: () => calls.listProjects() });
  const move = useNeedCall(({ id, to }: { id: string; to: To }) => calls.moveProject({ id, to }));
  if (list.error) return <Trouble error={list.error} onRetry={() => list.refetch()} />;
  if (!list.data) return <Skeleton active />;
  if (list.data.length === 0) return <Empty description={w.noProjects} image={Empty.PRESENTED_IMAGE_SIMPLE} />;
  return (
    <>
      <Trouble error={move.error} />
      {list.data.map((one) => (
        <Card key={one.id} size="small" style={{ marginBottom: 8 }} role="article" aria-label={one.title}>
          <strong>{one.title}</strong> <Tag color="#0a4a8a">{w.projectStates[one.state]}</Tag> {one.areaName}{' '}
          {one.budgetFen !== null && yuan(one.budgetFen, language)}
          <p style={{ margin: '4px 0' }}>{one.summary}</p>
          <p style={{ margin: '4px 0', color: '#4d4d4d' }}>{one.needs.map((need) => `${need.title} (${need.voices})`).join(' · ')}</p>
          {one.outcome && <p>{one.outcome}</p>}
          {one.asked.answered > 0 && <p>{w.asked(one.asked.answered, one.asked.met)}</p>}
          {mayDecide && (
            <Space wrap>
              {(next[one.state] ?? []).map((to) => (
                <Button
                  key={to}
                  size="small"
                  type={to === 'dropped' ? 'default' : 'primary'}
                  aria-label={`${w.moves[to]} ${one.title}`}
                  onClick={() => (to === 'done' || to === 'dropped' ? setEnding({ project: one, to }) : move.mutate({ id: one.id, to }))}
                >
                  {w.moves[to]}
                </Button>
              ))}
            </Space>
          )}
        </Card>
      ))}
      {ending && <End {...ending} onClose={() => setEnding(null)} />}
    </>
  );
}

function End({ project, to, onClose }: { project: Project; to: To; onClose: () => void }) {
  const w = useWords(words);
  const [outcome, setOutcome] = useState('');
  const end = useNeedCall(() => calls.moveProject({ id: project.id, to, outcome: outcome.trim() }), onClose);
  return (
    <Modal
      open
      title={`${w.moves[to]} · ${project.title}`}
      okText={w.ok}
      cancelText={w.cancel}
      okButtonProps={{ disabled: outcome.trim().length < 4, loading: end.isPending }}
      onOk={() => end.mutate(undefined)}
      onCancel={onClose}
    >
      <Trouble error={end.error} />
      <label>
        {w.outcome}
        <Input.TextArea rows={3} maxLength={1000} value={outcome} onChange={(event) => setOutcome(event.target.value)} />
      </label>
    </Modal>
  );
}
