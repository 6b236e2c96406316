import { ORPCError } from '@orpc/client';
import type { Logger } from 'pino';
import { type Actor, holds, reaches } from './access.ts';
import { appendAudit } from './audit.ts';
import type { Reading, Settings, Writing } from './context.ts';
import { sha256, type Vault } from './crypto.ts';
import { type Database, inReadTransaction, inTransaction, isPostgresError, type Write } from './database.ts';
import { type EndpointMeta, type Refusal, refusal } from './endpoint.ts';
import { recordEvent } from './event.ts';
import { enqueue } from './job.ts';
import { KeptRefusal, Refused } from './refuse.ts';
import type { Route } from './routes.ts';
import { statement } from './statement.ts';

/** One HTTP request as the handlers see it. */
export type Asking = {
  actor: Actor | null;
  district: string;
  language: 'zh' | 'en';
  now: Date;
  idempotencyKey: string | undefined;
  ip: string;
  device: string;
  log: Logger;
  setCookie(name: string, value: string, maxAgeSeconds: number): void;
  readCookie(name: string): string | undefined;
};

export type House = { db: Database; vault: Vault; settings: Settings };

export const notSignedIn = refusal(401, 'access/not-signed-in', { zh: '请先登录', en: 'Please sign in first' });
export const forbidden = refusal(403, 'access/forbidden', { zh: '您没有权限做这件事', en: 'You may not do this' });
export const wrongDistrict = refusal(403, 'access/wrong-district', {
  zh: '您的账号不属于这个区',
  en: 'Your account does not belong to this district',
});
export const keyReused = refusal(422, 'request/idempotency-key-reused', {
  zh: '这个请求编号已用于别的内容，请换一个',
  en: 'This idempotency key was used for other content; use a new one',
});

/** What the database says of input that no declared refusal names: still the caller's to mend, so never a bug. */
const databaseRefusals: Record<string, Refusal> = {
  '23503': refusal(422, 'request/unknown-reference', {
    zh: '填写的内容指向了不存在的东西',
    en: 'The input names something that does not exist',
  }),
  '23505': refusal(409, 'request/exists-already', { zh: '已经有同样的记录', en: 'There is such a record already' }),
  '23P01': refusal(409, 'request/overlaps', { zh: '与已有的记录重叠', en: 'It overlaps with a record that exists' }),
  '23514': refusal(422, 'request/against-a-rule', {
    zh: '填写的内容不符合登记规则',
    en: 'The input breaks a rule of the register',
  }),
  '22021': refusal(422, 'request/unusable-text', {
    zh: '文字里有不能保存的字符',
    en: 'A text holds a character that cannot be stored',
  }),
  '22P05': refusal(422, 'request/unusable-text', {
    zh: '文字里有不能保存的字符',
    en: 'A text holds a character that cannot be stored',
  }),
  '22003': refusal(422, 'request/out-of-range', { zh: '数字太大', en: 'A number is out of range' }),
  '22008': refusal(422, 'request/out-of-range', { zh: '日期超出范围', en: 'A date is out of range' }),
};

/** Whether an account may work in a district other than its own: only where a role of it reaches there. */
const mayEnter = (actor: Actor, district: string) => actor.district === district || actor.grants.some((grant) => reaches(grant, district, actor.district));

/** The rule before the input is read: who is certainly refused learns nothing about the input. */
export function checkRole(route: Route, asking: Asking): void {
  const { roles } = route.access;
  if (roles === 'anyone') return;
  if (!asking.actor) throw new Refused(notSignedIn);
  if (!mayEnter(asking.actor, asking.district)) throw new Refused(wrongDistrict);
  if (roles !== 'signedIn' && !holds(asking.actor, roles)) throw new Refused(forbidden);
}

/** Runs one endpoint: rule, then the query on a read-only database or the command in one transaction. */
export async function runRoute(house: House, route: Route, asking: Asking, input: unknown): Promise<unknown> {
  try {
    return route.kind === 'query' ? await runQuery(house, route, asking, input) : await runCommand(house, route, asking, input);
  } catch (error) {
    // Written only now, when the transaction that was refused has given its connection back.
    if (error instanceof Refused && error.refusal === forbidden && asking.actor?.kind === 'staff') await auditForbidden(house, route, asking);
    if (!isPostgresError(error)) throw error;
    const declared = refusalsOf(route).find((entry) => error.constraint && entry.constraints.includes(error.constraint));
    if (declared) throw new Refused(declared);
    const general = databaseRefusals[error.code];
    if (general) throw new Refused(general, error.constraint ? { constraint: error.constraint } : undefined);
    throw error;
  }
}

