import { Empty } from 'antd';
import { percent } from '../../../../ui/format.ts';
import { useWords } from '../../../../ui/preferences.ts';
import { words as caseWords } from '../../../cases/ui/words.ts';
import type { calls } from '../calls.ts';
import { words } from './words.ts';

export type Rates = Awaited<ReturnType<typeof calls.getRates>>;
type Share = Rates['overall']['solved'];
const shares = ['response', 'solved', 'satisfied', 'content', 'onTime', 'cameBack', 'unrated', 'firstDispatch', 'returned', 'extended'] as const;
/** Where more is worse, so that the bar says so. */
const bad = new Set<string>(['cameBack', 'unrated', 'returned', 'extended']);

/** Each figure as a bar with what it is a share of. */
export function FiguresTab({ rates }: { rates: Rates }) {
  const w = useWords(words);
  const c = useWords(caseWords);
  const { overall, recontact } = rates;
  if (rates.requests === 0) return <Empty description={w.noData} />;
  const excluded = Object.entries(overall.excluded);
  return (
    <>
      <div className="figures">
        <div>
          <strong>{overall.composite === null ? '–' : percent(overall.composite)}</strong>
          {w.composite}
        </div>
        <div>
          <strong>{rates.requests}</strong>
          {w.requests}
        </div>
      </div>
      <div style={{ overflowX: 'auto' }} tabIndex={0} role="group" aria-label={w.figures}>
        <table className="rate-bars">
          <tbody>
            {shares.map((key) => (
              <Line key={key} name={w[key]} share={overall[key]} isBad={bad.has(key)} />
            ))}
            <Line name={w.sample} share={recontact.solved} isBad={false} />
          </tbody>
        </table>
      </div>
      <p>
        {w.excluded} {excluded.length === 0 ? w.none : excluded.map(([code, n]) => `${c.codes[code] ?? code} ${n}`).join(' · ')}
      </p>
    </>
  );
}

function Line({ name, share, isBad }: { name: string; share: Share; isBad: boolean }) {
  const w = useWords(words);
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <span className="bar" style={{ width: `${Math.round(110 * (share.value ?? 0))}px`, background: isBad ? '#a3512b' : '#1b7837' }} />
        {share.value === null ? '–' : percent(share.value)}
      </td>
      <td className="of">{w.of(Math.round(share.is * 10) / 10, share.of)}</td>
    </tr>
  );
}
