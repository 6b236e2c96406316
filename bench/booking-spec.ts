// The world that the plain model and the database are compared in, and what can be done there.
export type Op =
  | { op: 'book' | 'wait'; who: number; offering: number; room: number | null; at: number; minutes: number }
  | { op: 'cancel' | 'accept' | 'decline'; who: number; booking: number }
  | { op: 'move'; booking: number; room: number | null; at: number; minutes: number }
  | { op: 'decide'; booking: number; confirm: boolean }
  | { op: 'leave'; who: number; waiting: number }
  | { op: 'join' | 'waitPlaces'; who: number; session: number; places: number }
  | { op: 'checkIn' | 'checkOut'; booking: number }
  | { op: 'later'; minutes: number };

/** Rooms by number: 0 is the hall, 1 and 2 its halves, 3 stands alone. */
export const above: number[][] = [[], [0], [0], []];
export type Offering = { rooms: number[]; before: number; after: number; approval: boolean; aheadMost: number | null };
export const offerings: Offering[] = [
  { rooms: [1, 2], before: 0, after: 15, approval: false, aheadMost: 2 },
  { rooms: [0], before: 30, after: 0, approval: true, aheadMost: null },
  { rooms: [3, 0], before: 0, after: 0, approval: false, aheadMost: null },
];
/** Sessions of a talk, with as many places; the second makes everybody wait behind a group that is too large. */
export const sessions = [
  { at: 2 * 1440 + 600, places: 4, passOver: true },
  { at: 3 * 1440 + 900, places: 5, passOver: false },
];
export const sessionMinutes = 60;
export const grid = 30;
export const [shortest, longest, step] = [60, 180, 30];
export const horizonDays = 5;
export const [opens, closes] = [9 * 60, 21 * 60];
export const offerMinutes = 60;
export const checkInOpens = 30;

export type State = 'requested' | 'offered' | 'confirmed' | 'checkedIn' | 'finished' | 'cancelled' | 'refused' | 'lapsed';
export type Booking = {
  who: number;
  offering: number | null;
  session: number | null;
  room: number | null;
  from: number;
  to: number;
  places: number;
  state: State;
  until: number | null;
  blocked: { from: number; to: number } | null;
};
export type Waiting = {
  who: number;
  offering: number | null;
  session: number | null;
  room: number | null;
  from: number;
  to: number;
  places: number;
  state: 'waiting' | 'offered' | 'taken' | 'lapsed' | 'left' | 'closed';
  booking: number | null;
};
