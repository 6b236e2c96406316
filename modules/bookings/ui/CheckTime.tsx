import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, problemOf } from '../../../platform/client.ts';
import { moment, yuan } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { Failed } from '../../../ui/States.tsx';
import { ForWhom } from '../../people/ui/ForWhom.tsx';
import type { bookings } from '../contract.ts';
import { Booked } from './Booked.tsx';
import { type Offering, priceText } from './OfferingsPage.tsx';
import type { Starts } from './times.ts';
import { words } from './words.ts';

const calls = api<typeof bookings>('bookings');

type Checked = {
  /** The booking that is moved, where one is. */
  moving: string | null;
  offering: Offering;
  from: string;
  minutes: number;
  room: string | null;
  rooms: Starts['resources'];
  onBack: () => void;
};

/** A look at all of it before it is booked, or moved. */
export function CheckTime({ moving, offering, from, minutes, room, rooms, onBack }: Checked) {
  const w = useWords(words);
  const { language } = usePreferences();
  const queries = useQueryClient();
  const { least, most } = offering.rules.places;
  const [places, setPlaces] = useState(least);
  const [whom, setWhom] = useState('');
  const [freeReason, setFreeReason] = useState('');
  const chosen = { from, minutes, ...(room && { resourceId: room }) };
  const extra = { ...(whom && { forPerson: whom }), ...(freeReason.trim() && { freeReason: freeReason.trim() }) };
  const book = useMutation({
    mutationFn: () => (moving ? calls.moveMyBooking({ id: moving, ...chosen }) : calls.bookSlot({ offeringId: offering.id, places, ...chosen, ...extra })),
    onSettled: () => queries.invalidateQueries({ queryKey: ['bookings'] }),
  });
  if (book.data) return <Booked booking={book.data} />;
  const until = new Date(Date.parse(from) - offering.rules.cancelMinutes * 60_000).toISOString();
  const reason = book.error ? (problemOf(book.error)['reason'] as keyof typeof w.why | undefined) : undefined;
  const needs = book.error ? ((problemOf(book.error)['needs'] as { zh: string; en: string }[] | undefined) ?? []) : [];
  return (
    <section className="card" aria-label={w.check}>
      <h2>{w.check}</h2>
      <Chosen offering={offering} from={from} minutes={minutes} roomName={rooms.find(({ id }) => id === room)?.name[language] ?? ''} />
      {!moving && <ForWhom label={w.forWhom} value={whom} onPick={setWhom} />}
      {!moving && most > least && (
        <label>
          <span className="label">{w.people}</span>
          <input className="field" type="number" min={least} max={most} value={places} onInput={(event) => setPlaces(Number(event.currentTarget.value))} />
        </label>
      )}
      {!moving && offering.rules.freeOnRequest && (
        <label>
          <span className="label">{w.freeReason}</span>
          <textarea className="field" rows={2} maxLength={500} value={freeReason} onInput={(event) => setFreeReason(event.currentTarget.value)} />
        </label>
      )}
      {offering.rules.depositFen > 0 && <p>{w.deposit(yuan(offering.rules.depositFen, language))}</p>}
      {offering.rules.approval && <p>{w.approval}</p>}
      {Date.parse(until) > Date.now() && <p className="soft">{w.cancelUntil(moment(until, language))}</p>}
      {book.error && <Failed error={book.error} />}
      {reason && <p>{w.why[reason]}</p>}
      {needs.map((need) => (
        <p key={need.zh}>{w.unmet(need[language])}</p>
      ))}
      <div className="row">
        <button type="button" className="button main" disabled={book.isPending || places < least || places > most} onClick={() => book.mutate()}>
          {moving ? w.move : w.book}{' '}
          {!moving && offering.rules.price.class !== 'free' && offering.rules.price.per === 'booking' && yuan(offering.rules.price.fen, language)}
        </button>
        <button type="button" className="button" onClick={onBack}>
          {w.back}
        </button>
      </div>
    </section>
  );
}

function Chosen({ offering, from, minutes, roomName }: { offering: Offering; from: string; minutes: number; roomName: string }) {
  const w = useWords(words);
  const { language } = usePreferences();
  return (
    <dl className="facts">
      <dt>{w.what}</dt>
      <dd>{language === 'zh' ? offering.name : offering.nameEn}</dd>
      <dt>{w.where}</dt>
      <dd>
        {offering.placeName} {roomName}
      </dd>
      <dt>{w.when}</dt>
      <dd>
        {moment(from, language)}, {w.minutes(minutes)}
      </dd>
      <dt>{w.cost}</dt>
      <dd>{priceText(offering, language)}</dd>
    </dl>
  );
}
