import { useSyncExternalStore } from 'react';

/** Where a walk starts. Kept on this device only. */
export type Start = { lon: number; lat: number; name: string | null; isMine: boolean };

const key = 'linli.start';
const listeners = new Set<() => void>();
let current: Start | null = JSON.parse(localStorage.getItem(key) ?? 'null');

export function startFrom(start: Start): void {
  current = start;
  // A position of the person is remembered for this visit only; a chosen community may stay.
  if (!start.isMine) localStorage.setItem(key, JSON.stringify(start));
  for (const listener of listeners) listener();
}

export function useStart(): Start | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}
