import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { useWords } from '../../../../ui/preferences.ts';
import { Failed } from '../../../../ui/States.tsx';
import type { people } from '../../../people/contract.ts';
import { calls, useChange } from '../calls.ts';
import { words } from '../words.ts';

const peopleCalls = api<typeof people>('people');

/** Coins for a relative, or for the pool. */
export function GiftForm() {
  const w = useWords(words);
  const [whom, setWhom] = useState('');
  const [coins, setCoins] = useState('1');
  const family = useQuery({ queryKey: ['people', 'family'], queryFn: () => peopleCalls.listMyFamily() });
  const coinMinutes = Math.round(Number(coins) * 60);
  const give = useChange(() => (whom ? calls.giveCoins({ personId: whom, coinMinutes }) : calls.donateCoins({ coinMinutes })));
  return (
    <details className="card">
      <summary>{w.gift}</summary>
      <label>
        <span className="label">{w.giftTo}</span>
        <select className="field" value={whom} onChange={(event) => setWhom(event.currentTarget.value)}>
          <option value="">{w.pool}</option>
          {(family.data ?? []).map(({ id, name, relation }) => (
            <option key={id} value={id}>
              {name} {relation}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span className="label">{w.howMany}</span>
        <input className="field" type="number" min="0.25" step="0.25" value={coins} onInput={(event) => setCoins(event.currentTarget.value)} />
      </label>
      {give.error && <Failed error={give.error} />}
      {give.data && <p role="status">{w.given(w.coins(give.data.balance))}</p>}
      <p style={{ marginTop: '0.6rem' }}>
        <button type="button" className="button" disabled={!(coinMinutes >= 1) || give.isPending} onClick={() => give.mutate(undefined)}>
          {w.give}
        </button>
      </p>
    </details>
  );
}
