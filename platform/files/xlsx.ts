import ExcelJS from 'exceljs';
import yauzl from 'yauzl';
import { tableFrom } from './csv.ts';
import { FileFault, type Issue, limits, type Table } from './fault.ts';

const broken = () =>
  new FileFault('xlsx', {
    zh: '这个 Excel 文件已损坏或不完整，请重新保存后再试',
    en: 'This Excel file is damaged or incomplete; save it again and retry',
  });

/** Looks only at the directory of the archive, so that a zip bomb is refused before anything is unpacked. */
function checkArchive(bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(Buffer.from(bytes), { lazyEntries: true }, (error, archive) => {
      if (error) return reject(broken());
      let unpacked = 0;
      let entries = 0;
      archive.on('error', () => reject(broken()));
      archive.on('end', () => resolve());
      archive.on('entry', (entry: yauzl.Entry) => {
        entries++;
        unpacked += entry.uncompressedSize;
        const ratio = unpacked / Math.max(1, bytes.length);
        if (entries > limits.zipEntries || unpacked > limits.unpackedBytes || (ratio > limits.unpackedRatio && unpacked > 20_000_000)) {
          return reject(
            new FileFault('zip-bomb', {
              zh: '这个文件解压后大得不正常，已拒绝打开',
              en: `Unpacked this file would be ${Math.round(unpacked / 1e6)} MB, ${Math.round(ratio)} times its size; it was not opened`,
            }),
          );
        }
        archive.readEntry();
      });
      archive.readEntry();
    });
  });
}

/** A day, or a day with its time where it has one; Excel's fractions of a day are rounded to the minute. */
function dayOrMinute(value: Date): string {
  const text = new Date(Math.round(value.getTime() / 60_000) * 60_000).toISOString();
  return text.slice(11, 16) === '00:00' ? text.slice(0, 10) : text.slice(0, 16).replace('T', ' ');
}

function textOf(value: ExcelJS.CellValue): string | null {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return dayOrMinute(value);
  if (typeof value !== 'object') return String(value);
  if ('richText' in value) return value.richText.map((part) => part.text).join('');
  if ('hyperlink' in value) return String(value.text);
  return null; // a formula, a shared formula or an error
}

/** Reads the first sheet of a workbook; the first row is the heading. Formulas are refused cell by cell, never computed. */
export async function readXlsx(bytes: Uint8Array): Promise<Table> {
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf) {
    throw new FileFault('old-excel', {
      zh: '这是旧版 .xls 或加了密码的文件，请另存为不带密码的 .xlsx',
      en: 'This is an old .xls file or has a password; save it as .xlsx without a password',
    });
  }
  await checkArchive(bytes);
  const workbook = new ExcelJS.Workbook();
  try {
    await workbook.xlsx.load(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer);
  } catch {
    throw broken();
  }
  const sheet = workbook.worksheets[0];
  if (!sheet) throw new FileFault('no-sheet', { zh: '文件里没有工作表', en: 'The workbook has no sheet' });
  const issues: Issue[] = [];
  const records: { cells: string[]; row: number }[] = [];
  sheet.eachRow((row, number) => {
    const cells: string[] = [];
    let bad = false;
    for (let column = 1; column <= Math.min(row.cellCount, limits.columns + 1); column++) {
      const text = textOf(row.getCell(column).value);
      if (text === null) {
        bad = true;
        issues.push({
          row: number,
          column: row.getCell(column).address,
          value: null,
          zh: '这一格是公式或错误值，请改为“粘贴为数值”',
          en: 'This cell is a formula or an error; paste it as a value',
        });
      }
      cells.push((text ?? '').trim());
    }
    if (!bad && cells.some((cell) => cell !== '')) records.push({ cells, row: number });
  });
  const notes = workbook.worksheets.length > 1 ? [{ zh: `只读取第一张工作表“${sheet.name}”`, en: `Only the first sheet, “${sheet.name}”, was read` }] : [];
  return tableFrom('xlsx', records, issues, notes);
}
