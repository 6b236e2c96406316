import fs from 'node:fs';
import path from 'node:path';
import { checkFile, loadFile } from '../../modules/imports/index.ts';
import { dayHere } from '../../platform/clock.ts';
import { inTransaction, openDatabase, openPool } from '../../platform/database.ts';
import type { Incoming } from '../../platform/files/importer.ts';
import { reachDatabase } from '../server/main.ts';
import { createLog, prepareDatabase } from '../server/open-house.ts';
import type { Options } from './main.ts';
import { statedCrs } from './study.ts';

const kinds = ['areas', 'facilities', 'population', 'streets'];
const text = (value: string | boolean | undefined, usual: string) => (value === undefined ? usual : String(value));

function readFile({ positionals, values }: Options): { kind: string; file: Incoming } {
  const [kind, given] = positionals;
  if (!kind || !given || !kinds.includes(kind)) throw new Error(`Say what to import: linli import ${kinds.join('|')} FILE`);
  if (!fs.existsSync(given)) throw new Error(`There is no file ${given}.`);
  const name = path.basename(given);
  const file = {
    name,
    bytes: fs.readFileSync(given),
    crs: statedCrs(values['crs']),
    title: text(values['title'], name),
    source: text(values['source'], name),
    asOf: text(values['as-of'], dayHere(new Date())),
    invented: false,
    district: text(values['district'], process.env['LINLI_DISTRICT'] ?? '330105'),
  };
  return { kind, file };
}

/** Checks a file, prints every fault, and loads it when there is none or when told to skip the bad rows. */
export async function bring(options: Options): Promise<number> {
  const { kind, file } = readFile(options);
  const { values, root } = options;
  const out = (line: string) => process.stdout.write(`${line}\n`);
  const { url, postgres } = await reachDatabase({ root, say: () => {} });
  const stop = postgres && !postgres.reused ? postgres.stop : async () => {};
  await prepareDatabase(url, root, new Date());
  const db = openDatabase(openPool(url, 'linli_app', 2));
  const progress = async (share: number, step: string) => void process.stderr.write(`\r${kind}: ${Math.round(share * 100)} % ${step}      `);
  try {
    const checked = await checkFile(db, kind, file, progress);
    process.stderr.write('\n');
    for (const note of checked.notes) out(`Note: ${note.en}`);
    for (const issue of checked.issues) out(`row ${issue.row ?? '-'}, ${issue.column ?? '-'}${issue.value === null ? '' : ` “${issue.value}”`}: ${issue.en}`);
    out(`${checked.rowsGood} of ${checked.rowsTotal} rows are good. ${JSON.stringify(checked.summary)}`);
    if (values['dry-run']) return checked.issues.length > 0 ? 1 : 0;
    if (checked.rowsGood === 0 || (checked.issues.length > 0 && !values['skip-bad-rows'])) {
      out('Nothing was loaded. Mend the rows, or add --skip-bad-rows to load the others.');
      return 1;
    }
    const load = { district: file.district, now: new Date(), actorId: null, log: createLog('warn'), progress };
    const summary = await inTransaction(db, file.district, (tx) => loadFile(tx, kind, checked, file, load));
    process.stderr.write('\n');
    out(`Loaded: ${JSON.stringify(summary)}`);
    return 0;
  } finally {
    await db.destroy();
    await stop();
  }
}
