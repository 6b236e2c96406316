import type { Language } from './preferences.ts';

/** 510 → 08:30; midnight at the end of a day is 24:00. */
export const clockTime = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** 08:30 → 510, as time fields give it. */
export function minuteOf(text: string): number {
  const [hour, minute] = text.split(':').map(Number);
  return (hour ?? 0) * 60 + (minute ?? 0);
}

/** The calendar day in Asia/Shanghai, which a date field begins with. */
export const today = () => new Date().toLocaleDateString('en-CA', { timeZone: 'Asia/Shanghai' });

export const percent = (share: number) => `${(100 * share).toFixed(1)}%`;

export const count = (value: number) => Math.round(value).toLocaleString('en-US');

const locale = (language: Language) => (language === 'zh' ? 'zh-CN' : 'en-GB');

export function dayName(day: string, language: Language): string {
  return new Date(`${day}T12:00:00+08:00`).toLocaleDateString(locale(language), {
    weekday: 'short',
    month: 'numeric',
    day: 'numeric',
    timeZone: 'Asia/Shanghai',
  });
}

export function moment(iso: string, language: Language): string {
  return new Date(iso).toLocaleString(locale(language), { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Asia/Shanghai' });
}

/** 12.50 元 from fen. */
export function yuan(fen: number, language: Language): string {
  const text = (fen / 100).toFixed(fen % 100 === 0 ? 0 : 2);
  return language === 'zh' ? `${text} 元` : `¥${text}`;
}
