import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../../platform/client.ts';
import type { meals } from '../../contract.ts';

export const calls = api<typeof meals>('meals');
export type Site = Awaited<ReturnType<typeof calls.listSites>>[number];
export type Sale = Awaited<ReturnType<typeof calls.listSales>>[number];

/** The meal that a canteen is mostly about. */
export const mainMeal = ({ sittings }: Site) => (sittings.find(({ meal }) => meal === 'lunch') ?? sittings[0])?.meal ?? 'lunch';

export function useMealCall<Input, Output>(call: (input: Input) => Promise<Output>, onDone?: (output: Output) => void) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: call, onSuccess: (output) => onDone?.(output), onSettled: () => queries.invalidateQueries({ queryKey: ['meals'] }) });
}
