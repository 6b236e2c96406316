const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

export type IdentityReading = { bornOn: string; sex: 'female' | 'male' };

/** The check character of the first 17 digits of a resident identity number (GB 11643-1999). */
export function checkCharacter(first17: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += Number(first17[i]) * weights[i]!;
  return '10X98765432'[sum % 11]!;
}

/**
 * What a resident identity number says, or what is wrong with it.
 * @returns the birthday and sex, or a fault that names the part
 */
export function readIdentityNumber(number: string): IdentityReading | { fault: 'length' | 'birthday' | 'check' } {
  const upper = number.trim().toUpperCase();
  if (!/^\d{17}[\dX]$/.test(upper)) return { fault: 'length' };
  const bornOn = `${upper.slice(6, 10)}-${upper.slice(10, 12)}-${upper.slice(12, 14)}`;
  const day = new Date(`${bornOn}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== bornOn || bornOn < '1890-01-01') return { fault: 'birthday' };
  if (checkCharacter(upper) !== upper[17]) return { fault: 'check' };
  return { bornOn, sex: Number(upper[16]) % 2 === 1 ? 'male' : 'female' };
}
