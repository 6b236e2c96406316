import type { Actor } from '../../../platform/access.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import type { Read } from '../../../platform/database.ts';
import { refuse } from '../../../platform/refuse.ts';
import shipped from '../data/rates.json' with { type: 'json' };
import { findEffectiveList } from '../duty/duty-list.ts';
import { type BulletinContent, monthNotOver, noSuchBulletin } from './contract.ts';
import { figuresOf, hideShare, hideSmall, type Outcome } from './figures.ts';
import { listOutcomes, spanOf } from './outcomes.ts';
import { figuresOfRecontact } from './recontact.ts';

type Group = BulletinContent['units'][number];

function groupsOf(outcomes: Outcome[], keyOf: (one: Outcome) => string | null): Map<string, Outcome[]> {
  const groups = new Map<string, Outcome[]>();
  for (const one of outcomes) {
    const key = keyOf(one);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}

type Named = { code: string; name: Group['name']; class: string | null };
/** One row for each group, best first; groups so small that they could tell of persons are named without figures. */
const rowsOf = (outcomes: Outcome[], keyOf: (one: Outcome) => string | null, nameOf: (code: string) => Omit<Named, 'code'>): Group[] =>
  hideSmall([...groupsOf(outcomes, keyOf)].map(([code, group]) => ({ code, ...nameOf(code), group }))).map(({ group, isHidden, ...named }) => ({
    ...named,
    requests: isHidden ? null : group.length,
    figures: isHidden ? null : figuresOf(group),
  }));

/** Within a class the best come first; who has no composite figure stands at the end. */
const byComposite = (a: Group, b: Group) =>
  (a.class ?? '').localeCompare(b.class ?? '') || (b.figures?.composite ?? -1) - (a.figures?.composite ?? -1) || a.name.zh.localeCompare(b.name.zh);

/** The figures of a month as they stand now. */
export async function contentOf(db: Read, district: string, month: string, now: Date): Promise<BulletinContent> {
  const outcomes = await listOutcomes(db, district, month, now);
  const units = await db.selectFrom('cases.unit').select(['id', 'name', 'nameEn', 'class']).where('district', '=', district).execute();
  const unitOf = new Map(units.map((unit) => [unit.id, unit]));
  const areas = await db.selectFrom('areas.area').select(['code', 'name']).where('parentCode', '=', district).execute();
  const areaOf = new Map(areas.map((area) => [area.code, area]));
  const list = await findEffectiveList(db, district);
  const matterOf = new Map((list?.content.matters ?? []).map(({ code, zh, en }) => [code, { zh, en }]));
  const plain = (code: string) => ({ zh: code, en: code });
  return {
    version: shipped.version,
    overall: figuresOf(outcomes),
    requests: outcomes.length,
    units: rowsOf(
      outcomes,
      ({ unit }) => unit,
      (id) => {
        const unit = unitOf.get(id);
        return { name: unit ? { zh: unit.name, en: unit.nameEn } : plain(id), class: unit?.class ?? null };
      },
    ).toSorted(byComposite),
    areas: rowsOf(
      outcomes,
      ({ area }) => area,
      (code) => {
        const name = areaOf.get(code)?.name ?? code;
        return { name: { zh: name, en: name }, class: null };
      },
    ).toSorted(byComposite),
    matters: rowsOf(
      outcomes,
      ({ matter }) => matter,
      (code) => ({ name: matterOf.get(code) ?? plain(code), class: null }),
    ).toSorted((a, b) => (b.requests ?? 0) - (a.requests ?? 0)),
    recontact: await figuresOfRecontact(db, district, month),
  };
}

export async function getRatesQuery({ db, district, now }: Reading<Actor>, { month }: { month: string }) {
  return { month, ...(await contentOf(db, district, month, now)) };
}

/** Publishes the figures of a month that is over; what was published stays as it is. */
export async function publishBulletinCommand({ tx, district, now, actor, note }: Writing<Actor>, { month }: { month: string }) {
  if (spanOf(month).to > now) refuse(monthNotOver);
  const counted = await contentOf(tx, district, month, now);
  const content = { ...counted, recontact: { ...counted.recontact, solved: hideShare(counted.recontact.solved) } };
  await tx
    .insertInto('requests.bulletin')
    .values({ district, month, content: JSON.stringify(content), publishedBy: actor.id, publishedAt: now })
    .execute();
  note({ object: `bulletin ${month}` });
  return { month };
}

export async function listBulletinsQuery({ db, district }: Reading) {
  const rows = await db
    .selectFrom('requests.bulletin')
    .select(['month', 'publishedAt'])
    .where('district', '=', district)
    .orderBy('month', 'desc')
    .limit(60)
    .execute();
  return rows.map(({ month, publishedAt }) => ({ month, publishedAt: publishedAt.toISOString() }));
}

export async function getBulletinQuery({ db, district }: Reading, { month }: { month: string }) {
  const found = await db
    .selectFrom('requests.bulletin')
    .select(['content', 'publishedAt'])
    .where('district', '=', district)
    .where('month', '=', month)
    .executeTakeFirst();
  if (!found) refuse(noSuchBulletin);
  return { month, publishedAt: found.publishedAt.toISOString(), ...(found.content as unknown as BulletinContent) };
}
