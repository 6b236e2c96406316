import DataLoader from 'dataloader';
import { sql } from 'kysely';
import type { Actor } from '../../platform/access.ts';
import { sessionCookie, type Writing } from '../../platform/context.ts';
import { randomToken, sha256 } from '../../platform/crypto.ts';
import type { Database } from '../../platform/database.ts';
import { newId } from '../../platform/id.ts';
import { statement } from '../../platform/statement.ts';
import policy from './policy.json' with { type: 'json' };

/** Opens a session: the browser keeps a random token, the database only its hash. The token begins with the district. */
export async function openSession(context: Writing, account: { id: string; kind: string; name: string }) {
  const { tx, district, now } = context;
  const seconds = account.kind === 'staff' ? policy.staffSessionHours * 3600 : policy.residentSessionDays * 86_400;
  const token = `${district}.${randomToken()}`;
  const id = newId(now.getTime());
  await tx
    .insertInto('identity.session')
    .values({
      district,
      tokenHash: sha256(token),
      id,
      accountId: account.id,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + seconds * 1000),
      device: context.device,
      ip: context.ip,
    })
    .execute();
  context.setCookie(sessionCookie, token, seconds);
  context.note({ object: account.id, detail: { session: id } });
  return { name: account.name, kind: account.kind as 'resident' | 'staff', token };
}

type Token = { token: string; now: Date };
type Found = { district: string; tokenHash: string; lastSeenAt: Date } & Omit<Actor, 'district'>;

const find = statement<{ districts: string[]; hashes: string[]; now: Date }, Found>(
  (_, { districts, hashes, now }) => sql<Found>`
    select session.district, session.token_hash, account.id, account.kind, account.name, account.person_id, session.id as session_id, session.last_seen_at,
      coalesce((select json_agg(json_build_object('role', role, 'areaCode', area_code, 'areaPath', area.path, 'organisationId', organisation_id))
        from identity.role_grant left join areas.area on area.code = area_code
        where role_grant.district = account.district and account_id = account.id
          and role_grant.valid_from <= ${now} and (role_grant.valid_to is null or role_grant.valid_to > ${now})), '[]') as grants
    from unnest(${districts}::text[], ${hashes}::text[]) asked (district, token_hash)
      join identity.session on session.district = asked.district and session.token_hash = asked.token_hash
      join identity.account on account.district = session.district and account.id = session.account_id
    where revoked_at is null and expires_at > ${now} and account.closed_at is null`,
);

/**
 * Who a token belongs to, with the roles held now; null when it is unknown, ended, expired or its account closed. Requests that
 * come together are looked up together; nothing is remembered, so that a session that is ended has ended.
 */
export function createAuthenticator(db: Database): (token: string, now: Date) => Promise<Actor | null> {
  const together = new DataLoader<Token, Actor | null>((tokens) => findActors(db, tokens), {
    cache: false,
    batchScheduleFn: (send) => void setImmediate(send),
  });
  return (token, now) => together.load({ token, now });
}

async function findActors(db: Database, tokens: readonly Token[]): Promise<(Actor | null)[]> {
  const { now } = tokens[0]!;
  const asked = tokens.map(({ token }) => ({ district: token.slice(0, 6), hash: sha256(token) }));
  const rows = await find(db, { districts: asked.map(({ district }) => district), hashes: asked.map(({ hash }) => hash), now });
  const actors = new Map(rows.map((row) => [row.tokenHash, row]));
  await markSeen(db, rows, now);
  return asked.map(({ hash }) => {
    const found = actors.get(hash);
    if (!found) return null;
    const { lastSeenAt: _l, tokenHash: _t, ...actor } = found;
    return actor;
  });
}

async function markSeen(db: Database, rows: readonly Found[], now: Date): Promise<void> {
  for (const { district, tokenHash, lastSeenAt } of new Map(rows.map((row) => [row.tokenHash, row])).values()) {
    if (now.getTime() - lastSeenAt.getTime() <= 300_000) continue;
    await db.updateTable('identity.session').set({ lastSeenAt: now }).where('district', '=', district).where('tokenHash', '=', tokenHash).execute();
  }
}
