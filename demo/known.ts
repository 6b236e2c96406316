import { personFacts, type Stated, sealProfile } from '../modules/people/index.ts';
import type { Vault } from '../platform/crypto.ts';
import { asOf } from './demo.ts';
import type { Estate, Resident } from './people.ts';
import type { Random } from './random.ts';

/** Subdistricts whose departments have begun to exchange what they know. */
export const exchanging = ['330105001', '330105002', '330105003'];

/** What is on record of an invented resident, and what they receive. */
export type Known = { personId: string; stated: (Stated & { department: string })[]; receives: string[]; diedOn: string | null };

const year = Number(asOf.slice(0, 4));
const ageOf = ({ bornOn }: Resident) => year - Number(bornOn.slice(0, 4));

/** Lines of the example policies are around 1,300 yuan; these stand clearly on one side. */
const incomes = { low: [200, 900], marginal: [1350, 1900], enough: [2500, 9000] } as const;

function factsOf(resident: Resident, household: readonly Resident[], estate: Estate, random: Random): [string, unknown][] {
  const { segments } = resident;
  const age = ageOf(resident);
  const has = (segment: string) => segments.includes(segment);
  const isPoor = has('minimumLiving');
  const facts: [string, unknown][] = [['isLocal', isPoor || random.chance(estate.kind === 'dormitory' ? 0.3 : 0.85)]];
  if (isPoor || has('marginalLowIncome') || has('disabled') || age >= 60) {
    const [low, high] = incomes[isPoor ? 'low' : has('marginalLowIncome') ? 'marginal' : 'enough'];
    facts.push(['disabilityGrade', has('disabled') ? random.integer(1, 4) : 'none'], ['isMinimum', isPoor], ['isExtremePoverty', false]);
    if (has('disabled')) facts.push(['disabilityKind', random.pick(['sight', 'hearing', 'limbs', 'limbs', 'mind'])]);
    if (isPoor || has('marginalLowIncome') || random.chance(0.3)) facts.push(['incomeEach', 10 * Math.round(random.between(low, high) / 10)]);
    if (isPoor || random.chance(0.2)) facts.push(['withinProperty', isPoor || random.chance(0.7)]);
    facts.push(['needsCare', has('disabledElder') || (has('disabled') && random.chance(0.3))]);
  }
  if (age >= 60) {
    const pension = random.chance(0.7) ? 'employee' : 'resident';
    facts.push(['isRural', estate.kind === 'village'], ['pension', pension], ['pensionYears', random.integer(15, 35)]);
  }
  if (age >= 60 && random.chance(0.5)) facts.push(['members', household.length]);
  const children = household.filter((other) => ageOf(other) < 18);
  if (age >= 20 && age < 50 && children.length > 0) {
    facts.push(
      [
        'youngestChild',
        children
          .map(({ bornOn }) => bornOn)
          .sort()
          .at(-1)!,
      ],
      ['children', children.length],
    );
    if (random.chance(0.4)) facts.push(['ownsHome', random.chance(0.8)], ['rents', false]);
  }
  if (age >= 18 && age < 60 && random.chance(0.3)) facts.push(['work', random.chance(0.8) ? 'employed' : 'flexible']);
  if (resident.sex === 'male' && age >= 40 && random.chance(0.03)) facts.push(['isVeteran', true]);
  return facts;
}

/** What they receive: most of what they are entitled to, so that some is missing; and a few who no longer are. */
function receivesOf(resident: Resident, facts: ReadonlyMap<string, unknown>, random: Random): string[] {
  const age = ageOf(resident);
  const isLocal = facts.get('isLocal') === true;
  const grade = facts.get('disabilityGrade');
  const isGraded = typeof grade === 'number';
  const youngest = String(facts.get('youngestChild') ?? '');
  const chances: [string, boolean, number][] = [
    ['minimum-living', facts.get('isMinimum') === true, 0.97],
    ['old-age-allowance', age >= 80 && isLocal, 0.93],
    ['disabled-hardship', isGraded && facts.get('isMinimum') === true && isLocal, 0.8],
    ['disabled-care', isGraded && grade <= 2 && facts.get('needsCare') === true && isLocal, 0.8],
    ['medical-aid', facts.get('isMinimum') === true && isLocal, 0.95],
    ['elder-checkup', age >= 65, 0.85],
    ['city-meals', age >= 60, 0.92],
    ['bus-free', age >= 70, 0.9],
    ['family-doctor', age >= 65 || isGraded || youngest > `${year - 7}-12-31`, 0.88],
    ['veteran-care', facts.get('isVeteran') === true, 0.9],
    ['resident-pension', age >= 60 && isLocal && facts.get('pension') === 'resident', 0.97],
    ['child-health', youngest > `${year - 6}-01-01`, 0.93],
    ['childcare-subsidy', youngest > `${year - 2}-01-01`, 0.85],
  ];
  return chances.filter(([, isEntitled, chance]) => isEntitled && random.chance(chance)).map(([policy]) => policy);
}

/** Facts and enrolments of a household, with a few that are wrong on purpose: to be verified by somebody. */
export function drawKnown(household: readonly Resident[], estate: Estate, random: Random): Known[] {
  if (!exchanging.includes(estate.communityCode.slice(0, 9))) return [];
  return household.flatMap((resident): Known[] => {
    const age = ageOf(resident);
    const isNoted = age >= 60 || resident.segments.length > 0 || (age >= 20 && household.some((other) => ageOf(other) < 7));
    if (!isNoted && !random.chance(0.1)) return [];
    const facts = new Map(factsOf(resident, household, estate, random));
    const receives = receivesOf(resident, facts, random);
    // Somebody's income was stated by another office and is above the line; somebody died and is still paid.
    const isWrong = receives.includes('minimum-living') && random.chance(0.12);
    if (isWrong) facts.set('incomeEach', 3200);
    const diedOn = age >= 85 && receives.includes('old-age-allowance') && random.chance(0.004) ? `${year}-08-1${random.integer(0, 9)}` : null;
    const stated = [...facts].map(([fact, value]) => {
      const isFromKeeper = !(isWrong && fact === 'incomeEach');
      const { source } = personFacts.fields[personFacts.numberOf(fact)!]!;
      const statedOn = fact === 'isLocal' || fact === 'isVeteran' ? '2024-03-01' : `${year}-0${random.integer(1, 9)}-15`;
      const department = isFromKeeper ? `区${source}局（演示）` : '区税务局（演示）';
      return { fact, value, validFrom: statedOn, validTo: null, statedOn, isFromKeeper, department };
    });
    return [{ personId: resident.id, stated, receives, diedOn }];
  });
}

export const profileOf = (vault: Vault, { stated }: Known) => sealProfile(vault, stated);
