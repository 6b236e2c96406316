/** Coordinate reference systems met in Chinese data. CGCS2000 equals WGS-84 to centimetres and is stored as it is. */
export const coordinateSystems = ['WGS-84', 'CGCS2000', 'GCJ-02', 'BD-09'] as const;
export type CoordinateSystem = (typeof coordinateSystems)[number];

const a = 6_378_245;
const ee = 0.006_693_421_622_965_943;
const bdPi = (Math.PI * 3000) / 180;

/** Whether a point lies in the rectangle in which GCJ-02 shifts positions. */
export function isShifted(lon: number, lat: number): boolean {
  return lon >= 72.004 && lon <= 137.8347 && lat >= 0.8293 && lat <= 55.8271;
}

function shift(lon: number, lat: number): [number, number] {
  const x = lon - 105;
  const y = lat - 35;
  const wave = (20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI)) * (2 / 3);
  let dLat = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x)) + wave;
  dLat += ((20 * Math.sin(y * Math.PI) + 40 * Math.sin((y / 3) * Math.PI)) * 2) / 3;
  dLat += ((160 * Math.sin((y / 12) * Math.PI) + 320 * Math.sin((y * Math.PI) / 30)) * 2) / 3;
  let dLon = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x)) + wave;
  dLon += ((20 * Math.sin(x * Math.PI) + 40 * Math.sin((x / 3) * Math.PI)) * 2) / 3;
  dLon += ((150 * Math.sin((x / 12) * Math.PI) + 300 * Math.sin((x / 30) * Math.PI)) * 2) / 3;
  const phi = (lat / 180) * Math.PI;
  const w = 1 - ee * Math.sin(phi) ** 2;
  return [(dLon * 180) / ((a / Math.sqrt(w)) * Math.cos(phi) * Math.PI), (dLat * 180) / (((a * (1 - ee)) / (w * Math.sqrt(w))) * Math.PI)];
}

export function wgs84ToGcj02(lon: number, lat: number): [number, number] {
  if (!isShifted(lon, lat)) return [lon, lat];
  const [dLon, dLat] = shift(lon, lat);
  return [lon + dLon, lat + dLat];
}

/** The inverse, by iteration until the way back meets the input to 1e-9 degrees (0.1 mm). */
export function gcj02ToWgs84(lon: number, lat: number): [number, number] {
  if (!isShifted(lon, lat)) return [lon, lat];
  let [x, y] = [lon, lat];
  for (let i = 0; i < 30; i++) {
    const [gx, gy] = wgs84ToGcj02(x, y);
    x += lon - gx;
    y += lat - gy;
    if (Math.abs(lon - gx) < 1e-9 && Math.abs(lat - gy) < 1e-9) break;
  }
  return [x, y];
}

export function gcj02ToBd09(lon: number, lat: number): [number, number] {
  const z = Math.hypot(lon, lat) + 0.000_02 * Math.sin(lat * bdPi);
  const theta = Math.atan2(lat, lon) + 0.000_003 * Math.cos(lon * bdPi);
  return [z * Math.cos(theta) + 0.0065, z * Math.sin(theta) + 0.006];
}

/** The inverse of `gcj02ToBd09`, by iteration. */
export function bd09ToGcj02(lon: number, lat: number): [number, number] {
  let [x, y] = [lon - 0.0065, lat - 0.006];
  for (let i = 0; i < 30; i++) {
    const [bx, by] = gcj02ToBd09(x, y);
    x += lon - bx;
    y += lat - by;
    if (Math.abs(lon - bx) < 1e-9 && Math.abs(lat - by) < 1e-9) break;
  }
  return [x, y];
}

/**
 * Positions as they are stored, from any of the four systems.
 * Formulas and constants: standards.md §15.
 */
export function toWgs84(lon: number, lat: number, from: CoordinateSystem): [number, number] {
  if (from === 'GCJ-02') return gcj02ToWgs84(lon, lat);
  if (from === 'BD-09') return gcj02ToWgs84(...bd09ToGcj02(lon, lat));
  return [lon, lat];
}
