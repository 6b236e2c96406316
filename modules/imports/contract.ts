import { z } from 'zod';
import { command, Day, Flag, Id, Moment, query, refusal, refuses } from '../../platform/endpoint.ts';

export const noSuchImport = refusal(404, 'imports/no-such-import', { zh: '没有这次导入', en: 'There is no such import' });
export const notChecked = refusal(409, 'imports/not-checked', {
  zh: '还没有检查完，或者已经导入',
  en: 'It is not checked yet, or loaded already',
});
export const hasBadRows = refusal(422, 'imports/has-bad-rows', {
  zh: '有错误的行。请改好后重新上传，或选择“跳过错误行，导入其余”',
  en: 'Some rows are wrong. Mend them and send the file again, or choose to load the rest without them',
});
export const nothingToLoad = refusal(422, 'imports/nothing-to-load', { zh: '没有可导入的内容', en: 'There is nothing to load' });

export const ImportKind = z.enum(['areas', 'facilities', 'population', 'streets']);
const Issue = z.object({
  row: z.int().nullable(),
  column: z.string().nullable(),
  value: z.string().nullable(),
  zh: z.string(),
  en: z.string(),
});

export const Import = z.object({
  id: Id,
  kind: ImportKind,
  fileName: z.string(),
  crs: z.string().nullable(),
  status: z.enum(['checking', 'checked', 'loading', 'loaded', 'failed']),
  progress: z.int().min(0).max(100),
  step: z.string(),
  rowsTotal: z.int().nullable(),
  rowsGood: z.int().nullable(),
  rowsBad: z.int().nullable(),
  notes: z.array(z.object({ zh: z.string(), en: z.string() })),
  issues: z.array(Issue).describe('the first 200'),
  summary: z.record(z.string(), z.union([z.string(), z.number()])).nullable(),
  createdAt: Moment,
  finishedAt: Moment.nullable(),
});
const ById = z.object({ id: Id });

export const startImport = command('POST', '/imports', 'Send a file; it is checked and nothing is loaded yet')
  .input(
    z.object({
      kind: ImportKind,
      file: z.file().max(64_000_000),
      crs: z.enum(['WGS-84', 'CGCS2000', 'GCJ-02', 'BD-09']).optional(),
      title: z.string().trim().max(120).optional(),
      source: z.string().trim().max(200).optional(),
      asOf: Day.optional(),
      isInvented: Flag.optional(),
    }),
  )
  .output(ById);
export const applyImport = command('POST', '/imports/{id}/apply', 'Load a checked file, all in one transaction')
  .errors(refuses(noSuchImport, notChecked, hasBadRows, nothingToLoad))
  .input(ById.extend({ skipBadRows: z.boolean().default(false) }))
  .output(ById);
export const listImports = query('/imports', 'Files sent').output(z.array(Import.omit({ issues: true, notes: true })));
export const getImport = query('/imports/{id}', 'A file sent: its progress, its faults by row and column, what was loaded')
  .errors(refuses(noSuchImport))
  .input(ById)
  .output(Import);
export const getImportIssues = query('/imports/{id}/issues', 'All faults as CSV').errors(refuses(noSuchImport)).input(ById).output(z.file());

export const imports = { startImport, applyImport, listImports, getImport, getImportIssues };
