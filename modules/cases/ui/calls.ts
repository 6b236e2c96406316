import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../platform/client.ts';
import type { cases } from '../contract.ts';

export const calls = api<typeof cases>('cases');
export type Queue = Awaited<ReturnType<typeof calls.listQueue>>;
export type CaseRow = Queue['cases'][number];
export type CaseDetail = Awaited<ReturnType<typeof calls.getCase>>;
export type CaseMove = CaseDetail['moves'][number];

export const useCaseTypes = () => useQuery({ queryKey: ['cases', 'types'], queryFn: () => calls.listCaseTypes(), staleTime: 600_000 });
export const useUnits = () => useQuery({ queryKey: ['cases', 'units'], queryFn: () => calls.listUnits(), staleTime: 60_000 });

export function useCaseCall<Input, Output>(call: (input: Input) => Promise<Output>, onDone?: (output: Output) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationKey: ['cases', 'move'],
    mutationFn: call,
    onSuccess: (output) => onDone?.(output),
    onSettled: () => Promise.all([queries.invalidateQueries({ queryKey: ['cases'] }), queries.invalidateQueries({ queryKey: ['requests'] })]),
  });
}

/** The words of a state, class or clock of a kind of case; the code itself where the kind is not known yet. */
export function useNames() {
  const types = useCaseTypes();
  return (kind: string, of: 'states' | 'classes' | 'clocks', code: string, language: 'zh' | 'en') =>
    types.data?.find((type) => type.kind === kind)?.[of].find((one) => one.code === code)?.[language] ?? code;
}
