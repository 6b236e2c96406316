import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { api } from '../../../platform/client.ts';
import { dayName, today, yuan } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { Answer, Empty } from '../../../ui/States.tsx';
import type { meals } from '../contract.ts';
import { SiteFacts } from './MealsPage.tsx';
import { OrderForm } from './orders/OrderForm.tsx';
import { words } from './words.ts';

const calls = api<typeof meals>('meals');
export type Menu = Awaited<ReturnType<typeof calls.listMenus>>[number];

/** One canteen: what there is to eat this week, to be ordered. */
export function CanteenPage({ id, isSignedIn }: { id: string; isSignedIn: boolean }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const sites = useQuery({ queryKey: ['meals', 'sites'], queryFn: () => calls.listSites({}) });
  const menus = useQuery({ queryKey: ['meals', 'menus', id], queryFn: () => calls.listMenus({ id, from: today() }) });
  const site = sites.data?.find((entry) => entry.id === id);
  return (
    <>
      <h1>{site ? site.name[language] : w.title}</h1>
      {site && <SiteFacts site={site} />}
      <p className="more">
        <Link href="/meals">{w.back}</Link>
      </p>
      <h2>{w.menu}</h2>
      {!isSignedIn && (
        <p>
          {w.signInFirst} <Link href="/sign-in">{w.signIn}</Link>
        </p>
      )}
      <Answer of={menus}>
        {(list) =>
          list.length === 0 ? (
            <Empty>{w.noMenu}</Empty>
          ) : (
            <div className="cards">
              {list.map((menu) => (
                <MenuCard key={`${menu.day} ${menu.meal}`} menu={menu} isSignedIn={isSignedIn} />
              ))}
            </div>
          )
        }
      </Answer>
    </>
  );
}

function MenuCard({ menu, isSignedIn }: { menu: Menu; isSignedIn: boolean }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [isOrdering, setOrdering] = useState(false);
  const name = `${dayName(menu.day, language)} ${w.meals[menu.meal]}`;
  const isOpen = isSignedIn && !menu.isStopped && menu.left > 0 && menu.day > today();
  return (
    <article className="card" aria-label={name}>
      <h3>
        {name} <span className="badge">{menu.isStopped ? w.stopped : w.left(menu.left)}</span>
      </h3>
      <ul className="plain" style={{ marginBottom: '0.6rem' }}>
        {menu.dishes.map((dish) => (
          <li key={dish.code}>
            {language === 'zh' ? dish.name : dish.nameEn} <strong>{yuan(dish.priceFen, language)}</strong>{' '}
            {dish.suits.map((code) => (
              <span key={code} className="badge">
                {w.suits[code]}
              </span>
            ))}
            {dish.allergens.length > 0 && (
              <span className="soft">{w.contains(dish.allergens.map((code) => w.allergens[code]).join(language === 'zh' ? '、' : ', '))}</span>
            )}
          </li>
        ))}
      </ul>
      {isOpen && !isOrdering && (
        <button type="button" className="button main" onClick={() => setOrdering(true)}>
          {w.order}
        </button>
      )}
      {isOrdering && <OrderForm menu={menu} />}
    </article>
  );
}
