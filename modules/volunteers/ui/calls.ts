import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../platform/client.ts';
import type { volunteers } from '../contract.ts';

export const calls = api<typeof volunteers>('volunteers');
export type Mine = Awaited<ReturnType<typeof calls.getMyVolunteer>>;

export function useChange<Input, Output>(call: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: call, onSettled: () => queries.invalidateQueries({ queryKey: ['volunteers'] }) });
}

/** Where the phone is; asked only when somebody checks in or wants the nearest first. */
export const whereAmI = () =>
  new Promise<{ lon: number; lat: number }>((resolve, reject) =>
    navigator.geolocation.getCurrentPosition(({ coords }) => resolve({ lon: coords.longitude, lat: coords.latitude }), reject, {
      enableHighAccuracy: true,
      timeout: 15_000,
      maximumAge: 60_000,
    }),
  );
