import { startTransition, useEffect, useRef, useState } from 'react';

/** The value as it stood at most `ms` ago: for what is slow to draw beside something that changes with every frame. */
export function usePaced<T>(value: T, ms: number): T {
  const [paced, setPaced] = useState(value);
  const last = useRef(0);
  useEffect(() => {
    const timer = setTimeout(
      () => {
        last.current = performance.now();
        startTransition(() => setPaced(value));
      },
      Math.max(0, last.current + ms - performance.now()),
    );
    return () => clearTimeout(timer);
  }, [value, ms]);
  return paced;
}
