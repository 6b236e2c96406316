import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Card, Input, Popconfirm, Space, Spin, Table, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import { api } from '../../../../platform/client.ts';
import { Trouble, useDesk } from '../../../../ui/desk.tsx';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { evaluation } from '../../contract.ts';
import { colours } from '../ClauseList.tsx';
import { SelfCheckDialog } from './SelfCheckDialog.tsx';
import { words } from './words.ts';

const calls = api<typeof evaluation>('evaluation');
type Detail = Awaited<ReturnType<typeof calls.getRound>>;
type Candidate = Detail['candidates'][number];

function useAct() {
  const queries = useQueryClient();
  return useMutation({ mutationFn: (run: () => Promise<unknown>) => run(), onSuccess: () => queries.invalidateQueries({ queryKey: ['evaluation'] }) });
}

/** One yearly list: who is proposed, what the self-check says beside the register, decisions, notice, objections. */
export function RoundView({ id }: { id: string }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { roles } = useDesk();
  const isDistrict = roles.includes('districtOfficial');
  const mayFile = isDistrict || roles.includes('subdistrictOfficial');
  const [filing, setFiling] = useState<{ placeId: string | null } | null>(null);
  const detail = useQuery({ queryKey: ['evaluation', 'round', id], queryFn: () => calls.getRound({ id }) });
  const act = useAct();
  const { data } = detail;
  return (
    <>
      <p>
        <Link href="/listing">← {w.back}</Link>
      </p>
      <h1>{data ? `${w.yearOf(data.round.year)} ${data.round.title[language]}` : w.title}</h1>
      <Trouble error={detail.error ?? act.error} onRetry={detail.refetch} />
      {detail.isPending && <Spin />}
      {data && (
        <>
          <Space wrap style={{ marginBottom: 12 }}>
            <Tag>{w.states[data.round.state]}</Tag>
            {data.round.noticeFrom && w.period(data.round.noticeFrom, data.round.noticeTo!)}
            {data.round.state === 'open' && mayFile && <Button onClick={() => setFiling({ placeId: null })}>{w.propose}</Button>}
            {data.round.state === 'open' && isDistrict && (
              <Button type="primary" onClick={() => act.mutate(() => calls.startNotice({ id }))}>
                {w.startNotice}
              </Button>
            )}
            {data.round.state === 'notice' && isDistrict && (
              <Button type="primary" onClick={() => act.mutate(() => calls.publishRound({ id }))}>
                {w.publish}
              </Button>
            )}
          </Space>
          <Candidates
            detail={data}
            decides={isDistrict && data.round.state === 'open'}
            onRefile={data.round.state === 'open' && mayFile ? (placeId) => setFiling({ placeId }) : null}
          />
          <Objections detail={data} answers={isDistrict && data.round.state === 'notice'} />
          {filing && <SelfCheckDialog roundId={id} standard={data.round.standard} placeId={filing.placeId} onClose={() => setFiling(null)} />}
        </>
      )}
    </>
  );
}

