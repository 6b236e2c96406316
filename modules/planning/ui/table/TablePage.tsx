import { useQuery } from '@tanstack/react-query';
import { Alert, Select, Slider, Spin } from 'antd';
import { memo, useMemo, useState } from 'react';
import { useLocation, useRoute } from 'wouter';
import { api, problemOf } from '../../../../platform/client.ts';
import { Trouble } from '../../../../ui/desk.tsx';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { planning } from '../../contract.ts';
import { Areas, Deficits } from './Deficits.tsx';
import { Edits } from './Edits.tsx';
import { Explain } from './Explain.tsx';
import { FacilityPanel } from './FacilityPanel.tsx';
import { ProposePanel } from './ProposePanel.tsx';
import { ScenarioBar } from './ScenarioBar.tsx';
import { Shares } from './Shares.tsx';
import { SiteScores } from './SiteScores.tsx';
import { paceOf } from './settings.ts';
import type { TableData } from './shape.ts';
import { TableMap } from './TableMap.tsx';
import { usePaced } from './use-paced.ts';
import { type Table, useTable } from './use-table.ts';
import { Wishes } from './Wishes.tsx';
import { words } from './words.ts';

const calls = api<typeof planning>('planning');

/** The planning table: what if we move, add, close, block or open; answered while the pointer moves. */
export function TablePage() {
  const w = useWords(words);
  const [, navigate] = useLocation();
  const [, params] = useRoute('/table/:id');
  const id = params?.id ?? null;
  const data = useQuery({ queryKey: ['planning', 'table'], queryFn: () => calls.getTable(), staleTime: Number.POSITIVE_INFINITY, gcTime: 0, retry: false });
  const streets = useQuery({
    queryKey: ['planning', 'table', 'streets', data.data?.streets],
    enabled: data.data !== undefined,
    queryFn: async () => (await calls.getTableStreets({ id: data.data!.streets })).arrayBuffer(),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const kept = useQuery({
    queryKey: ['planning', 'scenario', id],
    enabled: id !== null,
    queryFn: () => calls.getScenario({ id: id! }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  const scenario = id === null ? null : (kept.data ?? null);
  const begin = data.data?.start;
  const fresh = useMemo(() => begin && { settings: begin, edits: [] }, [begin]);
  const start = id === null ? fresh : kept.data;
  const table = useTable(data.data, streets.data, start);
  const error = data.error ?? streets.error ?? (id === null ? null : kept.error);
  const isBare = error !== null && ['planning/no-streets', 'planning/no-population'].includes(problemOf(error).type);
  return (
    <>
      <h1>{w.title}</h1>
      <p>{w.lead}</p>
      {isBare ? <Alert type="info" showIcon title={w.noData} /> : <Trouble error={error} />}
      {table?.failure && <Alert type="error" showIcon role="alert" title={w.failure + table.failure} />}
      {!error && !table?.now && (
        <p role="status">
          <Spin /> {w.laying}
        </p>
      )}
      {data.data && table?.now && (
        <>
          <ScenarioBar table={table} data={data.data} scenario={scenario} onOpen={(other) => navigate(other ? `/table/${other}` : '/table')} />
          <Laid table={table} data={data.data} />
        </>
      )}
    </>
  );
}

function Laid({ table, data }: { table: Table; data: TableData }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [focus, setFocus] = useState<[number, number] | null>(null);
  // The map and the figures follow the pointer; panels and lists follow a few times a second.
  const later = usePaced(table, 250);
  return (
    <>
      <Controls table={table} data={data} />
      <Shares table={table} data={data} />
      <div className="desk-grid">
        <TableMap table={table} data={data} chosen={chosen} onChoose={setChosen} focus={focus} />
        <SidePanels table={later} data={data} chosen={chosen} onChoose={setChosen} />
      </div>
      <Lists table={later} data={data} onFocus={setFocus} />
    </>
  );
}

type PanelsProps = { table: Table; data: TableData; chosen: string | null; onChoose: (id: string | null) => void };
const SidePanels = memo(({ table, data, chosen, onChoose }: PanelsProps) => (
  <div>
    <FacilityPanel table={table} data={data} chosen={chosen} onChoose={onChoose} />
    <Explain table={table} data={data} />
    <ProposePanel table={table} data={data} />
    <Edits table={table} />
  </div>
));

const Lists = memo(({ table, data, onFocus }: { table: Table; data: TableData; onFocus: (at: [number, number]) => void }) => (
  <>
    <Deficits table={table} data={data} onFocus={onFocus} />
    <Areas table={table} data={data} />
    <SiteScores table={table} data={data} onFocus={onFocus} />
    <Wishes table={table} data={data} />
  </>
));

/** What the table is asked: renders only when that changes, not with each picture. */
const Controls = memo(AllControls, (old, now) => old.table.asked === now.table.asked && old.data === now.data);

function AllControls({ table, data }: { table: Table; data: TableData }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { asked: settings, read } = table;
  const name = (entry: { name: string; nameEn: string }) => (language === 'zh' ? entry.name : entry.nameEn);
  const functions = useMemo(
    () => data.functions.map((entry) => ({ value: entry.code, label: language === 'zh' ? entry.name : entry.nameEn })),
    [data.functions, language],
  );
  return (
    <div className="table-controls">
      <label>
        {w.function}
        <Select
          aria-label={w.function}
          showSearch={{ optionFilterProp: 'label' }}
          style={{ width: '100%' }}
          value={settings.function}
          onChange={(code) => read({ ...settings, function: code })}
          options={functions}
        />
      </label>
      <label>
        {w.minutes}：{w.minute(settings.minutes)}
        <Slider
          ariaLabelForHandle={w.minutes}
          min={5}
          max={30}
          value={settings.minutes}
          onChange={(minutes: number) => read({ ...settings, minutes })}
          tooltip={{ open: false }}
        />
      </label>
      <label>
        {w.pace}
        <Select
          aria-label={w.pace}
          style={{ width: '100%' }}
          value={paceOf(data, settings)?.code ?? null}
          onChange={(code) => {
            const { metresPerSecond: speed, avoids } = data.paces.find((pace) => pace.code === code)!;
            read({ ...settings, speed, avoids });
          }}
          options={data.paces.map((pace) => ({ value: pace.code, label: `${name(pace)} ${pace.metresPerSecond} m/s` }))}
        />
      </label>
      <label>
        {w.decay}
        <Select
          aria-label={w.decay}
          style={{ width: '100%' }}
          value={settings.decay}
          onChange={(decay) => read({ ...settings, decay })}
          options={(['gaussian', 'binary'] as const).map((value) => ({ value, label: w.decays[value] }))}
        />
      </label>
    </div>
  );
}
