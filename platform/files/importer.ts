import type { Logger } from 'pino';
import { type CoordinateSystem, coordinateSystems } from '../../engines/reach/coordinates.ts';
import type { Read, Write } from '../database.ts';
import type { EventKind } from '../event.ts';
import { FileFault, type Issue, type Note } from './fault.ts';

/** A file to bring in, and what its sender says of it. */
export type Incoming = {
  name: string;
  bytes: Uint8Array;
  crs: CoordinateSystem | null;
  title: string;
  source: string;
  asOf: string;
  invented: boolean;
  district: string;
};

/** What checking a file found. `plan` is what loading will write; it holds only good rows. */
export type Checked<Plan> = {
  rowsTotal: number;
  rowsGood: number;
  issues: Issue[];
  notes: Note[];
  summary: Record<string, number | string>;
  plan: Plan;
};

export type Loading = {
  tx: Write;
  district: string;
  now: Date;
  actorId: string | null;
  log: Logger;
  progress(share: number, step: string): Promise<void>;
};

/** How one kind of thing comes into the house. Checking writes nothing; loading runs in one transaction. */
export type Importer<Plan = unknown> = {
  kind: 'areas' | 'facilities' | 'population' | 'streets';
  check(db: Read, file: Incoming, progress: (share: number, step: string) => Promise<void>): Promise<Checked<Plan>>;
  load(loading: Loading, plan: Plan, file: Incoming): Promise<{ event: EventKind; subject: string; summary: Record<string, number | string> }>;
};

/** The system the coordinates are in: stated, or refused. Nobody can tell GCJ-02 from WGS-84 by looking, and they lie 500 m apart. */
export function statedSystem(file: Incoming): CoordinateSystem {
  if (file.crs) return file.crs;
  throw new FileFault('crs-missing', {
    zh: `请说明坐标系：${coordinateSystems.join('、')}。高德、腾讯是 GCJ-02，百度是 BD-09，测绘部门一般是 CGCS2000`,
    en: `State the coordinate system: ${coordinateSystems.join(', ')}. AMap and Tencent use GCJ-02, Baidu BD-09, surveyors mostly CGCS2000`,
  });
}
