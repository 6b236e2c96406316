import { useSyncExternalStore } from 'react';

export type Language = 'zh' | 'en';
export type Preferences = { language: Language; isElder: boolean };

const key = 'linli.preferences';
const listeners = new Set<() => void>();

function read(): Preferences {
  const asked = new URLSearchParams(location.search);
  const kept = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Preferences>;
  const language =
    (asked.get('lang') as Language | null) ?? kept.language ?? (navigator.language.startsWith('zh') ? 'zh' : navigator.language.startsWith('en') ? 'en' : 'zh');
  const isElder = asked.has('elder') ? asked.get('elder') === '1' : (kept.isElder ?? false);
  return { language: language === 'en' ? 'en' : 'zh', isElder };
}

let current = read();

function apply(): void {
  document.documentElement.lang = current.language === 'zh' ? 'zh-CN' : 'en';
  document.documentElement.dataset['mode'] = current.isElder ? 'elder' : 'usual';
}
apply();

/** Changes how the screens speak and look, and remembers it on this device. */
export function prefer(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  localStorage.setItem(key, JSON.stringify(current));
  apply();
  for (const listener of listeners) listener();
}

export const preferences = (): Preferences => current;

export function usePreferences(): Preferences {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}

/** The texts of a part of a screen in the language of the reader. */
export function useWords<W>(words: { zh: W; en: W }): W {
  return words[usePreferences().language];
}
