export type LedgerRoom = {
  usableArea: number;
  zone: string | null;
  functions: readonly string[];
  operatorClass: string;
  useKind: string;
  allDay: boolean;
  times: readonly { functionCode: string; from: number; to: number }[];
};

const basicZones = ['party', 'counter', 'deliberation', 'elderAndChild', 'living'];
const tenth = (value: number) => Math.round(value * 10) / 10;

/** All functions a room has, at any time of the week. */
export const functionsOf = (room: LedgerRoom) => new Set([...room.functions, ...room.times.map((time) => time.functionCode)]);

/**
 * The live ratios of a complex from its room ledger (S3:21). Denominator: the usable area open to service, that is without offices
 * (mechanisms.md §D 4). A room counts once in every total, whatever its number of functions (CPX-20).
 * Multi-function means two functions or more recorded for the room; use in the last 90 days joins in when bookings exist (§D 5).
 */
export function ledgerRatios(rooms: readonly LedgerRoom[]) {
  const open = rooms.filter((room) => room.useKind !== 'office');
  const total = (list: readonly LedgerRoom[]) => list.reduce((sum, room) => sum + room.usableArea, 0);
  const usableArea = total(open);
  const all = total(rooms);
  const ratio = (list: readonly LedgerRoom[], of: number) => ({
    area: tenth(total(list)),
    share: of === 0 ? 0 : total(list) / of,
  });
  return {
    usableArea: tenth(usableArea),
    multiFunction: ratio(
      open.filter((room) => functionsOf(room).size >= 2),
      usableArea,
    ),
    market: ratio(
      open.filter((room) => room.operatorClass === 'market'),
      usableArea,
    ),
    social: ratio(
      open.filter((room) => room.operatorClass === 'social'),
      usableArea,
    ),
    allDay: ratio(
      open.filter((room) => room.allDay),
      usableArea,
    ),
    office: ratio(
      rooms.filter((room) => room.useKind === 'office'),
      all,
    ),
    functionAreas: functionAreas(open),
    missingZones: basicZones.filter((zone) => !rooms.some((room) => room.zone === zone)),
  };
}

/** Area of each function: a room in full for functions it has all week, by its share of the templated hours otherwise. */
function functionAreas(rooms: readonly LedgerRoom[]): { functionCode: string; area: number }[] {
  const areas = new Map<string, number>();
  const add = (code: string, area: number) => areas.set(code, (areas.get(code) ?? 0) + area);
  for (const room of rooms) {
    for (const code of room.functions) add(code, room.usableArea);
    const minutes = room.times.reduce((sum, time) => sum + time.to - time.from, 0);
    for (const time of room.times) {
      if (!room.functions.includes(time.functionCode)) add(time.functionCode, (room.usableArea * (time.to - time.from)) / minutes);
    }
  }
  return [...areas].map(([functionCode, area]) => ({ functionCode, area: tenth(area) })).sort((a, b) => a.functionCode.localeCompare(b.functionCode));
}
