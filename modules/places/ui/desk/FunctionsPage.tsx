import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Modal, Select, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { optionsOf, Trouble, useDesk, useMyArea } from '../../../../ui/desk.tsx';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { areas } from '../../../areas/contract.ts';
import type { places } from '../../contract.ts';
import { useCatalogue } from '../catalogue.ts';
import { words } from './function-words.ts';

const calls = api<typeof places>('places');
const areaCalls = api<typeof areas>('areas');
type Own = Awaited<ReturnType<typeof calls.listOwnFunctions>>[number];
type Decision = 'accept' | 'refuse' | 'promote' | 'retire';
const colours: Record<Own['status'], string> = { proposed: 'orange', accepted: 'blue', refused: 'default', promoted: 'green', retired: 'default' };

/** The catalogue of functions by domain, and those that areas added: proposed, reviewed, promoted. */
export function FunctionsPage() {
  const w = useWords(words);
  const { roles } = useDesk();
  const { catalogue } = useCatalogue();
  const [isProposing, setProposing] = useState(false);
  const mayPropose = roles.some((role) => role.endsWith('Official') || role === 'communityWorker');
  return (
    <>
      <h1>{w.title}</h1>
      {catalogue && <p>{w.note(catalogue.version)}</p>}
      {mayPropose && (
        <Button type="primary" style={{ marginBottom: 12 }} onClick={() => setProposing(true)}>
          {w.propose}
        </Button>
      )}
      <OwnFunctions />
      <Catalogue />
      {isProposing && <ProposeDialog onClose={() => setProposing(false)} />}
    </>
  );
}

function Catalogue() {
  const w = useWords(words);
  const within = useMyArea();
  const { catalogue, domains, nameOf, domainName } = useCatalogue();
  const totals = useQuery({ queryKey: ['places', 'totals', within], queryFn: () => calls.countFacilities({ within }) });
  const inDomains = new Set(domains.flatMap((domain) => domain.functions));
  const others = (catalogue?.functions ?? []).filter((entry) => !inDomains.has(entry.code) && !entry.retired).map((entry) => entry.code);
  const groups = [...domains.map((domain) => ({ name: domainName(domain), functions: domain.functions })), { name: w.others, functions: others }];
  const rows = groups.flatMap((domain) =>
    domain.functions.map((code, i) => {
      const used = totals.data?.find((entry) => entry.functionCode === code);
      return {
        code,
        domain: domain.name,
        span: i === 0 ? domain.functions.length : 0,
        number: catalogue?.functions.find((entry) => entry.code === code)?.number,
        places: used ? used.complexes + used.facilities : 0,
      };
    }),
  );
  return (
    <Table
      rowKey={(row) => row.domain + row.code}
      size="small"
      style={{ marginTop: 16 }}
      loading={!catalogue}
      dataSource={rows}
      pagination={false}
      scroll={{ x: 'max-content' }}
      columns={[
        { title: w.domain, dataIndex: 'domain', onCell: (row) => ({ rowSpan: row.span, style: { verticalAlign: 'top' } }) },
        { title: w.number, dataIndex: 'number', align: 'right' },
        { title: w.functions, dataIndex: 'code', render: nameOf },
        { title: w.inUse, dataIndex: 'places', align: 'right' },
      ]}
    />
  );
}

function OwnFunctions() {
  const w = useWords(words);
  const { language } = usePreferences();
  const { domains, domainName } = useCatalogue();
  const [deciding, setDeciding] = useState<{ own: Own; as: Decision } | null>(null);
  const list = useQuery({ queryKey: ['places', 'own-functions'], queryFn: () => calls.listOwnFunctions() });
  const domainOf = (code: string | null) => {
    const found = domains.find((domain) => domain.code === code);
    return found ? domainName(found) : w.noDomain;
  };
  const actions = (own: Own): Decision[] => [
    ...(own.may.review ? (['accept', 'refuse'] as const) : []),
    ...(own.may.promote ? (['promote'] as const) : []),
    ...(own.may.retire ? (['retire'] as const) : []),
  ];
  return (
    <>
      <Trouble error={list.error} onRetry={list.refetch} />
      <Table<Own>
        rowKey="code"
        size="small"
        title={() => <h2 style={{ fontSize: '1em', margin: 0 }}>{w.own}</h2>}
        loading={list.isPending}
        dataSource={list.data ?? []}
        pagination={{ pageSize: 20, hideOnSinglePage: true }}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: w.none }}
        columns={[
          { title: w.name, render: (_, own) => <strong>{language === 'en' && own.nameEn ? own.nameEn : own.name}</strong> },
          { title: w.status, render: (_, own) => <Tag color={colours[own.status]}>{w.statuses[own.status]}</Tag> },
          { title: w.area, dataIndex: 'areaName' },
          { title: w.domain, render: (_, own) => domainOf(own.domain) },
          { title: w.purpose, render: (_, own) => <div style={{ maxWidth: 320, whiteSpace: 'normal' }}>{own.purpose}</div> },
          { title: w.inUse, dataIndex: 'places', align: 'right' },
          { title: w.reason, render: (_, own) => own.reason ?? '–' },
          {
            title: '',
            render: (_, own) => (
              <Space>
                {actions(own).map((as) => (
                  <Button key={as} size="small" aria-label={`${w[as]} ${own.name}`} onClick={() => setDeciding({ own, as })}>
                    {w[as]}
                  </Button>
                ))}
              </Space>
            ),
          },
        ]}
      />
      {deciding && <DecideDialog {...deciding} onClose={() => setDeciding(null)} />}
    </>
  );
}

