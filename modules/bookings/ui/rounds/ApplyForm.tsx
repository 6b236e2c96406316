import { useState } from 'react';
import { api, problemOf } from '../../../../platform/client.ts';
import { clockTime } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import { Failed } from '../../../../ui/States.tsx';
import type { bookings } from '../../contract.ts';
import { useChange } from '../BookingCard.tsx';
import { words as bookingWords } from '../words.ts';
import type { Round } from './RoundsPage.tsx';
import { words } from './words.ts';

const calls = api<typeof bookings>('bookings');
type Wish = { offeringId: string; resourceId: string; weekday: number; fromMinute: number; minutes: number };
const most = 12;
const times = Array.from({ length: 27 }, (_, i) => 480 + 30 * i);
const lengths = [60, 90, 120, 150, 180, 240];

/** An application: what for, how many people, how often a week, and the times one would like in order. */
export function ApplyForm({ round }: { round: Round }) {
  const w = useWords(words);
  const [title, setTitle] = useState('');
  const [people, setPeople] = useState(10);
  const [wants, setWants] = useState(1);
  const [wishes, setWishes] = useState<Wish[]>([]);
  const apply = useChange(() => calls.applyForTimes({ id: round.id, title: title.trim(), people, wants, wishes }));
  const problem = apply.error ? problemOf(apply.error) : null;
  if (apply.data) return <p role="status">{w.sent}</p>;
  return (
    <details>
      <summary>{w.apply}</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          apply.mutate();
        }}
      >
        <label>
          <span className="label">{w.what}</span>
          <input className="field" maxLength={60} value={title} onInput={(event) => setTitle(event.currentTarget.value)} />
        </label>
        <div className="row">
          <Amount label={w.people} value={people} most={1000} onPick={setPeople} />
          <Amount label={w.wants} value={wants} most={7} onPick={setWants} />
        </div>
        <fieldset className="plain">
          <legend>{w.wishes}</legend>
          <Chosen round={round} wishes={wishes} onRemove={(n) => setWishes(wishes.filter((_, i) => i !== n))} />
          {wishes.length < most && <NewWish round={round} onAdd={(wish) => setWishes([...wishes, wish])} />}
        </fieldset>
        {apply.error && <Failed error={apply.error} />}
        {problem?.type === 'bookings/wrong-wish' && (
          <p>{w.faultAt(Number(problem['wish']), w.faults[String(problem['reason'])] ?? String(problem['reason']))}</p>
        )}
        <button type="submit" className="button main" disabled={title.trim().length < 2 || wishes.length === 0 || apply.isPending}>
          {w.send}
        </button>
      </form>
    </details>
  );
}

function Amount({ label, value, most: limit, onPick }: { label: string; value: number; most: number; onPick: (value: number) => void }) {
  return (
    <label>
      <span className="label">{label}</span>
      <input
        className="field"
        style={{ width: '6rem' }}
        type="number"
        min={1}
        max={limit}
        value={value}
        onInput={(event) => onPick(Math.min(limit, Math.max(1, Number(event.currentTarget.value) || 1)))}
      />
    </label>
  );
}

function Chosen({ round, wishes, onRemove }: { round: Round; wishes: Wish[]; onRemove: (n: number) => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const rooms = round.offerings.flatMap(({ resources }) => resources);
  return (
    <ol>
      {wishes.map((wish, n) => (
        <li key={JSON.stringify(wish)}>
          {rooms.find(({ id }) => id === wish.resourceId)?.name[language]} · {w.weekdays[wish.weekday - 1]} {clockTime(wish.fromMinute)}–
          {clockTime(wish.fromMinute + wish.minutes)}{' '}
          <button type="button" className="button" onClick={() => onRemove(n)}>
            {w.removeWish(n + 1)}
          </button>
        </li>
      ))}
    </ol>
  );
}

function NewWish({ round, onAdd }: { round: Round; onAdd: (wish: Wish) => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const rooms = round.offerings.flatMap(({ id: offeringId, title, resources }) =>
    resources.map((room) => ({ value: `${offeringId} ${room.id}`, text: `${title[language]} · ${room.name[language]}` })),
  );
  const [room, setRoom] = useState(rooms[0]?.value ?? '');
  const [weekday, setWeekday] = useState(1);
  const [fromMinute, setFrom] = useState(1080);
  const [minutes, setMinutes] = useState(120);
  const select = (label: string, value: string | number, onPick: (value: string) => void, of: { value: string | number; text: string }[]) => (
    <label>
      <span className="label">{label}</span>
      <select className="field" value={value} onChange={(event) => onPick(event.currentTarget.value)}>
        {of.map((it) => (
          <option key={it.value} value={it.value}>
            {it.text}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <div className="row">
      {select(w.room, room, setRoom, rooms)}
      {select(
        w.weekday,
        weekday,
        (value) => setWeekday(Number(value)),
        w.weekdays.map((text, i) => ({ value: i + 1, text })),
      )}
      {select(
        w.from,
        fromMinute,
        (value) => setFrom(Number(value)),
        times.map((value) => ({ value, text: clockTime(value) })),
      )}
      {select(
        w.length,
        minutes,
        (value) => setMinutes(Number(value)),
        lengths.map((value) => ({ value, text: bookingWords[language].minutes(value) })),
      )}
      <button
        type="button"
        className="button"
        disabled={room === ''}
        onClick={() => onAdd({ offeringId: room.split(' ')[0]!, resourceId: room.split(' ')[1]!, weekday, fromMinute, minutes })}
      >
        {w.addWish}
      </button>
    </div>
  );
}
