import type { Write } from '../../../platform/database.ts';
import { saveReference } from '../../../platform/reference.ts';
import data from './segments.json' with { type: 'json' };

/** Loads the dictionary of groups of people. */
export async function loadSegments(tx: Write, now: Date): Promise<void> {
  const { version, source, segments } = data;
  await saveReference(tx, { kind: 'segments', version, status: 'effective', effectiveFrom: null, source, content: segments }, now);
  for (const [code, name, nameEn, kind, dataLevel, priority] of segments as [string, string, string, string, string, number | null][]) {
    const row = { code, name, nameEn, kind, dataLevel, priority, source };
    await tx
      .insertInto('people.segment')
      .values(row)
      .onConflict((conflict) => conflict.column('code').doUpdateSet(row))
      .execute();
  }
}
