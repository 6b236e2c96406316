import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Dropdown, Input, App as Messages, Select, Space } from 'antd';
import { useEffect, useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { Trouble } from '../../../../ui/desk.tsx';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import { saveFile } from '../../../../ui/save-file.ts';
import type { planning } from '../../contract.ts';
import { areasCsv, openReport, scenarioGeoJson } from './export.ts';
import type { Scenario, TableData } from './shape.ts';
import type { Table } from './use-table.ts';
import { words } from './words.ts';

const calls = api<typeof planning>('planning');

type Props = { table: Table; data: TableData; scenario: Scenario | null; onOpen: (id: string | null) => void };

/** Keeping, changing and putting away, and what follows each. */
function useKeeping(name: string, { table, scenario, onOpen }: Props) {
  const w = useWords(words);
  const client = useQueryClient();
  const { message } = Messages.useApp();
  const [revision, setRevision] = useState(scenario?.revision ?? 0);
  useEffect(() => setRevision(scenario?.revision ?? 0), [scenario]);
  const content = () => ({ name, settings: table.settings, edits: table.edits });
  const say = async (words: string) => {
    await client.invalidateQueries({ queryKey: ['planning', 'scenarios'] });
    void message.success(words);
  };
  const save = useMutation({
    mutationFn: () => calls.updateScenario({ ...content(), id: scenario!.id, revision }),
    onSuccess: async (answer) => {
      setRevision(answer.revision);
      await say(w.saved);
    },
  });
  const saveAs = useMutation({
    mutationFn: () => calls.createScenario(content()),
    onSuccess: async (answer) => {
      await say(w.saved);
      onOpen(answer.id);
    },
  });
  const remove = useMutation({
    mutationFn: () => calls.removeScenario({ id: scenario!.id }),
    onSuccess: async () => {
      await say(w.removed);
      onOpen(null);
    },
  });
  const copyLink = async () => {
    await navigator.clipboard.writeText(location.href);
    void message.success(w.copied);
  };
  return { save, saveAs, remove, copyLink };
}

/** Scenarios: open one, keep the edits under a name, send the link, take the results along. */
export function ScenarioBar(props: Props) {
  const { table, data, scenario, onOpen } = props;
  const w = useWords(words);
  const [name, setName] = useState(scenario?.name ?? '');
  useEffect(() => setName(scenario?.name ?? ''), [scenario]);
  const list = useQuery({ queryKey: ['planning', 'scenarios'], queryFn: () => calls.listScenarios() });
  const { save, saveAs, remove, copyLink } = useKeeping(name, props);
  const isNamed = name.trim().length >= 2;
  const isOutdated = scenario !== null && (scenario.streets !== data.streets || scenario.population !== data.population.id);
  return (
    <>
      <Space wrap style={{ marginBottom: 8 }}>
        <Select
          aria-label={w.scenarios}
          style={{ width: 220 }}
          value={scenario?.id ?? ''}
          onChange={(id) => onOpen(id || null)}
          options={[
            { value: '', label: w.fresh },
            ...(list.data ?? []).map((entry) => ({ value: entry.id, label: entry.isMine ? entry.name : `${entry.name}（${entry.createdBy ?? ''}）` })),
          ]}
        />
        <Input aria-label={w.name} placeholder={w.name} style={{ width: 200 }} maxLength={80} value={name} onChange={({ target }) => setName(target.value)} />
        {scenario?.isMine && (
          <Button type="primary" loading={save.isPending} disabled={!isNamed} onClick={() => save.mutate()}>
            {w.save}
          </Button>
        )}
        <Button type={scenario?.isMine ? 'default' : 'primary'} loading={saveAs.isPending} disabled={!isNamed} onClick={() => saveAs.mutate()}>
          {scenario ? w.saveAs : w.save}
        </Button>
        {scenario && <Button onClick={() => void copyLink()}>{w.link}</Button>}
        {scenario?.isMine && (
          <Button danger loading={remove.isPending} onClick={() => remove.mutate()}>
            {w.remove}
          </Button>
        )}
        <ReportMenu table={table} data={data} name={name || w.fresh} />
      </Space>
      {scenario && !scenario.isMine && <p>{w.others(scenario.createdBy ?? '')}</p>}
      {isOutdated && <Alert type="warning" showIcon style={{ marginBottom: 8 }} title={w.outdated} />}
      <Trouble error={save.error ?? saveAs.error ?? remove.error} />
    </>
  );
}

function ReportMenu({ table, data, name }: { table: Table; data: TableData; name: string }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const report = { table, data, name, language };
  const items = [
    { key: 'print', label: w.print, onClick: () => openReport(report) },
    { key: 'csv', label: w.csv, onClick: () => saveFile(`${name}.csv`, 'text/csv', areasCsv(report)) },
    { key: 'geojson', label: w.geojson, onClick: () => saveFile(`${name}.geojson`, 'application/geo+json', scenarioGeoJson(report)) },
  ];
  return (
    <Dropdown trigger={['click']} menu={{ items }}>
      <Button>{w.report}</Button>
    </Dropdown>
  );
}
