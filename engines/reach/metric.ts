const semiMajor = 6_378_137;
const flattening = 1 / 298.257_223_563;
const e2 = flattening * (2 - flattening);
const radians = Math.PI / 180;

/** Metres per degree of longitude and latitude at a latitude on the WGS-84 ellipsoid (CGCS2000 differs by less than 0.1 mm here). */
export function metresPerDegree(lat: number): { lon: number; lat: number } {
  const sin = Math.sin(lat * radians);
  const w2 = 1 - e2 * sin * sin;
  const w = Math.sqrt(w2);
  return { lon: (radians * semiMajor * Math.cos(lat * radians)) / w, lat: (radians * semiMajor * (1 - e2)) / (w2 * w) };
}

/**
 * Length of a short line between two points, in metres.
 * Radii of curvature at the middle latitude: within 1 mm of the geodesic up to 2 km, within 0.01 % up to 50 km (tested).
 */
export function distanceMetres(lonA: number, latA: number, lonB: number, latB: number): number {
  const scale = metresPerDegree((latA + latB) / 2);
  let dLon = lonB - lonA;
  if (dLon > 180) dLon -= 360;
  else if (dLon < -180) dLon += 360;
  return Math.hypot(dLon * scale.lon, (latB - latA) * scale.lat);
}
