import { sql } from 'kysely';
import { type Actor, holdsAt, type StaffRole } from '../../platform/access.ts';
import type { Writing } from '../../platform/context.ts';
import { isPostgresError } from '../../platform/database.ts';
import { Refused, refuse } from '../../platform/refuse.ts';
import { beginCase, listCaseClasses, seeCase } from '../cases/index.ts';
import { findEffectiveList, findMatter, receiveOnce } from '../requests/index.ts';
import { noSuchVisit, Upload } from './contract.ts';
import shipped from './data/visits.json' with { type: 'json' };

export const visitors: StaffRole[] = ['districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'communityWorker'];
type Why = { zh: string; en: string };
type Kept = { id: string; state: 'kept' | 'known' | 'refused'; why: Why | null; number: string | null };

const refused = (id: string, zh: string, en: string): Kept => ({ id, state: 'refused', why: { zh, en }, number: null });
const caseKinds = { event: 'gridEvent', help: 'verification' } as const;

/** What stands against a visit; found before anything is written, so that one bad visit holds up no other. */
async function faultOf({ tx, district, actor, now }: Writing<Actor>, visit: Upload): Promise<Kept | null> {
  const { id, areaCode, householdId, outcome, topics, report } = visit;
  const area = await tx.selectFrom('areas.area').select('path').where('code', '=', areaCode).where('validTo', 'is', null).executeTakeFirst();
  if (!area || !areaCode.startsWith(district)) return refused(id, '没有这个社区', 'there is no such community');
  if (!holdsAt(actor, visitors, { areaPath: area.path })) return refused(id, '不在您的辖区', 'this is not your area');
  if ((outcome === 'patrol') !== (householdId === null)) return refused(id, '走访要选住户，巡查不选', 'a visit names a household, a patrol does not');
  if (Date.parse(visit.visitedAt) > now.getTime() + 3_600_000)
    return refused(id, '时间在以后，请检查手机的时间', 'the time lies ahead; check the clock of the phone');
  if (householdId) {
    const found = await tx.selectFrom('people.household').select('areaCode').where('district', '=', district).where('id', '=', householdId).executeTakeFirst();
    if (found?.areaCode !== areaCode) return refused(id, '这一户不在这个社区', 'the household is not in this community');
  }
  const unknown = topics.find((code) => !shipped.topics.some((topic) => topic.code === code));
  if (unknown) return refused(id, `没有主题 ${unknown}`, `there is no topic ${unknown}`);
  if (report?.kind === 'request') {
    const list = await findEffectiveList(tx, district);
    if (list && !findMatter(list, report.matter)) return refused(id, `没有事项 ${report.matter}`, `there is no matter ${report.matter}`);
  } else if (report && !(await listCaseClasses(tx, caseKinds[report.kind])).includes(report.matter))
    return refused(id, `没有类别 ${report.matter}`, `there is no class ${report.matter}`);
  return null;
}

/** What was met on the way becomes a request of theirs, a grid event, or somebody to be looked after: once for a visit, however often it comes. */
async function passOn(context: Writing<Actor>, visit: Upload, before: { requestId: string | null; caseId: string | null } | undefined) {
  const { report, id, areaCode } = visit;
  if (!report || before?.requestId || before?.caseId) {
    const { requestId = null, caseId = null } = before ?? {};
    return { requestId, caseId, number: await numberOf(context, requestId ?? caseId) };
  }
  if (report.kind === 'request') {
    const { kind: _, ...told } = report;
    const request = await receiveOnce(context, { ...told, areaCode, channel: 'visit', outsideId: id, reporter: {} });
    return { requestId: request.id, caseId: null, number: request.number };
  }
  const kind = caseKinds[report.kind];
  const { tx, district, now, actor } = context;
  // Lists show titles; what was met is for those who work on the case.
  const fresh = { kind, class: report.matter, title: report.kind === 'help' ? '困难线索' : '巡查上报', areaCode, part: 'clerk' } as const;
  const opened = await beginCase({ tx, district, now, actor }, fresh);
  return { requestId: null, caseId: opened.id, number: opened.number };
}

/** The receipt number of what was passed on before, so that a phone whose first answer was lost still learns it. */
async function numberOf({ tx, district }: Writing<Actor>, id: string | null): Promise<string | null> {
  if (id === null) return null;
  const row = await tx.selectFrom('cases.caseFile').select('number').where('district', '=', district).where('id', '=', id).executeTakeFirst();
  return row?.number ?? null;
}

async function keepOne(context: Writing<Actor>, visit: Upload): Promise<Kept> {
  const { tx, district, now, actor, vault } = context;
  const { id, revision, householdId, areaCode, visitedAt, outcome, topics, note, sealedNote } = visit;
  // Two uploads of one visit at the same moment come one after the other.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`visit ${district} ${id}`}, 0))`.execute(tx);
  const before = await tx
    .selectFrom('visits.visit')
    .select(['revision', 'accountId', 'requestId', 'caseId'])
    .where('district', '=', district)
    .where('id', '=', id)
    .executeTakeFirst();
  if (before && before.accountId !== actor.id) return refused(id, '这个编号是别人的记录', 'this is somebody else’s visit');
  if (before && before.revision >= revision) return { id, state: 'known', why: null, number: await numberOf(context, before.requestId ?? before.caseId) };
  const fault = await faultOf(context, visit);
  if (fault) return fault;
  const { number, ...passed } = await passOn(context, visit, before);
  const row = {
    ...passed,
    revision,
    householdId,
    areaCode,
    visitedAt: new Date(visitedAt),
    outcome,
    topics,
    note,
    sealedNote: sealedNote === '' ? null : vault.seal('visits.visit.note', sealedNote),
    // What a case came of stays, also where a later revision reports nothing.
    ...((visit.report || !before?.caseId) && { reportSealed: visit.report && vault.seal('visits.visit.report', JSON.stringify(visit.report)) }),
  };
  await tx
    .insertInto('visits.visit')
    .values({ ...row, district, id, accountId: actor.id, receivedAt: now })
    .onConflict((conflict) => conflict.columns(['district', 'id']).doUpdateSet(row))
    .execute();
  return { id, state: 'kept', why: null, number };
}

/** One visit as it came: what cannot be read or stored is refused with its cure, and holds up no other. */
async function keepSafely(context: Writing<Actor>, given: Given): Promise<Kept> {
  const parsed = Upload.safeParse(given);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    return refused(given.id, `“${path.join('.')}”填写不对：${message}`, `${path.join('.')}: ${message}`);
  }
  const { tx } = context;
  await sql`savepoint one_visit`.execute(tx);
  try {
    const kept = await keepOne(context, parsed.data);
    await sql`release savepoint one_visit`.execute(tx);
    return kept;
  } catch (error) {
    await sql`rollback to savepoint one_visit`.execute(tx);
    if (error instanceof Refused) return refused(given.id, error.refusal.zh, error.refusal.en);
    // Classes 22 and 23 of SQLSTATE: a value that cannot be stored. Anything else is a fault of ours, and the phone comes again.
    if (isPostgresError(error) && /^2[23]/.test(error.code)) return refused(given.id, '有不能保存的内容', 'it holds something that cannot be stored');
    throw error;
  }
}

