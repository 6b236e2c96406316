import { useState } from 'react';
import { api } from '../../../platform/client.ts';
import { useWords } from '../../../ui/preferences.ts';
import { Failed } from '../../../ui/States.tsx';
import type { care } from '../contract.ts';
import { type Mine, useCareChange } from './CarePage.tsx';
import { words } from './words.ts';

const calls = api<typeof care>('care');

/** Who may fetch a child, besides those who speak for it. */
export function Pickups({ child }: { child: Mine['people'][number] }) {
  const w = useWords(words);
  const [fields, setFields] = useState({ name: '', phone: '', relation: '' });
  const add = useCareChange(async () => {
    await calls.addPickup({ personId: child.id, ...fields });
    setFields({ name: '', phone: '', relation: '' });
  });
  const isReady = fields.name.trim().length > 0 && fields.phone.trim().length >= 5 && fields.relation.trim().length > 0;
  return (
    <section aria-label={w.pickups(child.name)}>
      <h2>{w.pickups(child.name)}</h2>
      {child.pickups.length === 0 && <p>{w.noPickups}</p>}
      <ul className="plain">
        {child.pickups.map((pickup) => (
          <Pickup key={pickup.id} pickup={pickup} />
        ))}
      </ul>
      <form
        className="card"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        {(['name', 'phone', 'relation'] as const).map((field) => (
          <label key={field}>
            <span className="label">{w[field]}</span>
            <input
              className="field"
              type={field === 'phone' ? 'tel' : 'text'}
              maxLength={20}
              value={fields[field]}
              onInput={(event) => setFields({ ...fields, [field]: event.currentTarget.value })}
            />
          </label>
        ))}
        {add.error && <Failed error={add.error} />}
        <button type="submit" className="button" disabled={!isReady || add.isPending}>
          {w.add}
        </button>
      </form>
    </section>
  );
}

function Pickup({ pickup }: { pickup: Mine['people'][number]['pickups'][number] }) {
  const w = useWords(words);
  const remove = useCareChange(() => calls.removePickup({ id: pickup.id }));
  return (
    <li className="row">
      <span>
        {pickup.name}（{pickup.relation}）
      </span>
      <button type="button" className="button" disabled={remove.isPending} onClick={() => remove.mutate()}>
        {w.remove(pickup.name)}
      </button>
      {remove.error && <Failed error={remove.error} />}
    </li>
  );
}
