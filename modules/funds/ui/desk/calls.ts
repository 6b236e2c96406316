import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../../platform/client.ts';
import type { funds } from '../../contract.ts';

export const calls = api<typeof funds>('funds');

export function useFundCall<Input, Output>(call: (input: Input) => Promise<Output>, onDone?: (output: Output) => void) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: call, onSuccess: (output) => onDone?.(output), onSettled: () => queries.invalidateQueries({ queryKey: ['funds'] }) });
}
export const fenOf = (yuan: number) => Math.round(yuan * 100);
