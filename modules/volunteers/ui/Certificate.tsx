import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useWords } from '../../../ui/preferences.ts';
import { Answer } from '../../../ui/States.tsx';
import { calls } from './calls.ts';
import { words } from './words.ts';

const hoursOf = (minutes: number) => (minutes / 60).toFixed(minutes % 60 === 0 ? 0 : 1);

/** A certificate with a code that anybody can scan to see that it is genuine. */
export function Certificate() {
  const w = useWords(words);
  const [isOpen, setOpen] = useState(false);
  const certificate = useQuery({
    queryKey: ['volunteers', 'certificate'],
    queryFn: async () => {
      const answer = await calls.getMyCertificate();
      const address = `${location.origin}/verify/${answer.code}`;
      return { ...answer, address, image: await (await import('qrcode')).default.toDataURL(address, { margin: 1, width: 320, errorCorrectionLevel: 'L' }) };
    },
    enabled: isOpen,
  });
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{w.certificate}</summary>
      {isOpen && (
        <Answer of={certificate}>
          {({ name, minutes, services, asOf, image, address }) => (
            <>
              <p>{w.certificateSays(name, hoursOf(minutes), services, asOf)}</p>
              <p>{w.certificateHow}</p>
              <a href={address}>
                <img src={image} width={240} height={240} alt={w.verifyTitle} />
              </a>
            </>
          )}
        </Answer>
      )}
    </details>
  );
}

/** What anybody sees who scans a certificate. */
export function VerifyPage({ code }: { code: string }) {
  const w = useWords(words);
  const answer = useQuery({ queryKey: ['volunteers', 'verify', code], queryFn: () => calls.verifyCertificate({ code }), retry: false });
  return (
    <>
      <h1>{w.verifyTitle}</h1>
      {answer.data ? (
        <section className="card">
          <p>
            <span className="badge open">✓</span> <strong>{w.genuine}</strong>
          </p>
          <p>{w.certificateSays(answer.data.name, hoursOf(answer.data.minutes), answer.data.services, answer.data.asOf)}</p>
          <p className="soft">{w.number(answer.data.number)}</p>
        </section>
      ) : (
        answer.error !== null && (
          <p className="notice" role="alert">
            {w.notGenuine}
          </p>
        )
      )}
    </>
  );
}
