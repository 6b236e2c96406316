import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Card, Collapse, Input, Space, Spin, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Policy } from '../../../../engines/rules/document.ts';
import { api, problemOf } from '../../../../platform/client.ts';
import { Trouble } from '../../../../ui/desk.tsx';
import { count, moment } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { benefits } from '../../contract.ts';
import type { Rules } from '../calculator.ts';
import { BasicsForm } from './BasicsForm.tsx';
import { ConditionForm } from './ConditionForm.tsx';
import { difference } from './clause.ts';
import { PreviewPanel, usePreview } from './PreviewPanel.tsx';
import { TestsForm } from './TestsForm.tsx';
import { words } from './words.ts';

const calls = api<typeof benefits>('benefits');
type Version = Awaited<ReturnType<typeof calls.getPolicyVersions>>['versions'][number];

/** One policy: its draft in a form with what it does beside it, and all its versions. */
export function PolicyEditor({ policyId }: { policyId: string }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const rules = useQuery({ queryKey: ['benefits', 'policies'], queryFn: () => calls.listPolicies() });
  const found = useQuery({ queryKey: ['benefits', 'versions', policyId], queryFn: () => calls.getPolicyVersions({ policyId }) });
  const queries = useQueryClient();
  const begin = useMutation({
    mutationFn: () => calls.createDraft({ from: policyId }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['benefits', 'versions'] }),
  });
  const [newest] = found.data?.versions ?? [];
  const isOpen = newest?.state === 'draft' || newest?.state === 'proposed';
  return (
    <>
      <p>
        <Link href="/policies">← {w.back}</Link>
      </p>
      <h1>{newest?.content.title[language] ?? policyId}</h1>
      <Trouble error={found.error ?? rules.error ?? begin.error} onRetry={() => Promise.all([found.refetch(), rules.refetch()])} />
      {(found.isPending || rules.isPending) && <Spin />}
      {newest && !isOpen && (
        <p>
          {w.noDraft}{' '}
          <Button type="primary" loading={begin.isPending} onClick={() => begin.mutate()}>
            {w.beginDraft}
          </Button>
        </p>
      )}
      {newest && rules.data && <Draft key={`${newest.version} ${newest.revision} ${newest.state}`} version={newest} rules={rules.data} />}
      {found.data && <History versions={found.data.versions} />}
    </>
  );
}

/** The newest version; only a draft can be changed. */
function Draft({ version, rules }: { version: Version; rules: Rules }) {
  const w = useWords(words);
  const [policy, setPolicy] = useState<Policy>(version.content);
  const preview = usePreview(policy);
  const isDraft = version.state === 'draft';
  const isChanged = policy !== version.content;
  const sections = [
    {
      key: 'conditions',
      label: w.conditions,
      children: <ConditionForm condition={policy.conditions} rules={rules} onChange={(conditions) => setPolicy({ ...policy, conditions })} />,
    },
    { key: 'tests', label: w.tests, children: <TestsForm policy={policy} rules={rules} outcomes={preview.preview.data?.tests ?? []} onChange={setPolicy} /> },
    { key: 'basics', label: w.basics, children: <BasicsForm policy={policy} onChange={setPolicy} /> },
    { key: 'text', label: w.text, children: <TextForm policy={policy} onChange={setPolicy} /> },
  ];
  return (
    <>
      {version.state === 'proposed' && <Alert type="info" showIcon title={w.proposedNote} style={{ marginBottom: 12 }} />}
      {isDraft && version.decisionReason && <Alert type="warning" showIcon title={w.sentBack(version.decisionReason)} style={{ marginBottom: 12 }} />}
      {(isDraft || version.state === 'proposed') && <Actions version={version} policy={policy} isChanged={isChanged} />}
      <div className="editor">
        <div>{isDraft ? <Collapse destroyOnHidden defaultActiveKey={['conditions', 'tests']} items={sections} /> : <ProofCard version={version} />}</div>
        <PreviewPanel preview={preview} />
      </div>
    </>
  );
}

function ProofCard({ version }: { version: Version }) {
  const w = useWords(words);
  const { proof } = version;
  if (!proof) return null;
  return (
    <Card size="small">
      {w.proof(count(proof.rows), proof.tests)}
      {!proof.isExhaustive && ` (${w.notExhaustive})`}
    </Card>
  );
}

