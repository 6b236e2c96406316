import { pinyin } from 'pinyin-pro';

/**
 * What a name can be found by: itself, its pinyin written together, and the initials of its pinyin.
 * 大运河幸福家园 becomes "大运河幸福家园 dayunhexingfujiayuan dyhxfjy".
 */
export function searchText(...names: (string | null | undefined)[]): string {
  return names
    .filter((name): name is string => Boolean(name))
    .flatMap((name) => {
      const together = pinyin(name, { toneType: 'none', type: 'array', nonZh: 'consecutive' }).join('');
      const initials = pinyin(name, { pattern: 'first', toneType: 'none', type: 'array', nonZh: 'removed' }).join('');
      return [name.replaceAll(/\s+/g, ''), together.replaceAll(/\s+/g, ''), initials];
    })
    .join(' ')
    .toLowerCase();
}

/** A search as typed, made comparable with `searchText`: lower case, without spaces or tone marks; % and _ stand for themselves. */
export function searchPattern(typed: string): string {
  const plain = typed.normalize('NFD').replaceAll(/[̀-ͯ]/g, '').normalize('NFC').toLowerCase().trim().replaceAll(/\s+/g, '');
  return `%${plain.replaceAll(/[\\%_]/g, '\\$&')}%`;
}
