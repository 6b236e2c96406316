import type { CaseType, Part } from '../../../engines/cases/case-type.ts';
import { type Actor, holdsAt, type StaffRole } from '../../../platform/access.ts';
import type { Read } from '../../../platform/database.ts';

/** Who works on a case: the unit that leads, and those that help. */
export type Workers = { leadUnit: string | null; helpers: readonly string[] };

/** The parts that somebody holds in a case: by their roles on its area, and by the units they work in. Who reported it is for the module to say that knows. */
export async function partsOf(db: Read, district: string, actor: Actor, type: CaseType, { leadUnit, helpers }: Workers, areaPath: string): Promise<Part[]> {
  const held = new Set<Part>();
  for (const [part, roles] of Object.entries(type.whoIs)) if (holdsAt(actor, roles as StaffRole[], { areaPath })) held.add(part as Part);
  const units = await unitsOf(db, district, actor.id);
  const own = units.find((unit) => unit.unitId === leadUnit);
  if (own) held.add('lead');
  if (own?.post === 'head') held.add('head');
  if (units.some((unit) => helpers.includes(unit.unitId))) held.add('coHandler');
  return [...held];
}

/** The units in which somebody works. */
export async function unitsOf(db: Read, district: string, accountId: string) {
  return db.selectFrom('cases.member').select(['unitId', 'post']).where('district', '=', district).where('accountId', '=', accountId).execute();
}
