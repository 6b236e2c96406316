const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/**
 * What is odd about a unified social credit code (GB 32100-2015), or null. Some genuine codes fail the check character,
 * so this only ever warns (standards.md §13).
 */
export function creditCodeWarning(code: string): string | null {
  const upper = code.toUpperCase();
  if (upper.length !== 18) return '统一社会信用代码应为 18 位';
  let sum = 0;
  for (let i = 0; i < 18; i++) {
    const value = alphabet.indexOf(upper[i]!);
    if (value < 0) return `统一社会信用代码不含字符 ${upper[i]}`;
    if (i < 17) sum += value * weights[i]!;
  }
  const check = alphabet[(31 - (sum % 31)) % 31];
  return upper[17] === check ? null : '统一社会信用代码的校验位不符，请核对；个别真实代码也会如此';
}
