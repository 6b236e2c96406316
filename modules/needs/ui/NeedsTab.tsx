import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Empty, Form, Input, InputNumber, Modal, Skeleton, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { Figure, Trouble } from '../../../ui/desk.tsx';
import { percent } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { calls, type Need, useNeedCall } from './calls.ts';
import { words } from './words.ts';

/** The register of needs; several are chosen to make a project of them. */
export function NeedsTab({ mayWrite, mayDecide }: { mayWrite: boolean; mayDecide: boolean }) {
  const w = useWords(words);
  const [chosen, setChosen] = useState<string[]>([]);
  const [matching, setMatching] = useState<Need | null>(null);
  const [ending, setEnding] = useState<Need | null>(null);
  const [isProposing, setProposing] = useState(false);
  const list = useQuery({ queryKey: ['needs', 'list'], queryFn: () => calls.listNeeds() });
  const picked = (list.data?.needs ?? []).filter(({ id }) => chosen.includes(id));
  return (
    <>
      <Trouble error={list.error} onRetry={() => list.refetch()} />
      {list.data && (
        <div className="figures">
          <Figure label={w.conversion}>{list.data.conversion.value === null ? '–' : percent(list.data.conversion.value)}</Figure>
        </div>
      )}
      {mayDecide && (
        <p>
          <Button type="primary" disabled={picked.length === 0} onClick={() => setProposing(true)}>
            {w.propose}
          </Button>{' '}
          {picked.length === 0 && w.pick}
        </p>
      )}
      <NeedTable needs={list.data?.needs ?? []} isPending={list.isPending} {...{ mayWrite, mayDecide, chosen, setChosen, setMatching, setEnding }} />
      {matching && <Match need={matching} onClose={() => setMatching(null)} />}
      {ending && <End need={ending} onClose={() => setEnding(null)} />}
      {isProposing && (
        <Propose
          needs={picked}
          onClose={(isDone) => {
            setProposing(false);
            if (isDone) setChosen([]);
          }}
        />
      )}
    </>
  );
}

type TableProps = {
  needs: Need[];
  isPending: boolean;
  mayWrite: boolean;
  mayDecide: boolean;
  chosen: string[];
  setChosen: (ids: string[]) => void;
  setMatching: (need: Need) => void;
  setEnding: (need: Need) => void;
};
function NeedTable({ needs, isPending, mayWrite, mayDecide, chosen, setChosen, setMatching, setEnding }: TableProps) {
  const w = useWords(words);
  return (
    <Table<Need>
      rowKey="id"
      size="small"
      loading={isPending}
      dataSource={needs}
      pagination={{ pageSize: 30, hideOnSinglePage: true }}
      scroll={{ x: 720 }}
      {...(mayDecide && {
        rowSelection: {
          selectedRowKeys: chosen,
          onChange: (keys: unknown[]) => setChosen(keys.map(String)),
          getCheckboxProps: (row: Need) => ({ disabled: row.state !== 'open', 'aria-label': row.title }) as never,
          columnTitle: <span className="visually-hidden">{w.pick}</span>,
        },
      })}
      locale={{ emptyText: <Empty description={w.none} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
      columns={[
        { title: w.need, dataIndex: 'title' },
        { title: w.where, dataIndex: 'areaName' },
        { title: w.voices, dataIndex: 'voices', align: 'end' },
        {
          title: w.state,
          render: (_, row) => (
            <>
              <Tag>{w.states[row.state]}</Tag>
              {row.because}
            </>
          ),
        },
        {
          title: w.actions,
          render: (_, row) => (
            <Space>
              <Button size="small" aria-label={`${w.match} ${row.title}`} onClick={() => setMatching(row)}>
                {w.match}
              </Button>
              {mayWrite && row.state === 'open' && (
                <Button size="small" aria-label={`${w.end} ${row.title}`} onClick={() => setEnding(row)}>
                  {w.end}
                </Button>
              )}
            </Space>
          ),
        },
      ]}
    />
  );
}

function Match({ need, onClose }: { need: Need; onClose: () => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const match = useQuery({ queryKey: ['needs', 'match', need.id], queryFn: () => calls.matchNeed({ id: need.id }) });
  return (
    <Modal open title={need.title} footer={null} onCancel={onClose}>
      <Trouble error={match.error} />
      {match.isPending && <Skeleton active />}
      {match.data && (
        <>
          <h3>{w.resources}</h3>
          {match.data.resources.length === 0 && <p>{w.noResources}</p>}
          <ul>
            {match.data.resources.map((one) => (
              <li key={one.serviceId}>
                {language === 'zh' ? one.name : one.nameEn} · {one.placeName} {w.metres(one.metres)}
              </li>
            ))}
          </ul>
          <h3>{w.said}</h3>
          <ul>
            {match.data.voices.map((one) => (
              <li key={one.id}>{one.words}</li>
            ))}
          </ul>
        </>
      )}
    </Modal>
  );
}

function End({ need, onClose }: { need: Need; onClose: () => void }) {
  const w = useWords(words);
  const [isMet, setMet] = useState(false);
  const [because, setBecause] = useState('');
  const end = useNeedCall(() => calls.endNeed({ id: need.id, isMet, because: because.trim() }), onClose);
  return (
    <Modal
      open
      title={`${w.end} · ${need.title}`}
      okText={w.ok}
      cancelText={w.cancel}
      okButtonProps={{ disabled: because.trim().length < 2, loading: end.isPending }}
      onOk={() => end.mutate(undefined)}
      onCancel={onClose}
    >
      <Trouble error={end.error} />
      <Checkbox checked={isMet} onChange={(event) => setMet(event.target.checked)}>
        {w.isMet}
      </Checkbox>
      <label style={{ display: 'block', marginTop: 8 }}>
        {w.because}
        <Input.TextArea rows={2} maxLength={300} value={because} onChange={(event) => setBecause(event.target.value)} />
      </label>
    </Modal>
  );
}

type Values = { title: string; summary: string; budget?: number | null };
/** The smallest area in which all of them lie: a community, a subdistrict or the district. */
const areaOf = (needs: Need[]) =>
  [12, 9, 6].map((length) => needs[0]!.areaCode.slice(0, length)).find((code) => needs.every((need) => need.areaCode.startsWith(code)))!;

function Propose({ needs, onClose }: { needs: Need[]; onClose: (isDone: boolean) => void }) {
  const w = useWords(words);
  const [form] = Form.useForm<Values>();
  const propose = useNeedCall(
    ({ budget, ...values }: Values) =>
      calls.proposeProject({
        ...values,
        areaCode: areaOf(needs),
        budgetFen: budget ? Math.round(budget * 100) : null,
        needIds: needs.map(({ id }) => id),
      }),
    () => onClose(true),
  );
  return (
    <Modal
      open
      title={w.propose}
      okText={w.ok}
      cancelText={w.cancel}
      confirmLoading={propose.isPending}
      onOk={() => form.submit()}
      onCancel={() => onClose(false)}
    >
      <Trouble error={propose.error} />
      <p>{needs.map(({ title, areaName }) => `${title} (${areaName})`).join(' · ')}</p>
      <Form<Values> form={form} layout="vertical" onFinish={(values) => propose.mutate(values)}>
        <Form.Item name="title" label={w.projectName} rules={[{ required: true, min: 4, message: w.projectName }]}>
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item name="summary" label={w.summary} rules={[{ required: true, min: 10, message: w.summary }]}>
          <Input.TextArea rows={4} maxLength={2000} />
        </Form.Item>
        <Form.Item name="budget" label={w.budget}>
          <InputNumber min={0} style={{ width: 200 }} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
