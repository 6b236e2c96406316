import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../platform/client.ts';
import type { signals } from '../contract.ts';

export const calls = api<typeof signals>('signals');
export type Signal = Awaited<ReturnType<typeof calls.listSignals>>['signals'][number];
export type Evidence = Awaited<ReturnType<typeof calls.getSignal>>;

export function useSignalCall<Input, Output>(call: (input: Input) => Promise<Output>, onDone?: (output: Output) => void) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: call, onSuccess: (output) => onDone?.(output), onSettled: () => queries.invalidateQueries({ queryKey: ['signals'] }) });
}
