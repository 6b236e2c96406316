import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Input, Modal, Select, Space } from 'antd';
import { useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { Trouble } from '../../../../ui/desk.tsx';
import { clockTime, minuteOf } from '../../../../ui/format.ts';
import { useWords } from '../../../../ui/preferences.ts';
import type { places } from '../../contract.ts';
import { words } from './place-words.ts';

const calls = api<typeof places>('places');
type Room = Awaited<ReturnType<typeof calls.getPlace>>['rooms'][number];
type Line = { key: number; functionCode: string; days: number[]; from: number; to: number };

/** Same function at the same hours on several days is one line. */
function linesOf(times: Room['times']): Line[] {
  const lines = new Map<string, Line>();
  for (const { weekday, ...time } of times) {
    const name = `${time.functionCode} ${time.from} ${time.to}`;
    const line = lines.get(name) ?? { ...time, days: [], key: lines.size };
    lines.set(name, { ...line, days: [...line.days, weekday] });
  }
  return [...lines.values()].toSorted((a, b) => a.from - b.from);
}

type Props = { placeId: string; room: Room; options: { value: string; label: string }[]; onClose: () => void };

/** Which function a room has by weekday and hour. */
export function TimesDialog({ placeId, room, options, onClose }: Props) {
  const w = useWords(words);
  const queries = useQueryClient();
  const [lines, setLines] = useState(() => linesOf(room.times));
  const save = useMutation({
    mutationFn: () =>
      calls.setRoomTimes({ placeId, id: room.id, times: lines.flatMap(({ key: _, days, ...time }) => days.map((weekday) => ({ ...time, weekday }))) }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['places'] });
      onClose();
    },
  });
  const set = (key: number, change: Partial<Line>) => setLines(lines.map((line) => (line.key === key ? { ...line, ...change } : line)));
  const add = () =>
    setLines([
      ...lines,
      {
        key: Date.now(),
        functionCode: room.functions[0] ?? options[0]?.value ?? '',
        days: [1, 2, 3, 4, 5],
        from: Math.min(1320, lines.at(-1)?.to ?? 540),
        to: Math.min(1320, lines.at(-1)?.to ?? 540) + 120,
      },
    ]);
  return (
    <Modal open title={`${w.times} · ${room.name}`} onCancel={onClose} footer={null} width={720}>
      <p>{lines.length === 0 ? w.noTimes : w.timesNote}</p>
      {lines.map((line, i) => (
        <TimeRow
          key={line.key}
          line={line}
          number={i + 1}
          options={options}
          onChange={(change) => set(line.key, change)}
          onRemove={() => setLines(lines.filter((entry) => entry !== line))}
        />
      ))}
      <Space style={{ marginTop: 8 }}>
        <Button onClick={add}>+ {w.addTime}</Button>
        <Button type="primary" disabled={lines.some((line) => line.days.length === 0)} loading={save.isPending} onClick={() => save.mutate()}>
          {w.save}
        </Button>
      </Space>
      {lines.some((line) => line.days.length === 0) && <p role="status">{w.noDays}</p>}
      <Trouble error={save.error} />
    </Modal>
  );
}

type RowProps = { line: Line; number: number; options: Props['options']; onChange: (change: Partial<Line>) => void; onRemove: () => void };

function TimeRow({ line, number, options, onChange, onRemove }: RowProps) {
  const w = useWords(words);
  return (
    <Space wrap style={{ display: 'flex', marginBottom: 10 }} role="group" aria-label={`${w.times} ${number}`}>
      <Select
        aria-label={`${w.functions} ${number}`}
        showSearch
        optionFilterProp="label"
        style={{ width: 190 }}
        value={line.functionCode}
        options={options}
        onChange={(functionCode) => onChange({ functionCode })}
      />
      <Checkbox.Group
        value={line.days}
        options={w.weekdays.map((label, day) => ({ label, value: day + 1 }))}
        onChange={(days) => onChange({ days: days as number[] })}
      />
      <Input
        aria-label={`${w.from} ${number}`}
        type="time"
        style={{ width: 140 }}
        value={clockTime(line.from)}
        onChange={(event) => onChange({ from: minuteOf(event.target.value) })}
      />
      <Input
        aria-label={`${w.to} ${number}`}
        type="time"
        style={{ width: 140 }}
        value={clockTime(line.to % 1440)}
        onChange={(event) => onChange({ to: minuteOf(event.target.value) || 1440 })}
      />
      <Button size="small" aria-label={`${w.removeTime} ${number}`} onClick={onRemove}>
        ×
      </Button>
    </Space>
  );
}
