import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../../platform/client.ts';
import type { points } from '../../contract.ts';

export const calls = api<typeof points>('points');

export function usePointCall<Input, Output>(call: (input: Input) => Promise<Output>, onDone?: (output: Output) => void) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: call, onSuccess: (output) => onDone?.(output), onSettled: () => queries.invalidateQueries({ queryKey: ['points'] }) });
}
