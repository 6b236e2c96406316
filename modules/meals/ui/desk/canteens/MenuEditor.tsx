import { useQuery } from '@tanstack/react-query';
import { App, Button, Checkbox, Form, Input, InputNumber, Segmented, Select, Space } from 'antd';
import { useState } from 'react';
import { optionsOf, Trouble } from '../../../../../ui/desk.tsx';
import { today } from '../../../../../ui/format.ts';
import { useWords } from '../../../../../ui/preferences.ts';
import { calls, mainMeal, type Site, useMealCall } from '../calls.ts';
import { words } from './words.ts';

type Menu = Awaited<ReturnType<typeof calls.listMenus>>[number];
type Meal = Menu['meal'];
type Dish = Omit<Menu['dishes'][number], 'priceFen'> & { price: number };
type Fields = { capacity: number; isStopped: boolean; dishes: Dish[] };

const plus = (day: string, days: number) => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
const fieldsOf = (menu: Menu | undefined): Fields => ({
  capacity: menu?.capacity ?? 60,
  isStopped: menu?.isStopped ?? false,
  dishes: menu?.dishes.map(({ priceFen, ...dish }) => ({ ...dish, price: priceFen / 100 })) ?? [],
});

/** The menu of a sitting: dishes with what is in them, how many meals there are, and whether the sale is stopped. */
export function MenuEditor({ site }: { site: Site }) {
  const w = useWords(words);
  const [day, setDay] = useState(today());
  const [meal, setMeal] = useState<Meal>(mainMeal(site));
  const [from, setFrom] = useState<string | null>(null);
  const read = (of: string) => calls.listMenus({ id: site.id, from: of });
  const shown = useQuery({ queryKey: ['meals', 'menus', site.id, day], queryFn: () => read(day) });
  const before = useQuery({ queryKey: ['meals', 'menus', site.id, plus(day, -7)], queryFn: () => read(plus(day, -7)) });
  const at = (list: Menu[] | undefined, of: string) => list?.find((menu) => menu.day === of && menu.meal === meal);
  const last = at(before.data, plus(day, -7));
  const menu = from === `${day} ${meal}` ? last : at(shown.data, day);
  return (
    <>
      <Space wrap style={{ marginBottom: 12 }}>
        <Input aria-label={w.day} type="date" value={day} onChange={(event) => event.target.value && setDay(event.target.value)} />
        <Segmented<Meal> value={meal} onChange={setMeal} options={site.sittings.map(({ meal: value }) => ({ value, label: w.meals[value] }))} />
        {last && <Button onClick={() => setFrom(`${day} ${meal}`)}>{w.copy}</Button>}
      </Space>
      <Trouble error={shown.error} onRetry={() => shown.refetch()} />
      {shown.data && <MenuForm key={`${day} ${meal} ${from}`} site={site} day={day} meal={meal} start={fieldsOf(menu)} />}
    </>
  );
}

function MenuForm({ site, day, meal, start }: { site: Site; day: string; meal: Meal; start: Fields }) {
  const w = useWords(words);
  const { message } = App.useApp();
  const save = useMealCall(
    ({ dishes, ...fields }: Fields) =>
      calls.setMenu({ id: site.id, day, meal, ...fields, dishes: dishes.map(({ price, ...dish }) => ({ ...dish, priceFen: Math.round(price * 100) })) }),
    () => void message.success(w.saved),
  );
  return (
    <Form layout="vertical" initialValues={start} onFinish={(fields: Fields) => save.mutate(fields)}>
      <Space wrap>
        <Form.Item name="capacity" label={w.capacity} rules={[{ required: true }]}>
          <InputNumber min={0} max={20_000} />
        </Form.Item>
        <Form.Item name="isStopped" label={w.stopped} valuePropName="checked">
          <Checkbox />
        </Form.Item>
      </Space>
      <Form.List name="dishes">
        {(rows, { add, remove }) => (
          <>
            <h2>{w.dishes}</h2>
            {rows.map(({ key, name }) => (
              <DishRow key={key} index={name} onRemove={() => remove(name)} />
            ))}
            <div>
              <Button onClick={() => add({ code: String.fromCharCode(65 + rows.length), price: 10, allergens: [], suits: [] })}>{w.addDish}</Button>
            </div>
          </>
        )}
      </Form.List>
      <div style={{ marginTop: 16 }}>
        <Trouble error={save.error} />
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {w.save}
        </Button>
      </div>
    </Form>
  );
}

function DishRow({ index, onRemove }: { index: number; onRemove: () => void }) {
  const w = useWords(words);
  const many = { mode: 'multiple', style: { minWidth: 150 } } as const;
  return (
    <Space wrap align="end">
      <Form.Item name={[index, 'code']} label={w.dish.code} rules={[{ required: true, pattern: /^[\w-]{1,20}$/ }]}>
        <Input style={{ width: 70 }} />
      </Form.Item>
      <Form.Item name={[index, 'name']} label={w.dish.name} rules={[{ required: true, min: 2 }]}>
        <Input style={{ width: 130 }} />
      </Form.Item>
      <Form.Item name={[index, 'nameEn']} label={w.dish.nameEn} rules={[{ required: true, min: 2 }]}>
        <Input style={{ width: 150 }} />
      </Form.Item>
      <Form.Item name={[index, 'price']} label={w.dish.price} rules={[{ required: true }]}>
        <InputNumber min={0} max={1000} step={0.5} />
      </Form.Item>
      <Form.Item name={[index, 'allergens']} label={w.dish.allergens}>
        <Select {...many} options={optionsOf(w.allergens)} />
      </Form.Item>
      <Form.Item name={[index, 'suits']} label={w.dish.suits}>
        <Select {...many} options={optionsOf(w.suits)} />
      </Form.Item>
      <Form.Item>
        <Button aria-label={`${w.remove} ${index + 1}`} onClick={onRemove}>
          {w.remove}
        </Button>
      </Form.Item>
    </Space>
  );
}
