import { metresPerDegree } from './metric.ts';
import type { Network } from './network.ts';

/** Where a place meets the network: a point `offset` cm along segment `segment`, `access` cm of straight walk away. */
export type Joint = { segment: number; offset: number; access: number; lon: number; lat: number };

/** Finds the nearest walkable point. Segments lie in the cells of a square grid that their bounding box touches. */
export type Joiner = { join(lon: number, lat: number): Joint | null };

const usualCellMetres = 150;
const mostCells = 16_000_000;
/** A place farther than this from every street is not joined: its walk would be guesswork. */
export const defaultJoinLimitMetres = 500;

type Grid = {
  cellMetres: number;
  minLon: number;
  minLat: number;
  cellLon: number;
  cellLat: number;
  columns: number;
  rows: number;
  starts: Int32Array;
  items: Int32Array;
};

function buildGrid(network: Network): Grid {
  const { lon, lat, from, to } = network;
  let [minLon, minLat, maxLon, maxLat] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let v = 0; v < lon.length; v++) {
    minLon = Math.min(minLon, lon[v]!);
    maxLon = Math.max(maxLon, lon[v]!);
    minLat = Math.min(minLat, lat[v]!);
    maxLat = Math.max(maxLat, lat[v]!);
  }
  const scale = metresPerDegree((minLat + maxLat) / 2);
  // A network that spans a country gets larger cells, so that its grid fits into memory.
  let cellMetres = usualCellMetres;
  while (((maxLon - minLon) * scale.lon * (maxLat - minLat) * scale.lat) / cellMetres ** 2 > mostCells) cellMetres *= 2;
  const cellLon = cellMetres / scale.lon;
  const cellLat = cellMetres / scale.lat;
  const columns = Math.max(1, Math.ceil((maxLon - minLon) / cellLon) + 1);
  const rows = Math.max(1, Math.ceil((maxLat - minLat) / cellLat) + 1);
  const eachCell = (s: number, visit: (cell: number) => void) => {
    const [a, b] = [from[s]!, to[s]!];
    const x0 = Math.floor((Math.min(lon[a]!, lon[b]!) - minLon) / cellLon);
    const x1 = Math.floor((Math.max(lon[a]!, lon[b]!) - minLon) / cellLon);
    const y0 = Math.floor((Math.min(lat[a]!, lat[b]!) - minLat) / cellLat);
    const y1 = Math.floor((Math.max(lat[a]!, lat[b]!) - minLat) / cellLat);
    for (let y = y0; y <= y1; y++) for (let x = x0; x <= x1; x++) visit(y * columns + x);
  };
  const starts = new Int32Array(columns * rows + 1);
  for (let s = 0; s < from.length; s++) eachCell(s, (cell) => starts[cell + 1]!++);
  for (let c = 0; c < columns * rows; c++) starts[c + 1]! += starts[c]!;
  const next = starts.slice();
  const items = new Int32Array(starts[columns * rows]!);
  for (let s = 0; s < from.length; s++) eachCell(s, (cell) => (items[next[cell]!++] = s));
  return { cellMetres, minLon, minLat, cellLon, cellLat, columns, rows, starts, items };
}

/**
 * Prepares joining places to a network.
 * @param limitMetres places farther than this from every street get `null`
 */
export function createJoiner(network: Network, limitMetres: number = defaultJoinLimitMetres): Joiner {
  const grid = buildGrid(network);
  const { lon, lat, from, to, length } = network;
  const { cellMetres } = grid;
  const join = (x: number, y: number): Joint | null => {
    const scale = metresPerDegree(y);
    let best = limitMetres * limitMetres;
    let found = -1;
    let share = 0;
    const tryCell = (cx: number, cy: number) => {
      if (cx < 0 || cy < 0 || cx >= grid.columns || cy >= grid.rows) return;
      const cell = cy * grid.columns + cx;
      for (let i = grid.starts[cell]!; i < grid.starts[cell + 1]!; i++) {
        const s = grid.items[i]!;
        const ax = (lon[from[s]!]! - x) * scale.lon;
        const ay = (lat[from[s]!]! - y) * scale.lat;
        const dx = (lon[to[s]!]! - x) * scale.lon - ax;
        const dy = (lat[to[s]!]! - y) * scale.lat - ay;
        const square = dx * dx + dy * dy;
        const t = square === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / square));
        const d = (ax + t * dx) ** 2 + (ay + t * dy) ** 2;
        if (d < best || (d === best && s < found)) {
          best = d;
          found = s;
          share = t;
        }
      }
    };
    const cx = Math.floor((x - grid.minLon) / grid.cellLon);
    const cy = Math.floor((y - grid.minLat) / grid.cellLat);
    const rings = Math.ceil(limitMetres / cellMetres) + 1;
    for (let ring = 0; ring <= rings; ring++) {
      // Every segment not yet seen is at least (ring - 1) whole cells away, less a hundredth for cells narrowing to the pole.
      if (found >= 0 && best < (Math.max(0, ring - 1) * cellMetres * 0.99) ** 2) break;
      for (let k = -ring; k <= ring; k++) {
        tryCell(cx + k, cy - ring);
        if (ring > 0) tryCell(cx + k, cy + ring);
        if (ring > 0 && Math.abs(k) < ring) {
          tryCell(cx - ring, cy + k);
          tryCell(cx + ring, cy + k);
        }
      }
    }
    if (found < 0) return null;
    const [a, b] = [from[found]!, to[found]!];
    return {
      segment: found,
      offset: Math.round(share * length[found]!),
      access: Math.round(100 * Math.sqrt(best)),
      lon: lon[a]! + share * (lon[b]! - lon[a]!),
      lat: lat[a]! + share * (lat[b]! - lat[a]!),
    };
  };
  return { join };
}
