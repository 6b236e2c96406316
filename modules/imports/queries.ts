import type { Reading } from '../../platform/context.ts';
import { csvCell } from '../../platform/files/csv-cell.ts';
import type { Issue, Note } from '../../platform/files/fault.ts';
import { refuse } from '../../platform/refuse.ts';
import { noSuchImport } from './contract.ts';

const columns = [
  'id',
  'kind',
  'fileName',
  'crs',
  'status',
  'progress',
  'step',
  'rowsTotal',
  'rowsGood',
  'rowsBad',
  'summary',
  'createdAt',
  'finishedAt',
] as const;
type Row = { kind: string; status: string; summary: unknown; createdAt: Date; finishedAt: Date | null };

const view = <R extends Row>(row: R) => ({
  ...row,
  kind: row.kind as 'areas',
  status: row.status as 'checked',
  summary: row.summary as Record<string, string | number> | null,
  createdAt: row.createdAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
});

export async function listImportsQuery({ db, district }: Reading) {
  const rows = await db.selectFrom('imports.import').select(columns).where('district', '=', district).orderBy('createdAt', 'desc').limit(100).execute();
  return rows.map(view);
}

async function getRow({ db, district }: Reading, id: string) {
  const row = await db
    .selectFrom('imports.import')
    .select([...columns, 'issues', 'notes'])
    .where('district', '=', district)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? refuse(noSuchImport);
}

export async function getImportQuery(context: Reading, { id }: { id: string }) {
  const row = await getRow(context, id);
  return { ...view(row), issues: (row.issues as Issue[]).slice(0, 200), notes: row.notes as Note[] };
}

export async function getImportIssuesQuery(context: Reading, { id }: { id: string }) {
  const row = await getRow(context, id);
  const lines = (row.issues as Issue[]).map((issue) => [issue.row, issue.column, issue.value, issue.zh, issue.en].map(csvCell).join(','));
  return new File([`﻿row,column,value,问题,problem\r\n${lines.join('\r\n')}\r\n`], 'issues.csv', {
    type: 'text/csv;charset=utf-8',
  });
}
