import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useSearch } from 'wouter';
import { api } from '../../../platform/client.ts';
import { clockTime, dayName } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { Answer } from '../../../ui/States.tsx';
import type { bookings } from '../contract.ts';
import { CheckTime } from './CheckTime.tsx';
import type { Offering } from './OfferingsPage.tsx';
import { dayAfter, freeTimes, lengthsUpTo, type Starts } from './times.ts';
import { words } from './words.ts';

const calls = api<typeof bookings>('bookings');
const shownDays = 14;

/** Choosing a time: day, time and length, then a look at it all. In 长辈版 one question at a time. */
export function SlotForm({ offering, isSignedIn }: { offering: Offering; isSignedIn: boolean }) {
  const moving = new URLSearchParams(useSearch()).get('move');
  const starts = useQuery({ queryKey: ['bookings', 'starts', offering.id], queryFn: () => calls.listStarts({ id: offering.id, days: shownDays }) });
  return <Answer of={starts}>{(lines) => <Chooser offering={offering} lines={lines} isSignedIn={isSignedIn} moving={moving} />}</Answer>;
}

type Step = 'day' | 'time' | 'length' | 'check';

type Choosing = { offering: Offering; lines: Starts; isSignedIn: boolean; moving: string | null };
function Chooser({ offering, lines, isSignedIn, moving }: Choosing) {
  const w = useWords(words);
  const { isElder, language } = usePreferences();
  const counts = Array.from({ length: shownDays }, (_, i) => freeTimes(lines, i, null).size);
  const firstFree = counts.findIndex((n) => n > 0);
  const [day, setDay] = useState(Math.max(0, firstFree));
  const [room, setRoom] = useState<string | null>(null);
  const [time, setTime] = useState<number | null>(null);
  const [length, setLength] = useState<number | null>(null);
  const [step, setStep] = useState<Step>('day');
  const times = freeTimes(lines, day, room);
  const lengthsAt = (minute: number | null) => lengthsUpTo(minute === null ? 0 : (times.get(minute) ?? 0), lines);
  const lengths = lengthsAt(time);
  const chosen = length !== null && lengths.includes(length) ? length : (lengths[0] ?? null);
  const goOn = (next: Step) => {
    if (isElder) setStep(next);
  };
  const isShown = (part: Step) => !isElder || step === part;
  const date = dayAfter(lines.from, day);
  if (step === 'check' && time !== null && chosen !== null) {
    const from = `${date}T${clockTime(time)}:00+08:00`;
    return <CheckTime moving={moving} offering={offering} from={from} minutes={chosen} room={room} rooms={lines.resources} onBack={() => setStep('day')} />;
  }
  const pickDay = (i: number) => {
    setDay(i);
    setTime(null);
    goOn('time');
  };
  const pickTime = (minute: number) => {
    setTime(minute);
    goOn(lengthsAt(minute).length > 1 ? 'length' : 'check');
  };
  const pickLength = (minutes: number) => {
    setLength(minutes);
    goOn('check');
  };
  return (
    <>
      {isShown('day') && <Days from={lines.from} counts={counts} chosen={day} onPick={pickDay} />}
      {isShown('time') && (
        <Question text={isElder ? `${dayName(date, language)} · ${w.chooseTime}` : w.chooseTime}>
          {lines.resources.length > 1 && <Rooms rooms={lines.resources} chosen={room} onPick={setRoom} />}
          {times.size === 0 && <p>{w.noTimes}</p>}
          <Choices of={[...times.keys()]} chosen={time} text={clockTime} onPick={pickTime} />
        </Question>
      )}
      {isShown('length') && lengths.length > 1 && (
        <Question text={w.chooseLength}>
          <Choices of={lengths} chosen={chosen} text={w.minutes} onPick={pickLength} />
        </Question>
      )}
      <p>
        {isElder && step !== 'day' && (
          <button type="button" className="button" onClick={() => setStep('day')}>
            {w.back}
          </button>
        )}
        {!isElder && (
          <button type="button" className="button main" disabled={time === null || !isSignedIn} onClick={() => setStep('check')}>
            {w.next}
          </button>
        )}
      </p>
    </>
  );
}

function Days({ from, counts, chosen, onPick }: { from: string; counts: number[]; chosen: number; onPick: (day: number) => void }) {
  const w = useWords(words);
  const { isElder, language } = usePreferences();
  return (
    <Question text={w.chooseDay}>
      <ul className={isElder ? 'plain row' : 'chips'}>
        {counts.map((n, i) => (
          <li key={dayAfter(from, i)}>
            <button type="button" className="chip" aria-pressed={i === chosen} disabled={n === 0} onClick={() => onPick(i)}>
              {dayName(dayAfter(from, i), language)} <small>{w.dayFree(n)}</small>
            </button>
          </li>
        ))}
      </ul>
    </Question>
  );
}

function Rooms({ rooms, chosen, onPick }: { rooms: Starts['resources']; chosen: string | null; onPick: (room: string | null) => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  return (
    <label>
      <span className="label">{w.chooseRoom}</span>
      <select className="field" value={chosen ?? ''} onChange={(event) => onPick(event.currentTarget.value || null)}>
        <option value="">{w.anyRoom}</option>
        {rooms.map(({ id, name }) => (
          <option key={id} value={id}>
            {name[language]}
          </option>
        ))}
      </select>
    </label>
  );
}

type Choice = { of: number[]; chosen: number | null; text: (value: number) => string; onPick: (value: number) => void };
function Choices({ of, chosen, text, onPick }: Choice) {
  return (
    <div className="row" style={{ marginTop: '0.5rem' }}>
      {of.map((value) => (
        <button key={value} type="button" className="chip" aria-pressed={value === chosen} onClick={() => onPick(value)}>
          {text(value)}
        </button>
      ))}
    </div>
  );
}

function Question({ text, children }: { text: string; children: ReactNode }) {
  return (
    <section className="card" aria-label={text}>
      <h2>{text}</h2>
      {children}
    </section>
  );
}
