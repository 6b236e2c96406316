import { Button, Card, InputNumber, Select, Space } from 'antd';
import { useEffect } from 'react';
import { metresPerDegree } from '../../../../engines/reach/metric.ts';
import { count } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import { usualOffer } from './need.ts';
import type { Offers, Stand, TableData } from './shape.ts';
import type { Table } from './use-table.ts';
import { words } from './words.ts';

const steps = { north: [0, 50], south: [0, -50], east: [50, 0], west: [-50, 0] } as const;

type Props = { table: Table; data: TableData; chosen: string | null; onChoose: (id: string | null) => void };

/** One facility: close or reopen it, move it without a mouse, change what it offers. */
export function FacilityPanel({ table, data, chosen, onChoose }: Props) {
  const w = useWords(words);
  const stands = table.now!.stands.filter((it) => it.offers.some((offer) => offer.function === table.settings.function));
  const stand = table.now!.stands.find((it) => it.id === chosen);
  const mark = (it: Stand) => (!it.isOpen ? `（${w.isClosed}）` : it.isNew ? `（${w.isNew}）` : it.isMoved ? `（${w.isMoved}）` : '');
  return (
    <Card size="small" title={w.facility} style={{ marginBottom: 12 }}>
      <Select
        aria-label={w.chooseFacility}
        placeholder={w.chooseFacility}
        showSearch={{ optionFilterProp: 'label' }}
        allowClear
        style={{ width: '100%' }}
        value={stand ? chosen : null}
        onChange={(id: string | undefined) => onChoose(id ?? null)}
        options={(stand && !stands.includes(stand) ? [stand, ...stands] : stands).map((it) => ({ value: it.id, label: it.name + mark(it) }))}
      />
      {stand && <Chosen key={stand.id} table={table} data={data} stand={stand} />}
    </Card>
  );
}

function Chosen({ table, data, stand }: { table: Table; data: TableData; stand: Stand }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const scale = metresPerDegree(stand.lat);
  const change = (offers: Offers) => table.apply({ kind: 'offer', id: stand.id, offers });
  const own = stand.offers.find((offer) => offer.function === table.settings.function);
  const withOwn = (part: Partial<Offers[number]>) => change(stand.offers.map((offer) => (offer === own ? { ...offer, ...part } : offer)));
  return (
    <>
      <Space wrap style={{ margin: '8px 0' }}>
        <Button onClick={() => table.apply({ kind: stand.isOpen ? 'close' : 'reopen', id: stand.id })}>{stand.isOpen ? w.closeIt : w.reopen}</Button>
        {(['north', 'south', 'east', 'west'] as const).map((way) => (
          <Button
            key={way}
            onClick={() => table.apply({ kind: 'move', id: stand.id, lon: stand.lon + steps[way][0] / scale.lon, lat: stand.lat + steps[way][1] / scale.lat })}
          >
            {w[way]}
          </Button>
        ))}
      </Space>
      {own && (
        <Space wrap style={{ marginBottom: 8 }}>
          <label>
            {w.capacity}{' '}
            <InputNumber
              aria-label={w.capacity}
              min={0}
              max={100_000}
              value={own.capacity}
              onChange={(capacity) => capacity !== null && withOwn({ capacity })}
            />
          </label>
          <label>
            {w.area} <InputNumber aria-label={w.area} min={0} max={100_000} value={own.area} onChange={(area) => area !== null && withOwn({ area })} />
          </label>
        </Space>
      )}
      <Select
        mode="multiple"
        aria-label={w.offers}
        style={{ width: '100%' }}
        value={stand.offers.map((offer) => offer.function)}
        onChange={(codes: string[]) => change(codes.map((code) => stand.offers.find((offer) => offer.function === code) ?? usualOffer(data, code)))}
        options={data.functions.map((entry) => ({ value: entry.code, label: language === 'zh' ? entry.name : entry.nameEn }))}
      />
      <AdviceList table={table} data={data} id={stand.id} />
    </>
  );
}

/** What the numbers of its circle suggest; nothing is changed by it. */
function AdviceList({ table, data, id }: { table: Table; data: TableData; id: string }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { advise, now } = table;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again whenever the picture is another
  useEffect(() => advise(id), [id, now]);
  const advice = table.advice?.id === id ? table.advice : null;
  if (!advice) return null;
  const names = new Map(data.functions.map((entry) => [entry.code, language === 'zh' ? entry.name : entry.nameEn]));
  const uneven = advice.load.filter((entry) => entry.state !== 'usual');
  return (
    <section aria-label={w.advice} style={{ marginTop: 12 }}>
      <strong>{w.advice}</strong> · {w.circlePeople(count(advice.people))}
      {advice.missing.length > 0 && (
        <>
          <p style={{ margin: '6px 0 0' }}>{w.lacking}</p>
          <ul>
            {advice.missing.slice(0, 5).map((entry) => (
              <li key={entry.function}>
                {names.get(entry.function)}：{w.lackingPeople(count(entry.people))}
              </li>
            ))}
          </ul>
        </>
      )}
      {uneven.length > 0 && (
        <>
          <p style={{ margin: '6px 0 0' }}>{w.load}</p>
          <ul>
            {uneven.map((entry) => (
              <li key={entry.function}>
                {names.get(entry.function)} {w.loadState[entry.state]}：{w.loadOf(entry.perPlace.toFixed(1), entry.usual.toFixed(1))}
              </li>
            ))}
          </ul>
        </>
      )}
      {advice.missing.length === 0 && uneven.length === 0 && <p>{w.noAdvice}</p>}
    </section>
  );
}
