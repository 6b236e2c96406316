import { useQuery } from '@tanstack/react-query';
import { Button, Card, Form, Input, InputNumber, Segmented, Space } from 'antd';
import { useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { optionsOf, Trouble } from '../../../../ui/desk.tsx';
import { FindPerson } from '../../../../ui/FindPerson.tsx';
import { today, yuan } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { people } from '../../../people/contract.ts';
import { calls, type Site, useMealCall } from './calls.ts';
import { PriceLines } from './PriceLines.tsx';
import { words } from './words.ts';

const peopleCalls = api<typeof people>('people');
type Kind = 'card' | 'code' | 'person' | 'nobody';
type Meal = 'auto' | 'breakfast' | 'lunch' | 'dinner';
type Counts = Record<string, number>;
const empty = { kind: 'card' as Kind, card: '', code: '', personId: null as string | null };

/** Whom the till asks about; null where nobody is identified, undefined where that is not entered yet. */
function whoOf({ kind, card, code, personId }: typeof empty) {
  if (kind === 'nobody') return null;
  if (kind === 'card') return /^\d{8,20}$/.test(card) ? { card } : undefined;
  if (kind === 'code') return code.length >= 20 ? { code } : undefined;
  return personId ? { personId } : undefined;
}

/** One customer: who, what, the price, the money; then the next. */
export function SellForm({ site, tillId }: { site: Site; tillId: string }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [who, setWho] = useState(empty);
  const [meal, setMeal] = useState<Meal>('auto');
  const [counts, setCounts] = useState<Counts>({});
  const [weighed, setWeighed] = useState<number | null>(null);
  const menus = useQuery({ queryKey: ['meals', 'menus', site.id, today()], queryFn: () => calls.listMenus({ id: site.id, from: today() }) });
  const menu = menus.data?.find((entry) => entry.day === today() && (meal === 'auto' ? true : entry.meal === meal));
  const asked = whoOf(who);
  const order = () => ({
    tillId,
    who: asked ?? null,
    ...(meal !== 'auto' && { meal }),
    dishes: Object.entries(counts)
      .filter(([, count]) => count > 0)
      .map(([code, count]) => ({ code, count })),
    weighedFen: Math.round((weighed ?? 0) * 100),
  });
  const quote = useMealCall(() => calls.quoteMeal(order()));
  const sell = useMealCall(({ paidBy, how, expectedFen }: { paidBy: 'cash'; how: 'eatIn'; expectedFen: number }) =>
    calls.sellMeal({ ...order(), how, paidBy, expectedFen }),
  );
  const reset = () => {
    setWho({ ...empty, kind: who.kind });
    setCounts({});
    setWeighed(null);
    quote.reset();
    sell.reset();
  };
  const change = (part: Partial<typeof empty>) => {
    setWho({ ...who, ...part });
    quote.reset();
  };
  if (sell.data) {
    return (
      <Card title={w.sold(yuan(sell.data.dueFen, language))} style={{ marginBottom: 16 }}>
        <PriceLines lines={sell.data.lines} dueFen={sell.data.dueFen} />
        <Space>
          <Button type="primary" onClick={reset} autoFocus>
            {w.next}
          </Button>
          <Button onClick={() => print()}>{w.print}</Button>
        </Space>
      </Card>
    );
  }
  return (
    <Card style={{ marginBottom: 16 }}>
      <Form layout="vertical" onFinish={() => quote.mutate(undefined)}>
        <Form.Item label={w.who}>
          <Segmented<Kind>
            aria-label={w.who}
            value={who.kind}
            onChange={(kind) => change({ kind })}
            options={optionsOf(w.whoKinds) as { value: Kind; label: string }[]}
          />
        </Form.Item>
        {(who.kind === 'card' || who.kind === 'code') && (
          <Form.Item label={w[who.kind]}>
            <Input
              aria-label={w[who.kind]}
              autoFocus
              inputMode={who.kind === 'card' ? 'numeric' : 'text'}
              maxLength={200}
              value={who[who.kind]}
              onChange={(event) => change({ [who.kind]: event.target.value.trim() })}
            />
          </Form.Item>
        )}
        {who.kind === 'person' && (
          <FindPerson
            find={(text) => peopleCalls.findPeople({ areaCode: site.areaCode, ...text })}
            value={who.personId}
            onPick={(personId) => change({ personId })}
          />
        )}
        <Form.Item label={w.meal}>
          <Segmented<Meal>
            aria-label={w.meal}
            value={meal}
            onChange={(picked) => {
              setMeal(picked);
              quote.reset();
            }}
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
                  onClick={() => {
                    setCounts({ ...counts, [code]: ((counts[code] ?? 0) + 1) % 6 });
                    quote.reset();
                  }}
                >
                  {`${language === 'zh' ? name : nameEn} ${yuan(priceFen, language)}${counts[code] ? ` × ${counts[code]}` : ''}`}
                </Button>
              ))}
            </Space>
          </Form.Item>
        )}
        <Form.Item label={w.weighed}>
          <InputNumber
            aria-label={w.weighed}
            min={0}
            max={1000}
            step={0.5}
            value={weighed}
            onChange={(value) => {
              setWeighed(value);
              quote.reset();
            }}
          />
        </Form.Item>
        <Trouble error={quote.error ?? sell.error} />
        {!quote.data && (
          <Button type="primary" htmlType="submit" loading={quote.isPending} disabled={asked === undefined}>
            {w.quote}
          </Button>
        )}
      </Form>
      {quote.data && (
        <Payment
          price={quote.data}
          home={site}
          isPending={sell.isPending}
          onSell={(paidBy, how) => sell.mutate({ paidBy: paidBy as 'cash', how: how as 'eatIn', expectedFen: quote.data.dueFen })}
        />
      )}
    </Card>
  );
}

type Price = Awaited<ReturnType<typeof calls.quoteMeal>>;
type PaymentProps = { price: Price; home: Site; isPending: boolean; onSell: (paidBy: string, how: string) => void };
function Payment({ price, home, isPending, onSell }: PaymentProps) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [paidBy, setPaidBy] = useState<string>('cash');
  const [how, setHow] = useState<string>('eatIn');
  const isOther = price.person !== null && !home.areaCode.startsWith(price.person.home);
  return (
    <section aria-live="polite">
      {price.person && <h2>{w.eater(price.person.name, isOther)}</h2>}
      <PriceLines lines={price.lines} dueFen={price.dueFen} />
      {price.usedUp.length > 0 && <p>{w.usedUp + price.usedUp.map((text) => text[language]).join('、')}</p>}
      {price.maybe.length > 0 && <p>{w.maybe + price.maybe.map((text) => text[language]).join('、')}</p>}
      <Space wrap size="large">
        <Segmented aria-label={w.how} value={how} onChange={setHow} options={optionsOf(w.hows)} />
        <Segmented aria-label={w.paidBy} value={paidBy} onChange={setPaidBy} options={optionsOf(w.paid)} />
        <Button type="primary" size="large" loading={isPending} onClick={() => onSell(paidBy, how)}>
          {w.sell(yuan(price.dueFen, language))}
        </Button>
      </Space>
    </section>
  );
}
