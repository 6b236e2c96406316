import { isInside } from '../../engines/reach/ring.ts';
import type { Read } from '../../platform/database.ts';

export type Locate = (lon: number, lat: number) => string | null;

/** Tells the code of the community whose boundary holds a point (WGS-84), or null. */
export function locator(areas: readonly { code: string; boundary: unknown }[]): Locate {
  const boxes = areas
    .filter((area) => area.boundary !== null)
    .map(({ code, boundary }) => {
      const polygons = boundary as [number, number][][][];
      const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
      for (const [x, y] of polygons.flat(2)) {
        box[0] = Math.min(box[0], x);
        box[1] = Math.min(box[1], y);
        box[2] = Math.max(box[2], x);
        box[3] = Math.max(box[3], y);
      }
      return { code, polygons, box };
    });
  return (lon, lat) =>
    boxes.find(({ box, polygons }) => lon >= box[0] && lat >= box[1] && lon <= box[2] && lat <= box[3] && polygons.some((rings) => isInside(lon, lat, rings)))
      ?.code ?? null;
}

/** The communities of a district that exist today, with boundary, centre and path. */
export async function listCommunities(db: Read, district: string) {
  return db
    .selectFrom('areas.area')
    .select(['code', 'path', 'boundary', 'centreLon', 'centreLat'])
    .where('level', '=', 'community')
    .where('validTo', 'is', null)
    .where('code', 'like', `${district}%`)
    .execute();
}

/** Rows that still lie in a community which ended without a successor of its own (a split), by the community that holds them now. */
export async function relocate(
  db: Read,
  district: string,
  rows: readonly { id: string; lon: number | null; lat: number | null }[],
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  if (rows.length === 0) return found;
  const locate = locator(await listCommunities(db, district));
  for (const { id, lon, lat } of rows) {
    const code = lon === null || lat === null ? null : locate(lon, lat);
    if (code === null) continue;
    const list = found.get(code);
    if (list) list.push(id);
    else found.set(code, [id]);
  }
  return found;
}

/** The codes of communities of a district that ended, as a subquery. */
export const endedCommunities = (db: Read, district: string) =>
  db.selectFrom('areas.area').select('code').where('level', '=', 'community').where('validTo', 'is not', null).where('code', 'like', `${district}%`);
