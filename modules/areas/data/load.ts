import type { Write } from '../../../platform/database.ts';
import { saveReference } from '../../../platform/reference.ts';
import communityTypes from './community-types.json' with { type: 'json' };

/** Loads the kinds of community. */
export async function loadCommunityTypes(tx: Write, now: Date): Promise<void> {
  const { version, source, types } = communityTypes;
  await saveReference(tx, { kind: 'community-types', version, status: 'effective', effectiveFrom: null, source, content: types }, now);
  for (const [code, name, nameEn] of types as [string, string, string][]) {
    const row = { code, name, nameEn, source };
    await tx
      .insertInto('areas.communityType')
      .values(row)
      .onConflict((conflict) => conflict.column('code').doUpdateSet(row))
      .execute();
  }
}