function Candidates({ detail, decides, onRefile }: { detail: Detail; decides: boolean; onRefile: ((placeId: string) => void) | null }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const decision = (row: Candidate) =>
    row.state === 'returned'
      ? w.returned(row.returnedReason ?? '')
      : row.isListed === null
        ? w.undecided
        : row.isListed
          ? w.list
          : `${w.notList} ${row.reason ?? ''}`;
  return (
    <Table<Candidate>
      rowKey="placeId"
      size="small"
      pagination={false}
      dataSource={detail.candidates}
      locale={{ emptyText: w.noCandidates }}
      scroll={{ x: 'max-content' }}
      expandable={{
        expandedRowRender: (row) => (
          <ul>
            {row.clauses.map((clause) => (
              <li key={clause.path}>
                {clause.label[language]}
                {w.colon}
                <Tag color={colours[clause.system]}>
                  {w.system} {w.verdicts[clause.system]}
                </Tag>
                {clause.deviates && (
                  <strong>
                    {w.claim} {w.verdicts[clause.claim]}
                  </strong>
                )}{' '}
                {clause.note}
              </li>
            ))}
          </ul>
        ),
      }}
      columns={[
        { title: w.complex, render: (_, row) => row.name },
        { title: w.area, dataIndex: 'areaName' },
        { title: w.verdict, render: (_, row) => <Tag color={colours[row.verdict]}>{w.overall[row.verdict]}</Tag> },
        { title: w.selfCheck, render: (_, row) => w.deviations(row.deviations) },
        { title: w.filedBy, dataIndex: 'filedByName' },
        { title: w.decision, render: (_, row) => decision(row) },
        {
          title: '',
          render: (_, row) => (
            <Space>
              {decides && row.state === 'filed' && <Decide roundId={detail.round.id} candidate={row} />}
              {onRefile && (
                <Button size="small" aria-label={`${w.refile} ${row.name}`} onClick={() => onRefile(row.placeId)}>
                  {w.refile}
                </Button>
              )}
            </Space>
          ),
        },
      ]}
    />
  );
}

function WithReason({ label, name, title, onConfirm }: { label: string; name: string; title: string; onConfirm: (reason: string) => void }) {
  const w = useWords(words);
  const [reason, setReason] = useState('');
  return (
    <Popconfirm
      title={title}
      description={<Input aria-label={w.reason} placeholder={w.reason} value={reason} onChange={(event) => setReason(event.target.value)} />}
      okButtonProps={{ disabled: reason.trim().length < 4 }}
      onConfirm={() => onConfirm(reason.trim())}
    >
      <Button size="small" aria-label={`${label} ${name}`}>
        {label}
      </Button>
    </Popconfirm>
  );
}

function Decide({ roundId: id, candidate: { placeId, name } }: { roundId: string; candidate: Candidate }) {
  const w = useWords(words);
  const act = useAct();
  return (
    <>
      <Trouble error={act.error} />
      <Button size="small" aria-label={`${w.list} ${name}`} onClick={() => act.mutate(() => calls.decideCandidate({ id, placeId, isListed: true }))}>
        {w.list}
      </Button>
      <WithReason
        label={w.notList}
        name={name}
        title={w.notList}
        onConfirm={(reason) => act.mutate(() => calls.decideCandidate({ id, placeId, isListed: false, reason }))}
      />
      <WithReason label={w.sendBack} name={name} title={w.sendBack} onConfirm={(reason) => act.mutate(() => calls.returnSelfCheck({ id, placeId, reason }))} />
    </>
  );
}

function Objections({ detail, answers }: { detail: Detail; answers: boolean }) {
  const w = useWords(words);
  const act = useAct();
  if (detail.round.state === 'open') return null;
  const { id } = detail.round;
  return (
    <Card size="small" title={w.objections} style={{ marginTop: 16 }}>
      <Trouble error={act.error} />
      {detail.objections.length === 0 && w.noObjections}
      {detail.objections.map((objection) => {
        const name = detail.candidates.find(({ placeId }) => placeId === objection.placeId)?.name ?? '';
        const answer = (isUpheld: boolean) => (text: string) =>
          act.mutate(() => calls.answerObjection({ id, objectionId: objection.id, isUpheld, answer: text }));
        return (
          <div key={objection.id} style={{ marginBottom: 8 }}>
            <strong>{name}</strong>
            {w.colon}
            {objection.reason}{' '}
            {objection.isUpheld === null ? (
              answers && (
                <Space>
                  <WithReason label={w.uphold} name={name} title={w.answer} onConfirm={answer(true)} />
                  <WithReason label={w.reject} name={name} title={w.answer} onConfirm={answer(false)} />
                </Space>
              )
            ) : (
              <em>{`${objection.isUpheld ? w.upheld : w.rejected}${w.colon}${objection.answer}`}</em>
            )}
          </div>
        );
      })}
    </Card>
  );
}
