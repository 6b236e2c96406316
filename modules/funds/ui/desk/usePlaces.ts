import { useQuery } from '@tanstack/react-query';
import { api } from '../../../../platform/client.ts';
import { useMyArea } from '../../../../ui/desk.tsx';
import { usePreferences } from '../../../../ui/preferences.ts';
import type { places } from '../../../places/contract.ts';

const calls = api<typeof places>('places');

/** The complexes of one's area, as the options of a select. */
export function usePlaces(): { value: string; label: string }[] {
  const areaCode = useMyArea();
  const { language } = usePreferences();
  const register = useQuery({ queryKey: ['places', 'register', areaCode], queryFn: () => calls.listRegister({ within: areaCode }) });
  return (register.data ?? []).map(({ id, name, nameEn }) => ({ value: id, label: language === 'zh' ? name : (nameEn ?? name) }));
}
