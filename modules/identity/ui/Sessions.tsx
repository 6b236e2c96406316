import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { api } from '../../../platform/client.ts';
import { moment } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { Answer } from '../../../ui/States.tsx';
import type { identity } from '../contract.ts';
import { words } from './words.ts';

const calls = api<typeof identity>('identity');

/** A browser's own name for itself is long; people know it by brand and system. */
const deviceName = (device: string) =>
  `${device.match(/Edg|Chrome|Firefox|Safari|MicroMessenger/)?.[0] ?? device.slice(0, 20)} · ${device.match(/Android|iPhone|iPad|Windows|Mac OS|Linux/)?.[0] ?? ''}`;

export function Sessions() {
  const w = useWords(words);
  const { language } = usePreferences();
  const queries = useQueryClient();
  const [, go] = useLocation();
  const list = useQuery({ queryKey: ['identity', 'sessions'], queryFn: () => calls.listSessions() });
  const revoke = useMutation({
    mutationFn: (id: string) => calls.revokeSession({ id }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['identity'] }),
  });
  const leave = useMutation({
    mutationFn: () => calls.signOut(),
    onSuccess: () => {
      queries.clear();
      go('/');
    },
  });
  return (
    <section className="card">
      <h2>{w.sessions}</h2>
      <Answer of={list}>
        {(sessions) => (
          <ul className="plain">
            {sessions.map((session) => (
              <li key={session.id} className="row" style={{ justifyContent: 'space-between', padding: '0.4rem 0' }}>
                <span>
                  {deviceName(session.device)} {session.isThisOne && <span className="badge open">{w.thisOne}</span>}
                  <br />
                  <span className="soft">{w.last(moment(session.lastSeenAt, language))}</span>
                </span>
                {!session.isThisOne && (
                  <button type="button" className="button" onClick={() => revoke.mutate(session.id)}>
                    {w.revoke}
                  </button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Answer>
      <p>
        <button type="button" className="button" onClick={() => leave.mutate()}>
          {w.signOut}
        </button>
      </p>
    </section>
  );
}
