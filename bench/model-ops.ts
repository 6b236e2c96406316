// Random operations that mostly make sense: drawn beside a model of their own, so that they meet bookings that there are.
import { Model } from './booking-model.ts';
import { type Op, offerings } from './booking-spec.ts';

export const people = 6;
export const startMinute = 600;

/** The generator "mulberry32": the same operations for the same seed. */
function numbers(seed: number) {
  let state = seed >>> 0;
  return (below: number) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const busy = ['requested', 'offered', 'confirmed', 'checkedIn'];

export function drawOps(seed: number, count: number): Op[] {
  const [draw, model, ops] = [numbers(seed), new Model(startMinute), [] as Op[]];
  const pick = <T>(list: readonly T[]) => list[draw(list.length)]!;
  const who = () => draw(people);
  /** Mostly a few hours of the next days, so that people meet; sometimes any time at all. */
  const time = () => (Math.floor(model.now / 1440) + draw(draw(10) === 0 ? 8 : 3)) * 1440 + 540 + 30 * draw(draw(6) === 0 ? 28 : 9) + (draw(60) === 0 ? 7 : 0);
  const room = (offering: number) => (draw(30) === 0 ? draw(4) : pick([null, ...offerings[offering]!.rooms]));
  const slot = () => {
    const offering = draw(3);
    return { who: who(), offering, room: room(offering), at: time(), minutes: draw(20) === 0 ? draw(240) : pick([60, 60, 60, 90, 120, 180]) };
  };
  /** A booking in one of some states, by who has it; now and then any, by anybody. */
  const one = (states: readonly string[]) => {
    const fitting = model.bookings.flatMap((it, n) => (states.includes(it.state) ? [n] : []));
    const booking = fitting.length === 0 || draw(12) === 0 ? draw(model.bookings.length + 1) : pick(fitting);
    return { booking, who: draw(15) === 0 ? who() : (model.bookings[booking]?.who ?? 0) };
  };
  const entry = () => {
    const fitting = model.waiting.flatMap((it, n) => (it.state === 'waiting' ? [n] : []));
    const waiting = fitting.length === 0 || draw(12) === 0 ? draw(model.waiting.length + 1) : pick(fitting);
    return { waiting, who: draw(15) === 0 ? who() : (model.waiting[waiting]?.who ?? 0) };
  };
  const places = () => ({ who: who(), session: draw(2), places: 1 + draw(3) });
  const kinds: [number, () => Op][] = [
    [7, () => ({ op: 'book', ...slot() })],
    [4, () => ({ op: 'wait', ...slot() })],
    [4, () => ({ op: 'cancel', ...one(busy) })],
    [2, () => ({ op: 'move', booking: one(busy).booking, room: pick([null, null, 0, 1, 2, 3]), at: time(), minutes: pick([60, 60, 90, 120]) })],
    [2, () => ({ op: 'decide', booking: one(['requested']).booking, confirm: draw(2) === 0 })],
    [2, () => ({ op: 'accept', ...one(['offered']) })],
    [1, () => ({ op: 'decline', ...one(['offered']) })],
    [1, () => ({ op: 'leave', ...entry() })],
    [2, () => ({ op: 'join', ...places() })],
    [2, () => ({ op: 'waitPlaces', ...places() })],
    [1, () => ({ op: 'checkIn', booking: one(['confirmed']).booking })],
    [1, () => ({ op: 'checkOut', booking: one(['checkedIn']).booking })],
    [1, () => ({ op: 'later', minutes: pick([1, 5, 20, 30, 61]) })],
  ];
  const weighted = kinds.flatMap(([weight, kind]) => Array.from({ length: weight }, () => kind));
  for (let i = 0; i < count; i++) {
    const op = pick(weighted)();
    ops.push(op);
    model.run(op);
  }
  return ops;
}
