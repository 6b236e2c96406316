/** What is wrong with a file as a whole: nothing of it can be used. */
export class FileFault extends Error {
  readonly code: string;
  readonly zh: string;
  constructor(code: string, words: { zh: string; en: string }) {
    super(words.en);
    this.code = code;
    this.zh = words.zh;
  }
}

/** What is wrong with one row (numbered as a person sees it, the heading is row 1) or one column of it. */
export type Issue = { row: number | null; column: string | null; value: string | null; zh: string; en: string };

/** Something a person should know about how the file was read. */
export type Note = { zh: string; en: string };

export type Geometry =
  | { type: 'Point'; coordinates: [number, number] }
  | { type: 'LineString'; coordinates: [number, number][] }
  | { type: 'MultiLineString'; coordinates: [number, number][][] }
  | { type: 'Polygon'; coordinates: [number, number][][] }
  | { type: 'MultiPolygon'; coordinates: [number, number][][][] };

export type Row = { row: number; cells: Record<string, string>; geometry?: Geometry };
export type Table = { format: 'csv' | 'xlsx' | 'geojson'; columns: string[]; rows: Row[]; issues: Issue[]; notes: Note[] };

export const limits = {
  rows: 1_000_000,
  cellCharacters: 10_000,
  columns: 300,
  unpackedBytes: 300_000_000,
  unpackedRatio: 250,
  zipEntries: 2000,
};
