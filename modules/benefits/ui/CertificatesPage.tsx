import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { api } from '../../../platform/client.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { Answer, Empty } from '../../../ui/States.tsx';
import type { benefits } from '../contract.ts';
import { words } from './words.ts';

const calls = api<typeof benefits>('benefits');

/** Certificates that communities must not issue, and who does. */
export function CertificatesPage() {
  const w = useWords(words);
  const { language } = usePreferences();
  const [find, setFind] = useState('');
  const asked = { find: find.trim() || undefined };
  const certificates = useQuery({
    queryKey: ['benefits', 'certificates', asked],
    queryFn: () => calls.findCertificates(asked),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <h1>{w.certificateTitle}</h1>
      <p>{w.certificateLead}</p>
      <label className="row">
        {w.find}
        <input className="field" type="search" maxLength={60} value={find} onChange={(event) => setFind(event.target.value)} />
      </label>
      <Answer of={certificates}>
        {(found) => (
          <>
            {found.certificates.length === 0 && <Empty>{w.noSuch(find)}</Empty>}
            {found.certificates.map((certificate) => (
              <article key={certificate.code} className="card">
                <h2>{certificate.name[language]}</h2>
                <p>
                  {w.ask}
                  {w.colon}
                  <strong>{certificate.ask[language]}</strong>
                </p>
              </article>
            ))}
            <p>
              <small>{found.source}</small>
            </p>
          </>
        )}
      </Answer>
      <p>
        <Link href="/benefits">{w.back2}</Link>
      </p>
    </>
  );
}
