import { useQuery } from '@tanstack/react-query';
import { Button, Empty, Input, Modal, Segmented, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { problemOf } from '../../../../../platform/client.ts';
import { Figure, Trouble } from '../../../../../ui/desk.tsx';
import { today } from '../../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../../ui/preferences.ts';
import { calls, mainMeal, type Site, useMealCall } from '../calls.ts';
import { words } from './words.ts';

type KitchenList = Awaited<ReturnType<typeof calls.getKitchen>>;
type Order = KitchenList['orders'][number];

/** What to cook for a sitting, and who fetches or gets it brought. */
export function Kitchen({ site }: { site: Site }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [day, setDay] = useState(today());
  const [meal, setMeal] = useState(mainMeal(site));
  const list = useQuery({ queryKey: ['meals', 'kitchen', site.id, day, meal], queryFn: () => calls.getKitchen({ id: site.id, day, meal }), retry: false });
  const isUnplanned = list.error !== null && problemOf(list.error).type === 'meals/no-menu';
  return (
    <>
      <Space wrap style={{ marginBottom: 12 }}>
        <Input aria-label={w.day} type="date" value={day} onChange={(event) => event.target.value && setDay(event.target.value)} />
        <Segmented value={meal} onChange={setMeal} options={site.sittings.map(({ meal: value }) => ({ value, label: w.meals[value] }))} />
        <Button onClick={() => print()}>{w.tray}</Button>
      </Space>
      {isUnplanned ? <Empty description={w.noMenu} /> : <Trouble error={list.error} onRetry={() => list.refetch()} />}
      {list.data && (
        <>
          <p>
            <strong>{w.expected(list.data.expected, list.data.usual)}</strong> {list.data.inCare > 0 && w.inCare(list.data.inCare)}
          </p>
          <Space size="large" wrap>
            {Object.entries(list.data.byHow).map(([how, n]) => (
              <Figure key={how} label={w.byHow[how]}>
                {n}
              </Figure>
            ))}
          </Space>
          <h2>{w.cook}</h2>
          <ul>
            {list.data.dishes.map(({ code, name, count, allergens }) => (
              <li key={code}>
                {name[language]}: <strong>{w.portions(count)}</strong>{' '}
                {allergens.map((allergen) => (
                  <Tag key={allergen}>{w.allergens[allergen]}</Tag>
                ))}
              </li>
            ))}
          </ul>
          <Orders site={site} list={list.data} />
        </>
      )}
    </>
  );
}

type Step = { orderId: string; step: 'served' | 'missed' | 'route'; route?: string };
function Orders({ site, list }: { site: Site; list: KitchenList }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [routing, setRouting] = useState<Order | null>(null);
  const [route, setRoute] = useState('');
  const step = useMealCall(
    (fields: Step) => calls.moveOrder({ id: site.id, ...fields }),
    () => setRouting(null),
  );
  const names = new Map(list.dishes.map(({ code, name }) => [code, name[language]]));
  return (
    <>
      <h2>{w.orders}</h2>
      <Trouble error={step.error} />
      <Table<Order>
        rowKey="id"
        size="small"
        dataSource={list.orders}
        pagination={false}
        scroll={{ x: 820 }}
        locale={{ emptyText: <Empty description={w.noOrders} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
        columns={[
          { title: w.who, dataIndex: 'person' },
          { title: w.what, render: (_, row) => row.dishes.map(({ code, count }) => `${names.get(code) ?? code} × ${count}`).join(', ') },
          { title: w.byHow['delivery'], render: (_, row) => `${w.byHow[row.how]}${row.address ? ` · ${row.address}` : ''}` },
          { title: w.route, dataIndex: 'route' },
          { title: w.columns.state, render: (_, row) => <Tag>{w.orderStates[row.state]}</Tag> },
          {
            title: w.columns.actions,
            render: (_, row) =>
              row.state === 'ordered' && (
                <Space>
                  <Button size="small" type="primary" onClick={() => step.mutate({ orderId: row.id, step: 'served' })}>
                    {w.served}
                  </Button>
                  <Button size="small" onClick={() => step.mutate({ orderId: row.id, step: 'missed' })}>
                    {w.missed}
                  </Button>
                  {row.how === 'delivery' && (
                    <Button size="small" onClick={() => setRouting(row)}>
                      {w.putOn}
                    </Button>
                  )}
                </Space>
              ),
          },
        ]}
      />
      <Modal
        open={routing !== null}
        title={w.putOn}
        okText={w.save}
        cancelText={w.cancel}
        okButtonProps={{ disabled: route.trim() === '', loading: step.isPending }}
        onOk={() => step.mutate({ orderId: routing!.id, step: 'route', route: route.trim() })}
        onCancel={() => setRouting(null)}
      >
        <Input aria-label={w.routeName} maxLength={20} value={route} onChange={(event) => setRoute(event.target.value)} />
      </Modal>
    </>
  );
}
