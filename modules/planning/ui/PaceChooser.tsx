import { useWords } from '../../../ui/preferences.ts';
import { words } from './words.ts';

export type Pace = 'adult' | 'elder' | 'pram';

/** Who walks, and so how far. */
export function PaceChooser({ pace, onChoose }: { pace: Pace; onChoose: (pace: Pace) => void }) {
  const w = useWords(words);
  return (
    <p>
      <label className="row">
        {w.pace}
        <select className="field" style={{ width: 'auto' }} value={pace} onChange={(event) => onChoose(event.currentTarget.value as Pace)}>
          {(['adult', 'elder', 'pram'] as const).map((code) => (
            <option key={code} value={code}>
              {w.paces[code]}
            </option>
          ))}
        </select>
      </label>
    </p>
  );
}
