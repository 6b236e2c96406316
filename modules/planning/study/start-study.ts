import type { Logger } from 'pino';
import type { CoordinateSystem } from '../../../engines/reach/coordinates.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import { type Database, inTransaction, type Read } from '../../../platform/database.ts';
import { FileFault } from '../../../platform/files/fault.ts';
import { newId } from '../../../platform/id.ts';
import type { Job } from '../../../platform/job.ts';
import { refuse } from '../../../platform/refuse.ts';
import { listKnownFunctions } from '../../places/index.ts';
import { findNetwork } from '../../streets/index.ts';
import { noSuchStudy } from '../contract.ts';
import { findDemand } from '../demand.ts';
import { noPopulation, noStreets } from '../refusals.ts';
import { readStudyFiles, type StudyInput } from './read-folder.ts';
import { studyHtml } from './report.ts';
import { type Result, runStudy } from './run-study.ts';
import { studyCsv } from './tables.ts';

type Start = { title: string; minutes: number; speed: number; crs?: CoordinateSystem; files?: File[] };

/** Plans a study; the work is a job, so that nobody's request waits for it. */
export async function startStudyCommand({ tx, district, now, actor, enqueue, note }: Writing, input: Start) {
  const id = newId(now.getTime());
  const files = input.files ?? [];
  if (files.length === 0) {
    const network = (await findNetwork(tx, district)) ?? refuse(noStreets);
    if (!(await findDemand(tx, district, network))) refuse(noPopulation);
  }
  const { title, minutes, speed, crs } = input;
  await tx
    .insertInto('planning.study')
    .values({
      district,
      id,
      title,
      status: 'waiting',
      parameters: JSON.stringify({ minutes, speed, crs: crs ?? null }),
      files: JSON.stringify(files.map((file) => file.name)),
      createdAt: now,
      createdBy: actor?.id ?? null,
    })
    .execute();
  for (const file of files) {
    await tx
      .insertInto('planning.studyFile')
      .values({ district, studyId: id, name: file.name, content: Buffer.from(await file.arrayBuffer()) })
      .execute();
  }
  await enqueue('run-study', { district, id });
  note({ object: id, detail: { title, files: files.length } });
  return { id };
}

/** The district as loaded: every function of the catalogue that some place provides is one kind. */
async function districtInput(db: Read, district: string): Promise<StudyInput> {
  const network = await findNetwork(db, district);
  const demand = network && (await findDemand(db, district, network));
  if (!network || !demand) throw new FileFault('study-empty', { zh: '本区还没有街道或人口', en: 'The district has no streets or no population yet' });
  const places = await db
    .selectFrom('places.place')
    .select(['id', 'lon', 'lat', 'functions'])
    .where('district', '=', district)
    .where('closedOn', 'is', null)
    .execute();
  const functions = await listKnownFunctions(db, district);
  const kinds = functions.flatMap(({ code, name, nameEn }) => {
    const own = places.filter((place) => place.functions.includes(code));
    if (own.length === 0) return [];
    const points = {
      id: own.map((place) => place.id),
      lon: own.map((place) => place.lon),
      lat: own.map((place) => place.lat),
      count: own.map(() => 1),
    };
    return [{ code, name, nameEn, points }];
  });
  const cells = { id: demand.cellIds, lon: [...demand.joined.lon], lat: [...demand.joined.lat], people: [...demand.people] };
  const notes = demand.invented ? [{ zh: '人口和设施为演示数据，是虚构的', en: 'People and facilities are demonstration data and invented' }] : [];
  return { network: network.network, cells, kinds, notes };
}

async function runStored(db: Database, log: Logger, district: string, id: string): Promise<void> {
  const update = (change: Record<string, unknown>) =>
    inTransaction(db, district, (tx) => tx.updateTable('planning.study').set(change).where('district', '=', district).where('id', '=', id).execute());
  const study = await db
    .selectFrom('planning.study')
    .select(['title', 'parameters', 'status'])
    .where('district', '=', district)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!study || study.status === 'done') return;
  await update({ status: 'running', progress: 'reading' });
  try {
    const { minutes, speed, crs } = study.parameters as { minutes: number; speed: number; crs: CoordinateSystem | null };
    const files = await db.selectFrom('planning.studyFile').select(['name', 'content']).where('district', '=', district).where('studyId', '=', id).execute();
    const input =
      files.length > 0
        ? await readStudyFiles(
            files.map((file) => ({ name: file.name, bytes: file.content })),
            crs,
          )
        : await districtInput(db, district);
    await update({ progress: 'walking' });
    const outcome = runStudy(input, { title: study.title, minutes, speed });
    const done = { result: JSON.stringify(outcome.result), csv: studyCsv(outcome), html: studyHtml(outcome) };
    await update({ ...done, status: 'done', progress: '', finishedAt: new Date() });
  } catch (error) {
    const isFault = error instanceof FileFault;
    if (!isFault) log.error({ err: error, study: id }, 'a study failed');
    await update({
      status: 'failed',
      error: isFault ? `${error.zh} / ${error.message}` : '系统出错，请联系管理员 / something failed here; please tell your administrator',
      finishedAt: new Date(),
    });
  }
}

export function planningJobs(db: Database, log: Logger): Job[] {
  return [{ name: 'run-study', run: async ({ district, id }) => runStored(db, log, String(district), String(id)) }];
}

const listed = ['id', 'title', 'status', 'progress', 'error', 'files', 'createdAt', 'finishedAt'] as const;
type Listed = {
  id: string;
  title: string;
  status: string;
  progress: string;
  error: string | null;
  files: unknown;
  createdAt: Date;
  finishedAt: Date | null;
};
const view = (row: Listed) => ({
  ...row,
  status: row.status as 'done',
  files: row.files as string[],
  createdAt: row.createdAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
});

export async function listStudiesQuery({ db, district }: Reading) {
  const rows = await db.selectFrom('planning.study').select(listed).where('district', '=', district).orderBy('createdAt', 'desc').limit(100).execute();
  return rows.map(view);
}

export async function getStudyQuery({ db, district }: Reading, { id }: { id: string }) {
  const row = await db.selectFrom('planning.study').select(listed).select('result').where('district', '=', district).where('id', '=', id).executeTakeFirst();
  if (!row) refuse(noSuchStudy);
  const { result, ...rest } = row;
  return { ...view(rest), result: result as unknown as Result | null };
}

const types = { html: 'text/html;charset=utf-8', csv: 'text/csv;charset=utf-8', json: 'application/json' };

export async function getStudyReportQuery({ db, district }: Reading, { id, as }: { id: string; as: 'html' | 'csv' | 'json' }) {
  const row = await db
    .selectFrom('planning.study')
    .select(['title', 'html', 'csv', 'result'])
    .where('district', '=', district)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row?.html) refuse(noSuchStudy);
  const content = as === 'json' ? JSON.stringify(row.result, null, 1) : as === 'csv' ? row.csv! : row.html;
  return new File([content], `study.${as}`, { type: types[as] });
}
