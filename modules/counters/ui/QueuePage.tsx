import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api } from '../../../platform/client.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { Answer, Empty, Failed } from '../../../ui/States.tsx';
import type { counters } from '../contract.ts';
import { words } from './words.ts';

const calls = api<typeof counters>('counters');
type Line = Awaited<ReturnType<typeof calls.listLines>>[number];
type Ticket = Awaited<ReturnType<typeof calls.listMyTickets>>[number];
const often = 15_000;

function useQueueChange(change: () => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: change, onSettled: () => queries.invalidateQueries({ queryKey: ['counters'] }) });
}

/** The queues of a place, and one’s own number with how many come before. */
export function QueuePage({ placeId, isSignedIn }: { placeId: string; isSignedIn: boolean }) {
  const w = useWords(words);
  const lines = useQuery({ queryKey: ['counters', 'lines', placeId], queryFn: () => calls.listLines({ id: placeId }), refetchInterval: often });
  const mine = useQuery({ queryKey: ['counters', 'mine'], queryFn: () => calls.listMyTickets(), enabled: isSignedIn, refetchInterval: often });
  const own = (mine.data ?? []).filter((ticket) => ticket.placeId === placeId && ticket.state !== 'left' && ticket.state !== 'done');
  return (
    <>
      <p className="more">
        <Link href={`/places/${placeId}`}>← {w.back}</Link>
      </p>
      <h1>{w.title}</h1>
      <p>{w.lead}</p>
      {own.length > 0 && (
        <section aria-labelledby="mine">
          <h2 id="mine">{w.mine}</h2>
          {own.map((ticket) => (
            <Mine key={ticket.id} ticket={ticket} />
          ))}
        </section>
      )}
      <Answer of={lines}>
        {(list) =>
          list.length === 0 ? (
            <Empty>{w.none}</Empty>
          ) : (
            list.map((line) => <LineCard key={line.id} line={line} isSignedIn={isSignedIn} hasTicket={own.some(({ lineId }) => lineId === line.id)} />)
          )
        }
      </Answer>
      <p className="more">
        <Link href={`/wall/${placeId}`}>{w.wall}</Link>
      </p>
    </>
  );
}

function Mine({ ticket }: { ticket: Ticket }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const leave = useQueueChange(() => calls.leaveQueue({ id: ticket.id }));
  return (
    <article className="notice" role="status" aria-label={ticket.number}>
      <h3>
        <strong style={{ fontSize: '2em' }}>{ticket.number}</strong> {ticket.line[language]} <span className="badge">{w.states[ticket.state]}</span>
        {ticket.isFirst && <span className="badge">{w.first}</span>}
      </h3>
      {ticket.post && <p>{w.goTo(ticket.post[language])}</p>}
      {ticket.state === 'waiting' && (
        <>
          <p>
            {w.ahead(ticket.ahead)}, {w.about(ticket.aboutMinutes)}
          </p>
          {leave.error && <Failed error={leave.error} />}
          <button type="button" className="button" disabled={leave.isPending} onClick={() => leave.mutate()}>
            {w.giveBack}
          </button>
        </>
      )}
    </article>
  );
}

function LineCard({ line, isSignedIn, hasTicket }: { line: Line; isSignedIn: boolean; hasTicket: boolean }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const take = useQueueChange(() => calls.takeTicket({ id: line.id }));
  return (
    <article className="card" aria-label={line.name[language]}>
      <h2>
        {line.prefix} · {line.name[language]}
      </h2>
      <p>
        {w.waiting(line.waiting)}, {w.about(line.aboutMinutes)}
      </p>
      {take.error && <Failed error={take.error} />}
      {!isSignedIn && (
        <Link className="button" href="/sign-in">
          {w.signIn}
        </Link>
      )}
      {isSignedIn && !hasTicket && (
        <button type="button" className="button main" aria-label={`${w.take} ${line.name[language]}`} disabled={take.isPending} onClick={() => take.mutate()}>
          {w.take}
        </button>
      )}
    </article>
  );
}
