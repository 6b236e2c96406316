// What bookings mean, as plainly as it can be said: lists in memory, looked through from the beginning. The database is compared with it.
import {
  above,
  type Booking,
  checkInOpens,
  closes,
  grid,
  horizonDays,
  longest,
  type Op,
  offerings,
  offerMinutes,
  opens,
  type State,
  sessionMinutes,
  sessions,
  shortest,
  step,
  type Waiting,
} from './booking-spec.ts';

const overlaps = (a: { from: number; to: number }, b: { from: number; to: number }) => a.from < b.to && b.from < a.to;
const related = (a: number, b: number) => a === b || above[a]!.includes(b) || above[b]!.includes(a);

/** Minutes are counted from midnight of the first day; every answer is `ok` or the type of the refusal, with its reason. */
export class Model {
  now: number;
  readonly bookings: Booking[] = [];
  readonly waiting: Waiting[] = [];
  constructor(now: number) {
    this.now = now;
  }

  faultAt(offering: number, room: number, from: number, minutes: number, except = -1): string | null {
    const { before, after } = offerings[offering]!;
    const [to, inDay, day] = [from + minutes, from % 1440, Math.floor(from / 1440)];
    if (inDay % grid !== 0) return 'offGrid';
    if (minutes < shortest) return 'tooShort';
    if (minutes > longest) return 'tooLong';
    if ((minutes - shortest) % step !== 0) return 'oddLength';
    if (from < this.now) return 'past';
    if (day > Math.floor(this.now / 1440) + horizonDays) return 'tooFar';
    if (inDay + minutes > 1440) return 'pastMidnight';
    if (inDay < opens || inDay + minutes > closes) return 'closed';
    const held = this.bookings.filter(({ blocked, room: other }, n) => n !== except && blocked !== null && related(other!, room));
    if (held.some(({ blocked }) => overlaps(blocked!, { from, to }))) return 'taken';
    if (held.some(({ blocked }) => overlaps(blocked!, { from: from - before, to: to + after }))) return 'buffer';
    return null;
  }

  /** The first room on which it can be had, or why not: of several rooms the reason nearest to being had. */
  private findRoom(offering: number, room: number | null, from: number, minutes: number, except = -1): { room: number } | { fault: string } {
    const rooms = room === null ? offerings[offering]!.rooms : offerings[offering]!.rooms.filter((it) => it === room);
    if (rooms.length === 0) return { fault: 'bookings/wrong-resource' };
    const faults = rooms.map((it) => this.faultAt(offering, it, from, minutes, except));
    const free = faults.indexOf(null);
    if (free >= 0) return { room: rooms[free]! };
    const near = ['buffer', 'taken', 'closed'].find((reason) => faults.includes(reason)) ?? faults[0]!;
    return { fault: `${near === 'buffer' || near === 'taken' ? 'bookings/not-free' : 'bookings/not-allowed'} ${near}` };
  }

  private add(booking: Booking): number {
    this.bookings.push(booking);
    return this.bookings.length - 1;
  }

  private place(who: number, offering: number, room: number, from: number, minutes: number, until: number | null): number {
    const { before, after, approval } = offerings[offering]!;
    const to = from + minutes;
    const state = until !== null ? 'offered' : approval ? 'requested' : 'confirmed';
    return this.add({ ...{ who, offering, session: null, room, from, to, places: 1, state, until }, blocked: { from: from - before, to: to + after } });
  }

  private isLimited(who: number, offering: number): boolean {
    const most = offerings[offering]!.aheadMost;
    const counted = ['requested', 'confirmed', 'checkedIn', 'finished'];
    const ahead = this.bookings.filter((it) => it.who === who && it.offering === offering && it.from >= this.now && counted.includes(it.state));
    return most !== null && ahead.length + 1 > most;
  }

  private book(who: number, offering: number, room: number | null, from: number, minutes: number): string {
    if (this.isLimited(who, offering)) return 'bookings/limit-reached';
    const found = this.findRoom(offering, room, from, minutes);
    if ('fault' in found) return found.fault;
    this.place(who, offering, found.room, from, minutes, null);
    return 'ok';
  }

  private wait(who: number, offering: number, room: number | null, from: number, minutes: number): string {
    const found = this.findRoom(offering, room, from, minutes);
    if ('room' in found) return 'bookings/still-free';
    if (!found.fault.startsWith('bookings/not-free')) return found.fault;
    const to = from + minutes;
    const isSame = (it: Waiting) => it.who === who && it.offering === offering && it.from === from && it.to === to;
    if (this.waiting.some((it) => isSame(it) && (it.state === 'waiting' || it.state === 'offered'))) return 'bookings/waiting-already';
    this.waiting.push({ who, offering, session: null, room, from, to, places: 1, state: 'waiting', booking: null });
    return 'ok';
  }

