import { useQuery } from '@tanstack/react-query';
import { api } from '../../../platform/client.ts';
import { useWords } from '../../../ui/preferences.ts';
import type { people } from '../contract.ts';

const calls = api<typeof people>('people');
const words = { zh: { myself: '我自己' }, en: { myself: 'Myself' } };
type Props = { label: string; value: string; onPick: (id: string) => void; isSignedIn?: boolean };

/** For oneself, or for a child or a parent; asked only of those who may act for somebody. */
export function ForWhom({ label, value, onPick, isSignedIn = true }: Props) {
  const w = useWords(words);
  const family = useQuery({ queryKey: ['people', 'family'], queryFn: () => calls.listMyFamily(), enabled: isSignedIn });
  if (!family.data || family.data.length === 0) return null;
  return (
    <label>
      <span className="label">{label}</span>
      <select className="field" value={value} onChange={(event) => onPick(event.currentTarget.value)}>
        <option value="">{w.myself}</option>
        {family.data.map(({ id, name, relation }) => (
          <option key={id} value={id}>
            {name} {relation}
          </option>
        ))}
      </select>
    </label>
  );
}
