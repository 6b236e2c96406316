import paces from './data/paces.json' with { type: 'json' };

export type PaceCode = 'adult' | 'elder' | 'pram';
const named = (code: PaceCode) => paces.paces.find((entry) => entry.code === code)!;
/** Kinds of ways that people of a pace cannot walk. */
export const avoidsOf = (code: PaceCode): readonly string[] => named(code).avoids ?? [];
export const speedOf = (code: PaceCode) => named(code).metresPerSecond;
/** What a circle is where nobody says otherwise. */
export const usualWalk = { minutes: paces.minutes, speed: speedOf('adult') };
