import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { api } from '../../../platform/client.ts';
import { moment } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { Failed } from '../../../ui/States.tsx';
import type { bookings } from '../contract.ts';
import { DoorCode } from './DoorCode.tsx';
import type { Mine } from './MyBookingsPage.tsx';
import { Pay } from './Pay.tsx';
import { words } from './words.ts';

const calls = api<typeof bookings>('bookings');

export function useChange<T>(change: () => Promise<T>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: change, onSettled: () => Promise.all(['bookings', 'ledger'].map((key) => queries.invalidateQueries({ queryKey: [key] }))) });
}

/** One booking with what can be done about it now: the code, another time, cancelling, and after use how it was. */
export function BookingCard({ booking }: { booking: Mine['ahead'][number] }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [isAsking, setAsking] = useState(false);
  const cancel = useChange(() => calls.cancelBooking({ id: booking.id }));
  const mayCancel = (booking.state === 'confirmed' || booking.state === 'requested') && Date.parse(booking.from) > Date.now();
  return (
    <article className="card" aria-label={booking.title[language]}>
      <h3>
        {booking.title[language]} <span className="badge">{w.states[booking.state]}</span>
      </h3>
      {booking.forName && <p>{w.forFamily(booking.forName)}</p>}
      <p>
        {moment(booking.from, language)} · {booking.placeName} {booking.resource?.[language]}
      </p>
      {booking.doubts.map((doubt) => (
        <p key={doubt.zh}>{w.toCheck(doubt[language])}</p>
      ))}
      {booking.reason && booking.reason !== '-' && (
        <p>
          {w.reason}: {booking.reason}
        </p>
      )}
      {booking.priceFen > 0 && (
        <Pay id={booking.id} priceFen={booking.priceFen} mayPay={booking.state === 'confirmed' && Date.parse(booking.from) > Date.now()} />
      )}
      {['confirmed', 'requested', 'checkedIn'].includes(booking.state) && <DoorCode code={booking.code} />}
      {cancel.error && <Failed error={cancel.error} />}
      {mayCancel && !isAsking && (
        <div className="row">
          {booking.sessionId === null && Date.parse(booking.freeUntil) > Date.now() && (
            <Link className="button" href={`/book/${booking.offeringId}?move=${booking.id}`}>
              {w.move}
            </Link>
          )}
          <button type="button" className="button" onClick={() => setAsking(true)}>
            {w.cancel}
          </button>
        </div>
      )}
      {mayCancel && isAsking && (
        <>
          <p>{w.reallyCancel}</p>
          <div className="row">
            <button type="button" className="button main" disabled={cancel.isPending} onClick={() => cancel.mutate()}>
              {w.yesCancel}
            </button>
            <button type="button" className="button" onClick={() => setAsking(false)}>
              {w.keep}
            </button>
          </div>
        </>
      )}
      {booking.state === 'finished' && <Rating booking={booking} />}
    </article>
  );
}

/** Asked once, and only for stars; words if one likes. */
function Rating({ booking }: { booking: Mine['ahead'][number] }) {
  const w = useWords(words);
  const [stars, setStars] = useState(0);
  const [comment, setComment] = useState('');
  const rate = useChange(() => calls.rateBooking({ id: booking.id, stars, ...(comment.trim() && { comment: comment.trim() }) }));
  if (booking.stars !== null) return <p>{w.rated(booking.stars)}</p>;
  return (
    <fieldset className="plain">
      <legend>{w.howWasIt}</legend>
      <div className="row">
        {[1, 2, 3, 4, 5].map((n) => (
          <button key={n} type="button" className="chip" aria-pressed={n === stars} onClick={() => setStars(n)}>
            {w.stars(n)}
          </button>
        ))}
      </div>
      {stars > 0 && (
        <>
          <label>
            <span className="label">{w.comment}</span>
            <textarea className="field" rows={2} maxLength={500} value={comment} onInput={(event) => setComment(event.currentTarget.value)} />
          </label>
          {rate.error && <Failed error={rate.error} />}
          <button type="button" className="button main" disabled={rate.isPending} onClick={() => rate.mutate()}>
            {w.rate}
          </button>
        </>
      )}
    </fieldset>
  );
}