async function decide(route: Route, asking: Asking, db: Reading['db'], input: unknown): Promise<void> {
  if (await route.access.decide({ actor: asking.actor, db, district: asking.district, input })) return;
  throw new Refused(asking.actor ? forbidden : notSignedIn);
}

const common = (house: House, asking: Asking) => ({ ...asking, vault: house.vault, settings: house.settings });

async function runQuery(house: House, route: Route, asking: Asking, input: unknown): Promise<unknown> {
  const ask = async (db: Reading['db']) => {
    await decide(route, asking, db, input);
    return (route.handle as (context: Reading, input: unknown) => Promise<unknown>)({ ...common(house, asking), db }, input);
  };
  // What anyone may read holds nothing personal, so it needs no transaction that opens a district's people.
  return route.access.roles === 'anyone' && !route.access.isPersonal ? ask(house.db) : inReadTransaction(house.db, asking.district, ask);
}

/** Thrown where a key has been used before: what was done on the way is undone, and the first answer given again. */
class Repeated extends Error {}

async function runCommand(house: House, route: Route, asking: Asking, input: unknown): Promise<unknown> {
  const key = await keyOf(house, route, asking, input);
  // The answer is kept by the last statement of the transaction; the commit goes out behind it.
  let kept: Promise<unknown> = Promise.resolve();
  try {
    const answer = await inTransaction(house.db, asking.district, async (tx) => {
      // Whether the key is new need not be waited for: whatever the handler asks is answered after it.
      const isNew = key ? claimKey(tx, key, asking.now) : Promise.resolve(true);
      isNew.catch(() => {});
      const done = await perform(house, route, asking, tx, input).catch(async (error) => {
        throw (await isNew) ? error : new Repeated();
      });
      if (!(await isNew)) throw new Repeated();
      for (const cookie of done.cookies) asking.setCookie(...cookie);
      if (key) kept = done.answer instanceof KeptRefusal ? forgetKey(tx, key) : keepAnswer(house, tx, key, done.answer);
      kept.catch(() => {});
      return done.answer;
    });
    await kept;
    if (answer instanceof KeptRefusal) throw answer.refused;
    return answer;
  } catch (error) {
    if (error instanceof Repeated && key) return firstAnswer(house, key);
    throw error;
  }
}

/** The rule, the handler, and the entry in the audit. */
async function perform(house: House, route: Route, asking: Asking, tx: Write, input: unknown) {
  await decide(route, asking, tx, input);
  const noted: Parameters<Writing['note']>[0] = {};
  const cookies: [string, string, number][] = [];
  const context: Writing = {
    ...common(house, asking),
    tx,
    note: (entry) => Object.assign(noted, entry),
    record: (kind, subject, detail) => recordEvent(tx, { district: asking.district, kind, subject, detail, actorId: asking.actor?.id ?? null, at: asking.now }),
    enqueue: (job, payload) => enqueue(tx, job, payload),
    setCookie: (...cookie) => cookies.push(cookie),
  };
  const answer = await (route.handle as (context: Writing, input: unknown) => Promise<unknown>)(context, input);
  if (answer instanceof KeptRefusal) return { answer, cookies: [] };
  if (asking.actor?.kind === 'staff' || noted.object) {
    const named = noted.isNameless && asking.actor?.kind !== 'staff' ? null : asking.actor;
    await appendAudit(tx, {
      district: asking.district,
      at: asking.now,
      actorId: named?.id ?? null,
      actorName: named?.name ?? '-',
      action: actionOf(route),
      objectId: noted.object ?? (answer as { id?: string } | undefined)?.id ?? null,
      areaCode: noted.areaCode ?? null,
      purpose: noted.purpose ?? null,
      detail: noted.detail ?? {},
      result: 'done',
    });
  }
  return { answer, cookies };
}

const actionOf = (route: Route) => `${route.endpoint['~orpc'].route.method} ${route.endpoint['~orpc'].route.path}`;

async function auditForbidden(house: House, route: Route, asking: Asking): Promise<void> {
  const { actor } = asking;
  await inTransaction(house.db, asking.district, (tx) =>
    appendAudit(tx, {
      district: asking.district,
      at: asking.now,
      actorId: actor!.id,
      actorName: actor!.name,
      action: actionOf(route),
      objectId: null,
      areaCode: null,
      purpose: null,
      detail: {},
      result: 'forbidden',
    }),
  );
}

/** Whose key it is, as a fingerprint: what somebody does without a name must not be found by their account either. */
const ownerOf = (vault: Vault, asking: Asking) => vault.blindIndex('idempotency.owner', asking.actor?.id ?? `ip:${asking.ip}`);

