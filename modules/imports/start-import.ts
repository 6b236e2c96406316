import type { CoordinateSystem } from '../../engines/reach/coordinates.ts';
import type { Actor } from '../../platform/access.ts';
import { dayHere } from '../../platform/clock.ts';
import type { Writing } from '../../platform/context.ts';
import { sha256 } from '../../platform/crypto.ts';
import { newId } from '../../platform/id.ts';
import { refuse } from '../../platform/refuse.ts';
import { hasBadRows, noSuchImport, notChecked, nothingToLoad } from './contract.ts';

type Start = {
  kind: string;
  file: File;
  crs?: CoordinateSystem;
  title?: string;
  source?: string;
  asOf?: string;
  isInvented?: boolean;
};

/** Keeps the file and plans its check. */
export async function startImportCommand({ tx, district, now, actor, enqueue, note }: Writing<Actor>, input: Start) {
  const id = newId(now.getTime());
  const content = Buffer.from(await input.file.arrayBuffer());
  const options = {
    title: input.title || input.file.name,
    source: input.source || input.file.name,
    asOf: input.asOf ?? dayHere(now),
    invented: input.isInvented ?? false,
  };
  await tx
    .insertInto('imports.import')
    .values({
      district,
      id,
      kind: input.kind,
      fileName: input.file.name,
      content,
      contentHash: sha256(content),
      crs: input.crs ?? null,
      options: JSON.stringify(options),
      status: 'checking',
      createdAt: now,
      createdBy: actor.id,
    })
    .execute();
  await enqueue('check-import', { district, id });
  note({ object: id, detail: { kind: input.kind, file: input.file.name, sha256: sha256(content) } });
  return { id };
}

/** Lets a checked file be loaded. Of two people who press the button, one starts it. */
export async function applyImportCommand({ tx, district, enqueue, note }: Writing<Actor>, { id, skipBadRows }: { id: string; skipBadRows: boolean }) {
  const row = await tx
    .selectFrom('imports.import')
    .select(['status', 'rowsBad', 'rowsGood'])
    .where('district', '=', district)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) refuse(noSuchImport);
  if (row.status !== 'checked') refuse(notChecked);
  if (!row.rowsGood) refuse(nothingToLoad);
  if ((row.rowsBad ?? 0) > 0 && !skipBadRows) refuse(hasBadRows, { rowsBad: row.rowsBad });
  await tx.updateTable('imports.import').set({ status: 'loading', progress: 0 }).where('district', '=', district).where('id', '=', id).execute();
  await enqueue('load-import', { district, id });
  note({ object: id, detail: { skipBadRows } });
  return { id };
}
