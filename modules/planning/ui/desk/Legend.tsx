import { useWords } from '../../../../ui/preferences.ts';
import { classColours } from './coverage-overlays.ts';
import { words } from './words.ts';

/** What the colours of cells mean, in minutes on foot. */
export function Legend() {
  const w = useWords(words);
  return (
    <p>
      {w.legend.map((label, i) => (
        <span key={label} style={{ marginInlineEnd: 12, whiteSpace: 'nowrap' }}>
          <span
            style={{
              display: 'inline-block',
              width: 12,
              height: 12,
              borderRadius: 6,
              background: classColours[i],
              marginInlineEnd: 4,
            }}
          />
          {label}
        </span>
      ))}
      {w.legendLabel}
    </p>
  );
}
