import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Empty, Form, Input, Modal, Popconfirm, Select, Space, Table, Tag } from 'antd';
import { useEffect, useState } from 'react';
import { Trouble } from '../../../../ui/desk.tsx';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import { useUnits } from '../../../cases/ui/calls.ts';
import { calls, useChange } from '../calls.ts';
import { useAreaNames } from './areas.ts';
import { words } from './words.ts';

type List = Awaited<ReturnType<typeof calls.getDutyList>>;
type Duty = List['content']['duties'][number];

/** The versions of the list, and the one that is looked at; a draft can be edited here. */
export function ListTab({ mayEdit }: { mayEdit: boolean }) {
  const w = useWords(words);
  const [picked, setPicked] = useState<number | null>(null);
  const [isDrafting, setDrafting] = useState(false);
  const lists = useQuery({ queryKey: ['requests', 'duty-lists'], queryFn: () => calls.getDutyLists() });
  const shown = picked ?? lists.data?.[0]?.version ?? null;
  const hasDraft = lists.data?.some(({ status }) => status === 'draft') ?? false;
  return (
    <>
      <Trouble error={lists.error} onRetry={() => lists.refetch()} />
      {lists.data?.length === 0 && <Empty description={w.none} image={Empty.PRESENTED_IMAGE_SIMPLE} />}
      <Space wrap style={{ marginBottom: 12 }}>
        {lists.data && lists.data.length > 0 && (
          <Select
            aria-label={w.list}
            style={{ width: 'min(78vw, 420px)' }}
            value={shown}
            onChange={setPicked}
            options={lists.data.map((one) => ({
              value: one.version,
              label: `${w.version(one.version)} · ${w.statuses[one.status]} ${one.effectiveFrom ? w.from(one.effectiveFrom) : ''} · ${w.counts(one.matters, one.duties)}`,
            }))}
          />
        )}
        {mayEdit && !hasDraft && <Button onClick={() => setDrafting(true)}>{w.draft}</Button>}
      </Space>
      {isDrafting && (
        <NewDraft
          onClose={(version) => {
            setDrafting(false);
            if (version !== null) setPicked(version);
          }}
        />
      )}
      {shown !== null && <Shown key={shown} version={shown} mayEdit={mayEdit} />}
    </>
  );
}

function NewDraft({ onClose }: { onClose: (version: number | null) => void }) {
  const w = useWords(words);
  const [basis, setBasis] = useState('');
  const draft = useChange(
    () => calls.draftDutyList({ basis: basis.trim() }),
    ({ version }) => onClose(version),
  );
  return (
    <Modal
      open
      title={w.draft}
      okText={w.ok}
      cancelText={w.cancel}
      okButtonProps={{ disabled: basis.trim().length < 2, loading: draft.isPending }}
      onOk={() => draft.mutate(undefined)}
      onCancel={() => onClose(null)}
    >
      <Trouble error={draft.error} />
      <label>
        {w.basis}
        <Input maxLength={300} value={basis} onChange={(event) => setBasis(event.target.value)} />
      </label>
    </Modal>
  );
}

function Shown({ version, mayEdit }: { version: number; mayEdit: boolean }) {
  const list = useQuery({ queryKey: ['requests', 'duty-list', version], queryFn: () => calls.getDutyList({ version }) });
  if (list.error) return <Trouble error={list.error} onRetry={() => list.refetch()} />;
  if (!list.data) return <Table loading columns={[]} />;
  return <Duties list={list.data} mayEdit={mayEdit && list.data.status === 'draft'} />;
}

/**
 * The duties of a list while somebody changes them. What is being changed here stays, whatever others save meanwhile: the house then refuses this revision and
 * says so. Where nothing was changed here, what others saved is shown.
 */
function useDraft(list: List) {
  const asItIs = { duties: list.content.duties, kept: list.content.duties, revision: list.revision };
  const [draft, setDraft] = useState(asItIs);
  const { duties, kept, revision } = draft;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another list is a reason to look again
  useEffect(() => {
    setDraft((now) => (now.duties === now.kept && list.revision > now.revision ? asItIs : now));
  }, [list]);
  const save = useChange(
    async (said: Duty[]) => ({ said, ...(await calls.saveDutyList({ version: list.version, revision, content: { ...list.content, duties: said } })) }),
    (saved) => setDraft((now) => ({ ...now, kept: saved.said, revision: saved.revision })),
  );
  return { duties, revision, isChanged: duties !== kept, save, setDuties: (next: Duty[]) => setDraft((now) => ({ ...now, duties: next })) };
}

