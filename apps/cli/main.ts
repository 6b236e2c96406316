import { parseArgs } from 'node:util';
import { account } from './account.ts';
import { audit } from './audit.ts';
import { bring } from './bring.ts';
import { ledger } from './ledger.ts';
import { reach } from './reach.ts';
import { study } from './study.ts';

export type Call = { root: string; words: string[] };
export type Options = { root: string; positionals: string[]; values: Record<string, string | boolean | undefined> };

const usage = `linli – the command line of Linli 邻里

  linli study DIR [--minutes 15] [--speed 1.333] [--crs WGS-84] [--out DIR]
      Coverage of people by kind of facility, on a folder with streets (.osm.pbf, .osm, .geojson), a table of people
      (lon, lat, population) and facilities (columns of counts, or tables with a kind). Prints a table; writes JSON, CSV and HTML.

  linli reach site --problem mclp|pmedian|pcenter|lscp|cpmp (--matrix F.csv | --points F.csv [--sites G.csv] | --graph F.txt)
      [--p 5] [--radius 800] [--fixed A,B] [--forbidden C] [--seconds 10] [--seed 1] [--json]
      [mclp: --budget 500 --costs C.csv, --pairs A+B; several functions: --radius MEAL=800,CARE=1000]
      [cpmp: --capacity 120 | --supply S.csv, --loads L.csv, --rounding down|nearest]
      Chooses sites and says how far the plan may be from the best possible. Formats: docs/guides/choose-sites.md.

  linli reach fca --method 2sfca|3sfca|mh3sfca|bfca --matrix F.csv --supply S.csv --radius 1000
      [--decay gaussian|binary|inverse|300:1,600:0.68] [--json]
      Supply in reach per person by floating catchments. Formats: docs/guides/choose-sites.md.

  linli reach matrix --streets S.osm.pbf --from A.csv [--to B.csv] --radius 1200 [--out F.csv]
      Walks along streets from points to points, as rows from, to, metres; pairs farther apart are left out.

  linli import areas|facilities|population|streets FILE [--district 330105] [--crs GCJ-02] [--title T] [--source S]
      [--as-of 2026-01-01] [--dry-run] [--skip-bad-rows]
      Checks the file and reports every fault by row and column. Loads it when there is none, or the good rows when told to.

  linli account create --login NAME --name N --role districtOfficial --area 330105
      Makes a staff account; prints its password and the address for an authenticator, once.

  linli audit verify [--district 330105]
      Recomputes the audit chain.

  linli ledger verify [--district 330105]
      Recomputes the books from every transfer, and their hash chain.
`;

const commands: Record<string, (options: Options) => Promise<number>> = { study, reach, import: bring, account, audit, ledger };

/** What only `reach site` is told. */
const siting =
  'problem matrix points sites graph p radius fixed forbidden seconds seed site-column demand-column distance-column weight-column supply-column supply method decay streets from to capacity loads rounding load-column budget costs pairs cost-column function-column room-column x-column y-column id-column'.split(
    ' ',
  );

/** @returns the exit code */
export async function run({ root, words }: Call): Promise<number> {
  const [name, ...rest] = words;
  const command = name ? commands[name] : undefined;
  if (!command) {
    process.stdout.write(usage);
    return name === undefined || name === 'help' || name === '--help' ? 0 : 2;
  }
  const { positionals, values } = parseArgs({
    args: rest,
    allowPositionals: true,
    options: {
      minutes: { type: 'string' },
      ...Object.fromEntries(siting.map((name) => [name, { type: 'string' as const }])),
      json: { type: 'boolean' },
      speed: { type: 'string' },
      crs: { type: 'string' },
      out: { type: 'string' },
      district: { type: 'string' },
      title: { type: 'string' },
      login: { type: 'string' },
      name: { type: 'string' },
      role: { type: 'string' },
      area: { type: 'string' },
      source: { type: 'string' },
      'as-of': { type: 'string' },
      'dry-run': { type: 'boolean' },
      'skip-bad-rows': { type: 'boolean' },
    },
  });
  return command({ root, positionals, values });
}
