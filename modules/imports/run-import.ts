import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { CoordinateSystem } from '../../engines/reach/coordinates.ts';
import { type Database, inTransaction, type Read, type Write } from '../../platform/database.ts';
import { recordEvent } from '../../platform/event.ts';
import { FileFault } from '../../platform/files/fault.ts';
import type { Checked, Importer, Incoming } from '../../platform/files/importer.ts';
import { areasImporter } from '../areas/index.ts';
import { facilitiesImporter } from '../places/index.ts';
import { populationImporter } from '../planning/index.ts';
import { streetsImporter } from '../streets/index.ts';

const importers = Object.fromEntries([areasImporter, facilitiesImporter, populationImporter, streetsImporter].map((i) => [i.kind, i])) as Record<
  string,
  Importer
>;

export type Progress = (share: number, step: string) => Promise<void>;
type Load = { district: string; now: Date; actorId: string | null; log: Logger; progress: Progress };

/**
 * Checks a file without writing anything.
 * @throws FileFault when nothing of the file can be used
 */
export function checkFile(db: Read, kind: string, file: Incoming, progress: Progress): Promise<Checked<unknown>> {
  return importers[kind]!.check(db, file, progress);
}

/** Loads what a check planned, with its event, in the caller's transaction: all of it or nothing. */
export async function loadFile(tx: Write, kind: string, checked: Checked<unknown>, file: Incoming, load: Load) {
  const { event, subject, summary } = await importers[kind]!.load({ tx, ...load }, checked.plan, file);
  await recordEvent(tx, { district: load.district, kind: event, subject, actorId: load.actorId, at: load.now });
  return summary;
}

type Stored = {
  kind: string;
  fileName: string;
  content: Buffer;
  crs: string | null;
  options: unknown;
  status: string;
  createdBy: string;
};
type Options = { title: string; source: string; asOf: string; invented: boolean; skipBadRows?: boolean };

const incoming = (row: Stored, district: string): Incoming => {
  const { title, source, asOf, invented } = row.options as Options;
  return {
    name: row.fileName,
    bytes: row.content,
    crs: row.crs as CoordinateSystem | null,
    title,
    source,
    asOf,
    invented,
    district,
  };
};

/** The stored file, its progress and its end. */
function shelf(db: Database, log: Logger) {
  const find = (district: string, id: string) =>
    db
      .selectFrom('imports.import')
      .select(['kind', 'fileName', 'content', 'crs', 'options', 'status', 'createdBy'])
      .where('district', '=', district)
      .where('id', '=', id)
      .executeTakeFirst();
  const update = (district: string, id: string, change: Record<string, unknown>) =>
    db.updateTable('imports.import').set(change).where('district', '=', district).where('id', '=', id).execute();
  const watch = (district: string, id: string, from: number, to: number): Progress => {
    let last = -1;
    return async (share, step) => {
      const progress = Math.round(from + (to - from) * Math.min(1, share));
      if (progress === last) return;
      last = progress;
      await update(district, id, { progress, step });
    };
  };
  const fail = (district: string, id: string, error: unknown) => {
    const isFault = error instanceof FileFault;
    if (!isFault) log.error({ err: error, import: id }, 'an import failed');
    const words = isFault
      ? { zh: error.zh, en: error.message }
      : {
          zh: '处理这个文件时系统出错，没有写入任何内容。请联系管理员',
          en: 'Something failed here while working on this file; nothing was written. Please tell your administrator',
        };
    const issues = JSON.stringify([{ row: null, column: null, value: null, ...words }]);
    return update(district, id, { status: 'failed', issues, step: isFault ? error.code : 'internal', finishedAt: new Date() });
  };
  return { find, update, watch, fail };
}

/** The two jobs of an import. Both read the stored file again, so that a killed process loses nothing. */
export function createRunner(db: Database, log: Logger) {
  const { find, update, watch, fail } = shelf(db, log);

  async function check(district: string, id: string): Promise<void> {
    const row = await find(district, id);
    if (row?.status !== 'checking') return;
    try {
      const { rowsTotal, rowsGood, issues, notes, summary } = await checkFile(db, row.kind, incoming(row, district), watch(district, id, 0, 99));
      const bad = new Set(issues.map((issue) => issue.row)).size;
      await update(district, id, {
        status: 'checked',
        progress: 100,
        step: '',
        rowsTotal,
        rowsGood,
        rowsBad: bad,
        issues: JSON.stringify(issues.slice(0, 10_000)),
        notes: JSON.stringify(notes),
        summary: JSON.stringify(summary),
      });
    } catch (error) {
      await fail(district, id, error);
    }
  }

  async function load(district: string, id: string): Promise<void> {
    const row = await find(district, id);
    if (row?.status !== 'loading') return;
    try {
      const file = incoming(row, district);
      const checked = await checkFile(db, row.kind, file, watch(district, id, 0, 40));
      const progress = watch(district, id, 40, 99);
      const summary = await inTransaction(db, district, async (tx) => {
        // Not a row lock: progress is written to the same row meanwhile. A second run waits here, then sees that nothing is left to do.
        await sql`select pg_advisory_xact_lock(hashtextextended(${id}, 0))`.execute(tx);
        const still = await tx.selectFrom('imports.import').select('status').where('district', '=', district).where('id', '=', id).executeTakeFirst();
        if (still?.status !== 'loading') return null;
        const result = await loadFile(tx, row.kind, checked, file, {
          district,
          now: new Date(),
          actorId: row.createdBy,
          log,
          progress,
        });
        const done = { status: 'loaded', progress: 100, step: '', summary: JSON.stringify(result), finishedAt: new Date() };
        await tx.updateTable('imports.import').set(done).where('district', '=', district).where('id', '=', id).where('status', '=', 'loading').execute();
        return result;
      });
      if (summary) log.info({ import: id, kind: row.kind, ...summary }, 'import loaded');
    } catch (error) {
      await fail(district, id, error);
    }
  }
  return { check, load };
}
