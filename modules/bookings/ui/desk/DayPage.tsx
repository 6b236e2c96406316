import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Empty, Form, Input, App as Messages, Segmented, Select, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { optionsOf, Trouble, useMyArea } from '../../../../ui/desk.tsx';
import { clockTime, percent, today, yuan } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { places } from '../../../places/contract.ts';
import type { bookings } from '../../contract.ts';
import { words as portalWords } from '../words.ts';
import { BookDialog } from './BookDialog.tsx';
import { Board } from './board/Board.tsx';
import { DoorSheets } from './board/DoorSheets.tsx';
import { type Row, RowActions } from './RowActions.tsx';
import { words } from './words.ts';

const calls = api<typeof bookings>('bookings');
const placeCalls = api<typeof places>('places');
type View = 'list' | 'rooms';
const stateColours: Partial<Record<Row['state'], string>> = { requested: 'orange', confirmed: 'blue', checkedIn: 'green', missed: 'red' };

const inline = { rowGap: 12, marginBottom: 12 };
/** With the big letters of 长辈版 a field takes less than it likes on a phone, not more than there is. */
const fits = { maxWidth: '100%', minWidth: 0 };
/** Minutes after midnight here of a moment on the wire. */
const hereMinute = (iso: string) => ((Date.parse(iso) + 8 * 3_600_000) / 60_000) % 1440;

/** The day of one place: who comes when and where, and what the counter can do about it. */
export function DayPage() {
  const w = useWords(words);
  const area = useMyArea();
  const [placeId, setPlaceId] = useState<string | null>(null);
  const [day, setDay] = useState(today());
  const [isBooking, setBooking] = useState(false);
  const [view, setView] = useState<View>('list');
  const list = useQuery({ queryKey: ['places', 'complexes', area], queryFn: () => placeCalls.searchPlaces({ kind: 'complex', within: area, limit: 200 }) });
  const chosen = placeId ?? list.data?.[0]?.id ?? null;
  const board = useQuery({ queryKey: ['bookings', 'day', chosen, day], queryFn: () => calls.listDay({ id: chosen!, day }), enabled: chosen !== null });
  return (
    <>
      <h1>{w.title}</h1>
      <p>{w.lead}</p>
      <Form layout="inline" style={inline}>
        <Form.Item style={fits} label={w.place}>
          <Select
            aria-label={w.place}
            showSearch={{ optionFilterProp: 'label' }}
            style={{ minWidth: 200 }}
            loading={list.isPending}
            value={chosen}
            onChange={setPlaceId}
            options={(list.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
        <Form.Item style={fits} label={w.day}>
          <Input aria-label={w.day} type="date" value={day} onChange={(event) => event.target.value && setDay(event.target.value)} />
        </Form.Item>
        <Space wrap>
          <Button type="primary" disabled={chosen === null} onClick={() => setBooking(true)}>
            {w.book}
          </Button>
          <Segmented<View> aria-label={w.view} value={view} onChange={setView} options={optionsOf(w.views) as { value: View; label: string }[]} />
          <Button disabled={!board.data} onClick={() => window.print()}>
            {w.doors}
          </Button>
        </Space>
      </Form>
      {chosen && <CodeForm placeId={chosen} />}
      <Trouble error={list.error ?? board.error} onRetry={() => (list.error ? list.refetch() : board.refetch())} />
      {view === 'rooms' && chosen && board.data && <Board placeId={chosen} day={day} rows={board.data} />}
      {view === 'list' && <DayList rows={board.data} isLoading={board.isPending && chosen !== null} />}
      {chosen && <Use placeId={chosen} until={day} />}
      {isBooking && chosen && <BookDialog placeId={chosen} day={day} onClose={() => setBooking(false)} />}
      {chosen && board.data && <DoorSheets placeId={chosen} day={day} rows={board.data} />}
    </>
  );
}

function DayList({ rows, isLoading }: { rows: Row[] | undefined; isLoading: boolean }) {
  const w = useWords(words);
  const { language } = usePreferences();
  return (
    <Table<Row>
      rowKey="id"
      size="small"
      loading={isLoading}
      dataSource={rows ?? []}
      pagination={false}
      scroll={{ x: 900 }}
      locale={{ emptyText: <Empty description={w.empty} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
      columns={[
        { title: w.columns.when, render: (_, row) => `${clockTime(hereMinute(row.from))}–${clockTime(hereMinute(row.to))}` },
        { title: w.columns.where, render: (_, row) => row.resource?.[language] ?? '' },
        { title: w.columns.what, render: (_, row) => row.title[language] },
        { title: w.columns.who, dataIndex: 'who' },
        { title: w.columns.places, dataIndex: 'places' },
        { title: w.columns.channel, render: (_, row) => w.channels[row.channel] },
        { title: w.columns.state, render: (_, row) => <State row={row} /> },
        { title: w.columns.actions, render: (_, row) => <RowActions row={row} /> },
      ]}
    />
  );
}

/** How much the rooms were in use in the month before. */
function Use({ placeId, until }: { placeId: string; until: string }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const from = new Date(Date.parse(until) - 29 * 86_400_000).toISOString().slice(0, 10);
  const use = useQuery({ queryKey: ['bookings', 'use', placeId, until], queryFn: () => calls.getUse({ id: placeId, from, to: until }) });
  if (!use.data) return null;
  const { utilisation, participation, activities, rooms } = use.data;
  return (
    <section aria-label={w.use}>
      <h2>{w.use}</h2>
      <p>
        {w.utilisation} <strong>{utilisation === null ? '–' : percent(utilisation)}</strong> · {w.participation}{' '}
        <strong>{participation === null ? '–' : percent(participation)}</strong> ({w.activities(activities)})
      </p>
      <ul>
        {rooms.map(({ id, name, openMinutes, occupiedMinutes }) => (
          <li key={id}>
            {name[language]}: {openMinutes === 0 ? '–' : percent(occupiedMinutes / openMinutes)}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** How it stands, with what must be looked at before it is confirmed. */
function State({ row }: { row: Row }) {
  const w = useWords(words);
  const { language } = usePreferences();
  return (
    <>
      <Tag color={stateColours[row.state]}>{portalWords[language].states[row.state]}</Tag>
      {row.depositFen > 0 && <Tag>{`${w.deposit[row.deposit]} ${yuan(row.depositFen, language)}`}</Tag>}
      {row.doubts.map((doubt) => (
        <div key={doubt.zh}>{w.check(doubt[language])}</div>
      ))}
      {row.freeReason && <div>{w.free(row.freeReason)}</div>}
    </>
  );
}

/** The code that a resident shows, typed or read by a scanner that types. */
function CodeForm({ placeId }: { placeId: string }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { message } = Messages.useApp();
  const queries = useQueryClient();
  const [code, setCode] = useState('');
  const arrive = useMutation({
    mutationFn: () => calls.checkInByCode({ id: placeId, code: code.trim() }),
    onSuccess: (booking) => {
      setCode('');
      void message.success(w.arrived(booking.title[language]));
      return queries.invalidateQueries({ queryKey: ['bookings'] });
    },
  });
  return (
    <>
      <Form layout="inline" style={inline} onFinish={() => arrive.mutate()}>
        <Form.Item style={fits} label={w.code}>
          <Input
            style={{ minWidth: 0 }}
            aria-label={w.code}
            placeholder={w.codeHint}
            maxLength={8}
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        </Form.Item>
        <Button htmlType="submit" disabled={code.trim().length !== 8} loading={arrive.isPending}>
          {w.arrive}
        </Button>
      </Form>
      <Trouble error={arrive.error} />
    </>
  );
}