function Duties({ list, mayEdit }: { list: List; mayEdit: boolean }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const units = useUnits();
  const { nameOf } = useAreaNames();
  const { version } = list;
  const { duties, revision, isChanged, save, setDuties } = useDraft(list);
  const publish = useChange(() => calls.publishDutyList({ version, revision }));
  const matterName = (code: string) => list.content.matters.find((matter) => matter.code === code)?.[language] ?? code;
  const unitName = (id: string) => units.data?.find((unit) => unit.id === id)?.name[language] ?? id.slice(0, 8);
  return (
    <>
      <p>
        {list.basis} <Tag>{w.statuses[list.status]}</Tag>
      </p>
      <Trouble error={save.error ?? publish.error} />
      {save.isSuccess && !isChanged && <Alert type="success" role="status" title={w.saved} style={{ marginBottom: 8 }} />}
      {mayEdit && <AddDuty list={list} onAdd={(duty) => setDuties([...duties.filter((one) => one.matter !== duty.matter || one.area !== duty.area), duty])} />}
      <Table<Duty>
        rowKey={({ matter, area }) => `${matter} ${area}`}
        size="small"
        dataSource={duties}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        scroll={{ x: 640 }}
        locale={{ emptyText: <Empty description={w.noDuties} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
        columns={[
          { title: w.matter, render: (_, duty) => `${duty.matter} ${matterName(duty.matter)}` },
          { title: w.area, render: (_, duty) => nameOf(duty.area) },
          { title: w.lead_, render: (_, duty) => unitName(duty.lead) },
          { title: w.clause, dataIndex: 'clause' },
          ...(mayEdit
            ? [
                {
                  title: w.actions,
                  render: (_: unknown, duty: Duty) => (
                    <Button
                      size="small"
                      aria-label={`${w.remove} ${matterName(duty.matter)} ${nameOf(duty.area)}`}
                      onClick={() => setDuties(duties.filter((one) => one !== duty))}
                    >
                      {w.remove}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      {mayEdit && (
        <Space style={{ marginTop: 10 }}>
          <Button type="primary" disabled={!isChanged} loading={save.isPending} onClick={() => save.mutate(duties)}>
            {w.save}
          </Button>
          <Popconfirm title={w.publishSure} okText={w.ok} cancelText={w.cancel} disabled={isChanged} onConfirm={() => publish.mutate(undefined)}>
            <Button disabled={isChanged} loading={publish.isPending}>
              {w.publish}
            </Button>
          </Popconfirm>
        </Space>
      )}
    </>
  );
}

function AddDuty({ list, onAdd }: { list: List; onAdd: (duty: Duty) => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const units = useUnits();
  const { options } = useAreaNames();
  const [form] = Form.useForm<Pick<Duty, 'matter' | 'area' | 'lead' | 'clause'>>();
  return (
    <Form
      form={form}
      layout="inline"
      style={{ rowGap: 8, marginBottom: 10 }}
      onFinish={(fields) => {
        const before = list.content.duties.find((duty) => duty.matter === fields.matter && duty.area === fields.area);
        onAdd({ co: [], supervising: null, ...before, ...fields });
        form.resetFields();
      }}
    >
      <Form.Item name="matter" rules={[{ required: true, message: w.matter }]}>
        <Select
          aria-label={w.matter}
          placeholder={w.matter}
          style={{ width: 200 }}
          showSearch={{ optionFilterProp: 'label' }}
          options={list.content.matters.map((matter) => ({ value: matter.code, label: `${matter.code} ${matter[language]}` }))}
        />
      </Form.Item>
      <Form.Item name="area" rules={[{ required: true, message: w.area }]}>
        <Select aria-label={w.area} placeholder={w.area} style={{ width: 200 }} showSearch={{ optionFilterProp: 'label' }} options={options} />
      </Form.Item>
      <Form.Item name="lead" rules={[{ required: true, message: w.lead_ }]}>
        <Select
          aria-label={w.lead_}
          placeholder={w.lead_}
          style={{ width: 200 }}
          showSearch={{ optionFilterProp: 'label' }}
          options={(units.data ?? []).map((unit) => ({ value: unit.id, label: unit.name[language] }))}
        />
      </Form.Item>
      <Form.Item name="clause" rules={[{ required: true, message: w.clause }]}>
        <Input aria-label={w.clause} placeholder={w.clause} maxLength={100} style={{ width: 140 }} />
      </Form.Item>
      <Button htmlType="submit">{w.addDuty}</Button>
    </Form>
  );
}
