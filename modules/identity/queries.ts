import { sql } from 'kysely';
import { type Actor, areaPathsOf, holdsAt, staffRoles } from '../../platform/access.ts';
import { verifyAudit } from '../../platform/audit.ts';
import type { Reading } from '../../platform/context.ts';
import type { Read } from '../../platform/database.ts';
import { commonWhereabouts } from '../areas/index.ts';

export async function whoAmIQuery({ db, actor, district, settings }: Reading) {
  const area = await db.selectFrom('areas.area').select(['name', 'centreLon', 'centreLat']).where('code', '=', district).executeTakeFirst();
  const centre = area && area.centreLon !== null && area.centreLat !== null ? ([area.centreLon, area.centreLat] as [number, number]) : null;
  return {
    account: actor && {
      id: actor.id,
      kind: actor.kind,
      name: actor.name,
      district: actor.district,
      hasRecord: actor.personId !== null,
      roles: actor.grants.map(({ role, areaCode, organisationId }) => ({ role, areaCode, organisationId })),
    },
    district: { code: district, name: area?.name ?? district, centre },
    demonstration: settings.demonstration,
    oidcName: settings.oidc?.name ?? null,
    tianditu: settings.tianditu,
  };
}

export async function listSessionsQuery({ db, actor, now }: Reading<Actor>) {
  const rows = await db
    .selectFrom('identity.session')
    .select(['id', 'device', 'ip', 'createdAt', 'lastSeenAt'])
    .where('district', '=', actor.district)
    .where('accountId', '=', actor.id)
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', now)
    .orderBy('lastSeenAt', 'desc')
    .limit(100)
    .execute();
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    isThisOne: row.id === actor.sessionId,
  }));
}

const grantList = (now: Date) => sql<
  {
    id: string;
    role: 'operator';
    areaCode: string | null;
    areaName: string | null;
    organisationId: string | null;
    organisationName: string | null;
  }[]
>`coalesce((select json_agg(json_build_object('id', g.id, 'role', g.role, 'areaCode', g.area_code, 'areaName', a.name,
    'organisationId', g.organisation_id, 'organisationName', o.name) order by g.valid_from)
  from identity.role_grant g left join areas.area a on a.code = g.area_code
    left join partners.organisation o on o.district = g.district and o.id = g.organisation_id
  where g.district = account.district and g.account_id = account.id and (g.valid_to is null or g.valid_to > ${now})), '[]')`;

/** Staff accounts with a role inside the actor's areas. */
export async function listAccountsQuery({ db, actor, district, now }: Reading<Actor>, { find }: { find?: string }) {
  const paths = areaPathsOf(actor);
  const mayAll = holdsAt(actor, staffRoles, { areaPath: await districtPath(db, district) });
  const rows = await db
    .selectFrom('identity.account as account')
    .select(['id', 'kind', 'name', 'loginName', 'lockedUntil', 'closedAt', grantList(now).as('roles')])
    .where('district', '=', district)
    .where('kind', '=', 'staff')
    .$if(Boolean(find), (q) => q.where((eb) => eb.or([eb('name', 'like', `%${find}%`), eb('loginName', 'like', `%${find}%`)])))
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('identity.roleGrant as held')
          .leftJoin('areas.area as area', 'area.code', 'held.areaCode')
          .select('held.id')
          .whereRef('held.district', '=', 'account.district')
          .whereRef('held.accountId', '=', 'account.id')
          .where('held.validTo', 'is', null)
          .where((x) =>
            x.or([
              ...(mayAll ? [x('held.organisationId', 'is not', null)] : []),
              ...paths.flatMap((path) => [x('area.path', '=', path), x('area.path', 'like', `${path}/%`)]),
            ]),
          ),
      ),
    )
    .orderBy('loginName')
    .limit(500)
    .execute();
  return rows.map((row) => ({
    ...row,
    kind: row.kind as 'staff',
    lockedUntil: row.lockedUntil && row.lockedUntil > now ? row.lockedUntil.toISOString() : null,
    closedAt: row.closedAt?.toISOString() ?? null,
  }));
}

/** The smallest area that holds all current roles of an account; roles on organisations count for the whole district. */
export async function accountWhereabouts(db: Read, district: string, input: { id: string }) {
  const rows = await db
    .selectFrom('identity.roleGrant as held')
    .select('held.areaCode')
    .where('held.district', '=', district)
    .where('held.accountId', '=', input.id)
    .where('held.validTo', 'is', null)
    .execute();
  if (rows.length === 0) return { areaPath: await districtPath(db, district) };
  return commonWhereabouts(
    db,
    rows.map((row) => row.areaCode ?? district),
  );
}

export async function districtPath(db: Read, district: string): Promise<string> {
  const area = await db.selectFrom('areas.area').select('path').where('code', '=', district).executeTakeFirst();
  return area?.path ?? district;
}

export async function grantWhereabouts(db: Read, district: string, input: { grantId: string }) {
  const grant = await db
    .selectFrom('identity.roleGrant as held')
    .leftJoin('areas.area as area', 'area.code', 'held.areaCode')
    .select('area.path')
    .where('held.district', '=', district)
    .where('held.id', '=', input.grantId)
    .executeTakeFirst();
  return grant && { areaPath: grant.path ?? (await districtPath(db, district)) };
}

export async function listAuditQuery({ db, district }: Reading, { before, find }: { before?: number; find?: string }) {
  const rows = await db
    .selectFrom('platform.auditEntry')
    .select(['seq', 'at', 'actorName', 'action', 'objectId', 'purpose', 'detail', 'result'])
    .where('district', '=', district)
    .$if(before !== undefined, (q) => q.where('seq', '<', before!))
    .$if(Boolean(find), (q) =>
      q.where((eb) => eb.or([eb('actorName', 'like', `%${find}%`), eb('action', 'like', `%${find}%`), eb('objectId', 'like', `%${find}%`)])),
    )
    .orderBy('seq', 'desc')
    .limit(100)
    .execute();
  return rows.map((row) => ({
    ...row,
    at: row.at.toISOString(),
    detail: row.detail as Record<string, unknown>,
    result: row.result as 'done',
  }));
}

export async function verifyAuditQuery({ db, district }: Reading) {
  return verifyAudit(db, district);
}
