import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../platform/client.ts';
import type { needs } from '../contract.ts';

export const calls = api<typeof needs>('needs');
export type Need = Awaited<ReturnType<typeof calls.listNeeds>>['needs'][number];
export type Suggestion = Awaited<ReturnType<typeof calls.suggestNeeds>>[number];
export type Project = Awaited<ReturnType<typeof calls.listProjects>>[number];

export function useNeedCall<Input, Output>(call: (input: Input) => Promise<Output>, onDone?: (output: Output) => void) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: call, onSuccess: (output) => onDone?.(output), onSettled: () => queries.invalidateQueries({ queryKey: ['needs'] }) });
}
