import path from 'node:path';
import { makeFirstOfficial } from '../../modules/identity/index.ts';
import { type StaffRole, staffRoles } from '../../platform/access.ts';
import { appendAudit } from '../../platform/audit.ts';
import { inTransaction, openDatabase, openPool } from '../../platform/database.ts';
import { reachDatabase } from '../server/main.ts';
import { prepareDatabase } from '../server/open-house.ts';
import { openVault } from '../server/settings.ts';
import type { Options } from './main.ts';

/** Makes a staff account from the command line; the password and the authenticator address are printed once. */
export async function account({ root, positionals, values }: Options): Promise<number> {
  const { login, name, role, area } = values;
  const isRole = staffRoles.includes(role as StaffRole) && role !== 'operator';
  if (positionals[0] !== 'create' || typeof login !== 'string' || typeof name !== 'string' || typeof area !== 'string' || !isRole) {
    const roles = staffRoles.filter((entry) => entry !== 'operator').join('|');
    throw new Error(`Say whom: linli account create --login wang.fang --name 王芳 --role ${roles} --area 330105`);
  }
  const { url, postgres } = await reachDatabase({ root, say: () => {} });
  await prepareDatabase(url, root, new Date());
  const db = openDatabase(openPool(url, 'linli_app', 1));
  const district = String(values['district'] ?? process.env['LINLI_DISTRICT'] ?? '330105');
  const now = new Date();
  try {
    const known = await db.selectFrom('areas.area').select('name').where('code', '=', area).executeTakeFirst();
    if (!known) throw new Error(`There is no area ${area}. Import the areas first: linli import areas FILE`);
    const made = await inTransaction(db, district, async (tx) => {
      const vault = openVault(process.env, path.join(root, 'var'));
      const official = await makeFirstOfficial({ tx, district, now, vault }, { loginName: login, name, role: role as StaffRole, areaCode: area });
      const detail = { loginName: login, role, area };
      await appendAudit(tx, {
        district,
        at: now,
        actorId: null,
        actorName: 'command line',
        action: 'linli account create',
        objectId: official.id,
        areaCode: area,
        purpose: null,
        detail,
        result: 'done',
      });
      return official;
    });
    process.stdout.write(`${login} is ${String(role)} of ${known.name}. Shown once:\n  password       ${made.password}\n  authenticator  ${made.totpUri}\n`);
    return 0;
  } finally {
    await db.destroy();
    if (postgres && !postgres.reused) await postgres.stop();
  }
}
