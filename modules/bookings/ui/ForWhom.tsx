import { useQuery } from '@tanstack/react-query';
import { api } from '../../../platform/client.ts';
import { useWords } from '../../../ui/preferences.ts';
import type { people } from '../../people/contract.ts';
import { words } from './words.ts';

const calls = api<typeof people>('people');

/** For oneself, or for a child or a parent; asked only of those who may act for somebody. */
export function ForWhom({ value, onPick, isSignedIn }: { value: string; onPick: (id: string) => void; isSignedIn: boolean }) {
  const w = useWords(words);
  const family = useQuery({ queryKey: ['people', 'family'], queryFn: () => calls.listMyFamily(), enabled: isSignedIn });
  if (!family.data || family.data.length === 0) return null;
  return (
    <label>
      <span className="label">{w.forWhom}</span>
      <select className="field" value={value} onChange={(event) => onPick(event.currentTarget.value)}>
        <option value="">{w.myself}</option>
        {family.data.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