function Actions({ version, policy, isChanged }: { version: Version; policy: Policy; isChanged: boolean }) {
  const w = useWords(words);
  const [reason, setReason] = useState('');
  const queries = useQueryClient();
  const named = { policyId: policy.id, revision: version.revision };
  const act = useMutation({
    mutationFn: (run: () => Promise<unknown>) => run(),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['benefits'] }),
  });
  const issues = act.error ? ((problemOf(act.error)['issues'] as { zh: string; en: string }[] | undefined) ?? []) : [];
  const { language } = usePreferences();
  const may = { disabled: act.isPending };
  return (
    <div style={{ marginBottom: 12 }}>
      <Trouble error={act.error} />
      {issues.map((issue) => (
        <p key={issue.en}>{issue[language]}</p>
      ))}
      {version.state === 'draft' ? (
        <Space wrap>
          <Button type="primary" disabled={!isChanged || act.isPending} onClick={() => act.mutate(() => calls.saveDraft({ ...named, content: policy }))}>
            {w.save}
          </Button>
          <Button disabled={isChanged || act.isPending} title={isChanged ? w.proposeFirst : ''} onClick={() => act.mutate(() => calls.proposePolicy(named))}>
            {w.propose}
          </Button>
          <Button {...may} onClick={() => act.mutate(() => calls.dropDraft(named))}>
            {w.drop}
          </Button>
          <span role="status">{isChanged ? w.unsaved : ''}</span>
        </Space>
      ) : (
        <Space wrap>
          <Input aria-label={w.reason} placeholder={w.reason} style={{ width: 260 }} value={reason} onChange={(event) => setReason(event.target.value)} />
          {[true, false].map((publish) => (
            <Button
              key={String(publish)}
              type={publish ? 'primary' : 'default'}
              disabled={reason.trim().length < 2 || act.isPending || (publish && version.proposedByMe)}
              title={publish && version.proposedByMe ? w.notBySelf : ''}
              onClick={() => act.mutate(() => calls.decidePolicy({ ...named, publish, reason }))}
            >
              {publish ? w.publish : w.sendBack}
            </Button>
          ))}
          {version.proposedByMe && <span>{w.notBySelf}</span>}
        </Space>
      )}
    </div>
  );
}

/** A policy as far as the form needs it to be one; what else is wrong is told beside it. */
function readText(text: string): Policy | null {
  try {
    const read = JSON.parse(text) as Partial<Policy>;
    return read.conditions && read.title && read.validity && read.basis?.[0] ? (read as Policy) : null;
  } catch {
    return null;
  }
}

function TextForm({ policy, onChange }: { policy: Policy; onChange: (policy: Policy) => void }) {
  const w = useWords(words);
  const [text, setText] = useState(() => JSON.stringify(policy, null, 2));
  const [isWrong, setWrong] = useState(false);
  const take = (next: string) => {
    setText(next);
    const read = readText(next);
    setWrong(read === null);
    if (read) onChange(read);
  };
  return (
    <>
      <Input.TextArea aria-label={w.text} rows={24} style={{ fontFamily: 'monospace' }} value={text} onChange={(event) => take(event.target.value)} />
      {isWrong && <span role="alert">{w.textFault}</span>}
    </>
  );
}

/** All versions, each with what it changed beside the one before. */
function History({ versions }: { versions: Version[] }) {
  const w = useWords(words);
  const { language } = usePreferences();
  return (
    <Card size="small" title={w.history} style={{ marginTop: 16 }}>
      {versions.map((version, i) => {
        const before = versions[i + 1];
        const { gone, come } = before ? difference(before.reading[language], version.reading[language]) : { gone: [], come: [] };
        return (
          <div key={version.version} style={{ marginBottom: 8 }}>
            <strong>
              {w.version} {version.version}
            </strong>{' '}
            <Tag>{w.states[version.state]}</Tag> {version.changedAt && moment(version.changedAt, language)}
            {before && gone.length + come.length === 0 && <p>{w.same}</p>}
            {gone.map((line) => (
              <p key={`-${line}`}>
                {w.gone}: <span className="gone">{line}</span>
              </p>
            ))}
            {come.map((line) => (
              <p key={`+${line}`}>
                {w.come}: {line}
              </p>
            ))}
          </div>
        );
      })}
    </Card>
  );
}
