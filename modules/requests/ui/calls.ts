import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../platform/client.ts';
import type { requests } from '../contract.ts';

export const calls = api<typeof requests>('requests');
export type Receipt = Awaited<ReturnType<typeof calls.tellUs>>;
export type Followed = Awaited<ReturnType<typeof calls.followRequest>>;
export type Matter = Awaited<ReturnType<typeof calls.listMatters>>['matters'][number];

export function useChange<Input, Output>(call: (input: Input) => Promise<Output>, onDone?: (output: Output) => void) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: call, onSuccess: (output) => onDone?.(output), onSettled: () => queries.invalidateQueries({ queryKey: ['requests'] }) });
}

export const useMatters = () => useQuery({ queryKey: ['requests', 'matters'], queryFn: () => calls.listMatters(), staleTime: 600_000 });

/** The matters that can be chosen: those without others below them. */
export const leavesOf = (matters: readonly Matter[]) =>
  matters.filter(({ code }) => !matters.some((other) => other.code !== code && other.code.startsWith(code)));

/** The matter whose key words stand in a text most often, if any does. */
export function guessMatter(matters: readonly Matter[], text: string): Matter | undefined {
  const hits = (matter: Matter) => matter.keywords.filter((word) => text.includes(word)).length;
  return leavesOf(matters)
    .map((matter) => ({ matter, count: hits(matter) }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count)[0]?.matter;
}
