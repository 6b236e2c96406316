import { useQuery } from '@tanstack/react-query';
import { Spin, Tag } from 'antd';
import { api } from '../../../platform/client.ts';
import { Trouble } from '../../../ui/desk.tsx';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import type { evaluation } from '../contract.ts';
import { ClauseList, colours } from './ClauseList.tsx';
import type { Standard } from './StandardsPage.tsx';
import { words } from './words.ts';

const calls = api<typeof evaluation>('evaluation');

/** One complex against every standard, and beside each the other reading of its text where there is one. */
export function ComplexChecks({ id, name, standards }: { id: string; name: string; standards: readonly Standard[] }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const checks = useQuery({ queryKey: ['evaluation', 'checks', 'complex', id], queryFn: () => calls.checkComplex({ id }) });
  if (checks.isPending) return <Spin />;
  if (!checks.data) return <Trouble error={checks.error} onRetry={checks.refetch} />;
  const of = (standard: Standard) => checks.data.checks.find((check) => check.standard === standard.id);
  return (
    <section className="complex-checks" aria-label={w.details(name)}>
      {standards
        .filter((standard) => standard.reading === null)
        .map((standard) => (
          <div key={standard.id}>
            <h3>
              {standard.title[language]} <Tag color={colours[of(standard)!.verdict]}>{w.verdicts[of(standard)!.verdict]}</Tag>
              <small>{w[standard.status]}</small>
            </h3>
            <ClauseList clauses={of(standard)!.clauses} />
            {standards
              .filter((other) => other.reading?.of === standard.id)
              .map((other) => (
                <p key={other.id}>
                  {other.reading![language]}
                  {w.colon}
                  <Tag color={colours[of(other)!.verdict]}>{w.verdicts[of(other)!.verdict]}</Tag>
                </p>
              ))}
          </div>
        ))}
    </section>
  );
}
