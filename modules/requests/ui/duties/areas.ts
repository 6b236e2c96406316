import { useQuery } from '@tanstack/react-query';
import { api } from '../../../../platform/client.ts';
import { useDesk } from '../../../../ui/desk.tsx';
import type { areas } from '../../../areas/contract.ts';

const areaCalls = api<typeof areas>('areas');

/** The district and everything below it: to choose from by name, and to name a code. */
export function useAreaNames() {
  const { district } = useDesk();
  const list = useQuery({ queryKey: ['areas', 'list'], queryFn: () => areaCalls.listAreas({}), staleTime: 3_600_000 });
  const all = [{ code: district.code, name: district.name }, ...(list.data ?? []).filter(({ code }) => code !== district.code)];
  const nameOf = (code: string) => all.find((area) => area.code === code)?.name ?? code;
  return { options: all.map(({ code, name }) => ({ value: code, label: `${name} ${code}` })), nameOf };
}
