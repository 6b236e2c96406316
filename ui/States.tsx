import type { ReactNode } from 'react';
import { problemOf } from '../platform/client.ts';
import { useWords } from './preferences.ts';

const words = {
  zh: { loading: '正在加载…', again: '再试一次', offline: '网络不通。之前看过的内容仍可查看。' },
  en: { loading: 'Loading…', again: 'Try again', offline: 'No connection. What you saw before can still be read.' },
};

export function Loading() {
  const w = useWords(words);
  return (
    <div className="spin" role="status">
      {w.loading}
    </div>
  );
}

/** What went wrong in words, and a way on. */
export function Failed({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const w = useWords(words);
  const problem = problemOf(error);
  return (
    <div className="notice" role="alert">
      <p>{problem.status === 0 ? w.offline : problem.title}</p>
      {onRetry && (
        <button type="button" className="button" onClick={onRetry}>
          {w.again}
        </button>
      )}
    </div>
  );
}

export function Empty({ children }: { children: ReactNode }) {
  return <div className="card soft">{children}</div>;
}

type Asked<T> = { data: T | undefined; error: unknown; isPending: boolean; refetch: () => unknown };

/** Loading, failure or the answer of a query. */
export function Answer<T>({ of, children }: { of: Asked<T>; children: (data: T) => ReactNode }) {
  if (of.data !== undefined) return <>{children(of.data)}</>;
  if (of.isPending) return <Loading />;
  return <Failed error={of.error} onRetry={() => of.refetch()} />;
}
