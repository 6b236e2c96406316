import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Popconfirm, Progress, Select, Table, Tag } from 'antd';
import { useMemo, useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { optionsOf, Trouble, useDesk } from '../../../../ui/desk.tsx';
import { useWords } from '../../../../ui/preferences.ts';
import type { planning } from '../../contract.ts';
import { AreaField, FormDialog } from './parts.tsx';
import { words } from './words.ts';

const calls = api<typeof planning>('planning');
type Target = Awaited<ReturnType<typeof calls.listTargets>>[number];
type Node = Target & { children?: Node[] };
const colours: Record<Target['state'], string> = { reached: 'green', open: 'blue', missed: 'red', elsewhere: 'default' };

/** Targets that hang on one, with those that hang on them. */
function treeOf(targets: readonly Target[], parentId: string | null): Node[] {
  return targets
    .filter((target) => target.parentId === parentId)
    .map((target) => {
      const children = treeOf(targets, target.id);
      return children.length > 0 ? { ...target, children } : target;
    });
}

/** Targets as a tree, each with what stands today. */
export function TargetsTab() {
  const w = useWords(words);
  const { roles } = useDesk();
  const queries = useQueryClient();
  const [isSetting, setSetting] = useState(false);
  const list = useQuery({ queryKey: ['planning', 'programme', 'targets'], queryFn: () => calls.listTargets() });
  const remove = useMutation({
    mutationFn: (id: string) => calls.removeTarget({ id }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['planning', 'programme'] }),
  });
  const may = roles.some((role) => ['cityOfficial', 'districtOfficial'].includes(role));
  const tree = useMemo(() => treeOf(list.data ?? [], null), [list.data]);
  return (
    <>
      <Trouble error={list.error ?? remove.error} onRetry={list.error ? list.refetch : undefined} />
      {may && (
        <Button type="primary" style={{ marginBottom: 12 }} onClick={() => setSetting(true)}>
          {w.newTarget}
        </Button>
      )}
      <Table<Node>
        rowKey="id"
        size="small"
        loading={list.isPending}
        dataSource={tree}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: w.none }}
        columns={[
          { title: w.measure, render: (_, target) => w.measures[target.measure] },
          { title: w.areaAny, dataIndex: 'areaName' },
          { title: w.due, dataIndex: 'dueOn' },
          { title: w.value, dataIndex: 'value', align: 'right' },
          { title: w.today, align: 'right', render: (_, target) => target.actual ?? '–' },
          {
            title: '',
            render: (_, target) =>
              target.actual !== null && (
                <Progress
                  aria-label={w.measures[target.measure]}
                  style={{ width: 140 }}
                  percent={target.value === 0 ? 100 : Math.min(100, Math.round((100 * target.actual) / target.value))}
                  {...(target.state === 'missed' && { status: 'exception' as const })}
                />
              ),
          },
          { title: w.status, render: (_, target) => <Tag color={colours[target.state]}>{w.state[target.state]}</Tag> },
          { title: w.basis, render: (_, target) => <div style={{ maxWidth: 280, whiteSpace: 'normal' }}>{target.basis}</div> },
          {
            title: '',
            render: (_, target) =>
              may && (
                <Popconfirm title={w.sure} onConfirm={() => remove.mutate(target.id)}>
                  <Button size="small" danger aria-label={`${w.remove} ${w.measures[target.measure]} ${target.areaName}`}>
                    {w.remove}
                  </Button>
                </Popconfirm>
              ),
          },
        ]}
      />
      {isSetting && <TargetDialog targets={list.data ?? []} onClose={() => setSetting(false)} />}
    </>
  );
}

type Fields = { measure: Target['measure']; areaCode: string; value: number; dueOn: string; basis: string; parentId?: string };

function TargetDialog({ targets, onClose }: { targets: readonly Target[]; onClose: () => void }) {
  const w = useWords(words);
  const required = [{ required: true, message: w.required }];
  const [measure, setMeasure] = useState<Target['measure']>('complexes');
  const parents = targets
    .filter((target) => target.measure === measure)
    .map((target) => ({ value: target.id, label: `${target.areaName} ${target.dueOn} ${target.value}` }));
  return (
    <FormDialog<Fields>
      title={w.newTarget}
      initial={{ measure }}
      onSend={({ parentId, ...fields }) => calls.setTarget({ ...fields, parentId: parentId ?? null })}
      onClose={onClose}
    >
      <Form.Item name="measure" label={w.measure} rules={required}>
        <Select options={optionsOf(w.measures)} onChange={setMeasure} />
      </Form.Item>
      <AreaField label={w.areaAny} levels={['district', 'subdistrict', 'community']} />
      <Form.Item name="value" label={w.value} rules={required}>
        <InputNumber min={0} max={1e9} />
      </Form.Item>
      <Form.Item name="dueOn" label={w.due} rules={required}>
        <Input type="date" style={{ width: 180 }} />
      </Form.Item>
      <Form.Item name="basis" label={w.basis} rules={[...required, { min: 2 }]}>
        <Input maxLength={400} />
      </Form.Item>
      <Form.Item name="parentId" label={w.parent}>
        <Select allowClear options={parents} />
      </Form.Item>
    </FormDialog>
  );
}
