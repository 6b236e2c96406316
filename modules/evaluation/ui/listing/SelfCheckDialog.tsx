import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Input, Modal, Select, Spin, Table, Tag } from 'antd';
import { useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { optionsOf, Trouble, useMyArea } from '../../../../ui/desk.tsx';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { evaluation } from '../../contract.ts';
import { colours } from '../ClauseList.tsx';
import { words } from './words.ts';

const calls = api<typeof evaluation>('evaluation');
type Clause = Awaited<ReturnType<typeof calls.checkComplex>>['checks'][number]['clauses'][number];
type Verdict = Clause['verdict'];
type Own = { claim: Verdict; note: string };

type Props = { roundId: string; standard: string; placeId: string | null; onClose: () => void };

/** A self-check, filled in from the register; where the subdistrict differs it says on what evidence. */
export function SelfCheckDialog({ roundId, standard, placeId, onClose }: Props) {
  const w = useWords(words);
  const within = useMyArea();
  const [chosen, setChosen] = useState(placeId);
  const [own, setOwn] = useState<Record<string, Own>>({});
  const complexes = useQuery({ queryKey: ['evaluation', 'checks', within], queryFn: () => calls.checkComplexes({ within }) });
  const check = useQuery({ queryKey: ['evaluation', 'check', chosen], queryFn: () => calls.checkComplex({ id: chosen! }), enabled: chosen !== null });
  const clauses = check.data?.checks.find((it) => it.standard === standard)?.clauses ?? [];
  const queries = useQueryClient();
  const file = useMutation({
    mutationFn: () =>
      calls.fileSelfCheck({
        id: roundId,
        placeId: chosen!,
        claims: clauses.map(({ path, verdict }) => ({ path, claim: own[path]?.claim ?? verdict, ...(own[path]?.note && { note: own[path].note }) })),
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['evaluation'] });
      onClose();
    },
  });
  return (
    <Modal
      open
      width={760}
      title={w.selfCheck}
      okText={w.file}
      cancelText={w.cancel}
      okButtonProps={{ disabled: clauses.length === 0, loading: file.isPending }}
      onOk={() => file.mutate()}
      onCancel={onClose}
    >
      <p>{w.selfCheckLead}</p>
      <Trouble error={file.error ?? check.error ?? complexes.error} />
      <Select
        aria-label={w.complex}
        placeholder={w.complex}
        showSearch={{ optionFilterProp: 'label' }}
        style={{ width: '100%', marginBottom: 12 }}
        value={chosen}
        disabled={placeId !== null}
        loading={complexes.isPending}
        onChange={setChosen}
        options={(complexes.data ?? []).map((it) => ({ value: it.id, label: `${it.name} · ${it.areaName}` }))}
      />
      {check.isFetching && <Spin />}
      {clauses.length > 0 && <Claims clauses={clauses} own={own} onChange={(path, claim) => setOwn({ ...own, [path]: claim })} />}
    </Modal>
  );
}

function Claims({ clauses, own, onChange }: { clauses: Clause[]; own: Record<string, Own>; onChange: (path: string, own: Own) => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const ownOf = (row: Clause): Own => own[row.path] ?? { claim: row.verdict, note: '' };
  return (
    <Table<Clause>
      rowKey="path"
      size="small"
      pagination={false}
      dataSource={clauses}
      scroll={{ x: 'max-content' }}
      columns={[
        {
          title: w.clause,
          render: (_, row) => <div style={{ maxWidth: 260, whiteSpace: 'normal' }}>{`${row.label[language]}${row.isSoft ? w.soft : ''}`}</div>,
        },
        { title: w.system, render: (_, row) => <Tag color={colours[row.verdict]}>{w.verdicts[row.verdict]}</Tag> },
        {
          title: w.claim,
          render: (_, row) => (
            <Select<Verdict>
              aria-label={`${w.claim} ${row.label[language]}`}
              style={{ width: 110 }}
              value={ownOf(row).claim}
              options={optionsOf(w.verdicts) as never}
              onChange={(claim) => onChange(row.path, { ...ownOf(row), claim })}
            />
          ),
        },
        {
          title: w.note,
          render: (_, row) => (
            <Input
              aria-label={`${w.note} ${row.label[language]}`}
              maxLength={300}
              value={ownOf(row).note}
              onChange={(event) => onChange(row.path, { ...ownOf(row), note: event.target.value })}
            />
          ),
        },
      ]}
    />
  );
}
