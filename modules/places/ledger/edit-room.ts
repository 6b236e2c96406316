import type { Actor } from '../../../platform/access.ts';
import type { Writing } from '../../../platform/context.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { noSuchPlace, noSuchRoom } from '../contract.ts';
import { placesChanged } from '../events.ts';
import { checkFunctions } from '../functions/catalogue.ts';

type Context = Writing<Actor>;
type RoomInput = {
  name: string;
  floor: string;
  usableArea: number;
  zone: string | null;
  functions: string[];
  operatorClass: string;
  useKind: string;
  allDay: boolean;
  openUse: boolean;
  siteId: string | null;
};

/** Changes of the rooms of one place follow one another, or each would miss what the other did to the functions. */
export async function lockPlace({ tx, district }: Context, placeId: string) {
  return tx
    .selectFrom('places.place')
    .select(['areaCode', 'functions'])
    .where('district', '=', district)
    .where('id', '=', placeId)
    .forUpdate()
    .executeTakeFirst();
}

/** The functions of a complex are those of its rooms; a facility keeps its own. */
async function followRooms(context: Context, placeId: string): Promise<void> {
  const { tx, district } = context;
  const rows = await tx
    .selectFrom('places.room as room')
    .leftJoin('places.roomTime as time', (join) => join.onRef('time.district', '=', 'room.district').onRef('time.roomId', '=', 'room.id'))
    .select(['room.functions', 'time.functionCode'])
    .where('room.district', '=', district)
    .where('room.placeId', '=', placeId)
    .execute();
  const functions = [...new Set(rows.flatMap((row) => [...row.functions, ...(row.functionCode ? [row.functionCode] : [])]))].toSorted();
  await tx
    .updateTable('places.place')
    .set((eb) => ({
      functions: eb.case().when('kind', '=', 'complex').then(functions).else(eb.ref('functions')).end(),
      updatedAt: context.now,
      revision: eb('revision', '+', 1),
    }))
    .where('district', '=', district)
    .where('id', '=', placeId)
    .execute();
  await context.record(placesChanged, placeId, { rooms: true });
}

export async function addRoomCommand(context: Context, { placeId, ...input }: RoomInput & { placeId: string }) {
  const { tx, district, now } = context;
  const place = (await lockPlace(context, placeId)) ?? refuse(noSuchPlace);
  await checkFunctions(tx, district, place.areaCode, input.functions, place.functions);
  const id = newId(now.getTime());
  await tx
    .insertInto('places.room')
    .values({ ...input, district, id, placeId })
    .execute();
  await followRooms(context, placeId);
  context.note({ object: placeId, detail: { room: id } });
  return { id };
}

export async function updateRoomCommand(context: Context, { placeId, id, ...input }: RoomInput & { placeId: string; id: string }) {
  const { tx, district } = context;
  const place = (await lockPlace(context, placeId)) ?? refuse(noSuchRoom);
  await checkFunctions(tx, district, place.areaCode, input.functions, place.functions);
  const row = await tx
    .updateTable('places.room')
    .set(input)
    .where('district', '=', district)
    .where('placeId', '=', placeId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  if (!row) refuse(noSuchRoom);
  await followRooms(context, placeId);
  context.note({ object: placeId, detail: { room: id } });
  return row;
}

export async function removeRoomCommand(context: Context, { placeId, id }: { placeId: string; id: string }) {
  const { tx, district } = context;
  await lockPlace(context, placeId);
  const row = await tx
    .deleteFrom('places.room')
    .where('district', '=', district)
    .where('placeId', '=', placeId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  if (!row) refuse(noSuchRoom);
  await followRooms(context, placeId);
  context.note({ object: placeId, detail: { removedRoom: id } });
  return row;
}

type Time = { functionCode: string; weekday: number; from: number; to: number };

export async function setRoomTimesCommand(context: Context, { placeId, id, times }: { placeId: string; id: string; times: Time[] }) {
  const { tx, district, now } = context;
  const place = (await lockPlace(context, placeId)) ?? refuse(noSuchRoom);
  const codes = [...new Set(times.map((time) => time.functionCode))];
  await checkFunctions(tx, district, place.areaCode, codes, place.functions);
  const room = await tx
    .selectFrom('places.room')
    .select('id')
    .where('district', '=', district)
    .where('placeId', '=', placeId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!room) refuse(noSuchRoom);
  await tx.deleteFrom('places.roomTime').where('district', '=', district).where('roomId', '=', id).execute();
  if (times.length > 0) {
    const rows = times.map(({ from, to, ...time }) => ({
      ...time,
      fromMinute: from,
      toMinute: to,
      district,
      roomId: id,
      id: newId(now.getTime()),
    }));
    await tx.insertInto('places.roomTime').values(rows).execute();
  }
  await followRooms(context, placeId);
  context.note({ object: placeId, detail: { roomTimes: id } });
  return room;
}
