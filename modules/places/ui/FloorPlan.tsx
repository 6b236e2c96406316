import type { z } from 'zod';
import { useWords } from '../../../ui/preferences.ts';
import type { Room } from '../contract.ts';
import { words } from './words.ts';

type RoomShown = z.infer<typeof Room>;
type Box = { x: number; y: number; width: number; height: number };
const colours: Record<string, string> = {
  party: '#f6d5d1',
  counter: '#d6e4f7',
  deliberation: '#e6dcf3',
  elderAndChild: '#fbe3c0',
  living: '#d9edd5',
  x: '#e9e9e9',
};

/** Splits a rectangle among rooms in proportion to their areas, cutting across its longer side. */
export function layOut(rooms: { usableArea: number }[], box: Box): Box[] {
  if (rooms.length <= 1) return rooms.map(() => box);
  const total = rooms.reduce((sum, room) => sum + room.usableArea, 0);
  let first = 0;
  let split = 0;
  while (split < rooms.length - 1 && first + rooms[split]!.usableArea / 2 < total / 2) first += rooms[split++]!.usableArea;
  if (split === 0) first = rooms[split++]!.usableArea;
  const share = first / total;
  const [a, b]: [Box, Box] =
    box.width >= box.height
      ? [
          { ...box, width: box.width * share },
          { ...box, x: box.x + box.width * share, width: box.width * (1 - share) },
        ]
      : [
          { ...box, height: box.height * share },
          { ...box, y: box.y + box.height * share, height: box.height * (1 - share) },
        ];
  return [...layOut(rooms.slice(0, split), a), ...layOut(rooms.slice(split), b)];
}

/** A drawn floor plan for places without photos. The same rooms stand in the table below it. */
export function FloorPlan({ rooms, sites }: { rooms: RoomShown[]; sites: { id: string; name: string }[] }) {
  const w = useWords(words);
  const titleOf = (room: RoomShown) => `${sites.find((site) => site.id === room.siteId)?.name ?? ''} ${w.floor(room.floor)}`.trim();
  const floors = [...new Set(rooms.map(titleOf))].toSorted();
  return (
    <div>
      {floors.map((floor) => {
        const own = rooms.filter((room) => titleOf(room) === floor).toSorted((a, b) => b.usableArea - a.usableArea);
        const boxes = layOut(own, { x: 0, y: 0, width: 360, height: 170 });
        return (
          <figure key={floor} style={{ margin: '0 0 0.75rem' }}>
            <svg
              viewBox="-1 -1 362 172"
              role="img"
              aria-label={`${floor}: ${own.map((room) => room.name).join(', ')}`}
              style={{ width: '100%', display: 'block' }}
            >
              {own.map((room, i) => {
                const box = boxes[i]!;
                const size = Math.min(13, (box.width - 4) / Math.max(3, room.name.length));
                return (
                  <g key={room.id}>
                    <rect {...box} fill={colours[room.zone ?? 'x']} stroke="#4d5a52" strokeWidth="1.2" />
                    {size >= 6 && box.height > size * 1.4 && (
                      <text x={box.x + box.width / 2} y={box.y + box.height / 2 + size / 3} fontSize={size} textAnchor="middle" fill="#17211b">
                        {room.name}
                      </text>
                    )}
                  </g>
                );
              })}
            </svg>
            <figcaption className="soft">{floor}</figcaption>
          </figure>
        );
      })}
      <p className="soft">{w.planNote}</p>
    </div>
  );
}
