import type { Write } from '../../../platform/database.ts';
import { saveReference } from '../../../platform/reference.ts';
import catalogue from './functions.json' with { type: 'json' };

/** Loads the catalogue of 33 functions and its groupings. */
export async function loadFunctions(tx: Write, now: Date): Promise<void> {
  const { version, source, functions, groups } = catalogue;
  await saveReference(tx, { kind: 'functions', version, status: 'draft', effectiveFrom: null, source, content: catalogue }, now);
  for (const [code, number, kind, name, nameEn, serves, basic] of functions as [string, number, string, string, string, string, boolean][]) {
    const row = { code, number, class: kind, name, nameEn, serves, basic, catalogueVersion: version };
    await tx
      .insertInto('places.serviceFunction')
      .values(row)
      .onConflict((conflict) => conflict.column('code').doUpdateSet(row))
      .execute();
  }
  for (const [position, group] of (groups as [string, string, string, string, string[]][]).entries()) {
    const [grouping, code, name, nameEn, members] = group;
    const row = { grouping, code, name, nameEn, position, functions: members };
    await tx
      .insertInto('places.functionGroup')
      .values(row)
      .onConflict((conflict) => conflict.columns(['grouping', 'code']).doUpdateSet(row))
      .execute();
  }
}
