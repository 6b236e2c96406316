import { Link } from 'wouter';
import { moment, yuan } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { DoorCode } from './DoorCode.tsx';
import type { Mine } from './MyBookingsPage.tsx';
import { words } from './words.ts';

/** What was booked, with the code to show at the door. */
export function Booked({ booking }: { booking: Omit<Mine['ahead'][number], 'forName'> }) {
  const w = useWords(words);
  const { language } = usePreferences();
  return (
    <section className="card" role="status">
      <h2>{booking.state === 'requested' ? w.asked : w.booked}</h2>
      <p>
        {booking.title[language]} · {booking.placeName} {booking.resource?.[language]}
      </p>
      <p>{moment(booking.from, language)}</p>
      {booking.doubts.map((doubt) => (
        <p key={doubt.zh}>{w.toCheck(doubt[language])}</p>
      ))}
      {booking.depositFen > 0 && <p>{w.deposit(yuan(booking.depositFen, language))}</p>}
      {booking.price.map((line) => (
        <p key={line.zh}>
          {line[language]} = {yuan(line.fen, language)}
        </p>
      ))}
      <DoorCode code={booking.code} />
      <p className="more">
        <Link href="/bookings">{w.mine}</Link> · <Link href="/book">{w.another}</Link>
      </p>
    </section>
  );
}
