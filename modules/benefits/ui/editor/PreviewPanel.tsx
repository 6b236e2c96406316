import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Alert, Card } from 'antd';
import { useEffect, useState } from 'react';
import type { Policy } from '../../../../engines/rules/document.ts';
import { api } from '../../../../platform/client.ts';
import { Figure, Trouble } from '../../../../ui/desk.tsx';
import { count } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { benefits } from '../../contract.ts';
import { words } from './words.ts';

const calls = api<typeof benefits>('benefits');
export type Preview = Awaited<ReturnType<typeof calls.previewPolicy>>;

/** A value that has stood still for a moment: not every key that is pressed is asked about. */
function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}

export function usePreview(content: Policy) {
  const settled = useSettled(content, 150);
  const preview = useQuery({
    queryKey: ['benefits', 'preview', settled],
    queryFn: () => calls.previewPolicy({ content: settled }),
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 10_000,
  });
  return { preview, isBusy: settled !== content || preview.isFetching };
}

/** What the policy as it now stands means and does: in words, in numbers, with what is wrong. */
export function PreviewPanel({ preview: { preview, isBusy } }: { preview: ReturnType<typeof usePreview> }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { data } = preview;
  return (
    <div className="editor-side" aria-busy={isBusy}>
      <Trouble error={preview.error} onRetry={preview.refetch} />
      <Card size="small" title={w.effect} extra={<small role="status">{isBusy ? w.computing : data?.counts && w.measured(data.counts.ms.toFixed(1))}</small>}>
        {data?.counts ? (
          <div className="figures">
            <Figure label={w.met}>{count(data.counts.met)}</Figure>
            <Figure label={w.unknown}>{count(data.counts.unknown)}</Figure>
            <Figure label={w.gained}>+{count(data.counts.gained)}</Figure>
            <Figure label={w.lost}>−{count(data.counts.lost)}</Figure>
            <Figure label={w.lostReceiving}>{count(data.counts.lostReceiving)}</Figure>
            <Figure label={w.people}>{count(data.counts.people)}</Figure>
          </div>
        ) : (
          '–'
        )}
      </Card>
      <Card size="small" title={w.reading} style={{ marginTop: 12 }}>
        <pre className="reading">{data?.reading?.[language] ?? '–'}</pre>
      </Card>
      {data && data.issues.length > 0 && (
        <Alert
          style={{ marginTop: 12 }}
          type="error"
          showIcon
          title={w.faults}
          description={data.issues.map((issue) => <p key={issue.path + issue.en}>{issue[language]}</p>)}
        />
      )}
      {data && data.lint.length > 0 && (
        <Alert
          style={{ marginTop: 12 }}
          type="warning"
          showIcon
          title={w.hints}
          description={data.lint.map((it) => <p key={it.path + it.en}>{it[language]}</p>)}
        />
      )}
      {data && data.issues.length + data.lint.length === 0 && <p style={{ marginTop: 12 }}>{w.noFaults}</p>}
    </div>
  );
}
