import { faultOf, type OpeningHours } from '../../engines/calendar/opening-hours.ts';
import { type Actor, holdsAt } from '../../platform/access.ts';
import { dayHere } from '../../platform/clock.ts';
import type { Writing } from '../../platform/context.ts';
import { newId } from '../../platform/id.ts';
import { refuse } from '../../platform/refuse.ts';
import { searchText } from '../../platform/search.ts';
import { areaWhereabouts } from '../areas/index.ts';
import { alreadyClosed, changedMeanwhile, closesLater, noSuchPlace, notYours, wrongHours } from './contract.ts';
import { placesChanged } from './events.ts';
import { checkFunctions, movingAlong } from './functions/catalogue.ts';
import { placeWhereabouts } from './queries.ts';
import { placeEditors } from './roles.ts';

export type PlaceInput = {
  kind: 'complex' | 'facility';
  name: string;
  nameEn?: string | null;
  areaCode: string;
  lon: number;
  lat: number;
  functions?: string[];
} & Record<string, unknown>;

/** Until hours are entered a place counts as open on working days; screens say that hours are not confirmed. */
export const usualHours: OpeningHours = {
  allDay: false,
  weekly: [{ days: [1, 2, 3, 4, 5], from: 510, to: 1050 }],
  onHoliday: 'closed',
  onMakeUpDay: 'asMonday',
  exceptions: [],
  vacations: [],
};

export async function createPlaceCommand(context: Writing<Actor>, input: PlaceInput) {
  const { tx, district, now } = context;
  await checkFunctions(tx, district, input.areaCode, input.functions ?? []);
  const id = newId(now.getTime());
  await tx
    .insertInto('places.place')
    .values({
      ...input,
      district,
      id,
      search: searchText(input.name, input.nameEn),
      sourceCrs: 'WGS-84',
      hours: JSON.stringify(usualHours),
      updatedAt: now,
    })
    .execute();
  await context.record(placesChanged, id, { created: true });
  context.note({ object: id, areaCode: input.areaCode });
  return { id };
}

async function change(context: Writing<Actor>, id: string, revision: number, changes: Record<string, unknown>) {
  const { tx, district, now } = context;
  const row = await tx
    .updateTable('places.place')
    .set({ ...changes, updatedAt: now })
    .set((eb) => ({ revision: eb('revision', '+', 1) }))
    .where('district', '=', district)
    .where('id', '=', id)
    .where('revision', '=', revision)
    .returning(['id', 'revision', 'areaCode'])
    .executeTakeFirst();
  if (!row) {
    const exists = await tx.selectFrom('places.place').select('id').where('district', '=', district).where('id', '=', id).executeTakeFirst();
    refuse(exists ? changedMeanwhile : noSuchPlace);
  }
  await context.record(placesChanged, id, { fields: Object.keys(changes) });
  context.note({ object: id, areaCode: row.areaCode, detail: { fields: Object.keys(changes) } });
  return { id: row.id, revision: row.revision };
}

/** Moving a place needs the right at both ends; what a place is and who runs it is for officials to say, not for its operator. */
async function checkMove({ tx, district, actor }: Writing<Actor>, id: string, changes: Partial<PlaceInput>): Promise<void> {
  const officials = placeEditors.filter((role) => role !== 'operator');
  const isOfficialAt = (areaPath: string) => holdsAt(actor, officials, { areaPath });
  const reserved = ['areaCode', 'operatorId', 'kind', 'tier', 'owner', 'acquisition'].some((field) => changes[field] !== undefined);
  if (!reserved) return;
  const here = await placeWhereabouts(tx, district, { id });
  if (here && !isOfficialAt(here.areaPath)) refuse(notYours);
  if (changes.areaCode === undefined) return;
  const there = await areaWhereabouts(tx, changes.areaCode);
  if (!there || !isOfficialAt(there.areaPath)) refuse(notYours);
}

export async function updatePlaceCommand(context: Writing<Actor>, { id, revision, ...changes }: Partial<PlaceInput> & { id: string; revision: number }) {
  await checkMove(context, id, changes);
  const { tx, district } = context;
  const kept = await tx
    .selectFrom('places.place')
    .select(['name', 'nameEn', 'areaCode', 'functions'])
    .where('district', '=', district)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!kept) refuse(noSuchPlace);
  const functions = changes.functions ?? kept.functions;
  // In another area the functions of the old one alone do not hold; staying, a place keeps what it has.
  const isMoving = changes.areaCode !== undefined && changes.areaCode !== kept.areaCode;
  await checkFunctions(tx, district, changes.areaCode ?? kept.areaCode, functions, isMoving ? await movingAlong(tx, district, kept.functions) : kept.functions);
  if (changes.name !== undefined || changes.nameEn !== undefined) {
    Object.assign(changes, { search: searchText(changes.name ?? kept.name, changes.nameEn === undefined ? kept.nameEn : changes.nameEn) });
  }
  return change(context, id, revision, changes);
}

export async function setHoursCommand(context: Writing<Actor>, { id, revision, hours }: { id: string; revision: number; hours: OpeningHours }) {
  const fault = faultOf(hours);
  if (fault) refuse(wrongHours, { fault });
  return change(context, id, revision, { hours: JSON.stringify(hours) });
}

export async function closePlaceCommand(context: Writing<Actor>, { id, closedOn }: { id: string; closedOn: string }) {
  const { tx, district, now } = context;
  if (closedOn > dayHere(now)) refuse(closesLater);
  const row = await tx
    .updateTable('places.place')
    .set({ closedOn, updatedAt: now })
    .set((eb) => ({ revision: eb('revision', '+', 1) }))
    .where('district', '=', district)
    .where('id', '=', id)
    .where('closedOn', 'is', null)
    .returning(['id', 'areaCode'])
    .executeTakeFirst();
  if (!row) refuse((await placeWhereabouts(tx, district, { id })) ? alreadyClosed : noSuchPlace);
  context.note({ object: id, areaCode: row.areaCode, detail: { closedOn } });
  await context.record(placesChanged, id, { closedOn });
  return { id: row.id };
}
