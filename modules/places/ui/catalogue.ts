import { useQuery } from '@tanstack/react-query';
import { api } from '../../../platform/client.ts';
import { usePreferences } from '../../../ui/preferences.ts';
import type { places } from '../contract.ts';

const calls = api<typeof places>('places');

/** The catalogue of functions; it changes rarely, so it is asked for once. */
export function useCatalogue() {
  const { language } = usePreferences();
  const { data } = useQuery({
    queryKey: ['places', 'functions'],
    queryFn: () => calls.listFunctions({}),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const functions = data?.functions ?? [];
  const domains = (data?.groups ?? []).filter((group) => group.grouping === 'seven-domains');
  return {
    catalogue: data,
    functions,
    domains,
    nameOf: (code: string) => {
      const found = functions.find((entry) => entry.code === code);
      return found ? (language === 'zh' ? found.name : found.nameEn) : code;
    },
    domainName: (group: { name: string; nameEn: string }) => (language === 'zh' ? group.name : group.nameEn),
  };
}

/** The name of a place in the language of the reader, where it has one. */
export function usePlaceName() {
  const { language } = usePreferences();
  return (place: { name: string; nameEn?: string | null }) => (language === 'en' && place.nameEn ? place.nameEn : place.name);
}
