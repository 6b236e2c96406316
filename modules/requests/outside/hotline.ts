import { sql } from 'kysely';
import type { Actor } from '../../../platform/access.ts';
import type { Writing } from '../../../platform/context.ts';
import { type Column, matchColumns, RowReader } from '../../../platform/files/columns.ts';
import { FileFault, type Issue, type Row } from '../../../platform/files/fault.ts';
import { readTable } from '../../../platform/files/table.ts';
import { refuse } from '../../../platform/refuse.ts';
import shipped from '../data/matters.json' with { type: 'json' };
import { type DutyList, getEffectiveList } from '../duty/duty-list.ts';
import { receive } from '../intake.ts';
import { fileUnusable, hasBadRows } from './contract.ts';
import { matterFromWords } from './receive.ts';

const { mostRows, mostDays } = shipped.hotline;

const columns: Column[] = [
  { name: 'outsideId', aliases: ['工单编号', '热线编号', '编号', 'id'], required: true, zh: '热线的工单编号', en: 'their number' },
  { name: 'words', aliases: ['内容', '诉求内容', '工单内容', 'description'], required: true, zh: '诉求内容', en: 'what was said' },
  { name: 'matter', aliases: ['事项', '事项编码', '类别'], required: false, zh: '事项编码或名称', en: 'code or name of the matter' },
  { name: 'areaCode', aliases: ['区划代码', '社区代码'], required: false, zh: '社区代码', en: 'code of the community' },
  { name: 'placeText', aliases: ['地址', '地点', 'address'], required: false, zh: '地点', en: 'place' },
  { name: 'name', aliases: ['姓名', '来电人'], required: false, zh: '来电人', en: 'who called' },
  { name: 'phone', aliases: ['电话', '来电号码'], required: false, zh: '电话', en: 'phone' },
  { name: 'calledAt', aliases: ['来电时间', '受理时间', 'time'], required: false, zh: '来电时间', en: 'when it was said' },
];

type Call = {
  outsideId: string;
  words: string;
  matter: string;
  areaCode: string;
  placeText: string;
  reporter: { name?: string; phone?: string };
  calledAt: Date;
};
type Lookup = { list: DutyList; areas: Set<string>; district: string; now: Date };

/** When it was said, here: the deadlines run from then. @returns the moment of the import where the file does not say it */
function readCalledAt(reader: RowReader, now: Date): Date {
  const text = reader.raw('calledAt');
  if (text === '') return now;
  const [, day, time = '00:00'] = /^(\d{4}[-/]\d{1,2}[-/]\d{1,2})(?:[ T](\d{1,2}:\d{2})(?::\d{2})?)?$/.exec(text) ?? [];
  const [y, m, d] = (day ?? '').split(/[-/]/).map((part) => part.padStart(2, '0'));
  const at = new Date(`${y}-${m}-${d}T${time.padStart(5, '0')}:00+08:00`);
  const oldest = now.getTime() - mostDays * 86_400_000;
  if (Number.isNaN(at.getTime())) reader.issue('calledAt', '请写成 2026-11-23 10:05', 'write it like 2026-11-23 10:05');
  else if (at > now || at.getTime() < oldest)
    reader.issue('calledAt', `应在最近 ${mostDays} 天以内，且不晚于现在`, `must lie in the last ${mostDays} days and not in the future`);
  return at;
}

