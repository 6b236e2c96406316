import { type CSSProperties, type PointerEvent, useRef, useState } from 'react';
import { clockTime } from '../../../../../ui/format.ts';
import { useWords } from '../../../../../ui/preferences.ts';
import type { Entry, Target } from './Board.tsx';
import { words } from './words.ts';

/** Further than a hand trembles. */
const dragPixels = 6;
const canMove = ({ row }: Entry) => row !== null && (row.state === 'requested' || row.state === 'confirmed') && Date.parse(row.from) > Date.now();
type Drag = { x: number; y: number; dx: number; dy: number };

/** One booking on the board: dragged to another time or room, or opened by its button. */
export function Block({ entry, span, grid, onDrop }: { entry: Entry; span: number; grid: number; onDrop: (target: Target) => void }) {
  const w = useWords(words);
  const [drag, setDrag] = useState<Drag | null>(null);
  const wasDragged = useRef(false);
  const { row, from, to, label, resourceId } = entry;
  const place = { '--from': from, '--to': to } as CSSProperties;
  const times = `${clockTime(Math.max(0, from))}–${clockTime(Math.min(1440, to))}`;
  if (row === null || !canMove(entry)) {
    return (
      <span className={`board-block board-${row?.state ?? 'session'}`} style={place} title={`${times} ${label}`}>
        <span className="visually-hidden">{times} </span>
        {label}
      </span>
    );
  }
  const start = (event: PointerEvent<HTMLButtonElement>) => {
    wasDragged.current = false;
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ x: event.clientX, y: event.clientY, dx: 0, dy: 0 });
  };
  const follow = (event: PointerEvent) => drag && setDrag({ ...drag, dx: event.clientX - drag.x, dy: event.clientY - drag.y });
  const drop = (event: PointerEvent<HTMLButtonElement>) => {
    setDrag(null);
    if (!drag || Math.hypot(drag.dx, drag.dy) < dragPixels) return;
    wasDragged.current = true;
    const track = document.elementsFromPoint(event.clientX, event.clientY).find((it): it is HTMLElement => it.matches('[data-resource]'));
    if (!track) return;
    const at = from + (drag.dx / track.getBoundingClientRect().width) * span;
    onDrop({ row, resourceId: track.dataset['resource']!, at: Math.max(0, Math.round(at / grid) * grid) });
  };
  return (
    <button
      type="button"
      className={`board-block board-${row.state} board-movable`}
      style={{ ...place, ...(drag && { transform: `translate(${drag.dx}px, ${drag.dy}px)`, zIndex: 3 }) }}
      title={`${times} ${label}`}
      aria-label={w.moveThis(`${times} ${label}`)}
      onPointerDown={start}
      onPointerMove={follow}
      onPointerUp={drop}
      onPointerCancel={() => setDrag(null)}
      onClick={() => !wasDragged.current && onDrop({ row, resourceId, at: from })}
    >
      {label}
    </button>
  );
}
