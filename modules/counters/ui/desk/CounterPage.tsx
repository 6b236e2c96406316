import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Empty, Form, Select, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { Trouble, useMyArea } from '../../../../ui/desk.tsx';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { places } from '../../../places/contract.ts';
import type { counters } from '../../contract.ts';
import { AddLine, AddPost } from './CounterDialogs.tsx';
import { GiveNumber } from './GiveNumber.tsx';
import { words } from './words.ts';

const calls = api<typeof counters>('counters');
const placeCalls = api<typeof places>('places');
export type Ticket = Awaited<ReturnType<typeof calls.listQueue>>[number];
type Post = Awaited<ReturnType<typeof calls.listPosts>>[number];
type Step = 'callAgain' | 'begin' | 'hold' | 'resume' | 'done' | 'left';
const often = 5000;
const fits = { maxWidth: '100%', minWidth: 0 };

export function useCounterCall<Input>(call: (input: Input) => Promise<unknown>, onDone?: () => void) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: call, onSuccess: () => onDone?.(), onSettled: () => queries.invalidateQueries({ queryKey: ['counters'] }) });
}

/** A window at work: call, begin, put aside, end; and everybody who waits. */
export function CounterPage() {
  const w = useWords(words);
  const { language } = usePreferences();
  const within = useMyArea();
  const [picked, setPlaceId] = useState<string | null>(null);
  const [postId, setPostId] = useState<string | null>(null);
  const list = useQuery({ queryKey: ['places', 'complexes', within], queryFn: () => placeCalls.searchPlaces({ kind: 'complex', within, limit: 200 }) });
  const placeId = picked ?? list.data?.[0]?.id ?? null;
  const isEnabled = placeId !== null;
  const posts = useQuery({ queryKey: ['counters', 'posts', placeId], queryFn: () => calls.listPosts({ id: placeId! }), enabled: isEnabled });
  const lines = useQuery({ queryKey: ['counters', 'lines', placeId], queryFn: () => calls.listLines({ id: placeId! }), enabled: isEnabled });
  const queue = useQuery({
    queryKey: ['counters', 'queue', placeId],
    queryFn: () => calls.listQueue({ id: placeId! }),
    enabled: isEnabled,
    refetchInterval: often,
  });
  const post = posts.data?.find(({ id }) => id === postId) ?? posts.data?.[0];
  return (
    <>
      <h1>{w.title}</h1>
      <p>{w.lead}</p>
      <Form layout="inline" style={{ rowGap: 12, marginBottom: 12 }}>
        <Form.Item label={w.place} style={fits}>
          <Select
            aria-label={w.place}
            showSearch={{ optionFilterProp: 'label' }}
            style={{ minWidth: 200 }}
            loading={list.isPending}
            value={placeId}
            onChange={setPlaceId}
            options={(list.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
        <Form.Item label={w.window} style={fits}>
          <Select
            aria-label={w.window}
            style={{ minWidth: 160 }}
            value={post?.id ?? null}
            onChange={setPostId}
            options={(posts.data ?? []).map(({ id, name }) => ({ value: id, label: name[language] }))}
          />
        </Form.Item>
        {placeId && (
          <Space wrap>
            <AddLine placeId={placeId} />
            <AddPost placeId={placeId} lines={lines.data ?? []} />
            <a href={`/wall/${placeId}`} target="_blank" rel="noreferrer">
              {w.wall}
            </a>
          </Space>
        )}
      </Form>
      <Trouble error={list.error ?? posts.error ?? queue.error} onRetry={() => queue.refetch()} />
      {posts.data?.length === 0 && <Empty description={w.noWindows} />}
      {post && <Window post={post} tickets={(queue.data ?? []).filter((ticket) => ticket.postId === post.id)} />}
      {placeId && lines.data && lines.data.length > 0 && <GiveNumber placeId={placeId} lines={lines.data} />}
      <WaitingTable tickets={(queue.data ?? []).filter(({ state }) => state === 'waiting')} isLoading={queue.isPending && isEnabled} />
    </>
  );
}

function WaitingTable({ tickets, isLoading }: { tickets: Ticket[]; isLoading: boolean }) {
  const w = useWords(words);
  const { language } = usePreferences();
  return (
    <Table<Ticket>
      rowKey="id"
      size="small"
      loading={isLoading}
      dataSource={tickets}
      pagination={false}
      scroll={{ x: 560 }}
      locale={{ emptyText: <Empty description={w.empty} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
      columns={[
        { title: w.columns.number, dataIndex: 'number' },
        { title: w.columns.line, render: (_, row) => row.line[language] },
        { title: w.columns.first, render: (_, row) => (row.isFirst ? w.yes : '') },
        { title: w.columns.state, render: (_, row) => <Tag>{w.states[row.state]}</Tag> },
      ]}
    />
  );
}

function Window({ post, tickets }: { post: Post; tickets: Ticket[] }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const next = useCounterCall(() => calls.callNext({ id: post.id }));
  const away = useCounterCall(() => calls.setAway({ id: post.id, isAway: !post.isAway }));
  const isBusy = tickets.some(({ state }) => state === 'called' || state === 'serving');
  return (
    <section aria-label={w.now} style={{ marginBottom: 16 }}>
      <Space wrap>
        <Tag>{w.holder(post.isAway ? post.secondHolder! : post.firstHolder, post.isAway)}</Tag>
        {post.secondHolder && (
          <Button size="small" loading={away.isPending} onClick={() => away.mutate(undefined)}>
            {post.isAway ? w.back : w.away}
          </Button>
        )}
        <Button type="primary" disabled={isBusy} loading={next.isPending} onClick={() => next.mutate(undefined)}>
          {w.next}
        </Button>
      </Space>
      <Trouble error={next.error ?? away.error} />
      {tickets.length === 0 && <p>{w.nobody}</p>}
      {tickets.map((ticket) => (
        <p key={ticket.id}>
          <strong style={{ fontSize: 28 }}>{ticket.number}</strong> {ticket.line[language]} <Tag>{w.states[ticket.state]}</Tag>
          {ticket.firstAsked && (
            <span>
              {w.columns.asked}: {ticket.firstAsked}
            </span>
          )}{' '}
          <Steps ticket={ticket} />
        </p>
      ))}
    </section>
  );
}

const offered: Record<string, Step[]> = { called: ['begin', 'callAgain', 'hold', 'left'], serving: ['done', 'hold'], held: ['resume', 'left'] };

function Steps({ ticket }: { ticket: Ticket }) {
  const w = useWords(words);
  const move = useCounterCall((step: Step) => calls.moveTicket({ id: ticket.id, step }));
  return (
    <Space wrap>
      {(offered[ticket.state] ?? []).map((step, i) => (
        <Button key={step} size="small" type={i === 0 ? 'primary' : 'default'} loading={move.isPending} onClick={() => move.mutate(step)}>
          {w[step]}
        </Button>
      ))}
      <Trouble error={move.error} />
    </Space>
  );
}
