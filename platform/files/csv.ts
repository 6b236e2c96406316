import { CsvError, parse } from 'csv-parse/sync';
import { FileFault, type Issue, limits, type Row, type Table } from './fault.ts';
import { decodeText } from './text.ts';

const delimiters = [',', ';', '\t', '，'];

function guessDelimiter(text: string): string {
  const firstLine = text.slice(0, text.search(/\r?\n|$/));
  const count = (mark: string) => firstLine.split(mark).length;
  return delimiters.reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

function parseRecords(text: string, delimiter: string): { record: string[]; info: { lines: number } }[] {
  try {
    return parse(text, {
      delimiter,
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
      max_record_size: 1_000_000,
      to: limits.rows + 2,
    }) as unknown as { record: string[]; info: { lines: number } }[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = (error as CsvError & { lines?: number }).lines;
    throw new FileFault('csv', {
      zh: `第 ${line ?? '?'} 行附近的引号没有成对，无法继续读取`,
      en: `Near line ${line ?? '?'} the quotes do not pair up: ${error.message}`,
    });
  }
}

/** Reads a CSV of any of the usual delimiters; the first row is the heading. */
export function readCsv(bytes: Uint8Array): Table {
  const { text, notes } = decodeText(bytes);
  const records = parseRecords(text, guessDelimiter(text));
  return tableFrom(
    'csv',
    records.map(({ record, info }) => ({ cells: record, row: info.lines })),
    [],
    notes,
  );
}

/** Rows of cells with their heading, checked for shape. */
export function tableFrom(format: Table['format'], records: { cells: string[]; row: number }[], issues: Issue[], notes: Table['notes']): Table {
  const heading = records[0];
  if (!heading) throw new FileFault('empty', { zh: '文件是空的', en: 'The file is empty' });
  const columns = heading.cells.map((cell) => cell.trim());
  if (columns.length > limits.columns)
    throw new FileFault('too-wide', { zh: `列数超过 ${limits.columns}`, en: `There are more than ${limits.columns} columns` });
  const twice = columns.find((name, i) => name !== '' && columns.indexOf(name) !== i);
  if (twice)
    throw new FileFault('column-twice', {
      zh: `“${twice}”这一列出现了两次，请删去一列`,
      en: `The column “${twice}” appears twice; remove one`,
    });
  if (records.length === 1) throw new FileFault('no-rows', { zh: '只有表头，没有数据', en: 'There is a heading but no data below it' });
  if (records.length - 1 > limits.rows)
    throw new FileFault('too-long', {
      zh: `超过 ${limits.rows} 行，请分成几个文件`,
      en: `More than ${limits.rows} rows; split the file`,
    });
  const rows: Row[] = [];
  for (const { cells, row } of records.slice(1)) {
    if (cells.length > columns.length && cells.slice(columns.length).some((cell) => cell !== '')) {
      issues.push({
        row,
        column: null,
        value: null,
        zh: `这一行有 ${cells.length} 格，表头只有 ${columns.length} 列`,
        en: `This row has ${cells.length} cells but the heading has ${columns.length}; check for a comma inside a text`,
      });
      continue;
    }
    const long = cells.findIndex((cell) => cell.length > limits.cellCharacters);
    if (long >= 0) {
      issues.push({
        row,
        column: columns[long] ?? null,
        value: `${cells[long]!.slice(0, 40)}…`,
        zh: '这一格的文字太长',
        en: `This cell has more than ${limits.cellCharacters} characters`,
      });
      continue;
    }
    rows.push({
      row,
      cells: Object.fromEntries(columns.map((name, i) => [name, cells[i] ?? '']).filter(([name]) => name !== '')),
    });
  }
  return { format, columns: columns.filter((name) => name !== ''), rows, issues, notes };
}
