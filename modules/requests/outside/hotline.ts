import type { Actor } from '../../../platform/access.ts';
import type { Writing } from '../../../platform/context.ts';
import { type Column, matchColumns, RowReader } from '../../../platform/files/columns.ts';
import { FileFault, type Issue, type Row } from '../../../platform/files/fault.ts';
import { readTable } from '../../../platform/files/table.ts';
import { refuse } from '../../../platform/refuse.ts';
import { type DutyList, getEffectiveList } from '../duty/duty-list.ts';
import { fileUnusable, hasBadRows } from './contract.ts';
import { matterFromWords, receiveOnce } from './receive.ts';

const columns: Column[] = [
  { name: 'outsideId', aliases: ['工单编号', '热线编号', '编号', 'id'], required: true, zh: '热线的工单编号', en: 'their number' },
  { name: 'words', aliases: ['内容', '诉求内容', '工单内容', 'description'], required: true, zh: '诉求内容', en: 'what was said' },
  { name: 'matter', aliases: ['事项', '事项编码', '类别'], required: false, zh: '事项编码或名称', en: 'code or name of the matter' },
  { name: 'areaCode', aliases: ['区划代码', '社区代码'], required: false, zh: '社区代码', en: 'code of the community' },
  { name: 'placeText', aliases: ['地址', '地点', 'address'], required: false, zh: '地点', en: 'place' },
  { name: 'name', aliases: ['姓名', '来电人'], required: false, zh: '来电人', en: 'who called' },
  { name: 'phone', aliases: ['电话', '来电号码'], required: false, zh: '电话', en: 'phone' },
];

type Call = { outsideId: string; words: string; matter: string; areaCode: string; placeText: string; reporter: { name?: string; phone?: string } };
type Lookup = { list: DutyList; areas: Set<string>; district: string };

function readCall(row: Row, of: Map<string, string>, { list, areas, district }: Lookup): { call: Call | null; issues: Issue[] } {
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
  const call = { outsideId: outsideId ?? '', words: words ?? '', matter: matter ?? '', areaCode, placeText };
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
  const list = await getEffectiveList(tx, district, now);
  const areas = await tx.selectFrom('areas.area').select('code').where('code', 'like', `${district}%`).where('validTo', 'is', null).execute();
  const lookup = { list, areas: new Set(areas.map(({ code }) => code)), district };
  const read = table.rows.map((row) => readCall(row, of, lookup));
  const issues = [...table.issues, ...read.flatMap((row) => row.issues)];
  const calls = read.flatMap(({ call }) => call ?? []);
  const summary = { rows: table.rows.length, good: calls.length, loaded: 0, repeated: 0, issues: issues.slice(0, 200) };
  if (!isLoad) return summary;
  if (issues.length > 0 && !skipBadRows) refuse(hasBadRows, { bad: table.rows.length - calls.length });
  for (const call of calls) {
    const { isRepeated } = await receiveOnce(context, { channel: 'hotline', ...call });
    if (isRepeated) summary.repeated++;
    else summary.loaded++;
  }
  context.note({ object: 'hotline-import', detail: { loaded: summary.loaded, repeated: summary.repeated } });
  return summary;
}

function matched(table: Awaited<ReturnType<typeof readTable>>): Map<string, string> {
  try {
    return matchColumns(table, columns).of;
  } catch (fault) {
    if (fault instanceof FileFault) refuse(fileUnusable, { because: fault.code, zh: fault.zh, en: fault.message });
    throw fault;
  }
}
