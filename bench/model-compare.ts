// What is stored and shown beside the model, after each operation that changed something; and differences made small.
import { sql } from 'kysely';
import { readDayLine } from '../engines/calendar/day-line.ts';
import { listStartsQuery } from '../modules/bookings/slots/queries.ts';
import { type Database, inReadTransaction } from '../platform/database.ts';
import { Model } from './booking-model.ts';
import { closes, longest, type Op, opens, shortest, step } from './booking-spec.ts';
import { startMinute } from './model-ops.ts';
import { minuteOf, momentOf, perform, vault, type World, type Worlds } from './model-world.ts';

/** Everything that is stored, in the words of the model. */
async function stored(db: Database, world: World) {
  return inReadTransaction(db, world.district, async (tx) => {
    const { rows: bookings } = await sql<{
      id: string;
      who: string;
      state: string;
      room: string | null;
      from: Date;
      to: Date;
      places: number;
      until: Date | null;
    }>`
      select id, account_id as who, state, resource_id as room, lower(during) as from, upper(during) as to, places, offer_until as until from bookings.booking where district = ${world.district} order by id`.execute(
      tx as never,
    );
    const { rows: waiting } = await sql<{ id: string; who: string; state: string; from: Date; places: number; booking: string | null }>`
      select id, account_id as who, state, lower(during) as from, places, booking_id as booking from bookings.waiting where district = ${world.district} order by id`.execute(
      tx as never,
    );
    const { rows: taken } = await sql<{ id: string; taken: number }>`select id, taken from bookings.session where district = ${world.district}`.execute(
      tx as never,
    );
    return { bookings, waiting, taken: new Map(taken.map((it) => [it.id, it.taken])) };
  });
}

async function differenceIn(
  db: Database,
  world: World,
  model: Model,
  ids: { bookings: string[]; waiting: string[] },
  withTimes: boolean,
): Promise<string | null> {
  const { bookings, waiting, taken } = await stored(db, world);
  ids.bookings = bookings.map(({ id }) => id);
  ids.waiting = waiting.map(({ id }) => id);
  const person = (id: string) => world.actors.findIndex((actor) => actor.id === id);
  const mine = bookings.map((it) => [
    person(it.who),
    it.state,
    it.room === null ? null : world.rooms.indexOf(it.room),
    minuteOf(it.from),
    minuteOf(it.to),
    it.places,
    it.until && minuteOf(it.until),
  ]);
  const theirs = model.bookings.map((it) => [it.who, it.state, it.room, it.from, it.to, it.places, it.until]);
  for (let i = 0; i < Math.max(mine.length, theirs.length); i++)
    if (JSON.stringify(mine[i]) !== JSON.stringify(theirs[i])) return `booking ${i}: stored ${JSON.stringify(mine[i])}, model ${JSON.stringify(theirs[i])}`;
  const ours = waiting.map((it) => [person(it.who), it.state, minuteOf(it.from), it.places, it.booking && ids.bookings.indexOf(it.booking)]);
  const other = model.waiting.map((it) => [it.who, it.state, it.from, it.places, it.booking]);
  for (let i = 0; i < Math.max(ours.length, other.length); i++)
    if (JSON.stringify(ours[i]) !== JSON.stringify(other[i])) return `waiting ${i}: stored ${JSON.stringify(ours[i])}, model ${JSON.stringify(other[i])}`;
  for (const [n, id] of world.sessions.entries())
    if (taken.get(id) !== model.taken(n)) return `session ${n}: stored ${taken.get(id)} taken, model ${model.taken(n)}`;
  return withTimes ? differenceInTimes(db, world, model) : null;
}

/** The list of free times beside every time tried one by one. */
async function differenceInTimes(db: Database, world: World, model: Model): Promise<string | null> {
  const now = momentOf(model.now);
  for (const [n, id] of world.offerings.entries()) {
    const shown = await inReadTransaction(db, world.district, (tx) =>
      listStartsQuery({ db: tx, district: world.district, now, vault } as never, { id, days: 4 }),
    );
    for (const { id: roomId, days } of shown.resources) {
      for (const [i, line] of days.entries()) {
        const day = Math.floor(model.now / 1440) + i;
        for (const { minute, longestMinutes, why } of readDayLine(line, shown)) {
          if (minute < opens || minute >= closes) continue;
          const fault = (minutes: number) => model.faultAt(n, world.rooms.indexOf(roomId), day * 1440 + minute, minutes);
          let most = 0;
          for (let minutes = shortest; minutes <= longest; minutes += step) if (fault(minutes) === null) most = minutes;
          const told = [longestMinutes, most === 0 ? why : null];
          const right = [most, most === 0 ? fault(shortest) : null];
          if (JSON.stringify(told) !== JSON.stringify(right))
            return `offering ${n}, room ${world.rooms.indexOf(roomId)}, day ${day} minute ${minute}: shown ${told}, model ${right}`;
        }
      }
    }
  }
  return null;
}

export async function runEpisode({ db, next }: Worlds, ops: readonly Op[], counts?: Map<string, number>): Promise<{ done: number; difference: string | null }> {
  const [world, model, ids] = [await next(), new Model(startMinute), { bookings: [] as string[], waiting: [] as string[] }];
  for (const [i, op] of ops.entries()) {
    const answer = await perform(db, world, model, ids, op);
    const expected = model.run(op);
    const kind = `${op.op} ${expected}`;
    counts?.set(kind, (counts.get(kind) ?? 0) + 1);
    if (answer !== expected) return { done: i + 1, difference: `${JSON.stringify(op)}: the database says ${answer}, the model ${expected}` };
    const isChanged = expected === 'ok' || op.op === 'later';
    const difference = isChanged ? await differenceIn(db, world, model, ids, i % 25 === 0) : null;
    if (difference !== null) return { done: i + 1, difference };
  }
  return { done: ops.length, difference: null };
}

/** Leaves out whatever is not needed for the two to differ: halves first, then quarters, at last one by one. */
export async function shrink(worlds: Worlds, ops: Op[]): Promise<{ ops: Op[]; difference: string }> {
  let best = { ops, difference: (await runEpisode(worlds, ops)).difference ?? 'not again' };
  for (let size = Math.ceil(ops.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < best.ops.length; ) {
      const fewer = [...best.ops.slice(0, at), ...best.ops.slice(at + size)];
      const { difference, done } = await runEpisode(worlds, fewer);
      if (difference === null) at += size;
      else best = { ops: fewer.slice(0, done), difference };
    }
  }
  return best;
}
