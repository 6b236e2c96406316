import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api, problemOf } from '../../../../platform/client.ts';
import { dayName, today, yuan } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import { Answer, Empty, Failed } from '../../../../ui/States.tsx';
import type { meals } from '../../contract.ts';
import { words } from '../words.ts';

const calls = api<typeof meals>('meals');
type Mine = Awaited<ReturnType<typeof calls.listMyOrders>>;

/** The code for the till, what is ordered, and what was subsidised. */
export function MyMealsPage({ isSignedIn }: { isSignedIn: boolean }) {
  const w = useWords(words);
  if (!isSignedIn)
    return (
      <>
        <h1>{w.mine}</h1>
        <Empty>
          <p>{w.signInFirst}</p>
          <Link className="button main" href="/sign-in">
            {w.signIn}
          </Link>
        </Empty>
      </>
    );
  return (
    <>
      <h1>{w.mine}</h1>
      <p className="more">
        <Link href="/meals">{w.back}</Link>
      </p>
      <div className="columns">
        <MyCode />
        <Ordered />
      </div>
      <Eaten />
    </>
  );
}

const renewMs = 4 * 60_000;
function MyCode() {
  const w = useWords(words);
  const code = useQuery({
    queryKey: ['meals', 'code'],
    // The library comes only for those who have a code to show.
    queryFn: async () => {
      const answer = await calls.getMyMealCode();
      return { ...answer, image: await (await import('qrcode')).default.toDataURL(answer.code, { margin: 1, width: 320, errorCorrectionLevel: 'M' }) };
    },
    refetchInterval: renewMs,
    staleTime: 0,
    retry: false,
  });
  const isUnlinked = code.error !== null && problemOf(code.error).type === 'meals/no-record';
  return (
    <section className="card" aria-labelledby="code">
      <h2 id="code">{w.code}</h2>
      {isUnlinked ? (
        <p>
          {w.unlinked} <Link href="/me">→</Link>
        </p>
      ) : (
        <Answer of={code}>
          {({ code: text, image }) => (
            <>
              <p>{w.codeHow}</p>
              <img src={image} width={220} height={220} alt={w.qr} data-code={text} />
            </>
          )}
        </Answer>
      )}
    </section>
  );
}

function useChange<T>(call: (id: string) => Promise<T>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: call, onSettled: () => queries.invalidateQueries({ queryKey: ['meals'] }) });
}

function Ordered() {
  const w = useWords(words);
  const mine = useQuery({ queryKey: ['meals', 'orders'], queryFn: () => calls.listMyOrders() });
  return (
    <section aria-labelledby="orders">
      <h2 id="orders">{w.orders}</h2>
      <Answer of={mine}>
        {({ orders, standing }) => (
          <>
            {orders.length === 0 && <Empty>{w.noOrders}</Empty>}
            {orders.map((order) => (
              <OrderCard key={order.id} order={order} />
            ))}
            {standing.length > 0 && <h3>{w.standing}</h3>}
            {standing.map((entry) => (
              <StandingCard key={entry.id} entry={entry} />
            ))}
          </>
        )}
      </Answer>
    </section>
  );
}

function OrderCard({ order }: { order: Mine['orders'][number] }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const cancel = useChange((id) => calls.cancelOrder({ id }));
  const name = `${dayName(order.day, language)} ${w.meals[order.meal]}`;
  return (
    <article className="card" aria-label={name}>
      <h3>
        {name} <span className="badge">{w.states[order.state]}</span>
      </h3>
      <p>
        {order.person} · {order.site[language]} · {w.hows[order.how]}
      </p>
      {cancel.error && <Failed error={cancel.error} />}
      {order.state === 'ordered' && order.day > today() && (
        <button type="button" className="button" disabled={cancel.isPending} onClick={() => cancel.mutate(order.id)}>
          {w.cancel}
        </button>
      )}
    </article>
  );
}

function StandingCard({ entry }: { entry: Mine['standing'][number] }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const end = useChange((id) => calls.endStanding({ id }));
  return (
    <article className="card">
      <p>
        {entry.person} · {entry.site[language]} · {w.meals[entry.meal]} · {entry.weekdays.map((day) => w.weekdays[day - 1]).join(' ')}
      </p>
      {end.error && <Failed error={end.error} />}
      <button type="button" className="button" disabled={end.isPending} onClick={() => end.mutate(entry.id)}>
        {w.end}
      </button>
    </article>
  );
}

function Eaten() {
  const w = useWords(words);
  const { language } = usePreferences();
  const eaten = useQuery({ queryKey: ['meals', 'eaten'], queryFn: () => calls.listMyMeals() });
  return (
    <section aria-labelledby="eaten">
      <h2 id="eaten">{w.eaten}</h2>
      <Answer of={eaten}>
        {(list) =>
          list.length === 0 ? (
            <Empty>{w.noneEaten}</Empty>
          ) : (
            <ul className="plain card">
              {list.slice(0, 30).map(({ day, meal, amountFen, site, isFreed }) => (
                <li key={`${day} ${meal} ${isFreed}`}>
                  {dayName(day, language)} {w.meals[meal]} · {site} · {yuan(amountFen, language)} {isFreed && <span className="badge">{w.refunded}</span>}
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </section>
  );
}
