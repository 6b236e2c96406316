import { useQuery } from '@tanstack/react-query';
import { Button, Empty, Form, Input, InputNumber, Modal, Select, Space, Table } from 'antd';
import { useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { optionsOf, Trouble, useDesk, useMyArea } from '../../../../ui/desk.tsx';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { areas } from '../../../areas/contract.ts';
import type { partners } from '../../../partners/contract.ts';
import { calls, usePointCall } from './calls.ts';
import { words } from './words.ts';

const areaCalls = api<typeof areas>('areas');
const partnerCalls = api<typeof partners>('partners');
type Good = Awaited<ReturnType<typeof calls.listGoods>>[number];

/** The shelf: what can be had, at which merchant, and how many are left. */
export function Goods() {
  const w = useWords(words);
  const { language } = usePreferences();
  const { roles } = useDesk();
  const [adding, setAdding] = useState<'good' | 'merchant' | null>(null);
  const goods = useQuery({ queryKey: ['points', 'goods'], queryFn: () => calls.listGoods() });
  const close = usePointCall(({ id, available, perMonth }: Good) => calls.editGood({ id, available, perMonth, isClosed: true }));
  const mayAdd = roles.some((role) => ['districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'operator'].includes(role));
  return (
    <>
      {mayAdd && (
        <Space style={{ marginBottom: 12 }}>
          <Button type="primary" onClick={() => setAdding('good')}>
            {w.addGood}
          </Button>
          {!roles.includes('operator') && <Button onClick={() => setAdding('merchant')}>{w.addMerchant}</Button>}
        </Space>
      )}
      <Trouble error={goods.error ?? close.error} />
      <Table<Good>
        rowKey="id"
        size="small"
        loading={goods.isPending}
        dataSource={goods.data ?? []}
        pagination={{ pageSize: 30, hideOnSinglePage: true }}
        scroll={{ x: 720 }}
        locale={{ emptyText: <Empty description={w.noGoods} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
        columns={[
          { title: w.columns.title, render: (_, row) => row.title[language] },
          { title: w.columns.merchant, render: (_, row) => row.merchant[language] },
          { title: w.columns.price, align: 'end', render: (_, row) => w.price(row.price, w.units[row.unit]!) },
          { title: w.columns.left, align: 'end', dataIndex: 'available' },
          { title: w.columns.perMonth, align: 'end', dataIndex: 'perMonth' },
          {
            title: w.columns.actions,
            render: (_, row) =>
              mayAdd && (
                <Button size="small" aria-label={`${w.close} ${row.title[language]}`} onClick={() => close.mutate(row)}>
                  {w.close}
                </Button>
              ),
          },
        ]}
      />
      {adding === 'good' && <NewGood onClose={() => setAdding(null)} />}
      {adding === 'merchant' && <NewMerchant onClose={() => setAdding(null)} />}
    </>
  );
}

type GoodFields = { id: string; title: string; titleEn: string; unit: 'points'; price: number; settle: number; available: number; perMonth: number };
function NewGood({ onClose }: { onClose: () => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [form] = Form.useForm<GoodFields>();
  const merchants = useQuery({ queryKey: ['points', 'merchants'], queryFn: () => calls.listMerchants() });
  const add = usePointCall(({ settle, ...fields }: GoodFields) => calls.addGood({ ...fields, settleFen: Math.round(settle * 100) }), onClose);
  const number = (name: keyof GoodFields, label: string, step = 1) => (
    <Form.Item name={name} label={label} rules={[{ required: true }]}>
      <InputNumber min={0} step={step} />
    </Form.Item>
  );
  return (
    <Modal open title={w.addGood} okText={w.ok} cancelText={w.cancel} okButtonProps={{ loading: add.isPending }} onOk={() => form.submit()} onCancel={onClose}>
      <Trouble error={add.error} />
      <Form
        form={form}
        layout="vertical"
        initialValues={{ unit: 'points', price: 30, settle: 15, available: 20, perMonth: 1 }}
        onFinish={(fields) => add.mutate(fields)}
      >
        <Form.Item name="id" label={w.merchant} rules={[{ required: true }]}>
          <Select options={(merchants.data ?? []).map(({ id, name }) => ({ value: id, label: name[language] }))} />
        </Form.Item>
        <Form.Item name="title" label={w.name} rules={[{ required: true, min: 2 }]}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item name="titleEn" label={w.nameEn} rules={[{ required: true, min: 2 }]}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item name="unit" label={w.unit}>
          <Select options={optionsOf(w.units)} />
        </Form.Item>
        <Space wrap>
          {number('price', w.columns.price)}
          {number('settle', w.settleFen, 0.5)}
          {number('available', w.columns.left)}
          {number('perMonth', w.columns.perMonth)}
        </Space>
      </Form>
    </Modal>
  );
}

type MerchantFields = Parameters<typeof calls.addMerchant>[0];
function NewMerchant({ onClose }: { onClose: () => void }) {
  const w = useWords(words);
  const own = useMyArea();
  const [form] = Form.useForm<MerchantFields>();
  const list = useQuery({ queryKey: ['areas', own], queryFn: () => areaCalls.listAreas({ within: own }) });
  const organisations = useQuery({ queryKey: ['partners'], queryFn: () => partnerCalls.listOrganisations() });
  const add = usePointCall((fields: MerchantFields) => calls.addMerchant(fields), onClose);
  return (
    <Modal
      open
      title={w.addMerchant}
      okText={w.ok}
      cancelText={w.cancel}
      okButtonProps={{ loading: add.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Trouble error={add.error} />
      <Form form={form} layout="vertical" onFinish={(fields) => add.mutate(fields)}>
        <Form.Item name="name" label={w.name} rules={[{ required: true, min: 2 }]}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item name="nameEn" label={w.nameEn} rules={[{ required: true, min: 2 }]}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item name="areaCode" label={w.area} rules={[{ required: true }]}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={(list.data ?? []).filter(({ code }) => code.length === 12).map(({ code, name }) => ({ value: code, label: name }))}
          />
        </Form.Item>
        <Form.Item name="organisationId" label={w.organisation}>
          <Select allowClear options={(organisations.data ?? []).map(({ id, name }) => ({ value: id, label: name }))} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
