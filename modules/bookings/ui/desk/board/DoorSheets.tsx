import { clockTime, dayName } from '../../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../../ui/preferences.ts';
import type { Row } from '../RowActions.tsx';
import { entriesOf, useBoard } from './Board.tsx';
import { words } from './words.ts';

/** A sheet for the door of each room, seen on paper only: what is on when. Names stay off the door. */
export function DoorSheets({ placeId, day, rows }: { placeId: string; day: string; rows: readonly Row[] }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const board = useBoard(placeId, day);
  if (!board.data) return null;
  const nameless = rows.filter(({ state }) => state !== 'missed' && state !== 'offered').map((row) => ({ ...row, who: null }));
  const entries = entriesOf(board.data, nameless, day, language, () => '').map((entry) => ({ ...entry, label: entry.label.replace(/ · $/, '') }));
  return (
    <div className="doors">
      {board.data.resources.map(({ id, name, above }) => {
        const own = entries.filter(({ resourceId }) => resourceId === id || above.includes(resourceId));
        return (
          <section key={id} className="door">
            <h2>{name[language]}</h2>
            <p>{dayName(day, language)}</p>
            {own.length === 0 && <p>{w.freeAllDay}</p>}
            <table>
              <tbody>
                {own.map(({ key, from, to, label }) => (
                  <tr key={key}>
                    <th scope="row">
                      {clockTime(Math.max(0, from))}–{clockTime(Math.min(1440, to))}
                    </th>
                    <td>{label}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        );
      })}
    </div>
  );
}
