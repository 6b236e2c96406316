import { useQuery } from '@tanstack/react-query';
import { Button, Empty, Form, Input, InputNumber, Select, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { Figure, optionsOf, Trouble } from '../../../../ui/desk.tsx';
import { percent, today, yuan } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import { calls, fenOf, useFundCall } from './calls.ts';
import { usePlaces } from './usePlaces.ts';
import { words } from './words.ts';

type Year = Awaited<ReturnType<typeof calls.getBook>>;
const classes = {
  income: ['lowFee', 'market', 'subsidy', 'purchase', 'donation'],
  cost: ['staff', 'energy', 'upkeep', 'services', 'rent', 'other'],
} as const;

/** Whether a complex pays its way: income and cost by class and month. */
export function Book() {
  const w = useWords(words);
  const places = usePlaces();
  const [picked, setPlace] = useState<string | null>(null);
  const [year, setYear] = useState(today().slice(0, 4));
  const id = picked ?? places[0]?.value;
  const book = useQuery({ queryKey: ['funds', 'book', id, year], queryFn: () => calls.getBook({ id: id!, year }), enabled: id !== undefined, retry: false });
  return (
    <>
      <Form layout="inline" style={{ rowGap: 12, marginBottom: 12 }}>
        <Form.Item label={w.place} style={{ maxWidth: '100%', minWidth: 0 }}>
          <Select
            aria-label={w.place}
            style={{ minWidth: 240 }}
            showSearch={{ optionFilterProp: 'label' }}
            value={id ?? null}
            onChange={setPlace}
            options={places}
          />
        </Form.Item>
        <Form.Item label={w.year}>
          <InputNumber aria-label={w.year} min={2000} max={2100} value={Number(year)} onChange={(value) => value && setYear(String(value))} />
        </Form.Item>
      </Form>
      <Trouble error={book.error} />
      {book.data && id && (
        <>
          <Sums book={book.data} />
          <Record placeId={id} />
          <Entries book={book.data} />
        </>
      )}
    </>
  );
}

function Sums({ book }: { book: Year }) {
  const w = useWords(words);
  const { language } = usePreferences();
  return (
    <Space size="large" wrap style={{ marginBottom: 12 }}>
      <Figure label={w.sides['income']}>{yuan(book.incomeFen, language)} </Figure>
      <Figure label={w.sides['cost']}>{yuan(book.costFen, language)} </Figure>
      <Figure label={w.balanceRate}>{book.balance === null ? '–' : percent(book.balance)} </Figure>
      <Figure label={w.subsidyShare}>{book.subsidyShare === null ? '–' : percent(book.subsidyShare)} </Figure>
    </Space>
  );
}

type Fields = { month: string; side: 'income' | 'cost'; class: 'lowFee'; amount: number; note: string };
function Record({ placeId }: { placeId: string }) {
  const w = useWords(words);
  const [form] = Form.useForm<Fields>();
  const side = Form.useWatch('side', form) ?? 'income';
  const save = useFundCall(
    ({ amount, ...fields }: Fields) => calls.recordEntry({ id: placeId, ...fields, amountFen: fenOf(amount) }),
    () => form.resetFields(['amount', 'note']),
  );
  return (
    <Form
      form={form}
      layout="inline"
      style={{ rowGap: 12, marginBottom: 12 }}
      initialValues={{ month: today().slice(0, 7), side: 'income', class: 'lowFee' }}
      onFinish={(fields) => save.mutate(fields)}
    >
      <Form.Item name="month" label={w.month} rules={[{ required: true }]}>
        <Input type="month" />
      </Form.Item>
      <Form.Item name="side" label={w.side}>
        <Select style={{ width: 100 }} options={optionsOf(w.sides)} onChange={(next: 'income' | 'cost') => form.setFieldValue('class', classes[next][0])} />
      </Form.Item>
      <Form.Item name="class" label={w.class}>
        <Select style={{ width: 170 }} options={classes[side].map((value) => ({ value, label: w.classes[value] }))} />
      </Form.Item>
      <Form.Item name="amount" label={w.amount} rules={[{ required: true }]}>
        <InputNumber min={0.01} />
      </Form.Item>
      <Form.Item name="note" label={w.note} rules={[{ required: true, min: 2 }]}>
        <Input maxLength={200} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={save.isPending}>
        {w.record}
      </Button>
      <Trouble error={save.error} />
    </Form>
  );
}

function Entries({ book }: { book: Year }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const reverse = useFundCall((id: string) => calls.reverseEntry({ id }));
  return (
    <>
      <Trouble error={reverse.error} />
      <Table<Year['entries'][number]>
        rowKey="id"
        size="small"
        dataSource={book.entries}
        pagination={{ pageSize: 20, hideOnSinglePage: true }}
        scroll={{ x: 760 }}
        locale={{ emptyText: <Empty description={w.noEntries} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
        columns={[
          { title: w.month, dataIndex: 'month' },
          { title: w.side, render: (_, row) => w.sides[row.side] },
          { title: w.class, render: (_, row) => w.classes[row.class] },
          { title: w.amount, align: 'end', render: (_, row) => yuan(row.amountFen, language) },
          { title: w.note, dataIndex: 'note' },
          {
            title: w.actions,
            render: (_, row) =>
              row.isReversed ? (
                <Tag>{w.reversed}</Tag>
              ) : (
                <Button size="small" aria-label={`${w.reverse} ${row.note}`} onClick={() => reverse.mutate(row.id)}>
                  {w.reverse}
                </Button>
              ),
          },
        ]}
      />
    </>
  );
}
