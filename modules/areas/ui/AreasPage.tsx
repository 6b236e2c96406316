import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Card, DatePicker, Form, Input, Modal, Select, Space, Table, Tag, Tree } from 'antd';
import { useMemo, useState } from 'react';
import { api } from '../../../platform/client.ts';
import { Trouble, useDesk } from '../../../ui/desk.tsx';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import type { areas } from '../contract.ts';
import { words } from './words.ts';

const calls = api<typeof areas>('areas');
type Area = Awaited<ReturnType<typeof calls.listAreas>>[number];
type Node = { key: string; title: string; children: Node[] };

function treeOf(list: Area[], find: string): Node[] {
  const nodes = new Map(list.map((area) => [area.code, { key: area.code, title: `${area.name} ${area.code}`, children: [] as Node[] }]));
  const roots: Node[] = [];
  for (const area of list) {
    const node = nodes.get(area.code)!;
    const parent = area.parentCode ? nodes.get(area.parentCode) : undefined;
    if (parent) parent.children.push(node);
    else roots.push(node);
  }
  if (!find) return roots;
  const keep = (node: Node): Node | null => {
    const children = node.children.flatMap((child) => keep(child) ?? []);
    return node.title.includes(find) || children.length > 0 ? { ...node, children } : null;
  };
  return roots.flatMap((root) => keep(root) ?? []);
}

/** The division tree with types of communities, service areas and the history of names. */
export function AreasPage() {
  const w = useWords(words);
  const { roles } = useDesk();
  const [find, setFind] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const list = useQuery({ queryKey: ['areas', 'list'], queryFn: () => calls.listAreas({}) });
  const tree = useMemo(() => treeOf(list.data ?? [], find.trim()), [list.data, find]);
  const area = list.data?.find((entry) => entry.code === chosen);
  const mayEdit = roles.includes('districtOfficial') || roles.includes('cityOfficial');
  return (
    <>
      <h1>{w.title}</h1>
      <Trouble error={list.error} onRetry={list.refetch} />
      <div className="desk-grid">
        <Card size="small">
          <Input
            aria-label={w.find}
            placeholder={w.find}
            allowClear
            value={find}
            onChange={(event) => setFind(event.target.value)}
            style={{ marginBottom: 8 }}
          />
          {list.data && (
            <Tree
              key={find ? 'found' : 'all'}
              treeData={tree}
              defaultExpandedKeys={find ? list.data.map((entry) => entry.code) : [list.data[0]?.code ?? '']}
              selectedKeys={chosen ? [chosen] : []}
              onSelect={([key]) => setChosen(key ? String(key) : null)}
              height={560}
              virtual
            />
          )}
        </Card>
        <div>
          {area ? <AreaCard area={area} mayEdit={mayEdit} /> : <Card size="small">{w.choose}</Card>}
          <ServiceAreas
            communities={(list.data ?? []).filter((entry) => entry.level === 'community')}
            mayEdit={mayEdit || roles.includes('subdistrictOfficial')}
          />
        </div>
      </div>
    </>
  );
}

function AreaCard({ area, mayEdit }: { area: Area; mayEdit: boolean }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [isRenaming, setRenaming] = useState(false);
  const types = useQuery({ queryKey: ['areas', 'types'], queryFn: () => calls.listCommunityTypes() });
  const refresh = {
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['areas'] });
      void message.success(w.saved);
    },
  };
  const today = new Date().toISOString().slice(0, 10);
  const tag = useMutation({
    mutationFn: (type: string) => calls.tagArea({ code: area.code, type, validFrom: today, basis: w.byDesk }),
    ...refresh,
  });
  const typeName = (code: string) => {
    const found = types.data?.find((type) => type.code === code);
    return found ? (language === 'zh' ? found.name : found.nameEn) : code;
  };
  return (
    <Card
      size="small"
      title={`${area.name} ${area.code}`}
      extra={
        mayEdit && (
          <Button size="small" onClick={() => setRenaming(true)}>
            {w.rename}
          </Button>
        )
      }
      style={{ marginBottom: 16 }}
    >
      <p>
        {w.since} {area.validFrom}
        {area.invented && <Tag style={{ marginInlineStart: 8 }}>{w.invented}</Tag>}
      </p>
      {area.level === 'community' && (
        <Space wrap>
          {area.types.map((type) => (
            <Tag key={type} color="green">
              {typeName(type)}
            </Tag>
          ))}
          {mayEdit && (
            <Select
              aria-label={w.addType}
              placeholder={w.addType}
              size="small"
              style={{ width: 170 }}
              value={null}
              options={types.data?.filter((type) => !area.types.includes(type.code)).map((type) => ({ value: type.code, label: typeName(type.code) }))}
              onChange={(type: string) => tag.mutate(type)}
            />
          )}
        </Space>
      )}
      <Trouble error={tag.error} />
      <History code={area.code} />
      {isRenaming && <RenameDialog area={area} onClose={() => setRenaming(false)} />}
    </Card>
  );
}

