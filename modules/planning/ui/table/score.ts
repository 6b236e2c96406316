import { packSources } from '../../../../engines/reach/kernel/kernel.ts';
import { dmOf, type Ground } from './ground.ts';
import type { Settings, SiteScore, Stand, TableData } from './shape.ts';

type Groups = { all: Float64Array; elders: Float64Array; wanting: Float64Array };
type Site = { id: string; name: string; lon: number; lat: number; floorArea: number | null; offers: boolean };

/** Idle spaces and the scenario's own new facilities: what a site has to be compared with. */
const sitesOf = (data: TableData, stands: readonly Stand[], code: string): Site[] => [
  ...stands
    .filter((it) => it.isNew && it.isOpen)
    .map(({ id, name, lon, lat, area, offers }) => ({ id, name, lon, lat, floorArea: area || null, offers: offers.some((offer) => offer.function === code) })),
  ...data.spaces.map(({ id, name, lon, lat, floorArea }) => ({ id, name, lon, lat, floorArea, offers: false })),
];

/**
 * Sites beside one another by the criteria of need.json (S0:36: central, where many people live): per criterion 100 for the best of
 * them and less in proportion; the score is their weighted mean.
 * @param covering how many open facilities with the function each dwelling place reaches
 */
export function scoreSites(
  data: TableData,
  ground: Ground,
  stands: readonly Stand[],
  settings: Settings,
  groups: Groups,
  covering: ArrayLike<number>,
): SiteScore[] {
  const sites = sitesOf(data, stands, settings.function);
  const rows = ground.kernel.matrix(packSources(sites.map(({ lon, lat }) => ground.seedsAt(lon, lat))), dmOf(settings));
  const measured = sites.map((site, n) => {
    let [people, elders, first, walked] = [0, 0, 0, 0];
    for (let k = rows.offsets[n]!; k < rows.offsets[n + 1]!; k++) {
      const i = rows.place[k]!;
      people += groups.all[i]!;
      elders += groups.elders[i]!;
      walked += groups.all[i]! * rows.dm[k]!;
      // A new facility is counted already where it stands: its gain is who reaches no other.
      if (covering[i] === (site.offers ? 1 : 0)) first += groups.wanting[i]!;
    }
    return { site, density: people, elders, scarcity: first, centre: people === 0 ? Infinity : walked / people / 10 / settings.speed / 60 };
  });
  const best = {
    density: Math.max(1, ...measured.map((it) => it.density)),
    elders: Math.max(1, ...measured.map((it) => it.elders)),
    scarcity: Math.max(1, ...measured.map((it) => it.scarcity)),
    centre: Math.min(...measured.map((it) => it.centre)),
  };
  const { criteria } = data.need.siteScore;
  const total = criteria.reduce((sum, { weight }) => sum + weight, 0);
  return measured
    .map(({ site, ...values }) => {
      const share = { ...values, density: values.density / best.density, elders: values.elders / best.elders, scarcity: values.scarcity / best.scarcity };
      share.centre = values.centre === Infinity ? 0 : best.centre / Math.max(values.centre, 1e-9);
      const score = (100 * criteria.reduce((sum, { code, weight }) => sum + weight * share[code], 0)) / total;
      const { id, name, lon, lat, floorArea } = site;
      return {
        id,
        name,
        lon,
        lat,
        floorArea,
        isSpace: !stands.some((it) => it.id === id),
        score,
        ...values,
        centre: values.centre === Infinity ? null : values.centre,
      };
    })
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}
