import { dayName, dayNumber } from './days.ts';
import { leastValue, none, notApplicable, unknown } from './value.ts';

export type Text = { zh: string; en: string };

/** One kind of fact. What is not known of it, or too old, is unknown; whether it can be `none` or not apply is said here. */
export type Field = {
  code: string;
  name: Text;
  /** Who is asked: one person, or (`place`) a complex. */
  of: 'person' | 'place';
  kind: 'number' | 'date' | 'flag' | 'code';
  /** Numbers: the unit, how many decimals count (money in yuan has 2), and the range, in the unit. */
  unit?: string;
  decimals?: number;
  min?: number;
  max?: number;
  /** Codes: what it can be. */
  values?: { code: string; name: Text }[];
  canBeNone?: boolean;
  canNotApply?: boolean;
  /** The department that knows, and for how many months what it said counts as known. */
  source: string;
  freshMonths?: number;
  question?: Text;
  sensitivity: 'open' | 'personal' | 'sensitive';
};

const units: Record<string, Text> = {
  yuan: { zh: '元', en: 'yuan' },
  year: { zh: '年', en: 'years' },
  month: { zh: '个月', en: 'months' },
  person: { zh: '人', en: 'people' },
};
/** A unit as people write it; one that has no words of its own stands as it is. */
export const unitName = (unit: string, language: keyof Text): string => units[unit]?.[language] ?? unit;

/** Days that dates may have. */
const dates = { min: dayNumber('1900-01-01'), max: dayNumber('2099-12-31') };

/** Fields by number, with what each value is as a whole number. */
export class Dictionary {
  readonly version: string;
  readonly fields: readonly Field[];
  private readonly numberByCode: Map<string, number>;

  constructor(version: string, fields: readonly Field[]) {
    this.version = version;
    this.fields = fields;
    this.numberByCode = new Map(fields.map(({ code }, number) => [code, number]));
    if (this.numberByCode.size < fields.length) throw new RangeError('Two fields of the dictionary have the same code');
  }

  numberOf(code: string): number | undefined {
    return this.numberByCode.get(code);
  }

  /** The dictionary with more fields behind its own. */
  with(fields: readonly Field[]): Dictionary {
    return new Dictionary(this.version, [...this.fields, ...fields.filter(({ code }) => !this.numberByCode.has(code))]);
  }

  /** The least and largest whole number that a field can be. */
  range(number: number): { min: number; max: number } {
    const field = this.fields[number]!;
    if (field.kind === 'date') return dates;
    if (field.kind === 'flag') return { min: 0, max: 1 };
    if (field.kind === 'code') return { min: 0, max: field.values!.length - 1 };
    const scale = 10 ** (field.decimals ?? 0);
    return { min: Math.round((field.min ?? 0) * scale), max: Math.round((field.max ?? 1_000_000) * scale) };
  }

  /**
   * A value as the whole number that the engine counts with.
   * @param value a number in the unit of the field, a day, a flag or a code; 'unknown', 'none' and 'notApplicable' as null, 'none', 'notApplicable'
   * @throws RangeError that says what the field takes
   */
  encode(number: number, value: unknown): number {
    const field = this.fields[number]!;
    if (value === null || value === undefined) return unknown;
    if (value === 'none' && field.canBeNone) return none;
    if (value === 'notApplicable' && field.canNotApply) return notApplicable;
    const coded = this.encodeKnown(field, value);
    const { min, max } = this.range(number);
    if (coded === undefined || !Number.isInteger(coded) || coded < min || coded > max || coded < leastValue)
      throw new RangeError(`${field.code} takes ${this.describe(number)}, not ${JSON.stringify(value)}`);
    return coded;
  }

  /** A sum of a field over people as a whole number: it may be larger than the field itself. @throws RangeError */
  encodeSum(number: number, value: unknown): number {
    const coded = this.encodeKnown(this.fields[number]!, value);
    if (coded === undefined || coded < 0 || coded > 0x7fff_fffe)
      throw new RangeError(
        `A sum of ${this.fields[number]!.code} is a number from 0 with at most ${this.fields[number]!.decimals ?? 0} decimals, not ${JSON.stringify(value)}`,
      );
    return coded;
  }

  private encodeKnown(field: Field, value: unknown): number | undefined {
    if (field.kind === 'flag') return typeof value === 'boolean' ? Number(value) : undefined;
    if (field.kind === 'code') {
      const at = field.values!.findIndex(({ code }) => code === value);
      return at < 0 ? undefined : at;
    }
    if (field.kind === 'date') {
      if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return undefined;
      try {
        return dayNumber(value);
      } catch {
        return undefined;
      }
    }
    if (typeof value !== 'number') return undefined;
    const scaled = value * 10 ** (field.decimals ?? 0);
    // 0.1 + 0.2 times 10 is not 3; what is a whole number but for that is one.
    return Math.abs(scaled - Math.round(scaled)) < 1e-6 ? Math.round(scaled) : undefined;
  }

  /** The value that a whole number stands for, as `encode` takes it. */
  decode(number: number, coded: number): unknown {
    const field = this.fields[number]!;
    if (coded === unknown) return null;
    if (coded === none) return 'none';
    if (coded === notApplicable) return 'notApplicable';
    if (field.kind === 'flag') return coded === 1;
    if (field.kind === 'code') return field.values![coded]!.code;
    if (field.kind === 'date') return dayName(coded);
    return coded / 10 ** (field.decimals ?? 0);
  }

  /** What a field takes, in words. */
  describe(number: number): string {
    const field = this.fields[number]!;
    const states = [...(field.canBeNone ? ['none'] : []), ...(field.canNotApply ? ['notApplicable'] : [])].map((state) => ` or "${state}"`).join('');
    if (field.kind === 'flag') return `true or false${states}`;
    if (field.kind === 'date') return `a day (YYYY-MM-DD) from ${dayName(dates.min)} to ${dayName(dates.max)}${states}`;
    if (field.kind === 'code') return `one of ${field.values!.map(({ code }) => code).join(', ')}${states}`;
    const { min, max } = this.range(number);
    const scale = 10 ** (field.decimals ?? 0);
    return `a number from ${min / scale} to ${max / scale}${field.unit ? ` ${field.unit}` : ''} with at most ${field.decimals ?? 0} decimals${states}`;
  }
}
