import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { api } from '../../../platform/client.ts';
import { moment } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { Answer, Empty, Failed } from '../../../ui/States.tsx';
import type { points } from '../contract.ts';
import { words } from './words.ts';

const calls = api<typeof points>('points');
type Mine = Awaited<ReturnType<typeof calls.getMyPoints>>;
type Good = Awaited<ReturnType<typeof calls.listGoods>>[number];

function useChange<T>(call: () => Promise<T>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: call, onSettled: () => queries.invalidateQueries({ queryKey: ['points'] }) });
}

/** What one has, what it buys, and what one took. */
export function PointsPage({ isSignedIn }: { isSignedIn: boolean }) {
  const w = useWords(words);
  const mine = useQuery({ queryKey: ['points', 'mine'], queryFn: () => calls.getMyPoints(), enabled: isSignedIn });
  const goods = useQuery({ queryKey: ['points', 'goods'], queryFn: () => calls.listGoods() });
  return (
    <>
      <h1>{w.title}</h1>
      <p>{w.lead}</p>
      {isSignedIn ? (
        <Answer of={mine}>
          {(answer) => (
            <>
              <Balances mine={answer} />
              <Taken mine={answer} />
            </>
          )}
        </Answer>
      ) : (
        <Empty>
          <p>{w.signInFirst}</p>
          <Link className="button main" href="/sign-in">
            {w.signIn}
          </Link>
        </Empty>
      )}
      <section aria-labelledby="goods">
        <h2 id="goods">{w.goods}</h2>
        <Answer of={goods}>
          {(list) =>
            list.length === 0 ? (
              <Empty>{w.noGoods}</Empty>
            ) : (
              <div className="cards">
                {list.map((good) => (
                  <GoodCard key={good.id} good={good} isSignedIn={isSignedIn} />
                ))}
              </div>
            )
          }
        </Answer>
      </section>
      <HowToEarn />
    </>
  );
}

function Balances({ mine }: { mine: Mine }) {
  const w = useWords(words);
  const { language } = usePreferences();
  return (
    <div className="columns">
      {mine.balances.map(({ unit, available, held, runsOut }) => (
        <section key={unit} className="card" aria-label={w.units[unit]}>
          <h2>{w.units[unit]}</h2>
          <p style={{ fontSize: '1.6rem', fontWeight: 700 }}>{available}</p>
          {held > 0 && <p>{w.held(held)}</p>}
          {runsOut && <p className="soft">{w.runsOut(runsOut.amount, new Date(runsOut.day).toLocaleDateString(language === 'zh' ? 'zh-CN' : 'en-GB'))}</p>}
        </section>
      ))}
    </div>
  );
}

function GoodCard({ good, isSignedIn }: { good: Good; isSignedIn: boolean }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [isAsking, setAsking] = useState(false);
  const take = useChange(() => calls.redeem({ id: good.id }));
  const price = w.price(good.price, w.units[good.unit]!);
  return (
    <article className="card" aria-label={good.title[language]}>
      <h3>{good.title[language]}</h3>
      <p>
        {good.merchant[language]} · <strong>{price}</strong> <span className="badge">{w.left(good.available)}</span>
      </p>
      {take.error && <Failed error={take.error} />}
      {take.data && <p role="status">{w.taken}</p>}
      {isSignedIn && good.available > 0 && !isAsking && !take.data && (
        <button type="button" className="button main" onClick={() => setAsking(true)}>
          {w.take}
        </button>
      )}
      {isAsking && !take.data && (
        <>
          <p>{w.sure(price)}</p>
          <div className="row">
            <button type="button" className="button main" disabled={take.isPending} onClick={() => take.mutate()}>
              {w.yes}
            </button>
            <button type="button" className="button" onClick={() => setAsking(false)}>
              {w.no}
            </button>
          </div>
        </>
      )}
    </article>
  );
}

function Taken({ mine }: { mine: Mine }) {
  const w = useWords(words);
  return (
    <section aria-labelledby="mine">
      <h2 id="mine">{w.mine}</h2>
      {mine.redemptions.length === 0 && <Empty>{w.none}</Empty>}
      {mine.redemptions.slice(0, 20).map((redemption) => (
        <RedemptionCard key={redemption.id} redemption={redemption} />
      ))}
    </section>
  );
}

function RedemptionCard({ redemption: { id, title, merchant, state, code, until, price, unit } }: { redemption: Mine['redemptions'][number] }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const cancel = useChange(() => calls.cancelRedemption({ id }));
  return (
    <article className="card" aria-label={title[language]}>
      <h3>
        {title[language]} <span className="badge">{w.states[state]}</span>
      </h3>
      <p>
        {merchant[language]} · {w.price(price, w.units[unit]!)}
      </p>
      {state === 'reserved' && (
        <>
          <p>
            {w.code}: <strong style={{ fontSize: '1.4rem', letterSpacing: '0.1em' }}>{code}</strong>{' '}
            <span className="soft">{w.until(moment(until, language))}</span>
          </p>
          {cancel.error && <Failed error={cancel.error} />}
          <button type="button" className="button" disabled={cancel.isPending} onClick={() => cancel.mutate()}>
            {w.cancel}
          </button>
        </>
      )}
    </article>
  );
}

function HowToEarn() {
  const w = useWords(words);
  const { language } = usePreferences();
  const rules = useQuery({ queryKey: ['points', 'rules'], queryFn: () => calls.listEarningRules() });
  return (
    <details>
      <summary>{w.how}</summary>
      <Answer of={rules}>
        {(list) => (
          <ul className="plain card">
            {list.map(({ code, name, unit, amount, perHour, caps }) => (
              <li key={code}>
                {name[language]}: {perHour === null ? w.each(amount ?? 0) : w.perHour(perHour)} {w.units[unit]}
                <span className="soft"> {caps.map(({ per, most }) => `${w.most[per]} ${most}`).join(', ')}</span>
              </li>
            ))}
          </ul>
        )}
      </Answer>
    </details>
  );
}
