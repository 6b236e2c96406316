import { readCsv } from './csv.ts';
import { FileFault, type Table } from './fault.ts';
import { readGeoJson } from './geojson.ts';
import { readXlsx } from './xlsx.ts';

/**
 * Reads a table from a file by its content first and its name second.
 * @throws FileFault with the cure, when nothing of it can be used
 */
export async function readTable(name: string, bytes: Uint8Array): Promise<Table> {
  const ending = name.toLowerCase().match(/\.[a-z]+$/)?.[0] ?? '';
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  if (isZip || (bytes[0] === 0xd0 && bytes[1] === 0xcf) || ending === '.xlsx') return readXlsx(bytes);
  if (ending === '.geojson' || ending === '.json') return readGeoJson(bytes);
  if (ending === '.csv' || ending === '.txt' || ending === '.tsv') return readCsv(bytes);
  throw new FileFault('kind', {
    zh: `不认识 ${ending || '没有后缀的'} 文件，请使用 .csv、.xlsx 或 .geojson`,
    en: `A ${ending || 'file without an ending'} cannot be read here; use .csv, .xlsx or .geojson`,
  });
}
