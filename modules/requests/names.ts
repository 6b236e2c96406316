import type { Read } from '../../platform/database.ts';
import type { DutyContent } from './duty/contract.ts';

const kept = new Map<string, Map<string, { zh: string; en: string }>>();

/** The words for matters, each from the version of the list under which it was told. Published versions never change, so they are read once. */
export async function namesOfMatters(db: Read, district: string, versions: readonly number[]) {
  const missing = [...new Set(versions)].filter((version) => !kept.has(`${district} ${version}`));
  if (missing.length > 0) {
    const rows = await db
      .selectFrom('requests.dutyList')
      .select(['version', 'content', 'status'])
      .where('district', '=', district)
      .where('version', 'in', missing)
      .execute();
    for (const { version, content } of rows) {
      kept.set(`${district} ${version}`, new Map((content as unknown as DutyContent).matters.map(({ code, zh, en }) => [code, { zh, en }])));
    }
  }
  return (version: number, code: string) => kept.get(`${district} ${version}`)?.get(code) ?? { zh: code, en: code };
}
