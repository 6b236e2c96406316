import { useQuery } from '@tanstack/react-query';
import { Button, Form, InputNumber, Segmented, Space } from 'antd';
import { optionsOf } from '../../../../ui/desk.tsx';
import { today, yuan } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import { calls, type Site } from './calls.ts';
import { words } from './words.ts';

type Meal = 'auto' | 'breakfast' | 'lunch' | 'dinner';
export type Chosen = { meal: Meal; counts: Record<string, number>; weighed: number | null };
export const nothing: Chosen = { meal: 'auto', counts: {}, weighed: null };

export function useMenu(site: Site, meal: Meal) {
  const menus = useQuery({ queryKey: ['meals', 'menus', site.id, today()], queryFn: () => calls.listMenus({ id: site.id, from: today() }) });
  return menus.data?.find((entry) => entry.day === today() && (meal === 'auto' || entry.meal === meal));
}
type Dish = { code: string; priceFen: number };
export const listFenOf = (dishes: Dish[], { counts, weighed }: Chosen) =>
  dishes.reduce((fen, { code, priceFen }) => fen + priceFen * (counts[code] ?? 0), Math.round((weighed ?? 0) * 100));

/** What is on the tray: dishes of the menu, each press one more, and what was weighed. */
export function DishPart({ site, chosen, onChange }: { site: Site; chosen: Chosen; onChange: (part: Partial<Chosen>) => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const menu = useMenu(site, chosen.meal);
  const { counts } = chosen;
  return (
    <>
      <Form.Item label={w.meal}>
        <Segmented<Meal>
          aria-label={w.meal}
          value={chosen.meal}
          onChange={(meal) => onChange({ meal, counts: {} })}
          options={[{ value: 'auto', label: w.auto }, ...(optionsOf(w.meals) as { value: Meal; label: string }[])]}
        />
      </Form.Item>
      {menu && menu.dishes.length > 0 && (
        <Form.Item label={w.dishes}>
          <Space wrap>
            {menu.dishes.map(({ code, name, nameEn, priceFen }) => (
              <Button
                key={code}
                type={counts[code] ? 'primary' : 'default'}
                onClick={() => onChange({ counts: { ...counts, [code]: ((counts[code] ?? 0) + 1) % 6 } })}
              >
                {`${language === 'zh' ? name : nameEn} ${yuan(priceFen, language)}${counts[code] ? ` × ${counts[code]}` : ''}`}
              </Button>
            ))}
          </Space>
        </Form.Item>
      )}
      <Form.Item label={w.weighed}>
        <InputNumber aria-label={w.weighed} min={0} max={1000} step={0.5} value={chosen.weighed} onChange={(weighed) => onChange({ weighed })} />
      </Form.Item>
    </>
  );
}
