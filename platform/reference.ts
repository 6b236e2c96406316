import type { Write } from './database.ts';

/** A list, dictionary or calendar that is data, not code: with its version, its source and since when it holds. */
export type ReferenceSet = {
  kind: string;
  version: string;
  status: 'draft' | 'effective' | 'expired';
  effectiveFrom: string | null;
  source: string;
  content: unknown;
};

/** Writes a set of reference data; the same version again replaces its content. */
export async function saveReference(tx: Write, set: ReferenceSet, now: Date): Promise<void> {
  const row = { ...set, content: JSON.stringify(set.content), loadedAt: now };
  await tx
    .insertInto('platform.referenceData')
    .values(row)
    .onConflict((conflict) => conflict.columns(['kind', 'version']).doUpdateSet(row))
    .execute();
}
