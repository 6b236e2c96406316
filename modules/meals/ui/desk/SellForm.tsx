import { Alert, Button, Card, Form, Segmented, Space } from 'antd';
import { useState } from 'react';
import { optionsOf, Trouble } from '../../../../ui/desk.tsx';
import { yuan } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { Site } from './calls.ts';
import { type Chosen, DishPart, listFenOf, nothing, useMenu } from './DishPart.tsx';
import { CannotOffline, type Paying, type Quoted, type useTill } from './offline/useTill.ts';
import { PriceLines } from './PriceLines.tsx';
import { unknown, type Who, WhoPart, whoOf } from './WhoPart.tsx';
import { words } from './words.ts';

type Props = { site: Site; till: ReturnType<typeof useTill> };

/** One customer: who, what, the price, the money; then the next. */
export function SellForm({ site, till }: Props) {
  const w = useWords(words);
  const [who, setWho] = useState<Who>(unknown);
  const [chosen, setChosen] = useState<Chosen>(nothing);
  const dishes = useMenu(site, chosen.meal)?.dishes ?? [];
  const asked = whoOf(who);
  const { quote, sell } = till;
  const order = {
    who: asked ?? null,
    ...(chosen.meal !== 'auto' && { meal: chosen.meal }),
    dishes: Object.entries(chosen.counts).flatMap(([code, count]) => (count > 0 ? [{ code, count }] : [])),
    weighedFen: Math.round((chosen.weighed ?? 0) * 100),
  };
  const again = () => {
    quote.reset();
    sell.reset();
  };
  const next = () => {
    setWho({ ...unknown, kind: who.kind });
    setChosen({ ...nothing, meal: chosen.meal });
    again();
  };
  if (sell.isSuccess && quote.data) return <Sold quoted={quote.data} onNext={next} />;
  const error = quote.error ?? sell.error;
  return (
    <Card style={{ marginBottom: 16 }}>
      <Form layout="vertical" onFinish={() => quote.mutate({ order, listFen: listFenOf(dishes, chosen) })}>
        <WhoPart
          who={who}
          areaCode={site.areaCode}
          onChange={(part) => {
            setWho({ ...who, ...part });
            again();
          }}
        />
        <DishPart
          site={site}
          chosen={chosen}
          onChange={(part) => {
            setChosen({ ...chosen, ...part });
            again();
          }}
        />
        {error instanceof CannotOffline ? (
          <Alert type="warning" showIcon role="alert" title={w.cannot[error.why]} style={{ marginBottom: 12 }} />
        ) : (
          <Trouble error={error} />
        )}
        {!quote.data && (
          <Button type="primary" htmlType="submit" loading={quote.isPending} disabled={asked === undefined}>
            {w.quote}
          </Button>
        )}
      </Form>
      {quote.data && (
        <Payment quoted={quote.data} site={site} isPending={sell.isPending} onSell={(paying) => sell.mutate({ order, quoted: quote.data, paying })} />
      )}
    </Card>
  );
}

function Sold({ quoted: { isOffline, price }, onNext }: { quoted: Quoted; onNext: () => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  return (
    <Card title={w.sold(yuan(price.dueFen, language))} style={{ marginBottom: 16 }}>
      {isOffline && <Alert type="info" showIcon title={w.offlineSold} style={{ marginBottom: 12 }} />}
      <PriceLines lines={price.lines} dueFen={price.dueFen} />
      <Space>
        <Button type="primary" onClick={onNext} autoFocus>
          {w.next}
        </Button>
        <Button onClick={() => print()}>{w.print}</Button>
      </Space>
    </Card>
  );
}

type PaymentProps = { quoted: Quoted; site: Site; isPending: boolean; onSell: (paying: Paying) => void };
function Payment({ quoted, site, isPending, onSell }: PaymentProps) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [paidBy, setPaidBy] = useState<Paying['paidBy']>('cash');
  const [how, setHow] = useState<Paying['how']>('eatIn');
  const { price } = quoted;
  return (
    <section aria-live="polite">
      {quoted.isOffline ? <Alert type="warning" showIcon title={w.withoutConnection} style={{ marginBottom: 12 }} /> : <Eater quoted={quoted} site={site} />}
      <PriceLines lines={price.lines} dueFen={price.dueFen} />
      <Space wrap size="large">
        <Segmented aria-label={w.how} value={how} onChange={setHow} options={optionsOf(w.hows) as { value: Paying['how']; label: string }[]} />
        <Segmented aria-label={w.paidBy} value={paidBy} onChange={setPaidBy} options={optionsOf(w.paid) as { value: Paying['paidBy']; label: string }[]} />
        <Button type="primary" size="large" loading={isPending} onClick={() => onSell({ paidBy: price.dueFen === 0 ? 'nothing' : paidBy, how })}>
          {w.sell(yuan(price.dueFen, language))}
        </Button>
      </Space>
    </section>
  );
}

function Eater({ quoted: { price }, site }: { quoted: Extract<Quoted, { isOffline: false }>; site: Site }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const list = (texts: { zh: string; en: string }[]) => texts.map((text) => text[language]).join(language === 'zh' ? '、' : ', ');
  return (
    <>
      {price.person && <h2>{w.eater(price.person.name, !site.areaCode.startsWith(price.person.home))}</h2>}
      {price.usedUp.length > 0 && <p>{w.usedUp + list(price.usedUp)}</p>}
      {price.maybe.length > 0 && <p>{w.maybe + list(price.maybe)}</p>}
    </>
  );
}