/** A keyed fingerprint of the input, files by their bytes: nobody can try out passwords or numbers on it. */
async function fingerprint(vault: Vault, input: unknown): Promise<string> {
  const files: string[] = [];
  const collect = async (value: unknown): Promise<void> => {
    if (value instanceof Blob) files.push(sha256(Buffer.from(await value.arrayBuffer())));
    else if (value !== null && typeof value === 'object') for (const part of Object.values(value)) await collect(part);
  };
  await collect(input);
  return vault.blindIndex('idempotency', `${JSON.stringify(input) ?? ''}${files.join()}`);
}

type Key = { district: string; owner: string; endpoint: string; key: string; requestHash: string };
/** The key of a request as it is kept; undefined where it has none. */
async function keyOf({ vault }: House, route: Route, asking: Asking, input: unknown): Promise<Key | undefined> {
  const { district, idempotencyKey: key } = asking;
  return key ? { district, owner: ownerOf(vault, asking), endpoint: actionOf(route), key, requestHash: await fingerprint(vault, input) } : undefined;
}

const insertKey = statement<Key & { at: Date }, { key: string }>((db, { district, owner, endpoint, key, requestHash, at }) =>
  (db as Write)
    .insertInto('platform.idempotency')
    .values({ district, owner, endpoint, key, requestHash, at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('key'),
);
const updateAnswer = statement<Key & { answer: string }, unknown>((db, { district, owner, endpoint, key, answer }) =>
  (db as Write)
    .updateTable('platform.idempotency')
    .set({ answer })
    .where('district', '=', district)
    .where('owner', '=', owner)
    .where('endpoint', '=', endpoint)
    .where('key', '=', key),
);

/** Whether a key is new. The first caller with it works; a second one waits here for the end of the first. */
const claimKey = async (tx: Write, key: Key, at: Date): Promise<boolean> => (await insertKey(tx, { ...key, at })).length > 0;

/** What the first request with a key was answered. Answers are kept sealed. */
async function firstAnswer({ db, vault }: House, { district, owner, endpoint, key, requestHash }: Key): Promise<unknown> {
  const first = await inTransaction(db, district, (tx) =>
    tx
      .selectFrom('platform.idempotency')
      .select(['requestHash', 'answer'])
      .where('district', '=', district)
      .where('owner', '=', owner)
      .where('endpoint', '=', endpoint)
      .where('key', '=', key)
      .executeTakeFirstOrThrow(),
  );
  if (first.requestHash !== requestHash) throw new Refused(keyReused);
  return first.answer === null ? undefined : JSON.parse(vault.open('idempotency.answer', first.answer)).is;
}

const keepAnswer = ({ vault }: House, tx: Write, key: Key, answer: unknown) =>
  updateAnswer(tx, { ...key, answer: vault.seal('idempotency.answer', JSON.stringify({ is: answer })) });

/** After a refusal that keeps its writes, the same key may try again. */
const forgetKey = (tx: Write, { district, owner, endpoint, key }: Key) =>
  tx
    .deleteFrom('platform.idempotency')
    .where('district', '=', district)
    .where('owner', '=', owner)
    .where('endpoint', '=', endpoint)
    .where('key', '=', key)
    .execute();

export function refusalsOf(route: Route): Refusal[] {
  const map = route.endpoint['~orpc'].errorMap as Record<string, { refusal?: Refusal } | undefined>;
  return Object.values(map).flatMap((entry) => (entry?.refusal ? [entry.refusal] : []));
}

export const metaOf = (route: Route) => route.endpoint['~orpc'].meta as EndpointMeta;

/** Any error as the problem (RFC 9457) that leaves the house. */
export function toProblem(error: unknown, language: 'zh' | 'en', requestId: string): ORPCError<string, { problem: object }> {
  const make = (status: number, type: string, title: string, more: object = {}) =>
    new ORPCError(type, { status, message: title, data: { problem: { type, title, status, requestId, ...more } } });
  if (error instanceof Refused) {
    return make(error.refusal.status, error.refusal.type, error.refusal[language], error.facts);
  }
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST') {
    const issues = (error.data as { issues?: { message: string; path?: (string | number | { key: string })[] }[] } | undefined)?.issues ?? [];
    const fields = issues.map((issue) => ({
      field: (issue.path ?? []).map((part) => (typeof part === 'object' ? part.key : part)).join('.'),
      problem: issue.message,
    }));
    const title = language === 'zh' ? '填写的内容有误' : 'Something in the input is wrong';
    return make(400, 'request/invalid', fields[0] ? `${title}: ${fields[0].field} – ${fields[0].problem}` : title, { fields });
  }
  if (error instanceof ORPCError && error.status < 500) return make(error.status, `request/${error.code.toLowerCase().replaceAll('_', '-')}`, error.message);
  return make(500, 'server/bug', language === 'zh' ? '系统出错了，请稍后再试' : 'Something went wrong here; please try again later');
}
