import type { WorkingCalendar } from '../../engines/calendar/working-days.ts';
import { type CaseType, faultOfType } from '../../engines/cases/case-type.ts';
import { createWorkingLine, type WorkingLine } from '../../engines/cases/working-line.ts';
import type { Read, Write } from '../../platform/database.ts';
import { saveReference } from '../../platform/reference.ts';
import { getWorkingCalendar } from '../calendar/index.ts';
import badReview from './data/badReview.json' with { type: 'json' };
import gridEvent from './data/gridEvent.json' with { type: 'json' };
import proactive from './data/proactive.json' with { type: 'json' };
import rectification from './data/rectification.json' with { type: 'json' };
import request from './data/request.json' with { type: 'json' };
import verification from './data/verification.json' with { type: 'json' };

export const shipped = [request, gridEvent, proactive, badReview, verification, rectification] as unknown as CaseType[];
/** The states in which nothing runs against those who work on a case, though it is not closed: it is answered, or put right. */
export const restingStates: string[] = [
  ...new Set(shipped.flatMap(({ moves, clocks, clockRoles }) => clocks[clockRoles.main]!.stops.flatMap((move) => moves[move]?.to ?? []))),
];
const keyOf = (kind: string) => `case-type:${kind}`;

/** Loads the kinds of cases that the installation ships; a new version leaves the old one for the cases that began under it. */
export async function loadCaseTypes(tx: Write, now: Date): Promise<void> {
  for (const type of shipped) {
    const fault = faultOfType(type);
    if (fault) throw new Error(`The case type ${type.kind} ${type.version} cannot be used: ${fault}.`);
    const { kind, version, source } = type;
    await saveReference(tx, { kind: keyOf(kind), version, status: 'effective', effectiveFrom: version, source, content: type }, now);
  }
}

const kept = new Map<string, CaseType>();

/** A kind of case as it was in a version; versions never change once cases began under them, so they are read once. */
export async function getCaseType(db: Read, kind: string, version: string): Promise<CaseType> {
  const known = kept.get(`${kind} ${version}`) ?? shipped.find((type) => type.kind === kind && type.version === version);
  if (known) return known;
  const row = await db
    .selectFrom('platform.referenceData')
    .select('content')
    .where('kind', '=', keyOf(kind))
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  const type = row.content as unknown as CaseType;
  kept.set(`${kind} ${version}`, type);
  return type;
}

/** The version under which cases begin now. */
export async function currentType(db: Read, kind: string): Promise<CaseType> {
  const row = await db
    .selectFrom('platform.referenceData')
    .select('version')
    .where('kind', '=', keyOf(kind))
    .where('status', '=', 'effective')
    .orderBy('version', 'desc')
    .executeTakeFirstOrThrow();
  return getCaseType(db, kind, row.version);
}

const lines = new WeakMap<WorkingCalendar, Map<string, WorkingLine>>();

/** Working time by the published calendar and the office hours of a kind of case. */
export async function getLine(db: Read, { office }: CaseType): Promise<WorkingLine> {
  const calendar = await getWorkingCalendar(db);
  const byOffice = lines.get(calendar) ?? new Map<string, WorkingLine>();
  lines.set(calendar, byOffice);
  const key = JSON.stringify(office);
  const line = byOffice.get(key) ?? createWorkingLine(calendar, office);
  byOffice.set(key, line);
  return line;
}

export async function listCaseTypesQuery({ db }: { db: Read }) {
  const types = await Promise.all(shipped.map(({ kind }) => currentType(db, kind)));
  return types.map(({ kind, version, source, name, states, moves, clocks, classes }) => ({
    kind,
    version,
    source,
    name,
    states: Object.entries(states).map(([code, { zh, en, isFinal }]) => ({ code, zh, en, isFinal: isFinal === true })),
    moves: Object.entries(moves).map(([code, { zh, en, from, to, by }]) => ({ code, zh, en, from, to: to ?? null, by })),
    clocks: Object.entries(clocks).map(([code, { zh, en }]) => ({ code, zh, en })),
    classes: Object.entries(classes).map(([code, { zh, en, limits, extensions }]) => ({
      code,
      zh,
      en,
      limits: Object.entries(limits).map(([clock, limit]) => ({ clock, limit })),
      extensions,
    })),
  }));
}

/** The names of the classes of a kind, as it is now. */
export const listCaseClasses = async (db: Read, kind: string): Promise<string[]> => Object.keys((await currentType(db, kind)).classes);
