import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../../platform/client.ts';
import type { volunteers } from '../../contract.ts';

export const calls = api<typeof volunteers>('volunteers');
export type Station = Awaited<ReturnType<typeof calls.listStations>>[number];

export function useVolunteerCall<Input, Output>(call: (input: Input) => Promise<Output>, onDone?: (output: Output) => void) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: call, onSuccess: (output) => onDone?.(output), onSettled: () => queries.invalidateQueries({ queryKey: ['volunteers'] }) });
}
