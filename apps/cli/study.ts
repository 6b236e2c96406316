import fs from 'node:fs';
import path from 'node:path';
import { type CoordinateSystem, coordinateSystems } from '../../engines/reach/coordinates.ts';
import { readStudyFiles, runStudy, studyCsv, studyHtml, studyText, usualWalk } from '../../modules/planning/index.ts';
import type { Options } from './main.ts';

export function statedCrs(value: string | boolean | undefined): CoordinateSystem | null {
  if (value === undefined) return null;
  const found = coordinateSystems.find((name) => name.toLowerCase().replace('-', '') === String(value).toLowerCase().replace('-', ''));
  if (!found) throw new Error(`--crs must be one of ${coordinateSystems.join(', ')}.`);
  return found;
}

const positive = (value: string | boolean | undefined, usual: number, name: string) => {
  const number = value === undefined ? usual : Number(value);
  if (!(number > 0)) throw new Error(`--${name} must be a number above 0.`);
  return number;
};

export async function study({ root, positionals, values }: Options): Promise<number> {
  const [given] = positionals;
  if (!given) throw new Error('Say which folder to study: linli study DIR');
  const directory = path.resolve(given);
  if (!fs.existsSync(directory) || !fs.statSync(directory).isDirectory()) throw new Error(`${directory} is not a folder.`);
  const files = fs
    .readdirSync(directory)
    .filter((name) => /\.(pbf|osm|csv|xlsx|geojson)$/i.test(name))
    .sort()
    .map((name) => ({ name, bytes: fs.readFileSync(path.join(directory, name)) }));
  const step = (text: string) => process.stderr.write(`${text}\n`);
  step(`reading ${files.map((file) => file.name).join(', ')}`);
  const input = await readStudyFiles(files, statedCrs(values['crs']));
  const outcome = runStudy(
    input,
    {
      title: `Study of ${path.basename(directory)}`,
      speed: positive(values['speed'], usualWalk.speed, 'speed'),
      minutes: positive(values['minutes'], usualWalk.minutes, 'minutes'),
    },
    (name) => step(`walking to ${name}`),
  );
  const out = path.resolve(values['out'] ? String(values['out']) : path.join(root, 'var/studies', path.basename(directory)));
  fs.mkdirSync(out, { recursive: true });
  fs.writeFileSync(path.join(out, 'study.json'), JSON.stringify(outcome.result, null, 1));
  fs.writeFileSync(path.join(out, 'study.csv'), studyCsv(outcome));
  fs.writeFileSync(path.join(out, 'study.html'), studyHtml(outcome));
  process.stdout.write(
    `${studyText(outcome.result)}\n\nWritten: ${['study.json', 'study.csv', 'study.html'].map((name) => path.join(out, name)).join(', ')}\n`,
  );
  return 0;
}
