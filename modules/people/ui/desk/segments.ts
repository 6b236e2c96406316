import { useQuery } from '@tanstack/react-query';
import { api } from '../../../../platform/client.ts';
import { usePreferences } from '../../../../ui/preferences.ts';
import type { people } from '../../contract.ts';

const calls = api<typeof people>('people');

/** The groups of people with their names in the language of the reader; ages follow from birthdays and are not recorded. */
export function useSegmentNames() {
  const { language } = usePreferences();
  const list = useQuery({
    queryKey: ['people', 'segments'],
    queryFn: () => calls.listSegments(),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const nameOf = (code: string) => {
    const found = list.data?.find((entry) => entry.code === code);
    return found ? (language === 'zh' ? found.name : found.nameEn) : code;
  };
  return { nameOf, segments: list.data?.filter((entry) => entry.kind !== 'age') ?? [] };
}
