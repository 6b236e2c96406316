import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Card, Input, Space } from 'antd';
import { useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { Trouble } from '../../../../ui/desk.tsx';
import { today } from '../../../../ui/format.ts';
import { useWords } from '../../../../ui/preferences.ts';
import type { benefits } from '../../contract.ts';
import type { Opened } from './FindingDrawer.tsx';
import { words } from './words.ts';

const calls = api<typeof benefits>('benefits');

/** What can be done about a finding now, by who reads it; each with a note of what was found. */
export function FindingActions({ opened: { finding, may } }: { opened: Opened }) {
  const w = useWords(words);
  const [note, setNote] = useState('');
  const queries = useQueryClient();
  const act = useMutation({
    mutationFn: (run: (note: string) => Promise<unknown>) => run(note.trim()),
    onSuccess: () => {
      setNote('');
      return queries.invalidateQueries({ queryKey: ['benefits'] });
    },
  });
  const { id, personId, policyId } = finding;
  const isOutreach = finding.kind === 'missed' || finding.kind === 'possible';
  const contact = (outcome: 'reached' | 'notReached' | 'declined' | 'checked') => (text: string) => calls.contactFinding({ id, outcome, note: text });
  const actions: [boolean, string, (text: string) => Promise<unknown>, boolean?][] = [
    [may.contact && isOutreach, w.reached, contact('reached')],
    [may.contact && isOutreach, w.notReached, contact('notReached')],
    [may.contact && isOutreach, w.declined, contact('declined')],
    [may.contact && !isOutreach, w.checked, contact('checked')],
    [may.decide, w.keep, (reason) => calls.decideFinding({ id, decision: 'keep', reason }), true],
    [may.decide, w.proposeEnd, (reason) => calls.decideFinding({ id, decision: 'proposeEnd', reason })],
    [may.object, w.object, (reason) => calls.objectForResident({ id, reason })],
    [may.decideObjection, w.uphold, (reason) => calls.decideObjection({ id, uphold: true, reason }), true],
    [may.decideObjection, w.reject, (reason) => calls.decideObjection({ id, uphold: false, reason })],
    [may.end, w.end, (reason) => calls.endBenefit({ id, reason, validTo: today() })],
  ];
  const open = actions.filter(([isOpen]) => isOpen);
  return (
    <Card size="small" style={{ marginTop: 12 }}>
      {may.contact && isOutreach && <ApplyFor personId={personId} policyId={policyId} />}
      {may.decide && <Alert type="info" title={w.nothingStops} style={{ marginBottom: 8 }} />}
      <Trouble error={act.error} />
      {open.length > 0 && (
        <>
          <Input.TextArea
            aria-label={w.note}
            placeholder={w.noteHint}
            rows={2}
            maxLength={500}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
          <Space wrap style={{ marginTop: 8 }}>
            {open.map(([, label, run, isMain]) => (
              <Button
                key={label}
                type={isMain ? 'primary' : 'default'}
                disabled={note.trim().length < 4 || act.isPending}
                title={note.trim().length < 4 ? w.noteHint : ''}
                onClick={() => act.mutate(run)}
              >
                {label}
              </Button>
            ))}
          </Space>
        </>
      )}
    </Card>
  );
}

function ApplyFor({ personId, policyId }: { personId: string; policyId: string }) {
  const w = useWords(words);
  const queries = useQueryClient();
  const apply = useMutation({
    mutationFn: () => calls.applyForResident({ id: personId, policyId, answers: {} }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['benefits', 'applications'] }),
  });
  return (
    <div style={{ marginBottom: 8 }}>
      <Trouble error={apply.error} />
      {apply.isSuccess ? (
        <span role="status">{w.appliedNow}</span>
      ) : (
        <Button type="primary" loading={apply.isPending} onClick={() => apply.mutate()}>
          {w.applyFor}
        </Button>
      )}
    </div>
  );
}
