import { clockTime } from '../../../../ui/format.ts';
import { useWords } from '../../../../ui/preferences.ts';
import type { CareDay } from './CareDayPage.tsx';
import { words } from './words.ts';

const [width, height, left, bottom] = [720, 150, 28, 22];

/** Carers on duty as steps, carers needed as bars below them; a bar that stands above the step is red. */
export function CareChart({ steps }: { steps: CareDay['steps'] }) {
  const w = useWords(words);
  const busy = steps.filter(({ needed, carers }) => needed > 0 || carers > 0);
  if (busy.length === 0) return null;
  const [first, last] = [Math.floor(busy[0]!.at / 60) * 60, Math.ceil((busy.at(-1)!.at + 15) / 60) * 60];
  const shown = steps.filter(({ at }) => at >= first && at < last);
  const most = Math.max(1, ...shown.map(({ needed, carers }) => Math.max(needed, carers)));
  const x = (minute: number) => left + ((minute - first) / (last - first)) * (width - left);
  const y = (carers: number) => (height - bottom) * (1 - carers / (most * 1.15));
  const line = shown.map(({ at, carers }, i) => `${i === 0 ? 'M' : 'L'}${x(at)},${y(carers)} H${x(at + 15)}`).join(' ');
  const hours = Array.from({ length: (last - first) / 60 + 1 }, (_, i) => first + 60 * i);
  return (
    <figure style={{ margin: '0 0 12px' }}>
      <figcaption>
        {w.chart}: <span style={{ color: '#0d5c9e' }}>■ {w.needed}</span> <span style={{ color: '#0b5d3b' }}>━ {w.carers}</span>
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={w.chart} style={{ width: '100%', maxWidth: 900, height: 'auto' }}>
        {Array.from({ length: most + 1 }, (_, n) => (
          <g key={n}>
            <line x1={left} x2={width} y1={y(n)} y2={y(n)} stroke="#e3e3e3" />
            <text x={left - 8} y={y(n) + 4} textAnchor="end" fontSize="12">
              {n}
            </text>
          </g>
        ))}
        {shown.map(({ at, needed, carers }) => (
          <rect
            key={at}
            x={x(at)}
            width={x(at + 15) - x(at)}
            y={y(needed)}
            height={height - bottom - y(needed)}
            fill={needed > carers ? '#c0231c' : '#7fb2dc'}
          />
        ))}
        <path d={line} fill="none" stroke="#0b5d3b" strokeWidth="3" />
        {hours.map((minute) => (
          <text key={minute} x={x(minute)} y={height - 6} textAnchor="middle" fontSize="12">
            {clockTime(minute)}
          </text>
        ))}
      </svg>
    </figure>
  );
}