function readCall(row: Row, of: Map<string, string>, { list, areas, district, now }: Lookup): { call: Call | null; issues: Issue[] } {
  const reader = new RowReader(row, of);
  const outsideId = reader.text('outsideId', { required: true, max: 120 });
  const words = reader.text('words', { required: true, max: 2000 });
  const named = reader.raw('matter');
  const matter = named === '' ? matterFromWords(list, words ?? '') : list.content.matters.find(({ code, zh }) => code === named || zh === named)?.code;
  if (!matter) reader.issue('matter', `职责清单里没有“${named}”`, `the duty list has no matter “${named}”`);
  const areaCode = reader.raw('areaCode') || district;
  if (!areas.has(areaCode)) reader.issue('areaCode', `本区没有 ${areaCode}`, `this district has no area ${areaCode}`);
  const placeText = reader.text('placeText', { max: 120 }) ?? '';
  const [name, phone] = [reader.text('name', { max: 40 }), reader.text('phone', { max: 20 })];
  const calledAt = readCalledAt(reader, now);
  const call = { outsideId: outsideId ?? '', words: words ?? '', matter: matter ?? '', areaCode, placeText, calledAt };
  return { call: reader.issues.length > 0 ? null : { ...call, reporter: { ...(name && { name }), ...(phone && { phone }) } }, issues: reader.issues };
}

type Import = { file: File; isLoad: boolean; skipBadRows: boolean };
/** Brings calls in: says every bad row, loads nothing until told to, and the rest without the bad rows only when told to. */
export async function importHotlineCommand(context: Writing<Actor>, { file, isLoad, skipBadRows }: Import) {
  const { tx, district, now } = context;
  const table = await readTable(file.name, new Uint8Array(await file.arrayBuffer())).catch((fault: unknown) => {
    if (fault instanceof FileFault) refuse(fileUnusable, { because: fault.code, zh: fault.zh, en: fault.message });
    throw fault;
  });
  const of = matched(table);
  if (table.rows.length > mostRows)
    refuse(fileUnusable, { because: 'too-long', zh: `一次最多 ${mostRows} 行，请分成几个文件`, en: `at most ${mostRows} rows at a time; split the file` });
  const list = await getEffectiveList(tx, district, now);
  const areas = await tx.selectFrom('areas.area').select('code').where('code', 'like', `${district}%`).where('validTo', 'is', null).execute();
  const lookup = { list, areas: new Set(areas.map(({ code }) => code)), district, now };
  const read = table.rows.map((row) => readCall(row, of, lookup));
  const issues = [...table.issues, ...read.flatMap((row) => row.issues)];
  const calls = read.flatMap(({ call }) => call ?? []);
  const summary = { rows: table.rows.length, good: calls.length, loaded: 0, repeated: 0, issues: issues.slice(0, 200) };
  if (!isLoad) return summary;
  if (issues.length > 0 && !skipBadRows) refuse(hasBadRows, { bad: table.rows.length - calls.length });
  const known = await lockKnown(context, calls);
  for (const { calledAt, reporter, ...call } of calls) {
    if (known.has(call.outsideId)) {
      summary.repeated++;
      continue;
    }
    known.add(call.outsideId);
    await receive({ ...context, now: calledAt }, { channel: 'hotline', ...call, reporter: { accountId: null, personId: null, ...reporter } });
    summary.loaded++;
  }
  context.note({ object: 'hotline-import', detail: { loaded: summary.loaded, repeated: summary.repeated } });
  return summary;
}

/** The numbers of the calls that are there already. Two imports come one after the other. */
async function lockKnown({ tx, district }: Writing<Actor>, calls: readonly Call[]): Promise<Set<string>> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${district} hotline-import`}, 0))`.execute(tx);
  if (calls.length === 0) return new Set();
  const { rows } = await sql<{ outsideId: string }>`
    select outside_id from requests.request where district = ${district} and channel = 'hotline' and intake_key is null
      and outside_id = any(${calls.map(({ outsideId }) => outsideId)}::text[])`.execute(tx);
  return new Set(rows.map(({ outsideId }) => outsideId));
}

function matched(table: Awaited<ReturnType<typeof readTable>>): Map<string, string> {
  try {
    return matchColumns(table, columns).of;
  } catch (fault) {
    if (fault instanceof FileFault) refuse(fileUnusable, { because: fault.code, zh: fault.zh, en: fault.message });
    throw fault;
  }
}
