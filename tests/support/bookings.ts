import type { Vault } from '../../platform/crypto.ts';
import type { Write } from '../../platform/database.ts';
import { newId } from '../../platform/id.ts';
import { type Answer, type Caller, district, type TestHouse } from './house.ts';

const slot = { gridMinutes: 30, shortestMinutes: 60, longestMinutes: 180, stepMinutes: 30, beforeMinutes: 0, afterMinutes: 0, mayPassMidnight: false };
const base = {
  hours: [],
  noticeMinutes: 0,
  horizonDays: 30,
  approval: false,
  places: { least: 1, most: 50 },
  limits: [],
  price: { class: 'free' },
  cancelMinutes: 1440,
  needs: [],
};
export const slotRules = (change: object = {}, slotChange: object = {}) => ({ slot: { ...slot, ...slotChange }, ...base, ...change });
export const sessionRules = (change: object = {}) => ({ slot: null, ...base, ...change });

const open = {
  allDay: false,
  weekly: [{ days: [1, 2, 3, 4, 5, 6, 7], from: 540, to: 1260 }],
  onHoliday: 'closed',
  onMakeUpDay: 'asUsual',
  exceptions: [],
  vacations: [],
};

let count = 0;
/** A place of its own with a hall and its two halves, and what can be booked in it; open from nine to nine, closed on holidays. */
export async function makeBookable(house: TestHouse) {
  const planner = await house.staff('districtOfficial', { areaCode: district });
  const send = async (path: string, body: object) => {
    const answer = await planner.send('POST', path, body);
    if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const areaCode = '330105001051';
  const { id: placeId } = await send('/api/places', { kind: 'complex', name: `预约测试${++count}`, areaCode, lon: 120.15, lat: 30.31 });
  const hours = await planner.send('PUT', `/api/places/${placeId}/hours`, { revision: 1, hours: open });
  if (hours.status !== 200) throw new Error(JSON.stringify(hours.body));
  /** Closes the place on some days. */
  const closeOn = async (exception: object) => {
    const { revision } = (await planner.get(`/api/places/${placeId}`)).body;
    const answer = await planner.send('PUT', `/api/places/${placeId}/hours`, { revision, hours: { ...open, exceptions: [exception] } });
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  };
  const resource = async (name: string, more: object = {}) =>
    (await send('/api/bookings/resources', { placeId, kind: 'room', name, nameEn: name, ...more })).id as string;
  const offering = async (fields: object) => {
    const made = { name: `项目${++count}`, nameEn: `Offering ${count}`, functionCode: 'CUL-ICH', ...fields };
    const { id, revision } = await send('/api/bookings/offerings', { placeId, kind: 'slot', ...made });
    const published = await planner.send('PUT', `/api/bookings/offerings/${id}`, { ...made, revision, state: 'published' });
    if (published.status !== 200) throw new Error(JSON.stringify(published.body));
    return id as string;
  };
  const hall = await resource('大厅');
  const halves = [await resource('东半厅', { parentId: hall }), await resource('西半厅', { parentId: hall })] as const;
  const session = async (offeringId: string, from: string, more: object = {}) =>
    (await send(`/api/bookings/offerings/${offeringId}/sessions`, { from, minutes: 60, places: 10, ...more })).id as string;
  return { planner, placeId, areaCode, hall, halves, resource, offering, session, closeOn };
}
/** Somebody on record who was born on a day, in the community of the test places. */
export async function makePerson(house: TestHouse, bornOn: string, more: object = {}): Promise<string> {
  const worker = await house.staff('communityWorker', { areaCode: '330105001051' });
  const number = `E${String(++count).padStart(8, '0')}`;
  const made = await worker.send('POST', '/api/people', {
    areaCode: '330105001051',
    name: '测试人',
    identityKind: 'passport',
    identityNumber: number,
    bornOn,
    sex: 'female',
    ...more,
  });
  if (made.status !== 200) throw new Error(JSON.stringify(made.body));
  return made.body.id;
}

/** Records that somebody speaks for a person, and where the person is an adult that they agree to it. */
export async function speaksFor(house: TestHouse, guardianId: string, id: string, relation: string, agrees = false): Promise<void> {
  const worker = await house.staff('communityWorker', { areaCode: '330105001051' });
  const answers = [await worker.send('POST', `/api/people/${id}/guardians`, { guardianId, relation, validFrom: '2026-01-01' })];
  if (agrees) answers.push(await worker.send('POST', `/api/people/${id}/consents`, { purpose: 'proxy', textVersion: '2026-11', channel: 'counter' }));
  for (const { status, body } of answers) if (status !== 200) throw new Error(JSON.stringify(body));
}

export type Bookable = Awaited<ReturnType<typeof makeBookable>>;

export const book = (by: Caller, offeringId: string, from: string, minutes = 60, more: object = {}) =>
  by.send('POST', '/api/bookings', { offeringId, from, minutes, ...more });

/** How many of the answers there are of each kind: the status, and the reason of a refusal. */
export function tally(answers: { status: number; body: any }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const kind = status === 200 ? '200' : `${status} ${body.type}`;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

const soon = '2026-11-24T10:00:00+08:00';
type Targets = { place: string; resource: string; offering: string; talk: string; session: string; booking: string; round: string };
const fields = () => ({ name: newId(), nameEn: newId() });
const offered = (t: Targets) => ({ ...fields(), functionCode: 'CUL-ICH', resources: [t.resource], rules: slotRules() });

const wish = (t: Targets) => ({ offeringId: t.offering, resourceId: t.resource, weekday: 3, fromMinute: 600, minutes: 60 });
const application = (t: Targets) => ({ title: '合唱队', people: 20, wants: 1, wishes: [wish(t)] });
const season = { appliesFrom: '2026-11-23T00:00:00+08:00', appliesTo: '2026-12-10T00:00:00+08:00', usesFrom: '2027-01-01', usesTo: '2027-06-30' };

/** A well-formed call of each endpoint, for the access matrix. */
export const bookingCalls: Record<string, (as: Caller, t: Targets) => Promise<Answer>> = {
  'bookings.listResources': (as, t) => as.get(`/api/bookings/resources?placeId=${t.place}`),
  'bookings.addResource': (as, t) => as.send('POST', '/api/bookings/resources', { placeId: t.place, kind: 'equipment', ...fields() }),
  'bookings.editResource': (as, t) => as.send('PUT', `/api/bookings/resources/${t.resource}`, { ...fields(), revision: 99 }),
  'bookings.listOfferings': (as) => as.get('/api/bookings/offerings'),
  'bookings.getOffering': (as, t) => as.get(`/api/bookings/offerings/${t.offering}`),
  'bookings.listAllOfferings': (as, t) => as.get(`/api/bookings/places/${t.place}/offerings`),
  'bookings.addOffering': (as, t) => as.send('POST', '/api/bookings/offerings', { placeId: t.place, kind: 'slot', ...offered(t) }),
  'bookings.editOffering': (as, t) => as.send('PUT', `/api/bookings/offerings/${t.offering}`, { ...offered(t), state: 'draft', revision: 99 }),
  'bookings.listStarts': (as, t) => as.get(`/api/bookings/offerings/${t.offering}/starts`),
  'bookings.bookSlot': (as, t) => book(as, t.offering, soon),
  'bookings.bookForResident': (as, t) => as.send('POST', `/api/bookings/offerings/${t.offering}/bookings`, { from: soon, minutes: 60, guest: { name: '某' } }),
  'bookings.joinSession': (as, t) => as.send('POST', `/api/bookings/sessions/${t.session}/places`, {}),
  'bookings.joinForResident': (as, t) => as.send('POST', `/api/bookings/sessions/${t.session}/bookings`, { guest: { name: '某' } }),
  'bookings.moveBooking': (as, t) => as.send('POST', `/api/bookings/${t.booking}/move`, { from: soon, minutes: 60 }),
  'bookings.moveMyBooking': (as, t) => as.send('POST', `/api/bookings/${t.booking}/change`, { from: soon, minutes: 60 }),
  'bookings.payBooking': (as, t) => as.send('POST', `/api/bookings/${t.booking}/payment`),
  'bookings.cancelBooking': (as, t) => as.send('POST', `/api/bookings/${t.booking}/cancel`, {}),
  'bookings.cancelForResident': (as, t) => as.send('POST', `/api/bookings/${t.booking}/withdrawal`, { reason: '家里有事' }),
  'bookings.decideBooking': (as, t) => as.send('POST', `/api/bookings/${t.booking}/decision`, { confirm: true }),
  'bookings.listMyBookings': (as) => as.get('/api/bookings/mine'),
  'bookings.listDay': (as, t) => as.get(`/api/bookings/places/${t.place}/day?day=2026-11-24`),
  'bookings.listSessions': (as, t) => as.get(`/api/bookings/offerings/${t.talk}/sessions`),
  'bookings.addSession': (as, t) => as.send('POST', `/api/bookings/offerings/${t.talk}/sessions`, { from: soon, minutes: 60, places: 9 }),
  'bookings.addSeries': (as, t) =>
    as.send('POST', `/api/bookings/offerings/${t.talk}/series`, { start: '2026-11-24T10:00', rule: 'FREQ=WEEKLY;COUNT=2', minutes: 60, places: 9 }),
  'bookings.editSession': (as, t) => as.send('PUT', `/api/bookings/sessions/${t.session}`, { places: 50 }),
  'bookings.waitForPlaces': (as, t) => as.send('POST', `/api/bookings/sessions/${t.session}/waiting`, {}),
  'bookings.waitForResident': (as, t) => as.send('POST', `/api/bookings/sessions/${t.session}/waiting-at-counter`, { guest: { name: '某' } }),
  'bookings.waitForTime': (as, t) => as.send('POST', `/api/bookings/offerings/${t.offering}/waiting`, { from: soon, minutes: 60 }),
  'bookings.acceptOffer': (as, t) => as.send('POST', `/api/bookings/${t.booking}/acceptance`),
  'bookings.declineOffer': (as, t) => as.send('POST', `/api/bookings/${t.booking}/decline`),
  'bookings.stopWaiting': (as) => as.send('DELETE', `/api/bookings/waiting/${newId()}`),
  'bookings.listMyWaiting': (as) => as.get('/api/bookings/waiting/mine'),
  'bookings.listWaiting': (as, t) => as.get(`/api/bookings/sessions/${t.session}/waiting`),
  'bookings.checkIn': (as, t) => as.send('POST', `/api/bookings/${t.booking}/arrival`),
  'bookings.checkInByCode': (as, t) => as.send('POST', `/api/bookings/places/${t.place}/arrivals`, { code: 'ABCDEFGH' }),
  'bookings.checkOut': (as, t) => as.send('POST', `/api/bookings/${t.booking}/departure`),
  'bookings.excuseAbsence': (as, t) => as.send('POST', `/api/bookings/${t.booking}/excuse`, { reason: '住院' }),
  'bookings.moveDeposit': (as, t) => as.send('POST', `/api/bookings/${t.booking}/deposit`, { what: 'hold' }),
  'bookings.rateBooking': (as, t) => as.send('POST', `/api/bookings/${t.booking}/rating`, { stars: 5 }),
  'bookings.listRounds': (as) => as.get('/api/bookings/rounds'),
  'bookings.addRound': (as, t) => as.send('POST', '/api/bookings/rounds', { placeId: t.place, ...fields(), offerings: [t.offering], ...season }),
  'bookings.cancelRound': (as, t) => as.send('POST', `/api/bookings/rounds/${t.round}/cancel`, { reason: '改期' }),
  'bookings.applyForTimes': (as, t) => as.send('POST', `/api/bookings/rounds/${t.round}/applications`, application(t)),
  'bookings.applyForResident': (as, t) =>
    as.send('POST', `/api/bookings/rounds/${t.round}/applications-at-counter`, { ...application(t), guest: { name: '某' } }),
  'bookings.withdrawApplication': (as) => as.send('DELETE', `/api/bookings/applications/${newId()}`),
  'bookings.listMyApplications': (as) => as.get('/api/bookings/applications/mine'),
  'bookings.allocateRound': (as, t) => as.send('POST', `/api/bookings/rounds/${t.round}/allocation`),
  'bookings.publishRound': (as, t) => as.send('POST', `/api/bookings/rounds/${t.round}/publication`),
  'bookings.getRoundTable': (as, t) => as.get(`/api/bookings/rounds/${t.round}/table`),
  'bookings.getBoard': (as, t) => as.get(`/api/bookings/places/${t.place}/board?day=2026-11-24`),
  'bookings.getUse': (as, t) => as.get(`/api/bookings/places/${t.place}/use?from=2026-11-01&to=2026-11-30`),
  'bookings.makeFeed': (as) => as.send('POST', '/api/bookings/calendar'),
  'bookings.endFeed': (as) => as.send('DELETE', '/api/bookings/calendar'),
  'bookings.getFeed': (as) => as.get(`/api/bookings/calendars/${'x'.repeat(43)}`),
  'bookings.getPlaceCalendar': (as, t) => as.get(`/api/bookings/places/${t.place}/calendar`),
  'bookings.getResourceCalendar': (as, t) => as.get(`/api/bookings/resources/${t.resource}/calendar`),
  'bookings.cancelSession': (as, t) => as.send('POST', `/api/bookings/sessions/${t.session}/cancel`, { reason: '讲师生病' }),
};

/** What those calls are about, at a place. */
export async function bookingTargets(tx: Write, vault: Vault, place: string): Promise<Omit<Targets, 'place'>> {
  const [resource, offering, talk, session, booking] = [newId(), newId(), newId(), newId(), newId()];
  await tx.insertInto('bookings.resource').values({ district, id: resource, placeId: place, kind: 'room', name: '一室', nameEn: 'One' }).execute();
  const own = { district, placeId: place, functionCode: 'CUL-ICH', state: 'published', changedBy: newId(), changedAt: new Date() };
  await tx
    .insertInto('bookings.offering')
    .values([
      { ...own, id: offering, kind: 'slot', ...fields(), resources: [resource], rules: JSON.stringify(slotRules()) },
      { ...own, id: talk, kind: 'session', ...fields(), rules: JSON.stringify(sessionRules()) },
    ])
    .execute();
  const during = '[2026-11-25T02:00Z,2026-11-25T03:00Z)';
  await tx.insertInto('bookings.session').values({ district, id: session, offeringId: talk, during, places: 50 }).execute();
  const made = { revision: 1, state: 'requested', channel: 'counter', code: newId(), places: 1, priceFen: 0, price: '[]', madeBy: newId(), madeAt: new Date() };
  await tx
    .insertInto('bookings.booking')
    .values({
      ...made,
      district,
      id: booking,
      offeringId: offering,
      resourceId: resource,
      during,
      guestCipher: vault.seal('bookings.guest', JSON.stringify({ name: '某某' })),
    })
    .execute();
  const round = newId();
  const sealed = { secretCipher: vault.seal('bookings.lottery', 'secret'), commitment: 'c', method: JSON.stringify({ first: [] }) };
  const when = { applies: '[2026-11-22T00:00Z,2026-12-10T00:00Z)', uses: '[2027-01-01,2027-07-01)' };
  await tx
    .insertInto('bookings.round')
    .values({ district, id: round, placeId: place, ...fields(), offerings: [offering], ...sealed, ...when, madeBy: newId(), madeAt: new Date() })
    .execute();
  return { resource, offering, talk, session, booking, round };
}
