import { dayHere } from '../../platform/clock.ts';
import type { Writing } from '../../platform/context.ts';
import type { Write } from '../../platform/database.ts';
import { newId } from '../../platform/id.ts';
import { refuse } from '../../platform/refuse.ts';
import { searchText } from '../../platform/search.ts';
import { areaEnded, codeDoesNotFit, noSuchArea, notSiblings, notYet, onlyCommunities } from './contract.ts';
import { areaChanged } from './events.ts';
import { changeView, findArea } from './queries.ts';

type Change = {
  kind: 'rename' | 'merge' | 'split';
  effectiveOn: string;
  fromCodes: string[];
  toCodes: string[];
  oldName: string | null;
  newName: string | null;
  basis: string;
};

async function getCurrent(tx: Write, code: string) {
  const area = (await findArea(tx, code)) ?? refuse(noSuchArea, { code });
  if (area.validTo !== null) refuse(areaEnded, { code });
  return area;
}

/** Communities only: what lies below an upper level would lose its place in the tree. */
function checkSuccessors(context: Writing, from: { code: string; level: string }, codes: string[], effectiveOn: string): void {
  if (from.level !== 'community') refuse(onlyCommunities);
  if (effectiveOn > dayHere(context.now)) refuse(notYet);
  if (codes.some((code) => code.length !== 12 || !code.startsWith(from.code.slice(0, 9)))) refuse(codeDoesNotFit, { parent: from.code.slice(0, 9) });
}

async function recordChange(context: Writing, change: Change) {
  const { tx, now } = context;
  const row = await tx
    .insertInto('areas.areaChange')
    .values({ id: newId(now.getTime()), ...change, recordedAt: now })
    .returning(changeView)
    .executeTakeFirstOrThrow();
  await context.record(areaChanged, change.toCodes[0]!, { kind: change.kind, from: change.fromCodes, to: change.toCodes });
  context.note({
    object: change.fromCodes.join(','),
    areaCode: change.fromCodes[0]!,
    detail: { kind: change.kind, to: change.toCodes },
  });
  return { ...row, kind: change.kind };
}

export async function renameAreaCommand(context: Writing, input: { code: string; name: string; effectiveOn: string; basis: string }) {
  const { tx } = context;
  const area = await getCurrent(tx, input.code);
  if (input.effectiveOn > dayHere(context.now)) refuse(notYet);
  await tx
    .updateTable('areas.area')
    .set({ name: input.name, search: searchText(input.name) })
    .where('code', '=', input.code)
    .execute();
  const { effectiveOn, basis } = input;
  return recordChange(context, {
    kind: 'rename',
    effectiveOn,
    basis,
    fromCodes: [input.code],
    toCodes: [input.code],
    oldName: area.name,
    newName: input.name,
  });
}

type Merge = { code: string; with: string[]; newCode: string; newName: string; effectiveOn: string; basis: string };

export async function mergeAreasCommand(context: Writing, input: Merge) {
  const { tx } = context;
  const codes = [...new Set([input.code, ...input.with])];
  const merged = [];
  for (const code of codes.toSorted()) merged.push(await getCurrent(tx, code));
  if (new Set(merged.map((area) => area.parentCode)).size > 1 || codes.length < 2) refuse(notSiblings);
  checkSuccessors(context, merged[0]!, [input.newCode], input.effectiveOn);
  await endAreas(tx, codes, input.effectiveOn);
  await succeed(tx, input.code, { code: input.newCode, name: input.newName }, input.effectiveOn);
  const { effectiveOn, basis, newName } = input;
  return recordChange(context, {
    kind: 'merge',
    effectiveOn,
    basis,
    fromCodes: codes,
    toCodes: [input.newCode],
    oldName: merged.map((area) => area.name).join('、'),
    newName,
  });
}

type Split = { code: string; into: { code: string; name: string }[]; effectiveOn: string; basis: string };

export async function splitAreaCommand(context: Writing, input: Split) {
  const { tx } = context;
  const area = await getCurrent(tx, input.code);
  checkSuccessors(
    context,
    area,
    input.into.map((part) => part.code),
    input.effectiveOn,
  );
  await endAreas(tx, [input.code], input.effectiveOn);
  for (const part of input.into) await succeed(tx, input.code, part, input.effectiveOn);
  const toCodes = input.into.map((part) => part.code);
  const { effectiveOn, basis } = input;
  return recordChange(context, {
    kind: 'split',
    effectiveOn,
    basis,
    fromCodes: [input.code],
    toCodes,
    oldName: area.name,
    newName: input.into.map((part) => part.name).join('、'),
  });
}

async function endAreas(tx: Write, codes: string[], day: string): Promise<void> {
  await tx.updateTable('areas.area').set({ validTo: day }).where('code', 'in', codes).execute();
}

/** A new area in the place of an ended one, with its parent. The boundary comes with the next import. */
async function succeed(tx: Write, from: string, to: { code: string; name: string }, day: string): Promise<void> {
  const old = await tx
    .selectFrom('areas.area')
    .select(['level', 'parentCode', 'path', 'urbanRuralClass', 'centreLon', 'centreLat', 'invented', 'source'])
    .where('code', '=', from)
    .executeTakeFirstOrThrow();
  const path = `${old.path.split('/').slice(0, -1).join('/')}/${to.code}`;
  await tx
    .insertInto('areas.area')
    .values({ ...old, path, code: to.code, name: to.name, search: searchText(to.name), validFrom: day })
    .execute();
}
