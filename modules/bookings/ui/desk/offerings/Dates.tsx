import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Empty, Form, Input, InputNumber, Select, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { api } from '../../../../../platform/client.ts';
import { optionsOf, Trouble } from '../../../../../ui/desk.tsx';
import { moment, today } from '../../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../../ui/preferences.ts';
import type { bookings } from '../../../contract.ts';
import type { Offering } from './draft.ts';
import { words } from './words.ts';

const calls = api<typeof bookings>('bookings');
type Session = Awaited<ReturnType<typeof calls.listSessions>>[number];
type Series = Awaited<ReturnType<typeof calls.addSeries>>;
type Plan = {
  day: string;
  time: string;
  minutes: number;
  places: number;
  resourceId?: string;
  every: 'once' | 'DAILY' | 'WEEKLY' | 'lunar' | 'rule';
  count: number;
  rule: string;
  onHoliday: 'keep' | 'leaveOut' | 'nextWorkingDay';
};

/** The rule of recurrence (RFC 5545) that a plan means; null for one date. */
function ruleOf({ every, count, rule }: Plan): string | null {
  if (every === 'once') return null;
  if (every === 'rule') return rule.trim();
  return every === 'lunar' ? `RSCALE=CHINESE;FREQ=YEARLY;COUNT=${count}` : `FREQ=${every};COUNT=${count}`;
}

