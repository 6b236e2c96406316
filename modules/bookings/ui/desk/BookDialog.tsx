import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Empty, Form, InputNumber, App as Messages, Modal, Select } from 'antd';
import { useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { optionsOf, Trouble } from '../../../../ui/desk.tsx';
import { clockTime, moment } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { bookings } from '../../contract.ts';
import { freeTimes, lengthsUpTo } from '../times.ts';
import { words as portalWords } from '../words.ts';
import { isNamed, nobody, type Who, WhoField, whomOf } from './WhoField.tsx';
import { words } from './words.ts';

const calls = api<typeof bookings>('bookings');
type Offering = Awaited<ReturnType<typeof calls.listOfferings>>[number];
type Channel = 'counter' | 'phone' | 'paper';

/** Booking for a guest or somebody on record, at the counter, on the phone or from paper: the same times and places as online. */
export function BookDialog({ placeId, day, onClose }: { placeId: string; day: string; onClose: () => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { message } = Messages.useApp();
  const queries = useQueryClient();
  const [offeringId, setOfferingId] = useState<string | null>(null);
  const [when, setWhen] = useState<{ from: string; minutes: number } | { sessionId: string } | null>(null);
  const [who, setWho] = useState<Who>(nobody);
  const [people, setPeople] = useState(1);
  const [channel, setChannel] = useState<Channel>('counter');
  const offerings = useQuery({ queryKey: ['bookings', 'offerings', placeId, ''], queryFn: () => calls.listOfferings({ placeId }) });
  const offering = offerings.data?.find(({ id }) => id === offeringId);
  const book = useMutation({
    mutationFn: () => {
      const whom = { ...whomOf(who), channel, places: people };
      return 'sessionId' in when! ? calls.joinForResident({ id: when.sessionId, ...whom }) : calls.bookForResident({ id: offeringId!, ...when!, ...whom });
    },
    onSuccess: () => {
      void message.success(w.done);
      onClose();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['bookings'] }),
  });
  const isReady = when !== null && isNamed(who);
  return (
    <Modal
      open
      title={w.book}
      okText={w.book}
      cancelText={w.cancel}
      okButtonProps={{ disabled: !isReady, loading: book.isPending }}
      onOk={() => book.mutate()}
      onCancel={onClose}
    >
      <Trouble error={offerings.error ?? book.error} />
      {offerings.data?.length === 0 && <Empty description={w.noOfferings} />}
      <Form layout="vertical">
        <Form.Item label={w.offering}>
          <Select
            aria-label={w.offering}
            value={offeringId}
            onChange={(id) => {
              setOfferingId(id);
              setWhen(null);
            }}
            options={(offerings.data ?? []).map((it) => ({ value: it.id, label: language === 'zh' ? it.name : it.nameEn }))}
          />
        </Form.Item>
        {offering?.kind === 'session' && <SessionField offering={offering} onPick={(sessionId) => setWhen({ sessionId })} />}
        {offering && offering.kind !== 'session' && <TimeField key={offering.id} offering={offering} day={day} onPick={setWhen} />}
        <WhoField who={who} onChange={setWho} />
        <Form.Item label={w.people}>
          <InputNumber aria-label={w.people} min={1} max={offering?.rules.places.most ?? 1} value={people} onChange={(value) => setPeople(value ?? 1)} />
        </Form.Item>
        <ChannelField value={channel} onPick={setChannel} />
      </Form>
    </Modal>
  );
}

function ChannelField({ value, onPick }: { value: Channel; onPick: (channel: Channel) => void }) {
  const w = useWords(words);
  return (
    <Form.Item label={w.channel}>
      <Select<Channel>
        aria-label={w.channel}
        value={value}
        onChange={onPick}
        options={optionsOf({ counter: w.channels.counter, phone: w.channels.phone, paper: w.channels.paper }) as { value: Channel; label: string }[]}
      />
    </Form.Item>
  );
}

function SessionField({ offering, onPick }: { offering: Offering; onPick: (id: string) => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const sessions = useQuery({ queryKey: ['bookings', 'sessions', offering.id], queryFn: () => calls.listSessions({ id: offering.id }) });
  const open = (sessions.data ?? []).filter(({ state }) => state === 'planned');
  return (
    <Form.Item label={w.date}>
      <Select
        aria-label={w.date}
        loading={sessions.isPending}
        onChange={onPick}
        options={open.map(({ id, from, places, taken }) => ({
          value: id,
          label: `${moment(from, language)} · ${w.left(places - taken)}`,
          disabled: taken >= places,
        }))}
      />
    </Form.Item>
  );
}

function TimeField({ offering, day, onPick }: { offering: Offering; day: string; onPick: (when: { from: string; minutes: number }) => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const starts = useQuery({ queryKey: ['bookings', 'starts', offering.id, day], queryFn: () => calls.listStarts({ id: offering.id, from: day, days: 1 }) });
  const [time, setTime] = useState<number | null>(null);
  const times = starts.data ? freeTimes(starts.data, 0, null) : new Map<number, number>();
  const lengths = starts.data && time !== null ? lengthsUpTo(times.get(time) ?? 0, starts.data) : [];
  const pick = (minute: number, minutes: number) => onPick({ from: `${day}T${clockTime(minute)}:00+08:00`, minutes });
  return (
    <>
      <Trouble error={starts.error} />
      <Form.Item label={`${w.time} ${day}`}>
        <Select
          aria-label={w.time}
          loading={starts.isPending}
          notFoundContent={portalWords[language].noTimes}
          onChange={(minute: number) => {
            setTime(minute);
            pick(minute, starts.data!.shortestMinutes);
          }}
          options={[...times.keys()].map((minute) => ({ value: minute, label: clockTime(minute) }))}
        />
      </Form.Item>
      {lengths.length > 1 && (
        <Form.Item label={w.length}>
          <Select
            key={time}
            aria-label={w.length}
            defaultValue={lengths[0]!}
            onChange={(minutes: number) => pick(time!, minutes)}
            options={lengths.map((minutes) => ({ value: minutes, label: portalWords[language].minutes(minutes) }))}
          />
        </Form.Item>
      )}
    </>
  );
}
