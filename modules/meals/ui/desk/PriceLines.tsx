import { yuan } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import { words } from './words.ts';

type Line = { kind: string; code: string; name: { zh: string; en: string }; amountFen: number };

/** The price as it is told to the customer, line by line. */
export function PriceLines({ lines, dueFen }: { lines: Line[]; dueFen: number }) {
  const w = useWords(words);
  const { language } = usePreferences();
  return (
    <table style={{ width: '100%', maxWidth: 420, fontSize: '1.15em', marginBottom: 12 }}>
      <caption className="visually-hidden">{w.receipt}</caption>
      <tbody>
        {lines.map(({ kind, code, name, amountFen }) => (
          <tr key={`${kind} ${code}`}>
            <th scope="row" style={{ textAlign: 'start', fontWeight: 400 }}>
              {name[language]}
            </th>
            <td style={{ textAlign: 'end' }}>{yuan(amountFen, language)}</td>
          </tr>
        ))}
        <tr style={{ fontWeight: 700, fontSize: '1.25em' }}>
          <th scope="row" style={{ textAlign: 'start' }}>
            {w.due}
          </th>
          <td style={{ textAlign: 'end' }}>{yuan(dueFen, language)}</td>
        </tr>
      </tbody>
    </table>
  );
}