function History({ code }: { code: string }) {
  const w = useWords(words);
  const changes = useQuery({ queryKey: ['areas', 'changes', code], queryFn: () => calls.listAreaChanges({ within: code }) });
  return (
    <>
      <h2 style={{ fontSize: '1em', margin: '12px 0 4px' }}>{w.history}</h2>
      {changes.data?.length === 0 && <p>{w.noHistory}</p>}
      <ul style={{ paddingInlineStart: 18 }}>
        {changes.data?.map((change) => (
          <li key={change.id}>
            {change.effectiveOn} {w.kinds[change.kind]}：{change.oldName} → {change.newName}（{change.basis}）
          </li>
        ))}
      </ul>
    </>
  );
}

function RenameDialog({ area, onClose }: { area: Area; onClose: () => void }) {
  const w = useWords(words);
  const queries = useQueryClient();
  const rename = useMutation({
    mutationFn: (fields: { name: string; effectiveOn: { format(pattern: string): string }; basis: string }) =>
      calls.renameArea({
        code: area.code,
        name: fields.name,
        basis: fields.basis,
        effectiveOn: fields.effectiveOn.format('YYYY-MM-DD'),
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['areas'] });
      onClose();
    },
  });
  return (
    <Modal open title={`${w.rename}：${area.name}`} onCancel={onClose} footer={null}>
      <Form layout="vertical" onFinish={(fields) => rename.mutate(fields)}>
        <Form.Item name="name" label={w.newName} rules={[{ required: true, min: 2 }]}>
          <Input />
        </Form.Item>
        <Form.Item name="effectiveOn" label={w.from} rules={[{ required: true }]}>
          <DatePicker />
        </Form.Item>
        <Form.Item name="basis" label={w.basis} rules={[{ required: true, min: 2 }]}>
          <Input />
        </Form.Item>
        <Trouble error={rename.error} />
        <Button type="primary" htmlType="submit" loading={rename.isPending}>
          {w.save}
        </Button>
      </Form>
    </Modal>
  );
}

function ServiceAreas({ communities, mayEdit }: { communities: Area[]; mayEdit: boolean }) {
  const w = useWords(words);
  const queries = useQueryClient();
  const [form] = Form.useForm<{ name: string; communities: string[] }>();
  const list = useQuery({ queryKey: ['areas', 'service-areas'], queryFn: () => calls.listServiceAreas() });
  const create = useMutation({
    mutationFn: (fields: { name: string; communities: string[] }) => calls.createServiceArea({ ...fields, validFrom: new Date().toISOString().slice(0, 10) }),
    onSuccess: async () => {
      form.resetFields();
      await queries.invalidateQueries({ queryKey: ['areas', 'service-areas'] });
    },
  });
  const nameOf = (code: string) => communities.find((area) => area.code === code)?.name ?? code;
  return (
    <Card size="small" title={w.serviceAreas}>
      <Table
        rowKey="id"
        size="small"
        dataSource={list.data ?? []}
        pagination={false}
        locale={{ emptyText: w.noServiceAreas }}
        columns={[
          { title: w.name, dataIndex: 'name' },
          { title: w.communities, dataIndex: 'communities', render: (codes: string[]) => codes.map(nameOf).join('、') },
        ]}
      />
      {mayEdit && (
        <Form form={form} layout="vertical" onFinish={(fields) => create.mutate(fields)} style={{ marginTop: 12 }}>
          <Form.Item name="name" label={w.name} rules={[{ required: true, min: 2 }]}>
            <Input />
          </Form.Item>
          <Form.Item name="communities" label={w.twoOrThree} rules={[{ required: true }]}>
            <Select mode="multiple" optionFilterProp="label" options={communities.map((area) => ({ value: area.code, label: area.name }))} />
          </Form.Item>
          <Trouble error={create.error} />
          <Button htmlType="submit" loading={create.isPending}>
            {w.create}
          </Button>
        </Form>
      )}
    </Card>
  );
}
