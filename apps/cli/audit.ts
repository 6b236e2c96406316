import { verifyAudit } from '../../platform/audit.ts';
import { openDatabase, openPool } from '../../platform/database.ts';
import { reachDatabase } from '../server/main.ts';
import type { Options } from './main.ts';

/** Recomputes the audit chain; exit code 1 when it is broken. */
export async function audit({ root, positionals, values }: Options): Promise<number> {
  if (positionals[0] !== 'verify') throw new Error('Say what to do: linli audit verify');
  const district = String(values['district'] ?? process.env['LINLI_DISTRICT'] ?? '330105');
  const { url, postgres } = await reachDatabase({ root, say: () => {} });
  const db = openDatabase(openPool(url, 'linli_app', 1));
  try {
    const { entries, broken } = await verifyAudit(db, district);
    process.stdout.write(
      broken ? `Broken at entry ${broken.seq}: ${broken.why}. ${entries} entries before it hold.\n` : `The chain of ${district} holds: ${entries} entries.\n`,
    );
    return broken ? 1 : 0;
  } finally {
    await db.destroy();
    if (postgres && !postgres.reused) await postgres.stop();
  }
}
