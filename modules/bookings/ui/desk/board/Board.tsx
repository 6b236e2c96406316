import { useQuery } from '@tanstack/react-query';
import { Empty, Spin } from 'antd';
import { type CSSProperties, useState } from 'react';
import { api } from '../../../../../platform/client.ts';
import { Trouble } from '../../../../../ui/desk.tsx';
import { clockTime, today } from '../../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../../ui/preferences.ts';
import type { bookings } from '../../../contract.ts';
import type { Row } from '../RowActions.tsx';
import { Block } from './Block.tsx';
import { MoveDialog } from './MoveDialog.tsx';
import { words } from './words.ts';

const calls = api<typeof bookings>('bookings');
export type Ground = Awaited<ReturnType<typeof calls.getBoard>>;
/** Where somebody lets a booking go: a room and the minute of the day. */
export type Target = { row: Row; resourceId: string; at: number };

export const useBoard = (placeId: string | null, day: string) =>
  useQuery({ queryKey: ['bookings', 'board', placeId, day], queryFn: () => calls.getBoard({ id: placeId!, day }), enabled: placeId !== null });

/** Minutes after midnight of a day of a moment on the wire. */
export const minuteIn = (day: string, iso: string) => (Date.parse(iso) - Date.parse(`${day}T00:00:00+08:00`)) / 60_000;
const isShown = ({ state }: Row) => state !== 'cancelled' && state !== 'refused' && state !== 'lapsed';

export type Entry = { key: string; resourceId: string; from: number; to: number; row: Row | null; label: string };
/** What stands on the board: each booking of a room, and each activity once. */
export function entriesOf(
  ground: Ground,
  rows: readonly Row[],
  day: string,
  language: 'zh' | 'en',
  people: (taken: number, places: number) => string,
): Entry[] {
  const booked = rows.filter((row) => row.sessionId === null && row.resourceId !== null && isShown(row));
  return [
    ...booked.map((row) => ({
      key: row.id,
      resourceId: row.resourceId!,
      ...{ from: minuteIn(day, row.from), to: minuteIn(day, row.to), row },
      label: [row.who, row.title[language]].filter(Boolean).join(' · '),
    })),
    ...ground.sessions.flatMap(({ id, resourceId, title, from, to, taken, places }) =>
      resourceId === null
        ? []
        : {
            key: id,
            resourceId,
            ...{ from: minuteIn(day, from), to: minuteIn(day, to), row: null },
            label: `${title[language]} · ${people(taken, places)}`,
          },
    ),
  ].sort((a, b) => a.from - b.from);
}

/** The hours that the board shows: while the place is open, and whatever lies outside. */
function hoursOf({ open }: Ground, entries: readonly Entry[]): { first: number; last: number } {
  const [begins, ends] = [[...open, ...entries].map(({ from }) => from), [...open, ...entries].map(({ to }) => to)];
  if (begins.length === 0) return { first: 480, last: 1260 };
  return { first: Math.max(0, Math.floor(Math.min(...begins) / 60) * 60), last: Math.min(1440, Math.ceil(Math.max(...ends) / 60) * 60) };
}

/** A day by room: rooms below one another, hours from left to right; a booking is moved by dragging it, or by its button. */
export function Board({ placeId, day, rows }: { placeId: string; day: string; rows: readonly Row[] }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [target, setTarget] = useState<Target | null>(null);
  const board = useBoard(placeId, day);
  if (board.error) return <Trouble error={board.error} onRetry={() => board.refetch()} />;
  if (!board.data) return <Spin />;
  if (board.data.resources.length === 0) return <Empty description={w.noRooms} image={Empty.PRESENTED_IMAGE_SIMPLE} />;
  const entries = entriesOf(board.data, rows, day, language, w.people);
  const { first, last } = hoursOf(board.data, entries);
  const hours = Array.from({ length: (last - first) / 60 }, (_, i) => first + 60 * i);
  const scale = { '--first': first, '--span': last - first } as CSSProperties;
  return (
    <section className="board" style={scale} aria-label={w.board} tabIndex={-1}>
      <p className="board-lead">{w.lead}</p>
      <div className="board-scroll">
        <div className="board-hours" aria-hidden="true">
          {hours.map((minute) => (
            <span key={minute} style={{ '--from': minute } as CSSProperties}>
              {clockTime(minute)}
            </span>
          ))}
        </div>
        {board.data.resources.map((resource) => (
          <Lane key={resource.id} ground={board.data} resource={resource} entries={entries} day={day} onDrop={setTarget} span={last - first} />
        ))}
      </div>
      {target && (
        <MoveDialog key={`${target.row.id}${target.resourceId}${target.at}`} ground={board.data} target={target} day={day} onClose={() => setTarget(null)} />
      )}
    </section>
  );
}

type LaneProps = {
  ground: Ground;
  resource: Ground['resources'][number];
  entries: readonly Entry[];
  day: string;
  span: number;
  onDrop: (target: Target) => void;
};
function Lane({ ground, resource, entries, day, span, onDrop }: LaneProps) {
  const w = useWords(words);
  const { language } = usePreferences();
  const own = entries.filter(({ resourceId }) => resourceId === resource.id);
  const others = ground.resources.filter(({ id, above }) => above.includes(resource.id) || resource.above.includes(id)).map(({ id }) => id);
  const nowAt = day === today() ? minuteIn(day, new Date().toISOString()) : null;
  return (
    <div className="board-lane">
      <h3 className={resource.above.length > 0 ? 'board-room board-part' : 'board-room'}>{resource.name[language]}</h3>
      <div className="board-track" data-resource={resource.id}>
        {ground.open.map(({ from, to }) => (
          <span key={from} className="board-open" style={{ '--from': from, '--to': to } as CSSProperties} />
        ))}
        {entries
          .filter(({ resourceId }) => others.includes(resourceId))
          .map(({ key, from, to }) => (
            <span key={key} className="board-blocked" style={{ '--from': from, '--to': to } as CSSProperties} title={w.blocked} />
          ))}
        {nowAt !== null && <span className="board-now" style={{ '--from': nowAt } as CSSProperties} />}
        {own.map((entry) => (
          <Block key={entry.key} entry={entry} span={span} grid={gridOf(ground, entry)} onDrop={onDrop} />
        ))}
      </div>
    </div>
  );
}

const gridOf = ({ offerings }: Ground, { row }: Entry) => offerings.find(({ id }) => id === row?.offeringId)?.gridMinutes ?? 30;