/** The dates of an activity: those planned, and more of them, one or a whole series. */
export function Dates({ offering, onClose }: { offering: Offering; onClose: () => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const sessions = useQuery({ queryKey: ['bookings', 'sessions', offering.id], queryFn: () => calls.listSessions({ id: offering.id }) });
  return (
    <Drawer open title={`${w.dates} · ${language === 'zh' ? offering.name : offering.nameEn}`} size={680} onClose={onClose}>
      <PlanForm offering={offering} />
      <Trouble error={sessions.error} onRetry={() => sessions.refetch()} />
      <Table<Session>
        rowKey="id"
        size="small"
        loading={sessions.isPending}
        dataSource={sessions.data ?? []}
        pagination={false}
        scroll={{ x: 480 }}
        locale={{ emptyText: <Empty description={w.noDates} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
        columns={[
          { title: w.when, render: (_, row) => moment(row.from, language) },
          { title: w.taken, render: (_, row) => `${row.taken} / ${row.places}` },
          { title: w.state, render: (_, row) => <Tag color={row.state === 'planned' ? 'green' : 'default'}>{w.sessionStates[row.state]}</Tag> },
          { title: w.actions, render: (_, row) => row.state === 'planned' && <SessionActions session={row} /> },
        ]}
      />
    </Drawer>
  );
}

function PlanForm({ offering }: { offering: Offering }) {
  const w = useWords(words);
  const queries = useQueryClient();
  const [form] = Form.useForm<Plan>();
  const every = Form.useWatch('every', form) ?? 'once';
  const plan = useMutation({
    mutationFn: async (values: Plan): Promise<Series | null> => {
      const { day, time, minutes, places, resourceId, onHoliday } = values;
      const planned = { id: offering.id, minutes, places, resourceId: resourceId ?? null };
      const rule = ruleOf(values);
      if (rule !== null) return calls.addSeries({ ...planned, start: `${day}T${time}`, rule, onHoliday });
      await calls.addSession({ ...planned, from: `${day}T${time}:00+08:00` });
      return null;
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['bookings'] }),
  });
  const first: Partial<Plan> = { day: today(), time: '14:00', minutes: 90, places: 20, every: 'once', count: 8, onHoliday: 'leaveOut' };
  return (
    <Form form={form} layout="vertical" initialValues={first} onFinish={(values) => plan.mutate(values)}>
      <Space wrap align="end">
        <Form.Item name="day" label={w.firstDay}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="time" label={w.begins}>
          <Input type="time" />
        </Form.Item>
        <Form.Item name="minutes" label={w.minutes}>
          <InputNumber min={5} max={1440} />
        </Form.Item>
        <Form.Item name="places" label={w.placesEach}>
          <InputNumber min={1} max={10_000} />
        </Form.Item>
        <RoomField placeId={offering.placeId} />
        <Form.Item name="every" label={w.every}>
          <Select style={{ minWidth: 150 }} options={optionsOf(w.everies)} />
        </Form.Item>
        {every !== 'once' && every !== 'rule' && (
          <Form.Item name="count" label={w.count}>
            <InputNumber min={2} max={200} />
          </Form.Item>
        )}
        {every === 'rule' && (
          <Form.Item name="rule" label={w.rule} rules={[{ required: true, message: w.needed }]}>
            <Input placeholder="FREQ=MONTHLY;BYDAY=1SA;COUNT=6" style={{ minWidth: 260 }} />
          </Form.Item>
        )}
        {every !== 'once' && (
          <Form.Item name="onHoliday" label={w.onHoliday}>
            <Select style={{ minWidth: 150 }} options={optionsOf(w.holidays)} />
          </Form.Item>
        )}
      </Space>
      <Form.Item>
        <Button type="primary" htmlType="submit" loading={plan.isPending}>
          {w.plan}
        </Button>
      </Form.Item>
      <Trouble error={plan.error} />
      {plan.data && <SeriesResult series={plan.data} />}
    </Form>
  );
}

function RoomField({ placeId }: { placeId: string }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const resources = useQuery({ queryKey: ['bookings', 'resources', placeId], queryFn: () => calls.listResources({ placeId }) });
  return (
    <Form.Item name="resourceId" label={w.inRoom}>
      <Select
        allowClear
        style={{ minWidth: 150 }}
        options={(resources.data ?? [])
          .filter(({ kind, retiredOn }) => kind === 'room' && retiredOn === null)
          .map(({ id, name, nameEn }) => ({ value: id, label: language === 'zh' ? name : nameEn }))}
      />
    </Form.Item>
  );
}

/** What became of each date of a series: nothing is dropped without saying so. */
function SeriesResult({ series }: { series: Series }) {
  const w = useWords(words);
  const planned = series.dates.filter(({ sessionId }) => sessionId !== null).length;
  return (
    <section aria-live="polite">
      <p>{w.seriesPlanned(planned, series.dates.length)}</p>
      <ul>
        {series.dates
          .filter(({ state }) => state !== 'planned')
          .map(({ planned: first, at, state, why }) => (
            <li key={first}>
              {first.replace('T', ' ')} – {state === 'moved' ? w.movedTo(at.replace('T', ' ')) : w.dateStates[state as 'clashes']}
              {why !== null && state !== 'clashes' && ` (${why})`}
            </li>
          ))}
      </ul>
    </section>
  );
}

function SessionActions({ session }: { session: Session }) {
  const w = useWords(words);
  const queries = useQueryClient();
  const [reason, setReason] = useState<string | null>(null);
  const [places, setPlaces] = useState(session.places);
  const act = useMutation({
    mutationFn: async (what: 'cancel' | 'places') => {
      if (what === 'cancel') await calls.cancelSession({ id: session.id, reason: reason!.trim() });
      else await calls.editSession({ id: session.id, places });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['bookings'] }),
  });
  return (
    <>
      <Space wrap size="small">
        <InputNumber size="small" aria-label={w.placesEach} min={1} max={10_000} value={places} onChange={(value) => setPlaces(value ?? session.places)} />
        <Button size="small" disabled={places === session.places} onClick={() => act.mutate('places')}>
          {w.changePlaces}
        </Button>
        {reason === null && (
          <Button size="small" danger onClick={() => setReason('')}>
            {w.cancelDate}
          </Button>
        )}
      </Space>
      {reason !== null && (
        <Space.Compact style={{ marginTop: 6 }}>
          <Input
            size="small"
            autoFocus
            aria-label={w.reason}
            placeholder={w.reason}
            maxLength={300}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
          <Button size="small" danger disabled={reason.trim().length < 2} onClick={() => act.mutate('cancel')}>
            {w.cancelDate}
          </Button>
        </Space.Compact>
      )}
      <Trouble error={act.error} />
    </>
  );
}
