import type { z } from 'zod';
import { clockTime, dayName } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import type { OpenState } from '../contract.ts';
import { words } from './words.ts';

/** Whether a place is open, and what comes next, in words: colour alone says nothing. */
export function OpenBadge({ open }: { open: z.infer<typeof OpenState> }) {
  const w = useWords(words);
  const { language } = usePreferences();
  if (open.isOpen) {
    const until = open.closesAt === 1440 ? w.allDay : w.untilTime(clockTime(open.closesAt ?? 0));
    return (
      <span>
        <span className="badge open">{w.open}</span>
        <span className="soft">{until}</span>
      </span>
    );
  }
  return (
    <span>
      <span className="badge closed">{w.closed}</span>
      <span className="soft">{open.opensNext ? w.opensAt(dayName(open.opensNext.day, language), clockTime(open.opensNext.minute)) : w.noHours}</span>
    </span>
  );
}