  private untilFor(from: number): number | null {
    const until = Math.min(this.now + offerMinutes, from);
    return until > this.now ? until : null;
  }

  /** Whatever can be had now by somebody who waits for a time is offered, in the order of coming. */
  private offerTimes(): void {
    for (const entry of this.waiting) {
      if (entry.state !== 'waiting' || entry.session !== null) continue;
      const until = this.untilFor(entry.from);
      const found = this.findRoom(entry.offering!, entry.room, entry.from, entry.to - entry.from);
      if (until === null || 'fault' in found) continue;
      entry.booking = this.place(entry.who, entry.offering!, found.room, entry.from, entry.to - entry.from, until);
      entry.state = 'offered';
    }
  }

  taken(session: number): number {
    const standing = ['requested', 'offered', 'confirmed', 'checkedIn', 'finished'];
    return this.bookings.filter((it) => it.session === session && standing.includes(it.state)).reduce((sum, { places }) => sum + places, 0);
  }

  private offerPlaces(session: number): void {
    const { at, places, passOver } = sessions[session]!;
    const until = this.untilFor(at);
    if (until === null) return;
    for (const entry of this.waiting) {
      if (entry.state !== 'waiting' || entry.session !== session) continue;
      if (entry.places > places - this.taken(session)) {
        if (passOver) continue;
        return;
      }
      const booking = { who: entry.who, offering: null, session, room: null, from: at, to: at + sessionMinutes, places: entry.places };
      entry.booking = this.add({ ...booking, state: 'offered', until, blocked: null });
      entry.state = 'offered';
    }
  }

  private giveBack(booking: Booking): void {
    booking.blocked = null;
    if (booking.session === null) this.offerTimes();
    else this.offerPlaces(booking.session);
  }

  private cancel(who: number, n: number): string {
    return this.bookings[n]!.who === who ? this.end(this.bookings[n]!, 'cancelled') : 'bookings/no-such-booking';
  }

  private end(booking: Booking, state: State): string {
    if ((booking.state !== 'requested' && booking.state !== 'confirmed') || booking.from <= this.now) return 'bookings/too-late';
    booking.state = state;
    this.giveBack(booking);
    return 'ok';
  }

  private move(n: number, room: number | null, from: number, minutes: number): string {
    const booking = this.bookings[n]!;
    const stands = booking.state === 'requested' || booking.state === 'confirmed';
    if (!stands || booking.session !== null || booking.from <= this.now) return 'bookings/too-late';
    const found = this.findRoom(booking.offering!, room, from, minutes, n);
    if ('fault' in found) return found.fault;
    const { before, after } = offerings[booking.offering!]!;
    Object.assign(booking, { room: found.room, from, to: from + minutes, blocked: { from: from - before, to: from + minutes + after } });
    this.offerTimes();
    return 'ok';
  }

  private decide(n: number, confirm: boolean): string {
    const booking = this.bookings[n]!;
    if (booking.state !== 'requested') return 'bookings/too-late';
    if (!confirm) return this.end(booking, 'refused');
    booking.state = 'confirmed';
    return 'ok';
  }

  private answerOffer(who: number, n: number, accepts: boolean): string {
    const booking = this.bookings[n]!;
    if (booking.who !== who) return 'bookings/no-such-booking';
    if (booking.state !== 'offered' || booking.until! <= this.now) return 'bookings/offer-over';
    if (accepts && booking.offering !== null && this.isLimited(who, booking.offering)) return 'bookings/limit-reached';
    const entry = this.waiting.find((it) => it.booking === n)!;
    Object.assign(booking, {
      until: null,
      state: !accepts ? 'lapsed' : booking.offering !== null && offerings[booking.offering]!.approval ? 'requested' : 'confirmed',
    });
    entry.state = accepts ? 'taken' : 'left';
    if (!accepts) this.giveBack(booking);
    return 'ok';
  }

  private leave(who: number, n: number): string {
    const entry = this.waiting[n]!;
    if (entry.who !== who || entry.state !== 'waiting') return 'bookings/no-such-waiting';
    entry.state = 'left';
    if (entry.session !== null) this.offerPlaces(entry.session);
    return 'ok';
  }

  private notOpen(session: number): boolean {
    const { at } = sessions[session]!;
    return this.now > at || Math.floor(at / 1440) - horizonDays > Math.floor(this.now / 1440);
  }