function DecideDialog({ own, as, onClose }: { own: Own; as: Decision; onClose: () => void }) {
  const w = useWords(words);
  const queries = useQueryClient();
  const decide = useMutation({
    mutationFn: ({ reason }: { reason: string }) => {
      if (as === 'promote') return calls.promoteFunction({ code: own.code, reason });
      if (as === 'retire') return calls.retireFunction({ code: own.code, reason });
      return calls.reviewFunction({ code: own.code, reason, accept: as === 'accept' });
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['places'] });
      onClose();
    },
  });
  return (
    <Modal open title={`${w[as]} · ${own.name}`} footer={null} onCancel={onClose}>
      <p>{own.purpose}</p>
      <Form<{ reason: string }> layout="vertical" onFinish={(fields) => decide.mutate(fields)}>
        <Form.Item name="reason" label={w.reason} rules={[{ required: true, min: 2, message: w.required }]}>
          <Input maxLength={300} />
        </Form.Item>
        <Trouble error={decide.error} />
        <Button type="primary" htmlType="submit" loading={decide.isPending}>
          {w.confirm}
        </Button>
      </Form>
    </Modal>
  );
}

type Proposal = Parameters<typeof calls.proposeFunction>[0];

function ProposeDialog({ onClose }: { onClose: () => void }) {
  const w = useWords(words);
  const within = useMyArea();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const { domains, domainName } = useCatalogue();
  const areaList = useQuery({ queryKey: ['areas', 'list', within], queryFn: () => areaCalls.listAreas({ within }) });
  const send = useMutation({
    mutationFn: (fields: Proposal) => calls.proposeFunction({ ...fields, domain: fields.domain ?? null, nameEn: fields.nameEn || null }),
    onSuccess: async () => {
      void message.success(w.sent);
      await queries.invalidateQueries({ queryKey: ['places'] });
      onClose();
    },
  });
  const required = [{ required: true, message: w.required }];
  return (
    <Modal open title={w.propose} footer={null} onCancel={onClose}>
      <Form<Proposal> layout="vertical" initialValues={{ areaCode: within, serves: 'all' }} onFinish={(fields) => send.mutate(fields)}>
        <Form.Item name="name" label={w.name} rules={[...required, { min: 2 }]}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item name="nameEn" label={w.nameEn}>
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item name="areaCode" label={w.area} rules={required}>
          <Select
            showSearch
            optionFilterProp="label"
            loading={areaList.isPending}
            options={(areaList.data ?? []).map((area) => ({ value: area.code, label: `${area.name} ${area.code}` }))}
          />
        </Form.Item>
        <Form.Item name="purpose" label={w.purpose} rules={[...required, { min: 4 }]}>
          <Input.TextArea maxLength={500} rows={3} placeholder={w.purposeHint} />
        </Form.Item>
        <Form.Item name="domain" label={w.domain}>
          <Select allowClear placeholder={w.noDomain} options={domains.map((domain) => ({ value: domain.code, label: domainName(domain) }))} />
        </Form.Item>
        <Form.Item name="serves" label={w.serves}>
          <Select options={optionsOf(w.serving)} />
        </Form.Item>
        <Trouble error={send.error} />
        <Button type="primary" htmlType="submit" loading={send.isPending}>
          {w.send}
        </Button>
      </Form>
    </Modal>
  );
}
