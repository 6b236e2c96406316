import { type CoordinateSystem, isShifted, toWgs84 } from '../../engines/reach/coordinates.ts';
import { FileFault, type Issue, type Row, type Table } from './fault.ts';

/** A column an import understands, under any of its names. */
export type Column = { name: string; aliases: string[]; required: boolean; zh: string; en: string };

const plain = (name: string) => name.toLowerCase().replaceAll(/[\s_\-()（）]/g, '');

/**
 * Which column of the file stands for which of ours.
 * @throws FileFault that names every required column that is missing and the names it may have
 */
export function matchColumns(table: Table, columns: readonly Column[]): { of: Map<string, string>; ignored: string[] } {
  const of = new Map<string, string>();
  for (const column of columns) {
    const names = new Set([column.name, ...column.aliases].map(plain));
    const found = table.columns.find((name) => names.has(plain(name)));
    if (found !== undefined) of.set(column.name, found);
  }
  const missing = columns.filter((column) => column.required && !of.has(column.name));
  if (missing.length > 0) {
    const list = (separator: string) => missing.map((column) => `${column.name} (${column.aliases.join(' / ')})`).join(separator);
    throw new FileFault('column-missing', {
      zh: `缺少列：${list('、')}。文件里的列是：${table.columns.join('、')}`,
      en: `Missing columns: ${list(', ')}. The file has: ${table.columns.join(', ')}`,
    });
  }
  const used = new Set(of.values());
  return { of, ignored: table.columns.filter((name) => !used.has(name)) };
}

/** Reads the cells of one row by our names and collects what is wrong with them. */
export class RowReader {
  readonly issues: Issue[] = [];
  private readonly row: Row;
  private readonly of: Map<string, string>;
  constructor(row: Row, of: Map<string, string>) {
    this.row = row;
    this.of = of;
  }

  issue(column: string, zh: string, en: string): null {
    this.issues.push({
      row: this.row.row,
      column: this.of.get(column) ?? column,
      value: this.raw(column).slice(0, 80) || null,
      zh,
      en,
    });
    return null;
  }

  raw(column: string): string {
    const name = this.of.get(column);
    return name === undefined ? '' : (this.row.cells[name] ?? '').trim();
  }

  /** A text; one that a spreadsheet would run as a formula is refused. */
  text(column: string, options: { required?: boolean; max?: number } = {}): string | null {
    const value = this.raw(column);
    if (value === '') return options.required ? this.issue(column, '不能为空', 'must not be empty') : null;
    if (/^[=+@\t\r]/.test(value) || /^-[^\d\s]/.test(value))
      return this.issue(
        column,
        '以 = + - @ 开头的内容会被表格软件当作公式，请删去开头的符号',
        'starts with = + - or @, which a spreadsheet would run as a formula; remove the sign',
      );
    if (value.length > (options.max ?? 200)) return this.issue(column, `不能超过 ${options.max ?? 200} 个字`, `has more than ${options.max ?? 200} characters`);
    return value;
  }

  number(column: string, options: { required?: boolean; min?: number; max?: number; integer?: boolean } = {}): number | null {
    const value = this.raw(column).replaceAll(',', '');
    if (value === '') return options.required ? this.issue(column, '不能为空', 'must not be empty') : null;
    const number = Number(value);
    if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(value) || !Number.isFinite(number)) return this.issue(column, '不是数字', 'is not a number');
    if (options.integer && !Number.isInteger(number)) return this.issue(column, '应为整数', 'must be a whole number');
    const { min = -Infinity, max = Infinity } = options;
    if (number < min || number > max) return this.issue(column, `应在 ${min} 到 ${max} 之间`, `must be from ${min} to ${max}`);
    return number;
  }

  choice<T extends string>(column: string, choices: Readonly<Record<string, T>>): T | null {
    const value = this.raw(column);
    if (value === '') return null;
    const found = choices[value] ?? choices[value.toLowerCase()];
    return found ?? this.issue(column, `应为：${Object.keys(choices).join('、')}`, `must be one of: ${[...new Set(Object.values(choices))].join(', ')}`);
  }

  day(column: string): string | null {
    const value = this.raw(column)
      .replace(/[ T]\d{1,2}:\d{2}(:\d{2})?$/, '')
      .replaceAll(/[./年月]/g, '-')
      .replace(/日$/, '');
    if (value === '') return null;
    const [year, month, day] = value.split('-');
    const text = `${year}-${(month ?? '').padStart(2, '0')}-${(day ?? '').padStart(2, '0')}`;
    if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(Date.parse(text)) || new Date(text).toISOString().slice(0, 10) !== text) {
      return this.issue(column, '日期应写成 2026-01-31', 'must be a day such as 2026-01-31');
    }
    return text;
  }

  /** A position as it is stored (WGS-84), from the system the file is in. */
  position(crs: CoordinateSystem): [number, number] | null {
    const before = this.issues.length;
    const lon = this.number('lon', { required: true });
    const lat = this.number('lat', { required: true });
    if (this.issues.length > before || lon === null || lat === null) return null;
    if (Math.abs(lat) > 90 && Math.abs(lon) <= 90) return this.issue('lat', '经度和纬度可能写反了', 'longitude and latitude seem to be swapped');
    if (Math.abs(lon) > 180) return this.issue('lon', '经度应在 -180 到 180 之间（单位是度）', 'must be from -180 to 180 degrees');
    if (Math.abs(lat) > 90) return this.issue('lat', '纬度应在 -90 到 90 之间（单位是度）', 'must be from -90 to 90 degrees');
    if (lon === 0 && lat === 0) return this.issue('lon', '坐标是 0,0，说明没有定位', 'is at 0,0, which means that it was never located');
    if (!isShifted(lon, lat) && isShifted(lat, lon) && lat >= 72) return this.issue('lon', '经度和纬度可能写反了', 'longitude and latitude seem to be swapped');
    return toWgs84(lon, lat, crs);
  }
}
