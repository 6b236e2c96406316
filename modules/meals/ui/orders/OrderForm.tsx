import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { dayName, today } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import { Failed } from '../../../../ui/States.tsx';
import { ForWhom } from '../../../people/ui/ForWhom.tsx';
import type { meals } from '../../contract.ts';
import type { Menu } from '../CanteenPage.tsx';
import { words } from '../words.ts';

const calls = api<typeof meals>('meals');
type How = 'eatIn' | 'takeAway' | 'delivery';

function useOrdering<T>(call: () => Promise<T>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: call, onSettled: () => queries.invalidateQueries({ queryKey: ['meals'] }) });
}

/** One meal for oneself or family; and, if one likes, the same on days of every week. */
export function OrderForm({ menu }: { menu: Menu }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [chosen, setChosen] = useState<string[]>(menu.dishes.slice(0, 1).map(({ code }) => code));
  const [whom, setWhom] = useState('');
  const [how, setHow] = useState<How>('eatIn');
  const [address, setAddress] = useState('');
  const fields = {
    personId: whom || null,
    siteId: menu.siteId,
    meal: menu.meal,
    how,
    dishes: chosen.map((code) => ({ code, count: 1 })),
    address: how === 'delivery' ? address.trim() : null,
  };
  const order = useOrdering(() => calls.orderMeal({ ...fields, day: menu.day }));
  const isReady = chosen.length > 0 && (how !== 'delivery' || address.trim().length >= 4);
  if (order.data) return <p role="status">{w.ordered(dayName(menu.day, language), w.meals[menu.meal]!)}</p>;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        order.mutate();
      }}
    >
      <fieldset className="plain">
        <legend className="label">{w.choose}</legend>
        <div className="row">
          {menu.dishes.map(({ code, name, nameEn }) => (
            <button
              key={code}
              type="button"
              className="chip"
              aria-pressed={chosen.includes(code)}
              onClick={() => setChosen(chosen.includes(code) ? chosen.filter((other) => other !== code) : [...chosen, code])}
            >
              {language === 'zh' ? name : nameEn}
            </button>
          ))}
        </div>
      </fieldset>
      <ForWhom label={w.forWhom} value={whom} onPick={setWhom} />
      <fieldset className="plain">
        <legend className="label">{w.how}</legend>
        <div className="row">
          {(['eatIn', 'takeAway', 'delivery'] as const).map((code) => (
            <button key={code} type="button" className="chip" aria-pressed={how === code} onClick={() => setHow(code)}>
              {w.hows[code]}
            </button>
          ))}
        </div>
      </fieldset>
      {how === 'delivery' && (
        <label>
          <span className="label">{w.address}</span>
          <input className="field" maxLength={100} value={address} onInput={(event) => setAddress(event.currentTarget.value)} />
        </label>
      )}
      {order.error && <Failed error={order.error} />}
      <p style={{ marginTop: '0.6rem' }}>
        <button type="submit" className="button main" disabled={!isReady || order.isPending}>
          {w.send}
        </button>
      </p>
      <EveryWeek isReady={isReady} fields={fields} />
    </form>
  );
}

type Fields = Omit<Parameters<typeof calls.setStanding>[0], 'weekdays' | 'from'>;
function EveryWeek({ isReady, fields }: { isReady: boolean; fields: Fields }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [days, setDays] = useState<number[]>([]);
  const set = useOrdering(() => calls.setStanding({ ...fields, weekdays: days, from: today() }));
  return (
    <details>
      <summary>{w.every}</summary>
      <p>{w.everyHow}</p>
      <div className="row">
        {w.weekdays.map((name, i) => (
          <button
            key={name}
            type="button"
            className="chip"
            aria-pressed={days.includes(i + 1)}
            onClick={() => setDays(days.includes(i + 1) ? days.filter((day) => day !== i + 1) : [...days, i + 1])}
          >
            {name}
          </button>
        ))}
      </div>
      {set.error && <Failed error={set.error} />}
      {set.data ? (
        <p role="status">{w.standingDone(set.data.days.map((day) => dayName(day, language)).join(language === 'zh' ? '、' : ', '))}</p>
      ) : (
        <p style={{ marginTop: '0.6rem' }}>
          <button type="button" className="button" disabled={!isReady || days.length === 0 || set.isPending} onClick={() => set.mutate()}>
            {w.setStanding}
          </button>
        </p>
      )}
    </details>
  );
}
