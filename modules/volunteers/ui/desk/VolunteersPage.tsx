import { useQuery } from '@tanstack/react-query';
import { Empty, Form, Select, Tabs } from 'antd';
import { useState } from 'react';
import { Trouble, useDesk, useMyArea } from '../../../../ui/desk.tsx';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import { calls } from './calls.ts';
import { NewStation } from './NewStation.tsx';
import { Register } from './Register.tsx';
import { Services } from './Services.tsx';
import { Shifts } from './Shifts.tsx';
import { Stars } from './Stars.tsx';
import { words } from './words.ts';

/** A station at work: what is to be confirmed, what is to be done, who is to be honoured. */
export function VolunteersPage() {
  const w = useWords(words);
  const { language } = usePreferences();
  const { roles } = useDesk();
  const areaCode = useMyArea();
  const [picked, setPicked] = useState<string | null>(null);
  const stations = useQuery({ queryKey: ['volunteers', 'stations'], queryFn: () => calls.listStations() });
  const own = (stations.data ?? []).filter((entry) => entry.areaCode.startsWith(areaCode));
  const station = own.find(({ id }) => id === picked) ?? own[0];
  const isDistrict = roles.includes('districtOfficial');
  return (
    <>
      <h1>{w.title}</h1>
      <p>{w.lead}</p>
      <Form layout="inline" style={{ rowGap: 12, marginBottom: 12 }}>
        <Form.Item label={w.station} style={{ maxWidth: '100%', minWidth: 0 }}>
          <Select
            aria-label={w.station}
            style={{ minWidth: 220 }}
            showSearch={{ optionFilterProp: 'label' }}
            loading={stations.isPending}
            value={station?.id ?? null}
            onChange={setPicked}
            options={own.map(({ id, name }) => ({ value: id, label: name[language] }))}
          />
        </Form.Item>
        <NewStation />
      </Form>
      <Trouble error={stations.error} onRetry={() => stations.refetch()} />
      {stations.data && !station && <Empty description={w.noStations} />}
      {station && (
        <Tabs
          items={[
            { key: 'confirm', label: w.confirm, children: <Services station={station} /> },
            { key: 'shifts', label: w.shifts, children: <Shifts station={station} /> },
            { key: 'register', label: w.register, children: <Register areaCode={areaCode} /> },
            ...(isDistrict ? [{ key: 'stars', label: w.stars, children: <Stars /> }] : []),
          ]}
        />
      )}
    </>
  );
}
