import { sql } from 'kysely';
import type { Actor, Grant } from '../../platform/access.ts';
import { sessionCookie, type Writing } from '../../platform/context.ts';
import { randomToken, sha256 } from '../../platform/crypto.ts';
import type { Database } from '../../platform/database.ts';
import { newId } from '../../platform/id.ts';
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

type Found = {
  id: string;
  kind: 'resident' | 'staff';
  name: string;
  personId: string | null;
  sessionId: string;
  lastSeenAt: Date;
  grants: Grant[];
};

/** Who a token belongs to, with the roles held now; null when it is unknown, ended, expired or its account closed. */
export async function authenticate(db: Database, token: string, now: Date): Promise<Actor | null> {
  const district = token.slice(0, 6);
  const tokenHash = sha256(token);
  const { rows } = await sql<Found>`
    select account.id, account.kind, account.name, account.person_id, session.id as session_id, session.last_seen_at,
      coalesce((select json_agg(json_build_object('role', role, 'areaCode', area_code, 'areaPath', area.path, 'organisationId', organisation_id))
        from identity.role_grant left join areas.area on area.code = area_code
        where role_grant.district = account.district and account_id = account.id
          and role_grant.valid_from <= ${now} and (role_grant.valid_to is null or role_grant.valid_to > ${now})), '[]') as grants
    from identity.session join identity.account on account.district = session.district and account.id = session.account_id
    where session.district = ${district} and token_hash = ${tokenHash} and revoked_at is null and expires_at > ${now}
      and account.closed_at is null`.execute(db);
  const found = rows[0];
  if (!found) return null;
  if (now.getTime() - found.lastSeenAt.getTime() > 300_000) {
    await db.updateTable('identity.session').set({ lastSeenAt: now }).where('district', '=', district).where('tokenHash', '=', tokenHash).execute();
  }
  const { lastSeenAt: _, ...actor } = found;
  return { ...actor, district };
}
