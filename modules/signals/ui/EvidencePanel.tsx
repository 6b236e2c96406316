import { useQuery } from '@tanstack/react-query';
import { Button, Input, Modal, Select, Skeleton, Space, Spin, Tag } from 'antd';
import { lazy, Suspense, useMemo, useState } from 'react';
import { api } from '../../../platform/client.ts';
import { Trouble, useDesk } from '../../../ui/desk.tsx';
import { moment } from '../../../ui/format.ts';
import type { Overlay } from '../../../ui/map/Map.tsx';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import type { streets } from '../../streets/contract.ts';
import { calls, type Evidence, useSignalCall } from './calls.ts';
import { words } from './words.ts';

const LinliMap = lazy(() => import('../../../ui/map/Map.tsx'));
const streetCalls = api<typeof streets>('streets');

/** Why there is a signal: the days, the reports, where they lie; and the two answers to it. */
export function EvidencePanel({ id }: { id: string }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const found = useQuery({ queryKey: ['signals', 'one', id], queryFn: () => calls.getSignal({ id }) });
  if (found.error) return <Trouble error={found.error} onRetry={() => found.refetch()} />;
  if (!found.data) return <Skeleton active />;
  const one = found.data;
  return (
    <section aria-label={w.evidence}>
      <h2>
        {one.matter[language]} <Tag>{w.states[one.state]}</Tag>
      </h2>
      <p>{one.areas.map(({ name }) => name).join('、')}</p>
      {one.kind === 'cluster' && <p>{w.ratio(one.ratio, one.threshold)}</p>}
      {one.reason && <p>{one.reason}</p>}
      {one.caseNumber && <p role="status">{w.opened(one.caseNumber)}</p>}
      {one.mayDecide && <Decide id={id} />}
      {one.effect && <p role="status">{w.effect(one.effect.days, one.effect.before, one.effect.after, one.effect.expectedAfter)}</p>}
      <h3>{w.daily}</h3>
      <Days days={one.days} />
      <Where one={one} />
      <h3>
        {w.list} ({one.reports.length})
      </h3>
      <ul style={{ paddingInlineStart: 18 }}>
        {one.reports.map((report) => (
          <li key={report.id}>
            {moment(report.receivedAt, language)} · {report.areaName} · {report.number}
            <div>{report.words}</div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Bars for what came, a line for what is usual; the same numbers stand in a table below, for who cannot see or touch the bars. */
function Days({ days }: { days: Evidence['days'] }) {
  const w = useWords(words);
  const [width, height] = [600, 120];
  const top = Math.max(1, ...days.map(({ count, expected }) => Math.max(count, expected)));
  const x = (i: number) => (i * width) / days.length;
  const y = (value: number) => height - (value / top) * (height - 10);
  const path = days.map(({ expected }, i) => `${i === 0 ? 'M' : 'L'}${(x(i) + width / days.length / 2).toFixed(1)},${y(expected).toFixed(1)}`).join('');
  const sum = days.reduce((all, { count }) => all + count, 0);
  return (
    <>
      <svg viewBox={`0 0 ${width} ${height + 16}`} width="100%" role="img" aria-label={`${w.daily}: ${sum}`}>
        <text x="0" y="10" fontSize="11" fill="#4d4d4d">
          {top.toFixed(0)}
        </text>
        <line x1="14" x2={width} y1={y(top)} y2={y(top)} stroke="#d0d7d3" strokeDasharray="3 3" />
        {days.map(({ day, count }, i) => (
          <rect key={day} x={x(i) + 1} y={y(count)} width={width / days.length - 2} height={height - y(count)} fill="#b5341f">
            <title>{`${day}: ${count}`}</title>
          </rect>
        ))}
        <path d={path} fill="none" stroke="#5c6b62" strokeWidth="2" />
        <text x="0" y={height + 13} fontSize="11" fill="#4d4d4d">
          {days[0]?.day}
        </text>
        <text x={width} y={height + 13} fontSize="11" fill="#4d4d4d" textAnchor="end">
          {days.at(-1)?.day}
        </text>
      </svg>
      <details>
        <summary>{w.numbers}</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{w.day}</th>
              <th scope="col">{w.count}</th>
              <th scope="col">{w.usual}</th>
            </tr>
          </thead>
          <tbody>
            {days
              .filter(({ count }) => count > 0)
              .toReversed()
              .map(({ day, count, expected }) => (
                <tr key={day}>
                  <th scope="row">{day}</th>
                  <td>{count}</td>
                  <td>{expected.toFixed(2)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </details>
    </>
  );
}

function Where({ one }: { one: Evidence }) {
  const w = useWords(words);
  const { district, tianditu } = useDesk();
  const network = useQuery({ queryKey: ['streets', 'network'], queryFn: () => streetCalls.getNetwork() });
  const points = useMemo(() => one.reports.flatMap(({ lon, lat }) => (lon === null || lat === null ? [] : [[lon, lat] as [number, number]])), [one.reports]);
  const overlays = useMemo(
    (): Overlay[] => [
      {
        id: 'reports',
        data: { type: 'FeatureCollection', features: points.map((at) => ({ type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: at } })) },
        layers: [
          {
            id: 'reports',
            type: 'circle',
            paint: { 'circle-radius': 8, 'circle-color': '#b5341f', 'circle-opacity': 0.7, 'circle-stroke-color': '#fff', 'circle-stroke-width': 2 },
          },
        ],
      },
    ],
    [points],
  );
  if (points.length === 0 || !network.data) return null;
  const margin = 0.006;
  const [lons, lats] = [points.map(([lon]) => lon), points.map(([, lat]) => lat)];
  const bounds: [number, number, number, number] = [
    Math.min(...lons) - margin,
    Math.min(...lats) - margin,
    Math.max(...lons) + margin,
    Math.max(...lats) + margin,
  ];
  return (
    <Suspense fallback={<Spin />}>
      <LinliMap
        className="map map-small"
        base={{ district: district.code, version: network.data.tiles, tianditu }}
        bounds={bounds}
        overlays={overlays}
        label={w.mapLabel}
      />
    </Suspense>
  );
}

function Decide({ id }: { id: string }) {
  const w = useWords(words);
  const [of, setOf] = useState<'urgent' | 'usual' | 'root'>('usual');
  const [isDismissing, setDismissing] = useState(false);
  const [reason, setReason] = useState('');
  const open = useSignalCall(() => calls.openSignal({ id, class: of }));
  const dismiss = useSignalCall(
    () => calls.dismissSignal({ id, reason: reason.trim() }),
    () => setDismissing(false),
  );
  return (
    <>
      <Trouble error={open.error} />
      <Space wrap>
        <Select
          aria-label={w.class}
          value={of}
          onChange={setOf}
          options={(['usual', 'urgent', 'root'] as const).map((value) => ({ value, label: w.classes[value] }))}
          style={{ width: 120 }}
        />
        <Button type="primary" loading={open.isPending} onClick={() => open.mutate(undefined)}>
          {w.act}
        </Button>
        <Button onClick={() => setDismissing(true)}>{w.dismiss}</Button>
      </Space>
      <Modal
        open={isDismissing}
        title={w.dismiss}
        okText={w.ok}
        cancelText={w.cancel}
        okButtonProps={{ disabled: reason.trim().length < 2, loading: dismiss.isPending }}
        onOk={() => dismiss.mutate(undefined)}
        onCancel={() => setDismissing(false)}
      >
        <Trouble error={dismiss.error} />
        <label>
          {w.reason}
          <Input.TextArea rows={2} maxLength={300} value={reason} onChange={(event) => setReason(event.target.value)} />
        </label>
      </Modal>
    </>
  );
}
