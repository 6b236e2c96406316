import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Card, InputNumber, Select, Space, Spin, Table } from 'antd';
import { lazy, Suspense, useMemo, useState } from 'react';
import { api, problemOf } from '../../../../platform/client.ts';
import { Figure, Trouble, useDesk, useMyArea } from '../../../../ui/desk.tsx';
import { count, percent } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import { useCatalogue } from '../../../places/ui/catalogue.ts';
import type { streets } from '../../../streets/contract.ts';
import type { planning } from '../../contract.ts';
import { coverageOverlays } from './coverage-overlays.ts';
import { Legend } from './Legend.tsx';
import { words } from './words.ts';

const LinliMap = lazy(() => import('../../../../ui/map/Map.tsx'));
const calls = api<typeof planning>('planning');
const streetCalls = api<typeof streets>('streets');
export type Coverage = Awaited<ReturnType<typeof calls.getCoverage>>;
type AreaRow = Coverage['areas'][number] & { children?: AreaRow[] };

/** Pick a function, speed and minutes: shares by area, gaps on the map, and the walk from wherever one clicks. */
export function CoveragePage() {
  const w = useWords(words);
  const { language } = usePreferences();
  const within = useMyArea();
  const { functions, nameOf } = useCatalogue();
  const [code, setCode] = useState<string>();
  const [minutes, setMinutes] = useState<number>();
  const [pace, setPace] = useState('adult');
  const paces = useQuery({ queryKey: ['planning', 'paces'], queryFn: () => calls.listPaces(), staleTime: Number.POSITIVE_INFINITY });
  const walk = paces.data?.paces.find((entry) => entry.code === pace);
  const asked = { function: code, minutes, speed: walk?.metresPerSecond, avoids: walk?.avoids, within };
  const coverage = useQuery({
    queryKey: ['planning', 'coverage', asked],
    enabled: walk !== undefined,
    queryFn: () => calls.getCoverage(asked),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const isBare = coverage.error && ['planning/no-streets', 'planning/no-population'].includes(problemOf(coverage.error).type);
  return (
    <>
      <h1>{w.title}</h1>
      <Space wrap style={{ marginBottom: 12 }}>
        <label>
          {w.function}{' '}
          <Select
            aria-label={w.function}
            showSearch
            optionFilterProp="label"
            style={{ width: 230 }}
            value={code ?? coverage.data?.function ?? null}
            onChange={setCode}
            options={functions.map((entry) => ({ value: entry.code, label: nameOf(entry.code) }))}
          />
        </label>
        <label>
          {w.minutes}{' '}
          <InputNumber
            aria-label={w.minutes}
            min={1}
            max={60}
            value={minutes ?? paces.data?.minutes ?? null}
            onChange={(value) => value && setMinutes(value)}
          />
        </label>
        <label>
          {w.speed}{' '}
          <Select
            aria-label={w.speed}
            style={{ width: 190 }}
            value={pace}
            onChange={setPace}
            options={paces.data?.paces.map((entry) => ({
              value: entry.code,
              label: `${language === 'zh' ? entry.name : entry.nameEn} ${entry.metresPerSecond} m/s`,
            }))}
          />
        </label>
      </Space>
      {isBare ? (
        <Alert type="info" showIcon title={w.noStreets} />
      ) : (
        <Trouble error={paces.error ?? coverage.error} onRetry={paces.error ? paces.refetch : coverage.refetch} />
      )}
      {coverage.isPending && !paces.error && <Spin style={{ display: 'block' }} />}
      {coverage.data && <Shown coverage={coverage.data} code={coverage.data.function} />}
    </>
  );
}

function Shown({ coverage, code }: { coverage: Coverage; code: string }) {
  const w = useWords(words);
  const { total, population } = coverage;
  return (
    <>
      <div className="figures">
        <Figure label={w.share}>{percent(total.share)}</Figure>
        <Figure label={`${w.straight}：${w.straightNote(count(coverage.reachMetres))}`}>{percent(total.shareStraight)}</Figure>
        <Figure label={w.mean}>{total.meanMinutes === null ? '–' : w.minute(total.meanMinutes.toFixed(1))}</Figure>
        <Figure label={w.p90}>{total.p90Minutes === null ? '–' : w.minute(total.p90Minutes.toFixed(1))}</Figure>
        <Figure label={w.facilities}>{coverage.facilities}</Figure>
        <Figure label={w.people}>{count(total.people)}</Figure>
      </div>
      <div className="desk-grid">
        <CoverageMap coverage={coverage} code={code} />
        <Areas coverage={coverage} />
      </div>
      <p>
        {w.population(population.title, population.asOf)}
        {population.invented && `（${w.invented}）`}
        {coverage.facilitiesOffStreets > 0 && ` · ${w.offStreets(coverage.facilitiesOffStreets)}`}
      </p>
    </>
  );
}

function CoverageMap({ coverage, code }: { coverage: Coverage; code: string }) {
  const w = useWords(words);
  const { district, tianditu } = useDesk();
  const network = useQuery({ queryKey: ['streets', 'network'], queryFn: () => streetCalls.getNetwork() });
  const [focus, setFocus] = useState<[number, number] | null>(null);
  const walk = useMutation({
    mutationFn: ({ lon, lat }: { lon: number; lat: number }) => calls.findWalk({ lon, lat, function: code }),
  });
  const overlays = useMemo(() => coverageOverlays(coverage, walk.data?.line ?? []), [coverage, walk.data]);
  return (
    <div>
      {network.data && (
        <Suspense fallback={<Spin />}>
          <LinliMap
            base={{ district: district.code, version: network.data.tiles, tianditu }}
            bounds={network.data.bounds}
            overlays={overlays}
            label={w.map}
            focus={focus}
            onPick={({ lon, lat }) => walk.mutate({ lon, lat })}
          />
        </Suspense>
      )}
      <p role="status" style={{ minHeight: '1.6em' }}>
        {walk.data
          ? w.walk(walk.data.place.name, walk.data.minutes.toFixed(1), count(walk.data.metres), count(walk.data.straightMetres))
          : walk.error
            ? problemOf(walk.error).title
            : w.clickHint}
      </p>
      <Legend />
      <Worst
        coverage={coverage}
        onChoose={(at) => {
          setFocus([at.lon, at.lat]);
          walk.mutate(at);
        }}
      />
    </div>
  );
}

function Areas({ coverage }: { coverage: Coverage }) {
  const w = useWords(words);
  const rows = useMemo(() => {
    const communities = coverage.areas.filter((area) => area.level === 'community');
    const upper: AreaRow[] = coverage.areas
      .filter((area) => area.level === 'subdistrict')
      .map((area) => ({ ...area, children: communities.filter((community) => community.parentCode === area.code) }));
    return upper.length > 0 ? upper : (communities as AreaRow[]);
  }, [coverage]);
  return (
    <Table<AreaRow>
      rowKey="code"
      size="small"
      pagination={false}
      dataSource={rows}
      scroll={{ y: 720, x: 'max-content' }}
      columns={[
        { title: w.area, dataIndex: 'name', sorter: (a, b) => a.code.localeCompare(b.code) },
        {
          title: w.people,
          align: 'right',
          render: (_, row) => count(row.figures.people),
          sorter: (a, b) => a.figures.people - b.figures.people,
        },
        {
          title: w.share,
          align: 'right',
          defaultSortOrder: 'ascend',
          sorter: (a, b) => a.figures.share - b.figures.share,
          render: (_, row) => (
            <>
              <span className="bar" aria-hidden style={{ width: 60 * row.figures.share }} />
              {percent(row.figures.share)}
            </>
          ),
        },
        {
          title: w.straight,
          align: 'right',
          render: (_, row) => percent(row.figures.shareStraight),
          sorter: (a, b) => a.figures.shareStraight - b.figures.shareStraight,
        },
      ]}
    />
  );
}

/** The ten longest walks; choosing one shows the way. */
function Worst({ coverage, onChoose }: { coverage: Coverage; onChoose: (at: { lon: number; lat: number }) => void }) {
  const w = useWords(words);
  return (
    <Card size="small" title={w.worst}>
      <Table
        rowKey="id"
        size="small"
        pagination={false}
        dataSource={coverage.worst}
        columns={[
          {
            title: w.cell,
            render: (_, cell) => (
              <button
                type="button"
                style={{
                  background: 'none',
                  border: 0,
                  color: '#0a6245',
                  textDecoration: 'underline',
                  cursor: 'pointer',
                  padding: 4,
                }}
                onClick={() => onChoose({ lon: cell.lon, lat: cell.lat })}
              >
                {cell.name ?? cell.id}
              </button>
            ),
          },
          { title: w.people, dataIndex: 'people', align: 'right' },
          {
            title: w.minute('').trim(),
            align: 'right',
            render: (_, cell) => (cell.minutes === null ? '–' : cell.minutes.toFixed(1)),
          },
        ]}
      />
    </Card>
  );
}
