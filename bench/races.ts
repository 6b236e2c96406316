// Five hundred at once for one thing, through HTTP, round after round: who wins, what the others are told, and what is stored.
import { rmSync } from 'node:fs';
import {
  type Answer,
  ask,
  careRules,
  makeOffering,
  makePeople,
  makePlace,
  makeResource,
  sessionRules,
  signIn,
  slotRules,
  startData,
  startServer,
} from './booking-world.ts';
import { row } from './print.ts';

const rounds = Number(process.argv[2] ?? 20);
const crowd = Number(process.argv[3] ?? 500);
const port = 7393;
const { postgres, db, owner, dataDirectory } = await startData('bench-races');
const server = await startServer(postgres.url(), port);
const planner = (await signIn(db, 'staff')).token;
const residents: string[] = [];
for (let i = 0; i < crowd; i++) residents.push((await signIn(db, 'resident')).token);
const place = await makePlace(db);

const post = (token: string, url: string, body: object = {}) => ask(port, token, 'POST', `/api/bookings${url}`, body);
const tally = (answers: Answer[]) => {
  const counts = new Map<string, number>();
  for (const { status, body } of answers) {
    const kind = status === 200 ? 'won' : `${status} ${body?.type ?? ''}`;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
};
const all = new Map<string, Map<string, number>>();
/** What was won is what the kind of race allows; everybody else has a declared refusal. */
function judge(name: string, answers: Answer[], winners: (won: number) => boolean): void {
  const counts = tally(answers);
  const won = counts.get('won') ?? 0;
  const faults = [...counts].filter(([kind]) => kind !== 'won' && !/^4\d\d (bookings|care)\//.test(kind));
  if (!winners(won) || faults.length > 0 || answers.length !== crowd) throw new Error(`${name}: ${JSON.stringify([...counts])}`);
  const sum = all.get(name) ?? new Map<string, number>();
  for (const [kind, n] of counts) sum.set(kind, (sum.get(kind) ?? 0) + n);
  all.set(name, sum);
}
const shuffled = <T>(list: T[]) =>
  list
    .map((it) => [Math.random(), it] as const)
    .sort((a, b) => a[0] - b[0])
    .map(([, it]) => it);
const everybody = (tasks: (() => Promise<Answer>)[]) => Promise.all(shuffled(tasks).map((task) => task()));
const day = (n: number) => new Date(Date.UTC(2026, 11, 1 + n)).toISOString().slice(0, 10);
const at = (n: number, time: string) => `${day(n)}T${time}:00+08:00`;
const guest = { guest: { name: '来客' } };

const waiting = { offerMinutes: 60, passOver: true, first: [] };
const hall = await makeResource(db, place);
const halves = [await makeResource(db, place, { parentId: hall, above: [hall] }), await makeResource(db, place, { parentId: hall, above: [hall] })] as const;
const whole = await makeOffering(db, place, 'slot', slotRules({ waiting }), [hall]);
const parts = await makeOffering(db, place, 'slot', slotRules(), [...halves]);
const activity = await makeOffering(db, place, 'session', sessionRules(), [hall]);
const talk = await makeOffering(db, place, 'session', sessionRules(), []);
const asked = await makeOffering(db, place, 'slot', slotRules({ approval: true }), [hall]);

/** One hour of the hall: residents, the counter, dates and series of an activity, bookings that move there, and one of the waiting list. */
async function oneSlot(n: number): Promise<void> {
  const isOffered = n % 2 === 1;
  const movers: string[] = [];
  for (let i = 0; i < 20; i++)
    movers.push((await post(residents[i]!, '', { offeringId: whole, from: at(200 + n, `${String(9 + (i % 12)).padStart(2, '0')}:00`), minutes: 60 })).body.id);
  let freed: string | null = null;
  if (isOffered) {
    freed = (await post(residents[0]!, '', { offeringId: whole, from: at(n, '10:00'), minutes: 60 })).body.id;
    for (let i = 20; i < 25; i++) await post(residents[i]!, `/offerings/${whole}/waiting`, { from: at(n, '10:00'), minutes: 60 });
  }
  const slot = { from: at(n, '10:00'), minutes: 60 };
  const tasks = [
    ...movers.filter(Boolean).map((id) => () => post(planner, `/${id}/move`, slot)),
    ...Array.from({ length: 30 }, () => () => post(planner, `/offerings/${whole}/bookings`, { ...slot, ...guest })),
    ...Array.from({ length: 20 }, () => () => post(planner, `/offerings/${activity}/sessions`, { ...slot, places: 20, resourceId: hall })),
    ...Array.from(
      { length: 20 },
      () => () =>
        post(planner, `/offerings/${activity}/series`, {
          start: `${day(n)}T10:00`,
          minutes: 60,
          places: 20,
          resourceId: hall,
          rule: 'FREQ=DAILY;COUNT=1',
          onlyWhole: true,
        }),
    ),
  ];
  for (let i = tasks.length; i < crowd; i++) tasks.push(() => post(residents[i % residents.length]!, '', { offeringId: whole, ...slot }));
  const racing = everybody(tasks);
  const freeing = freed ? post(residents[0]!, `/${freed}/cancel`) : null;
  const answers = await racing;
  // The place that becomes free goes to the first who waits, never to the crowd.
  judge(isOffered ? 'a slot that is freed for the waiting list' : 'one slot', answers, (won) => won === (isOffered ? 0 : 1));
  if (freeing && (await freeing).status !== 200) throw new Error('the booking could not be cancelled');
  const { rows } = await owner.query(
    `select state from bookings.booking where during && tstzrange($1, $2) and resource_id = $3 and state in ('offered', 'confirmed')`,
    [slot.from, at(n, '11:00'), hall],
  );
  if (isOffered && rows.map(({ state }) => state).join() !== 'offered') throw new Error(`offered: ${JSON.stringify(rows)}`);
}

async function lastPlaces(n: number): Promise<void> {
  const { id } = (await post(planner, `/offerings/${talk}/sessions`, { from: at(n, '14:00'), minutes: 60, places: 50 })).body;
  for (let i = 0; i < 45; i++) await post(planner, `/sessions/${id}/bookings`, guest);
  const tasks = residents.map((token, i) => () => (i % 5 === 0 ? post(planner, `/sessions/${id}/bookings`, guest) : post(token, `/sessions/${id}/places`)));
  judge('the last 5 of 50 places', await everybody(tasks), (won) => won === 5);
}

async function hallAndHalves(n: number): Promise<void> {
  const slot = { from: at(n, '16:00'), minutes: 60 };
  const tasks = residents.map(
    (token, i) => () => post(token, '', i % 2 === 0 ? { offeringId: whole, ...slot } : { offeringId: parts, resourceId: halves[(i >> 1) % 2], ...slot }),
  );
  const answers = await everybody(tasks);
  const rooms = answers.filter(({ status }) => status === 200).map(({ body }) => body.resourceId);
  const isRight = rooms.includes(hall) ? rooms.length === 1 : new Set(rooms).size === rooms.length && rooms.length === 2;
  judge('the hall against its halves', answers, () => isRight);
}

async function twoPending(n: number): Promise<void> {
  const slot = { offeringId: asked, from: at(n, '18:00'), minutes: 60 };
  const answers = await everybody(residents.map((token) => () => post(token, '', slot)));
  judge('asked for, to be approved', answers, (won) => won === 1);
  const { id } = answers.find(({ status }) => status === 200)!.body;
  const decisions = await everybody(Array.from({ length: crowd }, () => () => post(planner, `/${id}/decision`, { confirm: true })));
  judge('two who approve', decisions, (won) => won === 1);
}

const rooms: string[] = [];
for (let i = 0; i < 10; i++) rooms.push(await makeResource(db, place));
for (let i = 0; i < 3; i++) await makeResource(db, place, { kind: 'equipment', skills: ['projector'] });
const equipped = await makeOffering(db, place, 'slot', slotRules({ needs: [{ skill: 'projector', count: 1 }] }), rooms);
async function threeProjectors(n: number): Promise<void> {
  const slot = { offeringId: equipped, from: at(n, '19:00'), minutes: 60 };
  judge(
    '10 rooms, 3 projectors',
    await everybody(residents.map((token, i) => () => post(token, '', { ...slot, resourceId: rooms[i % 10] }))),
    (won) => won === 3,
  );
}

const people = await makePeople(db, crowd);
/** One carer, seven two-year-olds at most: who asks is a worker, for five hundred different children. */
async function ratioAtItsLimit(n: number): Promise<void> {
  const group = (
    await ask(port, planner, 'POST', '/api/care/groups', {
      placeId: place,
      kind: 'nursery',
      ageClass: 'twos',
      name: `class ${n}`,
      nameEn: `class ${n}`,
      places: 20,
      rules: careRules,
    })
  ).body.id;
  const time = { from: 600, to: 720 };
  await ask(port, planner, 'POST', `/api/care/groups/${group}/shifts`, { carer: 'one', day: day(n), time });
  const stay = { mode: 'temporary', days: [day(n)], time };
  const tasks = people.map((personId) => () => ask(port, planner, 'POST', `/api/care/groups/${group}/stays-at-counter`, { personId, ...stay }));
  judge('a carer for seven children', await everybody(tasks), (won) => won === 7);
}

async function sameKey(n: number): Promise<void> {
  const body = { offeringId: whole, from: at(n, '20:00'), minutes: 60 };
  const answers = await Promise.all(Array.from({ length: crowd }, () => ask(port, residents[0]!, 'POST', '/api/bookings', body, `key-${n}`)));
  const ids = new Set(answers.filter(({ status }) => status === 200).map(({ body: made }) => made.id));
  if (ids.size !== 1 || answers.some(({ status }) => status !== 200 && status !== 409)) throw new Error(`one key: ${JSON.stringify([...tally(answers)])}`);
  const sum = all.get('one request sent 500 times with one key') ?? new Map<string, number>();
  for (const [kind, count] of tally(answers))
    sum.set(kind === 'won' ? 'the same booking' : kind, (sum.get(kind === 'won' ? 'the same booking' : kind) ?? 0) + count);
  all.set('one request sent 500 times with one key', sum);
}

const start = performance.now();
for (let n = 0; n < rounds; n++) {
  for (const race of [oneSlot, lastPlaces, hallAndHalves, twoPending, threeProjectors, ratioAtItsLimit, sameKey]) await race(n);
  process.stdout.write(`round ${n + 1} of ${rounds}, ${((performance.now() - start) / 1000).toFixed(0)} s\n`);
}
const { rows } = await owner.query(
  `select (select count(*)::int from bookings.session where taken > places) as over,
    (select count(*)::int from bookings.claim a join bookings.claim b on a.resource_id = b.resource_id and a.id < b.id and a.blocked && b.blocked and a.side <> b.side) as overlaps`,
);
for (const [name, counts] of all) row(name, ...[...counts].sort((a, b) => b[1] - a[1]).map(([kind, n]) => `${kind} ${n}`));
row('stored: overlaps, sessions beyond their places', `${rows[0].overlaps}, ${rows[0].over}`);
server.kill('SIGKILL');
await db.destroy();
await owner.end();
await postgres.stop();
rmSync(dataDirectory, { recursive: true, force: true });
