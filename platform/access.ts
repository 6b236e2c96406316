import type { Read } from './database.ts';

/** Roles that can be granted to staff, from the widest area to the narrowest. */
export const staffRoles = ['cityOfficial', 'districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'communityWorker', 'operator', 'auditor'] as const;
export type StaffRole = (typeof staffRoles)[number];
export type Role = StaffRole | 'resident';

/** A role on everything below an area (`areaPath` is a prefix of the paths below), or on an organisation. */
export type Grant = { role: StaffRole; areaCode: string | null; areaPath: string | null; organisationId: string | null };

export type Actor = {
  id: string;
  district: string;
  kind: 'resident' | 'staff';
  name: string;
  personId: string | null;
  sessionId: string;
  grants: Grant[];
};

/** What an access rule may look at. */
export type Asked = { actor: Actor | null; db: Read; district: string; input: unknown };

/** Where something lies: its area's path and, for a place, who operates it. */
export type Whereabouts = { areaPath: string; organisationId?: string | null };

/**
 * Who may call an endpoint. `roles` and `scope` describe the rule for documents and for the access matrix test;
 * `decide` is the rule itself.
 */
export type AccessRule = {
  name: string;
  roles: readonly Role[] | 'anyone' | 'signedIn';
  scope: 'everywhere' | 'inside' | 'district' | 'own';
  /** Where anyone may ask, but the answer is personal: the input proves the right to it. */
  isPersonal?: true;
  decide(asked: Asked): boolean | Promise<boolean>;
};

const isBelow = (path: string, grantPath: string) => path === grantPath || path.startsWith(`${grantPath}/`);

/** Whether the actor holds one of the roles at all. */
export function holds(actor: Actor | null, roles: readonly Role[]): boolean {
  if (!actor) return false;
  return roles.some((role) => (role === 'resident' ? actor.kind === 'resident' : actor.grants.some((grant) => grant.role === role)));
}

/** Whether the actor holds one of the roles on an area that contains the whereabouts, or on its organisation. */
export function holdsAt(actor: Actor | null, roles: readonly Role[], at: Whereabouts): boolean {
  if (!actor) return false;
  return actor.grants.some(
    (grant) =>
      roles.includes(grant.role) &&
      ((grant.areaPath !== null && isBelow(at.areaPath, grant.areaPath)) || (grant.organisationId !== null && grant.organisationId === at.organisationId)),
  );
}

export const anyone: AccessRule = { name: 'anyone', roles: 'anyone', scope: 'everywhere', decide: () => true };

/** Whoever has a secret address, as a phone’s calendar has; the handler looks it up and refuses where there is none. */
export const keyHolder: AccessRule = { name: 'whoever has the secret address', roles: 'anyone', scope: 'own', isPersonal: true, decide: () => true };

/** What is public of rows that belong to people: anyone may ask, and it is read inside the district. */
export const anyoneHere: AccessRule = { name: 'anyone, what is public', roles: 'anyone', scope: 'everywhere', isPersonal: true, decide: () => true };

export const signedIn: AccessRule = { name: 'signed in', roles: 'signedIn', scope: 'own', decide: ({ actor }) => actor !== null };

/** Residents, about themselves; the handler reads the person from the actor, never from the input. */
export const residentSelf: AccessRule = {
  name: 'the resident',
  roles: ['resident'],
  scope: 'own',
  decide: ({ actor }) => actor?.kind === 'resident',
};

/** Whether a grant lies in a district, on it, or above it. Roles on organisations count in the district of their account. */
export function reaches(grant: Grant, district: string, accountDistrict: string): boolean {
  if (grant.areaCode === null) return accountDistrict === district;
  const code = grant.areaCode.slice(0, 6);
  return code === district || (code.endsWith('00') && district.startsWith(code.replace(/(00)+$/, '')));
}

/** Holders of one of the roles anywhere in the district. The handler narrows its answer to their areas. */
export function staff(...roles: StaffRole[]): AccessRule {
  return {
    name: `staff (${roles.join(', ')})`,
    roles,
    scope: 'everywhere',
    decide: ({ actor, district }) => actor?.grants.some((grant) => roles.includes(grant.role) && reaches(grant, district, actor.district)) ?? false,
  };
}

/** Holders of one of the roles on the whole district or above: for what concerns all of it. */
export function staffOfDistrict(...roles: StaffRole[]): AccessRule {
  return {
    name: `staff of the district (${roles.join(', ')})`,
    roles,
    scope: 'district',
    decide: async ({ actor, db, district }) => {
      const area = await db.selectFrom('areas.area').select('path').where('code', '=', district).executeTakeFirst();
      return area !== undefined && holdsAt(actor, roles, { areaPath: area.path });
    },
  };
}

/**
 * Holders of one of the roles on an area that contains what the input names.
 * Where it names nothing that exists, any holder passes and the handler answers that there is no such thing.
 */
export function staffAt<Input>(locate: (db: Read, district: string, input: Input) => Promise<Whereabouts | undefined>, ...roles: StaffRole[]): AccessRule {
  return {
    name: `staff of the area (${roles.join(', ')})`,
    roles,
    scope: 'inside',
    decide: async ({ actor, db, district, input }) => {
      if (!holds(actor, roles)) return false;
      const at = await locate(db, district, input as Input);
      return at === undefined || holdsAt(actor, roles, at);
    },
  };
}

/** The area paths in which the actor holds one of the roles: what a list may show them. */
export function areaPathsOf(actor: Actor, roles: readonly StaffRole[] = staffRoles): string[] {
  return actor.grants.filter((grant) => roles.includes(grant.role) && grant.areaPath !== null).map((grant) => grant.areaPath!);
}

/** The same areas with everything below them, as patterns for `path like any(…)`. */
export const areaPatternsOf = (actor: Actor, roles: readonly StaffRole[] = staffRoles): string[] =>
  areaPathsOf(actor, roles).flatMap((path) => [path, `${path}/%`]);
