import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api } from '../../../platform/client.ts';
import { moment } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { Answer, Empty, Failed } from '../../../ui/States.tsx';
import type { bookings } from '../contract.ts';
import { BookingCard, useChange } from './BookingCard.tsx';
import { words } from './words.ts';

const calls = api<typeof bookings>('bookings');
export type Mine = Awaited<ReturnType<typeof calls.listMyBookings>>;
type Booking = Mine['ahead'][number];
type Waiting = Awaited<ReturnType<typeof calls.listMyWaiting>>[number];

/** What one has booked and waits for; offers first, because they run out. */
export function MyBookingsPage({ isSignedIn }: { isSignedIn: boolean }) {
  const w = useWords(words);
  const mine = useQuery({ queryKey: ['bookings', 'mine'], queryFn: () => calls.listMyBookings(), enabled: isSignedIn });
  const waiting = useQuery({ queryKey: ['bookings', 'waiting'], queryFn: () => calls.listMyWaiting(), enabled: isSignedIn });
  if (!isSignedIn)
    return (
      <>
        <h1>{w.mine}</h1>
        <Empty>
          <p>{w.signInFirst}</p>
          <Link className="button main" href="/sign-in">
            {w.signIn}
          </Link>
        </Empty>
      </>
    );
  return (
    <>
      <h1>{w.mine}</h1>
      <p className="more">
        <Link href="/book">{w.title}</Link>
      </p>
      <Answer of={mine}>
        {({ ahead, past }) => (
          <>
            {ahead
              .filter(({ state }) => state === 'offered')
              .map((booking) => (
                <Offer key={booking.id} booking={booking} />
              ))}
            <section aria-labelledby="ahead">
              <h2 id="ahead">{w.ahead}</h2>
              {ahead.every(({ state }) => state === 'offered') && <Empty>{w.nothingAhead}</Empty>}
              {ahead
                .filter(({ state }) => state !== 'offered')
                .map((booking) => (
                  <BookingCard key={booking.id} booking={booking} />
                ))}
            </section>
            {waiting.data && <WaitingList list={waiting.data.filter(({ state }) => state === 'waiting')} />}
            <Feed />
            {past.length > 0 && (
              <details>
                <summary>
                  {w.past} ({past.length})
                </summary>
                {past.map((booking) => (
                  <BookingCard key={booking.id} booking={booking} />
                ))}
              </details>
            )}
          </>
        )}
      </Answer>
    </>
  );
}

/** An address for the calendar of the phone; whoever has it sees the bookings, so it can be made anew. */
function Feed() {
  const w = useWords(words);
  const make = useChange(() => calls.makeFeed());
  const address = make.data && `${window.location.origin}${make.data.path}`;
  return (
    <details>
      <summary>{w.feed}</summary>
      <p>{w.feedHow}</p>
      {address ? (
        <p style={{ overflowWrap: 'anywhere' }}>
          <a href={address.replace(/^http/, 'webcal')}>{address}</a>
        </p>
      ) : (
        <button type="button" className="button" disabled={make.isPending} onClick={() => make.mutate()}>
          {w.feedMake}
        </button>
      )}
      {make.error && <Failed error={make.error} />}
    </details>
  );
}

function Offer({ booking }: { booking: Booking }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const accept = useChange(() => calls.acceptOffer({ id: booking.id }));
  const decline = useChange(() => calls.declineOffer({ id: booking.id }));
  return (
    <section className="notice" aria-label={booking.title[language]}>
      <h2>{booking.title[language]}</h2>
      <p>
        {moment(booking.from, language)} · {booking.placeName}
      </p>
      <p>{w.offer(moment(booking.offerUntil!, language))}</p>
      {(accept.error ?? decline.error) && <Failed error={accept.error ?? decline.error} />}
      <div className="row">
        <button type="button" className="button main" disabled={accept.isPending} onClick={() => accept.mutate()}>
          {w.accept}
        </button>
        <button type="button" className="button" disabled={decline.isPending} onClick={() => decline.mutate()}>
          {w.decline}
        </button>
      </div>
    </section>
  );
}

function WaitingList({ list }: { list: Waiting[] }) {
  const w = useWords(words);
  if (list.length === 0) return null;
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting">{w.waiting}</h2>
      {list.map((entry) => (
        <Entry key={entry.id} entry={entry} />
      ))}
    </section>
  );
}

function Entry({ entry }: { entry: Waiting }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const leave = useChange(() => calls.stopWaiting({ id: entry.id }));
  return (
    <article className="card" aria-label={entry.title[language]}>
      <h3>
        {entry.title[language]} <span className="badge">{w.turn(entry.ahead)}</span>
      </h3>
      <p>{moment(entry.from, language)}</p>
      <ul className="plain soft">
        {entry.steps.map((step) => (
          <li key={step.at + step.kind}>
            {moment(step.at, language)} · {w.steps[step.kind]}
          </li>
        ))}
      </ul>
      {leave.error && <Failed error={leave.error} />}
      <button type="button" className="button" disabled={leave.isPending} onClick={() => leave.mutate()}>
        {w.leave}
      </button>
    </article>
  );
}
