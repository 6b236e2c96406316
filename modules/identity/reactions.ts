import { sql } from 'kysely';
import type { Reaction } from '../../platform/event.ts';
import { areaChanged } from '../areas/index.ts';

/** Areas were merged or split: roles on the old areas go on with the same right on the new ones. Doing it again changes nothing. */
const rolesFollowAreas: Reaction = {
  name: 'identity.roles-follow-areas',
  on: [areaChanged],
  react: async ({ tx }, fact) => {
    const { kind, from, to } = fact.detail as { kind: string; from: string[]; to: string[] };
    if (kind === 'rename') return;
    for (const target of to) {
      await sql`
        insert into identity.role_grant (district, id, account_id, role, area_code, valid_from, granted_by)
        select distinct on (account_id, role) district, gen_random_uuid(), account_id, role, ${target}, ${fact.at}::timestamptz, granted_by
        from identity.role_grant old
        where area_code = any(${from}) and (valid_to is null or valid_to > ${fact.at})
          and not exists (select from identity.role_grant held where held.district = old.district and held.account_id = old.account_id
            and held.role = old.role and held.area_code = ${target} and (held.valid_to is null or held.valid_to > ${fact.at}))`.execute(tx);
    }
  },
};

export const reactions = [rolesFollowAreas];
