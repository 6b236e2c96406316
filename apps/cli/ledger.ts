import { checkBooks, getTrialBalance, sealDistrict, verifyChain } from '../../modules/ledger/index.ts';
import { inTransaction, openDatabase, openPool } from '../../platform/database.ts';
import { reachDatabase } from '../server/main.ts';
import type { Options } from './main.ts';

/** Recomputes the books of a district from its transfers, and its hash chain; exit code 1 when anything does not agree. */
export async function ledger({ root, positionals, values }: Options): Promise<number> {
  if (positionals[0] !== 'verify') throw new Error('Say what to do: linli ledger verify');
  const district = String(values['district'] ?? process.env['LINLI_DISTRICT'] ?? '330105');
  const out = (line: string) => process.stdout.write(`${line}\n`);
  const { url, postgres } = await reachDatabase({ root, say: () => {} });
  const db = openDatabase(openPool(url, 'linli_app', 1));
  try {
    await inTransaction(db, district, (tx) => sealDistrict(tx, district, new Date()));
    return await inTransaction(db, district, async (tx) => {
      for (const { unit, accounts, credits, balance } of await getTrialBalance(tx, district)) {
        out(`${unit}: ${accounts} accounts, ${credits} on both sides, in all ${balance}`);
      }
      const faults = await checkBooks(tx, district);
      for (const { what, id, expected, found } of faults) out(`Does not agree: ${what}; ${id}: ${expected ?? '-'} expected, ${found ?? '-'} found`);
      const chain = await verifyChain(tx, district);
      const held = `${chain.entries} transfers in ${chain.blocks} blocks hold, ${chain.unsealed} not sealed yet`;
      out(
        chain.broken
          ? `The chain of ${district} is broken at block ${chain.broken.number}: ${chain.broken.why}. ${held}.`
          : `The chain of ${district}: ${held}.`,
      );
      return faults.length > 0 || chain.broken ? 1 : 0;
    });
  } finally {
    await db.destroy();
    if (postgres && !postgres.reused) await postgres.stop();
  }
}
