import { useQuery } from '@tanstack/react-query';
import { api } from '../../../../platform/client.ts';
import { usePreferences } from '../../../../ui/preferences.ts';
import type { places } from '../../contract.ts';
import { useCatalogue } from '../catalogue.ts';

const calls = api<typeof places>('places');

/** The functions that a place in the area may choose, and those it holds already though they can be chosen no more. */
export function useFunctionOptions(areaCode: string | undefined, held: readonly string[]) {
  const { language } = usePreferences();
  const { nameOf } = useCatalogue();
  const { data } = useQuery({
    queryKey: ['places', 'functions', areaCode],
    queryFn: () => calls.listFunctions({ for: areaCode! }),
    enabled: Boolean(areaCode),
  });
  const options = (data?.functions ?? []).map((entry) => ({ value: entry.code, label: language === 'zh' ? entry.name : entry.nameEn }));
  const gone = [...new Set(held)].filter((code) => !options.some((option) => option.value === code));
  return [...options, ...gone.map((code) => ({ value: code, label: nameOf(code) }))];
}
