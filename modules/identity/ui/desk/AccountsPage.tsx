import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Modal, Popconfirm, Select, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { staffRoles } from '../../../../platform/access.ts';
import { api } from '../../../../platform/client.ts';
import { Trouble, useMyArea } from '../../../../ui/desk.tsx';
import { useWords } from '../../../../ui/preferences.ts';
import type { partners } from '../../../partners/contract.ts';
import type { identity } from '../../contract.ts';
import { words } from './words.ts';

const calls = api<typeof identity>('identity');
const partnerCalls = api<typeof partners>('partners');
type Account = Awaited<ReturnType<typeof calls.listAccounts>>[number];
type Grant = { role: (typeof staffRoles)[number]; areaCode?: string; organisationId?: string };

export function AccountsPage() {
  const w = useWords(words);
  const queries = useQueryClient();
  const [find, setFind] = useState('');
  const [dialog, setDialog] = useState<'new' | Account | null>(null);
  const list = useQuery({ queryKey: ['identity', 'accounts', find], queryFn: () => calls.listAccounts(find ? { find } : {}) });
  const refresh = { onSuccess: () => queries.invalidateQueries({ queryKey: ['identity', 'accounts'] }) };
  const close = useMutation({ mutationFn: (id: string) => calls.closeAccount({ id }), ...refresh });
  const unlock = useMutation({ mutationFn: (id: string) => calls.unlockAccount({ id }), ...refresh });
  const revoke = useMutation({ mutationFn: (grantId: string) => calls.revokeRole({ grantId }), ...refresh });
  return (
    <>
      <h1>{w.accounts}</h1>
      <Trouble error={list.error ?? close.error ?? unlock.error ?? revoke.error} onRetry={list.error ? list.refetch : undefined} />
      <Space style={{ marginBottom: 12 }} wrap>
        <Button type="primary" onClick={() => setDialog('new')}>
          {w.newAccount}
        </Button>
        <Input.Search aria-label={w.find} placeholder={w.find} allowClear onSearch={setFind} style={{ width: 260 }} />
      </Space>
      <Table<Account>
        rowKey="id"
        size="small"
        loading={list.isPending}
        dataSource={list.data ?? []}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: w.loginName, dataIndex: 'loginName' },
          { title: w.name, dataIndex: 'name' },
          {
            title: w.role,
            render: (_, account) =>
              account.roles.map((grant) => (
                <Popconfirm key={grant.id} title={`${w.revoke}：${w.roles[grant.role]}`} onConfirm={() => revoke.mutate(grant.id)}>
                  <Button size="small" style={{ marginInlineEnd: 6 }}>
                    {w.roles[grant.role]} · {grant.areaName ?? grant.organisationName}
                  </Button>
                </Popconfirm>
              )),
          },
          {
            title: '',
            render: (_, account) => (
              <Space>
                {account.closedAt && <Tag>{w.closed}</Tag>}
                {account.lockedUntil && <Button size="small" onClick={() => unlock.mutate(account.id)}>{`${w.locked} · ${w.unlock}`}</Button>}
                {!account.closedAt && (
                  <>
                    <Button size="small" onClick={() => setDialog(account)}>
                      {w.addRole}
                    </Button>
                    <Popconfirm title={w.sure} onConfirm={() => close.mutate(account.id)}>
                      <Button size="small" danger>
                        {w.close}
                      </Button>
                    </Popconfirm>
                  </>
                )}
              </Space>
            ),
          },
        ]}
      />
      {dialog && <RoleDialog account={dialog === 'new' ? null : dialog} onClose={() => setDialog(null)} />}
    </>
  );
}

/** A new account with its first role, or one more role for an account. */
function RoleDialog({ account, onClose }: { account: Account | null; onClose: () => void }) {
  const w = useWords(words);
  const area = useMyArea();
  const queries = useQueryClient();
  const [form] = Form.useForm<Grant & { loginName: string; name: string }>();
  const role = Form.useWatch('role', form);
  const organisations = useQuery({
    queryKey: ['partners'],
    queryFn: () => partnerCalls.listOrganisations(),
    enabled: role === 'operator',
  });
  const refresh = () => queries.invalidateQueries({ queryKey: ['identity', 'accounts'] });
  const create = useMutation({
    mutationFn: (fields: Grant & { loginName: string; name: string }) => calls.createAccount(fields),
    onSuccess: refresh,
  });
  const grant = useMutation({
    mutationFn: (fields: Grant) => calls.grantRole({ id: account!.id, ...fields }),
    onSuccess: async () => {
      await refresh();
      onClose();
    },
  });
  return (
    <Modal open title={account ? `${w.addRole}：${account.name}` : w.newAccount} onCancel={onClose} footer={null}>
      {create.data ? (
        <Made {...create.data} />
      ) : (
        <Form
          form={form}
          layout="vertical"
          initialValues={{ role: 'communityWorker', areaCode: area }}
          onFinish={(fields) => (account ? grant.mutate(fields) : create.mutate(fields))}
        >
          {!account && (
            <>
              <Form.Item name="loginName" label={w.loginName} rules={[{ required: true, pattern: /^[a-z0-9._-]{3,40}$/ }]}>
                <Input />
              </Form.Item>
              <Form.Item name="name" label={w.name} rules={[{ required: true }]}>
                <Input />
              </Form.Item>
            </>
          )}
          <Form.Item name="role" label={w.role}>
            <Select options={staffRoles.map((value) => ({ value, label: w.roles[value] }))} />
          </Form.Item>
          {role === 'operator' ? (
            <Form.Item name="organisationId" label={w.organisation} rules={[{ required: true }]}>
              <Select options={organisations.data?.map((entry) => ({ value: entry.id, label: entry.name }))} />
            </Form.Item>
          ) : (
            <Form.Item name="areaCode" label={w.area} rules={[{ required: true, pattern: /^\d{6}(\d{3}(\d{3})?)?$/ }]}>
              <Input />
            </Form.Item>
          )}
          <Trouble error={create.error ?? grant.error} />
          <Button type="primary" htmlType="submit" loading={create.isPending || grant.isPending}>
            {w.create}
          </Button>
        </Form>
      )}
    </Modal>
  );
}

/** What the new colleague needs, shown this once. */
function Made({ password, totpQr, totpUri }: { password: string; totpQr: string; totpUri: string }) {
  const w = useWords(words);
  return (
    <>
      <Alert type="warning" showIcon title={w.made} />
      <p>
        {w.password}：<code>{password}</code>
      </p>
      <p>{w.scan}</p>
      <img src={totpQr} alt={totpUri} width={200} />
    </>
  );
}