  private hasPlaces(who: number, session: number): boolean {
    return this.bookings.some((it) => it.who === who && it.session === session && ['requested', 'offered', 'confirmed', 'checkedIn'].includes(it.state));
  }

  private join(who: number, session: number, places: number): string {
    const { places: all, passOver, at } = sessions[session]!;
    if (this.notOpen(session)) return 'bookings/not-open';
    const isQueue = this.waiting.some((it) => it.session === session && it.state === 'waiting');
    if (this.taken(session) + places > all || (!passOver && isQueue)) return 'bookings/full';
    if (this.hasPlaces(who, session)) return 'bookings/booked-already';
    this.add({ who, offering: null, session, room: null, from: at, to: at + sessionMinutes, places, state: 'confirmed', until: null, blocked: null });
    const entry = this.waiting.find((it) => it.who === who && it.session === session && it.state === 'waiting');
    if (entry) {
      entry.state = 'left';
      this.offerPlaces(session);
    }
    return 'ok';
  }

  private waitPlaces(who: number, session: number, places: number): string {
    const { places: all, passOver, at } = sessions[session]!;
    if (this.notOpen(session)) return 'bookings/not-open';
    if (this.hasPlaces(who, session)) return 'bookings/booked-already';
    const isQueue = this.waiting.some((it) => it.session === session && it.state === 'waiting');
    if (this.taken(session) + places <= all && (passOver || !isQueue)) return 'bookings/still-free';
    if (this.waiting.some((it) => it.who === who && it.session === session && (it.state === 'waiting' || it.state === 'offered')))
      return 'bookings/waiting-already';
    this.waiting.push({ who, offering: null, session, room: null, from: at, to: at + sessionMinutes, places, state: 'waiting', booking: null });
    return 'ok';
  }

  private checkIn(n: number): string {
    const booking = this.bookings[n]!;
    if (booking.state === 'checkedIn') return 'ok';
    if (booking.state !== 'confirmed' || this.now < booking.from - checkInOpens || this.now >= booking.to) return 'bookings/not-now';
    booking.state = 'checkedIn';
    return 'ok';
  }

  private checkOut(n: number): string {
    const booking = this.bookings[n]!;
    if (booking.state === 'finished') return 'ok';
    if (booking.state !== 'checkedIn') return 'bookings/not-now';
    booking.state = 'finished';
    if (booking.session === null && this.now < booking.to) this.giveBack(booking);
    return 'ok';
  }

  /** Time goes on: offers run out and go on, what was not decided in time lapses, what is over is finished, nobody waits for what has begun. */
  private later(minutes: number): string {
    this.now += minutes;
    for (const [n, booking] of this.bookings.entries()) {
      if (booking.state !== 'offered' || booking.until! > this.now) continue;
      Object.assign(booking, { state: 'lapsed', until: null });
      this.waiting.find((it) => it.booking === n)!.state = 'lapsed';
      this.giveBack(booking);
    }
    for (const booking of this.bookings) {
      if (booking.state === 'requested' && booking.from <= this.now) {
        booking.state = 'lapsed';
        this.giveBack(booking);
      } else if ((booking.state === 'confirmed' || booking.state === 'checkedIn') && booking.to <= this.now) booking.state = 'finished';
    }
    for (const entry of this.waiting) if (entry.state === 'waiting' && entry.from <= this.now) entry.state = 'closed';
    return 'ok';
  }

  run(op: Op): string {
    if ('booking' in op && !this.bookings[op.booking]) return 'none';
    switch (op.op) {
      case 'book':
        return this.book(op.who, op.offering, op.room, op.at, op.minutes);
      case 'wait':
        return this.wait(op.who, op.offering, op.room, op.at, op.minutes);
      case 'cancel':
        return this.cancel(op.who, op.booking);
      case 'accept':
      case 'decline':
        return this.answerOffer(op.who, op.booking, op.op === 'accept');
      case 'move':
        return this.move(op.booking, op.room, op.at, op.minutes);
      case 'decide':
        return this.decide(op.booking, op.confirm);
      case 'leave':
        return this.waiting[op.waiting] ? this.leave(op.who, op.waiting) : 'none';
      case 'join':
        return this.join(op.who, op.session, op.places);
      case 'waitPlaces':
        return this.waitPlaces(op.who, op.session, op.places);
      case 'checkIn':
        return this.checkIn(op.booking);
      case 'checkOut':
        return this.checkOut(op.booking);
      case 'later':
        return this.later(op.minutes);
    }
  }
}
