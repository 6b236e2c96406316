import { type Classifier, type Example, packClassifier, temper, thresholdFor, train, tryOn } from '../../../engines/stats/classify.ts';
import { gramsOf } from '../../../engines/stats/grams.ts';
import type { Actor } from '../../../platform/access.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import type { Read, Write } from '../../../platform/database.ts';
import { refuse } from '../../../platform/refuse.ts';
import shipped from '../data/dispatch.json' with { type: 'json' };
import { findDuty, findEffectiveList } from '../duty/duty-list.ts';
import { tooLittleHistory } from './contract.ts';

export type Known = { matter: string; areaCode: string; words: string | null; placeText: string | null };

/** What is known of a request when it is sent: its matter at each level, its community and subdistrict, its words. */
export function featuresOf({ matter, areaCode, words, placeText }: Known): string[] {
  return [`m:${matter}`, `m:${matter.slice(0, 2)}`, `a:${areaCode}`, `a:${areaCode.slice(0, 9)}`, ...gramsOf(`${words ?? ''} ${placeText ?? ''}`)];
}

/** The latest requests that a unit answered and that were closed, the oldest first. What is confidential teaches nothing. */
async function listDecided(db: Read, district: string) {
  const rows = await db
    .selectFrom('cases.caseFile as c')
    .innerJoin('requests.request as r', (join) => join.onRef('r.district', '=', 'c.district').onRef('r.id', '=', 'c.id'))
    .select(['r.matter', 'r.areaCode', 'r.words', 'r.placeText', 'c.leadUnit'])
    .where('c.district', '=', district)
    .where('c.closedAt', 'is not', null)
    .where('c.state', '=', 'closed')
    .where('c.leadUnit', 'is not', null)
    .where('r.words', 'is not', null)
    .where('r.forgottenAt', 'is', null)
    .orderBy('c.closedAt', 'desc')
    .limit(shipped.mostExamples)
    .execute();
  return rows.reverse().map(({ leadUnit, ...known }) => ({ known, label: leadUnit! }));
}

export type Learned = { model: Classifier; examples: number; tried: number; threshold: number; accuracy: number; coverage: number };

/** Learns from the older part, is tried on the latest, and then learns from all of it with the threshold that held. */
export function learn(examples: Example[], aim: number = shipped.aim): Learned {
  const split = Math.floor(examples.length * (1 - shipped.heldBack));
  const [older, latest] = [examples.slice(0, split), examples.slice(split)];
  // The temperature is set on one half of what is held back and the threshold on the other: neither is judged by what it was chosen on.
  const half = Math.floor(latest.length / 2);
  const tempered = temper(train(older), latest.slice(0, half));
  const found = thresholdFor(tryOn(tempered, latest.slice(half)), aim);
  return { model: { ...train(examples), temperature: tempered.temperature }, examples: examples.length, tried: latest.length - half, ...found };
}

/** Learns anew from what was decided. @returns the version, or null where too little was */
export async function learnFromHistory(tx: Write, district: string, now: Date): Promise<number | null> {
  const decided = await listDecided(tx, district);
  if (decided.length < shipped.leastExamples) return null;
  const { model, ...figures } = learn(decided.map(({ known, label }) => ({ features: featuresOf(known), label })));
  const list = await findEffectiveList(tx, district);
  const held = decided.slice(-figures.tried);
  const right = held.filter(({ known, label }) => list && findDuty(list, known.matter, known.areaCode)?.lead === label).length;
  const last = await tx
    .selectFrom('requests.dispatchModel')
    .select((eb) => eb.fn.max('version').as('version'))
    .where('district', '=', district)
    .executeTakeFirst();
  const version = (last?.version ?? 0) + 1;
  await tx
    .insertInto('requests.dispatchModel')
    .values({ ...figures, district, version, trainedAt: now, aim: shipped.aim, rulesAccuracy: right / held.length, packed: packClassifier(model) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return version;
}

export async function trainDispatchCommand({ tx, district, now, note }: Writing<Actor>) {
  const version = (await learnFromHistory(tx, district, now)) ?? refuse(tooLittleHistory, { least: shipped.leastExamples });
  note({ object: `dispatch-model ${version}` });
  return { version };
}

export const latestModel = (db: Read, district: string) =>
  db.selectFrom('requests.dispatchModel').where('district', '=', district).orderBy('version', 'desc').limit(1);

export async function getDispatchModelQuery({ db, district }: Reading<Actor>) {
  const row = await latestModel(db, district)
    .select(['version', 'trainedAt', 'examples', 'tried', 'aim', 'threshold', 'accuracy', 'coverage', 'rulesAccuracy'])
    .executeTakeFirst();
  return row ? { ...row, trainedAt: row.trainedAt.toISOString() } : null;
}
