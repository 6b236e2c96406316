import { dayHere } from '../../../platform/clock.ts';
import type { Read, Write } from '../../../platform/database.ts';
import shipped from '../data/matters.json' with { type: 'json' };
import type { DutyContent, Matter } from './contract.ts';

export type DutyList = { version: number; content: DutyContent };

/** The list that holds now, or none where the district has not published one. */
export async function findEffectiveList(db: Read, district: string): Promise<DutyList | undefined> {
  const row = await db
    .selectFrom('requests.dutyList')
    .select(['version', 'content'])
    .where('district', '=', district)
    .where('status', '=', 'effective')
    .executeTakeFirst();
  return row && { version: row.version, content: row.content as unknown as DutyContent };
}

/** The list that holds now; a district that never published one begins with the matters that are shipped and without duties. */
export async function getEffectiveList(tx: Write, district: string, now: Date): Promise<DutyList> {
  const found = await findEffectiveList(tx, district);
  if (found) return found;
  const content: DutyContent = { matters: shippedMatters(), duties: [] };
  const row = {
    district,
    version: 1,
    status: 'effective',
    effectiveFrom: dayHere(now),
    basis: shipped.source,
    content: JSON.stringify(content),
    draftedAt: now,
    publishedAt: now,
  };
  await tx
    .insertInto('requests.dutyList')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return (await findEffectiveList(tx, district))!;
}

export const shippedMatters = (): Matter[] =>
  shipped.matters.map((matter) => ({ keywords: [], isConfidential: false, goesAtOnce: null, stop: null, ...matter }) as Matter);

export const findMatter = ({ content }: DutyList, code: string): Matter | undefined => content.matters.find((matter) => matter.code === code);

export type Duty = DutyContent['duties'][number];

/**
 * Whose duty a matter is at a place: of the duties that name the matter or one above it, and the area or one above it, that of the nearest matter,
 * and among those that of the nearest area. A list names each pair once, so that no two are equally near.
 */
export function findDuty({ content }: DutyList, matter: string, areaCode: string): Duty | undefined {
  return content.duties
    .filter((duty) => matter.startsWith(duty.matter) && areaCode.startsWith(duty.area))
    .toSorted((a, b) => b.matter.length - a.matter.length || b.area.length - a.area.length)[0];
}

/** The first matter of a class that requests do not have: no request about it could begin. */
export function faultOfClasses({ matters }: DutyContent, classes: readonly string[]) {
  const at = matters.findIndex((matter) => !classes.includes(matter.class));
  if (at < 0) return null;
  const { class: of } = matters[at]!;
  return {
    field: `matters.${at}.class`,
    zh: `没有类别 ${of}，可用的是 ${classes.join('、')}`,
    en: `there is no class ${of}; there are ${classes.join(', ')}`,
  };
}

/** What is wrong with a list, or null: codes told once, parents there, duties for known matters and told once. */
export function faultOfList({ matters, duties }: DutyContent): { field: string; zh: string; en: string } | null {
  const codes = new Set<string>();
  for (const [i, { code }] of matters.entries()) {
    const field = `matters.${i}.code`;
    if (codes.has(code)) return { field, zh: `事项编码 ${code} 重复`, en: `the code ${code} is there twice` };
    codes.add(code);
  }
  for (const [i, { code }] of matters.entries()) {
    const parent = code.slice(0, -2);
    if (parent && !codes.has(parent))
      return { field: `matters.${i}.code`, zh: `事项 ${code} 没有上级 ${parent}`, en: `the matter ${code} has no parent ${parent}` };
  }
  const told = new Set<string>();
  for (const [i, duty] of duties.entries()) {
    const key = `${duty.matter} ${duty.area}`;
    if (!codes.has(duty.matter)) return { field: `duties.${i}.matter`, zh: `没有事项 ${duty.matter}`, en: `there is no matter ${duty.matter}` };
    if (told.has(key))
      return { field: `duties.${i}`, zh: `事项 ${duty.matter} 在 ${duty.area} 的职责重复`, en: `the duty for ${duty.matter} at ${duty.area} is there twice` };
    told.add(key);
  }
  return null;
}
