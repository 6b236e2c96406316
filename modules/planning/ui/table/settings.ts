import type { Settings, TableData } from './shape.ts';

const avoided = ({ avoids }: Settings) => [...(avoids ?? [])].sort().join();
/** Whether people walk the same ways, though perhaps not as far. */
export const isSameWays = (a: Settings, b: Settings) => avoided(a) === avoided(b);
/** Whether two settings ask for the same figures. */
export const isSame = (a: Settings, b: Settings) =>
  isSameWays(a, b) && a.function === b.function && a.minutes === b.minutes && a.speed === b.speed && a.decay === b.decay;
export const paceOf = (data: TableData, settings: Settings) =>
  data.paces.find((pace) => pace.metresPerSecond === settings.speed && avoided({ ...settings, avoids: pace.avoids }) === avoided(settings));
