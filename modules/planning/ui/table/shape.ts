import type { api } from '../../../../platform/client.ts';
import type { planning } from '../../contract.ts';

type Calls = ReturnType<typeof api<typeof planning>>;
/** What the server sends for a planning table. */
export type TableData = Awaited<ReturnType<Calls['getTable']>>;
export type Scenario = Awaited<ReturnType<Calls['getScenario']>>;
export type Edit = Scenario['edits'][number];
export type Settings = Scenario['settings'];
export type Norm = TableData['need']['norms'][number];
export type Offers = TableData['facilities'][number]['offers'];

/** A facility as the table has it now. */
export type Stand = {
  id: string;
  name: string;
  lon: number;
  lat: number;
  offers: Offers;
  area: number;
  kind: string;
  areaCode: string | null;
  isOpen: boolean;
  isNew: boolean;
  isMoved: boolean;
};
/** Shares of one function, walked and straight. */
export type Shares = { people: number; wanting: number; within: number; withinWanting: number; withinStraight: number };
export type AreaShare = { code: string; people: number; within: number };
/** One norm in one area: what it asks for, what is there, what is missing, in the norm's unit. */
export type Deficit = { norm: string; code: string; need: number; supply: number; missing: number };
export type Picture = {
  shares: Shares;
  areas: AreaShare[];
  /** Walk to the nearest facility with the function per cell, in tenths of a minute; 0xFFFF where none is near. */
  minutes: Uint16Array;
  /** Functions in reach per cell. */
  reached: Uint16Array;
  /** Supply of the function per thousand wanting people per cell (2SFCA). */
  access: Float64Array;
  deficits: Deficit[];
  stands: Stand[];
  /** What the last computation took, in ms. */
  ms: number;
};

/** A plan as the search stands at it: people brought within reach, and how far from the best possible that can be. */
export type Proposal = {
  sites: { lon: number; lat: number; name: string | null; floorArea: number | null }[];
  value: number;
  bound: number;
  gap: number;
  isProven: boolean;
  candidates: number;
};
export type Explanation = {
  cell: number;
  /** Functions in reach with the nearest facility and its walk in tenths of a minute. */
  reached: { function: string; id: string; name: string; tenths: number }[];
  missing: string[];
  /** The walk to the nearest facility of the function looked at. */
  line: [number, number][];
};

/** Candidates for new sites. */
export type Among = 'crossings' | 'spaces';
/** What to change at one facility, with the numbers behind it. */
export type Advice = {
  id: string;
  /** People who reach it. */
  people: number;
  /** Functions that many of them reach nowhere: how many of those who want it would be first reached by offering it here. */
  missing: { function: string; people: number }[];
  /** People of its circle who want a function per place offered here, beside the middle of all facilities with the function. */
  load: { function: string; perPlace: number; usual: number; state: 'busy' | 'usual' | 'quiet' }[];
  /** The land along the streets of its circle, to draw. */
  outline: [number, number][][][];
};

/** One site beside the others: the score of 100, and the numbers behind it. */
export type SiteScore = {
  id: string;
  name: string;
  lon: number;
  lat: number;
  floorArea: number | null;
  isSpace: boolean;
  score: number;
  density: number;
  elders: number;
  scarcity: number;
  /** Mean walk of the people in its circle, in minutes; null when nobody is in it. */
  centre: number | null;
};

/** What the screen asks of the engine beside it, and what comes back. */
export type Ask =
  | { kind: 'open'; data: TableData; streets: ArrayBuffer; settings: Settings; edits: readonly Edit[] }
  | { kind: 'apply'; edits: readonly Edit[] }
  | { kind: 'undo' }
  | { kind: 'read'; settings: Settings }
  | { kind: 'explain'; cell: number }
  | { kind: 'advise'; id: string }
  | { kind: 'score' }
  | { kind: 'propose'; sites: number; among: Among }
  | { kind: 'stop' };
export type Answer =
  | { kind: 'picture'; now: Picture; before?: Picture; edits: Edit[]; settings: Settings }
  | { kind: 'explained'; explanation: Explanation }
  | { kind: 'advised'; advice: Advice | null }
  | { kind: 'scored'; scores: SiteScore[] }
  | { kind: 'proposed'; proposal: Proposal | null; isDone: boolean }
  | { kind: 'failed'; message: string };