type Given = Upload | { id: string };
export async function uploadVisitsCommand(context: Writing<Actor>, { visits }: { visits: Given[] }) {
  const answers: Kept[] = [];
  const revision = (given: Given) => ('revision' in given ? given.revision : 0);
  // In one order whatever the phone's, so that two uploads of the same visits never wait for each other.
  const order = [...visits.entries()].toSorted(([, a], [, b]) => (a.id < b.id ? -1 : a.id > b.id ? 1 : revision(a) - revision(b)));
  for (const [i, given] of order) answers[i] = await keepSafely(context, given);
  context.note({ object: 'visits', detail: { kept: answers.filter(({ state }) => state === 'kept').length } });
  return answers;
}

/** What was met, told to those who work on the case that came of it, for a purpose that is kept. */
export async function openReportCommand(context: Writing<Actor>, { id, purpose }: { id: string; purpose: string }) {
  const { tx, district, vault, note } = context;
  const { row, parts } = await seeCase({ ...context, db: tx }, id);
  const visit = await tx
    .selectFrom('visits.visit as v')
    .leftJoin('people.household as h', (join) => join.onRef('h.district', '=', 'v.district').onRef('h.id', '=', 'v.householdId'))
    .select(['v.reportSealed', 'v.visitedAt', 'h.addressCipher'])
    .where('v.district', '=', district)
    .where('v.caseId', '=', id)
    .executeTakeFirst();
  if (!visit?.reportSealed || parts.length === 0) refuse(noSuchVisit);
  const { words, placeText = '', lon = null, lat = null } = JSON.parse(vault.open('visits.visit.report', visit.reportSealed));
  note({ object: id, areaCode: row.areaCode, purpose, detail: { opened: ['report', 'address'] } });
  const address = visit.addressCipher === null ? null : vault.open('household.address', visit.addressCipher);
  return { words, placeText, lon, lat, address, visitedAt: visit.visitedAt.toISOString() };
}
