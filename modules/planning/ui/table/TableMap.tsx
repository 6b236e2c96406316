import { useQuery } from '@tanstack/react-query';
import { Button, Radio, Spin } from 'antd';
import { lazy, Suspense, useMemo, useState } from 'react';
import { isInside } from '../../../../engines/reach/ring.ts';
import { api } from '../../../../platform/client.ts';
import { useDesk } from '../../../../ui/desk.tsx';
import { count, percent } from '../../../../ui/format.ts';
import { useWords } from '../../../../ui/preferences.ts';
import type { streets } from '../../../streets/contract.ts';
import { Legend } from '../desk/Legend.tsx';
import { usualOffer } from './need.ts';
import { cellShapes, cellsOverlay, circleOverlay, drawnOverlays, standsOverlay } from './overlays.ts';
import { Swipe } from './Swipe.tsx';
import type { TableData } from './shape.ts';
import type { Table } from './use-table.ts';
import { words } from './words.ts';

const LinliMap = lazy(() => import('../../../../ui/map/Map.tsx'));
const calls = api<typeof streets>('streets');
export const tools = ['look', 'add', 'area', 'block', 'street'] as const;
export type Tool = (typeof tools)[number];

type Props = {
  table: Table;
  data: TableData;
  chosen: string | null;
  onChoose: (id: string | null) => void;
  focus: [number, number] | null;
};

/** The map of the table with its tools: what is clicked, drawn and dragged becomes edits. */
export function TableMap({ table, data, chosen, onChoose, focus }: Props) {
  const w = useWords(words);
  const [tool, setTool] = useState<Tool>('look');
  const [drawn, setDrawn] = useState<[number, number][]>([]);
  const [ring, setRing] = useState<[number, number][] | null>(null);
  const [isComparing, setComparing] = useState(false);
  const clear = () => {
    setDrawn([]);
    setRing(null);
  };
  const pick = usePick({ table, tool, drawn, setDrawn, onChoose, data });
  return (
    <div>
      <Radio.Group
        aria-label={w.tools}
        optionType="button"
        value={tool}
        onChange={({ target }) => {
          setTool(target.value as Tool);
          clear();
        }}
        options={tools.map((value) => ({ value, label: w.tool[value] }))}
      />{' '}
      <Button onClick={() => setComparing(!isComparing)} aria-pressed={isComparing}>
        {isComparing ? w.endCompare : w.compare}
      </Button>
      <p role="status" style={{ minHeight: '1.6em', margin: '6px 0' }}>
        {w.hint[tool]} <Ring ring={ring} data={data} table={table} />
        {tool === 'area' && drawn.length > 2 && !ring && (
          <Button size="small" onClick={() => setRing(drawn)}>
            {w.closeRing}
          </Button>
        )}{' '}
        {(drawn.length > 0 || ring) && (
          <Button size="small" onClick={clear}>
            {w.clear}
          </Button>
        )}
      </p>
      <Maps {...{ table, data, chosen, onChoose, focus, tool, isComparing, pick }} drawn={ring ?? drawn} />
      <Legend />
    </div>
  );
}

const none: [number, number][][][] = [];
type MapsProps = Props & { tool: Tool; drawn: [number, number][]; isComparing: boolean; pick: ReturnType<typeof usePick> };

function Maps({ table, data, chosen, onChoose, focus, tool, drawn, isComparing, pick }: MapsProps) {
  const w = useWords(words);
  const { district, tianditu } = useDesk();
  const network = useQuery({ queryKey: ['streets', 'network'], queryFn: () => calls.getNetwork() });
  const { now, before, settings, explanation, proposal, advice } = table;
  const outline = advice && advice.id === chosen ? advice.outline : none;
  const shapes = useMemo(() => cellShapes(data), [data]);
  const overlays = useMemo(
    () =>
      now
        ? [
            circleOverlay(outline),
            cellsOverlay(shapes, now),
            standsOverlay(now, settings.function, chosen),
            ...drawnOverlays(drawn, tool === 'area', explanation?.line ?? [], proposal?.plan ?? null),
          ]
        : [],
    [now, shapes, settings.function, chosen, drawn, tool, explanation, proposal, outline],
  );
  if (!network.data || !now || !before) return <Spin style={{ display: 'block' }} />;
  const common = { base: { district: district.code, version: network.data.tiles, tianditu }, bounds: network.data.bounds };
  const both = (picture: typeof now) => [cellsOverlay(shapes, picture), standsOverlay(picture, settings.function, null)];
  const drag = {
    overlay: 'stands',
    onMove: (id: string, lon: number, lat: number, isDone: boolean) => {
      table.follow({ kind: 'move', id, lon, lat });
      if (isDone) onChoose(id);
    },
  };
  return (
    <Suspense fallback={<Spin />}>
      {isComparing ? (
        <Swipe {...common} before={both(before)} now={both(now)} />
      ) : (
        <LinliMap {...common} overlays={overlays} label={w.map} focus={focus} onPick={pick} {...(tool === 'look' && { drag })} />
      )}
    </Suspense>
  );
}

type Picking = Pick<Props, 'table' | 'data' | 'onChoose'> & { tool: Tool; drawn: [number, number][]; setDrawn: (drawn: [number, number][]) => void };

/** What a click means with each tool. */
function usePick({ table, tool, drawn, setDrawn, onChoose, data }: Picking) {
  const w = useWords(words);
  return ({ lon, lat, overlay, properties }: { lon: number; lat: number; overlay: string | null; properties: Record<string, unknown> }) => {
    if (tool === 'look') {
      if (overlay === 'stands') onChoose(String(properties['id']));
      else if (overlay === 'cells') table.explain(Number(properties['n']));
      return;
    }
    if (tool === 'add') {
      const n = table.edits.filter((edit) => edit.kind === 'add').length + 1;
      const id = `new-${crypto.randomUUID()}`;
      table.apply({ kind: 'add', id, name: w.newName(n), lon, lat, offers: [usualOffer(data, table.settings.function)] });
      onChoose(id);
      return;
    }
    const next: [number, number][] = [...drawn, [lon, lat]];
    if (tool === 'area') setDrawn(next);
    else if (next.length < 2) setDrawn(next);
    else {
      table.apply({ kind: tool, line: next });
      setDrawn([]);
    }
  };
}

function Ring({ ring, data, table }: { ring: [number, number][] | null; data: TableData; table: Table }) {
  const w = useWords(words);
  if (!ring || !table.now) return null;
  let people = 0;
  let within = 0;
  data.cells.lon.forEach((lon, i) => {
    if (!isInside(lon, data.cells.lat[i]!, [ring])) return;
    people += data.cells.people[i]!;
    if (table.now!.minutes[i]! <= 10 * table.settings.minutes) within += data.cells.people[i]!;
  });
  return <strong>{w.inRing(count(people), people === 0 ? '–' : percent(within / people))} </strong>;
}
